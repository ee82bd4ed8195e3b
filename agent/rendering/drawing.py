"""Draws the pictures of a turn: each rendered, judged and perhaps revised, within the budget. What cannot be finished is left out
and said; only a turn without any picture fails."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.domain.evaluation import Evaluation
from agent.domain.generation import GenerationContext, Made, Plan, Reference, RenderedImage, RenderRequest
from agent.domain.memory import Profile
from agent.errors import (
    AtelierError,
    BadImage,
    ModelUnavailable,
    OverBudget,
    Refused,
    Unavailable,
    UnknownOutcome,
)
from agent.limits import PICTURES_PER_TURN_MAX
from agent.ports import JudgeRequest, KeptImage
from agent.rendering.content_checks import (
    Light,
    check_advised,
    check_drawn,
    check_judged,
    check_people,
    light_on,
    text_of,
)
from agent.rendering.evaluation import (
    better,
    figure_checks,
    hard_checks,
    identity_checks,
    stayed_wrong,
    with_rules,
    within,
)
from agent.rendering.likenesses import check_still_allowed, figures_of, people_for, shown_people
from agent.rendering.model_choice import model_for, what_it_lacks
from agent.rendering.previews import Previews
from agent.rendering.provenance import with_marks
from agent.rendering.render_requests import request_of
from agent.rendering.router import Choice
from agent.translation.catalogue import _, ngettext
from agent.turn_context import Services, TurnContext
from agent.wording.replies import caption

Judged = tuple[KeptImage, Evaluation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The turn's pictures, in the order of their contexts."""

    pictures: tuple[KeptImage, ...]
    made: tuple[Made, ...] = ()
    """How each of them came about."""
    stayed_wrong: tuple[str, ...] = ()
    transparent: bool = False
    """They stand on a transparent ground, which photographs on some platforms do not keep."""
    notes: tuple[str, ...] = ()
    """Why there are fewer than were asked for, if so, and which limit kept one from being looked over or drawn once more."""


async def draw_all(
    services: Services,
    ctx: TurnContext,
    plan: Plan,
    contexts: Sequence[GenerationContext],
    profile: Profile,
    *,
    draft: bool = False,
) -> Drawn:
    """Every picture: a series shares its first as a reference, variants go side by side. Raises what the first one raises."""
    contexts = contexts[:PICTURES_PER_TURN_MAX]
    many = len(contexts) > 1
    await ctx.progress.say(
        "render",
        ngettext("drawing {n} picture", "drawing {n} pictures", len(contexts)) if many else _("drawing"),
    )
    light = await light_on(services, ctx, contexts, text_of(ctx.turn.request))
    series = plan.intent == "series" and services.series_by_reference
    people = await shown_people(services, ctx, contexts)
    choice = await model_for(services, ctx, contexts, shared=int(series and many) + len(people))
    alike = series and choice.card.abilities.references_max > 0
    easel = _Easel(services, ctx, plan, profile, light, choice, draft=draft)
    first = await easel.picture(contexts[0], 0)
    shared = (Reference(image=first[0].image, role="series", label="the first picture"),) if alike else ()
    rest = await asyncio.gather(
        *(easel.further(context, number, shared) for number, context in enumerate(contexts[1:], start=1))
    )
    # The pictures shown go by the order of their contexts, so they end before the first one that failed.
    done = [first]
    stopped: AtelierError | None = None
    for outcome in rest:
        if isinstance(outcome, AtelierError):
            stopped = outcome
            break
        done.append(outcome)
    wrong = tuple(dict.fromkeys(item for _, evaluation in done for item in stayed_wrong(evaluation)))
    ground = what_it_lacks(choice)
    notes = (_stopped(len(done), len(contexts), stopped),) if stopped else ()
    return Drawn(
        pictures=tuple(kept for kept, _ in done),
        made=tuple(_made(kept, choice.card.name) for kept, _ in done),
        transparent=choice.draws_clear,
        stayed_wrong=wrong,
        notes=(*ground, *notes, *easel.limits_reached),
    )


def _made(kept: KeptImage, name: str) -> Made:
    return Made(model=kept.model, name=name, seconds=kept.seconds, usd=kept.cost_usd, together=kept.together)


def _stopped(done: int, wanted: int, error: AtelierError) -> str:
    return _("I stopped after {done} of {wanted} pictures: {why}", done=done, wanted=wanted, why=_why(error))


def _why(error: AtelierError) -> str:
    match error:
        case Unavailable():
            return _("the image service does not answer at the moment.")
        case UnknownOutcome():
            return _("the picture never reached me, and I do not pay for it twice on my own.")
        case _:
            return str(error)


class _Easel:
    """What the pictures of one turn have in common."""

    def __init__(
        self,
        services: Services,
        ctx: TurnContext,
        plan: Plan,
        profile: Profile,
        light: Light,
        choice: Choice,
        *,
        draft: bool,
    ) -> None:
        self._services = services
        self._ctx = ctx
        self._plan = plan
        self._profile = profile
        self._draft = draft
        self._light = light
        self._choice = choice
        self._looked_at: set[str] = set()
        self._preview = Previews(services, ctx, light).show
        self.limits_reached: dict[str, None] = {}
        """Sentences, each once."""

    async def further(
        self, context: GenerationContext, number: int, shared: Sequence[Reference]
    ) -> Judged | AtelierError:
        """A picture after the first; what kept it from being drawn, if something did."""
        try:
            return await self.picture(context, number, shared)
        except (BadImage, Refused, Unavailable, UnknownOutcome) as error:
            return error

    async def picture(
        self, context: GenerationContext, number: int, shared: Sequence[Reference] = ()
    ) -> Judged:
        """One picture, judged, and revised within the budget; the better one is kept."""
        best = await self._attempt(context, f"render-{number}", shared)
        revisions = 0 if self._draft else self._services.limits.revisions
        for revision in range(revisions):
            if best[1].verdict == "accept":
                break
            await self._ctx.progress.say("evaluate", _("not quite right yet, drawing it once more"))
            revised = replace(
                context, prompt=f"{context.prompt}\n{best[1].advice}", seed=context.seed + revision + 1
            )
            try:
                await check_advised(self._services, self._ctx, revised)
                again = await self._attempt(revised, f"render-{number}-revision-{revision}", shared)
            except OverBudget as error:
                self.limits_reached.setdefault(_("I left it at that: {why}.", why=str(error).rstrip(".")))
                break
            except (BadImage, Refused, Unavailable, UnknownOutcome):
                break  # the picture that is there is the best so far, and its evaluation says what stayed wrong
            best = better(best, again)
        return best

    async def _attempt(self, context: GenerationContext, step: str, shared: Sequence[Reference]) -> Judged:
        services, ctx = self._services, self._ctx

        async def make() -> RenderedImage:
            card = self._choice.card
            people = await people_for(services, ctx, context)
            request = replace(
                await request_of(services, ctx, people, extra=shared, draft=self._draft),
                model=card.name, key=f"{ctx.turn.id}/{step}",
            )  # fmt: skip
            await check_people(services, ctx, request, self._light, self._looked_at)
            usd = card.price(self._choice.dearest_usd, hd=request.hd)
            ctx.budget.spend("renders", now=services.clock.monotonic(), usd=usd)
            # Drafts to choose from are one picture together.
            asked_for = 0 if "revision" in step or (self._draft and step != "render-0") else 1
            free = services.free_pictures or card.abilities.recalls_jobs
            await services.spending.take(ctx.turn, step, pictures=asked_for, usd=usd, free=free)
            started = services.clock.monotonic()
            try:
                rendered = await self._rendered(request)
                await check_still_allowed(services, ctx, people.lent, cost_usd=rendered.cost_usd)
                await check_drawn(services, ctx, rendered.image, self._light, cost_usd=rendered.cost_usd)
                rendered = replace(rendered, seconds=round(services.clock.monotonic() - started, 2))
                return await with_marks(rendered, services.signer, with_photographs=self._light.with_picture)
            except (Refused, ModelUnavailable) as error:
                if error.cost_usd:
                    await ctx.failed(step, error)
                else:
                    await services.spending.give_back(ctx.turn, step)
                raise
            except BadImage as error:  # drawn and paid for, and nothing that can be shown
                await ctx.failed(step, error)
                raise

        kept = await ctx.journal.keep(step, make, caption=caption(context))
        shown = await shown_people(services, ctx, [context])
        if shown:
            await services.people.likenesses.used(ctx.turn, tuple(shown), kept.image)
        await ctx.pay(step, kept.cost_usd)
        await ctx.journal.note(
            step, model=kept.model, cost_usd=kept.cost_usd, seconds=kept.seconds, missing=list(kept.missing)
        )
        if self._draft:
            return kept, Evaluation(verdict="accept", judged=False)
        evaluation = await self._judge(context, kept, step)
        await self._record(kept, evaluation)
        return kept, evaluation

    async def _record(self, kept: KeptImage, evaluation: Evaluation) -> None:
        """What became of the model's picture, for who chooses between models. `accepted` only where somebody looked."""
        verdict = {"accepted": evaluation.verdict == "accept"} if evaluation.judged else {}
        await self._ctx.journal.note(
            "drawn",
            name=self._choice.card.name,
            kind=self._choice.kind,
            seconds=kept.seconds,
            usd=kept.cost_usd,
            **verdict,
        )

    async def _rendered(self, request: RenderRequest) -> RenderedImage:
        services, progress = self._services, self._ctx.progress
        seconds = services.limits.render_seconds
        if not self._choice.card.abilities.progress:
            return await services.image_model.render(
                request, timeout_seconds=seconds, on_partial=self._preview
            )

        async def told(share: float) -> None:
            await progress.say("render", _("drawing, {n}% done", n=round(share * 100)))

        return await services.image_model.render(
            request, timeout_seconds=seconds, on_partial=self._preview, on_progress=told
        )

    async def _judge(self, context: GenerationContext, kept: KeptImage, step: str) -> Evaluation:
        """The verdict: only asked for where there is something hard to check. A judge that is away lets the picture pass."""
        services, ctx, feedback = self._services, self._ctx, self._ctx.author.feedback
        figures = (
            () if services.free_models or feedback == "off" else await figures_of(services, ctx, context)
        )
        planned = self._plan.checklist
        checklist = (
            *planned, *identity_checks(figures), *figure_checks(context, planned), *with_rules(context, self._profile),
        )  # fmt: skip
        if feedback == "off" or not (feedback == "always" or services.free_models or hard_checks(checklist)):
            return Evaluation(verdict="accept", judged=False)
        await ctx.progress.say("evaluate", _("looking at it"))

        async def make() -> Evaluation:
            image = await services.images.load(kept.image)
            request = JudgeRequest(
                image=image, context=context, checklist=checklist, missing=kept.missing, figures=figures
            )
            found = await ctx.model_call(
                f"judge-{step}",
                lambda: services.judge.judge(request, timeout_seconds=services.limits.model_seconds),
                free=services.free_models,
            )
            return within(found, checklist)

        try:
            evaluation = await ctx.journal.once(f"judge-{step}", Evaluation, make)
            await check_judged(services, ctx, kept.image, evaluation, self._light)
            return evaluation
        except OverBudget as error:
            self.limits_reached.setdefault(_("I did not look it over: {why}.", why=str(error).rstrip(".")))
            return Evaluation(verdict="accept", judged=False)
        except ModelUnavailable:
            return Evaluation(verdict="accept", judged=False)
