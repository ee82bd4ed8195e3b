"""What every `Ledger` does."""

from agent.ports import Ledger


class LedgerContract:
    async def test_what_was_never_noted_is_none(self, ledger: Ledger) -> None:
        assert await ledger.noted("telegram", "part/1") is None

    async def test_a_note_comes_back_and_the_last_word_stands(self, ledger: Ledger) -> None:
        await ledger.note("telegram", "part/1", "[7]")
        await ledger.note("telegram", "part/1", "[8, 9]")
        await ledger.note("telegram", "part/2", "")

        assert await ledger.noted("telegram", "part/1") == "[8, 9]"
        assert await ledger.noted("telegram", "part/2") == ""

    async def test_platforms_do_not_share_notes(self, ledger: Ledger) -> None:
        await ledger.note("telegram", "part/1", "[7]")

        assert await ledger.noted("discord", "part/1") is None

    async def test_long_keys_and_values_are_kept_whole(self, ledger: Ledger) -> None:
        await ledger.note("telegram", "k" * 200, "v" * 2_000)

        assert await ledger.noted("telegram", "k" * 200) == "v" * 2_000
