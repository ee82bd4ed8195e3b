"""`/character`: people and creatures that are drawn again: saved with their pictures, listed; what is changed of them is in `recasting`."""

from collections.abc import Sequence

from agent.commands.character_changes import NAME_CHARS_MAX, add_pictures, change_character, character_named
from agent.domain.conversation import ImageId, Message
from agent.domain.generation import Statement
from agent.learning.forgetting_in_words import forget_buttons, listed
from agent.learning.statements import learn
from agent.outcomes import Outcome, told
from agent.translation.catalogue import _, ngettext
from agent.turn_context import Services, TurnContext
from agent.wording.replies import learnt_text


async def run_character(
    services: Services, ctx: TurnContext, argument: str, images: Sequence[ImageId]
) -> Outcome:
    """The answer to `/character ARGUMENT`; `images` are attached."""
    verb, _sep, rest = argument.partition(" ")
    match verb.lower():
        case "save":
            return await _save_character(services, ctx, rest.strip(), images)
        case "show" | "delete" | "share" | "rename" | "alias" | "describe" as known_verb:
            return await change_character(services, ctx, known_verb, rest.strip())
        case _:
            known = [
                m for m in await services.desk.list(ctx.reader, search=argument) if m.kind == "character"
            ]
            if not known:
                nobody = (
                    _("I know no character like “{name}”.", name=argument[:NAME_CHARS_MAX])
                    if argument
                    else _("No characters yet.")
                )
                how = _("Reply to a picture with `/character save NAME`.")
                return told(f"{nobody} {how}", private=True)
            return told(listed(known), *forget_buttons(ctx, known), private=True)


async def _save_character(
    services: Services, ctx: TurnContext, words: str, images: Sequence[ImageId]
) -> Outcome:
    name, _sep, described = (part.strip() for part in words.partition(":"))
    replied = ctx.turn.replied
    pictures = (*images, *(replied.images if replied else ()))
    if not name or len(name) > NAME_CHARS_MAX:
        return told(
            _("Give the character a name: `/character save Luna`, optionally `: what Luna looks like`."),
            private=True,
        )
    if not pictures and not described:
        return told(
            _(
                "Reply to a picture, attach one, or describe the character: `/character save Luna: a silver-haired elf`."
            ),
            private=True,
        )
    known = await character_named(services, ctx, name)
    if known is not None and known.scope.kind == "user" and not described and ctx.remembers:
        # Further pictures of somebody who is known: what they show besides is no word about the character.
        problem = await add_pictures(services, ctx, known.id, pictures)
        grown = await character_named(services, ctx, name) or known
        has = ngettext(
            "I have {n} picture of {name} now.",
            "I have {n} pictures of {name} now.",
            len(grown.images),
            name=known.name,
        )
        return told(f"{has} {problem}".strip())
    statement = Statement(
        kind="character", name=name, text=described or _seen(replied) or _("as in the picture"),
        image=next(iter(pictures), None),
    )  # fmt: skip
    learnt = await learn(services, ctx, [statement])
    stored = learnt.noted[0].memory
    problem = await add_pictures(services, ctx, stored, pictures[1:]) if stored else ""
    return told("\n".join(filter(None, (learnt_text(learnt), problem))), *learnt.undo_buttons())


def _seen(replied: Message | None) -> str:
    """What the picture replied to shows, as far as the bot knows it."""
    picture = replied.pictures[0] if replied and replied.pictures else None
    return (picture.context.value("subject") or picture.caption) if picture else ""
