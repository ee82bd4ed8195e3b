"""Words as they are posted: split where Telegram counts, and nobody called by them."""

import pytest

from adapters.telegram.text_entities import units
from simulators.telegram.world import Chat, World
from tests.adapters.telegram.outbound.posted_messages import shown
from tests.worlds.telegram_bench import Bench, address_in, picture_file, reply


async def test_a_long_caption_is_split_and_nothing_is_lost(
    world: World, telegram: Bench, private: Chat
) -> None:
    text = " ".join(f"word{number}" for number in range(400))

    await telegram.outbound.deliver(address_in(private), None, reply(text, images=("i",)), [picture_file()])

    picture, rest = shown(world, private)
    assert units(picture["caption"]) <= 1024
    assert picture["caption"] + rest["text"] == text


async def test_a_very_long_text_with_emoji_is_split_where_telegram_counts(
    world: World, telegram: Bench, private: Chat
) -> None:
    text = "🦊" * 5_000

    await telegram.outbound.deliver(address_in(private), None, reply(text), [])

    assert "".join(m["text"] for m in shown(world, private)) == text


@pytest.mark.parametrize(
    "text",
    ["<b>x</b> _*[`](tg://user?id=1)", "**unclosed", "a **b** `c` **d**", "\n\n", "** **", "a\x00b\ud800"],
)
async def test_odd_markup_is_delivered_as_words(
    world: World, telegram: Bench, private: Chat, text: str
) -> None:
    await telegram.outbound.deliver(address_in(private), None, reply(text), [])

    assert len(shown(world, private)) == 1


async def test_nobody_is_called_by_what_the_bot_says(world: World, telegram: Bench, club: Chat) -> None:
    await telegram.outbound.deliver(address_in(club), None, reply("ask @durov, or mail a@example.org"), [])

    assert shown(world, club)[0]["text"] == "ask @\u2060durov, or mail a@example.org"
