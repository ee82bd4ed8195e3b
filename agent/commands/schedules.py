"""`/schedule`: pictures that are drawn by the clock, said in words, listed, paused and deleted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from agent.domain.recurrence import known_zone, next_after, parse_wish
from agent.limits import TEXT_CHARS_MAX
from agent.outcomes import Outcome, declined, told
from agent.ports import Scheduled
from agent.translation.catalogue import N_, _, pgettext
from agent.translation.dates import weekday_and_time
from agent.turn_context import Services, TurnContext

USAGE = N_("""Say when and what: `/schedule every friday 18:00 a new banner in our style`.
I also understand every day, every weekday, every monday and thursday, every month on the 1st, tomorrow, 2026-12-24.
`/schedule` lists, `/schedule pause 1`, `/schedule resume 1`, `/schedule delete 1`, `/schedule zone Europe/Berlin`""")
SHOWN_CHARS_MAX = 80


async def run_schedule(services: Services, ctx: TurnContext, argument: str) -> Outcome:
    """The answer to `/schedule ARGUMENT`."""
    verb, _sep, rest = argument.strip().partition(" ")
    match verb.lower():
        case "" | "list":
            return await _list(services, ctx)
        case "zone":
            return await _zone(services, ctx, rest)
        case "pause" | "resume" | "delete":
            return await _change(services, ctx, verb.lower(), rest.strip())
        case _:
            return await _add(services, ctx, argument)


async def _add(services: Services, ctx: TurnContext, argument: str) -> Outcome:
    turn = ctx.turn
    if turn.incognito:
        return declined(
            _("An incognito message leaves nothing behind, so it cannot schedule anything."), private=True
        )
    if not (turn.place.private or turn.place.community is None or turn.author.may_manage):
        return declined(
            _("In a shared channel only moderators can schedule pictures. In our private chat you can."),
            private=True,
        )
    now = services.clock.now()
    wish = parse_wish(argument[:TEXT_CHARS_MAX], zone=ctx.author.zone, now=now)
    if wish is None:
        return declined("\n".join((_("I did not understand when or what."), _(USAGE))), private=True)
    due = next_after(wish.when, now)
    if due is None:
        return declined(_("That time is over already, or more than a year away."), private=True)
    added = await services.schedules.add(turn, wish, next_at=due)
    return told(_("Scheduled: {line}\n`/schedule` shows all of them.", line=_line(added)))


async def _list(services: Services, ctx: TurnContext) -> Outcome:
    found = await services.schedules.list(ctx.turn)
    if not found:
        return told("\n".join((_("Nothing is scheduled here."), _(USAGE))), private=True)
    lines = [f"{number}. {_line(scheduled)}" for number, scheduled in enumerate(found, start=1)]
    return told("\n".join(lines), private=True)


def _line(scheduled: Scheduled) -> str:
    text = (
        scheduled.text if len(scheduled.text) <= SHOWN_CHARS_MAX else f"{scheduled.text[:SHOWN_CHARS_MAX]}…"
    )
    if scheduled.paused:
        state = pgettext("scheduled picture", "paused")
    elif scheduled.next_at is None:
        state = pgettext("scheduled picture", "done")
    else:
        due = scheduled.next_at.astimezone(ZoneInfo(scheduled.when.zone))
        state = _("next {moment}", moment=weekday_and_time(due))
    return _("{when}: “{text}” ({state})", when=scheduled.when.words(), text=text, state=state)


async def _change(services: Services, ctx: TurnContext, verb: str, number: str) -> Outcome:
    found = await services.schedules.list(ctx.turn)
    chosen = _numbered(found, number)
    if chosen is None:
        return declined(_("Say its number: `/schedule` lists them."), private=True)
    if verb == "delete":
        done = await services.schedules.delete(ctx.turn, chosen.id)
        return told(
            _("Deleted: {what}.", what=chosen.when.words()) if done else _("It was deleted already."),
            private=True,
        )
    due = next_after(chosen.when, services.clock.now())
    await services.schedules.pause(ctx.turn, chosen.id, paused=verb == "pause", next_at=due)
    return told(_line(replace(chosen, paused=verb == "pause", next_at=due)), private=True)


def _numbered(found: Sequence[Scheduled], number: str) -> Scheduled | None:
    if number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= len(found):
        return found[int(number[:6]) - 1]
    return None


async def _zone(services: Services, ctx: TurnContext, name: str) -> Outcome:
    zone = known_zone(name)
    if not zone:
        return declined(_("Name it like this: `/schedule zone Europe/Berlin`."), private=True)
    await services.settings.save_author(ctx.turn.author.id, replace(ctx.author, zone=zone))
    return told(
        _(
            "Your time zone is {zone}: it is {time} there now.",
            zone=zone,
            time=_clock(services.clock.now(), zone),
        ),
        private=True,
    )


def _clock(now: datetime, zone: str) -> str:
    return f"{now.astimezone(ZoneInfo(zone)):%H:%M}"
