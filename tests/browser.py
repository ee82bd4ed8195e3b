"""A real Chromium for tests that open the web page.

    async def test_x(browser_page: BrowserPage) -> None:
        page = await browser_page(address)

Import `browser_page` and `chromium` into a test's conftest to use them. Without Chromium the tests are skipped and say so; with
`CI` set in the environment they fail instead, since there they must run.
"""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
DESKTOP: ViewportSize = {"width": 1280, "height": 820}
PHONE: ViewportSize = {"width": 360, "height": 740}
WAIT_MILLISECONDS = 10_000

BrowserPage = Callable[..., Awaitable[Page]]


def chromium_path() -> str:
    """Where Chromium is; skips the test (fails it under CI) when it is nowhere."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        reason = "browser tests did not run: no Chromium here (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    path = chromium_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        await browser.close()


@pytest.fixture
async def browser_page(chromium: Browser) -> AsyncIterator[BrowserPage]:
    """Opens pages, each as a visitor of its own. An error in a page's scripts, or a refusal by its own policy, fails the test."""
    troubles: list[str] = []

    async def open_page(
        address: str,
        *,
        viewport: ViewportSize = DESKTOP,
        dark: bool = False,
        reduced_motion: bool = True,
        touch: bool = False,
    ) -> Page:
        context = await chromium.new_context(
            viewport=viewport, color_scheme="dark" if dark else "light", has_touch=touch, is_mobile=touch,
            reduced_motion="reduce" if reduced_motion else "no-preference",
        )  # fmt: skip
        page = await context.new_page()
        page.set_default_timeout(WAIT_MILLISECONDS)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: troubles.append(line.text) if _is_trouble(line.text) else None)
        await page.goto(address)
        return page

    yield open_page
    assert not troubles, f"the page had errors: {troubles}"


def _is_trouble(line: str) -> bool:
    return "Content Security Policy" in line or "TrustedHTML" in line or "Uncaught" in line
