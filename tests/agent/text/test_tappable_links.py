"""No address that a platform would make a link of by itself."""

import pytest

from agent.text.tappable_links import JOINER, without_links

LIVE = (
    "/forget everything",
    "/start@evil_bot",
    "#free_nitro",
    "#рис",
    "$TON",
    "+49 170 1234567",
    "0170 / 1234567",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "89370400440532013000",
    "192.168.0.1",
    "evil.example/x",
    "discord.gg/abc",
    "t.me/abc",
    "http://evil.example",
    "hxxps://evil.example",
    "xn--evl-8ma.com",
    "sub.evil.co.uk",
    "evil。example",
    "evil．com",
    "eve@evil.example",
    "mailto:eve",
    "tg://resolve",
    "javascript:alert",
    "sms:+4912345",
    "magnet:?xt=1",
    "geo:1,2",
    "bitcoin:1A1zP1",
    "facetime-audio:a",
    "ms-word:ofe",
    "рф.рф",
    "1.evil.example",
    "a_b.example",
)
PLAIN = (
    "a fox. Nice.",
    "e.g. 3.5 fps",
    "photo.png is empty",
    "see a.jpeg, b.webp",
    "What?No",
    "10.000",
    "at 8:30",
    "maps: two of them",
    "U.S.A",
    "and/or, 16/9, 1/2",
    "#1 of 3",
    "$5 a day",
    "1,024 x 1,536 pixels",
    "30.11.2026",
    "version 1.2.3",
    "write `/forget everything` or `#art`",
    "<@&123456789012345678>",
    "…and",
    "",
)


@pytest.mark.parametrize("address", LIVE)
@pytest.mark.parametrize("around", ["{}", "see {} now", "({})", "x\n{}\ny", "**{}**", "“{}”"])
def test_an_address_is_no_link_and_stays_readable(address: str, around: str) -> None:
    text = around.format(address)

    broken = without_links(text)

    assert broken != text
    assert broken.replace(JOINER, "") == text


@pytest.mark.parametrize("text", PLAIN)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert without_links(text) == text


def test_a_name_calls_nobody() -> None:
    assert "@eve" not in without_links("hello @eve and @everyone")


def test_what_our_search_found_stays_and_nothing_that_looks_like_it() -> None:
    found = "https://found.example/a"

    assert without_links(f"Looked up: {found}, {found}", keep=[found]).count(found) == 2
    assert found not in without_links(f"x{found} {found}b {found}@evil.example", keep=[found])


@pytest.mark.parametrize("text", ["." * 4_000, "a." * 2_000, "@" * 4_000, "a://" * 1_000, "xn--" * 1_000])
def test_no_text_takes_long(text: str) -> None:
    without_links(text, keep=["https://found.example/"])
