"""The only control flow of the core: one turn from its request to its answer.

    respond ─ said ─ a command?            → commanding
            │       └ an open question?    → its answer completes the waiting plan
            │       └ plan → remember | forget | chat | draw
            ├ pressed                      → pressing, or draw again
            └ timed out                    → draw with the named assumption
    draw    ─ ground → ask (suspend by returning) → assume → render → evaluate → revise? → answer

Every step that costs something is recorded in the journal, so that a turn which is taken up again does not repeat it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent import asking, replying, resuming
from agent.answers import Answer, declined, told
from agent.commanding import run_command
from agent.conversation import Picture, Pressed, Said, TimedOut, Turn, TurnId
from agent.errors import ModelUnavailable, OverBudget
from agent.evaluation import better, hard_checks, lacks, stayed_wrong, with_rules
from agent.forgetting import forget_in_words
from agent.generation import (
    Candidate,
    Evaluation,
    GenerationContext,
    ImageData,
    Plan,
    Reference,
    RenderedImage,
)
from agent.grounding import ground
from agent.learning import Learnt, learn
from agent.limits import PICTURES_PER_TURN_MAX, RECALLED_MAX
from agent.memory import Profile, Recollection
from agent.parts import Parts, Sitting, open_sitting
from agent.ports import Journal, JudgeRequest, KeptImage, Pending, PlanRequest, Progress
from agent.pressing import press, resumed_by, variation
from agent.rendering import borrowed, contexts_of, request_of

DRAWING = ("create", "edit", "vary", "restyle", "series")
THUMBNAIL_SIDE = 768
"""Longer side, in pixels, of the pictures a planner looks at."""


class Agent:
    """Answers turns. Holds no state between them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def respond(self, turn: Turn, journal: Journal, progress: Progress) -> Answer:
        """The turn's answer. Raises Cancelled, Superseded, Unavailable, UnknownOutcome and Refused; what a person can be told
        kindly is told by the caller."""
        sitting = await open_sitting(self._parts, turn, journal, progress)
        match turn.request:
            case Said() as said:
                return await self._said(sitting, said)
            case Pressed() as pressed:
                return await self._pressed(sitting, pressed)
            case TimedOut(question_of=question):
                return await self._timed_out(sitting, question)

    # --- the three kinds of request --------------------------------------------------------------------------

    async def _said(self, sitting: Sitting, said: Said) -> Answer:
        if said.command is not None and said.command.name != "draw":
            return await run_command(self._parts, sitting, said.command, said.images)
        text = said.command.argument if said.command else said.text
        base = await self._base(sitting)
        pending = await self._pending(sitting)
        if pending is not None and not self._may_answer(sitting, pending):
            pending = None
        plan, profile = await self._plan(sitting, text, base, pending)
        if pending is not None and plan.intent in DRAWING:
            await self._parts.threads.close(pending.turn)
        return await self._carry_out(sitting, plan, profile, text, may_ask=pending is None)

    async def _pressed(self, sitting: Sitting, pressed: Pressed) -> Answer:
        parts = self._parts
        match pressed.action:
            case "answer" | "surprise":
                pending = await self._pending(sitting)
                if pending is None:
                    return declined("That question was answered already.", private=True)
                if not self._may_answer(sitting, pending):
                    return declined("That question is for the one who asked for the picture.", private=True)
                await parts.threads.close(pending.turn)
                return await self._take_up(sitting, pending, resumed_by(pressed, pending))
            case "again" | "vary" | "pick":
                found = await self._pressed_pictures(sitting, pressed)
                if not found:
                    return declined("That picture is not kept any more.", private=True)
                contexts = variation(pressed, found, sitting.turn)
                return await self._render_all(
                    sitting, Plan(intent="vary"), contexts, Profile(), pressed.action
                )
            case "refine":
                found = await self._pressed_pictures(sitting, pressed)
                if not found:
                    return declined("That picture is not kept any more.", private=True)
                if not pressed.text.strip() and not pressed.images:
                    return told(
                        "What should change? Reply to the picture and say it, for example “make it night”."
                    )
                plan, profile = await self._plan(sitting, pressed.text, found[0], None)
                return await self._carry_out(sitting, plan, profile, pressed.text)
            case _:
                return await press(parts, sitting, pressed, await self._pressed_pictures(sitting, pressed))

    async def _timed_out(self, sitting: Sitting, question: TurnId) -> Answer:
        pending = sitting.journal.recorded("pending", Pending) or await self._parts.threads.pending_of(
            question
        )
        if pending is None:
            return told("That question was answered meanwhile.", private=True)
        found = pending

        async def keep() -> Pending:
            return found

        await sitting.journal.once("pending", Pending, keep)
        await self._parts.threads.close(question)
        return await self._take_up(sitting, pending, {})

    async def _take_up(self, sitting: Sitting, pending: Pending, answers: Mapping[str, Candidate]) -> Answer:
        """The waiting plan, with the answers that a tap gave and assumptions for the rest: no model call."""
        plan = resuming.resume(pending.plan, pending.ask, answers)
        profile = await self._profile(sitting)
        return await self._carry_out(sitting, plan, profile, pending.text, may_ask=False)

    async def _pending(self, sitting: Sitting) -> Pending | None:
        """The open question, recorded before it is closed: a turn that is taken up again still knows it."""
        known = sitting.journal.recorded("pending", Pending)
        if known is not None:
            return known
        found = await self._parts.threads.pending(sitting.turn)
        if found is None:
            return None

        async def keep() -> Pending:
            return found

        return await sitting.journal.once("pending", Pending, keep)

    def _may_answer(self, sitting: Sitting, pending: Pending) -> bool:
        return pending.asker == sitting.turn.author.id or sitting.channel.anyone_answers

    # --- planning --------------------------------------------------------------------------------------------

    async def _base(self, sitting: Sitting) -> Picture | None:
        """The picture meant: the replied-to one, or what the running exchange is about, as this author may use it."""
        turn = sitting.turn
        replied = turn.replied.pictures if turn.replied else ()
        picture = replied[0] if replied else None
        if picture is None and (turn.replied is None or not turn.replied.images):
            picture = await self._parts.threads.last_picture(turn)
        return picture and replace(picture, context=borrowed(picture, turn.author.id))

    async def _pressed_pictures(self, sitting: Sitting, pressed: Pressed) -> Sequence[Picture]:
        """The pictures of the message whose button was pressed; the one named by the button first."""
        replied = sitting.turn.replied
        pictures = replied.pictures if replied else ()
        chosen = pressed.args.get("image")
        ordered = sorted(pictures, key=lambda picture: picture.id != chosen)
        return [replace(picture, context=borrowed(picture, sitting.turn.author.id)) for picture in ordered]

    async def _profile(self, sitting: Sitting) -> Profile:
        return await self._parts.memory.profile(sitting.reader) if sitting.remembers else Profile()

    async def _recall(self, sitting: Sitting, text: str) -> tuple[Profile, Recollection]:
        if not sitting.remembers:
            return Profile(), Recollection()
        profile, recollection = await asyncio.gather(
            self._parts.memory.profile(sitting.reader),
            self._parts.memory.recall(sitting.reader, text, limit=RECALLED_MAX),
        )
        return profile, recollection

    async def _plan(
        self, sitting: Sitting, text: str, base: Picture | None, pending: Pending | None
    ) -> tuple[Plan, Profile]:
        await sitting.progress.say("plan", "working out what you have in mind")
        parts = self._parts
        (profile, recollection), images = await asyncio.gather(
            self._recall(sitting, text), self._look(sitting, base)
        )
        answers = {question.slot: text for question in pending.ask.questions} if pending else {}
        request = PlanRequest(
            turn=sitting.turn, text=text, profile=profile, recollection=recollection, base=base,
            ask_policy=resuming.policy_of(sitting.author, sitting.channel), answers=answers,
            pending=pending.plan if pending else None, now=parts.clock.now(), images=images,
        )  # fmt: skip

        async def make() -> Plan:
            return await sitting.model_call(
                "plan",
                lambda: parts.planner.plan(request, timeout_seconds=parts.limits.plan_seconds),
                free=parts.free_models,
            )

        return await sitting.journal.once("plan", Plan, make), profile

    async def _look(self, sitting: Sitting, base: Picture | None) -> tuple[ImageData, ...]:
        """Small versions of the attached and the replied-to pictures, for planners that see."""
        if self._parts.free_models:
            return ()
        turn = sitting.turn
        attached = turn.request.images if isinstance(turn.request, Said | Pressed) else ()
        replied = turn.replied.images if turn.replied else ((base.id,) if base else ())
        wanted = list(dict.fromkeys([*attached, *replied]))
        images = await asyncio.gather(*(self._parts.images.load(image) for image in wanted))
        return tuple(
            await asyncio.gather(
                *(self._parts.gate.thumbnail(image, side=THUMBNAIL_SIDE) for image in images)
            )
        )

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
                await learn(parts, sitting, plan.statements)
                return told(plan.answer or "Tell me what to draw, and I draw it.")
            case _:
                return await self._draw(sitting, plan, profile, text, may_ask=may_ask)

    async def _draw(
        self, sitting: Sitting, plan: Plan, profile: Profile, text: str, *, may_ask: bool
    ) -> Answer:
        context, unfound = await ground(self._parts, sitting, plan.context, plan.searches)
        plan = replace(plan, context=context, notes=(*plan.notes, *unfound))
        learnt = await learn(self._parts, sitting, plan.statements)
        policy = resuming.policy_of(sitting.author, sitting.channel) if may_ask else "never"
        decision = asking.decide(plan.gaps, policy=policy)
        await sitting.journal.note("ask", arithmetic=list(decision.arithmetic))
        if decision.questions:
            return replying.asked(plan, decision, text, learnt)
        plan = resuming.assume_rest(plan)
        if lacks(plan):
            return told("Tell me what to draw, and I draw it.")
        if decision.drafts:
            contexts = resuming.draft_contexts(plan, decision)
            return await self._render_all(sitting, plan, contexts, profile, "drafts", learnt)
        contexts = contexts_of(plan, sitting.turn.id)
        return await self._render_all(sitting, plan, contexts, profile, "draw", learnt)

    async def _render_all(
        self,
        sitting: Sitting,
        plan: Plan,
        contexts: Sequence[GenerationContext],
        profile: Profile,
        how: str,
        learnt: Learnt | None = None,
    ) -> Answer:
        """Every picture of the turn: a series shares its first as a reference, variants go side by side."""
        await sitting.progress.say(
            "render", "drawing" if len(contexts) == 1 else f"drawing {len(contexts)} pictures"
        )
        contexts = contexts[:PICTURES_PER_TURN_MAX]
        first = await self._render(sitting, plan, contexts[0], profile, 0, draft=how == "drafts")
        alike = plan.intent == "series" and self._parts.series_by_reference
        extra = (
            (Reference(image=first[0].image, role="character", label="the first picture"),) if alike else ()
        )
        rest = await asyncio.gather(
            *(
                self._render(sitting, plan, context, profile, number, extra=extra, draft=how == "drafts")
                for number, context in enumerate(contexts[1:], start=1)
            )
        )
        drawn = [first, *rest]
        used = [e.memory for context in contexts for e in context.slots.values() if e.memory]
        if used and sitting.remembers:
            await self._parts.memory.used(used)  # pyright: ignore[reportArgumentType] # ids of our own store
        wrong = tuple(dict.fromkeys(item for _, evaluation in drawn for item in stayed_wrong(evaluation)))
        return replying.rendered(
            sitting, plan, contexts, [kept for kept, _ in drawn], wrong, learnt or Learnt(), how=how
        )

    async def _render(
        self,
        sitting: Sitting,
        plan: Plan,
        context: GenerationContext,
        profile: Profile,
        number: int,
        *,
        extra: Sequence[Reference] = (),
        draft: bool = False,
    ) -> tuple[KeptImage, Evaluation]:
        """One picture, judged, and revised within the budget; the better one is kept."""
        best = await self._attempt(sitting, plan, context, profile, f"render-{number}", extra, draft)
        if draft:
            return best
        for revision in range(self._parts.limits.revisions):
            if best[1].verdict == "accept":
                break
            await sitting.progress.say("evaluate", "not quite right yet, drawing it once more")
            revised = replace(
                context, prompt=f"{context.prompt}\n{best[1].advice}", seed=context.seed + revision + 1
            )
            name = f"render-{number}-revision-{revision}"
            best = better(best, await self._attempt(sitting, plan, revised, profile, name, extra, draft))
        return best

    async def _attempt(
        self,
        sitting: Sitting,
        plan: Plan,
        context: GenerationContext,
        profile: Profile,
        step: str,
        extra: Sequence[Reference],
        draft: bool,
    ) -> tuple[KeptImage, Evaluation]:
        parts = self._parts

        async def make() -> RenderedImage:
            request = await request_of(parts, sitting, context, extra=extra, draft=draft)
            sitting.budget.spend("renders", now=parts.clock.monotonic())
            return await parts.image_model.render(
                request, timeout_seconds=parts.limits.render_seconds, on_partial=sitting.progress.preview
            )

        kept = await sitting.journal.keep(step, make, caption=replying.caption(context))
        sitting.budget.charge(kept.cost_usd)
        await sitting.journal.note(step, model=kept.model, cost_usd=kept.cost_usd, missing=list(kept.missing))
        return kept, await self._judge(sitting, plan, context, profile, kept, step)

    async def _judge(
        self,
        sitting: Sitting,
        plan: Plan,
        context: GenerationContext,
        profile: Profile,
        kept: KeptImage,
        step: str,
    ) -> Evaluation:
        """The verdict: only asked for where there is something hard to check. A judge that is away lets the picture pass."""
        parts, feedback = self._parts, sitting.author.feedback
        checklist = (*plan.checklist, *with_rules(context, profile))
        if feedback == "off" or not (feedback == "always" or parts.free_models or hard_checks(checklist)):
            return Evaluation(verdict="accept")
        await sitting.progress.say("evaluate", "looking at it")

        async def make() -> Evaluation:
            image = await parts.images.load(kept.image)
            request = JudgeRequest(image=image, context=context, checklist=checklist, missing=kept.missing)
            return await sitting.model_call(
                f"judge-{step}",
                lambda: parts.judge.judge(request, timeout_seconds=parts.limits.plan_seconds),
                free=parts.free_models,
            )

        try:
            return await sitting.journal.once(f"judge-{step}", Evaluation, make)
        except (ModelUnavailable, OverBudget):
            return Evaluation(verdict="accept")
