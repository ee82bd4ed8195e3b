"""The page in a real browser, behind a password: whose a name is, and how it comes to another device."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from agent.domain.accounts import secret_digest
from agent.domain.conversation import Author, AuthorId
from tests.adapters.web.page.page_acts import box, button, enter, house, last, say
from tests.adapters.web.page.page_checks import faint_texts, sideways, small_targets, stumbles
from tests.browser import PHONE, BrowserPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PASSWORD = "open sesame"


async def comes_in(page: Page) -> None:
    await page.get_by_label("Password").fill(PASSWORD)
    await page.keyboard.press("Enter")


async def look(page: Page, name: str) -> None:
    """A picture for whoever works on the page: SCREENSHOTS=folder pytest ..."""
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def test_a_name_stays_with_its_browser_and_a_link_carries_it_to_the_phone(
    browser_page: BrowserPage,
) -> None:
    async with house(password=PASSWORD) as (world, address):
        world.remember("prefers watercolour", by="bob")
        bob = await browser_page(address)
        await comes_in(bob)
        await expect(bob.get_by_text("A name belongs to the browser that takes it")).to_be_visible()
        await look(bob, "name")
        await enter(bob, "bob")
        await button(bob, "Private chat").click()
        await say(bob, "draw a present for Eve")
        await expect(button(last(bob), "Again")).to_be_visible()

        eve = await browser_page(address)
        await comes_in(eve)
        await eve.get_by_label("Your name").fill("Bob")
        await eve.keyboard.press("Enter")
        await expect(eve.get_by_role("alert")).to_contain_text("is taken here")
        await expect(button(eve, "bob")).to_have_count(0)
        await look(eve, "taken")
        await expect(box(eve)).to_be_hidden()

        await bob.locator("#who").click()
        dialog = bob.get_by_role("dialog")
        await expect(dialog).to_contain_text("this browser alone")
        await look(bob, "own")
        await button(bob, "Open on another device").click()
        link = await dialog.get_by_label("Open this on your other device").input_value()
        await expect(dialog).to_contain_text("for 15 minutes")
        await look(bob, "link")

        phone = await browser_page(link, viewport={"width": 390, "height": 844}, touch=True)
        await comes_in(phone)
        await expect(phone.get_by_role("heading", name="Open bob in this browser?")).to_be_visible()
        assert "open=" not in phone.url
        await look(phone, "confirm")
        await button(phone, "Open bob here").click()
        await expect(box(phone)).to_be_visible()
        await button(phone, "Open the menu").click()
        await button(phone, "Private chat").click()
        await expect(last(phone, "of-person")).to_contain_text("draw a present for Eve")

        await eve.goto(link)
        await eve.reload()
        await expect(eve.get_by_role("heading", name="This link is no use any more")).to_be_visible()
        await look(eve, "used")
        await button(eve, "Go on").click()
        await expect(eve.get_by_label("Your name")).to_be_visible()


async def test_the_last_browser_is_warned_before_it_logs_out(browser_page: BrowserPage) -> None:
    async with house(password=PASSWORD) as (_, address):
        page = await browser_page(address)
        await comes_in(page)
        await enter(page, "bob")
        await page.locator("#who").click()
        await button(page, "Log out").click()
        await expect(page.get_by_text("No other browser holds bob")).to_be_visible()
        await look(page, "leaving")
        await button(page, "Log out all the same").click()

        await expect(page.get_by_label("Password")).to_be_visible()
        await comes_in(page)
        await expect(page.get_by_label("Your name")).to_be_visible()


async def test_who_forgets_everything_is_at_the_door_again_and_the_name_is_free(
    browser_page: BrowserPage,
) -> None:
    async with house(password=PASSWORD) as (world, address):
        page = await browser_page(address)
        await comes_in(page)
        await enter(page, "bob")
        await button(page, "What I remember").click()
        await button(page, "Forget everything about me").click()
        await button(page, "Yes, everything").click()

        await expect(page.get_by_label("Password")).to_be_visible()
        assert not world.access.names
        await comes_in(page)
        await enter(page, "bob")


async def test_without_a_password_the_page_says_that_it_is_a_demonstration(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await expect(page.get_by_text("This is a demonstration on this machine")).to_be_visible()
        await look(page, "demonstration")
        await enter(page)
        await page.locator("#who").click()
        await expect(
            page.get_by_role("dialog").get_by_text(re.compile("^This is a demonstration"))
        ).to_be_visible()


async def test_a_link_of_the_bot_opens_a_page_without_a_password_and_its_browsers_are_listed(
    browser_page: BrowserPage,
) -> None:
    async with house(accounts=True, links_from=("Discord", "Telegram")) as (world, address):
        until = world.clock.now() + timedelta(minutes=10)
        ana = Author(id=AuthorId("discord:1"), name="Ana")
        for secret in ("one", "two"):
            await world.access.add_link(secret_digest(secret), author=ana, until=until, enters=True)

        stranger = await browser_page(address)
        await expect(stranger.get_by_text("Discord or Telegram")).to_be_visible()
        await look(stranger, "door")

        desk = await browser_page(f"{address}/#open=one")
        await expect(
            desk.get_by_role("heading", name="Open Ana's (Discord) page in this browser?")
        ).to_be_visible()
        await look(desk, "confirm-discord")
        await button(desk, "Open Ana's page here").click()
        await expect(box(desk)).to_be_visible()

        phone = await browser_page(f"{address}/#open=two", viewport={"width": 390, "height": 844}, touch=True)
        await look(phone, "confirm-discord-phone")
        await button(phone, "Open Ana's page here").click()
        await expect(box(phone)).to_be_visible()

        await desk.locator("#who").click()
        browsers = desk.get_by_role("list", name="Browsers that hold your name")
        await expect(browsers.get_by_role("listitem")).to_have_count(2)
        await look(desk, "browsers")
        await browsers.get_by_role("button").click()
        await expect(browsers.get_by_role("listitem")).to_have_count(1)
        await expect(phone.get_by_text("Come in")).to_be_visible()


async def test_accounts_are_joined_on_the_page_and_forgetting_asks_where(browser_page: BrowserPage) -> None:
    async with house(password=PASSWORD) as (world, address):
        discord = Author(id=AuthorId("discord:1"), name="Ana D")
        page = await browser_page(address)
        await comes_in(page)
        await enter(page, "ana")
        await page.locator("#who").click()
        await button(page, "Join another account").click()
        await expect(page.get_by_text(re.compile(r"^/link [A-Z-]{14}$"))).to_be_visible()
        await look(page, "account-code")
        await page.get_by_label("Or a code that I gave you there").fill(await world.accounts.offer(discord))
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Join Ana D (Discord) with this page?")).to_be_visible()
        await look(page, "account-confirm")
        await button(page, "Join").click()
        mine = page.get_by_role("list", name="Accounts that are one person with you")
        await expect(mine.get_by_role("listitem")).to_have_count(1)
        await look(page, "accounts")
        await button(page, "Close").click()

        world.remember("prefers ink", by="ana")
        await button(page, "What I remember").click()
        await expect(page.get_by_role("link", name="Export all my accounts")).to_be_visible()
        await button(page, "Forget everything about me").click()
        await expect(button(page, "Yes, here alone")).to_be_visible()
        await look(page, "forget-where")
        await button(page, "Keep it").click()

        await page.locator("#who").click()
        await button(page, "Unlink Ana D (Discord)").click()
        await expect(page.get_by_text("No other account yet")).to_be_visible()
        assert not world.accounts.people


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_door_and_accounts_fit_a_phone_and_read_well(browser_page: BrowserPage, dark: bool) -> None:
    async with house(password=PASSWORD, links_from=("Discord", "Telegram")) as (world, address):
        page = await browser_page(address, viewport=PHONE, touch=True, dark=dark)
        await expect(page.get_by_label("Password")).to_be_visible()
        for check in (sideways, small_targets, faint_texts):
            assert await check(page) == []
        await comes_in(page)
        await enter(page, "ana")
        discord = Author(id=AuthorId("discord:1"), name="Ana with a rather long name of two lines")
        assert await world.accounts.join(
            Author(id=AuthorId("web:ana"), name="ana"), await world.accounts.offer(discord)
        ) is None  # fmt: skip
        await button(page, "Open the menu").tap()
        await page.locator("#who").tap()
        await button(page, "Join another account").tap()
        await expect(page.get_by_text(re.compile(r"^/link "))).to_be_visible()
        await look(page, f"accounts-phone-{'dark' if dark else 'light'}")
        for check in (sideways, small_targets, faint_texts, stumbles):
            assert await check(page) == []
