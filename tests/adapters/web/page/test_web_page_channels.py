"""Channels in a real browser: searched, named anew and deleted; and a link to one picture, for the people of its channel."""

import re

import pytest
from playwright.async_api import expect

from tests.adapters.web.page.axe import findings
from tests.adapters.web.page.page_acts import button, enter, house, last, say
from tests.adapters.web.page.page_checks import faint_texts, sideways, small_targets, stumbles
from tests.browser import PHONE, BrowserPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_channel_is_searched_named_anew_and_deleted(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        await world.bot.answer_for("Ben", "draw a fox")
        await world.bot.settled()
        await world.bot.answer_for("Ben", "draw a whale", channel="posters")
        await world.bot.settled()
        page = await browser_page(address)
        await enter(page)
        await button(page, "Search").click()
        await page.get_by_label("Search this channel").fill("foxes")
        found = page.get_by_role("list", name="Found messages").get_by_role("button")
        await expect(found).to_have_count(2)
        assert await findings(page) == []
        await found.first.click()
        await expect(page.locator("#m-b2")).to_be_focused()
        await expect(button(page, "Delete this channel")).to_have_count(0)

        await page.locator("#who").click()
        await page.get_by_label("Moderator").check()
        await button(page, "Search").click()
        await page.get_by_label("Title").fill("Art of the week")
        await page.get_by_label("Title").press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Art of the week")
        await expect(button(page, "Art of the week")).to_be_visible()
        await button(page, "Delete this channel").click()
        await button(page, "Delete the channel").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("posters")
        await expect(button(page, "Art of the week")).to_have_count(0)
        await page.goto(f"{address}/#/art")
        await expect(page.get_by_role("alert")).to_contain_text("That channel was deleted.")


async def test_a_link_shows_one_picture_to_people_of_the_channel_only(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        await world.bot.answer_for("Ana", "draw a fox")
        await world.bot.settled()
        ana, ben = await browser_page(address), await browser_page("about:blank")
        await ana.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await enter(ana, "Ana")
        await ana.get_by_role("button", name=re.compile("^Open the picture: a fox")).click()
        await button(ana, "Copy a link for people of this channel").click()
        await expect(ana.get_by_text("The link is copied.")).to_be_visible()
        link = await ana.evaluate("navigator.clipboard.readText()")
        assert link == f"{address}/#/art/b2.0"

        await ben.goto(link)
        await expect(ben.get_by_role("img", name=re.compile("^a fox"))).to_have_count(
            0
        )  # a stranger is at the door
        await enter(ben, "Ben")
        large = ben.get_by_role("dialog", name="Picture")
        await expect(large.get_by_role("img", name=re.compile("^a fox"))).to_be_visible()
        await expect(button(large, "Delete it")).to_have_count(0)

        await ana.keyboard.press("Escape")
        await ana.goto(f"{address}/#/@me")
        await say(ana, "draw a secret")
        await expect(last(ana)).to_contain_text("a secret")
        await ben.keyboard.press("Escape")
        await ben.goto(f"{address}/#/art/b4.0")
        await expect(ben.get_by_role("alert")).to_contain_text("not for you to see")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_the_new_panel_fits_a_phone(browser_page: BrowserPage, dark: bool) -> None:
    async with house() as (world, address):
        await world.bot.answer_for("Ben", "hello @Ana, look at this fox")
        await world.bot.settled()
        page = await browser_page(address, viewport=PHONE, touch=True, dark=dark)
        await enter(page)
        await button(page, "Search").tap()
        await page.get_by_label("Search this channel").fill("fox")
        await expect(page.get_by_role("list", name="Found messages").get_by_role("button")).to_have_count(1)
        assert await sideways(page) == []
        assert await small_targets(page) == []
        assert await faint_texts(page) == []
        assert await stumbles(page) == []
        assert await findings(page) == []
