"""The page in a real browser: from a wish to a picture, and what can be done with one."""

import re

import pytest
from playwright.async_api import expect

from tests.adapters.web.page.page_acts import PICTURE, box, button, comes_to_the_end, enter, house, last, say
from tests.adapters.web.page.page_checks import watch_for_empty_frames
from tests.browser import BrowserPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_thinking_becomes_a_picture_in_one_step(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        await expect(page.get_by_text("A blank sheet")).to_be_visible()
        world.bot.hold_at("render")

        await say(page, "draw a fox reading under a lamp")

        working = page.get_by_role("group", name="Atelier is working")
        await expect(working).to_contain_text("Drawing a fox reading under a lamp")
        await expect(working.locator("[aria-current=step]")).to_have_text("Drawing")
        await expect(box(page)).to_be_focused()
        # From here on, the picture's frame may never be seen without its pixels.
        await watch_for_empty_frames(page)
        world.bot.go_on()
        picture = page.get_by_role("img", name="a fox reading under a lamp, watercolour, at dusk")
        await expect(picture).to_be_visible()
        await expect(working).to_have_count(0)
        assert await page.evaluate("window.emptyFrames") == 0
        await comes_to_the_end(page)
        await expect(page.locator("#announcer")).to_contain_text("a picture: a fox reading")
        for name in ("Again", "Refine", "Vary", "Why?", "Remember …", "Delete"):
            await expect(button(last(page), name)).to_be_visible()


async def test_an_example_starts_a_message(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)

        await button(page, "a fox reading under a lamp").click()

        await expect(box(page)).to_have_value("a fox reading under a lamp")
        await expect(box(page)).to_be_focused()


async def test_a_question_is_answered_by_a_tap_or_in_words(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        await say(page, "draw something for me")

        answers = page.get_by_role("group", name="Answers")
        await button(answers, "a lighthouse").click()

        await expect(page.get_by_role("img", name="a lighthouse, watercolour, at dusk")).to_be_visible()
        await expect(button(answers, "a lighthouse")).to_have_class(re.compile("chosen"))
        for name in ("a fox", "a bowl of fruit", "Surprise me"):
            await expect(button(answers, name)).to_be_disabled()
        await expect(button(page, "Answer in your own words")).to_have_count(0)

        await say(page, "draw something for me")
        await button(page, "Answer in your own words").click()
        await say(page, "a whale")

        await expect(page.get_by_role("img", name="a whale, watercolour, at dusk")).to_be_visible()
        assert world.bot.messages[-1].reply_to


async def test_a_question_about_somebody_shows_their_pictures(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)

        await say(page, "draw luna")

        answers = page.get_by_role("group", name="Answers").get_by_role("button")
        await expect(answers).to_have_count(3)
        await expect(answers.first.locator("img")).to_be_visible()
        await answers.first.click()
        await expect(page.get_by_role("img", name=re.compile("^Luna the elf"))).to_be_visible()


async def test_refine_is_a_form_in_the_page(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        await say(page, "draw a fox")
        refine = button(last(page), "Refine")
        await refine.click()
        words = page.get_by_label("What should change?")
        await expect(words).to_be_focused()
        await expect(page.locator(".last-prompt")).to_contain_text("a fox, watercolour, at dusk")

        await page.keyboard.press("Escape")
        await expect(words).to_have_count(0)
        await expect(refine).to_be_focused()

        await refine.click()
        await page.locator(".inline-form input[type=file]").set_input_files([PICTURE])
        await words.fill("add a cat")
        await world.bot.answer_for("Ben", "hello", thread="b2")  # the message changes, what was typed stays
        await world.bot.settled()
        await say(page, "@atelier hello")
        await expect(last(page)).to_contain_text("Hello, Ana")
        await expect(words).to_have_value("add a cat")
        await words.press("Enter")

        await expect(page.get_by_role("img", name="add a cat, watercolour, at dusk")).to_be_visible()
        await expect(words).to_have_count(0)
        await comes_to_the_end(page)
        pressed = world.bot.presses[-1]
        assert (pressed.text, [image.name for image in pressed.images]) == ("add a cat", ["cat.png"])


async def test_why_tells_the_asker_where_it_all_came_from(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)
        await say(page, "draw a fox")
        await button(last(page), "Why?").click()

        card = page.locator(".why")
        await expect(card).to_contain_text("Why this picture?")
        await expect(card.get_by_role("heading", name="I remembered")).to_be_visible()
        link = card.get_by_role("link", name="https://example.org/lamps")
        assert "noopener" in (await link.get_attribute("rel") or "")
        await expect(last(page)).to_contain_text("Only you can see this")
        await comes_to_the_end(page)
        await button(page, "Forget “watercolour”").click()
        await expect(last(page)).to_contain_text("Forgotten.")


async def test_a_picture_is_looked_at_large_and_taken_home(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)
        await say(page, "draw a fox")
        small = page.get_by_role("button", name=re.compile("^Open the picture: a fox"))
        await small.press("Enter")

        large = page.get_by_role("dialog", name="Picture")
        await expect(large.get_by_role("img", name=re.compile("^a fox"))).to_be_visible()
        async with page.expect_download() as download:
            await large.get_by_role("link", name="Download").click()
        assert (await download.value).suggested_filename.endswith(".png")
        await page.keyboard.press("Escape")
        await expect(large).to_be_hidden()
        await expect(small).to_be_focused()


async def test_a_deleted_picture_is_gone_for_everyone(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        ana, ben = await browser_page(address), await browser_page(address)
        await enter(ana, "Ana")
        await enter(ben, "Ben")
        await say(ana, "draw a fox")
        await expect(ben.get_by_role("img", name=re.compile("^a fox"))).to_be_visible()

        await button(last(ana), "Delete").click()
        await button(ana, "Delete it").click()

        await expect(ben.get_by_role("img", name=re.compile("^a fox"))).to_have_count(0)
        await expect(last(ana)).to_contain_text("Deleted.")


async def test_a_covered_picture_is_shown_when_it_is_tapped(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)
        await say(page, "draw a spoiler")
        picture = page.get_by_role("button", name=re.compile("^Open the picture: a spoiler"))
        show = button(page, "Covered. Show it")
        await expect(show).to_be_visible()
        # Hidden from the keyboard and from screen readers as well.
        await expect(page.locator(".covered .pictures")).to_have_js_property("inert", True)

        await show.click()

        await expect(picture).to_be_focused()
        await page.reload()
        await expect(show).to_be_visible()


async def test_a_running_picture_is_stopped(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        world.bot.hold_at("render")
        await say(page, "draw a fox")

        await button(last(page), "Stop").click()

        await expect(page.get_by_text("Cancelled.")).to_be_visible()
        assert world.bot.messages[-1].text == "/cancel"
        world.bot.go_on()
