"""What is noted of a person's language, in memory and in Postgres, by the same contract."""

import asyncpg
import pytest

from db.settings_store import PgSettingsStore
from tests.contracts.stores.settings_contract import NotedLanguageContract
from tests.fakes.stores.settings import FakeSettings


class TestMemory(NotedLanguageContract):
    @pytest.fixture
    def settings_store(self) -> FakeSettings:
        return FakeSettings()


class TestPostgres(NotedLanguageContract):
    @pytest.fixture
    def settings_store(self, pool: asyncpg.Pool) -> PgSettingsStore:
        return PgSettingsStore(pool)
