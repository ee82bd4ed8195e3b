"""Settings: a wrong one is named with its mend, and secrets stay out of sight."""

from pathlib import Path

import pytest

from agent.errors import Misconfigured
from bot.environment import terminal_variables
from bot.platforms import discord_config
from bot.settings import Settings, read_settings


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # no .env of the developer's
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)


def test_without_anything_set_everything_has_its_default() -> None:
    settings = read_settings()

    assert settings.data_dir == Path(".atelier")
    assert (settings.port, settings.bind, settings.role) == (8080, "127.0.0.1", "all")
    assert not settings.has_models


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ATELIER_PORT", "eighty", "ATELIER_PORT"),
        ("ATELIER_PORT", "70000", "65535"),
        ("ATELIER_LOG", "LOUD", "'INFO'"),
        ("ATELIER_ROLE", "king", "ATELIER_ROLE"),
        ("OPENAI_BASE_URL", "localhost:8000", "http://"),
        ("DISCORD_GATEWAY_URL", "http://127.0.0.1:8889/gateway", "ws://"),
        ("DISCORD_SHARDS", "all", "0-7/16"),
        ("DISCORD_SHARDS", "8-16/16", "0 to 15"),
        ("DISCORD_SHARDS", "7-0/16", "first before the last"),
        ("TELEGRAM_WEBHOOK_URL", "http://bot.example/telegram", "https://"),
        ("ATELIER_BIND", "0.0.0.0", "ATELIER_WEB_PASSWORD"),
        ("ATELIER_TRUSTED_PROXIES", "nginx", "10.0.0.0/8"),
        ("ATELIER_TRUSTED_PROXIES", "127.0.0.1,10.0.0.1/8", "host bits"),
        ("ATELIER_METRICS_TOKEN", "short", "16 characters"),
        ("ATELIER_SEARCH", "searxng", "ATELIER_SEARCH_URL"),
        ("ATELIER_SEARCH", "brave", "ATELIER_SEARCH_KEY"),
        ("ATELIER_CRASH_AT", "never", "ATELIER_CRASH_AT"),
    ],
)
def test_a_wrong_setting_is_named_with_what_would_be_right(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(Misconfigured) as wrong:
        read_settings()

    assert said in str(wrong.value)


def test_an_empty_setting_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATELIER_PORT", "")
    monkeypatch.setenv("OPENAI_API_KEY", "")

    assert read_settings().port == 8080
    assert not read_settings().has_models


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("ATELIER_PORT=1\nATELIER_LOG=INFO\nUNKNOWN=kept out\n")
    monkeypatch.setenv("ATELIER_PORT", "2")

    assert (read_settings().port, read_settings().log_level) == (2, "INFO")
    assert read_settings(ATELIER_PORT=3).port == 3


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret-key")
    monkeypatch.setenv("DATABASE_URL", "postgresql://ana:passw0rd@host/db")

    shown = repr(read_settings())

    assert "very-secret" not in shown
    assert "passw0rd" not in shown


def test_of_the_terminal_only_what_tells_its_kind_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-kitty")
    monkeypatch.setenv("SOME_SECRET", "x")

    assert terminal_variables()["TERM"] == "xterm-kitty"
    assert "SOME_SECRET" not in terminal_variables()


def test_a_gateway_opens_the_shards_that_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "made-up")
    every = discord_config(read_settings())
    monkeypatch.setenv("DISCORD_SHARDS", "4-6/16")
    some = discord_config(read_settings())

    assert every is not None
    assert some is not None
    assert (every.shard_ids, every.shard_count) == ((), None)
    assert (some.shard_ids, some.shard_count) == ((4, 5, 6), 16)
