"""A URL is shown without what lets one in: in the greeting, by `check`, in a setting's mend and in the log."""

import io
import json
import logging
import sys
from collections.abc import Coroutine, Sequence

import pytest
import uvloop

from adapters.media.gate import PillowGate
from agent.errors import AtelierError, Misconfigured, StoreUnavailable
from bot import __main__ as program
from bot.commands import check
from bot.log import set_up_logging
from bot.models.choice import choose_models
from bot.settings import Settings, read_settings
from bot.shown_urls import host_of, shown_url

WITH_SECRETS = (
    "http://ana:hunter2@models.example:8000/v1",
    "https://hunter2@models.example/v1",
    "https://:hunter2@models.example",
    "postgresql://ana:hunter2@with@signs@db.example/atelier",
    "https://models.example/v1?api-version=3&api_key=hunter2#top",
    "asked http://ana:hunter2@a.example and http://b:hunter2@b.example: no answer",
)


@pytest.mark.parametrize("url", WITH_SECRETS)
def test_what_lets_one_in_is_not_shown(url: str) -> None:
    shown = shown_url(url)

    assert "hunter2" not in shown
    assert "ana:" not in shown
    assert "[secret]" in shown
    assert ".example" in shown


@pytest.mark.parametrize(
    "text", ["http://127.0.0.1:8080", "write to ana@example.org", "a://b/c@d", "1 @ 2", ""]
)
def test_what_holds_no_secret_stays_as_it_is(text: str) -> None:
    assert shown_url(text) == text


def test_the_host_is_shown_alone() -> None:
    assert host_of(WITH_SECRETS[0]) == "models.example:8000"
    assert host_of("https://[::1]:8000/v1") == "[::1]:8000"


async def test_the_greeting_names_the_server_and_no_password() -> None:
    settings = Settings(
        _env_file=None, OPENAI_BASE_URL=WITH_SECRETS[0], ATELIER_IMAGE_BASE_URL=WITH_SECRETS[1], ATELIER_TRANSCRIPTION_MODEL="whisper",
    )  # fmt: skip
    models = choose_models(settings, PillowGate())

    said = " ".join(choice for _, choice in models.described)
    await models.close()

    assert "models.example:8000" in said
    assert "whisper" in said
    assert "hunter2" not in said


async def test_a_check_tells_no_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def looked() -> Sequence[check.Finding]:
        return [check.Finding(part="Chat", state="wrong", text=f"{WITH_SECRETS[0]} does not answer")]

    monkeypatch.setattr(check, "_checks", lambda *given, render: [("Chat", looked)])
    monkeypatch.setattr(check, "set_up_logging", lambda *level, secrets: None)

    assert await check.check(Settings(_env_file=None), render=False) == 1

    said = capsys.readouterr().out
    assert "models.example:8000" in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    "error", [Misconfigured("OPENAI_BASE_URL", WITH_SECRETS[0]), StoreUnavailable(WITH_SECRETS[3])]
)
def test_a_process_that_cannot_go_on_tells_no_password(
    error: AtelierError, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def started(command: Coroutine[object, object, int]) -> int:
        command.close()
        raise error

    monkeypatch.setattr(sys, "argv", ["bot", "check"])
    monkeypatch.setattr(uvloop, "run", started)
    monkeypatch.setattr(program, "keep_memory_small", lambda: None)
    monkeypatch.setattr(sys, "setswitchinterval", lambda seconds: None)

    assert program.main()

    said = capsys.readouterr().err
    assert ".example" in said
    assert "hunter2" not in said


def test_a_wrong_setting_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "ftp://ana:hunter2@models.example")

    with pytest.raises(Misconfigured) as caught:
        read_settings()

    assert "hunter2" not in str(caught.value)
    assert "models.example" in str(caught.value)


@pytest.mark.parametrize("url", WITH_SECRETS)
def test_the_log_stays_json_and_tells_no_password(url: str) -> None:
    root = logging.getLogger()
    handlers, level, stream = root.handlers[:], root.level, io.StringIO()
    set_up_logging("INFO", stream=stream)
    try:
        logging.getLogger("x").warning("cannot reach %s", url, extra={"why": f'"{url}", said ana@b'})
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)

    assert "hunter2" not in stream.getvalue()
    assert json.loads(stream.getvalue())["why"].endswith("said ana@b")
