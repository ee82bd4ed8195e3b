"""What every `PlatformNotes` does."""

from agent.ports import PlatformNotes


class PlatformNotesContract:
    async def test_what_was_never_noted_is_none(self, platform_notes: PlatformNotes) -> None:
        assert await platform_notes.noted("telegram", "part/1") is None

    async def test_a_note_comes_back_and_the_last_word_stands(self, platform_notes: PlatformNotes) -> None:
        await platform_notes.note("telegram", "part/1", "[7]")
        await platform_notes.note("telegram", "part/1", "[8, 9]")
        await platform_notes.note("telegram", "part/2", "")

        assert await platform_notes.noted("telegram", "part/1") == "[8, 9]"
        assert await platform_notes.noted("telegram", "part/2") == ""

    async def test_platforms_do_not_share_notes(self, platform_notes: PlatformNotes) -> None:
        await platform_notes.note("telegram", "part/1", "[7]")

        assert await platform_notes.noted("discord", "part/1") is None

    async def test_long_keys_and_values_are_kept_whole(self, platform_notes: PlatformNotes) -> None:
        await platform_notes.note("telegram", "k" * 200, "v" * 2_000)

        assert await platform_notes.noted("telegram", "k" * 200) == "v" * 2_000
