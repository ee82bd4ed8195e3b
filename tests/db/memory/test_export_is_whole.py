"""The export holds something of every table that says whose a row is."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from adapters.web.identity.names import page_name
from agent.domain.conversation import Author, AuthorId
from agent.domain.memory import AuthorSettings
from agent.domain.recurrence import Recurrence, Wish
from agent.ports import Entry
from agent.turn_context import reader_of
from db.memory.passive_learning import PgPassiveLearning
from db.pool import Pool
from db.turns.schedules import PgScheduleStore
from db.web.names import PgNameStore
from db.web.sessions import PgSessionStore
from tests.contracts.memory.memory_house import ANA, ART, BOB, pixels, tell
from tests.db.memory.pg_memory_house import PgMemoryHouse
from tests.fakes.builders import turn

EXPORTED = {
    "memories", "pictures", "messages", "author_settings", "schedules", "consent_asked", "people", "images", "spending",
    "web_names", "web_sessions", "web_identities", "linked_accounts",
    "likeness_owners", "likeness_grants", "likeness_questions", "likeness_uses",
}  # fmt: skip
WORKINGS = {
    "turns": "whose words are its messages'",
    "noticed_turns": "ids of turns that wait to be learnt from",
    "learnt_notices": "ids of memories that are still to be told",
    "erasures": "empty but for a moment",
    "introductions": "the turn whose reply said that the bot is an AI",
    "web_links": "digests that hold for minutes",
    "account_codes": "digests that hold for minutes",
    "account_notices": "what is about to be said of one's own accounts",
}
"""Of how the bot works: ids and times alone."""


async def unzipped(house: PgMemoryHouse, *, by: AuthorId = ANA) -> dict[str, Any]:
    archive = zipfile.ZipFile(io.BytesIO(await house.desk.export(reader_of(by, ART))))
    return {n.removesuffix(".json"): json.loads(archive.read(n)) for n in archive.namelist() if ".json" in n}


async def test_each_table_of_somebody_s_own_is_exported_or_only_workings(pool: Pool) -> None:
    rows = await pool.fetch(
        "select distinct table_name from information_schema.columns "
        "where table_schema = 'public' and column_name in ('author', 'owner', 'asker')"
    )

    named = {row["table_name"] for row in rows}

    assert named - EXPORTED - WORKINGS.keys() <= {"questions", "buttons"}


async def test_what_is_drawn_by_the_clock_what_it_cost_and_who_it_is_are_in_it(pool: Pool) -> None:
    house = PgMemoryHouse(pool)
    await house.post("a boat", pixels("boat"), by=ANA, place=ART)
    await tell(house, "prefers ink", by=ANA)
    await house.settings.save_author(ANA, AuthorSettings(zone="Europe/Lisbon"))
    for person, text in (("ana", "a banner"), ("bob", "a secret")):
        asked = turn(place=ART)
        asked = replace(asked, author=replace(asked.author, id=AuthorId(f"discord:{person}")))
        await PgScheduleStore(pool).add(
            asked,
            Wish(when=Recurrence(at=time(9)), text=text),
            next_at=datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=1),
        )
        await PgPassiveLearning(pool, house.clock).may_ask(asked)
    await pool.execute(
        "insert into spending (turn_id, step, day, author, channel, pictures, usd) "
        "select gen_random_uuid(), 'render', date '2026-01-01', a, 'c', 2, 0.5 from unnest($1::text[]) a",
        [ANA, ANA, BOB],
    )

    entry = Entry(door=b"", way="link", browser="Firefox on Linux")
    await PgSessionStore(pool).open(b"1" * 32, entry=entry, at=datetime(2026, 1, 1, tzinfo=UTC))
    page = page_name("Ana")
    await PgNameStore(pool).arrive(Author(id=ANA, name="Ana"), digest=b"1" * 32, names=[page])

    told = await unzipped(house)
    of_the_page = await unzipped(house, by=page.author.id)

    assert [row["id"] for row in told["accounts"]] == [ANA, "web:ana"]
    assert [(row["name"], row["browser"], row["way"]) for row in of_the_page["browsers"]] == [
        ("Ana", "Firefox on Linux", "link")
    ]
    assert [row["text"] for row in told["schedules"]] == ["a banner"]
    assert told["costs"] == [{"day": "2026-01-01", "pictures": 4, "usd": 1.0}]
    assert told["person"][0]["id"] == ANA
    assert told["person"][0]["asked_to_learn_at"]
    assert told["settings"][0]["settings"]["zone"] == "Europe/Lisbon"
    assert "secret" not in json.dumps(told)
