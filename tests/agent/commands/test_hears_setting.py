"""Whom the bot hears is chosen where the channels are ours."""

import pytest

from agent.commands.channel_settings import changed_settings, settings_text
from agent.domain.memory import ChannelSettings


@pytest.mark.parametrize("choice", ["named", "alone", "all"])
def test_it_is_set_on_the_page_and_nowhere_else(choice: str) -> None:
    found = changed_settings(ChannelSettings(hears="all"), "hears", choice, "web")

    assert found == ChannelSettings(hears=choice)  # pyright: ignore[reportArgumentType] # one of the three
    assert changed_settings(ChannelSettings(), "hears", choice, "discord") is None
    assert changed_settings(ChannelSettings(), "hears", "nobody", "web") is None


def test_it_is_told_where_it_is_not_as_usual() -> None:
    assert "name me" in settings_text(ChannelSettings(hears="named"))
    assert "hear" not in settings_text(ChannelSettings())
