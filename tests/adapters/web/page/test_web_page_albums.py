"""The panel in a real browser: how one looks, who may draw one, and style boards."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from agent.domain.conversation import AuthorId, MessageId, Place
from agent.domain.memory import AlbumChange, LabelledPicture, MemoryScope, Reader
from tests.adapters.web.page.axe import findings
from tests.adapters.web.page.page_acts import button, enter, house
from tests.adapters.web.page.page_checks import faint_texts, sideways, small_targets
from tests.browser import DESKTOP, PHONE, BrowserPage
from tests.fakes.people.albums import FakeAlbums
from tests.fakes.people.people import Drawing
from tests.patience import until
from tests.worlds.painted import painted
from tests.worlds.web_world import WebWorld

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SHOTS = os.environ.get("ATELIER_SHOTS", "")
"""A folder for pictures of what the test saw, for whoever wants to look."""


def photo(name: str) -> dict[str, object]:
    return {"name": f"{name}.png", "mimeType": "image/png", "buffer": painted(name, size=(96, 96)).data}


async def opened(page: Page) -> tuple[Locator, Locator]:
    """The sections of how one looks, and of boards."""
    await button(page, "What I remember").click()
    panel = page.get_by_role("complementary", name="What I remember")
    return panel.get_by_role("region", name="How you look"), panel.get_by_role("region", name="Style boards")


async def shows(section: Locator, opener: str, *photos: str, words: str = "", name: str = "") -> None:
    await button(section, opener).click()
    if name:
        await section.get_by_label("Name").fill(name)
    if words:
        await section.get_by_label("In words").fill(words)
    if photos:
        await section.locator("input[type=file]").set_input_files([photo(one) for one in photos])  # pyright: ignore[reportArgumentType]
    await button(section, "Save").click()


@pytest.mark.parametrize(
    ("look", "viewport", "dark"),
    [("desktop", DESKTOP, False), ("dark", DESKTOP, True), ("phone", PHONE, True)],
)
async def test_how_one_looks_is_shown_labelled_allowed_and_forgotten(
    browser_page: BrowserPage, look: str, viewport, dark: bool
) -> None:
    async with house() as (world, address):
        await house_style(world)
        page = await browser_page(address, viewport=viewport, dark=dark, touch=look == "phone")
        await enter(page)
        me, boards = await opened(page)

        await shows(me, "Show or tell me how you look", "one", "two", words="short black hair")
        await expect(me.get_by_text("short black hair")).to_be_visible()
        label = me.get_by_label("Label of picture 2")
        await label.fill("with glasses")
        await label.press("Enter")
        await expect(me.get_by_label("Label of picture 2")).to_have_value("with glasses")
        await me.get_by_label("Who may draw you").select_option("everybody in this channel")
        await expect(me.get_by_text("Everybody in this channel may draw you.")).to_be_visible()
        await shows(boards, "New style board", "ink", words="loose lines", name="Ink")
        await expect(boards.get_by_role("heading", name="Ink", exact=True)).to_be_visible()
        await expect(boards.get_by_text("house style of this channel")).to_be_visible()
        await until(lambda: labels(world) == ["", "with glasses"], "the saved label")
        assert world.people.grants == {("web:ana", "web:atelier/art")}

        await seen(page, me, look)
        assert not await sideways(page)
        assert not await faint_texts(page)
        assert not await findings(page)
        if look == "phone":
            assert not await small_targets(page)

        await button(me, "Take out the picture").first.click()
        await expect(me.locator(".album-pictures li")).to_have_count(1)
        await button(me, "Forget how I look").click()
        await expect(button(me, "Keep it")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(button(me, "Forget how I look")).to_be_focused()
        await button(me, "Forget how I look").click()
        await button(me, "Forget it").click()
        await expect(me.get_by_text("Nobody else may draw you.")).to_be_visible()
        assert not [one for one in world.people.albums.values() if one.kind == "me"]
        assert not world.people.grants


@pytest.mark.parametrize(("look", "viewport"), [("desktop", DESKTOP), ("phone", PHONE)])
async def test_what_others_drew_one_in_is_seen_and_taken_down(
    browser_page: BrowserPage, look: str, viewport
) -> None:
    async with house() as (world, address):
        place = Place(platform="web", community="atelier", channel="art")
        world.people.drawings["d1"] = Drawing(
            place=place, caption="ana as a pirate", drawn_for="Ben", message=MessageId("b9"), shows={AuthorId("web:ana")}
        )  # fmt: skip
        world.board.pictures["d1"] = (painted("pirate", size=(96, 96)), AuthorId("web:ana"))
        page = await browser_page(address, viewport=viewport, touch=look == "phone")
        await enter(page)
        me, _ = await opened(page)

        await expect(me.get_by_role("heading", name="Others have drawn you")).to_be_visible()
        await expect(me.get_by_text("for Ben")).to_be_visible()
        await expect(me.get_by_role("button", name="ana as a pirate").locator("img")).to_have_js_property(
            "complete", True
        )
        await seen(page, me, f"used-{look}")
        assert not await sideways(page)
        assert not await faint_texts(page)
        assert not await findings(page)
        if look == "phone":
            assert not await small_targets(page)

        await button(me, "Take down 1").click()
        await expect(button(me, "Keep it")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(button(me, "Take down 1")).to_be_focused()
        assert "d1" in world.people.drawings
        await button(me, "Take down 1").click()
        await button(me, "Forget it").click()
        await expect(button(me, "Take down 1")).to_have_count(0)
        assert "d1" not in world.people.drawings


async def test_a_moderator_makes_a_board_the_house_style(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        await page.locator("#who").click()
        await page.get_by_label("Moderator").check()
        _, boards = await opened(page)

        await shows(boards, "New style board", "ink", words="loose lines", name="Ink")
        await button(boards, "Make it the house style of this channel").click()

        await expect(boards.get_by_text("house style of this channel", exact=True)).to_be_visible()
        await seen(page, boards, "shared")
        shared = [one for one in world.people.albums.values() if one.scope.kind == "channel"]
        assert [(one.name, one.words, len(one.pictures)) for one in shared] == [("Ink", "loose lines", 1)]


async def test_what_is_refused_is_said_and_the_form_stays(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        await enter(page)
        _, boards = await opened(page)

        await shows(boards, "New style board", name="Ink")

        await expect(page.get_by_role("alert")).to_contain_text("Give the board a name and show me the style")
        await expect(boards.get_by_label("Name")).to_have_value("Ink")
        await page.keyboard.press("Escape")
        await boards.get_by_label("Name").press("Escape")
        await expect(button(boards, "New style board")).to_be_focused()
        assert not world.people.albums


def labels(world: WebWorld) -> list[str]:
    """Under the pictures of how Ana looks."""
    (kept,) = [one for one in world.people.albums.values() if one.kind == "me"]
    return [one.label for one in kept.pictures]


async def house_style(world: WebWorld) -> None:
    """Of the channel that is open, by its moderators."""
    world.people.pictures["p1"] = ("web:mia", painted("style", size=(64, 48)))
    reader = Reader(author="web:mia", channel="web:atelier/art", community="web:atelier", private=False)
    change = AlbumChange(
        kind="board", name="Club posters", words="flat pastel", pictures=(LabelledPicture(image="p1"),)
    )
    scope = MemoryScope(kind="channel", key=reader.channel)
    await FakeAlbums(world.people).save(reader, scope, change, may_manage=True)
    world.board.pictures["p1"] = (world.people.pictures["p1"][1], "web:ana")  # pyright: ignore[reportArgumentType]


async def seen(page: Page, section: Locator, look: str) -> None:
    if SHOTS:
        await section.scroll_into_view_if_needed()
        await page.screenshot(path=Path(SHOTS) / f"albums-{look}.png")
        await page.get_by_role("region", name="Style boards").scroll_into_view_if_needed()
        await page.screenshot(path=Path(SHOTS) / f"boards-{look}.png")
