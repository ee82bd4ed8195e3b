"""What the page is told, as JSON: messages, buttons, memories. Nothing here decides who may see it; that is the Board's."""

from collections.abc import Mapping, Sequence

from adapters.web.places import channel_of
from agent.domain.accounts import platform_of
from agent.domain.conversation import AuthorId, Button, MessageId, Reply
from agent.domain.memory import AuthorSettings, Memory
from agent.domain.memory_words import in_readers_words
from agent.ports import BoardMessage, GalleryPicture
from agent.text.forgotten_marks import closed_up, shown_caption, shown_text
from agent.translation.catalogue import _, speaking

SHEET_OF = "sheet."
"""Before the id of a message: what the page calls the contact sheet of its pictures."""
Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


def message(found: BoardMessage, *, viewer: AuthorId) -> dict[str, Json]:
    """A message as the page shows it."""
    step, text = _working(found)
    return {
        "id": found.id,
        "channel": channel_of(found.place),
        "thread": found.place.thread,
        "author": None if found.author is None else {"id": found.author.id, "name": found.author.name},
        "mine": found.author is not None and found.author.id == viewer,
        "text": found.text,
        "images": [] if found.reply else list(found.images),
        "reply_to": found.reply_to,
        "at": found.at.isoformat(),
        "turn": found.turn,
        "reply": None
        if found.reply is None
        else reply(found.reply, found.pressed, own=found.asker == viewer, message=found.id),
        "working": None
        if found.author is not None or found.reply is not None
        else {"step": step, "text": text},
        "asked_by_me": found.asker == viewer,
    }


def reply(said: Reply, pressed: Sequence[str], *, own: bool, message: MessageId) -> dict[str, Json]:
    """The bot's reply, in the message of that id. The prompt may hold what its owner said in private, so that only the owner gets it."""
    return {
        "kind": said.kind,
        "text": shown_text(said.text),
        "images": _images(said, message),
        "files": list(said.files),
        "buttons": [_button(button, said, button.id in pressed) for button in said.buttons],
        "remember": _remember(said),
        "only_me": said.only_for_author,
        "spoiler": said.spoiler,
        "prompt": closed_up(said.context.prompt) if own and said.context else "",
    }


def _images(said: Reply, message: MessageId) -> list[Json]:
    """Each by itself, or the one sheet of them, which is made when it is asked for."""
    if said.sheet and said.images:
        return [{"id": f"{SHEET_OF}{message}", "alt": shown_caption(said.sheet), "sheet": True}]
    return [
        {"id": image, "alt": shown_caption(said.alts[position]) if position < len(said.alts) else ""}
        for position, image in enumerate(said.images)
    ]


def gallery_picture(found: GalleryPicture) -> dict[str, Json]:
    """One of the viewer's own pictures."""
    place = found.place
    return {
        "id": found.image,
        "alt": shown_caption(found.caption),
        "at": found.at.isoformat(),
        "platform": place.platform,
        "channel": channel_of(place) if place.platform == "web" else None,
        "message": found.message,
        "position": found.position,
    }


def _button(button: Button, said: Reply, used: bool) -> dict[str, Json]:
    return {
        "id": button.id,
        "action": button.action,
        "label": button.label,
        "used": used,
        "image": _pictured(button, said),
    }


def _remember(said: Reply) -> str:
    """What the page calls the drawer of what may be remembered of the picture, in the language of the buttons beside it."""
    with speaking(said.language):
        return _("Remember …")


def _pictured(button: Button, said: Reply) -> str | None:
    """The picture that a button stands for: of a draft to pick, or of an answer that is shown by a picture."""
    if button.args.get("image") in said.images:
        return button.args["image"]
    value = button.args.get("value")
    if button.action != "answer" or value is None:
        return None
    return next((image for image, alt in zip(said.images, said.alts, strict=False) if alt == value), None)


def _working(found: BoardMessage) -> tuple[str, str]:
    """`plan: thinking` is step and words."""
    step, colon, text = found.working.partition(": ")
    return (step, text) if colon and step.isalpha() else ("", found.working)


def memory(kept: Memory, *, viewer: AuthorId, may_manage: bool) -> dict[str, Json]:
    own = (
        kept.scope.kind == "user"
    )  # of the viewer, or of an account that is one person with them: nobody else's is shown
    elsewhere = platform_of(kept.scope.key) if own and kept.scope.key != viewer else ""
    return {
        "id": kept.id,
        "kind": kept.kind,
        "scope": kept.scope.kind,
        "told_on": elsewhere,
        "text": kept.text,
        "shown": in_readers_words(kept.text),
        "name": kept.name,
        "aliases": list(kept.aliases),
        "images": list(kept.images),
        "origin": kept.origin,
        "said_in_private": kept.said_in_private,
        "from": kept.valid_from.isoformat(),
        "until": kept.valid_to.isoformat() if kept.valid_to else None,
        "former": list(kept.former),
        "uses": kept.uses,
        "may_edit": (own or may_manage) and kept.valid_to is None,
        "may_forget": own or may_manage,
    }


def settings(chosen: AuthorSettings) -> dict[str, Json]:
    return {
        "ask": chosen.ask,
        "memory": chosen.memory,
        "learning": chosen.learning,
        "feedback": chosen.feedback,
        "private_in_public": chosen.private_in_public,
        "language": chosen.language,
    }
