"""Painting the part of a picture that may change, in a real browser: with the mouse, a finger, and from the keyboard."""

import io
import re

import pytest
from PIL import Image
from playwright.async_api import Locator, Page, expect

from agent.domain.image_models import Abilities, ModelCard
from tests.adapters.web.page.axe import findings
from tests.adapters.web.page.page_acts import button, enter, house, last, say
from tests.adapters.web.page.page_checks import sideways, small_targets
from tests.browser import PHONE, BrowserPage
from tests.worlds.web_world import WebWorld

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def painting(page: Page) -> Locator:
    """A fox was drawn, is open, and a part of it is about to be painted."""
    await enter(page)
    await say(page, "draw a fox")
    await page.get_by_role("button", name=re.compile("^Open the picture: a fox")).click()
    await button(page, "Paint a part to change").click()
    canvas = page.locator("canvas.region")
    await expect(canvas).to_be_focused()
    return canvas


async def strokes(page: Page, canvas: Locator, *points: tuple[float, float]) -> None:
    """With the mouse, from point to point; parts of the picture's width and height."""
    area = await canvas.bounding_box()
    assert area is not None
    for number, (x, y) in enumerate(points):
        await page.mouse.move(area["x"] + x * area["width"], area["y"] + y * area["height"], steps=4)
        if number == 0:
            await page.mouse.down()
    await page.mouse.up()


async def sent(world: WebWorld, page: Page, words: str) -> Image.Image:
    """The mask that goes along with the words."""
    await page.get_by_label("What should be in the painted part?").fill(words)
    await button(page, "Change this part").click()
    await expect(page.get_by_role("dialog", name="Picture")).to_be_hidden()
    mask = Image.open(io.BytesIO(world.bot.messages[-1].images[0].data))
    assert mask.size == (768, 768)
    return mask.convert("L")


async def test_what_is_painted_is_white_and_goes_with_the_words(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        canvas = await painting(page)
        await strokes(page, canvas, (0.2, 0.5), (0.8, 0.5))
        await strokes(page, canvas, (0.5, 0.9))
        assert await findings(page) == []

        mask = await sent(world, page, "a red door.")

        assert [mask.getpixel(point) for point in ((384, 384), (384, 691), (384, 100), (20, 20))] == [
            255,
            255,
            0,
            0,
        ]
        said = world.bot.messages[-1]
        assert (said.text, said.shown, said.reply_to) == (
            "a red door, only in the masked area",
            "a red door.",
            "b2",
        )
        await expect(page.locator("#conversation .of-person").last).to_contain_text("a red door.")


async def test_a_stroke_is_undone_and_nothing_painted_is_not_sent(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        canvas = await painting(page)
        await strokes(page, canvas, (0.2, 0.2), (0.3, 0.2))
        await strokes(page, canvas, (0.8, 0.8), (0.7, 0.8))
        await button(page, "Undo").click()
        await button(page, "Undo").click()
        await expect(button(page, "Undo")).to_be_disabled()
        await page.get_by_label("What should be in the painted part?").fill("a door")
        await button(page, "Change this part").click()
        await expect(page.get_by_role("alert")).to_contain_text("Paint the part first")
        assert len(world.bot.messages) == 1

        await strokes(page, canvas, (0.2, 0.2), (0.3, 0.2))
        mask = await sent(world, page, "a door")
        assert (mask.getpixel((192, 154)), mask.getpixel((576, 614))) == (255, 0)


async def test_rectangles_are_painted_from_the_keyboard(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await painting(page)
        for key in ("ArrowRight", "ArrowLeft", "ArrowLeft", "Shift+ArrowRight", "Enter"):
            await page.keyboard.press(key)
        await expect(page.locator("#announcer")).to_have_text("The rectangle is painted.")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Backspace")

        mask = await sent(world, page, "a door")

        assert mask.getbbox() == (
            211,
            288,
            442,
            480,
        )  # 27.5 % from the left, 37.5 % from the top, 30 % wide, 25 % high


async def test_a_model_that_keeps_to_no_part_says_so_before(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await painting(page)
        await expect(page.get_by_text("does not keep to a painted part")).to_be_visible()
        await button(page, "Cancel").click()
        await expect(page.locator("canvas.region")).to_have_count(0)

        card = ModelCard(name="exact", abilities=Abilities(references_max=1, masks=True), is_default=True)
        world.catalogue.card = card
        await button(page, "Paint a part to change").click()
        await expect(page.get_by_text("The rest of the picture stays as it is.")).to_be_visible()


async def test_a_finger_paints_and_everything_fits_a_phone(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address, viewport=PHONE, touch=True, dark=True)
        canvas = await painting(page)
        await canvas.tap(position={"x": 60, "y": 60})
        await expect(button(page, "Undo")).to_be_enabled()
        assert await sideways(page) == []
        assert await small_targets(page) == []
        assert await findings(page) == []
        area = await canvas.bounding_box()
        assert area is not None

        mask = await sent(world, page, "a door")

        at = round(60 / area["width"] * 768)
        assert (mask.getpixel((at, at)), mask.getpixel((700, 700))) == (255, 0)
        await expect(last(page)).to_contain_text("a door")


async def test_escape_puts_away_what_is_open_below_the_picture_and_then_the_picture(
    browser_page: BrowserPage,
) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        canvas = await painting(page)
        dialog = page.get_by_role("dialog", name="Picture")
        words = page.get_by_label("What should be in the painted part?")
        for inside in (canvas, words):
            await inside.focus()
            await page.keyboard.press("Escape")
            await expect(canvas).to_have_count(0)
            await expect(words).to_have_count(0)
            await expect(button(page, "Paint a part to change")).to_be_focused()
            await page.keyboard.press("Enter")
            await expect(canvas).to_be_focused()
        await button(page, "Cancel").click()
        await button(page, "Why this picture?").click()
        await expect(page.locator(".lightbox-drawer")).not_to_be_empty()
        await page.keyboard.press("Escape")
        await expect(page.locator(".lightbox-drawer")).to_be_hidden()
        await expect(dialog).to_be_visible()

        await page.keyboard.press("Escape")

        await expect(dialog).to_be_hidden()
