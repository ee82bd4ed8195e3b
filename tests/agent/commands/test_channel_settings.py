"""What moderators set for a channel, in words."""

import pytest

from agent.commands.channel_settings import changed_settings, settings_text
from agent.domain.memory import ChannelSettings

HERE = ChannelSettings()


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("off", {"enabled": False}),
        ("on", {"enabled": True}),
        ("memory off", {"memory": False}),
        ("spoilers on", {"spoilers": True}),
        ("ask never", {"ask": "never"}),
        ("ask default", {"ask": ""}),
        ("answers anyone", {"anyone_answers": True}),
        ("quota 20", {"pictures_per_day": 20}),
        ("quota 0", {"pictures_per_day": 0}),
        ("quota all 200", {"pictures_per_day_all": 200}),
        ("quota <@&77> 50", {"role_pictures_per_day": {"77": 50}}),
        ("quota <@123> 100", {"person_pictures_per_day": {"discord:123": 100}}),
        ("quota @bob 0", {"person_pictures_per_day": {"discord:bob": 0}}),
        ("budget $5.50", {"money_per_day_usd": 5.5}),
        ("keep 90", {"retention_days": 90}),
        ("roles <@&77> <@&78>", {"roles": ("77", "78")}),
        ("roles everyone", {"roles": ()}),
    ],
)
def test_a_setting_is_read_from_words(said: str, changed: dict[str, object]) -> None:
    verb, _, rest = said.partition(" ")

    settings = changed_settings(HERE, verb, rest, "discord")

    assert settings is not None
    assert {name: getattr(settings, name) for name in changed} == changed


@pytest.mark.parametrize(
    "said",
    ["quota", "quota many", "quota -3", "quota everybody 5", "budget", "budget nan", "budget inf", "budget -1",
     "ask sometimes", "memory", "keep long", "roles artist", "colour red", "off now", "quota ²"],
)  # fmt: skip
def test_what_means_nothing_changes_nothing(said: str) -> None:
    verb, _, rest = said.partition(" ")

    assert changed_settings(HERE, verb, rest, "discord") is None


def test_the_overview_names_what_was_set() -> None:
    settings = ChannelSettings(
        pictures_per_day=3,
        role_pictures_per_day={"77": 0},
        money_per_day_usd=5,
        retention_days=30,
        roles=("77",),
    )

    text = settings_text(settings)

    for said in ("each person: 3", "<@&77>: no limit", "$5.00", "30 days", "who may draw: <@&77>"):
        assert said in text
