"""Puts before the planner what it should see: the picture meant, the profile and what is recalled, and small versions of the pictures
that were shown. One planning call a turn, recorded."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from agent.domain.conversation import Message, Picture, Pressed, Said, Turn
from agent.domain.generation import ImageData, Plan
from agent.domain.images import GONE
from agent.domain.memory import Memory, Profile, Recollection
from agent.domain.questions import PendingQuestion
from agent.errors import ModelUnavailable, NotFound
from agent.limits import RECALLED_MAX
from agent.planning.answered_questions import policy_of
from agent.planning.spoken_language import language_for_planner, settle
from agent.policy.proposals import checked
from agent.policy.sharing import borrowed
from agent.ports import PlanRequest
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext

THUMBNAIL_SIDE = 768
"""Longer side, in pixels, of the pictures a planner looks at."""

ABOUT_A_PICTURE = ("edit", "vary", "restyle", "about_image")
_NARROWEST_FIRST = ("user", "channel", "community")


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
    answers = {question.slot: text for question in pending.ask.questions} if pending else {}
    request = PlanRequest(
        turn=ctx.turn, text=text, profile=profile, recollection=recollection, base=base,
        ask_policy=policy_of(ctx.author, ctx.channel), answers=answers,
        pending=pending.plan if pending else None, now=services.clock.now(), language=language_for_planner(ctx), images=images,
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
    return plan, profile


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
