"""The desks of moderators and operators on the page, whole: the real bot, a real browser, no key, no network."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.adapters.web.page.axe import findings
from tests.adapters.web.page.page_acts import button, enter, last, say
from tests.adapters.web.page.page_checks import faint_texts, sideways, small_targets, stumbles
from tests.browser import PHONE, BrowserPage, browser_page, chromium
from tests.e2e.processes.web_process import bot_running, empty_home

__all__ = ["browser_page", "chromium"]

pytestmark = [
    pytest.mark.browser, pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session"),
]  # fmt: skip


async def reported_fox(page: Page) -> None:
    """Ben has a fox drawn, and reports it himself: one person is enough for that."""
    await enter(page, "Ben")
    await say(page, "draw a fox")
    await expect(last(page).locator(".pictures img")).to_be_visible()
    await last(page).hover()
    await button(last(page), "Report this picture").click()
    await page.get_by_label("What is wrong with this picture? (if you like)").fill("it stares")
    await page.keyboard.press("Enter")
    await expect(last(page)).to_contain_text("reported")


async def test_what_waits_and_what_was_spent_is_seen_by_who_may(browser_page: BrowserPage) -> None:
    with empty_home() as home:
        async with bot_running(home) as address:
            ben = await browser_page(address)
            await reported_fox(ben)
            await expect(button(ben, "Moderators' desk")).to_have_count(0)
            for path in ("community", "operator", "operator/turns/abcdef"):
                assert (await ben.request.get(f"{address}/api/desk/{path}")).status == 403
            refused = await ben.request.put(f"{address}/api/desk/operator/pause", data={"paused": True})
            assert refused.status == 403
            refused = await ben.request.post(
                f"{address}/api/desk/operator/forget", data={"community": "web:atelier"}
            )
            assert refused.status == 403

            mo = await browser_page(address)
            await mo.get_by_label("Moderator").check()
            await enter(mo, "Mo")
            await moderates(mo)
            await operates(mo)
            await pauses(mo, ben)
            await decides(mo)
            await forgets(mo)

            phone = await browser_page(address, viewport=PHONE, touch=True, dark=True)
            await phone.get_by_label("Moderator").check()
            await enter(phone, "Ria")
            for desk in ("@desk", "@operator"):
                await phone.goto(f"{address}/#/{desk}")
                await expect(phone.locator(".desk-card").nth(2)).to_be_visible()
                assert await sideways(phone) == []
                assert await small_targets(phone) == []
                assert await faint_texts(phone) == []
                assert await stumbles(phone) == []
                assert await findings(phone) == []


async def moderates(page: Page) -> None:
    await button(page, "Moderators' desk").click()
    reports = page.get_by_role("region", name="Reports", exact=True)
    await expect(reports).to_contain_text("1 picture waits to be decided.")
    await expect(reports).to_contain_text("it stares")
    await expect(
        page.get_by_role("region", name="By channel").get_by_role("row", name=re.compile("^art 1 "))
    ).to_be_visible()
    await expect(page.get_by_role("region", name="Record", exact=True).last).to_contain_text("reported")
    await expect(page.get_by_role("region", name="What holds", exact=True).first).to_contain_text("as usual")
    assert await findings(page) == []


async def operates(page: Page) -> None:
    await button(page, "Operator's desk").click()
    await expect(page.get_by_role("row", name=re.compile("^workers that live 1$"))).to_be_visible()
    await expect(page.get_by_text(re.compile("are free where the database lies"))).to_be_visible()
    await expect(page.get_by_text("Nothing failed lately.")).to_be_visible()
    assert await findings(page) == []
    german, english = [await figures(page, language) for language in ("de", "en")]
    assert len(german) == len(english) > 10
    assert not set(german) & set(english), "the figures are said in the language of the page"
    turn = await page.evaluate(
        "fetch('/api/channels/art/messages').then((told) => told.json()).then((told) => told.messages.at(-1).turn)"
    )
    await page.get_by_label("The first characters of a turn's id").fill(turn)
    await page.keyboard.press("Enter")
    story = page.get_by_label("The story of the turn")
    await expect(story).to_contain_text("taken in")
    await expect(story).not_to_contain_text("stares")


async def figures(page: Page, language: str) -> list[str]:
    """What is counted, as it is called in that language."""
    told = await page.request.get(
        f"{page.url.partition('#')[0]}api/desk/operator", headers={"Accept-Language": language}
    )
    return [figure["what"] for figure in (await told.json())["figures"]]


async def pauses(page: Page, ben: Page) -> None:
    """What is written meanwhile waits, and is answered afterwards."""
    await button(page, "Pause all work").click()
    await button(page, "Not now").press("Enter")
    await button(page, "Pause all work").press("Enter")
    await page.get_by_role("group", name="Pause all work").get_by_role("button").last.click()
    await expect(page.get_by_text("Paused. Nothing is under way any more.")).to_be_visible()
    await expect(button(page, "Begin turns again")).to_be_focused()
    assert await findings(page) == []
    await say(ben, "draw a whale")
    await expect(ben.get_by_text("draw a whale")).to_be_visible()
    await expect(last(ben)).to_contain_text("reported")

    await button(page, "Begin turns again").click()

    await expect(button(page, "Pause all work")).to_be_focused()
    await expect(last(ben).locator(".pictures img")).to_have_attribute("alt", re.compile("whale"))


async def decides(page: Page) -> None:
    await button(page, "Moderators' desk").click()
    await button(page, "Decide on them").click()
    await expect(last(page)).to_contain_text("it stares")
    await button(last(page), "Dismiss").click()
    await button(page, "Moderators' desk").click()
    await expect(page.get_by_text("Nothing waits to be decided.")).to_be_visible()


async def forgets(page: Page) -> None:
    """A whole community, once it was asked whether that is meant."""
    await button(page, "Operator's desk").click()
    await page.get_by_label("Community", exact=True).fill("no community")
    await button(page, "Forget a community").click()
    await expect(page.get_by_role("group", name="Forget a community")).to_have_count(0)
    await page.get_by_label("Community", exact=True).fill("discord:9876543210")
    await page.keyboard.press("Enter")
    asked = page.get_by_role("group", name="Forget a community")
    await expect(asked).to_contain_text("discord:9876543210")
    assert await findings(page) == []
    await button(asked, "Not now").press("Enter")
    await expect(asked).to_have_count(0)
    await page.keyboard.press("Enter")
    await button(asked, "Forget a community").click()
    await expect(page.get_by_text("All of it goes now, in the background.")).to_be_visible()
