"""What the browser tests look at inside the page; each list is empty when all is well. The work is in page_checks.js."""

from pathlib import Path

from playwright.async_api import Page

_CHECKS = Path(__file__).with_suffix(".js").read_text()


async def sideways(page: Page) -> list[str]:
    return await _checked(page, "sideways")


async def small_targets(page: Page) -> list[str]:
    return await _checked(page, "smallTargets")


async def faint_texts(page: Page) -> list[str]:
    return await _checked(page, "faintTexts")


async def stumbles(page: Page) -> list[str]:
    return await _checked(page, "stumbles")


async def watch_for_empty_frames(page: Page) -> None:
    await _checked(page, "watchForEmptyFrames")


async def transfer(page: Page, selector: str, kind: str, media_type: str, name: str) -> None:
    """Pastes or drops a file onto an element."""
    await _checked(page, "transfer", [selector, kind, media_type, name])


async def _checked(page: Page, name: str, argument: object = None) -> list[str]:
    return await page.evaluate(f"(given) => {_CHECKS}.{name}(given)", argument)
