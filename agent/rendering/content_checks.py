"""What is looked at before anything is rendered and before anything is posted: the words, a model's own among them, the pictures that
people brought, how people look, and what was drawn. What may be is decided in `agent.policy.content`; what is held back is recorded
without content."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field

from agent.domain.conversation import Pressed, Request, Said, TimedOut
from agent.domain.evaluation import Evaluation
from agent.domain.generation import GenerationContext, ImageData, Plan, RenderRequest
from agent.errors import ContentRefused, ModelUnavailable, NotFound
from agent.limits import CONTENT_LOOKS_AT_ONCE, CONTENT_SECONDS, PICTURES_LOOKED_AT_MAX
from agent.policy.content import ALWAYS, judged, left_out_of, refusal, weighed, words_of, words_said
from agent.policy.content_words import Found, found_in
from agent.policy.people_in_plans import people_in
from agent.ports import Category, ContentChecker, Verdict
from agent.translation.catalogue import N_, _
from agent.turn_context import Services, TurnContext

CHAIN_MAX = 4
"""Pictures made from pictures that are followed back to a photograph."""
UNSAID = N_("I do not draw or explain that. Something else?")
"""Instead of what a model would say: the sentence of the built-in planner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A verdict, as the journal keeps it."""

    categories: tuple[Category, ...] = ()
    unanswered: bool = False
    """A checker did not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """In which light a picture is looked at: what its request hinted at, and whether it is made from somebody's photograph."""

    found: Found = field(default_factory=lambda: Found(categories=frozenset()))
    with_picture: bool = False


def text_of(request: Request) -> str:
    """What the author wrote."""
    return "" if isinstance(request, TimedOut) else request.text


async def light_on(
    services: Services, ctx: TurnContext, contexts: Sequence[GenerationContext], text: str = ""
) -> Light:
    """Of a request; `text` is what its author wrote."""
    return _light(contexts, text, bool(await brought_pictures(services, ctx, contexts)))


def _light(contexts: Sequence[GenerationContext], text: str, with_picture: bool) -> Light:
    of_people = bool(people_in(contexts))
    with_picture = with_picture or of_people
    words, left_out = f"{text} . {words_of(contexts)}", left_out_of(contexts)
    found = found_in(words, left_out=left_out, with_picture=with_picture, of_people=of_people)
    return Light(found=found, with_picture=with_picture)


async def refused_request(
    services: Services,
    ctx: TurnContext,
    contexts: Sequence[GenerationContext],
    text: str = "",
    *,
    said: str = "",
) -> str:
    """Why it is not drawn here, as a sentence for its author; "" when it is. `said`: what a model would say beside it."""
    brought = await brought_pictures(services, ctx, contexts)
    light = _light(contexts, text, bool(brought))
    if no := await _held_back(services, ctx, light.found.categories, "word list"):
        return no
    words = " . ".join(filter(None, (text, words_of(contexts), said)))
    to_go_by = await brought_pictures(services, ctx, contexts, in_any_role=True)
    pictures = list(dict.fromkeys([*brought, *to_go_by]))[:PICTURES_LOOKED_AT_MAX]
    checked = await _side_by_side(
        [lambda: _words(services, ctx, words), *(_look_at(services, ctx, image) for image in pictures)]
    )
    return await _weighed(services, ctx, checked, light)


async def refused_answer(services: Services, ctx: TurnContext, plan: Plan, text: str) -> str:
    """What is said instead of a model's own words, where they are what is not drawn either; "" where they may be said. `text` is what
    its author wrote: what a planner declines is recorded, too."""
    if plan.intent == "refuse":
        found = found_in(text).categories & ALWAYS
        if found:
            await ctx.journal.note("content", held_back=sorted(found), by="planner")
    said = "" if plan.is_reading else words_said(plan)
    if not said:
        return ""
    spoken = found_in(said).categories & {"minors"}
    if not spoken:
        spoken = frozenset((await _words(services, ctx, said)).categories)
    return _(UNSAID) if await _held_back(services, ctx, spoken, "answer") else ""


async def check_advised(services: Services, ctx: TurnContext, context: GenerationContext) -> None:
    """A picture that is to be drawn once more as a judge advises, who is a model too. Raises ContentRefused."""
    if no := await refused_request(services, ctx, [context]):
        raise ContentRefused(no)


async def check_people(
    services: Services, ctx: TurnContext, request: RenderRequest, light: Light, looked_at: set[str]
) -> None:
    """How people look in words and pictures, which are looked up as they are drawn: before anything is paid for. `looked_at` spares a
    further picture of the same turn the same look. Raises ContentRefused."""
    lent = [(one.image, image) for one, image in request.references if one.role == "person"]
    words, left_out = words_of([request.context]), left_out_of([request.context])
    found = (
        found_in(words, left_out=left_out, with_picture=True, of_people=True)
        if people_in([request.context])
        else Found(categories=frozenset())
    )
    if no := await _held_back(services, ctx, found.categories, "word list"):
        raise ContentRefused(no)
    seeing = [checker for checker in services.checkers if checker.sees]
    fresh = [(one, image) for one, image in lent if seeing and one not in looked_at]
    looks = [_look_of(ctx, seeing, image) for _one, image in fresh]
    if no := await _weighed(services, ctx, await _side_by_side(looks), light):
        raise ContentRefused(no)
    looked_at.update(one for one, _image in fresh)


async def check_drawn(
    services: Services, ctx: TurnContext, image: ImageData, light: Light, *, cost_usd: float
) -> None:
    """Before the picture is kept. Raises ContentRefused, with what it cost."""
    seeing = [checker for checker in services.checkers if checker.sees]
    if not seeing:
        return
    checked = await _asked(ctx, seeing, image)
    categories = weighed(checked.categories, light.found.hints, with_picture=light.with_picture)
    if checked.unanswered:
        categories |= light.found.hints & ALWAYS
    if no := await _held_back(services, ctx, categories, "checker"):
        error = ContentRefused(no)
        error.cost_usd = cost_usd
        raise error


async def check_judged(
    services: Services, ctx: TurnContext, image: str, evaluation: Evaluation, light: Light
) -> None:
    """What the judge saw. Raises ContentRefused; the picture is not kept then."""
    categories = weighed(judged(evaluation), light.found.hints, with_picture=light.with_picture)
    if no := await _held_back(services, ctx, categories, "judge"):
        await services.images.drop(image)
        raise ContentRefused(no)


async def may_preview(services: Services, ctx: TurnContext, image: ImageData, light: Light) -> bool:
    """Whether a picture that is not finished may be shown: not where it hints at what is never drawn, nor before it was looked at."""
    if light.found.hints & ALWAYS:
        return False
    seeing = [checker for checker in services.checkers if checker.sees]
    if not seeing:
        return True
    checked = await _asked(ctx, seeing, image)
    categories = weighed(checked.categories, light.found.hints, with_picture=light.with_picture)
    return not checked.unanswered and not refusal(categories, ctx.turn.place, ctx.channel.content)


async def brought_pictures(
    services: Services,
    ctx: TurnContext,
    contexts: Sequence[GenerationContext],
    *,
    in_any_role: bool = False,
) -> Sequence[str]:
    """The photographs and other pictures that people brought and these contexts rest on, through pictures of the bot's own too.
    `in_any_role`: those as well that only the style is taken from."""
    pointed_at = _pointed_at(ctx)
    found: dict[str, None] = {}
    wanted = _pictures_of(contexts, pointed_at, in_any_role)
    for _step in range(CHAIN_MAX):
        if not wanted:
            break
        own = {picture.id: picture for picture in await services.threads.pictures(sorted(wanted))}
        found |= dict.fromkeys(image for image in sorted(wanted) if image not in own)
        wanted = _pictures_of([one.context for one in own.values()], pointed_at, in_any_role) - set(own)
    return tuple(found)


def _pointed_at(ctx: TurnContext) -> Collection[str]:
    """What the message brings or answers is what it is about, whatever a plan would have it be for."""
    request = ctx.turn.request
    attached = request.images if isinstance(request, Said | Pressed) else ()
    return {*attached, *(ctx.turn.replied.images if ctx.turn.replied else ())}


def _pictures_of(
    contexts: Sequence[GenerationContext], pointed_at: Collection[str], in_any_role: bool
) -> set[str]:
    shown = {
        ref.image
        for context in contexts
        for ref in context.references
        if ref.role != "mask" and (in_any_role or ref.role != "style" or ref.image in pointed_at)
    }
    return shown | {context.base for context in contexts if context.base is not None}


async def _weighed(services: Services, ctx: TurnContext, checked: Sequence[Checked], light: Light) -> str:
    """The sentence for what checkers found, or could not look at."""
    seen: set[Category] = {category for each in checked for category in each.categories}
    categories = weighed(seen, light.found.hints, with_picture=light.with_picture)
    if no := await _held_back(services, ctx, categories, "checker"):
        return no
    if light.found.hints and any(each.unanswered for each in checked):
        return await _held_back(services, ctx, light.found.hints & ALWAYS, "no checker answered")
    return ""


async def _held_back(services: Services, ctx: TurnContext, found: frozenset[Category], by: str) -> str:
    no = refusal(found, ctx.turn.place, ctx.channel.content)
    if no:
        await ctx.journal.note("content", held_back=sorted(found), by=by)
    return no


async def _side_by_side(looks: Sequence[Callable[[], Awaitable[Checked]]]) -> Sequence[Checked]:
    """In their order; a few at once, since each has a whole picture in hand."""
    room = asyncio.Semaphore(CONTENT_LOOKS_AT_ONCE)

    async def one(look: Callable[[], Awaitable[Checked]]) -> Checked:
        async with room:
            return await look()

    return await asyncio.gather(*(one(look) for look in looks))


async def _words(services: Services, ctx: TurnContext, words: str) -> Checked:
    reading = [checker for checker in services.checkers if checker.reads]
    if not reading:
        return Checked()
    step = f"content-words-{hashlib.sha256(words.encode()).hexdigest()[:12]}"
    return await ctx.journal.once(step, Checked, lambda: _asked(ctx, reading, words))


def _look_at(services: Services, ctx: TurnContext, image: str) -> Callable[[], Awaitable[Checked]]:
    """At a picture that is kept."""
    seeing = [checker for checker in services.checkers if checker.sees]

    async def look() -> Checked:
        try:
            return await _asked(ctx, seeing, await services.images.load(image))
        except NotFound:
            return Checked()

    async def once() -> Checked:
        return await ctx.journal.once(f"content-picture-{image}", Checked, look) if seeing else Checked()

    return once


def _look_of(
    ctx: TurnContext, seeing: Sequence[ContentChecker], image: ImageData
) -> Callable[[], Awaitable[Checked]]:
    """At a picture in hand, of which nothing is recorded."""
    return lambda: _asked(ctx, seeing, image)


async def _asked(ctx: TurnContext, checkers: Sequence[ContentChecker], what: str | ImageData) -> Checked:
    """The strictest word of all. One that does not answer is noted."""
    categories: set[Category] = set()
    unanswered = False
    for checker in checkers:
        try:
            verdict = await _verdict(checker, what)
        except ModelUnavailable as error:
            unanswered = True
            await ctx.journal.note("content", checker=checker.name, failed=type(error).__name__)
            continue
        categories |= verdict.categories
        if verdict.categories:
            await ctx.journal.note("content", checker=checker.name, scores=dict(verdict.scores))
    return Checked(categories=tuple(sorted(categories)), unanswered=unanswered)


async def _verdict(checker: ContentChecker, what: str | ImageData) -> Verdict:
    if isinstance(what, str):
        return await checker.words(what, timeout_seconds=CONTENT_SECONDS)
    return await checker.picture(what, timeout_seconds=CONTENT_SECONDS)
