"""`python -m benchmarks.gallery [--pictures 10000] [--json]`: the page's gallery with many pictures, in a real Chromium on a real database.

Made-up pictures are put into an embedded Postgres; the page is served as the bot serves it. Told are the time until the first pictures are
seen, the longest of 60 frames of scrolling, the memory of the page's process after all of it was scrolled through (its own share, PSS), and
how long the store takes.
"""

import argparse
import asyncio
import io
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from agent.domain.conversation import AuthorId, Place
from agent.ports import GalleryQuery
from bot.app import App, open_app
from bot.platforms import connect
from bot.settings import read_settings
from db.codec import dump
from db.gallery.gallery import PgGallery

OWNER = AuthorId("web:ana")
PLACE = Place(platform="web", community="atelier", channel="art")
SUBJECTS = ("fox", "whale", "owl", "lighthouse", "castle", "robot", "garden", "harbour")
STYLES = ("watercolour", "woodcut", "pixel art", "oil painting")
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
FRAMES = 60
PIXELS_A_FRAME = 240
SIDE = 640
WAIT_MILLISECONDS = 60_000
QUERIES = {
    "first page": GalleryQuery(),
    "by words": GalleryQuery(words="a fox under a lamp"),
    "by time": GalleryQuery(words="last month"),
    "by style": GalleryQuery(style="woodcut"),
}


async def seed(app: App, pictures: int) -> None:
    """One turn, message and picture each, an hour apart."""
    files = [_picture(number) for number in range(len(SUBJECTS))]
    await app.pool.execute("insert into people (id, platform, name) values ($1, 'web', 'Ana')", OWNER)
    await app.pool.execute(
        _SEED, OWNER, dump(PLACE), PLACE.channel_key, files, list(SUBJECTS), list(STYLES), pictures, SIDE, timeout=300
    )  # fmt: skip
    await app.pool.execute("analyze")


def _picture(number: int) -> bytes:
    noise = np.random.default_rng(number).integers(0, 60, (SIDE, SIDE, 3), dtype=np.uint8)
    noise[..., number % 3] += 120
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "JPEG", quality=60)
    return out.getvalue()


async def store_times(app: App) -> dict[str, float]:
    """Milliseconds, median of five."""
    gallery = PgGallery(app.pool, app.models.embedder, app.clock)
    times: dict[str, float] = {}
    for name, query in QUERIES.items():
        times[name] = await _median(lambda query=query: gallery.page([OWNER], query, limit=120))
    times["facets"] = await _median(lambda: gallery.facets([OWNER]))
    return times


async def _median(ask: Any) -> float:
    taken: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        await ask()
        taken.append((time.perf_counter() - began) * 1_000)
    return round(statistics.median(taken), 1)


async def look(address: str, pictures: int) -> dict[str, float]:
    async with async_playwright() as playwright:
        program = next(filter(None, map(shutil.which, PROGRAMS)), None)
        browser = await playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        before = _renderers()
        try:
            return await _looked(browser, address, pictures, before)
        finally:
            await browser.close()


async def _looked(browser: Browser, address: str, pictures: int, before: set[int]) -> dict[str, float]:
    page = await browser.new_page(viewport={"width": 1280, "height": 820})
    page.set_default_timeout(WAIT_MILLISECONDS)
    await page.goto(address)
    await page.get_by_label("Your name").or_(page.get_by_label("Somebody new")).fill("Ana")
    await page.keyboard.press("Enter")
    await page.locator("#composer-text").wait_for()
    chat = _memory(before)
    began = time.perf_counter()
    await page.get_by_role("button", name="My pictures", exact=True).click()
    await page.wait_for_function(_FIRST_SEEN)
    first = (time.perf_counter() - began) * 1_000
    stall = await page.evaluate(_SCROLLED, [FRAMES, PIXELS_A_FRAME])
    tiles = await _to_the_end(page, pictures)
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")  # pyright: ignore[reportUnknownMemberType] # its own annotation is open
    memory = _memory(before)
    heap = await page.evaluate("performance.memory.usedJSHeapSize")
    return {
        "first pictures, ms": round(first), "longest of 60 frames, ms": round(stall, 1), "pictures in the page, most": tiles,
        "memory of the page, MB": memory, "of it before the gallery, MB": chat, "of it JavaScript, MB": round(heap / 1e6, 1),
    }  # fmt: skip


async def _to_the_end(page: Page, pictures: int) -> int:
    """Scrolls through all of them; the most that were in the page at once."""
    most = 0
    while True:
        at, tiles = await page.evaluate(_FURTHER)
        most = max(most, tiles)
        if at >= pictures:
            return most
        await page.wait_for_timeout(60)


def _memory(before: set[int]) -> int:
    """MB of the renderers that were started since, by their share of what they share."""
    return round(sum(psutil.Process(pid).memory_full_info().pss for pid in _renderers() - before) / 1e6)


def _renderers() -> set[int]:
    found = psutil.Process().children(recursive=True)
    return {each.pid for each in found if "--type=renderer" in each.cmdline()}


_FIRST_SEEN = """() => { const all = [...document.querySelectorAll('.tile img')].slice(0, 12);
return all.length === 12 && all.every((one) => one.complete && one.naturalWidth); }"""
_SCROLLED = """async ([frames, pixels]) => {
  const scroller = document.querySelector('.tiles-scroller');
  let longest = 0, before = await new Promise(requestAnimationFrame);
  for (let n = 0; n < frames; n += 1) {
    scroller.scrollTop += pixels;
    const now = await new Promise(requestAnimationFrame);
    longest = Math.max(longest, now - before);
    before = now;
  }
  return longest;
}"""
_FURTHER = """() => {
  const scroller = document.querySelector('.tiles-scroller');
  scroller.scrollTop += 3 * scroller.clientHeight;
  const all = [...document.querySelectorAll('.tile')];
  return [Math.max(...all.map((one) => Number(one.getAttribute('aria-posinset')))), all.length];
}"""
_SEED = """
with numbers as materialized (
  select n, uuidv7() as turn, uuidv7() as image,
         'a ' || ($5::text[])[1 + n % cardinality($5::text[])] || ' number ' || n as caption,
         ($6::text[])[1 + n % cardinality($6::text[])] as style,
         ($4::bytea[])[1 + n % cardinality($4::bytea[])] as file, now() - n * interval '1 hour' as at
  from generate_series(1, $7::int) n
), made as (
  insert into turns (id, platform, conversation, author, author_json, place, channel, private, request, state, created_at)
  select turn, 'web', $3 || '~' || $1, $1, '{}', $2, $3, false, '{}', 'done', at from numbers
), drawn as (
  insert into images (id, owner, origin, sha256, media_type, width, height, data, created_at)
  select image, $1, turn::text, sha256(turn::text::bytea), 'image/jpeg', $8::int, $8::int, file, at
  from numbers
), said as (
  insert into messages (platform, channel, conversation, place, private, platform_id, turn_id, slot, state, reply, created_at)
  select 'web', $3, $3 || '~' || $1, $2, false, 'x' || n, turn, 0, 'delivered',
         jsonb_build_object('kind', 'image', 'text', caption, 'images', jsonb_build_array(image), 'alts', jsonb_build_array(caption)), at
  from numbers returning id, turn_id
)
insert into pictures (image_id, turn_id, message_id, author, channel, conversation, private, context, caption, terms, created_at)
select n.image, n.turn, said.id, $1, $3, $3 || '~' || $1, false,
       jsonb_build_object('prompt', repeat(n.caption || ', ', 20),
                          'slots', jsonb_build_object('style', jsonb_build_object('value', n.style, 'method', 'said'))),
       n.caption, string_to_array(n.caption, ' '), n.at
from numbers n join said on said.turn_id = n.turn
"""


async def measure(pictures: int) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory(prefix="atelier-gallery-") as folder:
        settings = read_settings(ATELIER_DATA_DIR=Path(folder), DATABASE_URL=None, ATELIER_PORT=0)
        async with AsyncExitStack() as stack:
            app = await stack.enter_async_context(open_app(settings))
            await seed(app, pictures)
            platforms = connect(app, stack)
            serving = [asyncio.create_task(platform.run()) for platform in platforms.listening]
            store = await store_times(app)
            seen = await look(f"http://127.0.0.1:{platforms.web_port}", pictures)
            for task in serving:
                task.cancel()
            await asyncio.gather(*serving, return_exceptions=True)
    return {"store, ms": store, "page": seen}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    tell(asyncio.run(measure(given.pictures)), as_json=given.json)


def tell(figures: dict[str, dict[str, float]], *, as_json: bool) -> None:
    """Prints them: one JSON object, or a table for each part."""
    if as_json:
        json.dump(figures, sys.stdout)
        return
    for part, found in figures.items():
        print(part)
        for name, value in found.items():
            print(f"  {name:32} {value:>8}")


if __name__ == "__main__":
    main()
