"""The brush under a pen and under fingers, beside the keyboard's rectangles: one pointer paints, the hand that rests there does not."""

import pytest
from playwright.async_api import CDPSession, Locator, Page, expect

from tests.adapters.web.page.axe import findings
from tests.adapters.web.page.page_acts import button, house, look
from tests.adapters.web.page.test_web_page_region import painting, sent
from tests.browser import BrowserPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def pen(page: Page, canvas: Locator, *points: tuple[float, float]) -> None:
    """One stroke as Chromium gets it from a pen (pointerType "pen"); parts of the picture's width and height."""
    area = await canvas.bounding_box()
    assert area is not None
    session = await page.context.new_cdp_session(page)
    kinds = ["mousePressed", *(["mouseMoved"] * (len(points) - 1)), "mouseReleased"]
    for kind, (x, y) in zip(kinds, [*points, points[-1]], strict=True):
        await _moved(session, kind, area["x"] + x * area["width"], area["y"] + y * area["height"])
    await session.detach()


async def _moved(session: CDPSession, kind: str, x: float, y: float) -> None:
    pressed = kind != "mouseReleased"
    await session.send(
        "Input.dispatchMouseEvent",
        {
            "type": kind, "x": x, "y": y, "button": "left", "buttons": int(pressed), "clickCount": 1,
            "force": 0.5 * pressed, "tiltX": 20, "tiltY": 10, "pointerType": "pen",
        },
    )  # fmt: skip


async def kinds_of(page: Page) -> list[str]:
    """Of the pointers that have touched the canvas."""
    return await page.evaluate("window.pointers")


_WATCH = """canvas => {
  window.pointers = [];
  canvas.addEventListener("pointerdown", (event) => window.pointers.push(event.pointerType));
}"""


async def test_a_pen_paints_a_line_and_a_dot_beside_a_rectangle_of_the_keyboard(
    browser_page: BrowserPage,
) -> None:
    async with house() as (world, address):
        page = await browser_page(address)
        canvas = await painting(page)
        await canvas.evaluate(_WATCH)

        await pen(page, canvas, (0.1, 0.2), (0.5, 0.2), (0.9, 0.2))
        await pen(page, canvas, (0.5, 0.9))
        for key in ("ArrowUp", "Enter"):
            await page.keyboard.press(key)
        await expect(page.locator("#announcer")).to_have_text("The rectangle is painted.")
        await look(page, "region-pen")
        assert await findings(page) == []

        assert await kinds_of(page) == ["pen", "pen"]
        mask = await sent(world, page, "a red door")
        line, dot, rectangle, nothing = (384, 154), (384, 691), (384, 384), (40, 600)
        assert [mask.getpixel(at) for at in (line, dot, rectangle, nothing)] == [255, 255, 255, 0]


async def test_what_a_pen_painted_is_undone_by_keyboard_and_button(browser_page: BrowserPage) -> None:
    async with house() as (world, address):
        page = await browser_page(address, dark=True)
        canvas = await painting(page)
        await pen(page, canvas, (0.1, 0.1), (0.4, 0.1))
        await pen(page, canvas, (0.1, 0.5), (0.4, 0.5))
        await pen(page, canvas, (0.1, 0.9), (0.4, 0.9))

        await canvas.press("Control+z")
        await button(page, "Undo").click()
        await look(page, "region-pen-dark")

        mask = await sent(world, page, "a red door")
        assert [mask.getpixel((192, y)) for y in (77, 384, 691)] == [255, 0, 0]


async def test_a_finger_drags_a_stroke_and_a_second_finger_leaves_it_whole(browser_page: BrowserPage) -> None:
    """The ball of the hand lies on the glass while somebody paints: it paints nothing, and ends nothing."""
    async with house() as (world, address):
        page = await browser_page(address, touch=True)
        canvas = await painting(page)
        area = await canvas.bounding_box()
        assert area is not None
        session = await page.context.new_cdp_session(page)

        async def touched(kind: str, **at: tuple[float, float]) -> None:
            points = [
                {"id": number, "x": area["x"] + x * area["width"], "y": area["y"] + y * area["height"]}
                for number, (x, y) in enumerate(at.values())
            ]
            await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        await touched("touchStart", finger=(0.1, 0.2))
        await touched("touchMove", finger=(0.3, 0.2))
        await touched("touchStart", finger=(0.3, 0.2), hand=(0.8, 0.9))
        await touched("touchMove", finger=(0.6, 0.2), hand=(0.8, 0.85))
        await touched("touchMove", finger=(0.6, 0.2))  # whoever is missing has left
        await touched("touchMove", finger=(0.9, 0.2))
        await touched("touchEnd")
        await look(page, "region-fingers")

        mask = await sent(world, page, "a red door")
        assert [mask.getpixel(at) for at in ((230, 154), (460, 154), (650, 154))] == [255, 255, 255]
        assert [mask.getpixel(at) for at in ((614, 680), (500, 400))] == [0, 0]
