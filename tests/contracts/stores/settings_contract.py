"""What every `SettingsStore` does about languages."""

import asyncio

from agent.domain.conversation import AuthorId
from agent.domain.memory import AuthorSettings
from agent.ports import SettingsStore

ANA = AuthorId("discord:1")
BEN = AuthorId("discord:2")


class NotedLanguageContract:
    async def test_what_was_noted_of_a_language_comes_back(self, settings_store: SettingsStore) -> None:
        await settings_store.note_language(ANA, wrote="de")
        await settings_store.note_language(ANA, platform="fr")
        await settings_store.note_language(ANA, wrote="es")

        assert await settings_store.author(ANA) == AuthorSettings(wrote="es", platform_language="fr")
        assert await settings_store.author(BEN) == AuthorSettings()

    async def test_what_a_person_chose_stays(self, settings_store: SettingsStore) -> None:
        chosen = AuthorSettings(ask="never", memory=False, language="it", zone="Europe/Rome", model="sketch")
        await settings_store.save_author(ANA, chosen)

        await settings_store.note_language(ANA, wrote="de", platform="fr")

        found = await settings_store.author(ANA)
        assert (found.ask, found.memory, found.language, found.zone, found.model) == (
            "never", False, "it", "Europe/Rome", "sketch",
        )  # fmt: skip
        assert (found.wrote, found.platform_language) == ("de", "fr")

    async def test_two_notes_at_once_are_both_kept(self, settings_store: SettingsStore) -> None:
        await asyncio.gather(
            settings_store.note_language(ANA, wrote="de"), settings_store.note_language(ANA, platform="fr")
        )

        found = await settings_store.author(ANA)
        assert (found.wrote, found.platform_language) == ("de", "fr")

    async def test_nothing_to_note_changes_nothing(self, settings_store: SettingsStore) -> None:
        await settings_store.note_language(ANA, wrote="de")
        await settings_store.note_language(ANA)

        assert await settings_store.author(ANA) == AuthorSettings(wrote="de")
