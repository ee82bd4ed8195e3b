"""What `/character` changes of somebody who is known: shown, renamed, called by further names, shared with the channel, deleted."""

from collections.abc import Sequence
from typing import Literal, assert_never

from agent.answers import Answer, told
from agent.conversation import ImageId, Reply
from agent.errors import BadInput
from agent.generation import Statement
from agent.learning import learn
from agent.memory import Memory
from agent.nicknames import listed_aliases
from agent.parts import Parts, Sitting
from agent.replying import learnt_text

NAME_CHARS_MAX = 60
Verb = Literal["show", "delete", "share", "rename", "alias", "describe"]
_EXAMPLES: dict[Verb, str] = {
    "show": "show Luna",
    "delete": "delete Luna",
    "share": "share Luna",
    "rename": "rename Luna to Selene",
    "alias": "alias Luna: Moony, Moonchild",
    "describe": "describe Luna: a silver-haired elf",
}


async def change_character(parts: Parts, sitting: Sitting, verb: Verb, words: str) -> Answer:
    """The answer to `/character VERB WORDS`."""
    name, rest = _parted(verb, words)
    if not name:
        return told(f"Whom? Say it like this: `/character {_EXAMPLES[verb]}`.", private=True)
    found = await character_named(parts, sitting, name)
    if found is None:
        return told(f"I know no character called “{name[:NAME_CHARS_MAX]}”.", private=True)
    match verb:
        case "show":
            return Answer(reply=_shown(found))
        case "delete":
            return await _deleted(parts, sitting, found)
        case "share":
            return await _shared(parts, sitting, found)
        case "rename":
            return await _renamed(parts, sitting, found, rest)
        case "alias":
            return await _called(parts, sitting, found, rest)
        case "describe":
            return await _described(parts, sitting, found, rest)
        case _:
            assert_never(verb)


async def character_named(parts: Parts, sitting: Sitting, name: str) -> Memory | None:
    """The character of that name, or else called so too: one's own before a shared one."""
    known = await parts.desk.list(sitting.reader, search=name)
    wanted = name.casefold()
    by_name = [m for m in known if m.kind == "character" and m.name.casefold() == wanted]
    by_alias = [m for m in known if m.kind == "character" and wanted in (a.casefold() for a in m.aliases)]
    return min(by_name or by_alias, key=lambda memory: memory.scope.kind != "user", default=None)


async def add_pictures(parts: Parts, sitting: Sitting, memory: str, pictures: Sequence[ImageId]) -> str:
    """Gives the character these reference pictures as well; why not all of them, if so."""
    may_manage = sitting.turn.author.may_manage
    for picture in pictures:
        try:
            await parts.desk.add_image(sitting.reader, memory, picture, may_manage=may_manage)
        except BadInput as error:
            return str(error)
    return ""


def _parted(verb: Verb, words: str) -> tuple[str, str]:
    """Whom, and what follows."""
    listing = verb in ("alias", "describe")
    between = (":" if ":" in words else " ") if listing else " to "
    name, _, rest = words.partition(between)
    return name.strip(), rest.strip()


def _shown(memory: Memory) -> Reply:
    images = tuple(ImageId(image) for image in memory.images)
    return Reply(
        kind="text",
        text=memory.in_full(),
        images=images,
        alts=(memory.sentence(),) * len(images),
        only_for_author=True,
    )


async def _deleted(parts: Parts, sitting: Sitting, found: Memory) -> Answer:
    gone = await parts.desk.forget(sitting.reader, [found.id], may_manage=sitting.turn.author.may_manage)
    # The name is not repeated: what is forgotten must not stand in the reply that says so.
    return told("Forgotten." if gone else "Only moderators can delete a shared character.", private=True)


async def _shared(parts: Parts, sitting: Sitting, found: Memory) -> Answer:
    """The channel gets a character of its own, with the looks, all the pictures and the further names of this one."""
    images = [ImageId(image) for image in found.images]
    statement = Statement(
        kind="character", name=found.name, text=found.text, scope="channel", image=next(iter(images), None)
    )
    learnt = await learn(parts, sitting, [statement])
    shared = learnt.noted[0].memory
    problem = ""
    if shared:
        problem = await add_pictures(parts, sitting, shared, images[1:])
        if found.aliases:
            problem = await _also_called(parts, sitting, shared, found.aliases) or problem
    return told("\n".join(filter(None, (learnt_text(learnt), problem))), *learnt.undo_buttons())


async def _also_called(parts: Parts, sitting: Sitting, memory: str, aliases: Sequence[str]) -> str:
    """Why not, if it may not be."""
    try:
        await parts.desk.edit(
            sitting.reader, memory, aliases=aliases, may_manage=sitting.turn.author.may_manage
        )
    except BadInput as error:
        return str(error)
    return ""


async def _renamed(parts: Parts, sitting: Sitting, found: Memory, new_name: str) -> Answer:
    if not new_name or len(new_name) > NAME_CHARS_MAX:
        return told(f"Say it like this: `/character {_EXAMPLES['rename']}`.", private=True)
    may_manage = sitting.turn.author.may_manage
    if found.scope.kind != "user" and not may_manage:
        return told("Only moderators can rename a shared character.", private=True)
    renamed = await parts.desk.edit(sitting.reader, found.id, name=new_name, may_manage=may_manage)
    return told(f"{found.name} is now {renamed.name}.")


async def _described(parts: Parts, sitting: Sitting, found: Memory, text: str) -> Answer:
    """Another description in the old one's place: what is told besides is only ever added."""
    may_manage = sitting.turn.author.may_manage
    if found.scope.kind != "user" and not may_manage:
        return told("Only moderators can change a shared character.", private=True)
    if not text:
        return told(
            f"{found.in_full()}.\nSay it like this: `/character {_EXAMPLES['describe']}`.", private=True
        )
    changed = await parts.desk.edit(sitting.reader, found.id, text=text, may_manage=may_manage)
    return told(f"Noted: {changed.in_full()}")


async def _called(parts: Parts, sitting: Sitting, found: Memory, rest: str) -> Answer:
    """`alias Luna: Moony` adds a name, `alias Luna: off` takes them all away."""
    if found.scope.kind != "user" and not sitting.turn.author.may_manage:
        return told("Only moderators can change a shared character.", private=True)
    names = [name for name in listed_aliases(rest) if len(name) <= NAME_CHARS_MAX]
    if not names:
        known = f"{found.in_full()}.\n" if found.aliases else ""
        return told(f"{known}Say it like this: `/character {_EXAMPLES['alias']}`.", private=True)
    off = rest.lower() in ("off", "none")
    if problem := await _also_called(parts, sitting, found.id, () if off else (*found.aliases, *names)):
        return told(problem, private=True)
    if off:
        return told(f"{found.name} has no further names now.")
    return told(f"{found.name} is also called {', '.join(names)} now.")
