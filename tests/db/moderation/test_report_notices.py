"""Moderators who asked for it are told of new reports: once for each, not too often, and nobody of their own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agent.domain.conversation import AuthorId, Said
from agent.domain.memory import AuthorSettings, ReportNotices
from agent.wording.moderation import NEW
from db.delivery.platform_notes import PgPlatformNotes
from db.installation import installation_key
from db.moderation.report_notices import EVERY, RECENT, DueReportNotices
from db.pool import Pool
from db.settings_store import PgSettingsStore
from tests.contracts.stores.moderation_contract import HERE, OTHER, says
from tests.db.moderation.pg_moderation_house import PgModerationHouse
from tests.fakes.clock import FakeClock

MOD = AuthorId("console:mod")
WANTED = ReportNotices(communities=(HERE,), platform="console", channel="dm@mod", name="Mod")


class Notices:
    def __init__(self, pool: Pool) -> None:
        self.house, self.settings = PgModerationHouse(pool), PgSettingsStore(pool)
        self.clock = FakeClock(datetime.now(UTC))
        self.due = DueReportNotices(pool, self.house.turns.intake, PgPlatformNotes(pool), self.clock)
        self._reports = 0

    async def wants(self, **how: object) -> None:
        wanted = replace(WANTED, **how)  # pyright: ignore[reportArgumentType] # fields by name
        await self.settings.save_author(MOD, AuthorSettings(report_notices=wanted))

    async def reported(self, *, by: str = "ben") -> None:
        self._reports += 1
        message = await self.house.post(f"picture {self._reports}")
        turn = says(by, f"report {self._reports}")
        assert await self.house.ports().reports.file(turn, message, reason="") == "filed"


@pytest.fixture
async def notices(pool: Pool) -> Notices:
    await installation_key(pool)
    return Notices(pool)


async def test_each_new_report_is_told_of_once_in_their_private_chat(notices: Notices) -> None:
    await notices.wants()
    nothing = await notices.due.take_in_due()
    await notices.reported()

    (turn,) = await notices.due.take_in_due()
    again = await notices.due.take_in_due()

    claim = await notices.house.turns.claim(turn)
    assert (nothing, again) == ([], [])
    assert isinstance(claim.turn.request, Said)
    assert claim.turn.request.command is not None
    assert (claim.turn.request.command.name, claim.turn.request.command.argument) == ("reports", NEW)
    assert (claim.turn.place.channel, claim.turn.place.private, claim.turn.author.id) == ("dm@mod", True, MOD)


async def test_what_comes_soon_after_waits_for_the_next_notice(notices: Notices) -> None:
    await notices.wants()
    await notices.reported()
    await notices.due.take_in_due()
    await notices.reported()

    at_once = await notices.due.take_in_due()
    notices.clock.move(seconds=EVERY / timedelta(seconds=1))

    assert at_once == []
    assert len(await notices.due.take_in_due()) == 1


async def test_elsewhere_ones_own_and_old_ones_are_not_told_of(notices: Notices) -> None:
    await notices.wants(communities=(OTHER,))
    await notices.reported()
    elsewhere = await notices.due.take_in_due()
    await notices.wants()
    notices.clock.move(seconds=RECENT / timedelta(seconds=1) + 60)
    old = await notices.due.take_in_due()

    assert (elsewhere, old) == ([], [])


async def test_who_reports_it_themselves_knows_of_it(notices: Notices) -> None:
    await notices.wants()
    await notices.reported(by="mod")

    assert await notices.due.take_in_due() == []


async def test_who_asked_for_none_is_told_of_none(notices: Notices) -> None:
    await notices.settings.save_author(MOD, AuthorSettings())
    await notices.reported()

    assert await notices.due.take_in_due() == []
