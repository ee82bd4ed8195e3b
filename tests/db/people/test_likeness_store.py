"""Who may have whose likeness: every way to be allowed, and every way not to be."""

import io
import json
import zipfile

import pytest

from agent.domain.conversation import Turn
from agent.domain.people import Consent
from agent.errors import BadInput
from agent.limits import LIKENESS_NO_DAYS, LIKENESS_QUESTIONS_OPEN_MAX
from db.memory.forgetting.erase_person import erase_everything_of
from db.memory.memory_desk import PgMemoryDesk
from tests.db.memory.database_dump import dump
from tests.db.people.people_house import DIRECT, ELSEWHERE, MUSIC, PeopleHouse, looks
from tests.fakes import builders
from tests.fakes.clock import FakeClock
from tests.fakes.models.embedder import FakeEmbedder
from tests.worlds.stored_turns import ART


async def said(house: PeopleHouse, asking: Turn, consent: Consent, *, by: str = "ben") -> str:
    answering = await house.asks(by)
    return await house.likenesses.answer(answering, asking.id, consent)


async def test_nobody_is_drawn_who_allowed_nothing(house: PeopleHouse) -> None:
    await house.shows("ben", "with a beard")
    turn = await house.asks("ana")

    assert await house.standing(turn, "ben") == "none"
    assert not await house.lent(turn, "ben")
    await house.allows("ben", "nobody")
    assert await house.standing(turn, "ben") == "no"
    assert not await house.lent(turn, "ben")


async def test_everybody_may_have_their_own_wherever_they_are(house: PeopleHouse) -> None:
    await house.shows("ana", "with glasses", words="short black hair")

    for place in (ART, ELSEWHERE, DIRECT):
        turn = await house.asks("ana", at=place)
        assert await house.standing(turn, "ana") == "own"
        assert await house.lent(turn, "ana")


@pytest.mark.parametrize(
    ("allowance", "here", "next_door", "elsewhere"),
    [("channel", True, False, False), ("community", True, True, False)],
)
async def test_it_is_lent_where_it_was_allowed_and_nowhere_else(
    house: PeopleHouse, allowance, here, next_door, elsewhere
) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", allowance)

    assert await house.lent(await house.asks("ana"), "ben") == here
    assert await house.lent(await house.asks("ana", at=MUSIC), "ben") == next_door
    assert await house.lent(await house.asks("ana", at=ELSEWHERE), "ben") == elsewhere
    assert not await house.lent(await house.asks("ana", at=DIRECT), "ben")


async def test_the_narrower_allowance_takes_the_wider_ones_place(house: PeopleHouse) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", "community")
    await house.allows("ben", "channel")

    assert not await house.lent(await house.asks("ana", at=MUSIC), "ben")
    assert (await house.likenesses.allowances(house.reader("ben"))).here == "channel"


async def test_a_wrong_door_is_told_kindly(house: PeopleHouse) -> None:
    for allowance in ("channel", "community"):
        with pytest.raises(BadInput):
            await house.allows("ana", allowance, at=DIRECT)


async def test_who_is_asked_and_says_once_is_drawn_in_that_turn_alone(house: PeopleHouse) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", "ask")
    asking = await house.asks("ana")
    assert await house.standing(asking, "ben") == "ask"
    assert not await house.lent(asking, "ben")
    await house.question(asking, "ben")

    assert await said(house, asking, "once") == "noted"

    goes_on = await house.asks("ana")
    assert await house.lent(goes_on, "ben", asked_in=asking.id)
    assert not await house.lent(goes_on, "ben")
    assert not await house.lent(await house.asks("ana"), "ben")


async def test_an_answer_lets_the_turn_go_on_at_once(house: PeopleHouse) -> None:
    for name in ("ben", "cleo"):
        await house.shows(name, "smiling")
        await house.allows(name, "ask")
    asking = await house.asks("ana")
    await house.likenesses.ask(asking, [await house.key("cleo")])
    await house.question(asking, "ben")
    overdue = "select expires_at <= now() from questions where turn_id = $1::uuid"

    await said(house, asking, "once")
    assert not await house.pool.fetchval(overdue, asking.id)
    await said(house, asking, "no", by="cleo")

    assert await house.pool.fetchval(overdue, asking.id)
    job = await house.pool.fetchrow(
        "select queue_name, args from procrastinate_jobs where task_name = 'upkeep'"
    )
    assert (job["queue_name"], job["args"]) == ("upkeep", {"what": "questions"})


async def test_only_who_was_asked_answers_and_once(house: PeopleHouse) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", "ask")
    asking = await house.asks("ana")
    await house.question(asking, "ben")

    assert await said(house, asking, "once", by="ana") == "gone"
    assert await said(house, asking, "once", by="cleo") == "gone"
    assert await said(house, asking, "no") == "noted"
    assert await said(house, asking, "once") == "gone"
    assert not await house.lent(asking, "ben")


async def test_always_holds_in_that_channel(house: PeopleHouse) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", "ask")
    asking = await house.asks("ana")
    await house.question(asking, "ben")

    await said(house, asking, "always")

    assert await house.lent(await house.asks("cleo"), "ben")
    assert not await house.lent(await house.asks("cleo", at=MUSIC), "ben")


async def test_who_said_no_is_not_asked_again_by_the_same_person_for_a_while(house: PeopleHouse) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", "ask")
    asking = await house.asks("ana")
    await house.question(asking, "ben")
    await said(house, asking, "no")

    assert await house.standing(await house.asks("ana"), "ben") == "no"
    assert await house.standing(await house.asks("ana", at=ELSEWHERE), "ben") == "ask"
    assert await house.standing(await house.asks("cleo"), "ben") == "ask"
    await house.pool.execute(
        "update likeness_questions set answered_at = now() - make_interval(days => $1)", LIKENESS_NO_DAYS
    )
    assert await house.standing(await house.asks("ana"), "ben") == "ask"


async def test_nobody_is_asked_twice_at_once_nor_by_a_crowd(house: PeopleHouse) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", "ask")
    await house.question(await house.asks("ana"), "ben")

    assert await house.standing(await house.asks("ana"), "ben") == "no"
    for number in range(LIKENESS_QUESTIONS_OPEN_MAX - 1):
        await house.question(await house.asks(f"fan {number}"), "ben")
    assert await house.standing(await house.asks("cleo"), "ben") == "no"


async def test_an_answer_that_comes_late_is_told_so(house: PeopleHouse) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", "ask")
    asking = await house.asks("ana")
    await house.question(asking, "ben")
    await house.turns.threads.close(asking.id)

    assert await said(house, asking, "always") == "late"
    assert await house.lent(await house.asks("ana"), "ben")


@pytest.mark.parametrize("consent", ["once", "always"])
async def test_taking_it_back_holds_at_once_and_everywhere(house: PeopleHouse, consent: Consent) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", "community", at=ELSEWHERE)
    await house.allows("ben", "ask")
    asking = await house.asks("ana")
    await house.question(asking, "ben")
    await said(house, asking, consent)
    assert await house.lent(asking, "ben")

    await house.allows("ben", "nobody")

    assert not await house.lent(asking, "ben")
    assert not await house.lent(await house.asks("ana", at=ELSEWHERE), "ben")
    assert (await house.likenesses.allowances(house.reader("ben"))).here == "nobody"


async def test_with_memory_off_or_forgotten_it_is_not_lent(house: PeopleHouse) -> None:
    album = await house.shows("ben", "with a beard")
    await house.allows("ben", "community")
    turn = await house.asks("ana")
    assert await house.lent(turn, "ben")

    await house.switch_memory_off("ben")
    assert not await house.lent(turn, "ben")
    await house.albums.forget(house.reader("ben"), album.memory)
    assert await house.standing(turn, "ben") == "none"


async def test_incognito_turns_get_nobodys(house: PeopleHouse) -> None:
    await house.shows("ana", "with glasses")
    taken = await house.turns.say("draw me", by="ana", incognito=True)
    turn = (await house.turns.claim(taken.turn)).turn

    assert not await house.lent(turn, "ana")


async def test_an_unknown_key_is_nobodys(house: PeopleHouse) -> None:
    turn = await house.asks("ana")

    for key in ("", "xyz", "0" * 64, "'; drop table memories; --"):
        assert await house.likenesses.lend(turn, [key]) == {}  # pyright: ignore[reportArgumentType]


async def test_a_picture_of_oneself_is_found_and_taken_down(house: PeopleHouse) -> None:
    await house.shows("ben", "with a beard")
    await house.allows("ben", "channel")
    taken = await house.turns.say("draw me and @ben", by="ana")
    claim = await house.turns.answer(taken.turn, picture="both of them", caption="me and Ben at the fair")
    (image,) = claim_images = [
        row[0] for row in await house.pool.fetch("select image_id::text from pictures")
    ]
    await house.likenesses.used(claim.turn, [await house.key("ben"), await house.key("ana")], image)

    (use,) = await house.likenesses.uses(house.reader("ben"), limit=5)
    assert (use.image, use.caption, use.drawn_for) == (image, "me and Ben at the fair", "ana")
    assert not await house.likenesses.uses(house.reader("ana"), limit=5)
    assert await house.likenesses.take_down(house.reader("cleo"), image) is None
    assert await house.likenesses.take_down(house.reader("ben"), image) == [claim.reply]
    assert await house.likenesses.take_down(house.reader("ben"), image) is None
    assert not await house.pool.fetchval(
        "select count(*) from images where id = any($1::uuid[])", claim_images
    )


async def test_who_is_forgotten_leaves_no_byte_no_row_and_no_key(house: PeopleHouse) -> None:
    await house.shows("ben", "with a beard", words="a red beard")
    await house.allows("ben", "ask")
    asking = await house.asks("ana")
    await house.question(asking, "ben")
    await said(house, asking, "always")

    await erase_everything_of(house.pool, builders.author("ben").id)

    left = await dump(house.pool)
    assert looks("ben with a beard").data.hex() not in left
    assert "a red beard" not in left
    for table in ("likeness_owners", "likeness_grants", "likeness_questions", "likeness_uses"):
        assert not await house.pool.fetchval(f"select count(*) from {table}")


async def test_the_export_says_who_may_draw_somebody_and_who_did(house: PeopleHouse) -> None:
    await house.shows("ben", "with a beard", words="a red beard")
    await house.allows("ben", "channel", at=MUSIC)
    await house.allows("ben", "ask")
    asking = await house.asks("ana")
    await house.question(asking, "ben")
    await said(house, asking, "once")

    desk = PgMemoryDesk(house.pool, FakeEmbedder(), FakeClock())
    archive = zipfile.ZipFile(io.BytesIO(await desk.export(house.reader("ben"))))
    likeness, memories = (json.loads(archive.read(f"{name}.json")) for name in ("likeness", "memories"))

    assert [row["what"] for row in likeness] == ["may be asked", "allowed in a channel", "asked"]
    assert likeness[2]["answer"] == "once"
    assert (memories[0]["slot"], memories[0]["labels"]) == ("me", ["with a beard"])
    assert any(
        looks("ben with a beard").data == archive.read(name)
        for name in archive.namelist()
        if name.startswith("images/")
    )
