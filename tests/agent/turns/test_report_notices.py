"""Moderators who ask to be told of new reports, in whole turns of the core."""

import pytest

from agent.wording import moderation as words
from tests.agent.turns.moderation_talk import OWN, Talk
from tests.fakes.builders import PLACE, author


@pytest.fixture
def talk() -> Talk:
    return Talk()


async def test_a_moderator_asks_in_private_to_be_told_of_reports_and_ends_it(talk: Talk) -> None:
    talk.moderation.moderators.add((author("mod").id, PLACE.jurisdiction))
    talk.posts("their own", by="mod")
    shared = await talk.say("reports", "notify on", by="mod", manages=True)
    member = await talk.say("reports", "notify on", by="ben", place=OWN)
    on = await talk.say("reports", "notify on", by="mod", place=OWN)
    wanted = (await talk.house.memory.memories.author(author("mod").id)).report_notices
    await talk.reported(talk.posts())
    told = await talk.say("reports", words.NEW, by="mod", place=OWN)
    off = await talk.say("reports", "notify off", by="mod", place=OWN)

    assert shared.reply.text == words.NOTIFY_HERE
    assert member.end == "declined"
    assert on.reply.text == words.NOTIFY_ON
    assert wanted is not None
    assert (wanted.communities, wanted.channel) == ((PLACE.jurisdiction,), OWN.channel)
    assert told.reply.text.startswith(words.NEW_REPORT)
    assert (told.reply.only_for_author, len(told.reply.images)) == (True, 1)
    assert off.reply.text == words.NOTIFY_OFF
    assert (await talk.house.memory.memories.author(author("mod").id)).report_notices is None


async def test_who_moderates_there_no_more_is_shown_nothing_and_told_no_more(talk: Talk) -> None:
    right = (author("mod").id, PLACE.jurisdiction)
    talk.moderation.moderators.add(right)
    talk.posts("their own", by="mod")
    await talk.say("reports", "notify on", by="mod", place=OWN)
    await talk.reported(talk.posts())
    talk.moderation.moderators.remove(right)

    told = await talk.say("reports", words.NEW, by="mod", place=OWN)

    assert (told.reply.text, told.reply.images) == (words.NOTIFY_ENDED, ())
    assert (await talk.house.memory.memories.author(author("mod").id)).report_notices is None
