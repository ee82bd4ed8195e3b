"""What narrows “My pictures” in a real browser: who is in it, its style, when it was drawn, and all of them together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from agent.domain.characters import Character
from agent.domain.conversation import Author, AuthorId, Place, Reply
from agent.domain.generation import Evidence, GenerationContext
from tests.adapters.web.page.axe import findings
from tests.adapters.web.page.page_acts import button, enter, house, look
from tests.adapters.web.page.page_checks import faint_texts, sideways, small_targets
from tests.browser import PHONE, BrowserPage
from tests.fakes.board import said
from tests.worlds.painted import painted
from tests.worlds.web_world import WebWorld

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ANA = Author(id=AuthorId("web:ana"), name="Ana")
HERE = Place(platform="web", community="atelier", channel="art")
KEPT: Sequence[tuple[str, str, str, int]] = (
    ("Luna asleep on a roof", "Luna", "Watercolour", 0),
    ("Otto in the snow", "Otto", "watercolour", 1),
    ("Luna at the harbour", "Luna", "ink", 2),
    ("a lighthouse", "", "ink", 40),
)
"""Caption, who is in it, style, and how many days ago it was drawn."""


def keep(world: WebWorld) -> None:
    """At noon: no day ends while the test goes on."""
    now = world.clock.now()
    world.clock.ahead = now.replace(hour=12, minute=0) - now
    for caption, name, style, days in KEPT:
        slots = {"style": Evidence(value=style, method="said")}
        if name:
            who = (Character(name=name, description="a cat"),)
            slots["character"] = Evidence(value="", method="recall", characters=who)
        image = world.board.save(painted(caption, size=(96, 96)), owner=ANA.id)
        context = GenerationContext(slots=slots)  # pyright: ignore[reportArgumentType]
        reply = Reply(kind="image", text="", images=(image,), alts=(caption,), context=context)
        posted = replace(said("", author=ANA, place=HERE), author=None, asker=ANA.id, reply=reply)
        world.board.add(replace(posted, at=world.clock.now() - timedelta(days=days)))


async def shown(page: Page, *captions: str) -> None:
    """Until these pictures are there, and no others, the newest first."""
    names = [f"Open: {caption}" for caption in captions]
    await expect(tiles(page)).to_have_count(len(names))
    for number, name in enumerate(names):
        await expect(tiles(page).nth(number)).to_have_accessible_name(name)


def tiles(page: Page) -> Locator:
    return page.locator(".tile-open")


async def test_by_character_by_style_by_time_and_by_all_of_them(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        keep(world)
        page = await browser_page(address)
        await enter(page)
        await button(page, "My pictures").click()
        await shown(page, *(caption for caption, *_ in KEPT))
        who, style = page.get_by_label("Who is in it"), page.get_by_label("Style")
        words = page.get_by_label("Search my pictures")

        await who.select_option(label="Luna (2)")
        await shown(page, "Luna asleep on a roof", "Luna at the harbour")
        await style.select_option(label="watercolour (2)")
        await shown(page, "Luna asleep on a roof")
        await look(page, "gallery-filters")
        assert await findings(page) == []
        await who.select_option(label="Anybody")
        await shown(page, "Luna asleep on a roof", "Otto in the snow")
        await words.fill("yesterday")
        await shown(page, "Otto in the snow")
        await style.select_option(label="Any style")
        await words.fill("Luna, 2 days ago")
        await shown(page, "Luna at the harbour")
        await words.fill("Luna, today")
        await shown(page, "Luna asleep on a roof")
        await words.fill("in the last year 1999")
        await expect(page.get_by_text("Nothing like that")).to_be_visible()
        await words.fill("")
        await shown(page, *(caption for caption, *_ in KEPT))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_on_a_phone_the_filters_fit(browser_page: BrowserPage, dark: bool) -> None:
    async with house() as (world, address):
        keep(world)
        page = await browser_page(address, viewport=PHONE, touch=True, dark=dark)
        await enter(page)
        await page.get_by_label("Open the menu").tap()
        await button(page, "My pictures").click()
        await page.get_by_label("Style").select_option(label="ink (2)")
        await shown(page, "Luna at the harbour", "a lighthouse")

        await look(page, f"gallery-filters-phone-{'dark' if dark else 'light'}")
        assert await sideways(page) == []
        assert await small_targets(page) == []
        assert await faint_texts(page) == []
        assert await findings(page) == []
