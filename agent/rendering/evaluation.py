"""What is looked at before anything is rendered and before anything is posted: whether a context holds all it needs and a picture shows
it, the better of two, and whether the words, the pictures that people brought and what was drawn may be shown. What may be is decided in
`agent.policy.content`; what is held back is recorded without content."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agent.domain.cast import laid_out
from agent.domain.conversation import Request, TimedOut
from agent.domain.evaluation import Evaluation
from agent.domain.generation import Check, GenerationContext, ImageData, Plan, Reference
from agent.domain.memory import Profile
from agent.errors import ContentRefused, ModelUnavailable, NotFound
from agent.limits import BROUGHT_CHECKED_MAX, CONTENT_SECONDS
from agent.policy.content import ALWAYS, judged, left_out_of, refusal, weighed, words_of
from agent.policy.content_words import Found, found_in
from agent.policy.people_in_plans import people_in
from agent.ports import Category, ContentChecker, KeptImage, Verdict
from agent.turn_context import Services, TurnContext

ADVICE_CHARS_MAX = 600
CHAIN_MAX = 4
"""Pictures made from pictures that are followed back to a photograph."""


def lacks(plan: Plan) -> tuple[str, ...]:
    """What the context still needs before it is worth a render: nothing to draw, or a rule it would break."""
    context = plan.context
    if context.base or context.references or any(panel.slots.get("subject") for panel in plan.panels):
        return ()
    anything = any(context.value(slot) for slot in ("subject", "character", "setting", "text", "style"))
    return () if anything else ("there is nothing to draw yet",)


def hard_checks(checklist: Sequence[Check]) -> tuple[Check, ...]:
    return tuple(check for check in checklist if check.hard)


def with_rules(context: GenerationContext, profile: Profile) -> tuple[Check, ...]:
    """The channel's rules as checks of their own: they hold whatever the planner made of the request."""
    return tuple(
        Check(slot="exclude", text=f"it keeps the rule: {rule.text}", hard=True) for rule in profile.rules()
    )


def within(evaluation: Evaluation, checklist: Sequence[Check]) -> Evaluation:
    """What a judge may say: which of our own items fail, how well the picture does, and a word of advice to the image model."""
    ours = {check.text for check in checklist}
    return replace(
        evaluation,
        failed=tuple(item for item in evaluation.failed if item in ours),
        advice=evaluation.advice[:ADVICE_CHARS_MAX],
        score=min(max(evaluation.score, 0.0), 1.0),
    )


def better(
    first: tuple[KeptImage, Evaluation], second: tuple[KeptImage, Evaluation]
) -> tuple[KeptImage, Evaluation]:
    """The picture that holds more of the checklist; the earlier one on a draw (it was drawn as asked)."""
    return second if second[1].score > first[1].score else first


def stayed_wrong(evaluation: Evaluation) -> tuple[str, ...]:
    """What the reply must admit."""
    return evaluation.failed


def identity_checks(figures: Sequence[tuple[Reference, ImageData]]) -> tuple[Check, ...]:
    """That each figure is recognised, by name, beside their picture; a judge is told which picture that is, people would not know."""
    return tuple(
        Check(
            slot="character",
            text=f"{reference.label} looks as in the picture of {reference.label}",
            hard=True,
        )
        for reference, _ in figures
    )


def figure_checks(context: GenerationContext, checklist: Sequence[Check]) -> tuple[Check, ...]:
    """Of several figures what each does and looks like, apart and by name, so that a judge says whose is wrong: unless the checklist
    says it of them already."""
    said = [
        f"{figure.name}: {theirs}"
        for figure in laid_out(context).figures
        for theirs in (figure.act, figure.looks)
        if theirs
    ]
    return tuple(
        Check(slot="character", text=one, hard=True)
        for one in said
        if not any(one.casefold() in check.text.casefold() for check in checklist)
    )


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
    brought = await brought_pictures(services, ctx, contexts)
    words = f"{text} . {words_of(contexts)}"
    of_people = bool(people_in(contexts))
    found = found_in(
        words, left_out=left_out_of(contexts), with_picture=bool(brought) or of_people, of_people=of_people
    )
    return Light(found=found, with_picture=bool(brought) or of_people)


async def refused_request(
    services: Services, ctx: TurnContext, contexts: Sequence[GenerationContext], text: str = ""
) -> str:
    """Why it is not drawn here, as a sentence for its author; "" when it is."""
    brought = await brought_pictures(services, ctx, contexts)
    words = f"{text} . {words_of(contexts)}"
    of_people = bool(people_in(contexts))
    with_picture = bool(brought) or of_people
    found = found_in(words, left_out=left_out_of(contexts), with_picture=with_picture, of_people=of_people)
    if no := await _held_back(services, ctx, found.categories, "word list"):
        return no
    checked = [await _words(services, ctx, words)]
    checked += [await _picture(services, ctx, image) for image in brought[:BROUGHT_CHECKED_MAX]]
    seen: set[Category] = {category for each in checked for category in each.categories}
    categories = weighed(seen, found.hints, with_picture=with_picture)
    if no := await _held_back(services, ctx, categories, "checker"):
        return no
    if found.hints and any(each.unanswered for each in checked):
        return await _held_back(services, ctx, found.hints & ALWAYS, "no checker answered")
    return ""


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


async def may_preview(services: Services, ctx: TurnContext, data: bytes, light: Light) -> bool:
    """Whether a picture that is not finished may be shown: not where it hints at what is never drawn, nor before it was looked at."""
    if light.found.hints & ALWAYS:
        return False
    seeing = [checker for checker in services.checkers if checker.sees]
    if not seeing:
        return True
    image = ImageData(data=data, media_type=_kind(data), width=0, height=0)
    checked = await _asked(ctx, seeing, image)
    categories = weighed(checked.categories, light.found.hints, with_picture=light.with_picture)
    return not checked.unanswered and not refusal(categories, ctx.turn.place, ctx.channel.content)


async def brought_pictures(
    services: Services, ctx: TurnContext, contexts: Sequence[GenerationContext]
) -> Sequence[str]:
    """The photographs and other pictures that people brought and these contexts rest on, through pictures of the bot's own too."""
    found: dict[str, None] = {}
    wanted = _pictures_of(contexts)
    for _ in range(CHAIN_MAX):
        if not wanted:
            break
        own = {picture.id: picture for picture in await services.threads.pictures(sorted(wanted))}
        found |= dict.fromkeys(image for image in sorted(wanted) if image not in own)
        wanted = _pictures_of([picture.context for picture in own.values()]) - set(own)
    return tuple(found)


def _pictures_of(contexts: Sequence[GenerationContext]) -> set[str]:
    shown = {
        ref.image for context in contexts for ref in context.references if ref.role not in ("mask", "style")
    }
    return shown | {context.base for context in contexts if context.base is not None}


async def _held_back(services: Services, ctx: TurnContext, found: frozenset[Category], by: str) -> str:
    no = refusal(found, ctx.turn.place, ctx.channel.content)
    if no:
        await ctx.journal.note("content", held_back=sorted(found), by=by)
    return no


async def _words(services: Services, ctx: TurnContext, words: str) -> Checked:
    reading = [checker for checker in services.checkers if checker.reads]
    if not reading:
        return Checked()
    step = f"content-words-{hashlib.sha256(words.encode()).hexdigest()[:12]}"
    return await ctx.journal.once(step, Checked, lambda: _asked(ctx, reading, words))


async def _picture(services: Services, ctx: TurnContext, image: str) -> Checked:
    seeing = [checker for checker in services.checkers if checker.sees]
    if not seeing:
        return Checked()

    async def look() -> Checked:
        try:
            return await _asked(ctx, seeing, await services.images.load(image))
        except NotFound:
            return Checked()

    return await ctx.journal.once(f"content-picture-{image}", Checked, look)


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


def _kind(data: bytes) -> str:
    return (
        "image/png" if data.startswith(b"\x89PNG") else "image/webp" if data[:4] == b"RIFF" else "image/jpeg"
    )
