"""axe-core on the page as it stands: what it finds of weight."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

HEAVY = ("serious", "critical")


async def findings(page: Page, within: str = "") -> list[str]:
    """Each rule that is broken gravely, with the elements; empty when all is well."""
    results = await Axe().run(page, context=within or None)
    return [
        f"{found['id']}: {[node['html'][:120] for node in found['nodes']]}"
        for found in results.response["violations"]
        if found["impact"] in HEAVY
    ]
