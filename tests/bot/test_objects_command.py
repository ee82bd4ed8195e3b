"""`python -m bot objects`: an installation moves while it is asked, and back; what is amiss is told."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from agent.errors import Misconfigured, StoreUnavailable
from bot.app import open_app
from bot.commands.check import objects_finding
from bot.commands.objects import compare, move
from bot.object_store import open_objects
from bot.settings import Settings, read_settings
from db.picture_store import PgImageStore
from tests.contracts.memory.memory_house import ANA, BOB, pixels


@pytest.fixture
def settings(dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
    return read_settings(DATABASE_URL=dsn, ATELIER_OBJECTS=str(tmp_path / "pictures"))


@pytest.fixture
async def saved(pool: asyncpg.Pool) -> list[str]:
    """Two pictures in Postgres."""
    store = PgImageStore(pool)
    return [await store.save(pixels("fox"), owner=ANA), await store.save(pixels("owl"), owner=BOB)]


def files(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (folder / "pictures").rglob("*") if path.is_file())


async def test_all_pictures_move_and_come_back(
    settings: Settings,
    saved: list[str],
    pool: asyncpg.Pool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert await move(settings, back=False) == 0
    assert await asyncio.to_thread(files, tmp_path) == sorted([pixels("fox").data, pixels("owl").data])
    assert await pool.fetchval("select count(*) from images where data is null") == 2

    async with open_app(settings) as app:
        assert await app.images.load(saved[0]) == pixels("fox")

    assert await move(settings, back=True) == 0
    assert await asyncio.to_thread(files, tmp_path) == []
    assert (await PgImageStore(pool).load(saved[1])) == pixels("owl")
    assert "2 files to move." in capsys.readouterr().out


async def test_a_picture_without_its_object_is_told(
    settings: Settings, saved: list[str], pool: asyncpg.Pool, capsys: pytest.CaptureFixture[str]
) -> None:
    await move(settings, back=False)
    async with open_objects(settings) as objects:
        assert objects is not None
        await objects.delete([await pool.fetchval("select object from images where owner = $1", ANA)])

    assert await compare(settings, now=10_000_000_000.0) == 1
    assert "1 pictures have no object any more." in capsys.readouterr().out


async def test_without_a_store_it_says_what_to_set(settings: Settings, dsn: str) -> None:
    with pytest.raises(Misconfigured, match="ATELIER_OBJECTS"):
        await move(read_settings(DATABASE_URL=dsn), back=False)


async def test_a_store_that_is_away_keeps_nobody_from_starting(dsn: str, settings: Settings) -> None:
    away = settings.model_copy(update={"objects": "s3://pictures?endpoint=http://127.0.0.1:1"})

    async with open_app(away) as app:
        saved = await app.images.save(pixels("fox"), owner=ANA)

        assert await app.images.load(saved) == pixels("fox")


async def test_the_setting_may_not_be_left_out_afterwards(
    settings: Settings, saved: list[str], dsn: str
) -> None:
    await move(settings, back=False)

    with pytest.raises(Misconfigured, match="ATELIER_OBJECTS"):
        async with open_app(settings.model_copy(update={"objects": ""})):
            raise AssertionError("it started")


async def test_check_tries_the_store_and_says_what_is_wrong_with_it(settings: Settings, dsn: str) -> None:
    (good,) = await objects_finding(settings)
    (none,) = await objects_finding(read_settings(DATABASE_URL=dsn))

    assert (good.state, none.state) == ("good", "good")
    assert "written, read and deleted again" in good.text
    assert "in the database" in none.text
    with pytest.raises(Misconfigured, match="neither a folder nor s3"):
        await objects_finding(settings.model_copy(update={"objects": "ftp://pictures"}))
    with pytest.raises(StoreUnavailable, match="object store"):
        await objects_finding(
            settings.model_copy(update={"objects": "s3://pictures?endpoint=http://127.0.0.1:1"})
        )
