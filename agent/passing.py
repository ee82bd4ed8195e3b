"""Learning in passing: asking once whether it may be, noticing turns, distilling them off the hot path, and saying what was noted."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from agent.answers import Answer, button, told
from agent.conversation import Button, Pressed, Said
from agent.errors import ModelUnavailable
from agent.generation import Plan, Statement
from agent.learning import Learnt, Noted, learn
from agent.noticing import FORGOTTEN, has_signal, lines_of
from agent.parts import Parts, Sitting
from agent.ports import Distiller, NoticedTurns, Usage

QUESTION = "May I learn from what you say in passing about pictures?"
NOTICES_PER_REPLY_MAX = 3
"""Things learnt that one reply tells; the rest is told by the next."""
DISTIL_SECONDS = 60.0
"""Deadline of one distilling."""
LABEL_WORDS_CHARS_MAX = 24
_DRAWING_ACTIONS = ("again", "vary", "pick", "refine", "answer", "surprise")
_STATEMENTS = TypeAdapter(tuple[Statement, ...])

log = logging.getLogger(__name__)


# --- in a turn -------------------------------------------------------------------------------------------------


async def with_passing(parts: Parts, sitting: Sitting, answer: Answer) -> Answer:
    """The answer, with what is to be said of learning in passing; and the turn noticed, where its author said yes. Nothing of the kind
    where memory is off. Raises StoreUnavailable."""
    if answer.end == "declined" or not sitting.remembers:
        return answer
    plan = sitting.journal.recorded("plan", Plan)
    if sitting.author.learning == "yes" and has_signal(sitting.turn.request, plan and plan.intent):
        await parts.noticing.notice(sitting.turn)
    if not _is_talk(sitting) or answer.reply.kind == "question":  # one thing at a time
        return answer
    answer = await _with_consent(parts, sitting, answer)
    return await _with_notices(parts, sitting, answer)


def _is_talk(sitting: Sitting) -> bool:
    """Whether the author is there and talks about pictures: no command, no question that timed out."""
    match sitting.turn.request:
        case Said(command=command):
            return command is None or command.name == "draw"
        case Pressed(action=action):
            return action in _DRAWING_ACTIONS
        case _:
            return False


async def _with_consent(parts: Parts, sitting: Sitting, answer: Answer) -> Answer:
    """Asks, where something was said in passing that may not be kept without a yes."""
    learnt = sitting.journal.recorded("remember", Learnt)
    if learnt is None or not learnt.waiting:
        return answer

    async def ask() -> bool:
        return await parts.noticing.may_ask(sitting.turn)

    if not await sitting.journal.once("consent", bool, ask):
        return answer
    kept = _STATEMENTS.dump_json(learnt.waiting).decode()
    yes = button("consent_yes", "Yes, learn", statements=kept, turn=sitting.turn.id)
    return _saying(answer, [QUESTION], [yes, button("consent_no", "No")])


async def _with_notices(parts: Parts, sitting: Sitting, answer: Answer) -> Answer:
    """Tells what was distilled since, once, with an Undo each."""

    async def claim() -> Learnt:
        memories = await parts.noticing.untold(sitting.turn, limit=NOTICES_PER_REPLY_MAX)
        return Learnt(
            noted=tuple(
                Noted(memory=memory.id, state="new", text=f"Noted in passing: {memory.sentence()}")
                for memory in memories
            )
        )

    learnt = await sitting.journal.once("passing", Learnt, claim)
    alone = len(learnt.noted) == 1 and not any(b.action == "undo" for b in answer.reply.buttons)
    return _saying(answer, learnt.lines(), [_undo(note, alone=alone) for note in learnt.noted])


def _undo(note: Noted, *, alone: bool) -> Button:
    words = note.text.partition(": ")[2]
    cut = words if len(words) <= LABEL_WORDS_CHARS_MAX else f"{words[:LABEL_WORDS_CHARS_MAX]}…"
    return button("undo", "Undo" if alone else f"Undo “{cut}”", memory=note.memory)


def _saying(answer: Answer, lines: Sequence[str], buttons: Sequence[Button]) -> Answer:
    if not lines:
        return answer
    reply = answer.reply
    text = "\n".join([reply.text, *lines])
    return replace(answer, reply=replace(reply, text=text, buttons=(*reply.buttons, *buttons)))


async def consented(parts: Parts, sitting: Sitting, pressed: Pressed) -> Answer:
    """The answer to the question for consent. After a yes, what was said then is kept."""
    agreed = pressed.action == "consent_yes"
    author = replace(sitting.author, learning="yes" if agreed else "no")
    await parts.settings.save_author(sitting.turn.author.id, author)
    if not agreed:
        return told("All right: I only remember what you tell me to.", private=True)
    statements = _waiting_in(pressed)
    said_in = pressed.args.get("turn", "")
    learnt = await learn(parts, replace(sitting, author=author), statements, said_in=said_in)
    lines = [line for line in learnt.lines() if line]
    thanks = "Thank you. I will say what I note, and each note has an Undo."
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
