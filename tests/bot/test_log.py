"""The log: one JSON line a record, the turn on each, secrets on none."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.log import set_up_logging, within_turn


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logging("INFO", secrets=("open sesame", "abc"), stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_record_is_one_line_with_its_facts_and_its_turn(out: io.StringIO) -> None:
    with within_turn("t1"):
        logging.getLogger("bot.turns.turn_runner").info(
            "turn\nanswered", extra={"action": "answered", "seconds": 0.5}
        )
    logging.getLogger("bot.turns.turn_runner").info("outside")

    inside, outside = lines(out)
    assert (inside["said"], inside["turn"], inside["action"], inside["seconds"]) == (
        "turn\nanswered",
        "t1",
        "answered",
        0.5,
    )
    assert (inside["level"], inside["in"]) == ("INFO", "bot.turns.turn_runner")
    assert str(inside["at"]).endswith("+00:00")
    assert "turn" not in outside


@pytest.mark.parametrize(
    "secret",
    [
        "https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1/getMe",
        "sk-proj-abcdefghijklmnop",
        "Authorization: Bearer abcdefghijklmnop.qrst",
        "postgresql://ana:passw0rd@host/db",
        "open sesame",
    ],
)
def test_secrets_are_masked_wherever_they_turn_up(out: io.StringIO, secret: str) -> None:
    logging.getLogger("x").warning("said %s", secret, extra={"why": secret})
    try:
        raise RuntimeError(secret)
    except RuntimeError:
        logging.getLogger("x").exception("failed")

    for part in ("AAHdqTcvCH1v", "abcdefghijklmnop", "passw0rd", "sesame"):
        assert part not in out.getvalue()
    assert "[secret]" in out.getvalue()
    assert len(lines(out)) == 2


def test_a_word_too_short_to_be_a_secret_is_left(out: io.StringIO) -> None:
    logging.getLogger("x").warning("abc")

    assert lines(out)[0]["said"] == "abc"


def test_what_is_below_the_level_or_only_chatter_is_left_out(out: io.StringIO) -> None:
    logging.getLogger("bot").debug("detail")
    logging.getLogger("httpx").info("HTTP request")
    logging.getLogger("httpx").warning("slow")

    assert [line["said"] for line in lines(out)] == ["slow"]


def test_what_strangers_send_broken_does_not_fill_the_log(out: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    logging.getLogger("python_multipart.multipart").warning("Found invalid character 0 in header at 16")
    logging.getLogger("uvicorn.error").error("a defect of ours")

    assert [line["said"] for line in lines(out)] == ["a defect of ours"]
