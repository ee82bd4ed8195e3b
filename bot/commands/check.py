"""`python -m bot check`: what is configured, what answers, what is wrong and how to mend it. Each line is a try, not a guess."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from adapters.discord.invite import check_lines
from adapters.media import PillowGate
from adapters.telegram.http.connection import TelegramConnection
from agent.errors import AtelierError, Misconfigured, PlatformUnavailable
from bot.clock import SystemClock
from bot.commands.content_findings import content_found, marking_found
from bot.log import set_up_logging
from bot.models.choice import choose_models
from bot.models.model_set import Models
from bot.object_store import objects_of
from bot.plan_sizing import PlanSizing, tried
from bot.platforms import discord_config, telegram_config
from bot.postgres.database import open_database
from bot.settings import Settings, database_of, secrets_of
from bot.shown_urls import shown_url
from db.plan_trials import PlanTrials
from db.pool import close_pool, open_pool

CHECK_SECONDS = 60.0
"""Longest that one part may take to answer."""
MODELS_SECONDS = 600.0
"""The same of the models: a slow one is tried with plans of three sizes, and a picture may be drawn."""
_MARKS = {"good": "ok   ", "less": "less ", "off": "off  ", "wrong": "WRONG"}


State = Literal["good", "less", "off", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line: what a part is, how it is, and (where it is wrong) the mend. less: it works, and something is missing."""

    part: str
    state: State
    text: str


Check = Callable[[], Awaitable[Sequence[Finding]]]


async def check(settings: Settings, *, render: bool) -> int:
    """Prints the findings as they come. The exit code: 0 when nothing is wrong."""
    set_up_logging("ERROR", secrets=secrets_of(settings))
    models = choose_models(settings, PillowGate())
    found: list[Finding] = []
    try:
        for part, look in _checks(settings, models, render=render):
            for finding in await _findings(part, look):
                print(f"  {_MARKS[finding.state]}  {finding.part:<10} {shown_url(finding.text)}", flush=True)
                found.append(finding)
    finally:
        await models.close()
    print(f"\n{summary_of(found)}")
    return 1 if any(finding.state == "wrong" for finding in found) else 0


def summary_of(found: Sequence[Finding]) -> str:
    wrong, less = (sum(finding.state == state for finding in found) for state in ("wrong", "less"))
    if wrong:
        return f"{wrong} to mend, see above."
    return (
        f"All that is configured answers, {less} with something missing."
        if less
        else "All that is configured answers."
    )


def _checks(settings: Settings, models: Models, *, render: bool) -> Sequence[tuple[str, Check]]:
    return (
        ("Database", lambda: _database(settings)),
        ("Pictures", lambda: objects_finding(settings)),
        ("Memory", lambda: _embedder(models)),
        ("Web chat", lambda: _web(settings)),
        ("Models", lambda: _models(settings, models, render=render)),
        ("Content", lambda: _content(models)),
        ("Marking", lambda: _marking(settings)),
        ("Discord", lambda: _discord(settings)),
        ("Telegram", lambda: _telegram(settings)),
    )


async def _findings(part: str, look: Check) -> Sequence[Finding]:
    """What a check found; what it raised, as a finding."""
    seconds = MODELS_SECONDS if part == "Models" else CHECK_SECONDS
    try:
        async with asyncio.timeout(seconds):
            return await look()
    except TimeoutError:
        return [Finding(part=part, state="wrong", text=f"no answer within {seconds:.0f} seconds")]
    except AtelierError as error:
        return [Finding(part=part, state="wrong", text=str(error))]


async def _database(settings: Settings) -> Sequence[Finding]:
    async with open_database(settings) as database:
        pool = await open_pool(database.dsn, max_size=1)
        try:
            version = await pool.fetchval("show server_version")
            vector = await pool.fetchval("select extversion from pg_extension where extname = 'vector'")
        finally:
            await pool.close()
    return [
        Finding(
            part="Database",
            state="good",
            text=f"{database_of(settings)}: Postgres {version}, pgvector {vector}",
        )
    ]


async def objects_finding(settings: Settings) -> Sequence[Finding]:
    """Whether the object store takes, gives and forgets; without one, that pictures are in the database."""
    objects = objects_of(settings)
    if objects is None:
        return [Finding(part="Pictures", state="good", text="in the database (ATELIER_OBJECTS)")]
    try:
        await objects.prove()
    finally:
        objects.close()
    return [
        Finding(part="Pictures", state="good", text=f"in {settings.objects}: written, read and deleted again")
    ]


async def _embedder(models: Models) -> Sequence[Finding]:
    vector = await models.embedder.embed_query("a fox reading under a lamp")
    text = f"{models.embedder.model}, {len(vector)} dimensions"
    return [Finding(part="Memory", state="good", text=text)]


async def _web(settings: Settings) -> Sequence[Finding]:
    """Whether the port can be had. A bot that runs already holds it: that is told as well."""
    address = f"http://{settings.bind}:{settings.port}"
    family = socket.AF_INET6 if ":" in settings.bind else socket.AF_INET
    try:
        socket.create_server((settings.bind, settings.port), family=family).close()
    except OSError as error:
        raise Misconfigured(
            "ATELIER_PORT", f"{address} cannot be used ({error.strerror}): it is taken, by this bot if it runs already"
        ) from error  # fmt: skip
    return [Finding(part="Web chat", state="good", text=f"{address} is free")]


async def _models(settings: Settings, models: Models, *, render: bool) -> Sequence[Finding]:
    """Every configured model, tried; without one, what draws instead."""
    if models.free and models.free_pictures:
        return [
            Finding(
                part="Models", state="off", text="none: built-in planner and sketches (set OPENAI_API_KEY)"
            )
        ]
    proofs = await models.prove(render=render)
    states: dict[str, State] = {"wrong": "wrong", "not tried": "off", "missing": "less"}
    found = [
        Finding(
            part=proof.part, state=states.get(proof.state, "good"), text=f"{proof.text} {proof.mend}".strip()
        )
        for proof in proofs
    ]
    answers = any(proof.part == "Planner" and proof.state == "good" for proof in proofs)
    return [*found, await plans_finding(settings, models.sizing)] if answers and models.sizing else found


async def plans_finding(settings: Settings, sizing: PlanSizing) -> Finding:
    """The size of plan that the model fills in, tried anew and remembered for the next start."""
    async with open_database(settings) as database:
        pool = await open_pool(database.dsn, max_size=1)
        try:
            trial = await tried(sizing, PlanTrials(pool), await sizing.name())
        finally:
            await close_pool(pool)
    if not trial.finished:
        text = f"no plan is finished within {trial.seconds:.0f} s: turns are planned by the built-in planner. {_MEND_PLANS}"
        return Finding(part="Plans", state="wrong", text=text)
    text = f"{trial.size}, {trial.seconds:.1f} s each, {trial.tokens_per_second:.0f} tokens a second"
    if trial.size == "hints" and settings.plan == "auto":
        text += "; the built-in planner plans, the model solves what is left open (a larger one plans whole)"
    return Finding(part="Plans", state="good", text=text)


_MEND_PLANS = (
    "Serve a smaller model or use a faster machine, or set ATELIER_PLAN=hints and ATELIER_PLAN_SECONDS."
)


async def _content(models: Models) -> Sequence[Finding]:
    found = await content_found(models.checkers)
    return [Finding(part="Content", state=found.state, text=found.text)]


async def _marking(settings: Settings) -> Sequence[Finding]:
    found = await marking_found(settings, SystemClock())
    return [Finding(part="Marking", state=found.state, text=found.text)]


async def _discord(settings: Settings) -> Sequence[Finding]:
    config = discord_config(settings)
    if config is None:
        return [Finding(part="Discord", state="off", text="set DISCORD_TOKEN (docs/setup-discord.md)")]
    return [Finding(part="Discord", state="good", text=line) for line in await check_lines(config)]


async def _telegram(settings: Settings) -> Sequence[Finding]:
    config = telegram_config(settings, b"")  # nothing is served here, so no secret is needed
    if config is None:
        return [Finding(part="Telegram", state="off", text="set TELEGRAM_TOKEN (docs/setup-telegram.md)")]
    connection = TelegramConnection(config)
    try:
        name = await connection.username()
    finally:
        await connection.close()
    if not name:
        raise PlatformUnavailable(
            "Telegram does not answer: check the network, and TELEGRAM_API_URL if it is set"
        )
    return [Finding(part="Telegram", state="good", text=f"@{name}, https://t.me/{name}")]
