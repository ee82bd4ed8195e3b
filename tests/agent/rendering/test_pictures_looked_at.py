"""Which pictures are looked at before one is drawn from them, and what becomes of one that is not finished."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from agent.domain.cast import evidence_of
from agent.domain.characters import Character
from agent.domain.conversation import AuthorId, ImageId, Turn
from agent.domain.generation import GenerationContext, ImageData, Reference, RenderRequest
from agent.errors import ContentRefused
from agent.limits import PICTURES_LOOKED_AT_MAX
from agent.policy.content import NO_UNDRESSING, NOWHERE
from agent.rendering.content_checks import Light, brought_pictures, check_people, refused_request
from agent.rendering.previews import EVERY_SECONDS, SIDE_MAX, Previews
from agent.rendering.provenance import term_in
from agent.turn_context import Services, TurnContext, open_turn_context
from simulators.hostile_pictures import many_layers
from tests.fakes.builders import context, turn
from tests.fakes.clock import FakeClock
from tests.fakes.models.content_checker import FakeContentChecker
from tests.fakes.models.image_model import FakeImageModel
from tests.fakes.models.images import png
from tests.fakes.models.plain_planner import PlainPlanner
from tests.worlds.house import FakeProgress, House

MANY = PICTURES_LOOKED_AT_MAX
ANA = AuthorId("console:ana")


def new_house() -> House:
    return House(
        planner=PlainPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )


async def begun(
    house: House, checker: FakeContentChecker | None = None, *, asked: Turn | None = None
) -> tuple[Services, TurnContext, FakeProgress]:
    services = replace(house.parts(), checkers=(checker,) if checker else ())
    asked, progress = asked or turn("draw a fox"), FakeProgress()
    return services, await open_turn_context(services, asked, house.journal(asked), progress), progress


class SeesOne(FakeContentChecker):
    """It finds something in one picture alone."""

    def __init__(self, found: ImageData) -> None:
        super().__init__()
        self.found = found

    async def picture(self, image: ImageData, *, timeout_seconds: float):
        self.of_pictures = ["minors"] if image.data == self.found.data else []
        return await super().picture(image, timeout_seconds=timeout_seconds)


@pytest.mark.parametrize("role", ["subject", "style", "composition", "setting", "character"])
async def test_the_last_of_many_pictures_is_looked_at_whatever_it_is_for(role: str) -> None:
    house, last = new_house(), png(colour="red")
    brought = [
        await house.images.save(png(colour=f"#{n:06x}"), owner=ANA, caption="") for n in range(MANY - 1)
    ]
    brought.append(await house.images.save(last, owner=ANA, caption=""))
    references = [Reference(image=image, role=role) for image in brought]  # type: ignore[arg-type]
    drawn = context({"subject": "a fox"}, references=references)
    checker = SeesOne(last)
    services, ctx, _ = await begun(house, checker)

    assert await refused_request(services, ctx, [drawn]) == NOWHERE
    assert checker.looked.count("picture") == MANY


async def test_a_mask_is_no_picture_to_look_at() -> None:
    house = new_house()
    mask = await house.images.save(png(), owner=ANA, caption="")
    drawn = context({"subject": "a fox"}, references=[Reference(image=mask, role="mask")])
    checker = FakeContentChecker(of_pictures=["minors"])
    services, ctx, _ = await begun(house, checker)

    assert not await refused_request(services, ctx, [drawn])


async def test_what_the_message_brings_may_show_somebody_real_whatever_a_plan_has_it_be_for() -> None:
    house = new_house()
    photo = await house.images.save(png(), owner=ANA, caption="")
    drawn = context({"subject": "a nude woman"}, references=[Reference(image=photo, role="style")])
    services, ctx, _ = await begun(house, asked=turn("more like this, nude", images=[photo]))

    assert await brought_pictures(services, ctx, [drawn]) == (photo,)
    assert await refused_request(services, ctx, [drawn]) == NO_UNDRESSING


async def test_a_style_that_was_kept_before_shows_nobody() -> None:
    house = new_house()
    ink = await house.images.save(png(), owner=ANA, caption="")
    drawn = context({"subject": "a nude woman"}, references=[Reference(image=ink, role="style")])
    services, ctx, _ = await begun(house)

    assert await brought_pictures(services, ctx, [drawn]) == ()
    assert not await refused_request(services, ctx, [drawn])


def lent(words: str = "a woman with short hair", *images: ImageData) -> RenderRequest:
    """A request for a picture of Ana, as it is handed over."""
    ana = Character(name="Ana", description=words, person="k1")
    drawn = GenerationContext(slots={"character": evidence_of([ana], method="said", source="you said")})
    references = tuple(
        (Reference(image=ImageId(f"i{n}"), role="person", label="Ana"), image)
        for n, image in enumerate(images)
    )
    return RenderRequest(context=drawn, width=64, height=64, references=references)


async def test_how_people_look_is_looked_at_as_they_are_drawn() -> None:
    checker = SeesOne(second := png(colour="red"))
    services, ctx, _ = await begun(new_house(), checker)
    with pytest.raises(ContentRefused, match=NOWHERE):
        await check_people(services, ctx, lent("", png(), second), Light(), set())

    assert checker.looked == ["picture", "picture"]


async def test_a_further_picture_of_the_same_turn_is_spared_the_same_look() -> None:
    checker, looked_at = FakeContentChecker(), set[str]()
    services, ctx, _ = await begun(new_house(), checker)
    for _again in range(2):
        await check_people(services, ctx, lent("", png()), Light(), looked_at)

    assert checker.looked == ["picture"]


async def test_nobody_is_undressed_by_how_they_say_they_look() -> None:
    services, ctx, _ = await begun(new_house())
    with pytest.raises(ContentRefused, match="without clothes"):
        await check_people(services, ctx, lent("always naked"), Light(), set())

    await check_people(services, ctx, lent(), Light(), set())


async def test_what_is_not_finished_passes_the_gate_and_says_what_it_is() -> None:
    services, ctx, progress = await begun(new_house())
    for data in (b"<html>", many_layers(), png(SIDE_MAX * 2, 64).data):
        await Previews(services, ctx, Light()).show(data)

    (shown,) = progress.shown
    assert term_in(shown) == "trainedAlgorithmicMedia"
    with Image.open(io.BytesIO(shown)) as picture:
        assert picture.size == (SIDE_MAX, 32)


async def test_however_many_a_server_sends_one_in_a_while_is_opened() -> None:
    services, ctx, progress = await begun(new_house())
    clock = FakeClock()
    previews = Previews(replace(services, clock=clock), ctx, Light())
    for _second in range(4):
        for _further in range(100):
            await previews.show(png().data)
        clock.move(seconds=EVERY_SECONDS / 2)

    assert progress.previews == 2
