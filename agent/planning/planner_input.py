"""Puts before the planner what it should see: the picture meant (also an earlier one: "make the picture from yesterday black and white"),
the profile and what is recalled, and small versions of the pictures that were shown. One planning call a turn, recorded."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.domain.conversation import Message, Picture, Pressed, Said, Turn
from agent.domain.generation import ImageData, Plan
from agent.domain.images import GONE
from agent.domain.memory import Memory, Profile, Recollection
from agent.domain.memory_words import standing_board
from agent.domain.questions import PendingQuestion
from agent.errors import ModelUnavailable, NotFound
from agent.limits import RECALLED_MAX
from agent.planning.answered_questions import policy_of
from agent.planning.spoken_language import language_for_planner, settle
from agent.policy.people_in_plans import borrowed
from agent.policy.proposals import checked
from agent.ports import PlanRequest
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext

_PICTURE = r"(?:picture|image|drawing|photo|pic|one)"
_DAY = (
    r"(?:yesterday|last (?:night|week|month|year|weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|the other day"
    r"|this morning|(?:\d{1,3}|a|an|one|two|three|four|five|six) (?:day|week|month|year)s? ago)"
)
_CALLED = re.compile(
    rf"\b(?:the|that|my|our)\s+{_PICTURE}\s+(?:(?:that\s+)?(?:you|we|i)\s+(?:made|drew|did|got)\s+(?:me\s+|us\s+)?)?(?:(?:from|of)\s+)?{_DAY}(?!\w)"
    rf"|\b{_DAY}['’]s\s+{_PICTURE}\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^\W*(?:(?:please|now|ok|okay|hey|so|can you|could you|would you)[\s,]+)*(?:make|turn|take|use|edit|change|redo|add|put|give|"
    r"remove|get|recolou?r|darken|brighten|crop|let)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"^\W*(?:please\s+)?(?:take|use|get|edit|change|redo)\s+it\s*(?:again\s*)?(?:[,:;]|\band\b|\bbut\b)\s*(?:and\s+|but\s+)?",
    re.IGNORECASE,
)
THUMBNAIL_SIDE = 768
"""Longer side, in pixels, of the pictures a planner looks at."""

ABOUT_A_PICTURE = ("edit", "vary", "restyle", "about_image")
_NARROWEST_FIRST = ("user", "channel", "community")


@dataclass(frozen=True, slots=True)
class Called:
    """`which`: the words for the picture; `order`: what is to become of it, which is "it" there."""

    which: str
    order: str


def called_up(text: str) -> Called | None:
    """None where no change of a picture of another day is asked for.

    >>> called_up("take the picture from yesterday and add a moon")
    Called(which='the picture from yesterday', order='add a moon')
    >>> called_up("draw a castle like the one from yesterday") is None
    True
    """
    match = _CALLED.search(text)
    if match is None or not _ORDER.match(text):
        return None
    order = f"{text[: match.start()]}it{text[match.end() :]}"
    rest = _TAKEN.sub("", order)
    return Called(match[0], rest if re.search(r"\w", rest) else order)


async def earlier_picture(services: Services, ctx: TurnContext, text: str) -> tuple[Picture, str] | None:
    """The picture of another day that the text speaks of, as this author may use it, and the text with "it" for it. None where it
    speaks of none, a message is replied to, or there is none of that day. Raises StoreUnavailable."""
    called = called_up(text) if ctx.turn.replied is None and ctx.remembers else None
    if called is None:
        return None
    try:
        found = await services.memory.recall(ctx.reader, called.which, limit=RECALLED_MAX)
    except ModelUnavailable:
        return None
    records = await services.threads.pictures([seen.image for seen in found.pictures[:1]])
    if not records:
        return None
    return replace(records[0], context=borrowed(records[0], ctx.turn.author.id)), called.order


async def base_of(services: Services, ctx: TurnContext) -> Picture | None:
    """The picture meant: the replied-to one, or what the running exchange is about, as this author may use it."""
    turn = ctx.turn
    replied = turn.replied.pictures or _asked_about(turn, turn.replied) if turn.replied else ()
    picture = replied[0] if replied else None
    if picture is None and (turn.replied is None or not turn.replied.images):
        picture = await services.threads.last_picture(turn)
    return picture and replace(picture, context=borrowed(picture, turn.author.id))


def pictures_pressed(ctx: TurnContext, pressed: Pressed) -> Sequence[Picture]:
    """The pictures of the message whose button was pressed; the one named by the button first."""
    replied = ctx.turn.replied
    pictures = replied.pictures if replied else ()
    chosen = pressed.args.get("image")
    ordered = sorted(pictures, key=lambda picture: picture.id != chosen)
    return [replace(picture, context=borrowed(picture, ctx.turn.author.id)) for picture in ordered]


async def profile_of(services: Services, ctx: TurnContext) -> Profile:
    """What is always in the planner's sight. A place's rules hold also in a turn that reads no memory."""
    profile = await services.memory.profile(ctx.reader)
    shared_rules = tuple(rule for rule in profile.rules() if rule.scope.kind != "user")
    return profile if ctx.remembers else Profile(memories=shared_rules)


async def _recall(services: Services, ctx: TurnContext, text: str) -> tuple[Profile, Recollection]:
    if not ctx.remembers:
        return await profile_of(services, ctx), Recollection()
    return await asyncio.gather(profile_of(services, ctx), _recollect(services, ctx, text))


async def _recollect(services: Services, ctx: TurnContext, text: str) -> Recollection:
    """With the embedder away, the profile alone has to do."""
    try:
        return await services.memory.recall(ctx.reader, text, limit=RECALLED_MAX)
    except ModelUnavailable:
        await ctx.journal.note("recall", failed="the embedder does not answer")
        return Recollection()


async def cast_of(services: Services, ctx: TurnContext, words: str) -> tuple[Profile, Sequence[Memory]]:
    """The profile, and the characters that `words` may name, narrowest scope first."""
    profile, recollection = await _recall(services, ctx, words)
    listed = (*profile.memories, *(recalled.memory for recalled in recollection.memories))
    known = {m.id: m for m in listed if m.kind == "character" and m.valid_to is None}
    return profile, sorted(known.values(), key=lambda memory: _NARROWEST_FIRST.index(memory.scope.kind))


async def plan_of(
    services: Services, ctx: TurnContext, text: str, base: Picture | None, pending: PendingQuestion | None
) -> tuple[Plan, Profile]:
    """The plan for `text`, with the profile it was made by; `pending` is the question that it may answer. Raises ModelUnavailable,
    OverBudget."""
    await ctx.progress.say("plan", _("working out what you have in mind"))
    (profile, recollection), images = await asyncio.gather(_recall(services, ctx, text), _look(services, ctx))
    cards = await services.catalogue.cards()
    answers = {question.slot: text for question in pending.ask.questions} if pending else {}
    request = PlanRequest(
        turn=ctx.turn, text=text, profile=_to_plan_by(profile), recollection=_to_go_by(recollection), base=base,
        ask_policy=policy_of(ctx.author, ctx.channel), answers=answers,
        pending=pending.plan if pending else None, now=services.clock.now(), language=language_for_planner(ctx), images=images,
        words_are_read=any(not card.is_sketch for card in cards),
    )  # fmt: skip

    async def make() -> Plan:
        proposed = await ctx.model_call(
            "plan",
            lambda: services.planner.plan(request, timeout_seconds=services.limits.plan_seconds),
            free=services.free_models,
        )
        found = checked(proposed, request, services.statements.meaning)
        if found.dropped:
            await ctx.journal.note("proposals", dropped=list(found.dropped))
        return found.plan

    plan = await ctx.journal.once("plan", Plan, make)
    await settle(services, ctx, plan)
    return _as_covered_as(ctx.turn, base, pending, plan), profile


def _to_plan_by(profile: Profile) -> Profile:
    """Without wishes for a style board, met once the plan is there: a planner would take a board's name for a style or a place."""
    return replace(profile, memories=tuple(one for one in profile.memories if not standing_board(one)))


def _to_go_by(recollection: Recollection) -> Recollection:
    return replace(
        recollection, memories=tuple(one for one in recollection.memories if not standing_board(one.memory))
    )


async def _look(services: Services, ctx: TurnContext) -> tuple[ImageData, ...]:
    """Small versions of the attached and the replied-to pictures, for planners that see. The picture that an exchange is
    merely about is known by its record: image tokens are what makes long conversations dear."""
    if services.free_models:
        return ()
    turn = ctx.turn
    attached = turn.request.images if isinstance(turn.request, Said | Pressed) else ()
    replied = turn.replied.images if turn.replied else ()
    wanted = list(dict.fromkeys([*attached, *replied]))
    return tuple(await asyncio.gather(*(_small(services, image) for image in wanted)))


async def _small(services: Services, image: str) -> ImageData:
    """A small version to look at; GONE where the picture was forgotten meanwhile."""
    try:
        found = await services.images.load(image)
    except NotFound:
        return GONE
    return await services.gate.thumbnail(found, side=THUMBNAIL_SIDE)


def _as_covered_as(turn: Turn, base: Picture | None, pending: PendingQuestion | None, plan: Plan) -> Plan:
    """What somebody hid until it is tapped stays hidden in all that is made of it."""
    shown = isinstance(turn.request, Said) and turn.request.covered
    changed = base is not None and base.context.covered and plan.intent in ABOUT_A_PICTURE
    answered = pending is not None and pending.plan.context.covered
    if not (shown or changed or answered):
        return plan
    return replace(plan, context=replace(plan.context, covered=True))


def _asked_about(turn: Turn, replied: Message) -> Sequence[Picture]:
    """The pictures that a message of the bot without any is about: it asked what should change of them."""
    if replied.author is not None or replied.reply_to is None:
        return ()
    about = next((m for m in turn.thread if m.id[1:] == replied.reply_to[1:]), None)
    return about.pictures if about is not None and about.author is None else ()


def only_passed_on(said: Said) -> bool:
    """Words of another's, without one of the author's own: they are a thing to be drawn, and never an order."""
    return bool(said.quoted.strip()) and not (said.text.strip() or said.images or said.command)


def misses_its_picture(turn: Turn, said: Said, plan: Plan) -> bool:
    """Words about a picture that came with them and could not be read are not about some other picture; complete words need none."""
    shown = said.images or (turn.replied is not None and turn.replied.pictures)
    return bool(said.notes) and not shown and plan.intent in ABOUT_A_PICTURE
