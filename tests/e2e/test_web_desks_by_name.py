"""Both desks field by field, whole: what is changed there holds in the channel, and what goes wrong is seen there. The real bot, a real
browser, and an image server of ours that asks money and can be down."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from adapters.http.circuit_breaker import FAILURES_MAX
from simulators.serving import fails
from tests.adapters.web.page.axe import findings
from tests.adapters.web.page.page_acts import box, button, enter, last, look, say
from tests.adapters.web.page.page_checks import faint_texts, sideways, small_targets, stumbles
from tests.browser import PHONE, BrowserPage, browser_page, chromium
from tests.e2e.processes.image_servers import ImageServer, openai
from tests.e2e.processes.web_process import bot_running, empty_home
from tests.patience import PATIENCE_SECONDS, until_seen
from tests.worlds.web_visitor import send

__all__ = ["browser_page", "chromium"]

pytestmark = [
    pytest.mark.browser, pytest.mark.e2e, pytest.mark.timeout(300), pytest.mark.asyncio(loop_scope="session"),
]  # fmt: skip
OUTAGE = 40
"""Calls that fail: more than the turns of the test can make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    address: str
    images: ImageServer
    dsn: str


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(module_dsn: str) -> AsyncIterator[Running]:
    """One for both desks."""
    with empty_home() as home, openai() as images:
        async with bot_running(
            home,
            DATABASE_URL=module_dsn,
            ATELIER_MODELS=_models_file(home, images.entry),
            MY_KEY="my-key",
            ATELIER_DAY_MONEY="5",
        ) as address:
            yield Running(address=address, images=images, dsn=module_dsn)


async def moderator(browser_page: BrowserPage, address: str, name: str, **more: object) -> Page:
    page = await browser_page(address, **more)
    await page.get_by_label("Moderator").check()
    await enter(page, name)
    return page


async def goes_to(page: Page, channel: str) -> None:
    await page.evaluate("name => { location.hash = `#/${name}`; }", channel)
    await expect(page.locator("#channel-name")).to_have_text(channel)
    await expect(box(page)).to_be_visible()


async def told(page: Page, channel: str, text: str, answer: str | re.Pattern[str]) -> None:
    """What the bot answers there."""
    await goes_to(page, channel)
    await say(page, text)
    await expect(last(page)).to_contain_text(answer)


async def drawn(page: Page, channel: str, subject: str) -> None:
    await goes_to(page, channel)
    await say(page, f"@atelier draw {subject}")
    await expect(last(page).locator(".pictures img")).to_have_attribute("alt", re.compile(re.escape(subject)))


def _models_file(home: Path, entry: str) -> str:
    """Two models of one server."""
    path = home / "models.toml"
    path.write_text(f"[models.paid]\n{entry}\n[models.spare]\n{entry}\n")
    return str(path)


# --- the moderators' desk ----------------------------------------------------------------------------------------


async def change(desk: Page, channel: str, setting: str, value: str, *, typed: bool = False) -> None:
    await desk.get_by_label("Channel", exact=True).select_option(label=channel)
    await desk.get_by_label("What should change?").select_option(label=setting)
    control = desk.get_by_label("New value")
    await (control.fill(value) if typed else control.select_option(label=value))
    await button(desk, "Save").click()


def row(desk: Page, table: str, start: str) -> Locator:
    return desk.get_by_role("region", name=table, exact=True).get_by_role(
        "row", name=re.compile(f"^{re.escape(start)} ")
    )


async def test_what_is_changed_at_the_moderators_desk_holds_in_the_channel(
    browser_page: BrowserPage, bot: Running
) -> None:
    mo = await moderator(browser_page, bot.address, "Mo")
    ben = await browser_page(bot.address)
    await enter(ben, "Ben")
    await button(mo, "Moderators' desk").click()
    holds = mo.get_by_role("region", name="What holds", exact=True).last
    await expect(holds).to_contain_text("as usual")

    await change(mo, "random", "How often I ask here", "never, just draw")
    await expect(row(mo, "What holds", "random")).to_contain_text("asks: never")
    await goes_to(ben, "random")
    await say(ben, "@atelier draw something for me")
    await expect(last(ben).locator(".pictures img")).to_be_visible()

    await change(mo, "random", "Memory here on or off", "off")
    await expect(row(mo, "What holds", "random")).to_contain_text("memory off")
    await expect(mo.get_by_text("Set for this channel.", exact=True)).to_be_visible()
    await told(ben, "random", "@atelier remember I like ink", re.compile("Memory is (switched )?off"))

    await change(mo, "posters", "How long pictures and memories of this channel are kept", "30", typed=True)
    await expect(row(mo, "What holds", "posters")).to_contain_text("kept 30 days")
    await told(ben, "posters", "/channel", "30 days")

    await change(mo, "posters", "Set the house style", "linocut", typed=True)
    await expect(row(mo, "What holds", "posters")).to_contain_text("linocut")
    await goes_to(ben, "posters")
    await say(ben, "@atelier draw a heron")
    await expect(last(ben)).to_contain_text("linocut")

    await change(mo, "posters", "Set a rule", "no red", typed=True)
    await expect(row(mo, "What holds", "posters")).to_contain_text("no red")
    await change(mo, "posters", "Which model draws here", "spare")
    await expect(row(mo, "What holds", "posters")).to_contain_text("model spare")
    await look(mo, "desk-settings")
    assert await findings(mo) == []

    await closes(mo, ben)
    await lists(mo, ben)
    await on_a_phone(browser_page, bot)


async def closes(mo: Page, ben: Page) -> None:
    """A quota, a switch, and what holds elsewhere."""
    await change(mo, "posters", "Pictures a day for each person", "1", typed=True)
    await expect(row(mo, "What holds", "posters")).to_contain_text("1 picture a day each")
    await told(ben, "posters", "@atelier draw an otter", re.compile("1 picture|picture.* a day|tomorrow"))

    await change(mo, "posters", "Draw here or not", "off")
    await expect(row(mo, "What holds", "posters")).to_contain_text("switched off")
    await told(ben, "posters", "@atelier draw a newt", "switched off")

    await change(mo, "elsewhere", "Who may answer my questions", "anyone")
    await expect(row(mo, "What holds", "elsewhere")).to_contain_text("anyone answers")


async def lists(mo: Page, ben: Page) -> None:
    """Roles, pictures by the clock, and the record."""
    await told(mo, "random", "/channel roles <@&7>", "who may draw")
    await told(ben, "random", "@atelier draw a toad", re.compile("role"))
    await told(mo, "art", "/schedule every friday 18:00 a fox", re.compile("riday|18:00"))
    await button(mo, "Moderators' desk").click()
    await expect(row(mo, "What holds", "random")).to_contain_text("for 1 role")
    await expect(row(mo, "What holds", "art")).to_contain_text(re.compile("1$"))
    record = mo.get_by_role("region", name="Record", exact=True).last
    for said in ("memory of the channel", "roles of the channel", "who answers of the community"):
        await expect(record).to_contain_text(f"changed {said}")


async def on_a_phone(browser_page: BrowserPage, bot: Running) -> None:
    phone = await moderator(browser_page, bot.address, "Ria", viewport=PHONE, touch=True, dark=True)
    await phone.goto(f"{bot.address}/#/@desk")
    await change(phone, "random", "Post pictures as spoilers", "on")
    await expect(row(phone, "What holds", "random")).to_contain_text("pictures covered")
    await phone.get_by_label("New value").scroll_into_view_if_needed()
    await look(phone, "desk-settings-phone-dark")
    for check in (sideways, small_targets, faint_texts, stumbles, findings):
        assert await check(phone) == []


async def test_somebody_is_blocked_and_let_in_again_from_the_desk(
    browser_page: BrowserPage, bot: Running
) -> None:
    mo = await moderator(browser_page, bot.address, "Moa")
    eve = await browser_page(bot.address)
    await enter(eve, "Eve")
    await drawn(eve, "art", "a boar")
    await last(eve).hover()
    await button(last(eve), "Report this picture").click()
    await eve.get_by_label("What is wrong with this picture? (if you like)").press("Enter")
    await expect(last(eve)).to_contain_text("Thank you for telling")

    await button(mo, "Moderators' desk").click()
    await button(mo, "Decide on them").click()
    await button(last(mo), "Block Eve").click()
    await button(mo, "Moderators' desk").click()
    await expect(row(mo, "Blocked", "Eve")).to_be_visible()
    await look(mo, "desk-blocked")
    await goes_to(eve, "art")
    await box(eve).fill("@atelier draw a hare")
    await box(eve).press("Enter")
    await expect(eve.get_by_role("alert")).to_contain_text("asked me not to answer you")
    await box(eve).fill("")

    await button(mo, "Unblock somebody").click()
    await button(last(mo), "Unblock 1").click()
    await button(mo, "Moderators' desk").click()
    await expect(mo.get_by_text("I answer everybody here.")).to_be_visible()
    record = mo.get_by_role("region", name="Record", exact=True).last
    await expect(record).to_contain_text("unblocked Eve")
    await drawn(eve, "art", "a hare")


# --- the operator's desk -----------------------------------------------------------------------------------------


async def test_a_provider_that_is_down_is_seen_at_the_operators_desk(
    browser_page: BrowserPage, bot: Running
) -> None:
    op = await moderator(browser_page, bot.address, "Op")
    cleo = await browser_page(bot.address)
    await enter(cleo, "Cleo")
    await drawn(cleo, "art", "a swan")
    await button(op, "Operator's desk").click()
    await expect(row(op, "Providers", "images paid")).to_contain_text("works")
    await expect(op.get_by_text(re.compile(r"^Today \(UTC\): \$0\.\d+ of \$5\.00\.$"))).to_be_visible()
    await expect(op.get_by_role("progressbar", name="Spent of today's limit")).to_be_visible()
    for what in ("Python", "Postgres", "schema"):
        await expect(row(op, "Versions", what)).to_contain_text(re.compile(r"\d"))
    await expect(row(op, "Room", "messages")).to_contain_text("MB")
    await expect(row(op, "Now", "workers that live")).to_contain_text("1")

    for _ in range(OUTAGE):
        bot.images.meet(fails(503))
    for number in range(FAILURES_MAX):
        await asked_for_a_picture(bot.address, f"Visitor {number}")
    await until_seen(lambda: is_left_alone(op, bot.address), "a provider that is left alone")
    await op.reload()
    await expect(row(op, "Providers", "images paid")).to_contain_text("left alone for now")
    await expect(
        op.get_by_text(re.compile("is left alone for a while, and then tried again"))
    ).to_be_visible()
    await expect(row(op, "Now", "turns that wait to begin")).to_contain_text(re.compile("[1-9]"))
    await look(op, "desk-operator-breaker")
    assert await findings(op) == []

    await failed_turn(bot.dsn)
    await op.reload()
    failed = op.get_by_role("region", name="What failed").get_by_role("button")
    await failed.first.click()
    story = op.get_by_label("The story of the turn")
    await expect(story).to_contain_text("taken in")
    await expect(story).not_to_contain_text("swan")
    await look(op, "desk-operator-story")

    phone = await moderator(browser_page, bot.address, "Opa", viewport=PHONE, touch=True, dark=True)
    await phone.goto(f"{bot.address}/#/@operator")
    await expect(row(phone, "Providers", "images paid")).to_be_visible()
    await look(phone, "desk-operator-phone-dark")
    for check in (sideways, small_targets, faint_texts, stumbles, findings):
        assert await check(phone) == []


async def is_left_alone(page: Page, address: str) -> bool:
    told = await (await page.request.get(f"{address}/api/desk/operator")).json()
    return told["providers"]["images paid"] == "open"


async def asked_for_a_picture(address: str, name: str) -> None:
    """By somebody of their own: one person's pictures are drawn one after the other."""
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS) as visitor:
        assert (await visitor.post("/api/session", json={"name": name})).status_code == 200
        assert (await send(visitor, "@atelier draw a crow")).status_code == 202


async def failed_turn(dsn: str) -> None:
    """The turn of the picture that was drawn, as a defect leaves one."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(_FAIL, "%swan%")
    finally:
        await connection.close()


_FAIL = "update turns set state = 'failed' where state = 'done' and request ->> 'text' like $1"
