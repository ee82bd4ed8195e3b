"""A backup that a stranger put together: what does not fit is refused in a sentence, and nothing is changed."""

import json
import zipfile
from pathlib import Path

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
