"""What a reply shows: its pictures by themselves, or on one sheet that keeps their numbers."""

import io

import pytest
from PIL import Image

from adapters.media import PillowGate
from agent.domain.conversation import AuthorId, ImageId, Reply
from agent.domain.images import ImageData
from bot.turns.reply_files import with_files
from db.picture_store import PgImageStore
from db.pool import Pool
from tests.worlds.painted import painted

ANA = AuthorId("discord:1")
GONE = ImageId("00000000-0000-0000-0000-000000000000")


@pytest.fixture(scope="module")
def gate() -> PillowGate:
    return PillowGate()


async def test_the_pictures_of_a_sheet_are_one_file_and_their_own_are_not_sent(
    pool: Pool, gate: PillowGate
) -> None:
    store = PgImageStore(pool)
    sea, hill = [await store.save(painted(seed), owner=ANA) for seed in ("sea", "hill")]
    archive = await store.save(
        ImageData(data=b"zip", media_type="application/zip", width=0, height=0), owner=ANA
    )
    reply = Reply(
        kind="text", text="Ink", images=(sea, hill), alts=("the sea",), sheet="Contact sheet of Ink: 1 the sea, 2", files=(archive,),
    )  # fmt: skip

    shown, (sheet, file) = await with_files(store, gate, reply)

    assert Image.open(io.BytesIO(sheet.data)).size == (872, 500)
    assert (sheet.name, sheet.media_type, sheet.shows) == ("atelier-1.jpg", "image/jpeg", 2)
    assert sheet.alt == "Contact sheet of Ink: 1 the sea, 2"
    assert (file.data, file.shows) == (b"zip", 1)
    assert (len(shown.images), shown.alts, shown.text) == (1, (sheet.alt,), "Ink")
    assert not {sea, hill} & set(shown.images), (
        "what a platform calls the sheet is noted as no picture of theirs"
    )


async def test_a_picture_that_is_gone_keeps_its_number_and_is_told(pool: Pool, gate: PillowGate) -> None:
    store = PgImageStore(pool)
    hill = await store.save(painted("hill"), owner=ANA)

    told = {
        language: (await with_files(store, gate, Reply(
            kind="text", text="Ink", images=(GONE, hill), sheet="Ink", language=language,
        )))[0].text
        for language in ("", "de")
    }  # fmt: skip

    assert told[""] == "Ink\nPicture 1 is not kept any more."
    assert told["de"].startswith("Ink\nBild 1 ")


async def test_without_a_sheet_each_is_sent_and_the_gone_one_is_left_out(
    pool: Pool, gate: PillowGate
) -> None:
    store = PgImageStore(pool)
    hill = await store.save(painted("hill"), owner=ANA)
    reply = Reply(kind="text", text="Ink", images=(GONE, hill), alts=("gone", "hill"))

    shown, files = await with_files(store, gate, reply)

    assert shown is reply
    assert [(file.alt, file.data) for file in files] == [("hill", painted("hill").data)]
