"""What `Reports`, `ReportQueue`, `Blocks`, `AuditLog` and `Introductions` do, whatever keeps them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType
from typing import Protocol

import pytest

from agent.domain.conversation import Author, MessageId, Place, Turn
from agent.errors import OverBudget
from agent.limits import OPEN_REPORTS_PER_PERSON_MAX
from agent.ports import Introductions
from agent.turn_context import Moderation
from tests.fakes import builders

ART = builders.PLACE
MUSIC = replace(ART, channel="music")
ELSEWHERE = replace(ART, community="other")
DIRECT = Place(platform="console", channel="dm@ana", private=True)
HERE, OTHER, PRIVATE = ART.jurisdiction, ELSEWHERE.jurisdiction, DIRECT.jurisdiction
ANA, BEN = builders.author("ana"), builders.author("ben")


class ModerationHouse(Protocol):
    async def post(
        self, caption: str, *, by: Author = ANA, place: Place = ART, alone: bool = False
    ) -> MessageId:
        """A picture that the bot has posted; `alone`: only its author was shown it."""
        ...

    def ports(self) -> Moderation: ...


def says(who: str, name: str, *, place: Place = ART) -> Turn:
    return builders.turn("/report", by=who, place=place, id=name)


class ReportsContract(ABC):
    store: ModuleType
    """Where the limits are looked up."""

    @abstractmethod
    @pytest.fixture
    def house(self) -> ModerationHouse: ...

    async def waiting(self, house: ModerationHouse, *communities: str) -> Sequence[str]:
        return await house.ports().queue.waiting(communities or (HERE,))

    async def test_a_report_waits_with_all_that_a_moderator_needs(self, house: ModerationHouse) -> None:
        message = await house.post("a fox", by=ANA)

        assert await house.ports().reports.file(says("ben", "t1"), message, reason="nasty") == "filed"

        (number,) = await self.waiting(house)
        report = await house.ports().queue.find(number)
        assert report is not None
        assert (report.message, report.author.id, report.caption) == (message, ANA.id, "a fox")
        assert (report.reporters, report.reasons, len(report.images)) == (1, ("nasty",), 1)
        assert report.place == ART

    async def test_one_person_reports_a_picture_once_and_may_add_why(self, house: ModerationHouse) -> None:
        message = await house.post("a fox")
        reports = house.ports().reports

        states = [
            await reports.file(says("ben", f"t{n}"), message, reason=why)
            for n, why in enumerate(["", "ugly", "x"])
        ]

        (number,) = await self.waiting(house)
        report = await house.ports().queue.find(number)
        assert states == ["filed", "known", "known"]
        assert report is not None
        assert (report.reporters, report.reasons) == (1, ("ugly",))

    async def test_several_people_make_one_thing_to_decide(self, house: ModerationHouse) -> None:
        message, other = await house.post("a fox"), await house.post("a boat")
        for n, who in enumerate(["ben", "cleo"]):
            await house.ports().reports.file(says(who, f"t{n}"), message, reason=who)
        await house.ports().reports.file(says("ben", "t9"), other, reason="")

        first, _ = await self.waiting(house)
        report = await house.ports().queue.find(first)

        assert report is not None
        assert (report.message, report.reporters, report.reasons) == (message, 2, ("ben", "cleo"))

    async def test_so_many_may_wait_of_one_person(self, house: ModerationHouse) -> None:
        reports = house.ports().reports
        for n in range(OPEN_REPORTS_PER_PERSON_MAX):
            await reports.file(says("ben", f"t{n}"), await house.post(f"fox {n}"), reason="")
        one_more = await house.post("one more")

        with pytest.raises(OverBudget):
            await reports.file(says("ben", "last"), one_more, reason="")

        assert await reports.file(says("cleo", "hers"), one_more, reason="") == "filed"

    async def test_so_many_may_wait_in_a_community(
        self, house: ModerationHouse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(self.store, "OPEN_REPORTS_PER_COMMUNITY_MAX", 3)
        reports = house.ports().reports
        for n in range(3):
            await reports.file(says(f"p{n}", f"t{n}"), await house.post(f"fox {n}"), reason="")

        with pytest.raises(OverBudget):
            await reports.file(says("cleo", "last"), await house.post("one more"), reason="")

    async def test_what_is_not_there_or_not_to_be_seen_is_not_reported(self, house: ModerationHouse) -> None:
        reports = house.ports().reports
        alone = await house.post("a secret", alone=True)
        private = await house.post("a secret", place=DIRECT)

        for message in ("b999999", "nonsense", "", alone, private):
            assert await reports.place_of(says("ben", "t1"), message) is None
            assert await reports.file(says("ben", "t1"), message, reason="") == "gone"

        assert await reports.place_of(says("ana", "t2"), private) == DIRECT
        assert await reports.file(says("ana", "t2", place=DIRECT), private, reason="") == "filed"
        assert await self.waiting(house) == []
        assert len(await self.waiting(house, PRIVATE)) == 1

    async def test_each_community_has_its_own(self, house: ModerationHouse) -> None:
        reports = house.ports().reports
        await reports.file(says("ben", "t1"), await house.post("a fox", place=MUSIC), reason="")
        await reports.file(says("ben", "t2"), await house.post("a boat", place=ELSEWHERE), reason="")

        assert len(await self.waiting(house, HERE)) == len(await self.waiting(house, OTHER)) == 1
        assert len(await self.waiting(house, HERE, OTHER)) == 2

    async def test_of_two_who_decide_the_first_has_decided(self, house: ModerationHouse) -> None:
        message = await house.post("a fox")
        await house.ports().reports.file(says("ben", "t1"), message, reason="")
        (number,) = await self.waiting(house)
        queue = house.ports().queue

        assert await queue.decide(says("mod", "m1"), number, "dismissed") == ()
        assert await queue.decide(says("mia", "m2"), number, "removed") is None

        assert await self.waiting(house) == []
        assert await house.ports().reports.place_of(says("ben", "t2"), message) == ART

    async def test_a_turn_that_is_taken_up_again_has_decided_itself(self, house: ModerationHouse) -> None:
        message = await house.post("a fox")
        await house.ports().reports.file(says("ben", "t1"), message, reason="")
        (number,) = await self.waiting(house)

        assert list(await house.ports().queue.decide(says("mod", "m1"), number, "removed") or ()) == [message]
        assert await house.ports().queue.decide(says("mod", "m1"), number, "removed") == ()

    async def test_a_removed_picture_is_gone_for_all(self, house: ModerationHouse) -> None:
        message = await house.post("a fox")
        await house.ports().reports.file(says("ben", "t1"), message, reason="")
        (number,) = await self.waiting(house)

        await house.ports().queue.decide(says("mod", "m1"), number, "removed")

        assert await house.ports().reports.place_of(says("ben", "t2"), message) is None
        assert await house.ports().reports.latest(says("ben", "t2"), limit=5) == []
        report = await house.ports().queue.find(number)
        assert report is not None
        assert report.images == ()

    async def test_a_made_up_report_is_none(self, house: ModerationHouse) -> None:
        for number in ("", "nonsense", "00000000-0000-7000-8000-000000009999"):
            assert await house.ports().queue.find(number) is None
            assert await house.ports().queue.decide(says("mod", "m1"), number, "removed") is None

    async def test_the_latest_here_are_offered_once_each(self, house: ModerationHouse) -> None:
        await house.post("elsewhere", place=MUSIC)
        await house.post("a secret", alone=True)
        for caption in ("one", "two", "three"):
            await house.post(caption)

        found = await house.ports().reports.latest(says("ben", "t1"), limit=2)

        assert [picture.caption for picture in found] == ["three", "two"]


class BlocksContract(ABC):
    @abstractmethod
    @pytest.fixture
    def house(self) -> ModerationHouse: ...

    async def test_a_block_holds_in_all_of_its_community_and_nowhere_else(
        self, house: ModerationHouse
    ) -> None:
        blocks = house.ports().blocks

        await blocks.block(says("mod", "m1"), BEN, ART)

        blocked = [await blocks.is_blocked(BEN.id, place) for place in (ART, MUSIC, ELSEWHERE, DIRECT)]
        assert blocked == [True, True, False, False]
        assert not await blocks.is_blocked(ANA.id, ART)

    async def test_it_is_listed_and_lifted_by_its_own_moderators(self, house: ModerationHouse) -> None:
        blocks = house.ports().blocks
        await blocks.block(says("mod", "m1"), BEN, ART)
        (known,) = await blocks.list([HERE], limit=5)

        assert known.name == "ben"
        assert await blocks.list([OTHER], limit=5) == []
        assert not await blocks.unblock(says("mia", "m2"), known.id, [OTHER])
        assert not await blocks.unblock(says("mia", "m2"), "nonsense", [HERE])
        assert await blocks.is_blocked(BEN.id, ART)

        assert await blocks.unblock(says("mod", "m3"), known.id, [HERE])
        assert not await blocks.is_blocked(BEN.id, ART)
        assert not await blocks.unblock(says("mod", "m4"), known.id, [HERE])

    async def test_blocking_twice_is_one_block(self, house: ModerationHouse) -> None:
        for name in ("m1", "m2"):
            await house.ports().blocks.block(says("mod", name), BEN, ART)

        assert len(await house.ports().blocks.list([HERE], limit=5)) == 1


class AuditLogContract(ABC):
    @abstractmethod
    @pytest.fixture
    def house(self) -> ModerationHouse: ...

    async def test_each_community_has_its_own_latest_first(self, house: ModerationHouse) -> None:
        audit = house.ports().audit
        await audit.record(says("mod", "m1"), "changed", "quota")
        await audit.record(says("mod", "m2", place=MUSIC), "changed", "style")
        await audit.record(says("mod", "m3", place=ELSEWHERE), "changed", "rule")

        found = await audit.entries([HERE], limit=5)

        assert [(entry.actor, entry.act, entry.detail) for entry in found] == [
            ("mod", "changed", "style"),
            ("mod", "changed", "quota"),
        ]
        assert len(await audit.entries([HERE, OTHER], limit=2)) == 2

    async def test_a_turn_that_is_taken_up_again_is_recorded_once(self, house: ModerationHouse) -> None:
        for _ in range(2):
            await house.ports().audit.record(says("mod", "m1"), "changed", "quota")

        assert len(await house.ports().audit.entries([HERE], limit=5)) == 1

    async def test_what_moderators_and_members_do_is_in_it(self, house: ModerationHouse) -> None:
        ports = house.ports()
        await ports.reports.file(says("ben", "t1"), await house.post("a fox", by=ANA), reason="nasty")
        (number,) = await ports.queue.waiting([HERE])
        await ports.queue.decide(says("mod", "m1"), number, "removed")
        await ports.blocks.block(says("mod", "m2"), ANA, ART)
        (block,) = await ports.blocks.list([HERE], limit=5)
        await ports.blocks.unblock(says("mia", "m3"), block.id, [HERE])

        found = await ports.audit.entries([HERE], limit=9)

        assert [(entry.actor, entry.act, entry.whom) for entry in reversed(found)] == [
            ("ben", "reported", ""),
            ("mod", "removed", "ana"),
            ("mod", "blocked", "ana"),
            ("mia", "unblocked", "ana"),
        ]


class IntroductionsContract(ABC):
    @abstractmethod
    @pytest.fixture
    def introductions(self) -> Introductions: ...

    async def test_one_turn_of_a_person_says_it(self, introductions: Introductions) -> None:
        told = [
            await introductions.first(says(*who)) for who in (("ana", "t1"), ("ana", "t2"), ("ben", "t3"))
        ]

        assert told == [True, False, True]

    async def test_the_same_turn_says_it_again(self, introductions: Introductions) -> None:
        assert await introductions.first(says("ana", "t1"))
        assert await introductions.first(says("ana", "t1"))
