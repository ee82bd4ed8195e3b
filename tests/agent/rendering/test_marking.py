"""What a drawn picture is kept with: the mark that everybody reads, and a signature where there is a signer."""

from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.domain.conversation import Place
from agent.domain.generation import RenderedImage
from agent.loop import Agent
from agent.rendering.provenance import term_in, with_marks
from tests.fakes.builders import turn
from tests.fakes.models.image_model import FakeImageModel
from tests.fakes.models.images import png
from tests.fakes.models.picture_signer import FakePictureSigner, term_of
from tests.worlds.house import FakeProgress, House

DRAWN = RenderedImage(image=png(512, 512), model="a model", shown=png())


async def test_without_a_signer_the_file_says_it_all_the_same() -> None:
    kept = await with_marks(DRAWN, None, with_photographs=False)

    assert term_in(kept.image.data) == "trainedAlgorithmicMedia"
    assert term_of(kept.image) == ""


@pytest.mark.parametrize(
    ("trained", "photographs", "term"),
    [(True, True, "compositeWithTrainedAlgorithmicMedia"), (False, False, "algorithmicMedia")],
)
async def test_what_is_kept_and_what_is_shown_are_signed_last(
    trained: bool, photographs: bool, term: str
) -> None:
    signer = FakePictureSigner()
    kept = await with_marks(replace(DRAWN, trained=trained), signer, with_photographs=photographs)

    assert kept.shown is not None
    for image in (kept.image, kept.shown):
        assert term_in(image.data.partition(b"\nsigned:")[0]) == term, "marked before"
        assert term_of(image) == term
    assert signer.models == ["a model", "a model"]


async def test_what_a_provider_said_is_what_is_signed() -> None:
    theirs = await with_marks(replace(DRAWN, trained=False), None, with_photographs=False)
    kept = await with_marks(theirs, FakePictureSigner(), with_photographs=False)

    assert term_of(kept.image) == "algorithmicMedia"


async def test_a_turn_keeps_its_picture_signed() -> None:
    house = House(
        planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )
    asked = turn("draw a fox", place=Place(platform="web", channel="@ana", private=True))
    parts = replace(house.parts(), signer=FakePictureSigner())
    answer = await Agent(parts).respond(asked, house.journal(asked), FakeProgress())

    assert answer.pictures
    (kept,) = house.images.images.values()
    assert term_of(kept) == "trainedAlgorithmicMedia"
