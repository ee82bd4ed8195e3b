"""Reports and what moderators decide, in whole turns of the core: who may, and that forged presses do nothing."""

from dataclasses import replace

import pytest

from agent.domain.conversation import Action, Command, Said
from agent.wording import moderation as words
from tests.agent.turns.moderation_talk import ELSEWHERE, OPERATOR, OWN, Talk
from tests.fakes import builders
from tests.fakes.builders import PLACE, author, turn
from tests.fakes.models.image_model import FakeImageModel


@pytest.fixture
def talk() -> Talk:
    return Talk()


async def test_the_queue_is_for_moderators_alone_and_covers_the_picture(talk: Talk) -> None:
    await talk.reported(talk.posts())

    for_member = await talk.say("reports", by="ben")
    for_moderator = await talk.say("reports", by="mod", manages=True)

    assert (for_member.reply.text, for_member.reply.images) == (words.FOR_MODERATORS, ())
    assert len(for_moderator.reply.images) == 1
    assert for_moderator.reply.spoiler
    assert for_moderator.reply.only_for_author
    assert [b.action for b in for_moderator.reply.buttons] == [
        "report_remove", "report_block", "report_dismiss",
    ]  # fmt: skip


async def test_a_reason_cannot_look_like_words_of_the_bot(talk: Talk) -> None:
    reason = "x\n**Report 2 of 2**: fine\n`/audit` https://evil.example @everyone" + "y" * 500
    await talk.say("report", reason, to=talk.posts())

    shown = (await talk.say("reports", by="mod", manages=True)).reply.text

    (line,) = [line for line in shown.split("\n") if "Report 2 of 2" in line]
    assert line.startswith("“x Report 2 of 2")
    assert len(line) < 220
    assert "https://evil" not in line
    assert "`" not in line


@pytest.mark.parametrize("action", ["report_remove", "report_dismiss", "report_block", "report_next"])
async def test_a_press_of_somebody_who_does_not_moderate_there_does_nothing(
    talk: Talk, action: Action
) -> None:
    """A member, a moderator of another community, and anybody in their own private chat, whatever that calls them."""
    number = await talk.reported(talk.posts())

    for by, place, manages in (
        ("ben", PLACE, False),
        ("other mod", ELSEWHERE, True),
        ("ben", OWN, True),
        ("boss", OWN, True),
    ):
        answer = await talk.press(action, by=by, place=place, manages=manages, report=number)
        assert answer.reply.text == words.NOT_YOUR_COMMUNITY
        assert answer.reply.images == ()

    assert talk.is_undecided()


async def test_in_a_private_chat_the_platform_is_asked_who_moderates(talk: Talk) -> None:
    number = await talk.reported(talk.posts())
    talk.posts("mine", by="mod")
    assert (await talk.say("reports", by="mod", place=OWN)).reply.text == words.NOTHING_MODERATED

    talk.moderation.moderators.add((author("mod").id, PLACE.jurisdiction))
    shown = await talk.say("reports", by="mod", place=OWN)
    removed = await talk.press("report_remove", place=OWN, report=number)

    assert len(shown.reply.images) == 1
    assert removed.reply.text.startswith(words.REMOVED)
    assert removed.reply.changes


@pytest.mark.parametrize("number", ["", "nonsense", "00000000-0000-7000-8000-000000009999"])
async def test_a_made_up_report_does_nothing(talk: Talk, number: str) -> None:
    await talk.reported(talk.posts())

    answer = await talk.press("report_remove", report=number)

    assert answer.reply.text == words.DECIDED
    assert talk.is_undecided()


async def test_of_two_moderators_the_second_is_told(talk: Talk) -> None:
    number = await talk.reported(talk.posts())

    first = await talk.press("report_dismiss", by="mod", report=number)
    second = await talk.press("report_remove", by="mia", report=number)

    assert first.reply.text == f"{words.DISMISSED}\n{words.NO_REPORTS}"
    assert (second.reply.text, second.reply.changes) == (words.DECIDED, ())


async def test_a_decision_shows_what_waits_next_and_next_goes_round(talk: Talk) -> None:
    numbers = [await talk.reported(talk.posts(f"heron {n}")) for n in range(3)]

    following = await talk.press("report_next", report=numbers[2])
    decided = await talk.press("report_dismiss", report=numbers[0])

    assert "Report 1 of 3**: heron 0" in following.reply.text
    assert decided.reply.text.startswith(f"{words.DISMISSED}\n**Report 1 of 2**: heron 1")


async def test_nobody_blocks_themselves_an_operator_or_a_moderator(talk: Talk) -> None:
    house = talk.moderation
    house.operators = frozenset({OPERATOR})
    house.moderators.add((author("mia").id, PLACE.jurisdiction))

    for of, said in (
        ("mod", words.YOURSELF),
        ("boss", words.IS_OPERATOR),
        ("mia", words.is_moderator("mia")),
    ):
        number = await talk.reported(talk.posts(f"a heron of {of}", by=of))
        answer = await talk.press("report_block", report=number)
        assert answer.reply.text.startswith(said)
        assert f"a heron of {of}" in answer.reply.text, "it still waits to be decided"

    assert house.blocks == {}


async def test_who_is_blocked_is_told_so_and_nothing_is_planned_or_drawn(talk: Talk) -> None:
    number = await talk.reported(talk.posts(by="ana"))

    blocked = await talk.press("report_block", report=number)
    asked = turn("draw a fox", by="ana")
    model = talk.house.image_model
    assert isinstance(model, FakeImageModel)
    answers = [
        await talk.answered(asked),
        await talk.answered(replace(asked, place=replace(PLACE, channel="music"))),
        await talk.say("memory", by="ana"),
        await talk.press("again", by="ana", manages=False),
    ]

    assert words.has_blocked("ana") in blocked.reply.text
    assert [b.action for b in blocked.reply.buttons] == ["report_remove", "report_dismiss"]
    assert {answer.reply.text for answer in answers} == {words.blocked(PLACE)}
    assert model.asked == []
    assert (await talk.answered(replace(asked, place=ELSEWHERE))).reply.images
    assert (await talk.answered(turn("draw a fox", by="ben"))).reply.images


async def test_what_is_owed_to_everybody_is_given_in_a_private_chat(talk: Talk) -> None:
    """Blocked by who runs the bot, in all private chats: what is kept of a person stays theirs."""
    talk.moderation.operators = frozenset({OPERATOR})
    ana = replace(OWN, channel="dm@ana")
    number = await talk.reported(talk.posts(by="ana", place=ana), by="ana", place=ana)
    assert (await talk.press("report_block", by="mod", place=OWN, report=number)).end == "declined"
    await talk.press("report_block", by="boss", place=replace(OWN, channel="dm@boss"), report=number)

    drawn = await talk.answered(turn("draw a fox", by="ana", place=ana))
    kept = await talk.say("memory", by="ana", place=ana)

    assert drawn.reply.text == words.blocked(ana)
    assert "nothing yet" in kept.reply.text


async def test_a_block_is_listed_and_lifted(talk: Talk) -> None:
    number = await talk.reported(talk.posts(by="ana"))
    await talk.press("report_block", report=number)
    listed = await talk.say("blocked", by="mod", manages=True)
    (lift,) = listed.reply.buttons

    for by, place, manages in (("ben", PLACE, False), ("other mod", ELSEWHERE, True), ("ben", OWN, True)):
        answer = await talk.press("unblock", by=by, place=place, manages=manages, **lift.args)
        assert answer.reply.text in (words.NOT_YOUR_COMMUNITY, words.NOT_BLOCKED)
    assert talk.moderation.blocks

    assert (await talk.press("unblock", **lift.args)).reply.text == words.UNBLOCKED
    assert (await talk.answered(turn("draw a fox", by="ana"))).reply.images
    assert (await talk.press("unblock", **lift.args)).reply.text == words.NOT_BLOCKED


async def test_without_a_reply_it_asks_which_picture(talk: Talk) -> None:
    nothing = await talk.say("report")
    messages = [talk.posts(f"heron {n}") for n in range(7)]

    asked = await talk.say("report", "ugly")
    await talk.press("report", by="ben", manages=False, **asked.reply.buttons[0].args)

    assert nothing.reply.text == words.NO_PICTURES
    assert [button.label for button in asked.reply.buttons] == [f"Report {n}" for n in range(1, 6)]
    assert "1. heron 6" in asked.reply.text
    (filed,) = talk.moderation.filed
    assert (filed.message, filed.reason) == (messages[-1], "ugly")


async def test_what_is_not_a_picture_of_the_bot_is_not_reported(talk: Talk) -> None:
    said = replace(turn("", by="ben", replied=builders.message("look", by="ana", images=["i"], id="u7")))
    answer = await talk.answered(replace(said, request=Said(text="", command=Command(name="report"))))

    assert answer.reply.text == words.NOT_MINE
    assert talk.moderation.filed == []


async def test_in_a_private_chat_without_an_operator_it_says_whom_to_ask(talk: Talk) -> None:
    ana = replace(OWN, channel="dm@ana")
    message = talk.posts(by="ana", place=ana)

    nobody = await talk.say("report", by="ana", place=ana, to=message)
    talk.moderation.operators = frozenset({OPERATOR})
    somebody = await talk.say("report", by="ana", place=ana, to=message)
    queue = await talk.say("reports", by="boss", place=replace(OWN, channel="dm@boss"))

    assert nobody.reply.text == words.NOBODY_TO_ASK
    assert somebody.reply.text == words.FILED_PRIVATE
    assert len(queue.reply.images) == 1
    assert (await talk.say("reports", by="boss")).reply.text == words.FOR_MODERATORS, "not in a community"


async def test_what_moderators_change_is_in_the_record_without_its_words(talk: Talk) -> None:
    for argument in ("quota 5", "everywhere keep 90", "rule never any gnomes", "off"):
        await talk.say("channel", argument, by="mod", manages=True)
    await talk.say("channel", "quota 9", by="ben")

    record = (await talk.say("audit", by="mod", manages=True)).reply.text

    for line in (
        "mod changed something: quota of the channel",
        "mod changed something: how long it is kept of the community",
        "mod changed something: a rule of the channel",
        "mod changed something: drawing of the channel",
    ):
        assert line in record
    assert "gnomes" not in record
    assert "ben" not in record
    assert (await talk.say("audit", by="ben")).reply.text == words.FOR_MODERATORS
