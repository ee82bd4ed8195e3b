"""`python tests/screenshots.py`: remakes docs/images/ from the real bot; with `--everything DIR`, every state in every look.

The bot starts as `make run` starts it, with no key and an empty data folder. Looks: a wide window or a phone, light or dark.
Made on Debian with the fonts of fonts-inter and fonts-urw-base35.
"""

import argparse
import asyncio
import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from playwright.async_api import Browser, Page, async_playwright, expect  # noqa: E402

from tests.adapters.web.page.page_acts import box, button, enter, last, say  # noqa: E402
from tests.browser import ARGUMENTS, DESKTOP, PHONE, chromium_path  # noqa: E402
from tests.e2e.processes.web_process import bot_running, empty_home  # noqa: E402

BYTES_MAX = 300_000
PATIENCE = 60_000
LOOKS = {
    "wide-light": (False, False),
    "wide-dark": (False, True),
    "phone-light": (True, False),
    "phone-dark": (True, True),
}
"""Name of a look: is it a phone, is it dark."""
KEPT = {
    "picture-wide-light": "conversation.png",
    "question-wide-light": "question.png",
    "memory-wide-dark": "memory.png",
    "why-phone-dark": "why.png",
    "empty-wide-light": "empty.png",
    "error-wide-light": "error.png",
}
"""State and look of those in docs/images, and what they are called there."""


async def main(folder: Path, *, everything: bool) -> None:
    with empty_home() as home:
        async with bot_running(home) as address, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
            for number, look in enumerate(LOOKS):
                if everything or any(kept.endswith(look) for kept in KEPT):
                    await Album(folder, look, everything=everything).fill(browser, address, number)
            await browser.close()


class Album:
    """The pictures of one look, of a person of its own in channels of its own."""

    def __init__(self, folder: Path, look: str, *, everything: bool) -> None:
        self._folder = folder
        self._look = look
        self._everything = everything

    async def fill(self, browser: Browser, address: str, number: int) -> None:
        phone, dark = LOOKS[self._look]
        context = await browser.new_context(
            viewport=PHONE if phone else DESKTOP, color_scheme="dark" if dark else "light", has_touch=phone,
            is_mobile=phone, reduced_motion="reduce", locale="en-GB", device_scale_factor=2 if phone else 1,
        )  # fmt: skip
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        await page.goto(address)
        await self._keep(page, "door")
        await enter(page, ("Ana", "Ben", "Cleo", "Dario")[number])
        await page.goto(f"{address}/#/{('art', 'posters', 'random', 'night-sketches')[number]}")
        await expect(page.get_by_text("A blank sheet")).to_be_visible()
        await self._keep(page, "empty")
        await self._talk(page)
        await self._look_into_memory(page)
        await self._go_wrong(page)
        await context.close()

    async def _talk(self, page: Page) -> None:
        await _asked(page, "Luna is a silver-haired elf with a green cloak", "Luna")
        await _asked(page, "remember I like watercolour", "watercolour")
        await say(page, "draw a fox reading under a lamp")
        await expect(page.get_by_role("group", name="Atelier is working")).to_be_visible()
        await self._keep(page, "working")
        await _picture(page)
        await say(page, "make it night")
        await expect(last(page).locator(".pictures img")).to_have_attribute("alt", re.compile("night"))
        await _picture(page)
        await self._keep(page, "picture")
        await button(last(page), "Why?").click()
        await expect(page.locator(".why")).to_be_visible(timeout=PATIENCE)
        await self._keep(page, "why")
        await say(page, "draw something for me")
        answers = page.get_by_role("group", name="Answers").last
        await expect(answers).to_be_visible(timeout=PATIENCE)
        await self._keep(page, "question")
        await answers.get_by_role("button").nth(1).click()
        await expect(last(page).locator(".pictures img")).to_be_visible()
        await _picture(page)
        await self._keep(page, "answered")
        await button(last(page), "Refine").click()
        await page.get_by_label("What should change?").fill("in a snowy forest")
        await self._keep(page, "refine")
        await page.keyboard.press("Escape")
        await _picture(page)

    async def _look_into_memory(self, page: Page) -> None:
        await _asked(page, "remember: no people in the background", "people")
        await button(page, "What I remember").click()
        await expect(page.locator(".memory").first).to_be_visible()
        await self._keep(page, "memory")
        await page.keyboard.press("Escape")

    async def _go_wrong(self, page: Page) -> None:
        notes = {"name": "cat.png", "mimeType": "image/png", "buffer": b"these are my notes"}
        await page.locator(".composer input[type=file]").set_input_files([notes])
        await box(page).fill("make this cat a pirate")
        await expect(page.get_by_role("alert")).to_be_visible()
        await self._keep(page, "error")

    async def _keep(self, page: Page, state: str) -> None:
        named = f"{state}-{self._look}"
        if not self._everything and named not in KEPT:
            return
        await page.evaluate("document.activeElement.matches('.action') && document.activeElement.blur()")
        await page.mouse.move(1, 1)
        taken = await page.screenshot()
        name = f"{named}.png" if self._everything else KEPT[named]
        (self._folder / name).write_bytes(small(taken))


async def _asked(page: Page, text: str, answer: str) -> None:
    await say(page, text)
    await expect(last(page)).to_contain_text(answer, timeout=PATIENCE)
    await expect(page.get_by_role("group", name="Atelier is working")).to_have_count(0)


async def _picture(page: Page) -> None:
    """Until the newest message is a picture, with its pixels."""
    await expect(page.get_by_role("group", name="Atelier is working")).to_have_count(0, timeout=PATIENCE)
    await expect(button(last(page), "Refine")).to_be_visible(timeout=PATIENCE)
    await last(page).locator(".pictures img").first.evaluate("image => image.decode()")
    await page.evaluate("document.querySelector('.stream').scrollTop = 1e6")


def small(png: bytes) -> bytes:
    """The picture in as many colours as fit into BYTES_MAX."""
    if len(png) <= BYTES_MAX:
        return png
    out = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for side in (1.0, 0.75, 0.6):
        scaled = image.resize(
            (round(image.width * side), round(image.height * side)), Image.Resampling.LANCZOS
        )
        out = io.BytesIO()
        scaled.quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(out, "PNG", optimize=True)
        if out.tell() <= BYTES_MAX:
            break
    return out.getvalue()


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--everything", type=Path, metavar="DIR", help="every state in every look, into DIR")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    given = parsed()
    target = given.everything or ROOT / "docs" / "images"
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(target, everything=given.everything is not None))
