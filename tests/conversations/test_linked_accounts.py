"""One person on Discord, Telegram and the page: joined, told, parted; and the link that opens the page."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from agent.wording import accounts as words
from tests.conversations.house import House
from tests.conversations.linked_people import LinkedPeople, open_platforms
from tests.db.memory.database_dump import dump

pytestmark = pytest.mark.asyncio(loop_scope="module")
LINK = re.compile(r"#open=([\w-]{43})")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(module_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder: Path = tmp_path_factory.mktemp("linked")
    async with open_platforms(module_dsn, folder) as opened:
        yield opened


@pytest.mark.parametrize(("platform", "number"), [("discord", 1), ("telegram", 2)])
async def test_the_bot_gives_a_link_that_opens_the_page_once_and_is_kept_nowhere(
    house: House, platform: str, number: int
) -> None:
    people = await LinkedPeople(house, number).enter("ana")

    shown = await people.says("ana", platform, "/web")  # pyright: ignore[reportArgumentType]
    found = LINK.search(shown.text)
    assert found is not None, shown.text
    kept = await dump(house.app.pool)
    visitor = await people.page.opens(found[1])
    again = await visitor.post("/api/links/open", json={"link": found[1]})

    assert found[1] not in kept
    me = (await visitor.get("/api/session")).json()["me"]
    assert me["name"] == f"ana {number} 2", "there is somebody else of that name on the page"
    assert again.status_code == 422
    told = await people.told("ana", platform)  # pyright: ignore[reportArgumentType]
    assert ["has been joined" in text for text, _ in told] == [True]


async def test_the_link_is_not_given_where_others_read(house: House) -> None:
    people = await LinkedPeople(house, 3).enter("ana")

    for platform in ("discord", "telegram", "web"):
        assert (await people.says("ana", platform, "/web", where="art")).text.startswith(words.PRIVATE_ONLY)
    assert (
        await house.app.pool.fetchval(
            "select count(*) from web_links where author = $1", people.account("ana", "discord")
        )
        == 0
    )


async def test_a_second_browser_is_told_and_can_be_logged_out_from_the_chat(house: House) -> None:
    people = await LinkedPeople(house, 4).enter("ana")
    browsers = [
        await people.page.opens(LINK.findall((await people.says("ana", "telegram", "/web")).text)[0])
        for _ in range(2)
    ]

    told = await people.told("ana", "telegram")
    text, message = told[-1]
    ended = await people.presses("ana", "telegram", "Log it out", message)

    assert "opened just now" in text
    assert ended.text == words.LOGGED_OUT
    answers = [(await each.get("/api/session")).json() for each in browsers]
    assert [bool(each.get("login")) for each in answers] == [False, True]


async def test_every_account_is_told_and_any_of_them_undoes_it(house: House) -> None:
    people = await LinkedPeople(house, 5).enter("ana")
    assert (await people.links("ana", "discord", "telegram")).text == words.JOINED
    assert (await people.links("ana", "web", "discord")).text == words.JOINED

    told = {on: await people.told("ana", on) for on in ("discord", "telegram", "web")}
    undone = await people.presses("ana", "telegram", "Undo", told["telegram"][-1][1])

    assert [len(each) for each in told.values()] == [2, 2, 1]
    assert undone.text == words.PARTED
    listed = await people.says("ana", "discord", "/link")
    assert "(Telegram)" in listed.text
    assert "(the web page)" not in listed.text
    assert "stands by itself" in (await people.told("ana", "web"))[-1][0]


async def test_a_stranger_s_code_asks_first_and_a_forwarded_press_joins_nobody(house: House) -> None:
    """Mallory shows Ana his code; what Ana does not confirm joins nothing."""
    people = await LinkedPeople(house, 6).enter("ana", "mallory")
    code = await people.code("mallory", "discord")

    asked = await people.says("ana", "telegram", f"/link {code}", names="asked")
    await people.presses("ana", "telegram", "No", "asked")

    assert "mallory 6 (Discord)" in asked.text
    assert "One person" not in (await people.says("mallory", "discord", "/link")).text


async def test_pictures_of_every_account_are_on_the_page_of_that_person_alone(house: House) -> None:
    people = await LinkedPeople(house, 7).enter("ana", "eve")
    await people.says("ana", "discord", "draw a heron")
    found = LINK.search((await people.says("ana", "discord", "/web")).text)
    assert found is not None
    ana = await people.page.opens(found[1])
    eve = await people.page.visitor("eve elsewhere")

    shown = (await ana.get("/api/gallery")).json()["pictures"]
    image = f"/api/images/{shown[0]['id']}"

    assert [(one["platform"], "heron" in one["alt"]) for one in shown] == [("discord", True)]
    assert (await ana.get(image)).status_code == 200
    assert (await eve.get("/api/gallery")).json()["pictures"] == []
    assert (await eve.get(image)).status_code == 404
