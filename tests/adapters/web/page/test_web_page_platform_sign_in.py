"""Signing in with Discord and with Telegram in a real browser: to a site of ours that is as strict as theirs, and back."""

from collections.abc import Callable

import pytest
from playwright.async_api import Page, expect
from starlette.applications import Starlette

from adapters.web.sign_in.discord_login import DiscordLogin
from adapters.web.sign_in.openid_connect import OpenIdConnect
from adapters.web.sign_in_service import SignInService
from simulators.discord.login import DiscordSite
from simulators.sign_in_site import SignInSite
from simulators.telegram.login import TelegramSite
from tests.adapters.web.page.axe import findings
from tests.adapters.web.page.page_acts import box, button, house, look
from tests.browser import PHONE, BrowserPage
from tests.worlds.served_site import served_site

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
CLIENT, SECRET = "8521897198", "s3cret"


def discord(address: str) -> tuple[SignInSite, SignInService]:
    di = {"id": "80351110224678912", "username": "di", "global_name": "Di"}
    site = DiscordSite(client_id=CLIENT, client_secret=SECRET, redirect_uris=(), people={"Di": di})
    return site, DiscordLogin(client_id=CLIENT, client_secret=SECRET, site=address)


def telegram(address: str) -> tuple[SignInSite, SignInService]:
    tia = {"sub": "1234123412341234123", "id": 987654321, "name": "Di"}
    site = TelegramSite(
        client_id=CLIENT, client_secret=SECRET, redirect_uris=(), people={"Di": tia}, issuer=address
    )
    login = OpenIdConnect(
        issuer=address, client_id=CLIENT, client_secret=SECRET, name="Telegram", way="telegram"
    )
    return site, login


@pytest.mark.parametrize(
    ("make", "name", "account"),
    [(discord, "Discord", "discord:80351110224678912"), (telegram, "Telegram", "telegram:987654321")],
)
async def test_a_person_goes_to_their_platform_and_comes_back_as_themselves(
    browser_page: BrowserPage,
    make: Callable[[str], tuple[SignInSite, SignInService]],
    name: str,
    account: str,
) -> None:
    made: list[tuple[SignInSite, SignInService]] = []

    def site_at(address: str) -> Starlette:
        made.append(make(address))
        return made[0][0].app()

    async with served_site(site_at):
        site, service = made[0]
        async with house(sign_ins=(service,)) as (world, address):
            site.redirect_uris = (f"{address}/sign-in/{service.way}/back",)
            page = await browser_page(address)
            await expect(page.get_by_role("link", name=f"Go on with {name}")).to_be_visible()
            await look(page, f"sign-in-{name}-door")
            assert await findings(page) == []
            await goes_there(page, name)
            await button(page, "Authorize as Di").click()
            await expect(box(page)).to_be_visible()
            await page.locator("#who").click()
            await expect(page.get_by_role("dialog")).to_contain_text("You are Di")
            await look(page, f"sign-in-{name}-done")
            assert list(world.access.pages) == [account]

            phone = await browser_page(address, viewport=PHONE, touch=True, dark=True)
            await goes_there(phone, name)
            await button(phone, "Cancel").click()
            await expect(phone.get_by_role("alert").first).to_contain_text("did not work")
            await look(phone, f"sign-in-{name}-refused-phone-dark")
            assert list(world.access.pages) == [account]


async def goes_there(page: Page, name: str) -> None:
    await page.get_by_role("link", name=f"Go on with {name}").click()
