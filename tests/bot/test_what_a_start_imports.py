"""A start reads in what it needs: the libraries of Discord and Telegram are a third of it, and most processes speak to neither; nor is
there an object store everywhere."""

import subprocess
import sys

import pytest

from tests.patience import PATIENCE_SECONDS

SLOW = {"discord", "telegram", "trafilatura", "obstore"}


@pytest.mark.parametrize("entry", ["bot.commands.run", "bot.commands.chat"])
def test_without_a_token_no_platform_s_library_is_read_in(entry: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", f"import sys, {entry}; print(*sys.modules)"],
        capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS,
    )  # fmt: skip

    assert SLOW.isdisjoint(told.stdout.split())
