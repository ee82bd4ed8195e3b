"""Words about people who are drawn, and about style boards."""

from collections.abc import Sequence
from dataclasses import replace

from agent.domain.conversation import Button, ImageId, MessageId, Reply, TurnId
from agent.domain.generation import Plan
from agent.domain.memory import Album
from agent.domain.people import Allowance, Allowances, Answered, Consent, LikenessUse, Person
from agent.domain.questions import AskDecision, OpenQuestion
from agent.outcomes import Outcome, button, told
from agent.translation.catalogue import N_, _, ngettext

NAMES_CHARS_MAX = 30
HOW = N_(
    "Show me how you want to be drawn: `/me` with up to eight pictures, or `/me short black hair, round glasses`. "
    "Then say “draw me as a pirate”."
)
FORGOTTEN = N_("I have forgotten how you look: the pictures, the words, and what you allowed.")
NOTHING_KEPT = N_("I keep no likeness of you. `/me` with a picture saves one.")
NO_SUCH = N_("There is no picture of that number: `/me` shows them.")
WHICH = N_("Say it like this: `/me label 2 with glasses`, `/me remove 2`.")
NO_PROFILE_PICTURE = N_("I cannot get your profile picture here. Attach a picture to `/me` instead.")
USED = N_("**Others have drawn you**")
NOT_USED = N_("Nobody else has drawn you.")
TAKEN_DOWN = N_("I have taken it down: I do not keep the picture any more, and its message says so.")
GONE = N_("That picture is not there any more.")
ASK_LOOKS = N_("How do you look? Tell me, or send a photo: I keep it as you, and `/me` shows and removes it.")
YOU_UNKNOWN = N_("I do not know how you look, so I drew somebody. `/me` with a picture tells me.")
PROFILE_LABEL = N_("Use my profile picture")
TOOK_BACK = N_(
    "{name} took it back while I drew, so I threw the picture away. Ask again, and I draw it without {name}."
)
USAGE = N_(
    "I did not understand that. `/me` shows what I keep; `/me allow nobody`, `ask`, `channel` or `everyone` says who may draw you; "
    "`/me label 2 with glasses`, `/me remove 2`, `/me profile`, `/me used`, `/me forget`."
)

_ALLOWED: dict[Allowance, str] = {
    "nobody": N_("Nobody else may draw you."),
    "ask": N_("Whoever wants to draw you has to ask: I put it to you, and only you can answer."),
    "channel": N_("Everybody in this channel may draw you."),
    "community": N_("Everybody on this server may draw you, in any of its channels."),
}
_ANSWERED: dict[Consent, str] = {
    "once": N_("Thank you. Only for this one picture."),
    "always": N_(
        "Thank you. From now on everybody in this channel may draw you; `/me allow nobody` takes it back."
    ),
    "no": N_("I draw it without you, and do not ask you again for them for a week."),
}


def shown(album: Album, allowances: Allowances) -> Outcome:
    """One's own likeness, to its owner alone."""
    lines = [_("**This is how I draw you**")]
    unlabelled = _("without a label")
    if album.words:
        lines.append(album.words)
    lines += [f"{number}. {one.label or unlabelled}" for number, one in enumerate(album.pictures, start=1)]
    lines.append(allowed(allowances))
    lines.append(
        _(
            "`/me label 2 with glasses`, `/me remove 2`, `/me allow …`, `/me used` and `/me forget` change or show more."
        )
    )
    images = tuple(ImageId(one.image) for one in album.pictures)
    reply = Reply(
        kind="text", text="\n".join(lines), images=images, alts=tuple(one.label or _("a picture of you") for one in album.pictures),
        only_for_author=True, buttons=(button("forget", _("Forget how I look"), memory=album.memory),),
    )  # fmt: skip
    return Outcome(reply=reply)


def allowed(allowances: Allowances) -> str:
    here = _(_ALLOWED[allowances.here])
    if not allowances.elsewhere:
        return here
    more = ngettext(
        "You allowed it in {n} other place.", "You allowed it in {n} other places.", allowances.elsewhere
    )
    return f"{here} {more}"


def saved(album: Album) -> str:
    """After something was added."""
    count = len(album.pictures)
    many = ngettext("Noted. I have {n} picture of you now.", "Noted. I have {n} pictures of you now.", count)
    lead = many if count else _("Noted: {words}", words=album.words)
    use = _("“Draw me as ...” uses it; nobody else may, unless you say so (`/me allow`).")
    return f"{lead} {use}"


def use_lines(found: Sequence[LikenessUse]) -> list[str]:
    """Each picture for whom, when and of what, numbered."""
    return [
        _(
            "{number}. for {name}, {day}: {caption}",
            number=n,
            name=plain(use.drawn_for),
            day=f"{use.at:%d %b}",
            caption=plain(use.caption, 80),
        )
        for n, use in enumerate(found, start=1)
    ]


def uses(found: Sequence[LikenessUse]) -> Outcome:
    """Where one was drawn by others, with a button to take each down."""
    buttons = [
        button("likeness_take_down", _("Take down {number}", number=n), image=use.image)
        for n, use in enumerate(found, start=1)
    ]
    reply = Reply(
        kind="text", text="\n".join([_(USED), *use_lines(found)]), images=tuple(ImageId(use.image) for use in found),
        alts=tuple(use.caption for use in found), buttons=tuple(buttons), only_for_author=True,
    )  # fmt: skip
    return Outcome(reply=reply)


def asked(plan: Plan, people: Sequence[Person], text: str, *, asker: str, turn: TurnId) -> Outcome:
    """One question to each of them, which nobody else can answer; the author may go on without."""
    names = _and([f"@{plain(one.name)}" for one in people])
    lines = [
        _(
            "{names}: {asker} would like to draw you. May I use your likeness for it?",
            names=names,
            asker=plain(asker),
        ),
        _("Only you can answer. Without an answer I draw it without you."),
    ]
    buttons = [one for person in people for one in _answers(person, turn, named=len(people) > 1)]
    ask = AskDecision(people=tuple(people))
    reply = Reply(
        kind="question", text="\n".join(lines), buttons=(*buttons, button("surprise", _("Go on without"))),
    )  # fmt: skip
    return Outcome(reply=reply, end="waiting", question=OpenQuestion(text=text, plan=plan, ask=ask))


def _answers(person: Person, turn: TurnId, *, named: bool) -> Sequence[Button]:
    who = {"person": person.key, "turn": turn}
    lead = f"{plain(person.name, 12)}: " if named else ""
    once, always, no = _("This once"), _("Always here"), _("No")
    return (
        button("likeness_once", f"{lead}{once}", **who),
        button("likeness_always", f"{lead}{always}", **who),
        button("likeness_no", f"{lead}{no}", **who),
    )


def answered(consent: Consent, became: Answered) -> Outcome:
    """To whom was asked, alone."""
    match became:
        case "noted":
            return told(_(_ANSWERED[consent]), private=True)
        case "late" if consent == "always":
            return told(
                _(
                    "That picture was drawn without you meanwhile. From now on everybody in this channel may draw you."
                ),
                private=True,
            )
        case "late":
            return told(_("Too late: that picture was drawn without you meanwhile."), private=True)
        case "gone":
            return told(_("You have answered that already, or were not asked."), private=True)


def unnamed_note(names: Sequence[str]) -> str:
    """To the author, of those who were not drawn as themselves."""
    return _(
        "I have no likeness of {names} that I may use here, so I drew somebody unnamed instead. "
        "To have nobody there, say “without {names}”.",
        names=_and([plain(name) for name in names]),
    )


def plain(text: str, most: int = NAMES_CHARS_MAX) -> str:
    """Somebody's own words on one line, without marks of ours."""
    words = " ".join(text.replace("*", "").replace("`", "").split())
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _and(names: Sequence[str]) -> str:
    *first, last = names
    return _("{first} and {last}", first=", ".join(first), last=last) if first else last


def taken_down(changed: Sequence[MessageId]) -> Outcome:
    """To whom it showed, alone; the messages that showed it change."""
    answer = told(_(TAKEN_DOWN), private=True)
    return replace(answer, reply=replace(answer.reply, changes=tuple(changed)))
