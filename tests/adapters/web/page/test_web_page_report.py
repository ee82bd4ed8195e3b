"""Reporting a picture on the page."""

import pytest
from playwright.async_api import expect

from tests.adapters.web.page.page_acts import button, enter, house, last, say
from tests.browser import BrowserPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_picture_is_reported_from_its_tools_with_a_reason_or_without(
    browser_page: BrowserPage,
) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        await say(page, "draw a fox")
        picture = last(page)
        await expect(button(picture, "Delete")).to_be_visible()
        number = await picture.get_attribute("data-id")

        await picture.hover()
        flag = button(picture, "Report this picture")
        await flag.click()
        why = page.get_by_label("What is wrong with this picture?")
        await expect(why).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(why).to_have_count(0)
        await expect(flag).to_be_focused()
        await flag.click()
        await why.fill("it is rude")
        await page.keyboard.press("Enter")

        await expect(why).to_have_count(0)
        await world.bot.settled()
        heard = world.bot.messages[-1]
        assert (heard.text, heard.reply_to) == ("/report it is rude", number)


async def test_words_have_nothing_to_report(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)

        await say(page, "hello")

        await expect(button(last(page, "mine"), "Report this picture")).to_have_count(0)
