"""The growth benchmark, on a small scale: its copies are whole, and it says what it promises."""

from pathlib import Path

from benchmarks.speed.many_turns import multiply
from benchmarks.speed.statement_watch import StatementWatch
from db.pool import Pool
from tests.contracts.memory.memory_house import ANA, ART, pixels
from tests.db.memory.pg_memory_house import PgMemoryHouse


async def test_copies_hang_together_like_their_originals(pool: Pool) -> None:
    house = PgMemoryHouse(pool)
    await house.post("a fox", pixels("fox"), by=ANA, place=ART)

    await multiply(pool, ART.community_key or "", 3, days_ago=180)

    whole = await pool.fetchval(
        "select count(*) from pictures p join images i on i.id = p.image_id join messages m on m.id = p.message_id "
        "join turns t on t.id = p.turn_id and t.id = m.turn_id join message_images x on x.message_id = m.id and x.image_id = i.id"
    )
    old = await pool.fetchval("select count(*) from turns where created_at < now() - interval '170 days'")
    assert (whole, old) == (4, 3)


async def test_the_slowest_statements_are_read_from_the_server_s_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("LOG:  duration: 9000.0 ms  execute a: select 'before'\n")
    watch = StatementWatch(log)
    watch.forget()
    log.write_text(
        log.read_text()
        + "LOG:  duration: 150.5 ms  execute b: \nselect 1\nLOG:  duration: 2000.0 ms  execute c: select 2\n"
    )

    assert [(slow.seconds, slow.what[:9]) for slow in watch.slowest(5)] == [
        (2.0, "execute c"),
        (0.1505, "execute b"),
    ]
