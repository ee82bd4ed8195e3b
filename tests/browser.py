"""A real Chromium for tests that open the web page.

    pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

    async def test_x(browser_page: BrowserPage) -> None:
        page = await browser_page(address)

Import `browser_page` and `chromium` into a test's conftest to use them. One Chromium serves all tests of the session, each with
visitors of its own, so these run in the session's event loop: start servers inside the test, not in a fixture of another loop.
Without Chromium the tests are skipped and say so; with `CI` set in the environment they fail, since there they must run.
"""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from tests.patience import PATIENCE_SECONDS

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-domain-reliability",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    "--disable-default-apps", "--metrics-recording-only", "--no-pings",
)  # fmt: skip
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Tried in this order: the headless shell needs half the processor time."""
DESKTOP: ViewportSize = {"width": 1280, "height": 820}
PHONE: ViewportSize = {"width": 390, "height": 844}
WAIT_MILLISECONDS = 1_000 * PATIENCE_SECONDS

expect.set_options(timeout=WAIT_MILLISECONDS)
BrowserPage = Callable[..., Awaitable[Page]]


def chromium_path() -> str:
    """Where Chromium is; skips the test (fails it under CI) when it is nowhere."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        reason = (
            "browser tests did not run: no Chromium here (Debian: apt-get install chromium-headless-shell)"
        )
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = chromium_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser_page(chromium: Browser) -> AsyncIterator[BrowserPage]:
    """Opens pages, each as a visitor of its own. An error in a page's scripts, or a refusal by its own policy, fails the test."""
    troubles: list[str] = []
    already = len(chromium.contexts)

    async def open_page(
        address: str,
        *,
        viewport: ViewportSize = DESKTOP,
        dark: bool = False,
        reduced_motion: bool = True,
        touch: bool = False,
        locale: str = "en-GB",
    ) -> Page:
        context = await chromium.new_context(
            viewport=viewport, color_scheme="dark" if dark else "light", has_touch=touch, is_mobile=touch,
            reduced_motion="reduce" if reduced_motion else "no-preference", locale=locale,
        )  # fmt: skip
        page = await context.new_page()
        watch(page, troubles)
        await page.goto(address)
        return page

    yield open_page
    for context in chromium.contexts[already:]:
        await context.close()
    assert not troubles, f"the page had errors: {troubles}"


def watch(page: Page, troubles: list[str]) -> None:
    """Collects what goes wrong in a page's own scripts."""
    page.set_default_timeout(WAIT_MILLISECONDS)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: troubles.append(line.text) if _is_trouble(line.text) else None)


def _is_trouble(line: str) -> bool:
    return "Content Security Policy" in line or "TrustedHTML" in line or "Uncaught" in line
