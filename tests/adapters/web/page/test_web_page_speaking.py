"""The page's microphone, in a real browser with a made-up one."""

import pytest
from playwright.async_api import expect

from tests.adapters.web.page.page_acts import box, button, enter, house
from tests.browser import BrowserPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SPEAK = "Say it instead of typing"
STOP = "Send what I said (Escape throws it away)"


async def test_what_is_said_is_sent_with_the_words_beside_it(browser_page: BrowserPage) -> None:
    async with house(listens=True) as (world, address):
        page = await browser_page(address)
        await enter(page)
        await box(page).fill("draw a fox")
        await button(page, SPEAK).click()
        await expect(button(page, STOP)).to_have_attribute("aria-pressed", "true")
        await button(page, STOP).click()

        await expect(box(page)).to_have_value("")
        (said,) = world.bot.messages
        assert said.text == "draw a fox"
        assert said.voice is not None
        assert said.voice.media_type.startswith("audio/")
        assert said.voice.data
        await expect(button(page, SPEAK)).to_have_attribute("aria-pressed", "false")


async def test_escape_throws_it_away(browser_page: BrowserPage) -> None:
    async with house(listens=True) as (world, address):
        page = await browser_page(address)
        await enter(page)
        await button(page, SPEAK).click()
        await expect(button(page, STOP)).to_be_focused()
        await page.keyboard.press("Escape")

        await expect(button(page, SPEAK)).to_be_visible()
        assert not world.bot.messages


async def test_where_nobody_listens_there_is_no_microphone(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)

        await expect(box(page)).to_be_visible()
        await expect(button(page, SPEAK)).to_have_count(0)
