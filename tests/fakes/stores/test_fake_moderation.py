from dataclasses import dataclass

import pytest

from agent.domain.conversation import Author, MessageId, Place
from agent.turn_context import Moderation
from tests.contracts.stores.moderation_contract import (
    ANA,
    ART,
    AuditLogContract,
    BlocksContract,
    IntroductionsContract,
    ReportsContract,
)
from tests.fakes.stores import moderation
from tests.fakes.stores.moderation import FakeIntroductions, FakeModerationHouse


@dataclass(frozen=True, slots=True)
class House:
    fake: FakeModerationHouse

    async def post(
        self, caption: str, *, by: Author = ANA, place: Place = ART, alone: bool = False
    ) -> MessageId:
        return self.fake.post(caption, by=by, place=place, alone=alone)

    def ports(self) -> Moderation:
        return self.fake.ports()


class _WithFakes:
    @pytest.fixture
    def house(self) -> House:
        return House(FakeModerationHouse())


class TestFakeReports(_WithFakes, ReportsContract):
    store = moderation


class TestFakeBlocks(_WithFakes, BlocksContract): ...


class TestFakeAuditLog(_WithFakes, AuditLogContract): ...


class TestFakeIntroductions(IntroductionsContract):
    @pytest.fixture
    def introductions(self) -> FakeIntroductions:
        return FakeIntroductions(met={})
