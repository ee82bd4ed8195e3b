"""What commands of the documents need to be there: servers on loopback, and files that a reader has."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import asyncpg

from benchmarks.docs.documents import ROOT
from benchmarks.fleet.processes import Database
from simulators.discord import shapes
from simulators.discord.server import discord_server
from simulators.free_ports import free_port
from simulators.openai.brain import simple_brain
from simulators.openai.requests import Asked
from simulators.openai.server import openai_server
from simulators.seaweedfs import KEY, SECRET, SeaweedFS
from simulators.telegram.server import TOKEN, telegram_server
from simulators.telegram.world import World

DATABASES = ("first", "second", "third")
IMAGE_MODEL = "gpt-image-2"
GIT = ("git", "-c", "user.name=Reader", "-c", "user.email=reader@example.org")


@asynccontextmanager
async def services(needs: Sequence[str], folder: Path) -> AsyncGenerator[Mapping[str, str]]:
    """What `{name}` stands for while they run. `folder` is theirs."""
    values = {name: str(free_port()) for name in ("port", "health_port", "other_port")}
    async with AsyncExitStack() as stack:
        for need in needs:
            values |= await _SERVICES[need](stack, folder)
        yield values


async def _postgres(stack: AsyncExitStack, folder: Path) -> Mapping[str, str]:
    """A server with empty databases."""
    database = Database(folder / "postgres")
    address = await database.start()
    stack.push_async_callback(database.stop)
    connection = await asyncpg.connect(address)
    try:
        for name in DATABASES:
            await connection.execute(f"create database {name}")
    finally:
        await connection.close()
    return {name: address.replace("/postgres?", f"/{name}?") for name in DATABASES}


async def _telegram(stack: AsyncExitStack, _: Path) -> Mapping[str, str]:
    server = await stack.enter_async_context(telegram_server(World()))
    return {"telegram_token": TOKEN, "telegram": server.url}


async def _discord(stack: AsyncExitStack, _: Path) -> Mapping[str, str]:
    server = await stack.enter_async_context(discord_server())
    return {"discord_token": shapes.TOKEN, "discord": server.api_url, "discord_gateway": server.gateway_url}


async def _models(stack: AsyncExitStack, _: Path) -> Mapping[str, str]:
    server = await stack.enter_async_context(openai_server(_brain, models=("tiny", IMAGE_MODEL), side_max=64))
    return {"models": server.url, "image_model": IMAGE_MODEL}


def _brain(asked: Asked) -> str:
    """Plans, and sees the colour that `check` shows it."""
    return (
        simple_brain(asked)
        if asked.kind in ("plan", "judge", "merge", "distil")
        else json.dumps({"colour": "red"})
    )


async def _objects(stack: AsyncExitStack, _: Path) -> Mapping[str, str]:
    server = await asyncio.to_thread(stack.enter_context, SeaweedFS())
    return {"objects": server.location, "objects_key": KEY, "objects_secret": SECRET}


async def _data_sets(_: AsyncExitStack, folder: Path) -> Mapping[str, str]:
    """One item each, in the shape of the published ones, which have no licence and are not here."""
    locomo = [
        {
            "sample_id": "one",
            "conversation": {
                "speaker_a": "Ana", "speaker_b": "Ben", "session_1_date_time": "1:00 pm on 8 May, 2023",
                "session_1": [{"speaker": "Ana", "dia_id": "D1:1", "text": "My corgi Rex wears a red scarf."}],
            },
            "qa": [{"question": "What does Rex wear?", "answer": "a red scarf", "evidence": ["D1:1"], "category": 1}],
        }
    ]  # fmt: skip
    wise = [
        {
            "prompt_id": 1, "Prompt": "The bird that cannot fly and lives in Antarctica", "Explanation": "A penguin stands on ice.",
            "Category": "Cultural knowledge", "Subcategory": "Animal",
        }
    ]  # fmt: skip
    mind = {
        "Type": "6_Life", "ID": 1, "Prompt": "a fox", "Checklist": ["a fox is to be seen"], "Image_Name": "", "World_Knowledge": "",
    }  # fmt: skip
    files = {
        "locomo": json.dumps(locomo), "wise": json.dumps(wise), "mind": json.dumps(mind) + "\n",
    }  # fmt: skip
    for name, text in files.items():
        (folder / f"{name}.json").write_text(text)
    return {name: str(folder / f"{name}.json") for name in files}


async def _repository(stack: AsyncExitStack, folder: Path) -> Mapping[str, str]:
    """A small repository with a release, one commit after it, and a place to push to."""
    here, there = folder / "repository", folder / "origin"
    for command in (
        ("git", "init", "--quiet", "--bare", str(there)),
        ("git", "init", "--quiet", "--initial-branch", "main", str(here)),
        (*GIT, "-C", str(here), "commit", "--quiet", "--allow-empty", "-m", "release: 9.0.0"),
        ("git", "-C", str(here), "remote", "add", "origin", str(there)),
    ):
        await _done(*command)
    return {"repository": str(here)}


async def _history(_: AsyncExitStack, folder: Path) -> Mapping[str, str]:
    """This project's own, borrowed: a copy whose commits are those here, and whose files may be changed."""
    copy = folder / "history"
    await _done("git", "clone", "--quiet", "--shared", str(ROOT), str(copy))
    return {"history": str(copy)}


async def _done(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    if await process.wait():
        raise RuntimeError(f"{' '.join(command)} failed")


_SERVICES = {
    "postgres": _postgres,
    "telegram": _telegram,
    "discord": _discord,
    "models": _models,
    "objects": _objects,
    "data sets": _data_sets,
    "repository": _repository,
    "history": _history,
}


def can_be_had(programs: Sequence[str]) -> str:
    """The first program that is not there, else nothing."""
    path = os.environ["PATH"] + ":/usr/sbin"
    return next((name for name in programs if not shutil.which(name, path=path)), "")
