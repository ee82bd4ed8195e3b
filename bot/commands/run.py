"""`python -m bot run`: the whole house, or one role of it, until it is told to stop."""

import asyncio
import signal
from contextlib import AsyncExitStack, suppress

from bot.app import DRAIN_SECONDS, App, open_app
from bot.configured_limits import spending
from bot.log import set_up_logging
from bot.platforms import Platforms, connect, metrics_of
from bot.settings import Settings, database_of, secrets_of
from bot.worker.event_loop_lag import watch_event_loop
from bot.worker.health import health_app, health_socket, serve_health


async def run(settings: Settings) -> int:
    """Serves until SIGINT or SIGTERM; the second one ends it at once. Returns the exit code."""
    set_up_logging(settings.log_level, secrets=secrets_of(settings))
    stop = _stop_on_signals()
    print("Atelier is starting ...", flush=True)
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(open_app(settings))
        platforms = connect(app, stack)
        tasks = [asyncio.create_task(platform.run(), name=platform.name) for platform in platforms.listening]
        if settings.role in ("all", "worker"):
            work = app.work(platforms.outbounds, queues=("turns",))
            tasks.append(asyncio.create_task(work.run(), name="worker"))
        tasks.append(asyncio.create_task(app.watch(), name="database"))
        tasks.append(asyncio.create_task(watch_event_loop(), name="event loop"))
        tasks += _health(app, platforms)
        for line in greeting(app, platforms):
            print(line, flush=True)
        code = await _until(stop, tasks)
        print("Finishing what is under way ...", flush=True)
        app.gate.finish()
        await _drain(tasks)
    print("Stopped.", flush=True)
    return code


def _health(app: App, platforms: Platforms) -> list[asyncio.Task[None]]:
    """Where no web chat is served, which has them too."""
    if platforms.web_port is not None:
        return []
    listening = health_socket(app.settings.bind, app.settings.health_port)
    if listening is None:
        return []
    return [
        asyncio.create_task(serve_health(health_app(app.ready, metrics_of(app)), listening), name="health")
    ]


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


def greeting(app: App, platforms: Platforms) -> list[str]:
    """The address, and what is and is not configured."""
    settings = app.settings
    lines = [""]
    if platforms.web_port is not None:
        host = f"[{settings.bind}]" if ":" in settings.bind else settings.bind
        lines.append(f"  Web chat   http://{host}:{platforms.web_port}")
    lines += [f"  {name:<10} {state}" for name, state in connections(settings)]
    lines += [f"  {part:<10} {choice}" for part, choice in app.models.described]
    lines += [f"  {'Spending':<10} {line}" for line in spending(settings, app.models)]
    lines += [f"  Database   {database_of(settings)}", "", "Ctrl-C stops it.", ""]
    return lines


def connections(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Each platform that wants a token, and whether it has one."""
    discord = "on (DISCORD_TOKEN)" if settings.discord_token else "off (set DISCORD_TOKEN)"
    telegram = "on (TELEGRAM_TOKEN)" if settings.telegram_token else "off (set TELEGRAM_TOKEN)"
    return ("Discord", discord), ("Telegram", telegram)
