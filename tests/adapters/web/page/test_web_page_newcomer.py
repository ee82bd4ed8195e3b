"""What somebody new stumbled over, in a real browser: each thing that was found, once more."""

import pytest
from playwright.async_api import Page, expect

from tests.adapters.web.page.axe import findings
from tests.adapters.web.page.page_acts import PICTURE, box, button, enter, house, last, say
from tests.adapters.web.page.page_checks import faint_texts
from tests.browser import BrowserPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
A_MINUTE = 60_000
"""Longer than any notice stays, in milliseconds."""


async def asked(page: Page, *words: str) -> None:
    """Says these, and waits for the last answer."""
    for each in words:
        await say(page, each)
        await expect(page.locator("#conversation .message.of-bot").last).to_contain_text(
            each.removeprefix("draw ")
        )


async def test_files_beyond_the_eighth_are_left_out_and_that_is_said(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        files = [{**PICTURE, "name": f"{number}.png"} for number in range(11)]
        await page.locator(".composer input[type=file]").set_input_files(files)

        await expect(page.locator(".attachments li")).to_have_count(8)
        await expect(page.get_by_role("alert")).to_contain_text("3 more were left out")
        await say(page, "draw them")
        await say(page, "hello")
        await expect(last(page)).to_contain_text("Hello")
        assert [len(message.images) for message in world.bot.messages] == [8, 0]


async def test_notices_leave_by_themselves_unless_they_are_looked_at(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page("about:blank")
        await page.clock.install()
        await page.goto(address)
        await enter(page)
        world.bot.down = True
        await box(page).fill("draw a fox")
        await box(page).press("Enter")
        alert = page.get_by_role("alert")
        await expect(alert).to_be_visible()
        await alert.hover()
        await page.clock.fast_forward(A_MINUTE)
        await expect(alert).to_be_visible()
        await page.mouse.move(1, 400)
        await page.clock.fast_forward(A_MINUTE)
        await expect(alert).to_have_count(0)


async def test_a_quote_of_a_deleted_picture_shows_no_broken_one(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)
        await say(page, "draw a fox")
        await button(last(page), "Why?").click()
        await expect(page.locator(".why")).to_be_visible()
        quoted = page.locator(".quote img")
        await button(page.locator(".of-bot").first, "Delete").click()
        await button(page, "Delete it").click()

        await expect(last(page)).to_contain_text("Deleted.")
        await expect(quoted).to_have_count(0)
        await expect(last(page).locator(".quote")).to_contain_text("not there any more")


async def test_different_people_have_different_colours(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        names = ["Ana", "Ben", "Cleo", "Dario", "Eva", "Finn", "Gus", "Hana"]
        for name in names:
            await world.bot.answer_for(name, "hello")
        await world.bot.settled()
        page = await browser_page(address)
        await enter(page, "Ana")
        await expect(page.locator("#conversation .of-person")).to_have_count(8)

        classes = await page.locator("#conversation .of-person .avatar").evaluate_all(
            "all => all.map((one) => one.className)"
        )

        assert len(set(classes)) == len(names)
        own = await page.locator("#who .avatar").get_attribute("class")
        assert own == classes[0]


async def test_a_long_history_is_read_once_and_its_pictures_as_they_come_into_sight(
    browser_page: BrowserPage,
) -> None:
    async with house() as (world, address):
        for number in range(30):
            await world.bot.answer_for("Ben", f"draw a fox number {number}")
        await world.bot.settled()
        page = await browser_page("about:blank")
        asked_for: list[str] = []
        page.on("request", lambda request: asked_for.append(request.url))
        await page.goto(address)
        await enter(page)
        await expect(page.locator("#conversation .message")).to_have_count(50)
        newest = page.locator("#conversation .picture img").last
        await newest.evaluate("image => image.decode()")
        await page.wait_for_load_state("load")

        assert len([url for url in asked_for if "/messages?" in url or url.endswith("/messages")]) == 1
        assert 1 <= len({url for url in asked_for if "/api/images/" in url and "w=960" in url}) < 15


async def test_the_newest_picture_s_buttons_are_a_few_steps_back(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        await enter(page)
        await say(page, "draw a fox")
        await expect(button(last(page), "Again")).to_be_visible()
        await box(page).focus()
        steps = 0
        while not await page.evaluate("document.activeElement.matches('.actions *')") and steps < 10:
            await page.keyboard.press("Shift+Tab")
            steps += 1

        assert steps <= 5
        await expect(button(last(page), "Again")).to_be_focused()
        await page.keyboard.press("ArrowRight")
        await expect(button(last(page), "Refine")).to_be_focused()
        await page.keyboard.press("End")
        await expect(button(last(page), "Delete")).to_be_focused()
        assert await findings(page) == []


async def test_what_was_said_before_is_called_up_and_sent_again(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        await page.locator(".composer input[type=file]").set_input_files([PICTURE])
        await asked(page, "draw a fox", "draw a whale")
        for key, words in (
            ("ArrowUp", "draw a whale"),
            ("ArrowUp", "draw a fox"),
            ("ArrowDown", "draw a whale"),
            ("ArrowDown", ""),
        ):
            await box(page).press(key)
            await expect(box(page)).to_have_value(words)
        await box(page).fill("my own")
        await box(page).press("ArrowUp")
        await expect(box(page)).to_have_value("my own")

        first = page.locator("#conversation .of-person").first
        await first.hover()
        await button(first, "Edit and send again").click()
        await expect(box(page)).to_have_value("draw a fox")
        await expect(page.locator(".attachments img")).to_have_count(1)
        await box(page).fill("draw a red fox")
        await box(page).press("Enter")
        await expect(last(page)).to_contain_text("a red fox")
        assert len(world.bot.messages[-1].images) == 1


async def test_one_deletes_one_s_own_message_and_no_other_s(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        await world.bot.answer_for("Ben", "hello")
        await world.bot.settled()
        page = await browser_page(address)
        await enter(page)
        await say(page, "@atelier hello")
        own = page.locator("#conversation .message.mine")
        await expect(own).to_have_count(1)
        await expect(
            page.locator("#conversation .message", has_text="Ben").get_by_role(
                "button", name="Delete my message"
            )
        ).to_have_count(0)
        await own.hover()
        await button(own, "Delete my message").click()
        await expect(button(own, "Keep it")).to_be_focused()
        await button(own, "Delete it").click()
        await expect(own).to_have_count(0)


async def test_who_is_named_sees_it(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page, "Ana")
        await world.bot.answer_for("Ben", "look at this, @Ana! and @anabel", channel="art")
        message = page.locator(".message.to-me")
        await expect(message.locator("mark")).to_have_text("@Ana")
        await world.bot.answer_for("Ben", "and this, @ana", channel="posters")
        await expect(
            page.get_by_role("button", name="posters new messages, one of them to you")
        ).to_be_visible()
        assert await faint_texts(page) == []


async def test_a_notice_comes_when_a_picture_is_ready_and_the_page_is_out_of_sight(
    browser_page: BrowserPage,
) -> None:
    async with house() as (world, address):
        page = await browser_page("about:blank")
        await page.add_init_script(
            "window.shown = []; window.Notification = class { static permission = 'default'; static async requestPermission() {"
            "return (this.permission = 'granted'); } constructor(title, more) { window.shown.push([title, more.body]); } close() {} };"
        )
        await page.goto(address)
        await enter(page, "Ana")
        await button(page, "What I remember").click()
        await page.get_by_label("Notices on this device").check()
        await world.bot.answer_for("Ana", "draw a whale")
        await expect(page.get_by_text("a whale, watercolour").first).to_be_visible()
        assert await page.evaluate("window.shown") == []

        await page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
        await world.bot.answer_for("Ana", "draw a fox")
        await world.bot.answer_for("Ben", "draw an owl")
        await world.bot.answer_for("Ben", "hi @Ana")
        await expect(page.locator("#conversation .to-me")).to_be_visible()
        await expect(page.get_by_text("a fox, watercolour").first).to_be_visible()

        await page.wait_for_function("() => window.shown.length >= 2")
        assert sorted(await page.evaluate("window.shown")) == [
            ["Ben in art", "hi @Ana"], ["Your picture is ready", "a fox, watercolour, at dusk"],
        ]  # fmt: skip


async def test_the_page_can_be_installed(browser_page: BrowserPage) -> None:
    async with house() as (_, address):
        page = await browser_page(address)
        session = await page.context.new_cdp_session(page)
        found = await session.send("Page.getAppManifest")

        assert found["errors"] == []
        assert '"start_url": "/"' in found["data"]


async def test_what_has_changed_of_a_character_is_shown(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        world.remember("a silver elf", kind="character", name="Luna")
        page = await browser_page(address)
        await enter(page, "Ana")
        await button(page, "What I remember").click()
        await button(page, "Edit: Luna").click()
        await page.get_by_label("What it looks like").fill("a silver elf with wings")
        await page.get_by_label("What it looks like").press("Enter")
        luna = page.locator(".memory", has_text="Luna")
        await expect(luna).to_contain_text("with wings")
        await expect(luna).not_to_contain_text("before:")

        await page.get_by_label("also what has changed").check()

        await expect(luna).to_contain_text("before: “a silver elf”")
