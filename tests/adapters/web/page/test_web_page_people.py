"""The page in a real browser: what it remembers, who is here, and coming back."""

import asyncio
import re
from dataclasses import replace

import pytest
from playwright.async_api import Route, expect

from agent.ports import BoardEvent
from simulators.free_ports import free_port
from tests.adapters.web.conftest import running
from tests.adapters.web.page.page_acts import box, button, comes_to_the_end, enter, house, last, say
from tests.browser import BrowserPage
from tests.patience import until
from tests.worlds.web_world import WebWorld

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_what_is_remembered_is_found_mended_and_forgotten(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        world.remember("prefers watercolour")
        luna = world.remember("a silver-haired elf", kind="character", name="Luna")
        world.remember("likes jazz", by="Ben")
        page = await browser_page(address)
        await enter(page)
        await say(page, "long words of a story " * 30)
        await expect(button(last(page), "Again")).to_be_visible()
        await button(page, "What I remember").click()
        await expect(button(page, "Newest")).to_be_hidden()
        await comes_to_the_end(page)
        panel = page.get_by_role("complementary", name="What I remember")
        await expect(panel.get_by_role("status")).to_have_text("2 things")
        await expect(panel.get_by_text("likes jazz")).to_have_count(0)

        await panel.get_by_label("Search what I remember").fill("elf")
        await expect(panel.get_by_role("status")).to_have_text("1 thing")
        await button(panel, "Edit: Luna").click()
        await panel.get_by_label("Name").fill("Selene")
        await panel.get_by_label("What it looks like").fill("a red-haired elf")
        await button(panel, "Save").click()
        await expect(panel.get_by_text("a red-haired elf")).to_be_visible()
        assert world.desk.memories[luna.id].name == "Selene"

        await panel.get_by_label("Search what I remember").fill("")
        await button(panel, "Forget: prefers watercolour").click()
        await expect(button(panel, "Keep it")).to_be_focused()
        await world.bus.publish(BoardEvent(channel="web:atelier/art", kind="memory"))
        await world.bot.answer_for("Ben", "hello")  # what happens elsewhere does not sweep the question away
        await expect(last(page)).to_contain_text("Hello, Ben")
        await expect(button(panel, "Keep it")).to_be_focused()
        await button(panel, "Forget it").click()
        await expect(panel.get_by_role("status")).to_have_text("1 thing")
        await expect(page.get_by_text("Forgotten.")).to_be_visible()

        await panel.get_by_label(re.compile("^Memory")).uncheck()
        await panel.get_by_label("Ask me questions").select_option("never")
        async with page.expect_download() as download:
            await panel.get_by_role("link", name="Export everything about me").click()
        assert (await download.value).suggested_filename == "atelier-ana.zip"
        await button(panel, "Forget everything about me").click()
        await button(panel, "Yes, everything").click()
        await expect(panel.get_by_text("Nothing yet.")).to_be_visible()
        await until(lambda: world.settings.authors["web:ana"].ask == "never")
        assert world.settings.authors["web:ana"].memory is False
        assert world.desk.gone == ["web:ana"]
        await page.keyboard.press("Escape")
        await expect(button(page, "What I remember")).to_be_focused()


async def test_channels_and_people_are_changed_and_drafts_stay_with_them(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page, "Ana")
        await box(page).fill("a draft of Ana")
        await button(page, "New channel").click()
        await page.get_by_label("Name of the channel").fill("Night Sketches")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text("night-sketches")
        await expect(box(page)).to_have_value("")
        await button(page, "art").click()
        await expect(box(page)).to_have_value("a draft of Ana")

        other_tab = await page.context.new_page()
        await other_tab.goto(address)
        await other_tab.locator("#who").click()
        await other_tab.get_by_label("Somebody new").or_(other_tab.get_by_label("Your name")).fill("Ben")
        await other_tab.keyboard.press("Enter")

        await expect(page.locator("#who")).to_contain_text("Ben")
        await expect(box(page)).to_have_value("")
        await button(page, "Private chat").click()
        await expect(page.get_by_text("Only you and Atelier read this")).to_be_visible()
        await say(page, "just us")
        await expect(last(page)).to_be_visible()  # the bot answers what has arrived
        assert world.bot.messages[-1].author.id == "web:ben"
        assert world.bot.messages[-1].place.private


async def test_two_people_see_each_other_at_once(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        ana, ben = await browser_page(address), await browser_page(address)
        await enter(ana, "Ana")
        await enter(ben, "Ben")
        await button(ben, "posters").click()

        await say(ana, "hello Ben")

        await expect(ben.get_by_role("button", name=re.compile("^art"))).to_contain_text("new messages")
        await ben.get_by_role("button", name=re.compile("^art")).click()
        await expect(last(ben, "of-person")).to_contain_text("hello Ben")


async def test_a_restart_is_survived_and_nothing_is_missed(browser_page: BrowserPage) -> None:
    async with house(port=free_port()) as (world, address):
        page = await browser_page(address)
        await enter(page)
        await say(page, "draw a fox")
        await expect(button(last(page), "Again")).to_be_visible()
        port = int(address.rpartition(":")[2])
    await expect(page.get_by_text("The connection is interrupted")).to_be_visible()

    await box(page).fill("draw a whale")
    await box(page).press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("I cannot reach Atelier")
    await expect(box(page)).to_have_value("draw a whale")
    after = WebWorld(port=port)
    after.board.kept, after.board.pictures, after.board.last = world.board.kept, world.board.pictures, 10
    after.platform.bind()
    async with running(after):
        await after.bot.answer_for("Ben", "draw a boat")
        await expect(page.get_by_role("img", name=re.compile("^a boat"))).to_be_visible()
        await expect(page.get_by_text("The connection is interrupted")).to_be_hidden()
        await box(page).fill("@atelier draw a whale")
        await box(page).press("Enter")
        await expect(page.get_by_role("img", name=re.compile("^a whale"))).to_be_visible()


async def test_the_door_asks_for_the_password_and_lets_in_again_later(browser_page: BrowserPage) -> None:
    async with house(password="open sesame") as (world, address):
        page = await browser_page(address)
        await page.get_by_label("Password").fill("sesame")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_have_text("That is not the password.")
        await page.get_by_label("Password").fill("open sesame")
        await page.keyboard.press("Enter")
        await enter(page)
        await box(page).fill("a draft")

        for digest, session in world.access.sessions.items():
            world.access.sessions[digest] = replace(
                session, entry=replace(session.entry, door=b"of the password before")
            )
        await box(page).press("Enter")
        await page.get_by_label("Password").fill("open sesame")
        await page.keyboard.press("Enter")
        await expect(box(page)).to_have_value("a draft")
        await expect(page.locator("#who")).to_contain_text("Ana")


async def test_the_chosen_colours_stay(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)
        ground = "getComputedStyle(document.body).backgroundColor"
        light = await page.evaluate(ground)

        await page.get_by_role("button", name=re.compile("^Colours")).click()
        await page.get_by_role("button", name=re.compile("^Colours")).click()
        await page.wait_for_function(f"(light) => {ground} !== light", arg=light)
        dark = await page.evaluate(ground)
        await page.reload()

        await page.wait_for_function(f"(dark) => {ground} === dark", arg=dark)


async def test_what_is_heard_while_the_page_is_being_read_stays(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        was_read, go_on = asyncio.Event(), asyncio.Event()

        before: list[str] = []

        async def slowly(route: Route) -> None:
            """Every reading of the board brings what it held at the first one."""
            if route.request.method != "GET":
                return await route.continue_()
            if not before:
                before.append(await (await route.fetch()).text())
                was_read.set()
            await go_on.wait()
            return await route.fulfill(body=before[0], content_type="application/json")

        await page.route(re.compile(r"/channels/[^/]+/messages"), slowly)
        await page.evaluate("document.dispatchEvent(new Event('atelier:reload'))")
        await was_read.wait()
        await world.bot.answer_for("Bob", "draw a whale")
        await expect(page.locator("p.text", has_text="draw a whale")).to_be_visible()

        async with page.expect_response(re.compile(r"/channels/[^/]+/messages")) as answered:
            go_on.set()
        await (await answered.value).finished()
        await page.evaluate("new Promise((done) => setTimeout(done, 400))")

        await expect(page.locator("p.text", has_text="draw a whale")).to_be_visible()


async def test_people_talk_and_the_bot_is_named_with_a_hint(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        ana, ben = await browser_page(address), await browser_page(address)
        await enter(ana, "Ana")
        await enter(ben, "Ben")
        await say(ana, "hello")
        await expect(last(ana)).to_contain_text("Hello, Ana")

        await say(ben, "good morning, Ana")
        await expect(ben.get_by_role("status").filter(has_text="for the people here")).to_be_visible()
        await expect(last(ana, "of-person")).to_contain_text("good morning, Ana")
        await expect(box(ana)).to_have_attribute("placeholder", re.compile("@atelier"))
        await expect(ana.locator("#channel-note")).to_contain_text("@atelier draws")

        await box(ana).press_sequentially("look, @a")
        await expect(ana.get_by_role("option", name="@atelier")).to_be_visible()
        await box(ana).press("Enter")
        await expect(box(ana)).to_have_value("look, @atelier ")
        await box(ana).press_sequentially("@b")
        await expect(ana.get_by_role("option", name="@Ben")).to_be_visible()
        await box(ana).press("Tab")
        await box(ana).press_sequentially("as a fox")
        await box(ana).press("Enter")

        await expect(last(ana, "of-person")).to_contain_text("look, @atelier @Ben as a fox")
        await expect(button(last(ana), "Again")).to_be_visible()
        assert [said.aside for said in world.bot.messages] == [False, True, False]
        assert world.bot.messages[-1].text == "look, @Ben as a fox"
        await button(ana, "Private chat").click()
        await box(ana).press_sequentially("@a")
        await expect(ana.get_by_role("option")).to_have_count(0)
