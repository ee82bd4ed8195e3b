"""`python -m bot run`: the whole house, or one role of it, until it is told to stop."""

import asyncio
import signal
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress

from agent.conversation import PlatformName
from agent.errors import Misconfigured
from agent.ports import Outbound, Platform
from bot.app import DRAIN_SECONDS, App, open_app
from bot.log import set_up_logging
from bot.platforms import connected_platforms, outbounds, web_platform
from bot.settings import Settings


async def run(settings: Settings) -> int:
    """Serves until SIGINT or SIGTERM; the second one ends it at once. Returns the exit code."""
    set_up_logging(settings.log_level, secrets=secrets_of(settings))
    stop = _stop_on_signals()
    print("Atelier is starting ...", flush=True)
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(open_app(settings))
        sends = outbounds(app)
        tasks = [asyncio.create_task(platform.run(), name=platform.name) for platform in _ingress(app)]
        if settings.role in ("all", "worker"):
            tasks.append(asyncio.create_task(app.work(sends, queues=("turns",)).run(), name="worker"))
        for line in greeting(app, sends):
            print(line, flush=True)
        code = await _until(stop, tasks)
        print("Finishing what is under way ...", flush=True)
        await _drain(tasks)
    print("Stopped.", flush=True)
    return code


def _ingress(app: App) -> list[Platform]:
    """The platforms this role listens to."""
    role = app.settings.role
    found: list[Platform] = []
    if role in ("all", "web"):
        found.append(web_platform(app))
    if role in ("all", "gateway"):
        found += connected_platforms(app)
    return found


async def _until(stop: asyncio.Event, tasks: list[asyncio.Task[None]]) -> int:
    """Waits for the stop, or for a part that ended by itself: that ends the process, for its keeper to start it anew."""
    stopping = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    failed = next((task for task in tasks if task in done and not task.cancelled()), None)
    if failed is None:
        return 0
    error = failed.exception()
    if error is not None:
        await _drain(tasks)
        raise error
    return 1


async def _drain(tasks: list[asyncio.Task[None]]) -> None:
    """Ingress ends first, then the worker finishes or hands back its turns."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=DRAIN_SECONDS + 5)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()

    def asked() -> None:
        if stop.is_set():
            raise SystemExit(1)  # asked twice: leave at once, what is running is taken up at the next start
        stop.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, asked)
    return stop


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every configured secret, for the log to mask."""
    held = (
        settings.discord_token, settings.telegram_token, settings.openai_api_key, settings.web_password,
        settings.search_key, settings.image_api_key,
    )  # fmt: skip
    return tuple(secret.get_secret_value() for secret in held if secret is not None)


def greeting(app: App, sends: Mapping[PlatformName, Outbound]) -> list[str]:
    """The address, and what is and is not configured."""
    settings = app.settings
    host = f"[{settings.bind}]" if ":" in settings.bind else settings.bind
    lines = [""]
    if settings.role in ("all", "web"):
        lines.append(f"  Web chat   http://{host}:{settings.port}")
    lines.append(
        f"  Discord    {'connected with DISCORD_TOKEN' if 'discord' in sends else 'off (set DISCORD_TOKEN)'}"
    )
    lines.append(
        f"  Telegram   {'connected with TELEGRAM_TOKEN' if 'telegram' in sends else 'off (set TELEGRAM_TOKEN)'}"
    )
    lines += [f"  {part:<10} {choice}" for part, choice in app.models.described]
    database = "your own (DATABASE_URL)" if settings.database_url else f"embedded, in {settings.data_dir}"
    lines += [f"  Database   {database}", "", "Ctrl-C stops it.", ""]
    return lines


def port_problem(port: int, error: OSError) -> Misconfigured:
    return Misconfigured(
        "ATELIER_PORT", f"port {port} cannot be used ({error.strerror}); choose another, or stop what uses it"
    )
