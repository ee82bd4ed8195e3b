"""The main job on the page, whole: the real bot, a real browser, no key, no network."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.adapters.web.page.page_acts import box, button, enter, last, say
from tests.browser import BrowserPage, browser_page, chromium
from tests.e2e.processes.web_process import bot_running, empty_home

__all__ = ["browser_page", "chromium"]

pytestmark = [
    pytest.mark.browser, pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session"),
]  # fmt: skip


async def picture_of(page: Page, *words: str) -> Locator:
    """The newest message, once it is a picture whose description holds the words."""
    image = last(page).locator(".pictures img")
    for word in words:
        await expect(image.first).to_have_attribute("alt", re.compile(word, re.I))
    width = await image.first.evaluate("async image => { await image.decode(); return image.naturalWidth; }")
    assert width >= 512
    return image.first


async def answered(page: Page, words: str) -> None:
    await expect(last(page)).to_contain_text(re.compile(words, re.I))


async def test_a_person_draws_refines_is_remembered_and_forgotten(browser_page: BrowserPage) -> None:
    with empty_home() as home:
        async with bot_running(home, forked=False) as address:
            page = await browser_page(address)
            await enter(page, "Ana")
            await draws(page)
            await is_asked(page)
            await is_remembered(page)
            await is_forgotten(page)
            await say(page, "remember that I like pixel art")
            await answered(page, "pixel art")
        async with bot_running(home) as address:
            await comes_back_the_next_day(await browser_page(address))


async def draws(page: Page) -> None:
    await say(page, "draw a fox reading under a lamp")
    day = await pixels(await picture_of(page, "fox", "lamp"))

    await say(page, "make it night")
    night = await pixels(await picture_of(page, "fox", "night"))

    assert light(night) < light(day) * 0.8
    await button(last(page), "Refine").click()
    await page.get_by_label("What should change?").fill("as a woodcut")
    await page.keyboard.press("Enter")
    await picture_of(page, "fox", "woodcut")


async def is_asked(page: Page) -> None:
    await say(page, "draw something for me")
    answers = page.get_by_role("group", name="Answers").last
    await expect(answers).to_be_visible()
    tapped = answers.get_by_role("button").first
    words = await tapped.inner_text()
    await tapped.click()
    await picture_of(page, words.removeprefix("a ").removeprefix("an ").split()[-1])
    await expect(answers.get_by_role("button").last).to_be_disabled()


async def is_remembered(page: Page) -> None:
    await say(page, "remember I like watercolour")
    await answered(page, "watercolour")
    await say(page, "draw a lighthouse by the sea")
    await picture_of(page, "lighthouse", "watercolour")
    await button(last(page), "Why?").click()
    why = page.locator(".why").last
    await expect(why.get_by_role("heading", name="I remembered")).to_be_visible()
    await expect(why).to_contain_text("watercolour")


async def is_forgotten(page: Page) -> None:
    await button(page, "What I remember").click()
    panel = page.get_by_role("complementary", name="What I remember")
    await panel.get_by_role("button", name=re.compile("^Forget: .*watercolour")).click()
    await button(panel, "Forget it").click()
    await expect(panel.locator(".memory")).to_have_count(0)
    await page.keyboard.press("Escape")
    await say(page, "draw a boat")
    await picture_of(page, "boat")
    await expect(last(page)).not_to_contain_text("watercolour")


async def comes_back_the_next_day(page: Page) -> None:
    """Another browser, after a restart: the person is chosen by name, and is still known."""
    await page.get_by_role("button", name="Ana").click()
    await expect(box(page)).to_be_visible()
    await expect(page.locator(".of-person .text").first).to_have_text("draw a fox reading under a lamp")
    await say(page, "draw a castle")
    await picture_of(page, "castle", "pixel art")


async def pixels(image: Locator) -> list[int]:
    """The picture, scaled to 16 by 16, RGBA."""
    return await image.evaluate("""image => {
      const context = new OffscreenCanvas(16, 16).getContext("2d");
      context.drawImage(image, 0, 0, 16, 16);
      return [...context.getImageData(0, 0, 16, 16).data];
    }""")


def light(rgba: list[int]) -> float:
    """Mean of red, green and blue."""
    return sum(value for number, value in enumerate(rgba) if number % 4 != 3) / (len(rgba) * 0.75)
