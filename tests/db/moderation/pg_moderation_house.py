"""The real stores of moderation in a test's database, with pictures that go through the real intake and outbox."""

from dataclasses import dataclass, field

from agent.domain.conversation import Author, MessageId, Place
from agent.turn_context import Moderation
from db.audit_log import PgAuditLog
from db.moderation.blocks import PgBlocks
from db.moderation.reports import PgReportQueue, PgReports
from db.pool import Pool
from tests.fakes import builders
from tests.fakes.stores.moderation import FakeModerationHouse, FakeRights
from tests.worlds.stored_turns import ART, StoredTurns


@dataclass(slots=True)
class PgModerationHouse:
    pool: Pool
    turns: StoredTurns = field(init=False)

    def __post_init__(self) -> None:
        self.turns = StoredTurns(self.pool)

    def ports(self) -> Moderation:
        return Moderation(
            reports=PgReports(self.pool), queue=PgReportQueue(self.pool), blocks=PgBlocks(self.pool), audit=PgAuditLog(self.pool),
            rights=FakeRights(FakeModerationHouse()),
        )  # fmt: skip

    async def post(
        self, caption: str, *, by: Author | None = None, place: Place = ART, alone: bool = False
    ) -> MessageId:
        author = by or builders.author("ana")
        taken = await self.turns.say(f"draw {caption}", by=author.name, at=place)
        claim = await self.turns.answer(taken.turn, picture=caption, caption=caption, only_for_author=alone)
        return claim.reply
