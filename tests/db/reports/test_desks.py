"""What the desks read from the database: a community's own, and no word of anybody."""

from dataclasses import replace

from agent.domain.conversation import Place
from agent.domain.memory import ChannelSettings, MemoryScope, NewMemory
from agent.ports import ModelUse
from bot.web.operator_desk import StoredOperatorDesk
from db.audit_log import PgAuditLog
from db.memory.forgetting.retention import finish_erasures
from db.memory.memory_store import PgMemoryStore
from db.pool import Pool
from db.reports.community_overview import PgCommunityDesk
from db.reports.failed_turns import failed_turns
from db.reports.turn_words import turn_words
from db.settings_store import PgSettingsStore
from tests.fakes import builders
from tests.fakes.builders import author
from tests.fakes.clock import FakeClock
from tests.fakes.models.embedder import FakeEmbedder
from tests.worlds.stored_turns import ART, StoredTurns

ELSEWHERE = Place(platform="console", community="guildhall", channel="art")
SPENT = """
insert into spending (turn_id, step, day, author, channel, community, pictures, usd)
values ($1::uuid, $2, (now() at time zone 'utc')::date - $3::int, 'console:ana', $4, $5, $6, $7)
"""


async def test_a_community_s_settings_rules_and_sums_are_its_own(pool: Pool) -> None:
    stored, settings = StoredTurns(pool), PgSettingsStore(pool)
    community, channel = ART.community_key, ART.channel_key
    assert community is not None
    await settings.save_channel(MemoryScope(kind="channel", key=channel), ChannelSettings(pictures_per_day=5))
    await settings.save_channel(MemoryScope(kind="community", key=community), ChannelSettings(spoilers=True))
    await settings.save_channel(
        MemoryScope(kind="channel", key=ELSEWHERE.channel_key), ChannelSettings(memory=False)
    )
    memory = PgMemoryStore(pool, FakeEmbedder(), FakeClock())
    for scope, text in (("channel", "flat pastel"), ("community", "no blood")):
        key = channel if scope == "channel" else community
        new = NewMemory(scope=MemoryScope(kind=scope, key=key), kind="rule", text=text, author=author().id)
        await memory.remember(new)
    house = NewMemory(
        scope=MemoryScope(kind="channel", key=channel),
        kind="preference",
        text="ink drawings",
        author=author().id,
    )
    await memory.remember(house)
    await memory.remember(replace(house, text="", name="Harbour", slot="board"))
    await memory.remember(replace(house, text="thick outlines", name="Comic", slot="board"))
    for place, days, pictures in ((ART, 0, 2), (ART, 3, 1), (ART, 40, 9), (ELSEWHERE, 0, 7)):
        turn = (await stored.say(at=place)).turn
        await pool.execute(
            SPENT, turn, "render", days, place.channel_key, place.community_key, pictures, pictures * 0.1
        )
        await pool.execute(
            "insert into traces (turn_id, step, facts) values ($1::uuid, 'drawn', $2)",
            turn,
            {"name": "fast", "usd": 0.1},
        )
    await pool.execute("update turns set private = false")

    found = await PgCommunityDesk(pool).overview(community, days=30)

    assert {key: (one.pictures_per_day, one.spoilers, one.memory) for key, one in found.settings.items()} == {
        "": (0, True, True), channel: (5, False, True),
    }  # fmt: skip
    shown = {"flat pastel", "ink drawings", "Harbour", "Comic: thick outlines"}
    assert {where: set(rules) for where, rules in found.rules.items()} == {"": {"no blood"}, channel: shown}
    assert [(row.channel, row.pictures, round(row.usd, 2)) for row in found.spending] == [
        (channel, 2, 0.2),
        (channel, 1, 0.1),
    ]
    assert [replace(one, usd=round(one.usd, 2)) for one in found.models] == [
        ModelUse(name="fast", pictures=3, usd=0.3)
    ]
    assert found.scheduled == {}


async def test_turns_that_failed_are_listed_without_their_words(pool: Pool) -> None:
    stored = StoredTurns(pool)
    first, second = (await stored.say("my secret wish")).turn, (await stored.say()).turn
    await pool.execute("update turns set state = 'failed' where id = $1::uuid", first)
    await pool.execute("insert into traces (turn_id, step, facts) values ($1::uuid, 'plan', '{}')", first)

    found = await failed_turns(pool, limit=5)

    assert [(one.turn, one.platform, one.step) for one in found] == [(first, "console", "plan")]
    assert "secret" not in str(found)
    assert second not in [one.turn for one in found]


async def test_the_words_of_a_turn_are_its_request_and_its_prompts_but_nothing_incognito(pool: Pool) -> None:
    stored = StoredTurns(pool)
    turn, other = await stored.say("my secret\nwish"), await stored.say("another wish")
    made_of = replace(builders.context({"subject": "a garden"}), prompt="a secret garden")
    await stored.answer(turn.turn, picture="garden", context=made_of)

    assert await turn_words(pool, turn.turn) == ["asked: my secret wish", "prompt: a secret garden"]
    await pool.execute("update turns set incognito = true where id = $1::uuid", other.turn)
    assert await turn_words(pool, other.turn) == []


async def test_an_operator_sees_words_where_they_may_and_pauses_all_work(pool: Pool) -> None:
    stored = StoredTurns(pool)
    turn = (await stored.say("my secret wish")).turn
    blind, seeing = (
        StoredOperatorDesk(pool, (), folder=None, usd_limit=0, sees_contents=sees) for sees in (False, True)
    )

    assert "secret" not in str(await blind.story(turn))
    assert "asked: my secret wish" in await seeing.story(turn)

    await blind.pause(paused=True)
    await blind.pause(paused=True)
    assert (await blind.overview()).paused
    await blind.pause(paused=False)
    overview = await blind.overview()
    assert (overview.paused, overview.under_way) == (False, 0)


async def test_an_operator_has_a_community_forgotten_and_that_is_recorded(pool: Pool) -> None:
    """By the chores, as a page does not wait for so long."""
    stored = StoredTurns(pool)
    turn = await stored.say("my secret wish")
    await stored.answer(turn.turn)
    community = await pool.fetchval("select community from turns")
    desk = StoredOperatorDesk(pool, (), folder=None, usd_limit=0, sees_contents=False)

    await desk.forget_community(community, by=builders.author("ana"))
    await finish_erasures(pool)

    assert await pool.fetchval("select count(*) from turns") == 0
    entries = await PgAuditLog(pool).entries([f"{community.partition(':')[0]}:@"], limit=5)
    assert [(entry.act, entry.actor, entry.detail) for entry in entries] == [
        ("forgot", builders.author("ana").name, "everything of a community")
    ]
