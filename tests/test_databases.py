"""A database that a test gives back is as it was made, or is not lent again."""

import psycopg
import pytest

from tests.databases import Databases

STATE = """
select (select home::text from object_home), (select swept_at is null from object_home), (select count(*) from procrastinate_jobs)
"""
JOB = """
insert into procrastinate_jobs (queue_name, task_name, args) values ('q', 't', '{}') returning id
"""


def asked(dsn: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        return connection.execute(statement).fetchall()  # pyright: ignore[reportArgumentType]


def test_rows_are_gone_what_the_migrations_wrote_is_back_and_numbers_begin_anew(databases: Databases) -> None:
    with databases.lent() as first:
        before = asked(first, STATE)
        numbers = [asked(first, JOB) for _ in range(3)]
        asked(first, "update object_home set home = gen_random_uuid(), swept_at = now() returning 1")
        assert asked(first, STATE) != before

    with databases.lent() as second:
        assert second == first
        assert asked(second, STATE) == before
        assert asked(second, JOB) == numbers[0]


@pytest.mark.parametrize(
    "statement",
    [
        "create table left_behind ()", "alter table turns add column left_behind int", "drop index turns_open",
        "create function left_behind() returns int language sql as 'select 1'", "analyze object_home",
        "alter table images alter column caption drop default", "truncate turns cascade",
    ],
)  # fmt: skip
def test_one_with_more_than_other_rows_is_not_lent_again(databases: Databases, statement: str) -> None:
    with databases.lent() as first, psycopg.connect(first, autocommit=True) as connection:
        connection.execute(statement)  # pyright: ignore[reportArgumentType]

    with databases.lent() as second:
        assert second != first


def test_who_is_still_connected_is_ended_and_writes_nothing_into_the_next_test(databases: Databases) -> None:
    with databases.lent() as first:
        late = psycopg.connect(first)
        late.execute(JOB)

    with databases.lent() as second:
        assert second == first
        with pytest.raises(psycopg.OperationalError):
            late.commit()
        assert asked(second, "select count(*) from procrastinate_jobs") == [(0,)]
    late.close()


def test_two_at_once_are_two_and_none_serves_for_ever(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    with databases.lent() as first, databases.lent() as second:
        assert first != second

    monkeypatch.setattr("tests.databases.USES_MAX", 1)
    with databases.lent() as last:
        pass
    with databases.lent() as next_one:
        assert next_one != last
