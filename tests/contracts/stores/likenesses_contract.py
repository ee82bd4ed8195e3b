"""What every door to likenesses does."""

import pytest

from agent.domain.people import Consent
from agent.errors import BadInput
from agent.limits import LIKENESS_NO_DAYS, LIKENESS_QUESTIONS_OPEN_MAX
from tests.contracts.stores.people_house import (
    ART,
    DIRECT,
    ELSEWHERE,
    MUSIC,
    PeopleHouse,
)


class LikenessesContract:
    async def test_nobody_is_drawn_who_allowed_nothing(self, house: PeopleHouse) -> None:
        await house.shows("ben", "with a beard")
        turn = await house.asks("ana")

        assert await house.standing(turn, "ben") == "none"
        assert not await house.lent(turn, "ben")
        await house.allows("ben", "nobody")
        assert await house.standing(turn, "ben") == "no"
        assert not await house.lent(turn, "ben")

    async def test_everybody_may_have_their_own_wherever_they_are(self, house: PeopleHouse) -> None:
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
        self, house: PeopleHouse, allowance, here, next_door, elsewhere
    ) -> None:
        await house.shows("ben", "with a beard")
        await house.allows("ben", allowance)

        assert await house.lent(await house.asks("ana"), "ben") == here
        assert await house.lent(await house.asks("ana", at=MUSIC), "ben") == next_door
        assert await house.lent(await house.asks("ana", at=ELSEWHERE), "ben") == elsewhere
        assert not await house.lent(await house.asks("ana", at=DIRECT), "ben")

    async def test_the_narrower_allowance_takes_the_wider_ones_place(self, house: PeopleHouse) -> None:
        await house.shows("ben", "with a beard")
        await house.allows("ben", "community")
        await house.allows("ben", "channel")

        assert not await house.lent(await house.asks("ana", at=MUSIC), "ben")
        assert (await house.likenesses.allowances(house.reader("ben"))).here == "channel"

    async def test_a_wrong_door_is_told_kindly(self, house: PeopleHouse) -> None:
        for allowance in ("channel", "community"):
            with pytest.raises(BadInput):
                await house.allows("ana", allowance, at=DIRECT)

    async def test_who_is_asked_and_says_once_is_drawn_in_that_turn_alone(self, house: PeopleHouse) -> None:
        await house.shows("ben", "with a beard")
        await house.allows("ben", "ask")
        asking = await house.asks("ana")
        assert await house.standing(asking, "ben") == "ask"
        assert not await house.lent(asking, "ben")
        await house.question(asking, "ben")

        assert await house.said(asking, "once") == "noted"

        goes_on = await house.asks("ana")
        assert await house.lent(goes_on, "ben", asked_in=asking.id)
        assert not await house.lent(goes_on, "ben")
        assert not await house.lent(await house.asks("ana"), "ben")

    async def test_only_who_was_asked_answers_and_once(self, house: PeopleHouse) -> None:
        await house.shows("ben", "with a beard")
        await house.allows("ben", "ask")
        asking = await house.asks("ana")
        await house.question(asking, "ben")

        assert await house.said(asking, "once", by="ana") == "gone"
        assert await house.said(asking, "once", by="cleo") == "gone"
        assert await house.said(asking, "no") == "noted"
        assert await house.said(asking, "once") == "gone"
        assert not await house.lent(asking, "ben")

    async def test_always_holds_in_that_channel(self, house: PeopleHouse) -> None:
        await house.shows("ben", "with a beard")
        await house.allows("ben", "ask")
        asking = await house.asks("ana")
        await house.question(asking, "ben")

        await house.said(asking, "always")

        assert await house.lent(await house.asks("cleo"), "ben")
        assert not await house.lent(await house.asks("cleo", at=MUSIC), "ben")

    async def test_nobody_is_asked_twice_at_once_nor_by_a_crowd(self, house: PeopleHouse) -> None:
        await house.shows("ben", "with a beard")
        await house.allows("ben", "ask")
        await house.question(await house.asks("ana"), "ben")

        assert await house.standing(await house.asks("ana"), "ben") == "no"
        for number in range(LIKENESS_QUESTIONS_OPEN_MAX - 1):
            await house.question(await house.asks(f"fan {number}"), "ben")
        assert await house.standing(await house.asks("cleo"), "ben") == "no"

    async def test_an_answer_that_comes_late_is_told_so(self, house: PeopleHouse) -> None:
        await house.shows("ben", "with a beard")
        await house.allows("ben", "ask")
        asking = await house.asks("ana")
        await house.question(asking, "ben")
        await house.closes(asking.id)

        assert await house.said(asking, "always") == "late"
        assert await house.lent(await house.asks("ana"), "ben")

    @pytest.mark.parametrize("consent", ["once", "always"])
    async def test_taking_it_back_holds_at_once_and_everywhere(
        self, house: PeopleHouse, consent: Consent
    ) -> None:
        await house.shows("ben", "with a beard")
        await house.allows("ben", "community", at=ELSEWHERE)
        await house.allows("ben", "ask")
        asking = await house.asks("ana")
        await house.question(asking, "ben")
        await house.said(asking, consent)
        assert await house.lent(asking, "ben")

        await house.allows("ben", "nobody")

        assert not await house.lent(asking, "ben")
        assert not await house.lent(await house.asks("ana", at=ELSEWHERE), "ben")
        assert (await house.likenesses.allowances(house.reader("ben"))).here == "nobody"

    async def test_with_memory_off_or_forgotten_it_is_not_lent(self, house: PeopleHouse) -> None:
        album = await house.shows("ben", "with a beard")
        await house.allows("ben", "community")
        turn = await house.asks("ana")
        assert await house.lent(turn, "ben")

        await house.switch_memory_off("ben")
        assert not await house.lent(turn, "ben")
        await house.albums.forget(house.reader("ben"), album.memory)
        assert await house.standing(turn, "ben") == "none"

    async def test_an_unknown_key_is_nobodys(self, house: PeopleHouse) -> None:
        turn = await house.asks("ana")

        for key in ("", "xyz", "0" * 64, "'; drop table memories; --"):
            assert await house.likenesses.lend(turn, [key]) == {}  # pyright: ignore[reportArgumentType]

    async def test_who_said_no_is_not_asked_again_by_the_same_person_for_a_while(
        self, house: PeopleHouse
    ) -> None:
        await house.shows("ben", "with a beard")
        await house.allows("ben", "ask")
        asking = await house.asks("ana")
        await house.question(asking, "ben")
        await house.said(asking, "no")

        assert await house.standing(await house.asks("ana"), "ben") == "no"
        assert await house.standing(await house.asks("ana", at=ELSEWHERE), "ben") == "ask"
        assert await house.standing(await house.asks("cleo"), "ben") == "ask"
        await house.days_pass(LIKENESS_NO_DAYS)
        assert await house.standing(await house.asks("ana"), "ben") == "ask"

    async def test_incognito_turns_get_nobodys(self, house: PeopleHouse) -> None:
        await house.shows("ana", "with glasses")

        assert not await house.lent(await house.asks("ana", incognito=True), "ana")

    async def test_a_picture_of_oneself_is_found_and_taken_down(self, house: PeopleHouse) -> None:
        await house.shows("ben", "with a beard")
        await house.allows("ben", "channel")
        image, message = await house.drawn("ana", "me and Ben at the fair", "ben", "ana")

        (use,) = await house.likenesses.uses(house.reader("ben"), limit=5)
        assert (use.image, use.caption, use.drawn_for) == (image, "me and Ben at the fair", "ana")
        assert not await house.likenesses.uses(house.reader("ana"), limit=5)
        assert await house.likenesses.take_down(house.reader("cleo"), image) is None
        assert await house.likenesses.take_down(house.reader("ben"), image) == [message]
        assert await house.likenesses.take_down(house.reader("ben"), image) is None
        assert not await house.has_photograph(image)
