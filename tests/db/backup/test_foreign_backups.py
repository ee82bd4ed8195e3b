"""A backup that a stranger put together: what does not fit is refused in a sentence, and nothing is changed."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.errors import BadInput
from bot.postgres.database import MIGRATIONS
from bot.worker.jobs import prepare_queue
from db.backup.reading import read_backup
from db.backup.writing import MANIFEST, write_backup


@pytest.mark.parametrize(
    "told",
    [
        {
            "rows": {'memories"; drop table people; --': 1},
            "columns": {'memories"; drop table people; --': ["id"]},
        },
        {"rows": {"../../etc/passwd": 1}, "columns": {"../../etc/passwd": []}},
        {"rows": {"people": 1}, "columns": {"people": []}},
        {"rows": {"people": 1}, "columns": {"people": ["id"]}},
        {"rows": {"people": 1}, "columns": {}},
        {"rows": {"people": "x"}, "columns": {"people": ["id"]}},
        {"rows": [1]},
        {"schema": [{}]},
        {"sequences": []},
    ],
    ids=str,
)
async def test_what_a_stranger_put_together_is_refused_and_changes_nothing(
    dsn: str, empty_dsn: str, tmp_path: Path, told: dict[str, object]
) -> None:
    await write_backup(dsn, tmp_path / "honest.zip")
    with zipfile.ZipFile(tmp_path / "honest.zip") as honest:
        manifest = json.loads(honest.read(MANIFEST)) | {"rows": {}, "columns": {}, "sequences": {}} | told
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(MANIFEST, json.dumps(manifest))

    with pytest.raises(BadInput):
        await read_backup(tmp_path / "x.zip", empty_dsn, MIGRATIONS, prepare=prepare_queue)


async def test_a_table_that_the_schema_does_not_have_is_named(
    dsn: str, empty_dsn: str, tmp_path: Path
) -> None:
    """It is looked for among those that there are, before its name is part of any statement."""
    name = 'memories"; drop table people; --'
    await _altered(dsn, tmp_path, lambda told: told | {"rows": {name: 1}, "columns": {name: ["id"]}})

    with pytest.raises(BadInput, match=r"holds a table .* that its schema does not have"):
        await read_backup(tmp_path / "x.zip", empty_dsn, MIGRATIONS, prepare=prepare_queue)


async def test_a_table_with_other_rows_than_are_told_is_refused(
    dsn: str, empty_dsn: str, tmp_path: Path
) -> None:
    def one_more(told: dict[str, Any]) -> dict[str, Any]:
        return told | {"rows": {table: rows + (table == "people") for table, rows in told["rows"].items()}}

    await _altered(dsn, tmp_path, one_more)

    with pytest.raises(BadInput, match="people has 0 rows of 1"):
        await read_backup(tmp_path / "x.zip", empty_dsn, MIGRATIONS, prepare=prepare_queue)


async def _altered(dsn: str, folder: Path, alter: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """An honest backup whose manifest tells something else."""
    await write_backup(dsn, folder / "honest.zip")
    with zipfile.ZipFile(folder / "honest.zip") as honest, zipfile.ZipFile(folder / "x.zip", "w") as archive:
        for entry in honest.namelist():
            data = honest.read(entry)
            archive.writestr(
                entry, json.dumps(alter(json.loads(data))).encode() if entry == MANIFEST else data
            )
