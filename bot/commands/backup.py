"""`python -m bot backup | restore | transfer | forgotten`: a whole installation in one file, and back, on whatever Postgres."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from agent.errors import BadInput
from bot.log import set_up_logging
from bot.object_store import open_objects
from bot.postgres.database import MIGRATIONS, open_database, open_server
from bot.settings import Settings, secrets_of
from bot.worker.jobs import prepare_queue
from db.backup.reading import read_backup, read_manifest
from db.backup.writing import Manifest, write_backup
from db.memory.forgetting.forgotten_people import ForgottenPerson, forgotten_people, read_lines
from db.pool import close_pool, open_pool


async def backup(settings: Settings, file: Path) -> int:
    """Writes the file. The bot may go on meanwhile. Raises Misconfigured, StoreUnavailable."""
    set_up_logging("ERROR", secrets=secrets_of(settings))
    async with open_server(settings) as database, open_objects(settings) as objects:
        manifest = await write_backup(database.dsn, file, objects=objects)
    print(f"{file}: {_summary(manifest)}.")
    print("Whoever has it can read all that people wrote: keep it as you keep the database.")
    return 0


async def restore(settings: Settings, file: Path, *, forgotten: Path | None) -> int:
    """Reads the file into the configured database, which has to be empty. `forgotten`: what `python -m bot forgotten` printed last;
    None: nobody was. Raises BadInput, Misconfigured, StoreUnavailable."""
    set_up_logging("ERROR", secrets=secrets_of(settings))
    people = _read_list(forgotten) if forgotten is not None else ()
    manifest = read_manifest(file)
    async with open_server(settings) as database, open_objects(settings) as objects:
        again = await read_backup(
            file, database.dsn, MIGRATIONS, prepare=prepare_queue, forgotten=people, objects=objects
        )
    print(f"Restored: {_summary(manifest)}, as they were at {manifest.taken_at:%Y-%m-%d %H:%M} UTC.")
    print(f"{again} people who had everything forgotten since then are forgotten again.")
    return 0


async def transfer(settings: Settings, url: str) -> int:
    """Everything of the configured database into the empty one at `url`; objects stay where they are. The bot has to be stopped. Raises
    as `restore`."""
    set_up_logging("ERROR", secrets=(*secrets_of(settings), url))
    with tempfile.TemporaryDirectory(prefix="atelier-transfer-") as folder:
        file = Path(folder) / "all.zip"
        async with open_server(settings) as database:
            manifest = await write_backup(database.dsn, file, whole=False)
        await read_backup(file, url, MIGRATIONS, prepare=prepare_queue, same_moment=True)
    print(f"Transferred: {_summary(manifest)}. Set DATABASE_URL to the new address now.")
    return 0


async def forgotten(settings: Settings) -> int:
    """Prints who had everything forgotten, without names: one JSON object a line. Raises Misconfigured, StoreUnavailable."""
    set_up_logging("ERROR", secrets=secrets_of(settings))
    async with open_database(settings) as database:
        pool = await open_pool(database.dsn, max_size=1)
        try:
            people = await forgotten_people(pool)
        finally:
            await close_pool(pool)
    for person in people:
        print(person.to_line())
    return 0


def _read_list(path: Path) -> Sequence[ForgottenPerson]:
    try:
        return read_lines(path.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}") from error


def _summary(manifest: Manifest) -> str:
    rows = manifest.rows
    return f"{rows['turns']:,} turns, {rows['memories']:,} memories, {rows['images']:,} pictures"
