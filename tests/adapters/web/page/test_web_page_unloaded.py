"""Parts of the page that are fetched when they are opened, and cannot be: that is said, with a way to try again."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, Route, expect

from tests.adapters.web.page.axe import findings
from tests.adapters.web.page.page_acts import box, button, enter, house, last, say
from tests.browser import PHONE, BrowserPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LAZY = re.compile(r"/(memory|channel_panel|people|lightbox|gallery|community|operator)\.js$")
SHEETS = re.compile(r"/static/(gallery|desk)/.*\.css$")
ANY = re.compile("/static/|/livez")
UNREACHED = "I cannot reach Atelier. Is it running?"
OUTDATED = "This part of the page could not be loaded. Perhaps Atelier was updated meanwhile."


@asynccontextmanager
async def cut(page: Page, what: re.Pattern[str], *, code: int = 0) -> AsyncIterator[None]:
    """Inside, requests of that kind get no answer, or that one."""

    async def fails(route: Route) -> None:
        await (route.fulfill(status=code) if code else route.abort())

    await page.route(what, fails)
    yield
    await page.unroute(what)


@pytest.mark.parametrize("viewport", [None, PHONE])
async def test_what_opens_over_the_page_says_so_and_opens_once_it_can(
    browser_page: BrowserPage, viewport: dict[str, int] | None
) -> None:
    async with house() as (_world, address):
        page = await browser_page(address, **({"viewport": viewport} if viewport else {}))
        await enter(page)
        await say(page, "draw a fox")
        picture = last(page).get_by_role("button", name=re.compile("^Open the picture"))
        opened = [
            (page.locator("#open-memory"), page.get_by_role("heading", name="What I remember")),
            (page.locator("#open-channel"), page.get_by_role("heading", name="In this channel")),
            (picture, page.locator("#lightbox")),
        ]
        for opener, shown in opened:
            async with cut(page, ANY):
                await opener.click()
                alert = page.get_by_role("alert").filter(has_text=UNREACHED)
                await expect(alert).to_be_visible()
                await expect(shown).to_be_hidden()
                assert await findings(page) == []
            await button(alert, "Try again").click()

            await expect(shown).to_be_visible()
            await expect(alert).to_have_count(0)
            await page.keyboard.press("Escape")


@pytest.mark.parametrize("missing", [LAZY, SHEETS])
async def test_a_place_of_the_page_that_is_missing_says_so_where_it_would_stand(
    browser_page: BrowserPage, missing: re.Pattern[str]
) -> None:
    async with house() as (_world, address):
        page = await browser_page(address)
        await enter(page)
        async with cut(page, missing, code=404):
            await button(page, "My pictures").click()
            conversation = page.locator("#conversation")
            await expect(conversation.get_by_role("alert")).to_have_text(OUTDATED)
            assert await findings(page) == []
        await button(conversation, "Try again").click()

        await expect(page.get_by_role("alert")).to_have_count(0)
        await expect(page.locator("#conversation")).to_contain_text("pictures")


async def test_a_place_is_tried_again_without_leaving_the_page(browser_page: BrowserPage) -> None:
    async with house() as (_world, address):
        page = await browser_page(address)
        await enter(page)
        await page.evaluate("() => { window.stays = true; }")
        async with cut(page, ANY):
            await button(page, "My pictures").click()
            await expect(page.locator("#conversation")).to_contain_text(UNREACHED)
        await button(page.locator("#conversation"), "Try again").click()

        await expect(page.get_by_role("alert")).to_have_count(0)
        await expect(page.locator("#conversation")).to_contain_text("pictures")
        assert await page.evaluate("() => window.stays")


async def test_the_door_says_it_in_words_of_ours(browser_page: BrowserPage) -> None:
    async with house() as (_world, address):
        page = await browser_page("about:blank")
        async with cut(page, LAZY, code=404):
            await page.goto(address)
            await expect(page.get_by_role("alert")).to_have_text(OUTDATED)
        await button(page, "Try again").click()

        await enter(page)
        await expect(box(page)).to_be_visible()
