"""The page in a real browser: on a phone, in both themes, and to a screen reader."""

import pytest
from playwright.async_api import expect

from tests.adapters.web.page.page_acts import button, enter, house, last, say
from tests.adapters.web.page.page_checks import faint_texts, sideways, small_targets, stumbles
from tests.browser import PHONE, BrowserPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_on_a_phone_everything_fits_and_can_be_hit(browser_page: BrowserPage, dark: bool) -> None:
    async with house() as (world, address):
        world.remember("prefers watercolour and soft, warm light in everything that is drawn")
        page = await browser_page(address, viewport=PHONE, touch=True, dark=dark)
        await enter(page)
        await say(page, "draw a fox")
        await button(last(page), "Refine").tap()
        assert await sideways(page) == []
        assert await small_targets(page) == []
        await button(page, "Cancel").tap()
        await say(page, "draw luna")
        await expect(page.get_by_role("group", name="Answers")).to_be_visible()
        assert await sideways(page) == []
        assert await small_targets(page) == []
        assert await faint_texts(page) == []

        await button(page, "Open the menu").tap()
        await expect(page.get_by_role("navigation")).to_be_in_viewport()
        await expect(button(page, "Close the menu")).to_be_focused()
        await expect(page.locator("#main")).to_have_js_property("inert", True)
        await button(page, "posters").tap()
        await expect(page.get_by_role("heading", level=1)).to_have_text("posters")
        await expect(page.locator("#main")).to_have_js_property("inert", False)
        await button(page, "What I remember").tap()
        await expect(page.get_by_role("status").get_by_text("1 thing")).to_be_visible()
        assert await sideways(page) == []
        assert await small_targets(page) == []
        assert await faint_texts(page) == []
        await button(page, "Close the panel").tap()
        await expect(page.locator("#panel")).to_be_hidden()


async def test_the_page_reads_well_to_a_screen_reader(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        world.remember("a silver-haired elf", kind="character", name="Luna")
        page = await browser_page(address)
        await enter(page)
        await say(page, "draw a fox")
        await say(page, "draw luna")
        await expect(page.get_by_role("group", name="Answers")).to_be_visible()
        await button(page, "What I remember").click()
        await expect(page.get_by_text("a silver-haired elf")).to_be_visible()

        assert await stumbles(page) == []
