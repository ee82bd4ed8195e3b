"""The small parts of the adapter, each by itself: reading progress, pace, brake, wording, forms, suggestions."""

import asyncio
from types import SimpleNamespace

import discord
import pytest

from adapters.discord.config import DiscordConfig
from adapters.discord.http.interaction_handles import Handle, handle_of
from adapters.discord.http.invalid_requests import WINDOW_SECONDS, InvalidRequests, TooManyInvalidRequests
from adapters.discord.inbound.attachments import Files
from adapters.discord.inbound.forms import Form, read_form, refine_form
from adapters.discord.inbound.message_files import FileRef, file_ref, pictures
from adapters.discord.inbound.suggestions import suggest
from adapters.discord.invite import PERMISSIONS, invite_link
from adapters.discord.outbound.edit_pace import EDIT_SECONDS, Pace
from adapters.discord.outbound.layouts import reply_parts, rows
from adapters.discord.outbound.markdown import PIECE_CHARS_MAX, pieces, shown, step_line
from adapters.discord.read_positions import ChannelPositions
from agent.domain.conversation import AuthorId, Button, Place, Reply
from agent.errors import StoreUnavailable
from agent.limits import IMAGE_BYTES_MAX
from agent.ports import PictureFile, ReadPosition
from tests.fakes.board import FakeDesk

# --- how far a channel was read ---------------------------------------------------------------------------------


def marks_at(message: int) -> ChannelPositions:
    positions = ChannelPositions()
    positions.load([ReadPosition(channel="1", message=message, community="9")])
    return positions


def test_a_mark_waits_for_the_message_that_is_still_being_taken() -> None:
    positions = marks_at(10)
    positions.begin("1", "9", 11)
    positions.begin("1", "9", 12)
    positions.end("1", 12, stored=True)

    assert positions.mark("1") == 10
    positions.end("1", 11, stored=True)
    assert positions.mark("1") == 12


def test_a_mark_stays_before_what_could_not_be_stored() -> None:
    positions = marks_at(10)
    for number, stored in ((11, False), (12, True)):
        positions.begin("1", "9", number)
        positions.end("1", number, stored=stored)

    assert (positions.mark("1"), positions.missed()) == (10, ["1"])
    positions.seen("1", "9", 12)
    assert (positions.mark("1"), positions.missed()) == (12, [])


def test_while_held_nothing_is_saved_and_the_gap_stays_visible() -> None:
    positions = marks_at(10)
    positions.hold()
    positions.begin("1", "9", 20)
    positions.end("1", 20, stored=True)

    assert (positions.mark("1"), positions.unsaved()) == (10, [])
    positions.release()
    assert positions.unsaved() == [ReadPosition(channel="1", message=20, community="9")]


def test_only_a_server_that_was_read_before_has_a_past() -> None:
    positions = ChannelPositions()
    positions.begin("1", "9", 20)
    assert not positions.knows("9"), "a live message that came first does not make one"
    positions.seen("1", "9", 20)
    assert positions.knows("9")


# --- how often a message changes --------------------------------------------------------------------------------


class Time:
    """A clock that the test moves; sleepers wake when their time has come."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleepers: list[tuple[float, asyncio.Event]] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        wake = asyncio.Event()
        self.sleepers.append((self.now + seconds, wake))
        await wake.wait()

    async def pass_(self, seconds: float) -> None:
        await asyncio.sleep(0)  # who is about to sleep goes to sleep first
        self.now += seconds
        for at, wake in self.sleepers:
            if at <= self.now:
                wake.set()
        for _ in range(10):
            await asyncio.sleep(0)


class Shown:
    def __init__(self, pace: Pace) -> None:
        self.texts: list[str] = []
        self._pace = pace

    async def show(self, text: str) -> None:
        async def edit() -> None:
            self.texts.append(text)

        await self._pace.show("m", edit)


async def test_the_latest_change_is_shown_when_its_time_comes() -> None:
    time = Time()
    pace = Pace(clock=time.clock, sleep=time.sleep)
    message = Shown(pace)
    for text in ("one", "two", "three"):
        await message.show(text)
    assert message.texts == ["one"]

    await time.pass_(EDIT_SECONDS)

    assert message.texts == ["one", "three"]


async def test_nothing_late_is_shown_on_a_finished_message() -> None:
    time = Time()
    pace = Pace(clock=time.clock, sleep=time.sleep)
    message = Shown(pace)
    await message.show("one")
    await message.show("late")

    await pace.finish("m")
    await time.pass_(EDIT_SECONDS)
    await message.show("later still")

    assert message.texts == ["one"]


# --- what Discord holds against us ------------------------------------------------------------------------------


def test_too_many_refusals_stop_every_call_until_the_window_has_moved_on() -> None:
    time = Time()
    invalid_requests = InvalidRequests(clock=time.clock, limit=3)
    for status in (403, 429, 403):
        invalid_requests.check()
        invalid_requests.count(status, "/api/v10/channels/1/messages")
        time.now += 1

    with pytest.raises(TooManyInvalidRequests) as caught:
        invalid_requests.check()
    assert caught.value.seconds == WINDOW_SECONDS - 3
    time.now += WINDOW_SECONDS - 3 + 0.1
    invalid_requests.check()


def test_a_refused_token_is_tried_again_after_a_while() -> None:
    time = Time()
    invalid_requests = InvalidRequests(clock=time.clock)
    invalid_requests.count(401, "/api/v10/channels/1/messages")
    with pytest.raises(TooManyInvalidRequests):
        invalid_requests.check()

    time.now += WINDOW_SECONDS

    invalid_requests.check()


def test_what_is_not_held_against_us_is_not_counted() -> None:
    invalid_requests = InvalidRequests(limit=3)
    invalid_requests.count(200, "/channels/1")
    invalid_requests.count(429, "/channels/1", shared=True)
    invalid_requests.count(401, "/api/v10/webhooks/1/token")

    assert invalid_requests.counted == 1
    assert not invalid_requests.token_refused, "that was the token of an interaction"


# --- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("**bold** and `code_x`", "**bold** and `code_x`"),
        ("https://a.example/x_y_z and _this_", "https://a.example/x_y_z and \\_this\\_"),
        ("[masked](https://evil.example)", "\\[masked\\](https://evil.example)"),
        ("<@12> <#34> <t:5> <:a:6>", "\\<@12> \\<#34> \\<t:5> \\<:a:6>"),
        ("<@&12>", "<@&12>"),
        ("# big\n> quote\n-# small", "\\# big\n\\> quote\n\\-# small"),
        ("||hidden|| ~~gone~~ ```block```", "\\|\\|hidden\\|\\| \\~\\~gone\\~\\~ \\`\\``block`\\`\\`"),
        ("**a** * b ** c", "**a** \\* b \\*\\* c"),
        ("", ""),
    ],
)
def test_a_text_is_shown_as_it_is_written(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_a_text_without_gaps_is_cut_all_the_same() -> None:
    parts = pieces("x" * (2 * PIECE_CHARS_MAX + 5))

    assert [len(part) for part in parts] == [PIECE_CHARS_MAX, PIECE_CHARS_MAX, 5]


def test_a_step_is_shown_with_its_sign() -> None:
    assert step_line("render: drawing a fox_cub") == "🎨 drawing a fox\\_cub …"
    assert step_line("something else") == "💭 something else …"


# --- messages -----------------------------------------------------------------------------------------------------


def test_buttons_stand_in_rows_of_five_the_answers_first() -> None:
    buttons = [Button(id=f"v1:answer:{n:022}", action="answer", label=str(n)) for n in range(6)]
    buttons.insert(0, Button(id=f"v1:surprise:{'s' * 22}", action="surprise", label="Surprise me"))

    labels = [[button["label"] for button in row["components"]] for row in rows(buttons)]  # pyright: ignore

    assert labels == [["0", "1", "2", "3", "4"], ["5"], ["Surprise me"]]


def test_a_reply_never_has_more_parts_than_discord_takes() -> None:
    buttons = tuple(Button(id=f"v1:forget:{n:022}", action="forget", label="x" * 200) for n in range(60))
    files = [
        PictureFile(data=b"", media_type="image/png", name=f"{n}.png", alt="a" * 2_000) for n in range(12)
    ]
    reply = Reply(kind="text", text="word " * 3_000, images=tuple("i" * 12), buttons=buttons)  # pyright: ignore

    messages = reply_parts(reply, files)

    for parts in messages:
        assert sum(len(part.get("components", [])) + 1 for part in parts) <= 40  # pyright: ignore
        assert sum(len(part.get("content", "")) for part in parts) <= 4_000  # pyright: ignore
    assert len(messages[0][0]["items"]) == 10  # pyright: ignore


def test_a_handle_comes_back_as_it_was_stored_and_a_broken_one_as_none() -> None:
    handle = Handle(
        interaction="1",
        token="t",
        app="2",
        until=99.0,
        answer="original",
        hidden=True,
        member=False,
        limit=5,
        message="3",
    )

    assert handle_of(handle.stored()) == handle
    assert handle_of({"until": "x", "limit": "-1", "answer": "?"}) == Handle()
    assert not handle.through_token(now=99.0)


# --- forms --------------------------------------------------------------------------------------------------------


def test_a_form_says_by_itself_what_it_belongs_to() -> None:
    form = Form(what="button", message="12", button="v1:refine:" + "k" * 22)
    made = refine_form(form, "a fox")

    filled = read_form(
        {
            "custom_id": made["custom_id"],
            "components": [{"component": {"custom_id": "words", "value": " at night "}}],
        }
    )

    assert filled is not None
    assert (filled.form, filled.text, filled.files) == (form, "at night", ())


@pytest.mark.parametrize(
    "forged", ["", "f1:evil:1:", "f1:button:x:y", "f1:button:1:" + "k" * 90, "f2:refine:1:"]
)
def test_a_forged_form_is_none(forged: str) -> None:
    assert read_form({"custom_id": forged, "components": "nonsense"}) is None


# --- files --------------------------------------------------------------------------------------------------------


class Server:
    """A file server that fails so often before it answers."""

    def __init__(self, failures: list[Exception], data: bytes = b"png") -> None:
        self.failures, self.data, self.asked = failures, data, []

    async def file(self, url: str) -> bytes:
        self.asked.append(url)
        if self.failures:
            raise self.failures.pop(0)
        return self.data


async def no_sleep(seconds: float) -> None: ...


def files(server: Server, api_url: str = "") -> Files:
    return Files(server, DiscordConfig(token="t", api_url=api_url), sleep=no_sleep)  # pyright: ignore[reportArgumentType]


async def test_a_file_is_asked_for_again_and_then_missed_in_words() -> None:
    ref = FileRef(url="https://cdn.discordapp.com/a.png", name="a.png")

    (came,) = await files(Server([TimeoutError()])).fetch([ref])
    (missed,) = await files(Server([OSError()] * 3)).fetch([ref])
    (large,) = await files(Server([], data=b"x" * (IMAGE_BYTES_MAX + 1))).fetch([ref])

    assert came.data == b"png"
    assert "a.png could not be downloaded" in missed.problem
    assert "larger than" in large.problem


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/a.png",
        "https://evil.example/a.png",
        "http://cdn.discordapp.com/a.png",
        "https://cdn.discordapp.com.evil.example/a",
        "file:///etc/passwd",
        "",
    ],
)
async def test_no_other_server_is_asked(url: str) -> None:
    server = Server([])

    (image,) = await files(server).fetch([FileRef(url=url, name="a.png")])

    assert server.asked == []
    assert image.data == b""


async def test_the_server_that_stands_for_discord_is_asked() -> None:
    server = Server([])
    await files(server, "http://127.0.0.1:8888/api/v10").fetch(
        [FileRef(url="http://127.0.0.1:8890/a.png", name="a")]
    )

    assert server.asked == ["http://127.0.0.1:8890/a.png"]


def test_stickers_and_embedded_pictures_are_pictures() -> None:
    still = SimpleNamespace(
        format=discord.StickerFormatType.png, url="https://media.discordapp.net/stickers/1.png", name="wave"
    )
    moving = SimpleNamespace(format=discord.StickerFormatType.lottie, url="https://x/2.json", name="dance")
    embed = discord.Embed.from_dict(
        {
            "type": "rich",
            "image": {
                "url": "https://evil.example/x.png",
                "proxy_url": "https://images-ext-1.discordapp.net/x.png",
            },
        }
    )
    message = SimpleNamespace(
        attachments=[], components=[], stickers=[still, moving], embeds=[embed, discord.Embed(title="words")]
    )

    found = pictures(message)  # pyright: ignore[reportArgumentType]

    assert [ref.url for ref in found] == [
        "https://media.discordapp.net/stickers/1.png", "", "https://images-ext-1.discordapp.net/x.png",
    ]  # fmt: skip
    assert "animation" in found[1].problem


def test_what_cannot_be_looked_at_is_said_without_fetching() -> None:
    assert file_ref("u", "a.mp4", "video/mp4", 5).problem
    assert file_ref("u", "a.bin", "", 5).problem
    assert "MB" in file_ref("u", "a.png", "image/png", IMAGE_BYTES_MAX + 1).problem
    assert not file_ref("u", "a.PNG", "", None).problem


# --- the rest -----------------------------------------------------------------------------------------------------


async def test_a_memory_that_does_not_answer_suggests_nothing() -> None:
    class Down(FakeDesk):
        async def list(self, *given: object, **named: object) -> list[object]:  # type: ignore[override]
            raise StoreUnavailable("away")

    place = Place(platform="discord", community="1", channel="2")

    assert await suggest(Down(), "character", "l", author=AuthorId("discord:1"), place=place) == []
    assert await suggest(None, "character", "l", author=AuthorId("discord:1"), place=place) == []


def test_the_invite_asks_for_no_more_than_is_used() -> None:
    link = invite_link("42")

    assert link.startswith("https://discord.com/oauth2/authorize?client_id=42&permissions=")
    assert not PERMISSIONS.administrator
    assert {name for name, held in PERMISSIONS if held} == {
        "read_messages", "send_messages", "send_messages_in_threads", "create_public_threads", "attach_files", "read_message_history",
    }  # fmt: skip
