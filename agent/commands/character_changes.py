"""What `/character` changes of somebody who is known: shown, renamed, called by further names, shared with the channel, deleted."""

from collections.abc import Sequence
from typing import Literal, assert_never

from agent.domain.conversation import ImageId, Reply
from agent.domain.generation import Statement
from agent.domain.memory import Memory
from agent.domain.memory_words import in_full, sentence
from agent.domain.nicknames import listed_aliases
from agent.errors import BadInput
from agent.learning.statements import learn
from agent.outcomes import Outcome, told
from agent.translation.catalogue import N_, _
from agent.turn_context import Services, TurnContext
from agent.wording.replies import learnt_text

NAME_CHARS_MAX = 60
Verb = Literal["show", "delete", "share", "rename", "alias", "describe"]
LIKE_THIS = N_("Say it like this: `/character {example}`.")
_EXAMPLES: dict[Verb, str] = {
    "show": "show Luna",
    "delete": "delete Luna",
    "share": "share Luna",
    "rename": "rename Luna to Selene",
    "alias": N_("alias Luna: Moony, Moonchild"),
    "describe": N_("describe Luna: a silver-haired elf"),
}


def _example(verb: Verb) -> str:
    example = _EXAMPLES[verb]
    return _(example)


async def change_character(services: Services, ctx: TurnContext, verb: Verb, words: str) -> Outcome:
    """The answer to `/character VERB WORDS`."""
    name, rest = _parted(verb, words)
    if not name:
        return told(
            _("Whom? Say it like this: `/character {example}`.", example=_example(verb)), private=True
        )
    found = await character_named(services, ctx, name)
    if found is None:
        return told(_("I know no character called “{name}”.", name=name[:NAME_CHARS_MAX]), private=True)
    match verb:
        case "show":
            return Outcome(reply=_shown(found))
        case "delete":
            return await _deleted(services, ctx, found)
        case "share":
            return await _shared(services, ctx, found)
        case "rename":
            return await _renamed(services, ctx, found, rest)
        case "alias":
            return await _called(services, ctx, found, rest)
        case "describe":
            return await _described(services, ctx, found, rest)
        case _:
            assert_never(verb)


async def character_named(services: Services, ctx: TurnContext, name: str) -> Memory | None:
    """The character of that name, or else called so too: one's own before a shared one."""
    known = await services.desk.list(ctx.reader, search=name)
    wanted = name.casefold()
    by_name = [m for m in known if m.kind == "character" and m.name.casefold() == wanted]
    by_alias = [m for m in known if m.kind == "character" and wanted in (a.casefold() for a in m.aliases)]
    return min(by_name or by_alias, key=lambda memory: memory.scope.kind != "user", default=None)


async def add_pictures(services: Services, ctx: TurnContext, memory: str, pictures: Sequence[ImageId]) -> str:
    """Gives the character these reference pictures as well; why not all of them, if so."""
    may_manage = ctx.turn.author.may_manage
    for picture in pictures:
        try:
            await services.desk.add_image(ctx.reader, memory, picture, may_manage=may_manage)
        except BadInput as error:
            return str(error)
    return ""


def _parted(verb: Verb, words: str) -> tuple[str, str]:
    """Whom, and what follows."""
    listing = verb in ("alias", "describe")
    between = (":" if ":" in words else " ") if listing else " to "
    name, _sep, rest = words.partition(between)
    return name.strip(), rest.strip()


def _shown(memory: Memory) -> Reply:
    images = tuple(ImageId(image) for image in memory.images)
    return Reply(
        kind="text",
        text=in_full(memory),
        images=images,
        alts=(sentence(memory),) * len(images),
        only_for_author=True,
    )


async def _deleted(services: Services, ctx: TurnContext, found: Memory) -> Outcome:
    gone = await services.desk.forget(ctx.reader, [found.id], may_manage=ctx.turn.author.may_manage)
    # The name is not repeated: what is forgotten must not stand in the reply that says so.
    return told(
        _("Forgotten.") if gone else _("Only moderators can delete a shared character."), private=True
    )


async def _shared(services: Services, ctx: TurnContext, found: Memory) -> Outcome:
    """The channel gets a character of its own, with the looks, all the pictures and the further names of this one."""
    images = [ImageId(image) for image in found.images]
    statement = Statement(
        kind="character", name=found.name, text=found.text, scope="channel", image=next(iter(images), None)
    )
    learnt = await learn(services, ctx, [statement])
    shared = learnt.noted[0].memory
    problem = ""
    if shared:
        problem = await add_pictures(services, ctx, shared, images[1:])
        if found.aliases:
            problem = await _also_called(services, ctx, shared, found.aliases) or problem
    return told("\n".join(filter(None, (learnt_text(learnt), problem))), *learnt.undo_buttons())


async def _also_called(services: Services, ctx: TurnContext, memory: str, aliases: Sequence[str]) -> str:
    """Why not, if it may not be."""
    try:
        await services.desk.edit(ctx.reader, memory, aliases=aliases, may_manage=ctx.turn.author.may_manage)
    except BadInput as error:
        return str(error)
    return ""


async def _renamed(services: Services, ctx: TurnContext, found: Memory, new_name: str) -> Outcome:
    if not new_name or len(new_name) > NAME_CHARS_MAX:
        return told(_(LIKE_THIS, example=_example("rename")), private=True)
    may_manage = ctx.turn.author.may_manage
    if found.scope.kind != "user" and not may_manage:
        return told(_("Only moderators can rename a shared character."), private=True)
    renamed = await services.desk.edit(ctx.reader, found.id, name=new_name, may_manage=may_manage)
    return told(_("{name} is now {new_name}.", name=found.name, new_name=renamed.name))


async def _described(services: Services, ctx: TurnContext, found: Memory, text: str) -> Outcome:
    """Another description in the old one's place: what is told besides is only ever added."""
    may_manage = ctx.turn.author.may_manage
    if found.scope.kind != "user" and not may_manage:
        return told(_("Only moderators can change a shared character."), private=True)
    if not text:
        return told(
            f"{in_full(found)}.\n{_(LIKE_THIS, example=_example('describe'))}",
            private=True,
        )
    changed = await services.desk.edit(ctx.reader, found.id, text=text, may_manage=may_manage)
    return told(_("Noted: {what}", what=in_full(changed)))


async def _called(services: Services, ctx: TurnContext, found: Memory, rest: str) -> Outcome:
    """`alias Luna: Moony` adds a name, `alias Luna: off` takes them all away."""
    if found.scope.kind != "user" and not ctx.turn.author.may_manage:
        return told(_("Only moderators can change a shared character."), private=True)
    names = [name for name in listed_aliases(rest) if len(name) <= NAME_CHARS_MAX]
    if not names:
        known = f"{in_full(found)}.\n" if found.aliases else ""
        return told(
            known + _(LIKE_THIS, example=_example("alias")),
            private=True,
        )
    off = rest.lower() in ("off", "none")
    if problem := await _also_called(services, ctx, found.id, () if off else (*found.aliases, *names)):
        return told(problem, private=True)
    if off:
        return told(_("{name} has no further names now.", name=found.name))
    return told(_("{name} is also called {names} now.", name=found.name, names=", ".join(names)))
