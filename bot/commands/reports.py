"""`python -m bot status | trace | spending | forget`: what an operator asks, answered from the database."""

from collections.abc import Awaitable, Callable, Sequence

from bot.commands.store import open_store
from bot.settings import Settings
from db.chores import chore_ages
from db.memory.forgetting.erase_community import erase_community
from db.memory.forgetting.erase_person import erase_everything_of
from db.objects.object_sizes import object_sizes
from db.pool import Pool
from db.reports.spending_by_day import DaySpending, spending_by_day
from db.reports.table_sizes import table_sizes
from db.reports.turn_story import story_lines, turn_story
from db.turns.queue_figures import figures

TABLES_SHOWN = 6


async def status(settings: Settings) -> int:
    """Prints what waits, what is under way, and how much is kept. Raises Misconfigured, StoreUnavailable."""
    async with open_store(settings) as pool:
        waiting, ages, sizes = await figures(pool), await chore_ages(pool), await table_sizes(pool)
        stored = await object_sizes(pool)
    for what, value in waiting.values():
        print(f"{value:12,.2f}  {what}" if value % 1 else f"{value:12,.0f}  {what}")
    for chore, seconds in ages.items():
        print(f"{seconds:12,.0f}  seconds since {chore} last did all it had to")
    for table, size in [*sizes.items()][:TABLES_SHOWN]:
        print(f"{size / 1e6:12,.1f}  MB in {table}")
    print(f"{sum(sizes.values()) / 1e6:12,.1f}  MB in all tables")
    if stored.objects:
        print(f"{stored.bytes / 1e6:12,.1f}  MB in {stored.objects:,} objects, at the last sweep")
    return 0


async def trace(settings: Settings, start: str) -> int:
    """Prints the story of the turn whose id begins so. Raises NotFound, Misconfigured, StoreUnavailable."""
    async with open_store(settings) as pool:
        story = await turn_story(pool, start)
    print("\n".join(story_lines(story)))
    return 0


async def spending(settings: Settings, days: int) -> int:
    """Prints what was spent in these days. Raises Misconfigured, StoreUnavailable."""
    async with open_store(settings) as pool:
        spent = await spending_by_day(pool, days)
    print("\n".join(_spending_lines(spent)))
    return 0


def _spending_lines(spent: Sequence[DaySpending]) -> Sequence[str]:
    if not spent:
        return ("Nothing was spent in that time.",)
    total = f"{'all':10}  {sum(row.usd for row in spent):10.4f} USD  {sum(row.pictures for row in spent):6} pictures"
    return [
        *(
            f"{row.day}  {row.usd:10.4f} USD  {row.pictures:6} pictures  {row.community or '(no community)'}"
            for row in spent
        ),
        total,
    ]


async def forget(settings: Settings, person: str, *, sure: Callable[[], bool]) -> int:
    """Erases all that is kept of a person who cannot ask the bot any more. Raises Misconfigured, StoreUnavailable."""
    return await _erased(settings, erase_everything_of, person, sure)


async def forget_community(settings: Settings, community: str, *, sure: Callable[[], bool]) -> int:
    """Erases all that is kept of a community (Place.community_key). Raises Misconfigured, StoreUnavailable."""
    return await _erased(settings, erase_community, community, sure)


async def _erased(
    settings: Settings, erase: Callable[[Pool, str], Awaitable[int]], whom: str, sure: Callable[[], bool]
) -> int:
    if not sure():
        print("Nothing was changed.")
        return 1
    async with open_store(settings) as pool:
        gone = await erase(pool, whom)
    print(f"{gone} memories, pictures and messages of {whom} are gone, and what hung on them.")
    return 0
