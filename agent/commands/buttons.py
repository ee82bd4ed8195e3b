"""What the buttons do that need no plan. Who may press what is decided here, from the store's word alone."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from agent.commands.accounts import press_export, press_link, press_unlink
from agent.commands.moderation import press_report_decision, press_unblock
from agent.commands.own_likeness import press_consent, press_take_down
from agent.commands.reporting import press_report
from agent.commands.styles import keep_in_board
from agent.commands.why import why
from agent.domain.conversation import Action, Button, ImageId, Picture, Pressed, Reply, Turn
from agent.domain.generation import Candidate, GenerationContext, Reference, Statement
from agent.domain.memory import ALBUM_NAME_CHARS_MAX, Album
from agent.domain.questions import PendingQuestion
from agent.domain.taste_signals import TO_CHOOSE_FROM
from agent.errors import BadInput, NotAllowed
from agent.image_prompt import prompt_of
from agent.learning.passive_learning import consented
from agent.learning.statements import Learnt, learn
from agent.outcomes import Outcome, declined, told
from agent.rendering.render_requests import seed_of, seen_otherwise
from agent.translation.catalogue import N_, _, ngettext
from agent.turn_context import Services, TurnContext
from agent.wording.replies import learnt_text

VARIATIONS = 2
"""Pictures that Vary makes."""


async def press(
    services: Services, ctx: TurnContext, pressed: Pressed, pictures: Sequence[Picture]
) -> Outcome:
    """The answer to a button that draws nothing."""
    if (answer := _WITHOUT_PICTURE.get(pressed.action)) is not None:
        return await answer(services, ctx, pressed)
    match pressed.action:
        case "why":
            if not pictures:
                return declined(_("That picture is not kept any more."), private=True)
            return await why(services, ctx, pictures[0])
        case "remember_style" | "remember_character":
            if not pictures:
                return declined(_("That picture is not kept any more."), private=True)
            return await _remember(services, ctx, pressed, pictures[0])
        case "as_file":
            files = tuple(picture.id for picture in pictures) or await _named(services, pressed)
            if not files:
                return declined(_("That picture is not kept any more."), private=True)
            return Outcome(reply=Reply(kind="text", text=_("Full quality:"), files=files))
        case _:
            return declined(_("That button leads nowhere any more."), private=True)


async def _named(services: Services, pressed: Pressed) -> tuple[ImageId, ...]:
    """The picture that the button itself was made for: Why? stands apart from it."""
    image = pressed.args.get("image")
    return tuple(picture.id for picture in await services.threads.pictures([image])) if image else ()


def resumed_by(pressed: Pressed, pending: PendingQuestion) -> Mapping[str, Candidate]:
    """What a tap on an answer says; "Surprise me" says nothing, so that everything is assumed."""
    if pressed.action == "surprise":
        return {}
    slot, value = pressed.args.get("slot", ""), pressed.args.get("value", "")
    for question in pending.ask.questions:
        for option in question.options:
            if question.slot == slot and option.value == value:
                return {slot: option}
    return {}


def variation(pressed: Pressed, pictures: Sequence[Picture], turn: Turn) -> Sequence[GenerationContext]:
    """The contexts that Again (the same with a new seed), Vary (others like it) or a picked draft stand for."""
    if pressed.action == "pick":
        return [_picked(pictures[0].context, turn)]
    if pressed.action == "again":
        return [replace(_fresh(p.context), seed=seed_of(f"{turn.id}/{n}")) for n, p in enumerate(pictures)]
    return [_varied(pictures[0], number, turn) for number in range(VARIATIONS)]


def _fresh(context: GenerationContext) -> GenerationContext:
    """What was made of it before, and how large, is no part of what is to be made now."""
    return replace(context, hd=False, made=None)


def _picked(draft: GenerationContext, turn: Turn) -> GenerationContext:
    """The draft as a picture: alike, and chosen instead of assumed."""
    slots = {
        name: replace(e, method="ask", source=N_("you chose"), confidence=1.0)
        if e.source == TO_CHOOSE_FROM
        else e
        for name, e in draft.slots.items()
    }
    return replace(_fresh(draft), slots=slots, panel="", seed=draft.seed or seed_of(turn.id))


def _varied(picture: Picture, number: int, turn: Turn) -> GenerationContext:
    context = _fresh(picture.context)
    varied = seen_otherwise(context, number)
    references = (
        *context.references,
        Reference(image=picture.id, role="style", label="the picture to vary"),
    )
    varied = replace(
        varied, references=references, base=None, seed=seed_of(f"{turn.id}/{number}"), panel="", prompt=""
    )
    return replace(varied, prompt=prompt_of(varied))


async def _delete(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    author = ctx.turn.author
    if pressed.owner != author.id:
        if not author.may_manage:
            return declined(_("Only the one it was drawn for, or a moderator, can delete it."), private=True)
        await services.moderation.audit.record(ctx.turn, "removed", N_("with Delete"))
    reply = Reply(kind="text", text=_("Deleted."), only_for_author=True, removes=pressed.message)
    return Outcome(reply=reply)


async def _like(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    """Says nothing by itself: it is noticed like any other choice, where its author lets me learn in passing."""
    return told("", private=True)


async def _forget(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    """Undo and Forget, of what is the presser's own (or shared, for moderators): the desk checks it."""
    if pressed.args.get("everything"):
        everywhere = bool(pressed.args.get("everywhere"))
        gone = await services.desk.forget_everything(ctx.reader, everywhere=everywhere)
        return told(
            ngettext(
                "Everything I kept about you is gone ({n} item).",
                "Everything I kept about you is gone ({n} items).",
                gone,
            ),
            private=True,
        )
    if pressed.args.get("keep"):
        return told(_("I keep it."), private=True)
    memories = [memory for memory in pressed.args.get("memory", "").split(",") if memory]
    gone = await services.desk.forget(
        ctx.reader, memories, may_manage=ctx.turn.author.may_manage, revive=pressed.action == "undo"
    )
    if not gone:
        return declined(_("That was forgotten already, or it is not yours to forget."), private=True)
    return told(
        _("Forgotten.") if pressed.action == "forget" else _("Undone: I have forgotten it."), private=True
    )


async def _remember(services: Services, ctx: TurnContext, pressed: Pressed, picture: Picture) -> Outcome:
    context = picture.context
    if pressed.action == "remember_style":
        looks = [context.value(slot) for slot in ("style", "palette") if context.value(slot)]
        if not looks:
            return told(_("This picture has no particular style to remember."), private=True)
        statement = Statement(kind="preference", text=f"prefers {', '.join(looks)}")
        learnt = await learn(services, ctx, [statement])
        board = await _kept_beside(services, ctx, context.value("style"), picture)
        return told(learnt_text(learnt), *_undoing(learnt, board))
    people = context.characters()
    name = pressed.text.strip() or (people[0].called.split(",")[0].strip() if people else "")
    if not name:
        return told(
            _("What is the character's name? Reply to the picture with `/character save NAME`."),
            private=True,
        )
    looks = next((one.description for one in people if one.name.casefold() == name.casefold()), "")
    described = looks or context.value("subject") or picture.caption
    statement = Statement(kind="character", name=name[:60], text=described, image=picture.id)
    learnt = await learn(services, ctx, [statement])
    return told(learnt_text(learnt), *learnt.undo_buttons())


async def _kept_beside(services: Services, ctx: TurnContext, style: str, picture: Picture) -> Album | None:
    """The picture beside the words, in a board named after the style; where there is no room for it, the words must do."""
    if not style or not ctx.remembers:
        return None
    with suppress(BadInput, NotAllowed):
        return await keep_in_board(services, ctx, style[:ALBUM_NAME_CHARS_MAX], [picture.id])
    return None


def _undoing(learnt: Learnt, board: Album | None) -> Sequence[Button]:
    """Undo takes back the board as well, if it was made just now."""
    buttons = learnt.undo_buttons()
    if board is None or len(board.pictures) > 1 or len(buttons) != 1:
        return buttons
    return [replace(buttons[0], args={"memory": f"{buttons[0].args['memory']},{board.memory}"})]


_WITHOUT_PICTURE: Mapping[Action, Callable[[Services, TurnContext, Pressed], Awaitable[Outcome]]] = {
    "delete": _delete,
    "like": _like,
    "undo": _forget,
    "forget": _forget,
    "consent_yes": consented,
    "consent_no": consented,
    "report": press_report,
    "report_remove": press_report_decision,
    "report_block": press_report_decision,
    "report_dismiss": press_report_decision,
    "report_next": press_report_decision,
    "unblock": press_unblock,
    "link": press_link,
    "unlink": press_unlink,
    "export": press_export,
    "likeness_once": press_consent,
    "likeness_always": press_consent,
    "likeness_no": press_consent,
    "likeness_take_down": press_take_down,
}
