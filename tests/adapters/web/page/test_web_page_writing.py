"""The page in a real browser: attaching, replying, threads, the keyboard, and texts of every kind."""

import re

import pytest
from playwright.async_api import expect

from tests.adapters.web.page.page_acts import PICTURE, box, button, enter, house, last, say
from tests.adapters.web.page.page_checks import sideways, transfer
from tests.browser import BrowserPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_pictures_are_picked_pasted_and_dropped(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        held = page.get_by_role("list", name="Attached pictures").get_by_role("listitem")

        await page.locator(".composer input[type=file]").set_input_files([PICTURE])
        await expect(held).to_have_count(1)
        await transfer(page, "#composer-text", "paste", "image/png", "pasted.png")
        await expect(held).to_have_count(2)
        await transfer(page, "#conversation", "drop", "image/png", "dropped.png")
        await expect(held).to_have_count(3)
        await transfer(page, "#composer-text", "paste", "text/plain", "notes.txt")
        await expect(page.get_by_role("alert")).to_contain_text("notes.txt is not a picture")
        await transfer(page, "#composer-text", "paste", "image/png", "broken.png")
        await expect(page.get_by_role("alert").last).to_contain_text("broken.png cannot be read")
        await button(page, "Take out pasted.png").click()
        await expect(held).to_have_count(2)

        await say(page, "make this cat a pirate")

        await expect(
            page.get_by_role("button", name="Open the picture: A picture that was attached")
        ).to_have_count(2)
        await expect(held).to_have_count(0)
        assert [image.name for image in world.bot.messages[0].images] == ["cat.png", "dropped.png"]


async def test_a_reply_shows_what_it_replies_to(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        await say(page, "draw a fox")
        await expect(button(last(page), "Again")).to_be_visible()
        await last(page).hover()
        await button(page, "Reply to Atelier").click()
        chip = page.locator(".reply-chip")
        await expect(chip).to_contain_text("a fox, watercolour")
        await box(page).press("Escape")
        await expect(chip).to_be_hidden()
        await say(page, "draw a whale")
        await expect(page.get_by_role("img", name=re.compile("^a whale"))).to_be_visible()
        await page.locator(".message.of-bot").first.hover()
        await button(page, "Reply to Atelier").first.click()

        await say(page, "make it night")

        quote = last(page, "of-person").get_by_role("button", name=re.compile("^In reply to Atelier: a fox"))
        await quote.click()
        await expect(page.locator(".message.of-bot").first).to_be_focused()
        assert world.bot.messages[-1].reply_to == "b2"


async def test_a_thread_keeps_an_exchange_apart(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)
        await say(page, "draw a fox")
        await expect(button(last(page), "Again")).to_be_visible()
        await last(page).hover()
        await button(last(page), "Open a thread from here").click()

        inside = page.get_by_label("Write in this thread")
        await expect(inside).to_be_focused()
        await expect(page.locator(".thread-root")).to_contain_text("a fox, watercolour")
        await inside.fill("warmer")
        await inside.press("Enter")
        await expect(page.locator("#panel").get_by_role("img", name=re.compile("^warmer"))).to_be_visible()
        await expect(button(page, "2 messages in the thread")).to_be_visible()
        await expect(page.locator("#conversation .message")).to_have_count(2)

        await page.reload()
        await expect(page.locator("#panel").get_by_role("img", name=re.compile("^warmer"))).to_be_visible()
        await button(page, "All threads").click()
        await expect(page.locator(".thread-entry")).to_have_count(1)
        await page.keyboard.press("Escape")
        await expect(page.locator("#panel")).to_be_hidden()


async def test_everything_works_from_the_keyboard(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        skip = page.get_by_role("link", name="Skip to the message box")
        assert await skip.evaluate("link => link === document.querySelector('a, button, input, textarea')")
        await skip.press("Enter")
        await expect(box(page)).to_be_focused()

        await page.keyboard.type("/rem")
        option = page.get_by_role("option", name=re.compile("remember"))
        await expect(option).to_have_attribute("aria-selected", "true")
        await page.keyboard.press("Tab")
        await expect(box(page)).to_have_value("/remember ")
        await page.keyboard.type("that I like oil")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("and gold")
        await page.keyboard.press("Enter")
        await expect(last(page)).to_contain_text("Noted: I like oil")
        assert world.bot.messages[-1].text == "/remember that I like oil\nand gold"
        await page.keyboard.press("Shift+Tab")
        await expect(page.get_by_role("button", name=re.compile("^Incognito"))).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name=re.compile("^Incognito is on"))).to_be_focused()


async def test_text_from_people_is_text_and_reads_in_its_own_direction(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)
        hostile = "<img src=x onerror=alert(1)> <b>bold</b> javascript:alert(1)"
        await say(page, hostile)
        await expect(last(page, "of-person")).to_contain_text(hostile)
        await expect(page.locator(".text b, .message img[src=x]")).to_have_count(0)

        await say(page, "ارسم ثعلبًا يقرأ تحت المصباح")
        arabic = last(page, "of-person").locator(".text")
        await expect(arabic).to_contain_text("المصباح")
        edge = await arabic.evaluate(
            "p => { const r = document.createRange(); r.selectNodeContents(p); "
            "return p.getBoundingClientRect().right - r.getBoundingClientRect().right; }"
        )
        assert edge < 2

        await say(page, "w" * 300 + " " + "long words " * 200)
        more = button(last(page, "of-person"), "Show all of it")
        await expect(more).to_be_visible()
        before = (await last(page, "of-person").bounding_box() or {})["height"]
        await more.click()
        assert (await last(page, "of-person").bounding_box() or {})["height"] > before + 100
        assert not await sideways(page)


async def test_trouble_is_told_kindly(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)

        await box(page).fill("a" * 5_000)
        await expect(page.locator(".count")).to_have_text("-1000")
        await box(page).press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("5,000 characters")
        await button(page, "Dismiss").click()
        await say(page, "fail, please")
        await expect(last(page)).to_contain_text("The image service does not answer")
        world.bot.down = True
        await box(page).fill("draw a fox")
        await box(page).press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("I cannot reach my store")
        await expect(box(page)).to_have_value("draw a fox")
