"""`python -m bot invite`: the operator's link opens the name for one browser, and says where the page is."""

from pathlib import Path

import pytest

from agent.domain.accounts import secret_digest
from agent.domain.conversation import Author, AuthorId
from agent.errors import BadInput
from agent.ports import Linked
from bot.commands.invite import INVITATION_HOURS, invitation, waiting
from bot.settings import Settings, read_settings
from tests.fakes.clock import FakeClock
from tests.fakes.stores.web_access import FakeWebAccess


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)


async def test_an_invitation_opens_the_name_for_a_day() -> None:
    access, clock = FakeWebAccess(), FakeClock()

    lines = await invitation(access, clock, read_settings(), " Ana ")
    link = lines[-1].rpartition("#open=")[2]

    assert await access.linked(secret_digest(link), now=clock.now()) == Linked(
        author=Author(id=AuthorId("web:ana"), name="Ana"), enters=True
    )
    assert lines[-1].strip().startswith("http://127.0.0.1:8080/#open=")
    clock.move(hours=INVITATION_HOURS)
    assert await access.linked(secret_digest(link), now=clock.now()) is None


async def test_a_name_that_cannot_be_one_is_told() -> None:
    with pytest.raises(BadInput):
        await invitation(FakeWebAccess(), FakeClock(), read_settings(), "admin")


async def test_without_a_name_it_lists_who_waits() -> None:
    access = FakeWebAccess()
    ben = Author(id=AuthorId("web:ben"), name="Ben")

    nobody = await waiting(access)
    access.kept[ben.id] = ben

    assert len(nobody) == 1
    assert "  Ben" in await waiting(access)


@pytest.mark.parametrize(
    ("bind", "hosts", "page"),
    [
        ("0.0.0.0", "", "http://127.0.0.1:8080"),
        ("::", "", "http://[::1]:8080"),
        ("127.0.0.1", "atelier.example.org, other.example", "https://atelier.example.org"),
    ],
)
def test_the_link_leads_to_where_the_page_is(bind: str, hosts: str, page: str) -> None:
    settings = read_settings(ATELIER_BIND=bind, ATELIER_WEB_HOSTS=hosts, ATELIER_WEB_PASSWORD="x" * 8)

    assert settings.page_address == page
