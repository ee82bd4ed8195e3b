"""Learning in passing: asking once whether it may be, noticing turns, distilling them off the hot path, and saying what was noted."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from agent.actions import draws
from agent.domain.conversation import Button, Pressed, TimedOut
from agent.domain.generation import Plan, Statement
from agent.domain.memory_words import sentence
from agent.domain.taste_signals import has_signal, lines_of
from agent.errors import ModelUnavailable
from agent.learning.statements import Learnt, Noted, in_passing, learn
from agent.outcomes import Outcome, button, told
from agent.ports import Distiller, NoticedTurns, Usage
from agent.text.forgotten_marks import FORGOTTEN
from agent.translation.catalogue import N_, _, pgettext
from agent.turn_context import Services, TurnContext

QUESTION = N_("May I learn from what you say in passing about pictures?")
NOTICES_PER_REPLY_MAX = 3
"""Things learnt that one reply tells; the rest is told by the next."""
DISTIL_SECONDS = 60.0
"""Deadline of one distilling."""
LABEL_WORDS_CHARS_MAX = 24
_STATEMENTS = TypeAdapter(tuple[Statement, ...])

log = logging.getLogger(__name__)


# --- in a turn -------------------------------------------------------------------------------------------------


async def with_passing(services: Services, ctx: TurnContext, outcome: Outcome) -> Outcome:
    """The outcome, with what is to be said of learning in passing; and the turn noticed, where its author said yes. Nothing of the kind
    where memory is off. Raises StoreUnavailable."""
    if outcome.end == "declined" or not ctx.remembers:
        return outcome
    plan = ctx.journal.recorded("plan", Plan)
    if ctx.author.learning == "yes" and has_signal(ctx.turn.request, plan and plan.intent):
        await services.passive_learning.notice(ctx.turn)
    if not _is_talk(ctx) or outcome.reply.kind == "question":  # one thing at a time
        return outcome
    outcome = await _with_consent(services, ctx, outcome)
    return await _with_notices(services, ctx, outcome)


def _is_talk(ctx: TurnContext) -> bool:
    """Whether the author is there and talks about pictures: no command, no question that timed out."""
    return not isinstance(ctx.turn.request, TimedOut) and draws(ctx.turn.request)


async def _with_consent(services: Services, ctx: TurnContext, outcome: Outcome) -> Outcome:
    """Asks, where something was said in passing that may not be kept without a yes."""
    learnt = ctx.journal.recorded("remember", Learnt)
    if learnt is None or not learnt.waiting:
        return outcome

    async def ask() -> bool:
        return await services.passive_learning.may_ask(ctx.turn)

    if not await ctx.journal.once("consent", bool, ask):
        return outcome
    kept = _STATEMENTS.dump_json(learnt.waiting).decode()
    yes = button("consent_yes", pgettext("button", "Yes, learn"), statements=kept, turn=ctx.turn.id)
    return _saying(outcome, [_(QUESTION)], [yes, button("consent_no", pgettext("button", "No"))])


async def _with_notices(services: Services, ctx: TurnContext, outcome: Outcome) -> Outcome:
    """Tells what was distilled since, once, with an Undo each."""

    async def claim() -> Learnt:
        memories = await services.passive_learning.untold(ctx.turn, limit=NOTICES_PER_REPLY_MAX)
        return Learnt(
            noted=tuple(
                Noted(
                    memory=memory.id,
                    state="new",
                    text=in_passing(sentence(memory)),
                    words=sentence(memory),
                )
                for memory in memories
            )
        )

    learnt = await ctx.journal.once("passing", Learnt, claim)
    alone = len(learnt.noted) == 1 and not any(b.action == "undo" for b in outcome.reply.buttons)
    return _saying(outcome, learnt.lines(), [_undo(note, alone=alone) for note in learnt.noted])


def _undo(note: Noted, *, alone: bool) -> Button:
    words = note.words or note.text
    cut = words if len(words) <= LABEL_WORDS_CHARS_MAX else f"{words[:LABEL_WORDS_CHARS_MAX]}…"
    return button(
        "undo",
        pgettext("button", "Undo") if alone else pgettext("button", "Undo “{words}”", words=cut),
        memory=note.memory,
    )


def _saying(outcome: Outcome, lines: Sequence[str], buttons: Sequence[Button]) -> Outcome:
    if not lines:
        return outcome
    reply = outcome.reply
    text = "\n".join([reply.text, *lines])
    return replace(outcome, reply=replace(reply, text=text, buttons=(*reply.buttons, *buttons)))


async def consented(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    """The answer to the question for consent. After a yes, what was said then is kept."""
    agreed = pressed.action == "consent_yes"
    author = replace(ctx.author, learning="yes" if agreed else "no")
    await services.settings.save_author(ctx.turn.author.id, author)
    if not agreed:
        return told(_("All right: I only remember what you tell me to."), private=True)
    statements = _waiting_in(pressed)
    said_in = pressed.args.get("turn", "")
    learnt = await learn(services, replace(ctx, author=author), statements, said_in=said_in)
    lines = [line for line in learnt.lines() if line]
    thanks = _("Thank you. I will say what I note, and each note has an Undo.")
    return told("\n".join([thanks, *lines]), *learnt.undo_buttons(), private=True)


def _waiting_in(pressed: Pressed) -> Sequence[Statement]:
    """What the button keeps, but for what was forgotten since."""
    try:
        statements = _STATEMENTS.validate_json(pressed.args.get("statements", "[]"))
    except ValidationError:
        return ()
    return [s for s in statements if FORGOTTEN not in s.text and FORGOTTEN not in s.name]


# --- off the hot path --------------------------------------------------------------------------------------------


async def distil_noticed(noticed: NoticedTurns, distiller: Distiller) -> int:
    """Works off the batches that are ripe, each with one call at most; how many things were learnt. A batch whose call fails is taken up
    again later, and given up in the end. Raises StoreUnavailable."""
    found = 0
    for batch in await noticed.take():
        lines = lines_of(batch)
        preferences, usage = (), Usage()
        try:
            if lines:
                preferences, usage = await distiller.distil(lines, timeout_seconds=DISTIL_SECONDS)
        except ModelUnavailable as error:
            log.warning("distilling waits", extra={"action": "distilling_failed", "why": str(error)})
            await noticed.failed(batch, cost_usd=error.cost_usd)
            continue
        found += await noticed.learnt(batch, preferences, usage)
    return found
