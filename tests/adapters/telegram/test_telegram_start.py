"""Starting: the token, a Telegram that is away, and what the menu of commands says."""

import asyncio
import logging

import pytest

from adapters.telegram.command_menu_words import all_words
from adapters.telegram.config import TelegramConfig
from adapters.telegram.http.connection import TelegramConnection
from adapters.telegram.platform import TelegramPlatform
from agent.actions import COMMANDS
from agent.errors import Misconfigured
from simulators.telegram.server import TOKEN, telegram_server
from simulators.telegram.world import JSON, Fault, World
from tests.fakes.intake import FakeIntake
from tests.patience import until
from tests.worlds.telegram_bench import address_in, bench, fast_sleep, logged, picture_file, png, reply


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
        await until(lambda: len(world.profile) == 2 * len(all_words()))
    assert {scope for scope, _ in world.commands} == {
        "default",
        "all_private_chats",
        "all_chat_administrators",
    }
    assert {language for _, language in world.commands} == set(all_words())
    german = {c["command"]: c["description"] for c in world.commands["default", "de"]}
    assert german["draw"] == "Etwas zeichnen"
    assert "channel" not in german
    assert "channel" in {c["command"] for c in world.commands["all_chat_administrators", "de"]}

    count = len(world.called("setMyCommands"))
    async with bench(world):
        await until(lambda: len(world.called("getMyShortDescription")) == 2 * len(all_words()))
    assert len(world.called("setMyCommands")) == count


def test_every_command_is_described_in_every_language() -> None:
    described = {language: words.commands for language, words in all_words().items()}
    assert described.keys() >= {"", "de"}
    assert set(described[""]) - {"incognito"} == set(COMMANDS)
    for language in set(described) - {""}:
        same = {name for name in described[""] if described[language][name] == described[""][name]}
        assert not same, f"not translated into {language}: {same}"
        assert all(len(text) <= 256 for text in described[language].values())
    assert all(len(w.description) <= 512 and len(w.about) <= 120 for w in all_words().values())
