"""The only control flow of the core: one turn from its request to its answer.

    respond ─ said ─ a command?            → commanding
            │       └ an open question?    → its answer completes the waiting plan
            │       └ plan → remember | forget | chat | draw
            ├ pressed                      → pressing, or draw again
            └ timed out                    → draw with the named assumption
    draw    ─ ground → ask (suspend by returning) → assume → render → evaluate → revise? → answer

Every step that costs something is recorded in the journal, so that a turn which is taken up again does not repeat it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent import asking, replying, resuming
from agent.admitting import refusal
from agent.answers import Answer, declined, told
from agent.commanding import run_command
from agent.content import refusal_of, words_of
from agent.conversation import Picture, Pressed, Said, TimedOut, Turn, TurnId
from agent.drawing import draw_all
from agent.earlier import earlier_picture
from agent.evaluation import lacks
from agent.forgetting import forget_in_words
from agent.generation import Candidate, GenerationContext, Plan
from agent.grounding import ground
from agent.learning import Learnt, learn
from agent.masking import masked
from agent.memory import MemoryId, Profile
from agent.parts import Parts, Sitting, open_sitting
from agent.passing import with_passing
from agent.planning import base_of, cast_of, pictures_pressed, plan_of, profile_of
from agent.ports import Journal, Pending, Progress
from agent.pressing import press, resumed_by, variation
from agent.rendering import contexts_of, seed_of

DRAWING = ("create", "edit", "vary", "restyle", "series")
ANSWERED = "That question was answered meanwhile."


class Agent:
    """Answers turns. Holds no state between them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def respond(self, turn: Turn, journal: Journal, progress: Progress) -> Answer:
        """The turn's answer. Raises Cancelled, Superseded, Unavailable, UnknownOutcome and Refused; what a person can be told
        kindly is told by the caller."""
        sitting = await open_sitting(self._parts, turn, journal, progress)
        if no := refusal(sitting):
            return declined(no, private=True)
        return await with_passing(self._parts, sitting, await self._answer(sitting))

    async def _answer(self, sitting: Sitting) -> Answer:
        match sitting.turn.request:
            case Said() as said:
                return replying.with_notes(await self._said(sitting, said), said.notes)
            case Pressed() as pressed:
                return await self._pressed(sitting, pressed)
            case TimedOut(question_of=question):
                return await self._timed_out(sitting, question)

    # --- the three kinds of request --------------------------------------------------------------------------

    async def _said(self, sitting: Sitting, said: Said) -> Answer:
        if said.command is not None and said.command.name != "draw":
            return await run_command(self._parts, sitting, said.command, said.images)
        text = said.command.argument if said.command else said.text
        called = await earlier_picture(self._parts, sitting, text)
        base, text = called or (await base_of(self._parts, sitting), text)
        begun = _took_up(sitting)
        pending = await self._pending(sitting)
        if pending is not None and (
            not self._may_answer(sitting, pending) or _is_elsewhere(sitting.turn, pending)
        ):
            pending = None
        plan, profile = await plan_of(self._parts, sitting, text, base, pending)
        if pending is not None and plan.intent in DRAWING:
            closed = await self._parts.threads.close(pending.turn)
            if not closed and not begun:
                return told(ANSWERED, private=True)
        return await self._carry_out(sitting, plan, profile, text, may_ask=pending is None)

    async def _pressed(self, sitting: Sitting, pressed: Pressed) -> Answer:
        if pressed.action in ("answer", "surprise"):
            return await self._tapped(sitting, pressed)
        found = pictures_pressed(sitting, pressed)
        if pressed.action not in ("again", "vary", "pick", "refine"):
            return await press(self._parts, sitting, pressed, found)
        if not found:
            return declined("That picture is not kept any more.", private=True)
        if pressed.action != "refine":
            return await self._drawn_again(sitting, pressed, found)
        if not pressed.text.strip() and not pressed.images:
            return told("What should change? Reply to the picture and say it, for example “make it night”.")
        plan, profile = await plan_of(self._parts, sitting, pressed.text, found[0], None)
        return await self._carry_out(sitting, plan, profile, pressed.text)

    async def _tapped(self, sitting: Sitting, pressed: Pressed) -> Answer:
        """The answer to an open question."""
        begun = _took_up(sitting)
        pending = await self._pending(sitting)
        if pending is None or pending.message != pressed.message:
            return declined("That question was answered already.", private=True)
        if not self._may_answer(sitting, pending):
            return declined("That question is for the one who asked for the picture.", private=True)
        if not await self._parts.threads.close(pending.turn) and not begun:
            return told(ANSWERED, private=True)
        return await self._take_up(sitting, pending, resumed_by(pressed, pending))

    async def _drawn_again(self, sitting: Sitting, pressed: Pressed, found: Sequence[Picture]) -> Answer:
        contexts = variation(pressed, found, sitting.turn)
        if lacks(Plan(intent="vary", context=contexts[0])):
            return told("What that picture was made of is forgotten. Tell me what to draw, and I draw it.")
        profile = await profile_of(self._parts, sitting)  # its rules hold, whatever held when it was drawn
        return await self._rendered(sitting, Plan(intent="vary"), contexts, profile, pressed.action)

    async def _timed_out(self, sitting: Sitting, question: TurnId) -> Answer:
        begun = _took_up(sitting)
        pending = sitting.journal.recorded("pending", Pending) or await self._parts.threads.pending_of(
            question
        )
        if pending is None:
            return told(ANSWERED, private=True)
        found = resuming.waiting_for(pending, sitting.turn.author.id)

        async def keep() -> Pending:
            return found

        await sitting.journal.once("pending", Pending, keep)
        if not await self._parts.threads.close(question) and not begun:
            return told(ANSWERED, private=True)
        return await self._take_up(sitting, found, {})

    async def _take_up(self, sitting: Sitting, pending: Pending, answers: Mapping[str, Candidate]) -> Answer:
        """The waiting plan, with the answers that a tap gave and assumptions for the rest: no model call."""
        plan = resuming.resume(pending.plan, pending.ask, answers)
        words = " ".join(answer.value for answer in answers.values())
        profile, characters = await cast_of(self._parts, sitting, words)
        if pending.asker == sitting.turn.author.id:  # whom somebody else's answer names is nobody of theirs
            plan = resuming.introduced(plan, characters, answers)
        return await self._carry_out(sitting, plan, profile, pending.text, may_ask=False)

    async def _pending(self, sitting: Sitting) -> Pending | None:
        """The open question, recorded before it is closed: a turn that is taken up again still knows it. Somebody else's is lent."""
        found = sitting.journal.recorded("pending", Pending) or await self._parts.threads.pending(
            sitting.turn
        )
        if found is None:
            return None
        kept = resuming.waiting_for(found, sitting.turn.author.id)

        async def keep() -> Pending:
            return kept

        return await sitting.journal.once("pending", Pending, keep)

    def _may_answer(self, sitting: Sitting, pending: Pending) -> bool:
        return pending.asker == sitting.turn.author.id or sitting.channel.anyone_answers

    # --- carrying a plan out ---------------------------------------------------------------------------------

    async def _carry_out(
        self, sitting: Sitting, plan: Plan, profile: Profile, text: str, *, may_ask: bool = True
    ) -> Answer:
        parts = self._parts
        match plan.intent:
            case "refuse":
                return declined(plan.answer or "I would rather not draw that.")
            case "forget":
                return await forget_in_words(parts, sitting, plan.forget)
            case "remember":
                learnt = await learn(parts, sitting, plan.statements)
                return replying.learnt(learnt, plan)
            case "chat" | "about_image":
                learnt = await learn(parts, sitting, plan.statements)
                return replying.talked(plan.answer, learnt)
            case _:
                return await self._draw(sitting, plan, profile, text, may_ask=may_ask)

    async def _draw(
        self, sitting: Sitting, plan: Plan, profile: Profile, text: str, *, may_ask: bool
    ) -> Answer:
        if no := refusal_of(text, sitting.turn.place):
            return declined(no, private=True)
        context, unfound = await ground(self._parts, sitting, plan.context, plan.searches)
        plan = await masked(
            self._parts, sitting, replace(plan, context=context, notes=(*plan.notes, *unfound)), text
        )
        learnt = await learn(self._parts, sitting, plan.statements)
        policy = resuming.policy_of(sitting.author, sitting.channel) if may_ask else "never"
        decision = asking.decide(plan.gaps, policy=policy)
        await sitting.journal.note("ask", arithmetic=list(decision.arithmetic))
        if decision.questions:
            return replying.asked(plan, decision, text, learnt)
        gaps, plan = plan.gaps, resuming.assume_rest(plan)
        if lacks(plan):
            return replying.talked("", learnt)
        if decision.drafts:
            contexts = resuming.draft_contexts(plan, decision, gaps, seed=seed_of(sitting.turn.id))
            return await self._rendered(sitting, plan, contexts, profile, "drafts", learnt)
        contexts = contexts_of(plan, sitting.turn.id)
        return await self._rendered(sitting, plan, contexts, profile, "draw", learnt)

    async def _rendered(
        self,
        sitting: Sitting,
        plan: Plan,
        contexts: Sequence[GenerationContext],
        profile: Profile,
        how: str,
        learnt: Learnt | None = None,
    ) -> Answer:
        """The reply with the turn's pictures."""
        if no := refusal_of(words_of(contexts), sitting.turn.place):
            return declined(no, private=True)
        drawn = await draw_all(self._parts, sitting, plan, contexts, profile, draft=how == "drafts")
        shown = contexts[: len(drawn.pictures)]
        used = [e.memory for context in shown for e in context.slots.values() if e.memory]
        if used and sitting.remembers:
            await self._parts.memory.used([MemoryId(memory) for memory in used])
        plan = replace(plan, notes=(*plan.notes, *drawn.notes))
        return replying.rendered(
            sitting, plan, shown, drawn.pictures, drawn.stayed_wrong, learnt or Learnt(), how=how
        )


def _took_up(sitting: Sitting) -> bool:
    """Whether this turn had begun on a question before it was taken up again: then it may be the one that closed it."""
    return sitting.journal.recorded("pending", Pending) is not None


def _is_elsewhere(turn: Turn, pending: Pending) -> bool:
    """A reply to a picture is about that picture, whatever question is open."""
    return turn.replied is not None and bool(turn.replied.pictures) and turn.replied.id != pending.message
