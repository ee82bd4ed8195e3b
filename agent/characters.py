"""`/character`: people and creatures that are drawn again: saved with their pictures, shown, renamed, shared, deleted."""

from collections.abc import Sequence

from agent.answers import Answer, told
from agent.conversation import ImageId, Message, Reply
from agent.errors import BadInput
from agent.forgetting import forget_buttons, listed
from agent.generation import Statement
from agent.learning import learn
from agent.memory import Memory
from agent.parts import Parts, Sitting
from agent.replying import learnt_text

NAME_CHARS_MAX = 60


async def run_character(parts: Parts, sitting: Sitting, argument: str, images: Sequence[ImageId]) -> Answer:
    """The answer to `/character ARGUMENT`; `images` are attached."""
    verb, _, rest = argument.partition(" ")
    match verb.lower():
        case "save":
            return await _save_character(parts, sitting, rest.strip(), images)
        case "show" | "delete" | "share" | "rename":
            return await _change_character(parts, sitting, verb.lower(), rest.strip())
        case _:
            known = [
                m for m in await parts.desk.list(sitting.reader, search=argument) if m.kind == "character"
            ]
            if not known:
                nobody = (
                    f"I know no character like “{argument[:NAME_CHARS_MAX]}”."
                    if argument
                    else "No characters yet."
                )
                return told(f"{nobody} Reply to a picture with `/character save NAME`.", private=True)
            return told(listed(known), *forget_buttons(sitting, known), private=True)


async def _save_character(parts: Parts, sitting: Sitting, words: str, images: Sequence[ImageId]) -> Answer:
    name, _, described = (part.strip() for part in words.partition(":"))
    replied = sitting.turn.replied
    pictures = (*images, *(replied.images if replied else ()))
    if not name or len(name) > NAME_CHARS_MAX:
        return told(
            "Give the character a name: `/character save Luna`, optionally `: what Luna looks like`.",
            private=True,
        )
    if not pictures and not described:
        return told(
            "Reply to a picture, attach one, or describe the character: `/character save Luna: a silver-haired elf`.",
            private=True,
        )
    known = await _named(parts, sitting, name)
    if known is not None and known.scope.kind == "user" and not described and sitting.remembers:
        # Further pictures of somebody who is known: what they show besides is no word about the character.
        problem = await _add_pictures(parts, sitting, known.id, pictures)
        grown = await _named(parts, sitting, name) or known
        many = "1 picture" if len(grown.images) == 1 else f"{len(grown.images)} pictures"
        return told(f"I have {many} of {known.name} now. {problem}".strip())
    statement = Statement(
        kind="character", name=name, text=described or _seen(replied) or "as in the picture",
        image=next(iter(pictures), None),
    )  # fmt: skip
    learnt = await learn(parts, sitting, [statement])
    stored = learnt.noted[0].memory
    problem = await _add_pictures(parts, sitting, stored, pictures[1:]) if stored else ""
    return told("\n".join(filter(None, (learnt_text(learnt), problem))), *learnt.undo_buttons())


async def _add_pictures(parts: Parts, sitting: Sitting, memory: str, pictures: Sequence[ImageId]) -> str:
    """Gives the character these reference pictures as well; why not all of them, if so."""
    for picture in pictures:
        try:
            await parts.desk.add_image(sitting.reader, memory, picture)
        except BadInput as error:
            return str(error)
    return ""


def _seen(replied: Message | None) -> str:
    """What the picture replied to shows, as far as the bot knows it."""
    picture = replied.pictures[0] if replied and replied.pictures else None
    return (picture.context.value("subject") or picture.caption) if picture else ""


async def _named(parts: Parts, sitting: Sitting, name: str) -> Memory | None:
    """The character of that name: one's own before a shared one."""
    known = await parts.desk.list(sitting.reader, search=name)
    named = [m for m in known if m.kind == "character" and m.name.lower() == name.lower()]
    return min(named, key=lambda memory: memory.scope.kind != "user", default=None)


async def _change_character(parts: Parts, sitting: Sitting, verb: str, words: str) -> Answer:
    name, _, new_name = (part.strip() for part in words.partition(" to "))
    if not name:
        return told(f"Whom? Say it like this: `/character {_EXAMPLES[verb]}`.", private=True)
    found = await _named(parts, sitting, name)
    if found is None:
        return told(f"I know no character called “{name[:NAME_CHARS_MAX]}”.", private=True)
    match verb:
        case "show":
            return Answer(reply=_shown(found))
        case "delete":
            gone = await parts.desk.forget(
                sitting.reader, [found.id], may_manage=sitting.turn.author.may_manage
            )
            # The name is not repeated: what is forgotten must not stand in the reply that says so.
            return told(
                "Forgotten." if gone else "Only moderators can delete a shared character.", private=True
            )
        case "share":
            statement = Statement(
                kind="character",
                name=found.name,
                text=found.text,
                scope="channel",
                image=next(iter(found.images), None),
            )
            return told(learnt_text(await learn(parts, sitting, [statement])))
        case _:
            if not new_name or len(new_name) > NAME_CHARS_MAX:
                return told(f"Say it like this: `/character {_EXAMPLES[verb]}`.", private=True)
            may_manage = sitting.turn.author.may_manage
            if found.scope.kind != "user" and not may_manage:
                return told("Only moderators can rename a shared character.", private=True)
            renamed = await parts.desk.edit(sitting.reader, found.id, name=new_name, may_manage=may_manage)
            return told(f"{found.name} is now {renamed.name}.")


_EXAMPLES = {
    "show": "show Luna",
    "delete": "delete Luna",
    "share": "share Luna",
    "rename": "rename Luna to Selene",
}


def _shown(memory: Memory) -> Reply:
    images = tuple(ImageId(image) for image in memory.images)
    return Reply(
        kind="text",
        text=memory.sentence(),
        images=images,
        alts=(memory.sentence(),) * len(images),
        only_for_author=True,
    )
