"""A community is erased, then the whole database is dumped: no byte of it remains, and nothing of others is missing."""

import pytest

from agent.domain.conversation import Reply
from agent.errors import StoreUnavailable
from db.memory.forgetting.erase_community import CommunityErasure, erase_community
from db.memory.forgetting.retention import finish_erasures
from db.pool import Connection
from tests.contracts.memory.memory_house import ANA, ART, BOB, ELSEWHERE, MUSIC, direct, pixels, tell
from tests.db.memory.database_dump import dump, quoting
from tests.db.memory.pg_memory_house import PgMemoryHouse

GUILD = str(ART.community_key)
TURNS, ROWS = 7, 2
_SET_UP = (
    "insert into channel_settings (scope, settings) values ('community:' || $1, '{}'), ('channel:' || $1 || '/music', '{}')",
    "insert into blocks (community, person, name) values ($1, sha256('bob'), 'Bob')",
    "insert into audit_log (community, act, actor, actor_name) select $1, 'blocked', 'discord:ana', 'Ana' from generate_series(1, 5)",
    "insert into watermarks (platform, channel, community, message) values ('discord', 'art', substr($1, 9), 1)",
    "insert into spending_months (month, community, pictures, usd) values ('2026-01-01', $1, 3, 0.5), ('2026-01-01', '', 1, 0.25)",
    "insert into schedules (author, author_json, place, channel, recurrence, request_text) "
    "values ('discord:ana', '{}', '{}', $1 || '/art', '{}', 'a zanzibar each day')",
    "insert into spending (turn_id, step, day, author, channel, community, pictures, usd) "
    "select id, 'plan', current_date, author, channel, community, 1, 0.5 from turns where community = $1",
)


async def lived_in(house: PgMemoryHouse) -> None:
    """Turns with pictures, drafts, memories of the place, its settings; and the same elsewhere."""
    for n in range(TURNS):
        await house.post(f"a zanzibar {n}", pixels(f"zanzibar {n}"), by=ANA, place=ART if n % 2 else MUSIC)
    await house.post("a kite", pixels("kite"), by=ANA, place=ELSEWHERE)
    await house.post("a quokka", pixels("quokka"), by=ANA, place=direct(ANA))
    kept = await house.save_image(pixels("of the house"), owner=BOB)
    for scope, place in (("community", ART), ("channel", MUSIC)):
        for kind in ("fact", "rule"):
            await tell(
                house, f"zanzibar {scope} {kind}", by=BOB, at=place, scope=scope, kind=kind, images=[kept]
            )
    await tell(house, "likes basalt", by=ANA, at=ART)
    await tell(house, "the harbour", by=ANA, at=ELSEWHERE, scope="community", kind="fact")
    await house.pool.execute(
        "update memories set conversation = 'discord:guild/art~discord:ana' where body = 'likes basalt'"
    )
    for statement in _SET_UP:
        await house.pool.execute(statement, GUILD)


def traces(dumped: str) -> list[str]:
    return quoting(
        dumped, "zanzibar", "guild", pixels("zanzibar 1").data.hex(), pixels("of the house").data.hex()
    )


async def test_no_byte_of_it_remains_and_what_is_others_stays(house: PgMemoryHouse) -> None:
    await lived_in(house)
    money = await house.pool.fetchval("select sum(usd) from spending")
    before = await dump(house.pool)
    assert len(traces(before)) > 3 * TURNS

    assert await erase_community(house.pool, GUILD) > TURNS

    after = await dump(house.pool)
    assert not traces(after)
    for kept in (
        "a kite",
        "a quokka",
        "likes basalt",
        "the harbour",
        pixels("kite").data.hex(),
        pixels("quokka").data.hex(),
    ):
        assert quoting(after, kept), kept
    assert await house.pool.fetchval("select sum(usd) from spending") == money
    months = await house.pool.fetchrow("select pictures, usd, community from spending_months")
    assert tuple(months or ()) == (4, 0.75, "")
    record = await house.pool.fetch("select community, act, detail from audit_log")
    assert [tuple(row) for row in record] == [("discord:@", "forgot", "everything of a community")]
    assert await house.pool.fetchval("select count(*) from community_erasures") == 0


async def test_each_batch_is_small_and_whoever_ends_it_it_is_gone_on_with(
    house: PgMemoryHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lived_in(house)
    batch, gone = CommunityErasure.batch, list[int]()

    async def ends(self: CommunityErasure, connection: Connection, rows: int) -> int:
        if len(gone) == 4:
            raise ConnectionError("the process ended")
        gone.append(await batch(self, connection, ROWS))
        return gone[-1]

    monkeypatch.setattr(CommunityErasure, "batch", ends)
    with pytest.raises(StoreUnavailable):
        await erase_community(house.pool, GUILD)
    monkeypatch.setattr(CommunityErasure, "batch", batch)
    assert 0 < max(gone) <= ROWS
    assert traces(await dump(house.pool))

    await finish_erasures(house.pool)

    assert not traces(await dump(house.pool))


async def test_what_is_under_way_ends_and_goes_then_and_what_comes_after_is_a_new_community_s(
    house: PgMemoryHouse,
) -> None:
    at_work = await house.hear("draw a zanzibar", by=ANA, place=ART)
    await erase_community(house.pool, GUILD)
    await finish_erasures(house.pool)
    assert await house.pool.fetchval("select state from turns") == "running"
    later = await house.hear("draw a quokka", by=ANA, place=ART)

    await house.answer(at_work, Reply(kind="text", text="a zanzibar"))
    await house.answer(later, Reply(kind="text", text="a quokka"))
    await finish_erasures(house.pool)

    after = await dump(house.pool)
    assert not quoting(after, "zanzibar")
    assert quoting(after, "quokka")
    assert await house.pool.fetchval("select count(*) from community_erasures") == 0


async def test_a_draft_of_a_turn_elsewhere_is_not_the_community_s(house: PgMemoryHouse) -> None:
    """Its people draw in other places at the same time."""
    await lived_in(house)
    elsewhere = await house.hear("draw a fox", by=ANA, place=ELSEWHERE)
    draft = await house.save_image(pixels("fox"), owner=ANA)
    await house.pool.execute(
        "update images set origin = $2 where id = $1::uuid", draft, f"{elsewhere.turn.id}/render-0"
    )

    await erase_community(house.pool, GUILD)

    assert await house.has_image(draft)
