"""docs/setup-web.md as written: the bot with an organisation's OpenID Connect, and a person who signs in there."""

import re
from pathlib import Path

import pytest

from tests.e2e.processes.web_process import bot_running, empty_home
from tests.worlds.openid_provider import openid_provider
from tests.worlds.web_visitor import page, send, visiting

pytestmark = pytest.mark.e2e
DOCUMENT = Path(__file__).parents[2] / "docs" / "setup-web.md"


def settings_as_written() -> dict[str, str]:
    """Of the block that stands below the provider's command."""
    block = re.search(
        r"oidc_provider_mock[^`]*```\s+and the bot with\s+```sh\n(.*?)```", DOCUMENT.read_text(), re.DOTALL
    )
    assert block is not None
    return dict(line.split("=", 1) for line in block[1].splitlines())


async def test_a_person_signs_in_with_their_organisation_as_the_document_says() -> None:
    settings = settings_as_written()
    assert set(settings) == {
        "ATELIER_WEB_OIDC_ISSUER", "ATELIER_WEB_OIDC_CLIENT_ID", "ATELIER_WEB_OIDC_CLIENT_SECRET",
    }  # fmt: skip
    with empty_home() as home, openid_provider([{"sub": "7", "name": "Mira"}]) as provider:
        settings["ATELIER_WEB_OIDC_ISSUER"] = provider.issuer  # on a port that is free
        async with (
            bot_running(home, **settings) as address,
            visiting(address) as mira,
        ):
            assert (await mira.get("/api/session")).json()["ways"]["services"][0][
                "name"
            ] == "your organisation"
            begun = (await mira.get("/sign-in/oidc")).headers["location"]
            came_back = await mira.get(await provider.agrees(begun, "7"))
            assert came_back.headers["location"] == "/"
            assert (await mira.get("/api/session")).json()["me"]["name"] == "Mira"
            assert (await send(mira, "hello", channel="@me")).status_code == 202
            assert [message["text"] for message in await page(mira, "@me") if message["author"]] == ["hello"]
