"""Several image models in a turn: who draws, what it costs, and what the person is told."""

from dataclasses import replace

import pytest

from agent.domain.conversation import Pressed
from agent.domain.image_models import Measured, Prices
from agent.domain.memory import AuthorSettings, ChannelSettings
from agent.errors import OverBudget
from agent.limits import Limits
from agent.loop import Agent
from agent.outcomes import Outcome
from tests.agent.turns.drawing_workshop import FAST, STUDIO, Workshop, answered
from tests.fakes.builders import message, picture, turn
from tests.fakes.models.images import png
from tests.worlds.house import FakeProgress


@pytest.fixture
def workshop() -> Workshop:
    return Workshop(FAST, STUDIO)


def notes(workshop: Workshop, step: str) -> dict:
    return dict(workshop.last.notes)[step]


async def test_the_cheapest_that_can_draws_and_the_trace_says_why(workshop: Workshop) -> None:
    await answered(workshop, "draw a fox")

    assert workshop.drew() == {"fast": 0, "studio": 1}
    assert notes(workshop, "model")["chosen"] == "studio"
    assert notes(workshop, "model")["arithmetic"][-1] == "chosen: studio"
    assert notes(workshop, "drawn")["name"] == "studio"


@pytest.mark.parametrize(
    "text", ["draw a fox with fast", "model=fast draw a fox", "draw a fox, using the fast model"]
)
async def test_the_one_that_was_asked_for_draws(workshop: Workshop, text: str) -> None:
    answer = await answered(workshop, text)

    assert workshop.drew() == {"fast": 1, "studio": 0}
    made = answer.pictures[0].context.made
    assert made is not None
    assert (made.name, made.model, made.usd) == ("fast", "fake", 0.03)
    assert "fast" not in answer.reply.text


async def test_what_is_no_model_is_answered_without_drawing(workshop: Workshop) -> None:
    answer = await answered(workshop, "model=dalle draw a fox")

    assert workshop.drew() == {"fast": 0, "studio": 0}
    assert "fast, studio" in answer.reply.text


async def test_a_change_that_the_planner_cannot_take_apart_is_left_to_a_model_that_reads_words(
    workshop: Workshop,
) -> None:
    posted = picture("x", caption="a castle")
    workshop.images.images[posted.id] = png()
    workshop.threads.latest = posted
    words = "same thing but like a 6 yr old drew it w crayons"

    await answered(workshop, words)

    assert workshop.drew() == {"fast": 1, "studio": 0}
    assert workshop.drawers["fast"].asked[0].context.prompt.endswith(f"Change: {words}")


async def test_an_edit_goes_to_the_one_that_edits(workshop: Workshop) -> None:
    posted = picture("x", caption="a castle")
    workshop.images.images[posted.id] = png()
    thread = message("once", by=None, pictures=[posted])

    await answered(workshop, "make it night", thread=[thread], replied=thread)

    assert workshop.drew() == {"fast": 1, "studio": 0}


async def test_a_person_chooses_one_and_leaves_it_again(workshop: Workshop) -> None:
    chosen = await answered(workshop, "/model fast", command=("model", "fast"))
    await answered(workshop, "draw a fox")
    assert workshop.drew() == {"fast": 1, "studio": 0}
    assert "drawn by fast" in chosen.reply.text

    await answered(workshop, "/model auto", command=("model", "auto"))
    await answered(workshop, "draw a fox")
    assert workshop.drew() == {"fast": 1, "studio": 1}


async def test_the_list_says_what_each_can_costs_and_takes(workshop: Workshop) -> None:
    async def measured():
        return {("fast", "picture"): Measured(drawn=9, seconds=12.3)}

    workshop.catalogue = workshop.catalogue.measured_by(measured)
    answer = await answered(workshop, "/model", command=("model", ""))

    assert (
        "**fast**: edits and goes by up to 3 pictures, $0.030 a picture, about 12 s here" in answer.reply.text
    )
    assert "**studio**: draws from words alone, $0.010 a picture, not used here lately" in answer.reply.text


async def test_a_channel_has_its_own_and_allows_some(workshop: Workshop) -> None:
    place = turn("x").place
    parts = workshop.parts()
    from agent.learning.statements import scope_of
    from agent.turn_context import reader_of

    scope = scope_of(reader_of("console:ana", place), "channel")
    await parts.settings.save_channel(scope, ChannelSettings(models=("fast",)))
    await answered(workshop, "draw a fox")
    refused = await answered(workshop, "draw a fox with studio")
    assert workshop.drew() == {"fast": 1, "studio": 0}
    assert "not for this channel" in refused.reply.text


async def test_moderators_choose_among_the_models_that_there_are(workshop: Workshop) -> None:
    wrong = await answered(
        workshop, "/channel model dalle", command=("channel", "model dalle"), may_manage=True
    )
    right = await answered(
        workshop, "/channel model fast", command=("channel", "model fast"), may_manage=True
    )
    await answered(workshop, "draw a fox")

    assert "There is: fast, studio" in wrong.reply.text
    assert "image model: fast" in right.reply.text
    assert workshop.drew() == {"fast": 1, "studio": 0}


async def test_a_turn_that_is_taken_up_again_draws_with_the_same_model(workshop: Workshop) -> None:
    asked = turn("draw a fox")
    journal = workshop.journal(asked)
    workshop.drawers["studio"].failures.append(OverBudget("stop", limit="x"))
    with pytest.raises(OverBudget):
        await Agent(workshop.parts()).respond(asked, journal, FakeProgress())

    async def measured():
        return {("studio", "picture"): Measured(drawn=50, judged=50, accepted=0)}

    workshop.catalogue = workshop.catalogue.measured_by(measured)
    await Agent(workshop.parts()).respond(asked, journal, FakeProgress())

    assert workshop.drew() == {"fast": 0, "studio": 2}
    assert len({request.key for request in workshop.drawers["studio"].asked}) == 1


async def test_a_picture_dearer_than_the_turn_may_cost_is_not_drawn(workshop: Workshop) -> None:
    workshop.limits = Limits(money_usd=0.005)

    with pytest.raises(OverBudget, match="about"):
        await answered(workshop, "draw a fox")

    assert workshop.drew() == {"fast": 0, "studio": 0}


async def test_why_names_what_was_shown_small_to_the_one_it_was_drawn_for_alone(workshop: Workshop) -> None:
    drawn = await answered(workshop, "draw a fox")
    context = drawn.pictures[0].context
    assert context.made is not None
    context = replace(context, made=replace(context.made, together=("Luna", "Rex")))
    posted = replace(picture("x"), id=drawn.pictures[0].image, context=context)
    workshop.threads.earlier = (posted,)
    thread = message("done", by=None, pictures=[posted])

    own = await answered(workshop, "/why", command=("why", ""), thread=[thread], replied=thread)
    others = await answered(workshop, "/why", command=("why", ""), thread=[thread], replied=thread, by="ben")

    assert "Shown to it small, in one picture: Luna, Rex" in own.reply.text
    assert "Luna" not in others.reply.text


async def test_why_says_who_drew_it_and_hands_out_the_file(workshop: Workshop) -> None:
    drawn = await answered(workshop, "draw a fox")
    context = drawn.pictures[0].context
    posted = replace(picture("x"), id=drawn.pictures[0].image, context=context)
    workshop.threads.earlier = (posted,)
    thread = message("done", by=None, pictures=[posted])

    answer = await answered(workshop, "/why", command=("why", ""), thread=[thread], replied=thread)

    assert "**Drawn by** studio (fake) in" in answer.reply.text
    assert "for $0.0100" in answer.reply.text
    file = next(button for button in answer.reply.buttons if button.action == "as_file")
    pressed = Pressed(message=thread.id, action="as_file", args=file.args, owner="console:ana")
    handed = await answered(workshop, request=pressed)
    assert handed.reply.files == (posted.id,)


async def test_settings_say_what_is_left_today(workshop: Workshop) -> None:
    workshop.spending.pictures_max = 5
    await answered(workshop, "draw a fox", id="one")

    answer = await answered(workshop, "/settings", command=("settings", ""), id="two")

    assert "image model: whichever fits" in answer.reply.text
    assert "pictures left of your limit today: 4 of 5" in answer.reply.text
    assert AuthorSettings().model == ""


HD = replace(
    FAST, abilities=replace(FAST.abilities, enlarges="redraws"), prices=Prices(picture=0.03, hd=0.12)
)


def posted_of(answer: Outcome):
    drawn = answer.pictures[0]
    return replace(picture("x"), id=drawn.image, context=drawn.context)


async def test_hd_is_offered_with_its_price_and_draws_the_same_picture_larger() -> None:
    workshop = Workshop(HD, STUDIO)
    drawn = await answered(workshop, "draw a fox")
    assert workshop.drew() == {"fast": 0, "studio": 1}
    offered = next(button for button in drawn.reply.buttons if button.action == "hd")
    assert offered.label == "HD ($0.12)"

    posted = posted_of(drawn)
    workshop.threads.earlier = (posted,)
    thread = message("done", pictures=[posted])
    pressed = Pressed(message=thread.id, action="hd", args={}, owner="console:ana")
    large = await answered(workshop, request=pressed, replied=thread, id="hd")

    request = workshop.drawers["fast"].asked[0]
    assert request.hd
    assert [reference.image for reference, _ in request.references] == [posted.id]
    assert workshop.drew() == {"fast": 1, "studio": 1}
    assert not [button for button in large.reply.buttons if button.action == "hd"]
    assert max(workshop.spending.reckoned.values()) == 0.12


async def test_where_nothing_enlarges_there_is_no_button(workshop: Workshop) -> None:
    drawn = await answered(workshop, "draw a fox")

    assert not [button for button in drawn.reply.buttons if button.action == "hd"]


async def test_again_of_an_enlarged_picture_is_an_ordinary_one() -> None:
    workshop = Workshop(HD)
    context = replace(picture("x").context, hd=True)
    posted = replace(picture("x"), context=context)
    workshop.threads.earlier = (posted,)
    thread = message("done", pictures=[posted])
    pressed = Pressed(message=thread.id, action="again", args={}, owner="console:ana")

    await answered(workshop, request=pressed, replied=thread)

    assert not workshop.drawers["fast"].asked[0].hd
