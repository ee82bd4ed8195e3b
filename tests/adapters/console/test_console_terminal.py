"""The terminal chat over fakes: what is typed becomes messages and taps, what is answered is shown with picture and path."""

import asyncio
import io
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PIL import Image
from rich.console import Console

from adapters.console.gallery import Gallery
from adapters.console.outbound import ConsoleOutbound
from adapters.console.styled_text import numbered, styled
from adapters.console.terminal_chat import Speaker, TalkServices, TerminalChat
from adapters.console.terminal_pictures import Way
from adapters.console.terminal_screen import TerminalScreen
from agent.domain.conversation import MessageId, Place, Reply, TurnId
from agent.domain.incoming import Accepted, IncomingMessage, IncomingPress
from agent.outcomes import button
from agent.ports import PictureFile
from tests.adapters.console.console_world import address, picture_reply, posted
from tests.fakes.board import FakeBoard
from tests.fakes.turn_status import FakeTurnStatus
from tests.patience import PATIENCE_SECONDS


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (32, 32), "orange").save(out, "PNG")
    return out.getvalue()


FOX = PictureFile(data=png(), media_type="image/png", name="atelier-1.png", alt="a fox")


@dataclass(slots=True)
class ScriptedTypist:
    """Types the given lines, then leaves."""

    lines: list[str]
    prompts: list[str] = field(default_factory=list[str])
    redrawn: int = 0

    async def line(self, prompt: str) -> str | None:
        self.prompts.append(prompt)
        return self.lines.pop(0) if self.lines else None

    def redraw(self) -> None:
        self.redrawn += 1


@dataclass(slots=True)
class AnsweringIntake:
    """Answers each message and press at once, through the outbound, with the next of its replies."""

    replies: list[Reply]
    messages: list[IncomingMessage] = field(default_factory=list[IncomingMessage])
    presses: list[IncomingPress] = field(default_factory=list[IncomingPress])
    outbound: ConsoleOutbound | None = None
    board: FakeBoard | None = None
    note: str = ""
    held: asyncio.Event | None = None
    """Until it is set, no message but /cancel is answered."""

    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def message(self, incoming: IncomingMessage) -> Accepted:
        self.arrived.set()
        self.messages.append(incoming)
        if incoming.text == "/cancel" and self.held:
            self.held.set()
            return Accepted(turn=None, note="Cancelled.")
        return await self._answer(incoming)

    async def deleted(self, place: Place, message: str) -> None:
        """Nobody deletes here."""

    async def press(self, incoming: IncomingPress) -> Accepted:
        self.presses.append(incoming)
        return await self._answer(incoming)

    async def _answer(self, incoming: IncomingMessage | IncomingPress) -> Accepted:
        if self.note:
            return Accepted(turn=None, note=self.note, is_error=True)
        assert self.outbound is not None
        assert self.board is not None
        turn, reply = TurnId(f"turn-{incoming.event_id}"), self.replies.pop(0)
        message = self.board.add(posted(place=incoming.place, reply=reply))
        told = replace(address(message.id, turn=turn), place=incoming.place)
        delivery = self.outbound.deliver(told, message.id, reply, [FOX] if reply.images else [])
        if self.held is None:
            await delivery
        else:
            self._later = asyncio.create_task(self._deliver_later(delivery))
        return Accepted(turn=turn)

    async def _deliver_later(self, delivery: object) -> None:
        assert self.held is not None
        await self.held.wait()
        await delivery  # pyright: ignore[reportGeneralTypeIssues] # a coroutine

    _later: "asyncio.Task[None] | None" = None


class Talk:
    """A person at a terminal."""

    def __init__(self, folder: Path, *replies: Reply, way: Way = "none", width: int = 80) -> None:
        self.out = io.StringIO()
        self.board, self.intake = FakeBoard(), AnsweringIntake(list(replies))
        self.typist = ScriptedTypist([])
        console = Console(
            file=self.out,
            width=width,
            force_terminal=way != "none",
            color_system="truecolor" if way != "none" else None,
        )
        self.screen = TerminalScreen(console, way, self.typist.redraw)
        self.intake.outbound = ConsoleOutbound(Gallery(folder), self.screen, self._still_posted)
        self.intake.board = self.board
        services = TalkServices(intake=self.intake, board=self.board, turn_status=FakeTurnStatus())
        self.chat = TerminalChat(services, self.screen, self.typist, Speaker(name="ana", channel="studio"))

    async def _still_posted(self, here: object) -> object:
        return here

    async def types(self, *lines: str) -> str:
        """What the terminal shows, from start to end."""
        self.typist.lines[:] = lines
        assert await asyncio.wait_for(self.chat.run(["Welcome."]), timeout=PATIENCE_SECONDS) == 0
        return "\n".join(line.rstrip() for line in self.out.getvalue().split("\n"))


async def test_a_picture_is_shown_with_words_path_and_numbered_buttons(tmp_path: Path) -> None:
    talk = Talk(tmp_path, picture_reply("**a fox**\nI could not draw: a lamp."))

    shown = await talk.types("draw a fox")

    assert "Welcome." in shown
    assert "  a fox\n  I could not draw: a lamp." in shown
    assert f"  {tmp_path}/pictures/b1_a-fox.png\n" in shown
    assert "1 Again" in shown
    assert "(b1)" in shown
    assert talk.intake.messages[0].place.channel_key == "console:guild/studio"
    assert talk.intake.messages[0].author.may_manage


@pytest.mark.parametrize("width", [30, 60, 100])
def test_what_can_be_tapped_is_never_broken_where_a_line_has_room_for_it(width: int) -> None:
    labels = ["a sleepy fox in the forest", "a lighthouse in a storm", "a robot watering", "Surprise me"]

    lines = numbered([button("answer", label) for label in labels], message="b4", width=width).plain.split(
        "\n"
    )

    assert all(len(line) <= width for line in lines)
    assert "   ".join(lines) == "   ".join([f"{n} {label}" for n, label in enumerate(labels, 1)] + ["(b4)"])


async def test_the_picture_itself_is_drawn_where_the_terminal_can(tmp_path: Path) -> None:
    as_blocks = await Talk(tmp_path, picture_reply(), way="blocks").types("draw a fox")
    by_kitty = await Talk(tmp_path, picture_reply(), way="kitty").types("draw a fox")

    assert "▀" in as_blocks
    assert "38;2;255;165;0" in as_blocks
    assert "\x1b_Ga=T" in by_kitty


async def test_a_number_taps_the_button_of_the_last_message(tmp_path: Path) -> None:
    question = Reply(
        kind="question", text="What?", buttons=(button("answer", "a fox"), button("surprise", "Surprise me"))
    )
    talk = Talk(tmp_path, question, picture_reply(), picture_reply())

    await talk.types("draw something", "2", "again")

    first, second = talk.intake.presses
    assert (first.message, first.button) == ("b1", question.buttons[1].id)
    assert second.message == "b2"


async def test_an_older_messages_button_is_tapped_by_its_id(tmp_path: Path) -> None:
    talk = Talk(tmp_path, picture_reply(), picture_reply(), picture_reply())

    shown = await talk.types("draw a fox", "draw an owl", ":b1.1", ":b9.1", ":b1.7")

    assert [pressed.message for pressed in talk.intake.presses] == ["b1"]
    assert "that message is not there any more" in shown
    assert "There is no such button here." in shown


async def test_refine_asks_what_should_change(tmp_path: Path) -> None:
    reply = replace(picture_reply(), buttons=(button("refine", "Refine"),))
    talk = Talk(tmp_path, reply, reply)

    await talk.types("draw a fox", "1", "make it night", "1", "")

    assert [pressed.text for pressed in talk.intake.presses] == ["make it night"]


async def test_a_reply_names_the_last_message_or_the_one_given(tmp_path: Path) -> None:
    talk = Talk(tmp_path, *[picture_reply()] * 3)

    await talk.types("draw a fox", "> add a hat", ">b1 make it blue")

    assert [message.reply_to for message in talk.intake.messages] == [None, "b1", "b1"]


async def test_a_path_attaches_the_picture(tmp_path: Path) -> None:
    (tmp_path / "my cat.png").write_bytes(png())
    talk = Talk(tmp_path, picture_reply(), picture_reply())

    await talk.types(f"'{tmp_path}/my cat.png' as a pirate", f"{tmp_path}/no.png as a pirate")

    first, second = talk.intake.messages
    assert (first.text, first.images[0].name, first.images[0].data) == ("as a pirate", "my cat.png", png())
    assert "no such file" in second.images[0].problem


async def test_somebody_else_speaks_elsewhere_and_the_old_buttons_stay_behind(tmp_path: Path) -> None:
    talk = Talk(tmp_path, picture_reply(), picture_reply(), picture_reply())

    shown = await talk.types(
        "draw a fox", "/as bob", "/in posters", "1", "draw an owl", "/private", "draw a cat", "/as"
    )

    assert [str(message.author.name) for message in talk.intake.messages] == ["ana", "bob", "bob"]
    assert [message.place.private for message in talk.intake.messages] == [False, False, True]
    assert talk.intake.presses == []
    assert "/as NAME" in shown
    assert ["#posters" in prompt for prompt in talk.typist.prompts] == [False] * 3 + [True] * 3 + [False] * 3


async def test_a_new_run_recalls_what_was_said_last_and_its_buttons(tmp_path: Path) -> None:
    talk = Talk(tmp_path, picture_reply())
    place = Speaker(name="ana", channel="studio").place
    talk.board.add(posted(place=place, reply=picture_reply("**an old fox**")))
    talk.board.add(posted(place=place, reply=Reply(kind="error", text="Cancelled.")))

    shown = await talk.types("1")

    assert "Last here: an old fox (b1)" in shown
    assert talk.intake.presses[0].message == "b1"


async def test_what_needs_no_turn_is_said_at_once(tmp_path: Path) -> None:
    talk = Talk(tmp_path)
    talk.intake.note = "The message you replied to is not one I know (any more)."

    assert talk.intake.note in await talk.types(">b9 hello")


async def test_ctrl_c_cancels_what_is_being_drawn_and_otherwise_says_how_to_leave(tmp_path: Path) -> None:
    talk = Talk(tmp_path, Reply(kind="error", text="Cancelled."))
    talk.intake.held = asyncio.Event()
    running = asyncio.create_task(talk.types("draw a fox"))
    await asyncio.wait_for(talk.intake.arrived.wait(), timeout=PATIENCE_SECONDS)
    await asyncio.sleep(0)

    talk.chat.interrupt()
    talk.chat.interrupt()
    shown = await running
    talk.chat.interrupt()

    assert [message.text for message in talk.intake.messages] == ["draw a fox", "/cancel"]
    assert "Cancelled." in shown
    assert "Ctrl-D leaves" in talk.out.getvalue()


async def test_an_answer_that_nobody_waits_for_is_shown_above_the_prompt(tmp_path: Path) -> None:
    talk = Talk(tmp_path, way="blocks")
    assert talk.intake.outbound is not None

    await talk.intake.outbound.deliver(address("b7"), "b7", Reply(kind="text", text="Time is up."), [])

    assert talk.out.getvalue().startswith("\r\x1b[2K")
    assert "Time is up." in talk.out.getvalue()
    assert talk.typist.redrawn == 1
    assert talk.screen.last == MessageId("b7")


def test_words_cannot_steer_the_terminal() -> None:
    text = styled("**bold** `code` [red]not markup[/red] \x1b[31mred\x1b]0;title\a\r\x9b2J\ttab\nnext")

    assert text.plain == "bold code [red]not markup[/red]  [31mred ]0;title   2J tab\nnext"
    assert [span.style for span in text.spans] == ["bold", "cyan"]


@pytest.mark.parametrize("text", ["**", "****", "** **", "`", "a ** b", "**a", ""])
def test_half_a_mark_is_left_as_it_is(text: str) -> None:
    assert styled(text).plain in (text, text.strip("* ") or " ")
