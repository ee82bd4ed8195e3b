"""Inline mode as a whole: what is offered, what the message in the other chat becomes, and whose the turn is."""

from collections.abc import AsyncIterator, Callable
from math import inf
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.telegram.inbound import inline_mode as inline
from adapters.telegram.inbound.inline_mode import DRAW
from adapters.telegram.outbound.inline_messages import ASKED, GONE
from simulators.telegram import inline_mode
from simulators.telegram.world import JSON, Chat, World
from tests.conversations.drivers.telegram_driver import TelegramDriver, open_telegram
from tests.conversations.house import House, open_house
from tests.patience import until

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Elsewhere:
    """People who type the bot's name in chats that it is not in."""

    def __init__(self, house: House) -> None:
        driver = house.drivers["telegram"]
        assert isinstance(driver, TelegramDriver)
        self.house = house
        self.world: World = driver._world

    def person(self, number: int, *, started: bool = True) -> tuple[JSON, Chat]:
        """Somebody, and their private chat with the bot."""
        person = self.world.person(number, f"Person {number}")
        chat = self.world.private(person)
        chat.blocked = "" if started else "bot can't initiate conversation with a user"
        return person, chat

    async def offered(self, person: JSON, words: str) -> tuple[str, list[JSON]]:
        """The query's id, and the offers."""
        await until(lambda: "inline_query" in self.world.wanted)
        query = inline_mode.types(self.world, person, words)
        assert query is not None
        self.world.typed[query] = inf  # however long the machine takes
        await until(lambda: query in self.world.offered)
        return query, self.world.offered[query]["results"]

    async def draws(self, person: JSON, words: str, *, presses: bool = False) -> JSON:
        """The message that they sent, drawing begun."""
        self.world.inline_feedback = not presses
        query, _ = await self.offered(person, words)
        number = inline_mode.sends(self.world, person, words, query, DRAW)
        if presses:
            await self.pressed(person, number)
        return self.world.inline[number]

    async def pressed(self, person: JSON, message: str) -> str:
        """What the presser alone is shown."""
        press = inline_mode.presses(self.world, person, message)

        def answer() -> JSON | None:
            return next((a for a in self.world.answered if a["callback_query_id"] == press), None)

        await until(answer)
        return (answer() or {}).get("text", "")

    async def comes(self, holds: Callable[[], object]) -> None:
        async def held() -> object:
            return holds()

        await self.house.until(held, "what the bot shows elsewhere")

    async def turns_of(self, person: JSON) -> list[dict[str, object]]:
        rows = await self.house.app.pool.fetch(
            "select place, state from turns where author = $1", f"telegram:{person['id']}"
        )
        return [dict(row) for row in rows]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def elsewhere(module_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Elsewhere]:
    folder: Path = tmp_path_factory.mktemp("inline")
    async with open_house(module_dsn, folder, (open_telegram,)) as house:
        yield Elsewhere(house)


@pytest.mark.parametrize("presses", [False, True])
async def test_what_is_chosen_becomes_the_picture_and_the_turn_is_their_own(
    elsewhere: Elsewhere, presses: bool
) -> None:
    ann, private = elsewhere.person(80 + presses)

    message = await elsewhere.draws(ann, "a fox in ink in the snow", presses=presses)
    await elsewhere.comes(lambda: "photo" in message)

    (own,) = [m for m in elsewhere.world.posted(private) if "photo" in m]
    assert message["photo"][0]["file_id"] == own["photo"][-1]["file_id"], "nothing was uploaded twice"
    assert "caption" not in message
    assert "reply_markup" in own, "its buttons are in the private chat"
    (turn,) = await elsewhere.turns_of(ann)
    assert (turn["place"]["channel"], turn["place"]["private"]) == (str(ann["id"]), True)  # pyright: ignore[reportIndexIssue]


async def test_chosen_and_pressed_is_one_wish(elsewhere: Elsewhere) -> None:
    ann, _ = elsewhere.person(82)
    elsewhere.world.inline_feedback = True
    query, _ = await elsewhere.offered(ann, "a boat")
    number = inline_mode.sends(elsewhere.world, ann, "a boat", query, DRAW)
    await elsewhere.pressed(ann, number)
    await elsewhere.comes(lambda: "photo" in elsewhere.world.inline[number])

    assert len(await elsewhere.turns_of(ann)) == 1


async def test_earlier_pictures_of_ones_own_that_fit_are_offered_and_nobody_elses(
    elsewhere: Elsewhere,
) -> None:
    ann, private = elsewhere.person(83)
    bob, _ = elsewhere.person(84)
    for words in ("draw a lighthouse in ink", "draw a teapot in ink"):
        elsewhere.world.says(ann, private, words)
        await until(lambda: not elsewhere.world.pending)
        await elsewhere.house.quiet("telegram")
    lighthouse, teapot = (m["photo"][-1]["file_id"] for m in elsewhere.world.posted(private) if "photo" in m)

    _, fitting = await elsewhere.offered(ann, "lighthouse")
    _, latest = await elsewhere.offered(ann, "")
    _, strangers = await elsewhere.offered(bob, "lighthouse")

    assert [offer.get("photo_file_id") for offer in fitting] == [None, lighthouse]
    assert [offer["photo_file_id"] for offer in latest] == [teapot, lighthouse]
    assert [offer["id"] for offer in strangers] == [DRAW]


async def test_who_has_not_started_the_chat_is_told_how_and_nothing_is_begun(elsewhere: Elsewhere) -> None:
    ann, _ = elsewhere.person(85, started=False)

    message = await elsewhere.draws(ann, "a fox")
    await elsewhere.comes(lambda: "press Start" in message["text"])

    assert await elsewhere.turns_of(ann) == []


async def test_the_button_is_its_senders_alone(elsewhere: Elsewhere) -> None:
    ann, _ = elsewhere.person(86)
    bob, _ = elsewhere.person(87)
    await elsewhere.offered(bob, "an owl")
    elsewhere.world.inline_feedback = False
    query, _ = await elsewhere.offered(ann, "a fox")
    number = inline_mode.sends(elsewhere.world, ann, "a fox", query, DRAW)

    assert await elsewhere.pressed(bob, number) == inline.NOT_YOURS
    assert await elsewhere.turns_of(bob) == []


async def test_what_was_typed_is_not_known_for_ever(
    elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, _ = elsewhere.person(90)
    elsewhere.world.inline_feedback = False
    query, _ = await elsewhere.offered(ann, "a fox")
    number = inline_mode.sends(elsewhere.world, ann, "a fox", query, DRAW)
    monkeypatch.setattr(inline, "TYPED_SECONDS", -1.0)

    assert await elsewhere.pressed(ann, number) == inline.TYPED_LONG_AGO
    assert await elsewhere.turns_of(ann) == []


async def test_a_question_is_asked_in_private_and_its_answer_comes_to_the_message(
    elsewhere: Elsewhere,
) -> None:
    ann, private = elsewhere.person(88)
    elsewhere.world.says(ann, private, "/settings ask often")
    await elsewhere.comes(lambda: elsewhere.world.posted(private))
    await elsewhere.house.quiet("telegram")
    known = set(private.messages)

    message = await elsewhere.draws(ann, "a portrait of my cat")
    await elsewhere.comes(lambda: message.get("text") == ASKED)
    (question,) = [m for n, m in private.messages.items() if n not in known and "reply_markup" in m]
    label = question["reply_markup"]["inline_keyboard"][0][0]["text"]
    elsewhere.world.presses(ann, private, question["message_id"], label)

    await elsewhere.comes(lambda: "photo" in message)


async def test_a_picture_that_is_deleted_is_gone_there_as_well(elsewhere: Elsewhere) -> None:
    ann, private = elsewhere.person(89)
    message = await elsewhere.draws(ann, "a bridge in ink")
    await elsewhere.comes(lambda: "photo" in message)
    (own,) = [m for m in elsewhere.world.posted(private) if "photo" in m]

    elsewhere.world.reacts(ann, private, own["message_id"], "\N{BROKEN HEART}")

    await elsewhere.comes(lambda: message.get("caption") == GONE)
    await elsewhere.comes(lambda: own["message_id"] not in private.messages)  # by another call, in any order
    assert (
        elsewhere.world.files[message["photo"][0]["file_id"]]
        != elsewhere.world.files[own["photo"][-1]["file_id"]]
    )
