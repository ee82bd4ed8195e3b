"""Signing in with an organisation in a real browser: to the provider and back, and what is said when that fails."""

import pytest
from playwright.async_api import expect

from tests.adapters.web.page.page_acts import box, button, house, look
from tests.browser import BrowserPage
from tests.worlds.openid_provider import openid_provider

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_person_goes_to_their_organisation_and_comes_back_as_themselves(
    browser_page: BrowserPage,
) -> None:
    with openid_provider([{"sub": "7", "name": "Mira"}]) as provider:
        service = provider.service(name="Example")
        async with house(sign_ins=(service,), password="open sesame", links_from=("Discord",)) as (
            _,
            address,
        ):
            page = await browser_page(address)
            await expect(page.get_by_role("link", name="Go on with Example")).to_be_visible()
            await look(page, "sign-in-door")
            await page.get_by_role("link", name="Go on with Example").click()
            await page.get_by_role("button", name="7").click()

            await expect(box(page)).to_be_visible()
            await page.locator("#who").click()
            await expect(page.get_by_role("dialog")).to_contain_text("You are Mira")
            await look(page, "sign-in-done")

            other = await browser_page(address, viewport={"width": 390, "height": 844}, touch=True)
            await other.get_by_role("link", name="Go on with Example").click()
            await button(other, "Deny").click()
            await expect(other.get_by_role("alert").first).to_contain_text("did not work")
            await look(other, "sign-in-failed-phone")
