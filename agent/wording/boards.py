"""Words about style boards."""

from collections.abc import Sequence

from agent.domain.conversation import ImageId, Reply
from agent.domain.memory import Album
from agent.outcomes import Outcome, button, told
from agent.translation.catalogue import N_, _, ngettext
from agent.wording.people import plain

HOW = N_(
    "Give the board a name and show me the style: `/style save Ink` with up to eight pictures (or in reply to some), optionally "
    "`: loose lines, much white`. Then say “in my Ink board”."
)
NONE_YET = N_(
    "You have no usual style yet: `/style watercolour` sets one, and `/style save NAME` with pictures makes a board."
)
OFF = N_("You have no usual style now.")
WAS_OFF = N_("You had no usual style.")
WHICH = N_("Say which picture, by the number that `/style show NAME` gives it: `/style remove Ink 2`.")
FORGOTTEN = N_("Forgotten.")
NOT_YOURS = N_("Only moderators can change what is shared here.")


def saved(board: Album) -> Outcome:
    count = len(board.pictures)
    many = ngettext(
        "The board {name} has {n} picture now.",
        "The board {name} has {n} pictures now.",
        count,
        name=plain(board.name),
    )
    lead = many if count else _("The board {name} has words alone so far.", name=plain(board.name))
    use = _(
        "Say “in my {name} board”; `/style share {name}` makes it the house style of this channel (moderators).",
        name=plain(board.name),
    )
    return told(f"{lead} {use}")


def shared(board: Album) -> str:
    return _(
        "Everybody here can say “in our house style” now: it is the board {name}.", name=plain(board.name)
    )


def shown(board: Album) -> Outcome:
    """A board at a glance: its words, and one sheet of its pictures, numbered in their order, with their labels."""
    words = f": {board.words}" if board.words else ""
    whose = _("your board") if board.scope.kind == "user" else _("shared here")
    numbers = _(
        "The pictures are numbered from the left: `/style remove {name} 2` takes one out.",
        name=plain(board.name),
    )
    labels = [one.label for one in board.pictures]
    labelled = [f"{number}. {label}" for number, label in enumerate(labels, start=1) if label]
    lines = [f"**{plain(board.name)}**{words} ({whose})", *labelled, *([numbers] if len(labels) > 1 else [])]
    listed = ", ".join(f"{number} {label}".rstrip() for number, label in enumerate(labels, start=1))
    reply = Reply(
        kind="text", text="\n".join(lines), images=tuple(ImageId(one.image) for one in board.pictures), alts=tuple(labels),
        sheet=_("Contact sheet of the board {name}: {pictures}", name=board.name, pictures=listed), only_for_author=True,
        buttons=(button("forget", _("Forget this board"), memory=board.memory),),
    )  # fmt: skip
    return Outcome(reply=reply)


def board_lines(boards: Sequence[Album]) -> Sequence[str]:
    """Each board on a line."""
    return [
        "- "
        + _(
            "board {name}: {words} ({pictures})",
            name=plain(one.name),
            words=plain(one.words, 80) or "…",
            pictures=_pictures(one),
        )
        for one in boards
    ]


def no_such(name: str, boards: Sequence[Album]) -> str:
    if not boards:
        return _(NONE_YET)
    known = ", ".join(plain(one.name) for one in boards[:12])
    return _("There is no board “{name}”. There is: {known}.", name=plain(name), known=known)


def _pictures(board: Album) -> str:
    return ngettext("{n} picture", "{n} pictures", len(board.pictures))
