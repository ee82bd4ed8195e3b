"""Bot API servers that are not quite like Telegram's: they lack methods, answer otherwise, and keep files elsewhere."""

import logging
from pathlib import Path

import pytest

from adapters.telegram.command_menu_words import all_words
from adapters.telegram.http.bot_library import file_address
from adapters.telegram.http.payload_defaults import completed_answer
from agent.errors import PlatformUnavailable
from simulators.telegram.server import TOKEN
from simulators.telegram.world import JSON, Fault, World
from tests.patience import until
from tests.worlds.telegram_bench import address_in, bench, picture_file, png, reply, still_clock


async def test_answers_with_the_least_they_can_have_are_enough(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        telegram.server.answers("sendMessage", {"message_id": 31})
        telegram.server.answers("editMessageMedia", None)
        telegram.server.answers("sendMediaGroup", [{"message_id": 32}, {"message_id": 33}])
        where = address_in(chat)
        working = await telegram.outbound.open(where, "plan: thinking")
        shown = await telegram.outbound.deliver(where, working, reply(images=("a",)), [picture_file()])
        album = await telegram.outbound.deliver(
            address_in(chat, nonce="two-0"),
            None,
            reply(images=("a", "b")),
            [picture_file(), picture_file("red")],
        )

    assert (working, shown, album) == ("31", "31", "31")


async def test_a_name_without_the_rest_starts_the_bot(world: World, ann: JSON) -> None:
    world.me = {"id": 9000, "username": "atelier_bot"}
    async with bench(world) as telegram:
        world.says(ann, world.group(), "@atelier_bot a fox")
        assert (await telegram.heard()).text == "a fox"


@pytest.mark.parametrize("status", ["creator", "administrator"])
async def test_who_manages_is_told_by_the_status_alone(world: World, ann: JSON, status: str) -> None:
    async with bench(world) as telegram:
        telegram.server.answers("getChatMember", {"status": status, "user": ann})
        world.says(ann, world.group(), "/channel style ink")
        assert (await telegram.heard()).author.may_manage


@pytest.mark.parametrize("answer", [True, None, {"commands": 1}])
async def test_a_server_that_has_no_menu_leaves_no_trace_in_the_log(
    world: World, ann: JSON, caplog: pytest.LogCaptureFixture, answer: object
) -> None:
    caplog.set_level(logging.WARNING)
    async with bench(world) as telegram:
        for what in ("Commands", "Description", "ShortDescription"):
            telegram.server.answers(f"getMy{what}", answer)
            telegram.server.lacks(f"setMy{what}")
        world.says(ann, world.private(ann), "a fox")
        await telegram.heard()
        await until(lambda: len(world.called("setMyShortDescription")) >= 1)

    assert not caplog.records


async def test_a_menu_that_cannot_be_read_is_set(world: World) -> None:
    async with bench(world) as telegram:
        telegram.server.lacks("getMyCommands")
        await until(lambda: len(world.profile) == 2 * len(all_words()))

    assert world.called("setMyCommands")


@pytest.mark.parametrize("form", ["{path}", "/{path}", "{base}/{path}", "/var/lib/bot-api/{token}/{path}"])
async def test_a_file_is_found_wherever_the_server_says_it_is(world: World, ann: JSON, form: str) -> None:
    chat = world.private(ann)
    world.files["photos/my file_1.jpg"] = png()
    async with bench(world) as telegram:
        base = f"{telegram.server.url}/file/bot{TOKEN}"
        path = form.format(path="photos/my file_1.jpg", base=base, token=TOKEN)
        telegram.server.answers("getFile", {"file_path": path})
        world.says(ann, chat, "use it", photo=world.photo(b"elsewhere"))
        heard = await telegram.heard()

    assert [image.data for image in heard.images] == [png()]


async def test_a_server_in_local_mode_says_where_on_the_disk(world: World, ann: JSON, tmp_path: Path) -> None:
    (tmp_path / "file_1.jpg").write_bytes(png())
    async with bench(world) as telegram:
        telegram.server.answers("getFile", {"file_path": str(tmp_path / "file_1.jpg")})
        world.says(ann, world.private(ann), "use it", photo=world.photo(b"elsewhere"))
        heard = await telegram.heard()

    assert [image.data for image in heard.images] == [png()]


async def test_a_file_without_a_path_or_too_large_leaves_the_words(world: World, ann: JSON) -> None:
    async with bench(world) as telegram:
        telegram.server.answers("getFile", {"file_id": "x"})
        world.says(ann, world.private(ann), "use it", photo=world.photo(png()))
        first = await telegram.heard()
        telegram.server.answers("getFile", {"file_path": "x", "file_size": 30_000_000})
        world.says(ann, world.private(ann), "and it", photo=world.photo(png()))
        second = await telegram.heard(2)

    assert "could not be downloaded" in first.images[0].problem
    assert "larger than 20 MB" in second.images[0].problem


@pytest.mark.parametrize("path", ["../../secret", "/../x", "a/../../../bot/x"])
def test_a_files_path_stays_below_the_bots_own(path: str) -> None:
    base = "http://127.0.0.1:8081/file/bot1:abc"

    assert file_address(base, "1:abc", path).startswith(f"{base}/")


async def test_a_refusal_under_a_200_is_a_refusal(world: World, ann: JSON) -> None:
    """Repeating what the message shows already is no trouble; a wait is one."""
    chat = world.private(ann)
    async with bench(world, clock=still_clock) as telegram:
        where = address_in(chat)
        working = await telegram.outbound.open(where, "plan: thinking")
        telegram.server.says_ok = True
        first = await telegram.outbound.deliver(where, working, reply("Done."), [])
        again = await telegram.outbound.deliver(where, working, reply("Done."), [])
        world.faults.append(Fault(method="editMessageText", kind="429", times=1, retry_after=100))
        with pytest.raises(PlatformUnavailable) as raised:
            await telegram.outbound.deliver(where, working, reply("Other."), [])

    assert first == again == working
    assert len(world.posted(chat)) == 1
    assert raised.value.retry_after_seconds == 100


def test_an_answer_that_cannot_be_mended_is_left_alone() -> None:
    for answer in (True, None, 7, "x", [1], {"user": 7}):
        assert completed_answer("sendMessage", answer) == answer


# --- troubles that must not double or lose anything --------------------------------------------------------------


@pytest.mark.parametrize("trouble", ["429", "502", "lose", "drop", "missing"])
async def test_a_working_message_that_cannot_be_taken_away_doubles_nothing(
    world: World, ann: JSON, trouble: str
) -> None:
    chat = world.private(ann)
    world.media_into_text = False  # so that a picture replaces the working message
    async with bench(world) as telegram:
        where = address_in(chat)
        working = await telegram.outbound.open(where, "plan: thinking")
        if trouble == "missing":
            telegram.server.lacks("deleteMessage")
        else:
            world.faults.append(Fault(method="deleteMessage", kind=trouble, times=9, retry_after=2))
        await telegram.outbound.deliver(where, working, reply("Done.", images=("a",)), [picture_file()])

    assert [m["caption"] for m in world.posted(chat) if "photo" in m] == ["Done."]


async def test_a_word_outside_of_any_turn_is_said_after_a_wait(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        telegram.intake.note = "There was nothing in that message."
        world.faults.append(Fault(method="sendMessage", kind="429", times=2, retry_after=2))
        world.says(ann, chat, "   ", photo=world.photo(png()))
        await until(lambda: world.posted(chat))
        await telegram.confirmed()

    assert [m["text"] for m in world.posted(chat)] == ["There was nothing in that message."]


async def test_an_error_page_is_told_in_one_plain_line(
    world: World, ann: JSON, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    world.faults.append(Fault(method="getUpdates", kind="502", times=2))
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), "a fox")
        await telegram.heard()

    assert "Bad Gateway</html>" not in caplog.text
    assert "Traceback" not in caplog.text
