"""“My pictures” in a real browser: looked through, narrowed, chosen, deleted, and by keyboard, on a phone, in the dark."""

import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from agent.domain.conversation import Author, AuthorId, Place, Reply
from agent.domain.generation import GenerationContext
from tests.adapters.web.page.axe import findings
from tests.adapters.web.page.page_acts import box, button, enter, house, last, say
from tests.adapters.web.page.page_checks import faint_texts, sideways, small_targets, stumbles
from tests.browser import PHONE, BrowserPage
from tests.fakes.board import said
from tests.worlds.painted import painted
from tests.worlds.web_world import WebWorld

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def drawn(world: WebWorld, *subjects: str, channel: str = "art") -> None:
    for subject in subjects:
        await world.bot.answer_for("Ana", f"draw {subject}", channel=channel)
        await world.bot.settled()


async def gallery(page: Page) -> None:
    await button(page, "My pictures").click()
    await expect(page.get_by_role("region", name="My pictures")).to_be_visible()


async def test_all_pictures_of_a_person_are_there_and_are_narrowed(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        await drawn(world, "a fox", "a whale")
        await drawn(world, "an owl", channel="posters")
        page = await browser_page(address)
        await enter(page)
        await gallery(page)
        await expect(page.locator(".tile-open")).to_have_count(3)
        await expect(page.locator(".tile-open").first).to_have_accessible_name(re.compile("^Open: an owl"))

        await page.get_by_label("Search my pictures").fill("the fox")
        await expect(page.locator(".tile-open")).to_have_count(1)
        await expect(page.get_by_text("1 picture", exact=True)).to_be_visible()
        await page.get_by_label("Search my pictures").fill("a submarine")
        await expect(page.get_by_text("Nothing like that")).to_be_visible()
        await page.get_by_label("Search my pictures").fill("")
        await page.get_by_label("Where it was drawn").select_option(label="posters (1)")
        await expect(page.locator(".tile-open")).to_have_count(1)
        assert await findings(page) == []


async def test_a_picture_is_looked_at_closely_and_through_the_others(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        await drawn(world, "a fox", "a whale")
        page = await browser_page(address)
        await enter(page)
        await gallery(page)
        await page.locator(".tile-open").first.click()
        large = page.get_by_role("dialog", name="Picture")
        await expect(large.get_by_role("img", name=re.compile("^a whale"))).to_be_visible()

        await page.keyboard.press("ArrowRight")
        fox = large.get_by_role("img", name=re.compile("^a fox"))
        await expect(fox).to_be_visible()
        await expect(large.get_by_text("2 of 2", exact=True)).to_be_visible()
        await fox.evaluate("image => image.decode()")
        as_a_whole = await fox.evaluate("image => image.clientWidth")
        await page.keyboard.press("+")
        await page.keyboard.press("+")
        assert await fox.evaluate("image => image.clientWidth") == pytest.approx(2 * as_a_whole, rel=0.02)
        await page.keyboard.press("0")
        assert await fox.evaluate("image => image.clientWidth") == pytest.approx(as_a_whole, abs=1)
        assert await findings(page) == []
        await page.keyboard.press("Escape")
        await expect(large).to_be_hidden()


async def test_what_its_buttons_do_is_done_from_the_large_picture(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        await drawn(world, "a fox")
        page = await browser_page(address)
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await enter(page)
        await gallery(page)
        await page.locator(".tile-open").first.click()
        large = page.get_by_role("dialog", name="Picture")

        await button(large, "Why this picture?").click()
        await expect(large.get_by_role("heading", name="I remembered")).to_be_visible()
        await button(large, "Copy the prompt").click()
        await expect(page.get_by_text("The prompt is copied.")).to_be_visible()
        assert await page.evaluate("navigator.clipboard.readText()") == "a fox, watercolour, at dusk"
        await button(large, "Refine it").click()
        await large.get_by_label("What should change?").fill("make it night")
        await page.keyboard.press("Enter")

        await expect(large).to_be_hidden()
        await expect(
            page.locator("#conversation").get_by_role("img", name=re.compile("^make it night"))
        ).to_be_visible()
        said = world.bot.messages[-1]
        assert (said.text, said.reply_to, said.place.channel) == ("make it night", "b2", "art")
        await gallery(page)
        await expect(page.locator(".tile-open")).to_have_count(2)
        await page.locator(".tile-open").first.click()
        await button(large, "Vary it").click()
        await expect(page.locator("#conversation .message").last).to_contain_text("a fox, watercolour")
        assert world.bot.presses[-1].message == "b5"


async def test_a_picture_goes_along_as_a_reference(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        await drawn(world, "a fox")
        page = await browser_page(address)
        await enter(page)
        await gallery(page)
        await page.locator(".tile-open").first.click()

        await button(page.get_by_role("dialog", name="Picture"), "Use it as a reference").click()

        await expect(page.locator(".attachments img")).to_have_count(1)
        await expect(box(page)).to_be_focused()
        await say(page, "draw it as a toy")
        await expect(last(page)).to_contain_text("it as a toy")
        assert [image.name for image in world.bot.messages[-1].images] == ["reference.png"]


async def test_several_are_taken_home_and_deleted(browser_page: BrowserPage, tmp_path: Path) -> None:
    async with house() as (world, address):
        await drawn(world, "a fox", "a whale", "an owl", "a dog")
        page = await browser_page(address)
        await enter(page)
        await gallery(page)
        await button(page, "Choose several").click()
        await page.locator(".tile-open").nth(0).click()
        await page.locator(".tile-open").nth(2).click(modifiers=["Shift"])
        chosen = page.get_by_role("group", name="Chosen pictures")
        await expect(chosen).to_contain_text("3 chosen")
        assert await findings(page) == []

        async with page.expect_download() as download:
            await chosen.get_by_role("link", name="Download").click()
        await (await download.value).save_as(tmp_path / "pictures.zip")
        assert len(zipfile.ZipFile(tmp_path / "pictures.zip").namelist()) == 3

        await button(chosen, "Delete").click()
        await expect(button(page, "Keep them")).to_be_focused()
        await button(page, "Delete them").click()
        await expect(page.get_by_text("3 pictures are deleted.")).to_be_visible()
        await expect(page.locator(".tile-open")).to_have_count(1)
        await expect(page.locator(".tile-open").first).to_have_accessible_name(re.compile("a fox"))


async def test_one_is_deleted_where_it_is_looked_at(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        await drawn(world, "a fox", "a whale")
        page = await browser_page(address)
        await enter(page)
        await gallery(page)
        await page.locator(".tile-open").first.click()
        large = page.get_by_role("dialog", name="Picture")
        await button(large, "Delete it").click()
        await button(large.get_by_role("group", name="Delete this picture?"), "Delete it").click()

        await expect(large.get_by_role("img", name=re.compile("^a fox"))).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.locator(".tile-open")).to_have_count(1)


async def test_what_is_deleted_by_another_page_leaves(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        await drawn(world, "a fox", "a whale")
        page, other = await browser_page(address), await browser_page(address)
        for each in (page, other):
            await enter(each)
        await gallery(page)
        await expect(page.locator(".tile-open")).to_have_count(2)
        await button(other.locator("#conversation .of-bot").first, "Delete").click()
        await button(other, "Delete it").click()

        await expect(page.locator(".tile-open")).to_have_count(1)
        await expect(page.locator(".tile-open")).to_have_accessible_name(re.compile("a whale"))


async def test_the_keyboard_goes_through_the_rows(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        await drawn(world, *(f"number {number}" for number in range(14)))
        page = await browser_page(address)
        await enter(page)
        await gallery(page)
        await expect(page.locator(".tile-open")).to_have_count(14)
        await button(page, "Choose several").focus()
        await page.keyboard.press("Tab")
        first = page.locator(".tile-open").first
        await expect(first).to_be_focused()

        await page.keyboard.press("ArrowDown")
        below = page.locator("[aria-posinset='7'] .tile-open")
        await expect(below).to_be_focused()  # six in a row on a page of this width
        await page.keyboard.press("End")

        await expect(page.locator("[aria-posinset='14'] .tile-open")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(
            page.get_by_role("dialog", name="Picture").get_by_role("img", name=re.compile("^number 0"))
        ).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_on_a_phone_everything_fits_and_can_be_hit(browser_page: BrowserPage, dark: bool) -> None:
    async with house() as (world, address):
        await drawn(
            world, "a fox", "a whale", "an owl reading under a lamp in a very long caption that goes on"
        )
        page = await browser_page(address, viewport=PHONE, touch=True, dark=dark)
        await enter(page)
        await page.get_by_label("Open the menu").tap()
        await gallery(page)
        await expect(page.locator(".tile-open")).to_have_count(3)
        for part in ("", "large"):
            if part:
                await page.locator(".tile-open").first.tap()
                await expect(button(page, "Delete it")).to_be_visible()
            assert await sideways(page) == []
            assert await small_targets(page) == []
            assert await faint_texts(page) == []
            assert await stumbles(page) == []
            assert await findings(page) == []


async def test_without_pictures_it_says_what_will_be_there(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)
        await gallery(page)

        await expect(page.get_by_text("No pictures yet")).to_be_visible()
        await expect(button(page, "Choose several")).to_be_hidden()
        await button(page, "What I remember").click()
        await expect(page.get_by_label("Search what I remember")).to_be_visible()


async def test_of_many_only_those_in_sight_are_in_the_page_and_in_memory(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        many(world, 700)
        page = await browser_page("about:blank")
        pages: list[str] = []
        page.on(
            "request", lambda request: pages.append(request.url) if "/api/gallery?" in request.url else None
        )
        await page.goto(address)
        await enter(page)
        await gallery(page)
        await expect(page.get_by_text("120 and more pictures")).to_be_visible()
        most, known = 0, 0
        while known < 700:
            known, tiles = await page.evaluate(_FURTHER)
            most = max(most, tiles)
            await page.evaluate("() => new Promise(requestAnimationFrame)")

        assert most < 80
        assert len(pages) == 5  # and the first one, without a query
        await expect(page.get_by_text("700 pictures", exact=True)).to_be_visible()
        await page.locator("[aria-posinset='700'] .tile-open").click()
        await expect(page.get_by_text("700 of 700", exact=True)).to_be_visible()


def many(world: WebWorld, count: int) -> None:
    """Pictures of Ana's, all alike."""
    pixels = painted("a fox", size=(64, 64))
    ana = Author(id=AuthorId("web:ana"), name="Ana")
    place = Place(platform="web", community="atelier", channel="art")
    for number in range(count):
        image = world.board.save(pixels, owner=ana.id)
        reply = Reply(
            kind="image", text="", images=(image,), alts=(f"fox {number}",), context=GenerationContext()
        )
        posted = replace(said("", author=ana, place=place), author=None, asker=ana.id, reply=reply)
        world.board.add(replace(posted, at=datetime.now(UTC) - timedelta(minutes=number)))


_FURTHER = """() => {
  const scroller = document.querySelector('.tiles-scroller');
  scroller.scrollTop += 3 * scroller.clientHeight;
  const all = [...document.querySelectorAll('.tile')];
  return [Math.max(...all.map((one) => Number(one.getAttribute('aria-posinset')))), all.length];
}"""
