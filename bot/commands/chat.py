"""`python -m bot chat`: the same bot in a terminal, or one JSON object a line."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncGenerator, Coroutine, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import BinaryIO

from rich.console import Console

from adapters.console.gallery import Gallery
from adapters.console.jsonl_chat import JsonScreen, ScriptedChat, ScriptServices
from adapters.console.keyboard import KeyboardTypist, PipedTypist
from adapters.console.outbound import ConsoleOutbound, Screen
from adapters.console.streams import LineSink, LineSource
from adapters.console.terminal_chat import Speaker, TalkServices, TerminalChat
from adapters.console.terminal_pictures import way_of
from adapters.console.terminal_screen import TerminalScreen
from agent.actions import COMMANDS
from agent.errors import Misconfigured, StoreUnavailable
from bot.app import App, Work, open_app
from bot.configured_limits import spending
from bot.environment import terminal_variables
from bot.log import set_up_logging
from bot.settings import Settings, secrets_of
from db.locks import hold_lock

log = logging.getLogger(__name__)
CONSOLE_LOCK = 20260625
LOCK_TRIES = 20
LOCK_WAIT_SECONDS = 0.25
"""Between tries: the database notices within a moment that a killed chat is gone."""
EXIT_UNREAD = 1
EXIT_TERMINATED = 128 + signal.SIGTERM
LOG_FILE = "chat.log"
HISTORY_FILE = "chat-history"


async def chat(settings: Settings, *, jsonl: bool, author: str, channel: str, show_images: bool) -> int:
    """Until the end of input. Returns the exit code."""
    if jsonl:
        set_up_logging(settings.log_level, secrets=secrets_of(settings))
        out = own_stdout()
        async with open_app(settings) as app, _alone(app):
            return await _script(app, out)
    with _log_beside(settings), _terminal_restored():
        async with open_app(settings) as app, _alone(app):
            return await _talk(app, Speaker(name=author, channel=channel), show_images=show_images)


@contextmanager
def _log_beside(settings: Settings) -> Generator[None]:
    """The log in a file where standard error is the terminal that is talked in."""
    if not sys.stderr.isatty():
        set_up_logging(settings.log_level, secrets=secrets_of(settings))
        yield
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with open(settings.data_dir / LOG_FILE, "a", encoding="utf-8") as file:
        set_up_logging(settings.log_level, secrets=secrets_of(settings), stream=file)
        yield


@contextmanager
def _terminal_restored() -> Generator[None]:
    """A thread may still be reading a line when the process ends; the terminal is left as it was found."""
    if not sys.stdin.isatty() or os.name == "nt":
        yield
        return
    import termios  # not on Windows

    found = termios.tcgetattr(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, found)


def own_stdout() -> BinaryIO:
    """Standard output for the lines alone. Whatever else writes there, a library or the database's own programs, writes to
    standard error from now on, and no such program keeps the output open after this process has died."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def own_stdin() -> BinaryIO:
    """Standard input for a thread of ours alone: the interpreter aborts when it ends while a thread reads its own."""
    return os.fdopen(os.dup(sys.stdin.fileno()), "rb")


@asynccontextmanager
async def _alone(app: App) -> AsyncGenerator[None]:
    """Only one chat prints what is under way for this data folder. Raises Misconfigured while another does."""
    for _ in range(LOCK_TRIES):
        async with hold_lock(app.pool, CONSOLE_LOCK) as alone:
            if alone:
                yield
                return
        await asyncio.sleep(LOCK_WAIT_SECONDS)
    raise Misconfigured(
        "ATELIER_DATA_DIR", "another chat is open on this data folder; close it, or use --data-dir"
    )


async def _script(app: App, out: BinaryIO) -> int:
    for line in spending(app.settings, app.models):
        log.warning(line, extra={"action": "day_limits"})  # on standard error: the output is the script's
    sink = LineSink(out)
    screen, gallery = JsonScreen(sink), _gallery(app)
    services = ScriptServices(
        intake=app.intake, board=app.board, turn_status=app.turn_status, gallery=gallery
    )
    chatting = ScriptedChat(services, screen, sink).run(LineSource(own_stdin()))
    ends = (chatting, _then(sink.closed, EXIT_UNREAD), _watched(app))
    return await _with_worker(_work(app, gallery, screen), *ends)


async def _talk(app: App, speaker: Speaker, *, show_images: bool) -> int:
    console = Console(highlight=False)
    here = console.is_terminal and sys.stdin.isatty()
    typist = (
        KeyboardTypist(app.settings.data_dir / HISTORY_FILE, list(COMMANDS))
        if here
        else PipedTypist(own_stdin())
    )
    way = way_of(terminal_variables(), is_terminal=console.is_terminal, colours=bool(console.color_system))
    screen = TerminalScreen(console, way if show_images else "none", typist.redraw)
    services = TalkServices(intake=app.intake, board=app.board, turn_status=app.turn_status)
    chatting = TerminalChat(services, screen, typist, speaker).run(_greeting(app) if here else ())
    return await _with_worker(_work(app, _gallery(app), screen), chatting, _watched(app))


def _greeting(app: App) -> Sequence[str]:
    chosen = " · ".join(f"{part.lower()}: {choice}" for part, choice in app.models.described)
    return (
        f"**Atelier** · {chosen}",
        *(f"spending: {line}" for line in spending(app.settings, app.models)),
        "Say what to draw. A number taps a button, **>** replies to the last message,",
        "a path attaches a picture (or drag a file here). **/as** NAME and **/in** CHANNEL change",
        "who and where you are, **/help** lists the rest. Ctrl-C cancels, Ctrl-D leaves.",
    )


def _gallery(app: App) -> Gallery:
    return Gallery(app.settings.data_dir.resolve())


def _work(app: App, gallery: Gallery, screen: Screen) -> Work:
    outbound = ConsoleOutbound(gallery, screen, app.board.still_posted)
    return app.work({"console": outbound}, queues=("console",))


async def _with_worker(work: Work, *ends: Coroutine[None, None, int]) -> int:
    """The exit code of whichever end comes first, SIGTERM among them; the worker beside finishes or hands back what is under
    way."""
    working = asyncio.create_task(work.run(), name="worker")
    ending = [asyncio.create_task(end) for end in (*ends, _then(_terminated(), EXIT_TERMINATED))]
    try:
        await _deliver_leftovers(work)
        await asyncio.wait([working, *ending], return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            await working
            raise StoreUnavailable("the worker stopped")
        return next(end.result() for end in ending if end.done())
    finally:
        for task in (working, *ending):
            task.cancel()
        await asyncio.wait([working, *ending])


async def _watched(app: App) -> int:
    """The database is kept running. Raises StoreUnavailable when it cannot be."""
    await app.watch()
    return EXIT_UNREAD


async def _then(event: asyncio.Event, code: int) -> int:
    await event.wait()
    return code


def _terminated() -> asyncio.Event:
    """Set by SIGTERM."""
    event = asyncio.Event()
    with suppress(NotImplementedError):  # Windows
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, event.set)
    return event


async def _deliver_leftovers(work: Work) -> None:
    """What an earlier run had ready and could not tell."""
    await work.delivery.sweep_once(older_than_seconds=0)
