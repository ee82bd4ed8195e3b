"""`/reports`, `/blocked`, `/audit` and their buttons: for moderators, each in private. Their right is looked at anew with every press."""

from collections.abc import Sequence
from dataclasses import replace

from agent.domain.conversation import MessageId, Pressed
from agent.domain.memory import ReportNotices
from agent.domain.moderation import Report
from agent.outcomes import Outcome, declined, told
from agent.policy.moderators import is_operator, may_moderate, moderated_here
from agent.translation.catalogue import _
from agent.turn_context import Services, TurnContext
from agent.wording import moderation as words

BLOCKS_SHOWN_MAX = 20
ENTRIES_SHOWN_MAX = 40


async def run_reports(services: Services, ctx: TurnContext, argument: str = "") -> Outcome:
    what, _space, choice = argument.lower().partition(" ")
    if what == "notify" and choice.strip() == "off":
        return await _set_notices(services, ctx, None, _(words.NOTIFY_OFF))
    if what == "notify" and not ctx.turn.place.private:
        return told(_(words.NOTIFY_HERE), private=True)
    communities = await moderated_here(services, ctx)
    if what == words.NEW and ctx.author.report_notices is not None:
        return await _notice(services, ctx, ctx.author.report_notices, communities)
    if not communities:
        return declined(words.not_a_moderator(ctx.turn.place), private=True)
    if what == "notify":
        if choice.strip() != "on":
            return told(_(words.NOTIFY_HOW), private=True)
        author, place = ctx.turn.author, ctx.turn.place
        wanted = ReportNotices(
            communities=communities, platform=place.platform, channel=place.channel, name=author.name
        )
        return await _set_notices(services, ctx, wanted, _(words.NOTIFY_ON))
    return await _next(services, ctx, communities)


async def _notice(
    services: Services, ctx: TurnContext, wanted: ReportNotices, communities: Sequence[str]
) -> Outcome:
    """Of those that they asked for and moderate still."""
    still = [one for one in communities if one in wanted.communities]
    if not still:
        return await _set_notices(services, ctx, None, _(words.NOTIFY_ENDED))
    return await _next(services, ctx, still, lead=_(words.NEW_REPORT))


async def _set_notices(
    services: Services, ctx: TurnContext, wanted: ReportNotices | None, text: str
) -> Outcome:
    await services.settings.save_author(ctx.turn.author.id, replace(ctx.author, report_notices=wanted))
    return told(text, private=True)


async def run_blocked(services: Services, ctx: TurnContext) -> Outcome:
    communities = await moderated_here(services, ctx)
    if not communities:
        return declined(words.not_a_moderator(ctx.turn.place), private=True)
    found = await services.moderation.blocks.list(communities, limit=BLOCKS_SHOWN_MAX)
    return (
        words.blocked_list(found, zone=ctx.author.zone)
        if found
        else told(_(words.NOBODY_BLOCKED), private=True)
    )


async def run_audit(services: Services, ctx: TurnContext) -> Outcome:
    communities = await moderated_here(services, ctx)
    if not communities:
        return declined(words.not_a_moderator(ctx.turn.place), private=True)
    found = await services.moderation.audit.entries(communities, limit=ENTRIES_SHOWN_MAX)
    return told(words.record(found, zone=ctx.author.zone) if found else _(words.NO_RECORD), private=True)


async def press_report_decision(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    """Remove, Block, Dismiss and Next under a report."""
    report = await services.moderation.queue.find(pressed.args.get("report", ""))
    if report is None:
        return declined(_(words.DECIDED), private=True)
    if not await may_moderate(services, ctx, report.place):
        return declined(_(words.NOT_YOUR_COMMUNITY), private=True)
    communities = (report.place.jurisdiction,)
    match pressed.action:
        case "report_block":
            lead = await _block(services, ctx, report)
            return await _next(services, ctx, communities, this=report.id, lead=lead)
        case "report_next":
            return await _next(services, ctx, communities, after=report.id)
        case _:
            return await _decide(services, ctx, report, remove=pressed.action == "report_remove")


async def press_unblock(services: Services, ctx: TurnContext, pressed: Pressed) -> Outcome:
    communities = await moderated_here(services, ctx)
    if not communities:
        return declined(_(words.NOT_YOUR_COMMUNITY), private=True)
    lifted = await services.moderation.blocks.unblock(ctx.turn, pressed.args.get("block", ""), communities)
    return told(_(words.UNBLOCKED) if lifted else _(words.NOT_BLOCKED), private=True)


async def _decide(services: Services, ctx: TurnContext, report: Report, *, remove: bool) -> Outcome:
    changed = await services.moderation.queue.decide(
        ctx.turn, report.id, "removed" if remove else "dismissed"
    )
    if changed is None:
        return declined(_(words.DECIDED), private=True)
    lead = _(words.REMOVED) if remove else _(words.DISMISSED)
    return await _next(services, ctx, (report.place.jurisdiction,), lead=lead, changes=changed)


async def _block(services: Services, ctx: TurnContext, report: Report) -> str:
    """What became of it. Nobody blocks themselves, who runs the bot, or who moderates there, by a slip."""
    person = report.author
    if person.id == ctx.turn.author.id:
        return _(words.YOURSELF)
    if is_operator(services, person.id):
        return _(words.IS_OPERATOR)
    if report.place.community_key is not None and await services.moderation.rights.moderates(
        person, report.place
    ):
        return words.is_moderator(person.name)
    await services.moderation.blocks.block(ctx.turn, person, report.place)
    return words.has_blocked(person.name)


async def _next(
    services: Services,
    ctx: TurnContext,
    communities: Sequence[str],
    *,
    after: str = "",
    this: str = "",
    lead: str = "",
    changes: Sequence[MessageId] = (),
) -> Outcome:
    """The report that comes after that one (or this one again), from the beginning where it was the last."""
    waiting = await services.moderation.queue.waiting(communities)
    later = [one for one in waiting if one > after]
    wanted = this if this in waiting else next(iter(later or waiting), "")
    report = await services.moderation.queue.find(wanted) if wanted else None
    if report is None:
        answer = told("\n".join(filter(None, (lead, _(words.NO_REPORTS)))), private=True)
    else:
        number = waiting.index(wanted) + 1
        is_blocked = await services.moderation.blocks.is_blocked(report.author.id, report.place)
        answer = words.report_shown(
            report, number=number, of=len(waiting), lead=lead, zone=ctx.author.zone, is_blocked=is_blocked
        )
    return replace(answer, reply=replace(answer.reply, changes=tuple(changes)))
