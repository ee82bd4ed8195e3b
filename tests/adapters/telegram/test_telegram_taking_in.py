"""Updates are confirmed when they are stored, not before, and none of them can take another with it."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
import pytest
from telegram.error import InvalidToken

from adapters.telegram.command_menu import menu
from adapters.telegram.config import TelegramConfig
from adapters.telegram.http.connection import TelegramConnection
from adapters.telegram.inbound.ingress import update_id
from adapters.telegram.platform import TelegramPlatform
from adapters.telegram.polling import Polling
from adapters.telegram.webhook import SECRET_HEADER
from agent.errors import Misconfigured, PlatformUnavailable
from simulators.telegram.server import TOKEN, telegram_server
from simulators.telegram.world import JSON, Fault, World
from tests.fakes.intake import FakeIntake
from tests.worlds.telegram_bench import (
    address_in,
    bench,
    button,
    fast_sleep,
    hooked,
    picture_file,
    png,
    reply,
    until,
)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def ann(world: World) -> JSON:
    return world.person(7, "Ann")


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """All that this process logged, tracebacks included; the simulator's own server is another's business."""
    records = (record for record in caplog.records if not record.name.startswith("uvicorn"))
    return "\n".join(logging.Formatter("%(name)s %(message)s").format(record) for record in records)


# --- polling -----------------------------------------------------------------------------------------------------


async def test_an_update_is_confirmed_only_when_it_is_stored(world: World, ann: JSON) -> None:
    async with bench(world) as telegram:
        telegram.intake.down = 3
        update = world.says(ann, world.private(ann), "draw a fox")
        await until(lambda: telegram.intake.down == 0)
        assert world.pending, "not yet stored, not yet confirmed"

        await telegram.heard()
        await telegram.confirmed()

    assert world.confirmed > update["update_id"]


async def test_what_was_not_confirmed_comes_again_after_a_restart_and_is_one_event(
    world: World, ann: JSON
) -> None:
    intake = FakeIntake()
    async with telegram_server(world) as server:

        @asynccontextmanager
        async def running() -> AsyncGenerator[None]:
            connection = TelegramConnection(TelegramConfig(token=TOKEN, api_url=server.url), sleep=fast_sleep)
            task = asyncio.create_task(TelegramPlatform(connection, intake, sleep=fast_sleep).run())
            yield
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await connection.close()

        world.says(ann, world.private(ann), "draw a fox")
        world.faults.append(Fault(method="getUpdates", kind="lose", times=3))
        async with running():
            await until(lambda: len(intake.messages) == 1)
        pending = list(world.pending)
        async with running():
            await until(lambda: not world.pending)

    assert len(intake.messages) == 1
    assert len(intake.duplicates) == len(pending)


async def test_the_same_update_many_times_is_one_event(world: World, ann: JSON) -> None:
    async with bench(world) as telegram:
        update = world.says(ann, world.private(ann), "draw a fox")
        for _ in range(4):
            world.redeliver(update)
        await telegram.heard()
        await telegram.confirmed()
        world.redeliver(update)
        world.says(ann, world.private(ann), "and an owl")

        await telegram.heard(2)


async def test_ids_out_of_order_and_then_far_lower_are_all_taken(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        first, second = world.says(ann, chat, "one"), world.says(ann, chat, "two")
        world.pending[:] = [second, first]
        await telegram.heard(2)
        await telegram.confirmed()
        world.says(ann, chat, "after a quiet week")["update_id"] = (
            3  # the server now counts from a random number
        )

        assert (await telegram.heard(3)).text == "after a quiet week"
        await telegram.confirmed()


class Batches:
    """A source that answers from a list, and then waits for ever."""

    def __init__(self, *batches: list[object]) -> None:
        self.offsets: list[int | None] = []
        self._batches = list(batches)

    async def updates(self, offset: int | None, *, timeout_seconds: int) -> list[object]:
        self.offsets.append(offset)
        if not self._batches:
            await asyncio.Event().wait()
        return self._batches.pop(0)


async def test_once_all_is_confirmed_no_old_offset_hides_what_is_numbered_lower() -> None:
    source = Batches([{"update_id": 100}, {"update_id": 101}], [], [{"update_id": 3}], [])
    taken: list[object] = []

    async def offer(raw: object) -> None:
        taken.append(raw)

    polling = asyncio.create_task(Polling(source, offer, sleep=fast_sleep).run())
    await until(lambda: len(source.offsets) == 5)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)

    assert source.offsets == [None, 102, None, 4, None]
    assert len(taken) == 3


async def test_the_offset_waits_for_the_first_that_is_not_stored() -> None:
    source = Batches([{"update_id": 5}, {"update_id": 6}], [{"update_id": 5}, {"update_id": 6}], [])
    failures = [PlatformUnavailable("not yet")]

    async def offer(raw: object) -> None:
        if update_id(raw) == 5 and failures:
            raise failures.pop()

    polling = asyncio.create_task(Polling(source, offer, sleep=fast_sleep).run())
    await until(lambda: len(source.offsets) == 4)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)

    assert source.offsets == [None, 5, 7, None]


class Stumbling(Batches):
    """Says that it does not know the token, so many times, before each batch."""

    def __init__(self, times: int) -> None:
        super().__init__([{"update_id": 1}], [{"update_id": 2}])
        self._times = times
        self._left = times

    async def updates(self, offset: int | None, *, timeout_seconds: int) -> list[object]:
        if self._left:
            self._left -= 1
            raise InvalidToken("Not Found")
        self._left = self._times
        return await super().updates(offset, timeout_seconds=timeout_seconds)


async def test_a_proxy_that_finds_nothing_for_a_moment_ends_nothing() -> None:
    taken: list[object] = []

    async def offer(raw: object) -> None:
        taken.append(raw)

    polling = asyncio.create_task(Polling(Stumbling(2), offer, sleep=fast_sleep).run())
    await until(lambda: len(taken) == 2)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)


async def test_a_token_that_stays_unknown_ends_the_polling() -> None:
    async def offer(raw: object) -> None:
        raise AssertionError("nothing came")

    with pytest.raises(Misconfigured, match="TELEGRAM_TOKEN"):
        await Polling(Stumbling(9), offer, sleep=fast_sleep).run()


async def test_one_chat_is_heard_in_order(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        world.faults.append(Fault(method="getFile", kind="slow", seconds=0.1))
        world.says(ann, chat, "first", photo=world.photo(png()))
        world.says(ann, chat, "second")
        world.album(ann, chat, [png(), png()], "third")
        world.says(ann, chat, "fourth")
        await telegram.heard(4)

    assert [m.text for m in telegram.intake.messages] == ["first", "second", "third", "fourth"]


MALFORMED: list[object] = [
    {},
    [],
    "text",
    7,
    None,
    {"message": {}},
    {"message": {"message_id": 1}},
    {"message": {"message_id": 1, "date": 10**18, "chat": {"id": 1, "type": "private"}}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": None}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": {"a": 1}, "from": 3}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "x",
                 "from": {"id": 7, "is_bot": False, "first_name": "A"}, "entities": [{"type": "mention", "offset": -5, "length": 10**9}]}},
    {"callback_query": {}},
    {"callback_query": {"id": "1", "from": {"id": 7, "is_bot": False, "first_name": "A"}, "chat_instance": "1"}},
    {"brand_new_kind_of_update": {"x": 1}},
    {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel"}}},
]  # fmt: skip


async def test_malformed_updates_take_no_other_with_them(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        for number, update in enumerate(MALFORMED):
            shown = {"update_id": 1_000 + number, **update} if isinstance(update, dict) else update
            world.pending.append(shown)  # pyright: ignore[reportArgumentType]
        world.says(ann, chat, "draw a fox")
        await until(lambda: any(m.text == "draw a fox" for m in telegram.intake.messages))
        world.pending[:] = [u for u in world.pending if isinstance(u, dict) and "update_id" in u]
        await telegram.confirmed()

    assert {m.text for m in telegram.intake.messages} <= {"draw a fox", "x"}


@pytest.mark.parametrize("number", ["7", -3, 2**63, 1.5, True, None])
async def test_odd_update_ids_do_not_stop_the_others(world: World, ann: JSON, number: object) -> None:
    async with bench(world) as telegram:
        world.pending.append({"update_id": number, "message": {}})
        world.says(ann, world.private(ann), "draw a fox")

        await until(lambda: any(m.text == "draw a fox" for m in telegram.intake.messages))


@pytest.mark.parametrize(
    "payload",
    [
        b'{"update_id": 2000, "message": {"text": "tr',
        b'{"update_id": 2000, "message": ' + b'{"reply_to_message":' * 5_000 + b"{}" + b"}" * 5_000 + b"}",
    ],
    ids=["cut off", "5,000 deep"],
)
async def test_an_update_that_is_no_json_is_dropped_alone(world: World, ann: JSON, payload: bytes) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        world.says(ann, chat, "before")
        world.queue_raw(payload)
        late = world.says(ann, chat, "after")
        late["update_id"] = 2001

        await telegram.heard(2)
        await telegram.confirmed()

    assert [m.text for m in telegram.intake.messages] == ["before", "after"]


async def test_bytes_that_are_no_utf8_are_read_as_far_as_they_can(world: World, ann: JSON) -> None:
    async with bench(world) as telegram:
        update = world.says(ann, world.private(ann), "draw a fXox")
        world.pending[:] = [json.dumps(update).encode().replace(b"X", b"\xff\xfe")]

        assert (await telegram.heard()).text == "draw a f\ufffd\ufffdox"


async def test_lone_surrogates_reach_nobody(world: World, ann: JSON) -> None:
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), "draw \ud83d a fox")

        (await telegram.heard()).text.encode()  # what no store could take would raise here


async def test_a_message_that_always_fails_is_given_up_with_a_word(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        telegram.intake.failing = "poison"
        world.says(ann, chat, "poison")
        bob = world.person(8, "Bob")
        world.says(bob, world.private(bob), "draw an owl")

        assert (await telegram.heard()).author.name == "Bob"
        await telegram.confirmed()
        await until(lambda: world.posted(chat))

    assert [m["text"] for m in world.posted(chat)] == [
        "Something went wrong on my side with that message, and I am sorry. Please try it in other words."
    ]


@pytest.mark.parametrize("trouble", ["502", "lose", "429", "drop"])
async def test_polling_goes_on_after_troubles(world: World, ann: JSON, trouble: str) -> None:
    async with bench(world) as telegram:
        world.faults.append(Fault(method="getUpdates", kind=trouble, times=3))
        world.says(ann, world.private(ann), "draw a fox")

        await telegram.heard()
        await telegram.confirmed()


async def test_a_second_poller_is_a_conflict_that_passes(
    world: World, ann: JSON, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench(world) as telegram:
        async with httpx.AsyncClient() as other:
            await until(lambda: world.called("getUpdates"))
            await other.post(f"{telegram.server.url}/bot{TOKEN}/getUpdates", data={"timeout": "0"})
            await until(lambda: "poll_conflict" in {getattr(r, "action", "") for r in caplog.records})
        world.says(ann, world.private(ann), "draw a fox")

        await telegram.heard()


async def test_only_the_holder_of_the_lock_polls(world: World, ann: JSON) -> None:
    lock = asyncio.Lock()
    await lock.acquire()
    async with telegram_server(world) as server:
        connection = TelegramConnection(TelegramConfig(token=TOKEN, api_url=server.url), sleep=fast_sleep)
        intake = FakeIntake()
        task = asyncio.create_task(TelegramPlatform(connection, intake, sole=lambda: lock).run())
        await until(lambda: world.called("setMyShortDescription"))
        assert not world.called("getUpdates")

        lock.release()
        world.says(ann, world.private(ann), "draw a fox")
        await until(lambda: intake.messages)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await connection.close()


async def test_a_token_telegram_does_not_know_names_the_setting_and_not_the_token(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with telegram_server(world) as server:
        connection = TelegramConnection(TelegramConfig(token="1:wrong-but-well-formed", api_url=server.url))
        with pytest.raises(Misconfigured, match="TELEGRAM_TOKEN") as raised:
            await TelegramPlatform(connection, FakeIntake()).run()
        await connection.close()

    chain, error = "", raised.value
    while error is not None:
        chain += repr(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    assert "wrong-but-well-formed" not in chain + logged(caplog)


@pytest.mark.parametrize("token", ["", "nonsense", "12:abc", "https://example.org"])
def test_a_token_of_the_wrong_form_is_refused_at_once(token: str) -> None:
    with pytest.raises(Misconfigured, match="BotFather"):
        TelegramConfig(token=token)


async def test_telegram_may_be_away_when_the_bot_starts(world: World, ann: JSON) -> None:
    world.faults.append(Fault(method="getMe", kind="502", times=2))
    world.faults.append(Fault(method="deleteWebhook", kind="lose", times=2))
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), "draw a fox")

        await telegram.heard()


async def test_a_server_without_webhooks_and_menus_is_polled(world: World, ann: JSON) -> None:
    async with telegram_server(world) as server:
        for method in ("deleteWebhook", "getMyCommands", "getChatMember"):
            server.lacks(method)
        connection = TelegramConnection(TelegramConfig(token=TOKEN, api_url=server.url), sleep=fast_sleep)
        intake = FakeIntake()
        task = asyncio.create_task(TelegramPlatform(connection, intake, sleep=fast_sleep).run())
        world.says(ann, world.group(), "/channel style ink")
        await until(lambda: intake.messages)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await connection.close()


async def test_the_token_reaches_no_log(world: World, ann: JSON, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with bench(world) as telegram:
        world.faults += [Fault(method="getUpdates", kind="502"), Fault(method="sendMessage", kind="lose")]
        chat = world.private(ann)
        world.says(ann, chat, "use it", photo=world.photo(png()))
        await telegram.heard()
        with pytest.raises(Exception, match="Telegram"):
            await telegram.outbound.deliver(address_in(chat), None, reply("Done."), [])
        await telegram.outbound.deliver(address_in(chat), None, reply("Done."), [picture_file()])

    assert "api.telegram" in logged(caplog) or "getUpdates" in logged(caplog), "there was something to hide"
    assert TOKEN.partition(":")[2] not in logged(caplog)


async def test_the_menu_is_set_in_every_language_and_only_when_it_differs(world: World) -> None:
    async with bench(world):
        await until(lambda: len(world.profile) == 8)
    assert {scope for scope, _ in world.commands} == {
        "default",
        "all_private_chats",
        "all_chat_administrators",
    }
    assert {language for _, language in world.commands} == {"", "de", "es", "fr"}
    german = {c["command"]: c["description"] for c in world.commands["default", "de"]}
    assert german["draw"] == "Etwas zeichnen"
    assert "channel" not in german
    assert "channel" in {c["command"] for c in world.commands["all_chat_administrators", "de"]}

    count = len(world.called("setMyCommands"))
    async with bench(world):
        await until(lambda: len(world.called("getMyShortDescription")) == 8)
    assert len(world.called("setMyCommands")) == count


def test_every_command_is_described_in_every_language() -> None:
    english = {c.command: c.description for c in menu("", managing=True)}
    for language in ("de", "es", "fr"):
        words = {c.command: c.description for c in menu(language, managing=True)}
        assert words.keys() == english.keys()
        same = {name for name in words if words[name] == english[name]}
        assert not same, f"not translated into {language}: {same}"


# --- buttons -----------------------------------------------------------------------------------------------------


async def test_a_press_is_handed_in_and_answered_at_once(world: World, ann: JSON) -> None:
    club = world.group(forum=True)
    world.topic(club, 40)
    async with bench(world) as telegram:
        posted = await telegram.outbound.deliver(
            address_in(club, topic=40),
            None,
            reply(images=("a",), buttons=(button("again", "Again"),)),
            [picture_file()],
        )
        world.presses(ann, club, int(posted), "Again")
        press = await telegram.pressed()
        await until(lambda: world.answered)

    assert press.button.startswith("v1:again:")
    assert (press.message, press.place.thread, press.author.id) == (posted, "40", "telegram:7")
    assert "text" not in world.answered[0]


async def test_a_refused_press_shows_why_to_the_one_who_pressed(world: World, ann: JSON) -> None:
    club = world.group()
    async with bench(world) as telegram:
        telegram.intake.note, telegram.intake.is_error = "That button is not yours. " * 20, True
        posted = await telegram.outbound.deliver(
            address_in(club), None, reply(buttons=(button("undo", "Undo"),)), []
        )
        world.presses(ann, club, int(posted), "Undo")
        await until(lambda: world.answered)

    assert len(world.answered[0]["text"]) == 200
    assert world.answered[0]["show_alert"] == "true"
    assert len(world.posted(club)) == 1


async def test_a_message_too_old_to_be_shown_still_has_its_buttons(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        posted = await telegram.outbound.deliver(
            address_in(chat), None, reply(buttons=(button("again", "Again"),)), []
        )
        world.presses(ann, chat, int(posted), "Again", hidden=True)

        press = await telegram.pressed()

    assert press.message == posted


async def test_a_button_too_old_to_be_shown_is_answered_in_its_topic(world: World, ann: JSON) -> None:
    club = world.group(forum=True)
    world.topic(club, 40)
    async with bench(world) as telegram:
        buttons = (button("again", "Again"),)
        posted = await telegram.outbound.deliver(
            address_in(club, topic=40), None, reply(images=("a",), buttons=buttons), [picture_file()]
        )
        general = await telegram.outbound.deliver(
            address_in(club, nonce="other-0"), None, reply(images=("a",), buttons=buttons), [picture_file()]
        )
        world.presses(ann, club, int(posted), "Again", hidden=True)
        in_topic = await telegram.pressed()
        world.presses(ann, club, int(general), "Again", hidden=True)
        elsewhere = await telegram.pressed(2)

    assert in_topic.place.thread == "40"
    assert elsewhere.place.thread is None


async def test_a_press_that_telegram_calls_too_old_is_stored_all_the_same(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        posted = await telegram.outbound.deliver(
            address_in(chat), None, reply(buttons=(button("again", "Again"),)), []
        )
        world.clock = lambda: 1e9
        update = world.presses(ann, chat, int(posted), "Again")
        world.callbacks[update["callback_query"]["id"]] = 0.0

        await telegram.pressed()
        await telegram.confirmed()

    assert world.answered == []


@pytest.mark.parametrize("data", ["", "v1", "v1:again", "v9:x:y", "../../etc", "v1:" + "x" * 61, "🦊" * 16])
async def test_made_up_buttons_are_handed_in_as_they_are(world: World, ann: JSON, data: str) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        posted = await telegram.outbound.deliver(
            address_in(chat), None, reply(buttons=(button("again", "Again"),)), []
        )
        update = world.presses(ann, chat, int(posted), "Again")
        update["callback_query"]["data"] = data
        world.says(ann, chat, "still there?")

        await telegram.heard()
        await telegram.confirmed()

    assert [press.button for press in telegram.intake.presses] in ([data], [])


async def test_ten_presses_in_a_moment_are_all_answered(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        posted = await telegram.outbound.deliver(
            address_in(chat), None, reply(buttons=(button("again", "Again"),)), []
        )
        for _ in range(10):
            world.presses(ann, chat, int(posted), "Again")

        await until(lambda: len(world.answered) == 10)


# --- webhook -----------------------------------------------------------------------------------------------------


async def test_a_webhook_answers_only_after_the_update_is_stored(world: World, ann: JSON) -> None:
    async with bench(world, webhook=True) as telegram:
        telegram.world.webhook["url"] = await hooked(telegram)
        telegram.intake.down = 2
        update = world.says(ann, world.private(ann), "draw a fox")
        await telegram.heard()
        await telegram.confirmed()
        world.redeliver(update)
        await telegram.confirmed()

    assert world.webhook_answers == [503, 503, 200, 200]
    assert len(telegram.intake.messages) == 1
    assert world.called("setWebhook")[0]["secret_token"] == "s3cret"


async def test_a_webhook_believes_only_who_knows_the_secret(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with bench(world, webhook=True) as telegram, httpx.AsyncClient() as stranger:
        address = await hooked(telegram)
        update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "text": "hi"}}
        answers = [
            (await stranger.post(address, json=update, headers=headers)).status_code
            for headers in (
                {},
                {"X-Telegram-Bot-Api-Secret-Token": "wrong"},
                {"X-Telegram-Bot-Api-Secret-Token": b"\xc3\xa9"},
            )
        ]
        answers.append((await stranger.get(address)).status_code)
        answers.append((await stranger.post(address.replace("/telegram", "/"), json=update)).status_code)

    assert answers == [403, 403, 403, 405, 404]
    assert telegram.intake.messages == []
    assert "s3cret" not in logged(caplog)


BODIES = [
    (b"", 200), (b"{", 200), (b"[]", 200), (b"{}", 200), (b'{"update_id": "x"}', 200), (b"\xff\xfe", 200),
    (b"[" * 100_000, 200), (b'{"update_id": 1, "update_id": 2}', 200), (b" " * 10_000_000, 413),
    *((json.dumps({"update_id": 1, **update}).encode(), 200) for update in MALFORMED if isinstance(update, dict)),
]  # fmt: skip


async def test_a_webhook_lives_through_anything(world: World) -> None:
    headers = {SECRET_HEADER: "s3cret"}
    async with bench(world, webhook=True) as telegram, httpx.AsyncClient(headers=headers) as client:
        address = await hooked(telegram)
        for body, status in BODIES:
            assert (await client.post(address, content=body)).status_code == status, body[:100]


def test_a_webhook_without_a_proper_secret_is_refused() -> None:
    for secret in ("", "with space", "x" * 257):
        with pytest.raises(Misconfigured, match="TELEGRAM_WEBHOOK_SECRET"):
            TelegramConfig(token=TOKEN, webhook_url="https://bot.example/t", webhook_secret=secret)
