"""`/web` and `/link` in whole turns of the core: what they show, where they do not, and whom nothing is shown."""

from dataclasses import replace

import pytest

from agent.domain.conversation import Command, MessageId, Place, Pressed, Said
from agent.outcomes import Outcome
from agent.wording import accounts as words
from tests.agent.turns.talked_to import TalkedTo
from tests.fakes.builders import PLACE, author, turn
from tests.fakes.stores.accounts import FakeAccounts


def own_chat(who: str, platform: str = "console") -> Place:
    return Place(platform=platform, channel=f"dm@{who}", private=True)  # pyright: ignore[reportArgumentType]


class Talk(TalkedTo):
    """A core, and what people say and press."""

    @property
    def accounts(self) -> FakeAccounts:
        return self.house.accounts

    async def say(
        self, name: str, argument: str = "", *, by: str = "ana", place: Place | None = None
    ) -> Outcome:
        said = Said(text=argument, command=Command(name=name, argument=argument))
        return await self._asked(said, by, place or own_chat(by))

    async def press(self, shown: Outcome, label: str, *, by: str = "ana") -> Outcome:
        button = next(one for one in shown.reply.buttons if one.label == label)
        pressed = Pressed(
            action=button.action, args=button.args, message=MessageId("b9"), owner=author(by).id
        )
        return await self._asked(pressed, by, own_chat(by))

    async def _asked(self, request: Said | Pressed, by: str, place: Place) -> Outcome:
        return await self.answered(replace(turn("", by=by, place=place), request=request))

    async def code(self, *, by: str) -> str:
        return (await self.say("link", by=by)).reply.text.rpartition("/link ")[2].strip("`")


@pytest.fixture
def talk() -> Talk:
    return Talk()


async def test_the_link_to_the_page_is_given_in_private_and_is_in_no_text_that_is_kept(talk: Talk) -> None:
    given = await talk.say("web")
    refused = await talk.say("web", place=PLACE)

    assert given.reply.once.startswith("https://atelier.example/#open=")
    assert "#open=" not in given.reply.text
    assert given.reply.only_for_author
    assert (refused.reply.text, refused.reply.once) == (words.PRIVATE_ONLY, "")


async def test_without_a_page_that_knows_accounts_there_is_no_link(talk: Talk) -> None:
    talk.accounts.page = ""

    assert (await talk.say("web")).reply.text == words.NO_PAGE


async def test_a_code_is_shown_once_on_platforms_that_keep_their_own_copy(talk: Talk) -> None:
    elsewhere = await talk.say("link", place=own_chat("ana", "telegram"))
    here = await talk.say("link")

    assert elsewhere.reply.once.startswith("`/link ")
    assert "/link" not in elsewhere.reply.text
    assert here.reply.text.count("/link ") == 1
    assert not here.reply.once


async def test_accounts_are_joined_once_the_second_says_yes(talk: Talk) -> None:
    code = await talk.code(by="ana")

    asked = await talk.say("link", code.lower(), by="ben")
    before = await talk.accounts.of(author("ben").id)
    joined = await talk.press(asked, "Join", by="ben")
    listed = await talk.say("link", by="ben")

    assert "ana (the terminal)" in asked.reply.text
    assert before == []
    assert joined.reply.text == words.JOINED
    assert "1. ana (the terminal)" in listed.reply.text
    parted = await talk.press(listed, "Unlink", by="ben")
    assert parted.reply.text == words.PARTED
    assert await talk.accounts.of(author("ana").id) == []


async def test_who_says_no_has_joined_nothing_and_the_code_stays_its_owner_s(talk: Talk) -> None:
    asked = await talk.say("link", await talk.code(by="ana"), by="ben")

    assert (await talk.press(asked, "No", by="ben")).reply.text == words.NOT_JOINED
    assert not talk.accounts.people


async def test_a_code_typed_where_others_read_it_is_useless_from_then_on(talk: Talk) -> None:
    code = await talk.code(by="ana")

    shown = await talk.say("link", code, by="ben", place=PLACE)
    late = await talk.say("link", code, by="eve")

    assert shown.reply.text == words.CODE_SHOWN
    assert late.reply.text == words.NO_SUCH_CODE
    assert (await talk.say("link", place=PLACE)).reply.text == words.PRIVATE_ONLY


async def test_one_s_own_code_and_a_made_up_one_are_told_apart(talk: Talk) -> None:
    assert (await talk.say("link", await talk.code(by="ana"))).reply.text == words.YOUR_OWN_CODE
    assert (await talk.say("link", "BCDF-GHJK-LMNP")).reply.text == words.NO_SUCH_CODE


async def test_a_confirmation_that_comes_too_late_joins_nothing(talk: Talk) -> None:
    asked = await talk.say("link", await talk.code(by="ana"), by="ben")
    await talk.code(by="ana")  # a new one, so that the old is no use

    assert (await talk.press(asked, "Join", by="ben")).reply.text == words.NO_SUCH_CODE


async def test_a_notice_is_told_to_its_account_alone_with_an_undo(talk: Talk) -> None:
    await talk.press(await talk.say("link", await talk.code(by="ana"), by="ben"), "Join", by="ben")
    notice = next(key for whom, key, _ in await talk.accounts.told() if whom == author("ana").id)

    told = await talk.say("notice", notice)
    foreign = await talk.say("notice", notice, by="eve")
    public = await talk.say("notice", notice, place=PLACE)

    assert "ben (the terminal) has been joined" in told.reply.text
    assert foreign.reply.text == public.reply.text == words.OLD_NOTICE
    assert (await talk.press(told, "Undo")).reply.text == words.PARTED
    assert (await talk.press(told, "Undo")).reply.text == words.NOT_YOURS


async def test_a_blocked_person_can_still_undo(talk: Talk) -> None:
    await talk.press(await talk.say("link", await talk.code(by="ana"), by="ben"), "Join", by="ben")
    notice = next(key for whom, key, _ in await talk.accounts.told() if whom == author("ana").id)
    await talk.house.moderation.ports().blocks.block(
        turn("", by="mod", place=own_chat("mod")), author("ana"), own_chat("ana")
    )

    told = await talk.say("notice", notice)

    assert (await talk.press(told, "Undo")).reply.text == words.PARTED


async def test_a_name_in_a_notice_cannot_be_tapped(talk: Talk) -> None:
    asked = replace(
        turn("", by="ben", place=own_chat("ben")), author=replace(author("ben"), name="x.example @all")
    )
    code = await talk.accounts.offer(asked.author)

    asked_for = await talk.say("link", code)
    await talk.press(asked_for, "Join")
    listed = await talk.say("link")

    for shown in (asked_for, listed):
        assert "x.example" not in shown.reply.text
        assert "example" in shown.reply.text
