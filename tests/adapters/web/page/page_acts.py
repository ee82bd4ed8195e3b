"""What a person does on the page, for the browser tests."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.adapters.web.conftest import running
from tests.worlds.painted import painted
from tests.worlds.web_world import WebWorld

PICTURE = {"name": "cat.png", "mimeType": "image/png", "buffer": painted("cat", size=(64, 48)).data}


@asynccontextmanager
async def house(**config: object) -> AsyncIterator[tuple[WebWorld, str]]:
    """A served world and its address."""
    world = WebWorld(**config)  # pyright: ignore[reportArgumentType]
    port = world.platform.bind()
    async with running(world):
        yield world, f"http://127.0.0.1:{port}"
        await world.bot.stop()


async def enter(page: Page, name: str = "Ana") -> None:
    await page.get_by_label(re.compile("Your name|Somebody new")).fill(name)
    await page.keyboard.press("Enter")
    await expect(box(page)).to_be_visible()


async def say(page: Page, text: str) -> None:
    await box(page).fill(text)
    await box(page).press("Enter")
    await expect(box(page)).to_have_value("")


def box(page: Page) -> Locator:
    return page.locator("#composer-text")


def last(page: Page, kind: str = "of-bot") -> Locator:
    return page.locator(f"#conversation .message.{kind}").last


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


async def comes_to_the_end(page: Page) -> None:
    """Until the newest message is in sight: the page follows what grows, once it has grown."""
    await page.wait_for_function(
        "() => { const s = document.querySelector('.stream'); return s.scrollHeight - s.scrollTop - s.clientHeight < 3; }"
    )


async def look(page: Page, name: str) -> None:
    """A picture for whoever works on the page: SCREENSHOTS=folder pytest ..."""
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png")
