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

from agent.actions import BUTTONS, draws, is_owed, refusal
from agent.commands.buttons import press, resumed_by, variation
from agent.commands.dispatch import run_command
from agent.commands.own_likeness import keep_profile_picture, keep_shown
from agent.domain.conversation import Picture, Pressed, Said, TimedOut, Turn, TurnId
from agent.domain.generation import Candidate, GenerationContext, Plan
from agent.domain.memory import Profile
from agent.domain.questions import PendingQuestion
from agent.grounding.web_findings import ground
from agent.learning.forgetting_in_words import forget_beside, forget_in_words
from agent.learning.passive_learning import with_passing
from agent.learning.statements import Learnt, count_uses, learn
from agent.outcomes import Outcome, declined, told
from agent.planning import answered_questions, ask_policy, planner_input
from agent.planning.answered_questions import is_elsewhere, took_up
from agent.planning.people_meant import answered_by_people, asked_of_author, people_meant, shows_looks
from agent.planning.planner_input import earlier_picture
from agent.planning.spoken_language import take_up
from agent.policy.content import words_said
from agent.ports import Journal, Progress
from agent.rendering.content_checks import refused_answer, refused_request
from agent.rendering.drawing import draw_all
from agent.rendering.evaluation import lacks
from agent.rendering.masks import masked
from agent.rendering.model_choice import allowed, wish_in, wished
from agent.rendering.render_requests import contexts_of, enlarged, hd_label, is_sticker, seed_of
from agent.rendering.standing_boards import in_standing_board
from agent.rendering.style_boards import in_remembered_style
from agent.translation.catalogue import N_, _
from agent.turn_context import Services, TurnContext, open_turn_context
from agent.wording import replies
from agent.wording.moderation import blocked

DRAWING = ("create", "edit", "vary", "restyle", "series")
PASSED_ON = "draw: {words}"
SAY_WHAT_FOR = N_("I have read what you passed on. Tell me what I should make of it.")
ANSWERED = N_("That question was answered meanwhile.")
NOT_ASKED = N_("That question is for the one who asked for the picture.")


class Agent:
    """Answers turns. Holds no state between them."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def respond(self, turn: Turn, journal: Journal, progress: Progress) -> Outcome:
        """The turn's answer. Raises Cancelled, Superseded, Unavailable, UnknownOutcome and Refused; what a person can be told
        kindly is told by the caller."""
        ctx = await open_turn_context(self._services, turn, journal, progress)
        await take_up(self._services, ctx)
        if ctx.blocked and not is_owed(turn.request, turn.place):
            return declined(blocked(turn.place), private=True)
        if no := refusal(ctx.turn.request, ctx.turn.author, ctx.channel):
            return declined(no, private=True)
        await ctx.pay_for_listening()
        return replies.unlinked(await with_passing(self._services, ctx, await self._answer(ctx)))

    async def _answer(self, ctx: TurnContext) -> Outcome:
        match ctx.turn.request:
            case Said() as said:
                return replies.with_notes(await self._said(ctx, said), replies.heard_and_noted(said))
            case Pressed() as pressed:
                return await self._pressed(ctx, pressed)
            case TimedOut(question_of=question):
                return await self._timed_out(ctx, question)

    async def _said(self, ctx: TurnContext, said: Said) -> Outcome:
        if said.command is not None and not draws(said):
            return await run_command(self._services, ctx, said.command, said.images)
        text = said.command.argument if said.command else said.text
        wish = await wish_in(self._services, ctx, text)
        if wish.refusal:
            return declined(wish.refusal, private=True)
        text = wish.text
        if not text.strip():  # the words to a picture, or to what is passed on, come after it
            await ctx.journal.close_request()
        passed_on = planner_input.only_passed_on(said)
        text = PASSED_ON.format(words=said.quoted) if passed_on else text
        called = await earlier_picture(self._services, ctx, text)
        base, text = called or (await planner_input.base_of(self._services, ctx), text)
        begun = took_up(ctx)
        pending = await self._answerable(ctx)
        if pending is not None and shows_looks(ctx, said, pending):
            return await self._told_looks(ctx, pending, await keep_shown(self._services, ctx, said.images))
        plan, profile = await planner_input.plan_of(self._services, ctx, text, base, pending)
        plan = wished(plan, wish)
        if passed_on:
            if plan.intent not in DRAWING:
                return told(_(SAY_WHAT_FOR))
            plan = replace(plan, statements=())  # another's words say nothing of this person
        if planner_input.misses_its_picture(ctx.turn, said, plan):
            return declined("", private=False)  # the notes say what could not be looked at
        if pending is not None and (plan.drops_question or (plan.intent in DRAWING and not plan.sets_aside)):
            closed = await self._services.threads.close(pending.turn)
            if not closed and not begun:
                return told(_(ANSWERED), private=True)
        return await self._carry_out(ctx, plan, profile, text, may_ask=pending is None)

    async def _pressed(self, ctx: TurnContext, pressed: Pressed) -> Outcome:
        if pressed.action in ("answer", "surprise", "likeness_profile"):
            return await self._tapped(ctx, pressed)
        found = planner_input.pictures_pressed(ctx, pressed)
        if not BUTTONS[pressed.action].draws:
            return await press(self._services, ctx, pressed, found)
        if not found:
            return declined(_("That picture is not kept any more."), private=True)
        if pressed.action != "refine":
            return await self._drawn_again(ctx, pressed, found)
        if not pressed.text.strip() and not pressed.images:
            return told(
                _("What should change? Reply to the picture and say it, for example “make it night”.")
            )
        wish = await wish_in(self._services, ctx, pressed.text)
        if wish.refusal:
            return declined(wish.refusal, private=True)
        plan, profile = await planner_input.plan_of(self._services, ctx, wish.text, found[0], None)
        return await self._carry_out(ctx, wished(plan, wish), profile, wish.text)

    async def _tapped(self, ctx: TurnContext, pressed: Pressed) -> Outcome:
        """The answer to an open question."""
        begun = took_up(ctx)
        pending = await self._pending(ctx)
        if pending is None or pending.message != pressed.message:
            return declined(_("That question was answered already."), private=True)
        if not self._may_answer(ctx, pending):
            return declined(_(NOT_ASKED), private=True)
        if pressed.action == "likeness_profile":
            return await self._told_looks(ctx, pending, await keep_profile_picture(self._services, ctx))
        if not await self._services.threads.close(pending.turn) and not begun:
            return told(_(ANSWERED), private=True)
        return await self._take_up(ctx, pending, resumed_by(pressed, pending))

    async def _told_looks(self, ctx: TurnContext, pending: PendingQuestion, refusal: str) -> Outcome:
        """The author showed how they look: what asked for it goes on, unless it could not be kept."""
        if refusal:
            return declined(refusal, private=True)
        if not await self._services.threads.close(pending.turn) and not took_up(ctx):
            return told(_(ANSWERED), private=True)
        return await self._take_up(ctx, pending, {})

    async def _drawn_again(self, ctx: TurnContext, pressed: Pressed, found: Sequence[Picture]) -> Outcome:
        if no := await ctx.progress.refused_pictures():
            return declined(no, private=False)
        hd = pressed.action == "hd"
        contexts = [enlarged(found[0], ctx.turn)] if hd else variation(pressed, found, ctx.turn)
        if lacks(Plan(intent="vary", context=contexts[0])):
            return told(_("What that picture was made of is forgotten. Tell me what to draw, and I draw it."))
        # Its rules hold, whatever held when it was drawn.
        profile = await planner_input.profile_of(self._services, ctx)
        return await self._rendered(ctx, Plan(intent="vary"), contexts, profile, pressed.action)

    async def _timed_out(self, ctx: TurnContext, question: TurnId) -> Outcome:
        begun = took_up(ctx)
        pending = ctx.journal.recorded("pending", PendingQuestion) or await self._services.threads.pending_of(
            question
        )
        if pending is None:
            return told(_(ANSWERED), private=True)
        found = await self._kept(ctx, pending)
        if not await self._services.threads.close(question) and not begun:
            return told(_(ANSWERED), private=True)
        return await self._take_up(ctx, found, {})

    async def _take_up(
        self, ctx: TurnContext, pending: PendingQuestion, answers: Mapping[str, Candidate]
    ) -> Outcome:
        """The waiting plan, with the answers that a tap gave and assumptions for the rest: no model call."""
        ctx = answered_by_people(ctx, pending)
        plan = answered_questions.resume(pending.plan, pending.ask, answers)
        words = " ".join(answer.value for answer in answers.values())
        profile, characters = await planner_input.cast_of(self._services, ctx, words)
        if pending.asker == ctx.turn.author.id:  # whom somebody else's answer names is nobody of theirs
            plan = answered_questions.introduced(plan, characters, answers)
        return await self._carry_out(ctx, plan, profile, pending.text, may_ask=False)

    async def _pending(self, ctx: TurnContext) -> PendingQuestion | None:
        """The open question, recorded before it is closed: a turn that is taken up again still knows it. Somebody else's is lent."""
        found = ctx.journal.recorded("pending", PendingQuestion) or await self._services.threads.pending(
            ctx.turn
        )
        return None if found is None else await self._kept(ctx, found)

    async def _kept(self, ctx: TurnContext, found: PendingQuestion) -> PendingQuestion:
        kept = answered_questions.waiting_for(found, ctx.turn.author.id)

        async def keep() -> PendingQuestion:
            return kept

        return await ctx.journal.once("pending", PendingQuestion, keep)

    async def _answerable(self, ctx: TurnContext) -> PendingQuestion | None:
        found = await self._pending(ctx)
        if found is None or not self._may_answer(ctx, found) or is_elsewhere(ctx.turn, found):
            return None
        return found

    def _may_answer(self, ctx: TurnContext, pending: PendingQuestion) -> bool:
        """What is put to people by name is nobody else's to answer in words; its asker may go on without them."""
        if pending.ask.people and not isinstance(ctx.turn.request, Pressed):
            return False
        return pending.asker == ctx.turn.author.id or (ctx.channel.anyone_answers and not pending.ask.people)

    # --- carrying a plan out ---------------------------------------------------------------------------------

    async def _carry_out(
        self, ctx: TurnContext, plan: Plan, profile: Profile, text: str, *, may_ask: bool = True
    ) -> Outcome:
        services = self._services
        if plan.intent not in DRAWING and (no := await refused_answer(services, ctx, plan, text)):
            return declined(no, private=True)
        match plan.intent:
            case "refuse":
                # In private: what somebody may not have, or what they told of themselves in distress, is nobody else's.
                return declined(plan.answer or _("I would rather not draw that."), private=True)
            case "forget":
                # What only resembles an order is asked about, whoever read it so: what is gone is gone.
                ordered = plan.is_reading and services.statements.meaning(text).forgets
                return await forget_in_words(services, ctx, plan.forget, at_once=ordered)
            case "remember":
                learnt = await learn(services, ctx, plan.statements)
                return replies.learnt(learnt, plan)
            case "chat" | "about_image":
                learnt = await learn(services, ctx, plan.statements)
                return replies.talked(plan.answer, learnt)
            case _:
                return await self._draw(ctx, plan, profile, text, may_ask=may_ask)

    async def _draw(
        self, ctx: TurnContext, plan: Plan, profile: Profile, text: str, *, may_ask: bool
    ) -> Outcome:
        if no := await ctx.progress.refused_pictures():
            return declined(no, private=False)
        people = await people_meant(self._services, ctx, plan)
        plan = people.plan
        said = "" if plan.is_reading else words_said(plan)
        if no := await refused_request(self._services, ctx, [plan.context], text, said=said):
            return declined(no, private=True)
        context, unfound = await ground(self._services, ctx, plan.context, plan.searches)
        plan = await masked(
            self._services, ctx, replace(plan, context=context, notes=(*plan.notes, *unfound)), text
        )
        await ctx.journal.close_request()
        learnt = await learn(self._services, ctx, plan.statements)
        plan = await in_remembered_style(self._services, ctx, await forget_beside(self._services, ctx, plan))
        plan = await in_standing_board(self._services, ctx, plan, profile)
        policy = answered_questions.policy_of(ctx.author, ctx.channel) if may_ask else "never"
        decision = ask_policy.decide(plan.gaps, policy=policy)
        await ctx.journal.note("ask", arithmetic=list(decision.arithmetic))
        if decision.questions:
            return await asked_of_author(self._services, ctx, plan, decision, text, learnt)
        if asked := await people.asked(self._services, ctx, plan, text):
            return asked
        gaps, plan = plan.gaps, people.settled(answered_questions.assume_rest(plan))
        if lacks(plan):
            return replies.talked("", learnt)
        if decision.drafts:
            contexts = answered_questions.draft_contexts(plan, decision, gaps, seed=seed_of(ctx.turn.id))
            return await self._rendered(ctx, plan, contexts, profile, "drafts", learnt)
        contexts = contexts_of(plan, ctx.turn.id)
        return await self._rendered(ctx, plan, contexts, profile, "draw", learnt)

    async def _rendered(
        self,
        ctx: TurnContext,
        plan: Plan,
        contexts: Sequence[GenerationContext],
        profile: Profile,
        how: str,
        learnt: Learnt | None = None,
    ) -> Outcome:
        """The reply with the turn's pictures."""
        if no := await refused_request(self._services, ctx, contexts):
            return declined(no, private=True)
        drawn = await draw_all(self._services, ctx, plan, contexts, profile, draft=how == "drafts")
        shown = [replace(c, made=made) for c, made in zip(contexts, drawn.made, strict=False)]
        await count_uses(self._services, ctx, shown)
        plan = replace(plan, notes=(*plan.notes, *drawn.notes))
        here = allowed(await self._services.catalogue.cards(), ctx.channel)
        label = hd_label(here, contexts[0], (ctx.author.model, ctx.channel.model))
        return replies.rendered(
            ctx, plan, shown, drawn.pictures, drawn.stayed_wrong, learnt or Learnt(), how=how, hd=label,
            as_files=drawn.transparent or how == "hd", stickers=how != "hd" and is_sticker(contexts[0]),
        )  # fmt: skip
