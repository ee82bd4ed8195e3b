"""Whole turns on the native back ends: the right outcome, the right price in the trace, and no second paid render."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PIL import Image

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.image_servers.catalogue import ImageModels, Offered
from agent.domain.generation import UNMASKED, Evidence, GenerationContext, Plan, Reference
from agent.domain.image_models import Abilities, ModelCard, Prices
from agent.errors import AtelierError, BadImage, ModelUnavailable, RenderRefused, UnknownOutcome
from agent.limits import Limits
from agent.loop import Agent
from agent.ports import Usage
from simulators import gemini as gemini_troubles
from simulators import openrouter as openrouter_troubles
from simulators.serving import Server, Trouble, breaks_off, fails, hangs, says
from tests.fakes.builders import turn
from tests.fakes.models.images import png
from tests.patience import PATIENCE_SECONDS
from tests.worlds.house import FakeProgress, House


@dataclass
class FixedPlanner:
    """Plans the same context for everything."""

    context: GenerationContext

    async def plan(self, request: Any, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        return Plan(intent="edit" if self.context.base else "create", context=self.context), Usage()


@dataclass
class Bench:
    server: Server
    house: House
    picture_usd: float

    async def draw(self, **context: Any):
        said = Evidence(value="a fox", method="said")
        self.house.planner = FixedPlanner(GenerationContext(slots={"subject": said}, seed=7, **context))
        asked = turn("draw a fox", images=list(self.house.images.images))
        self.journal = self.house.journal(asked)
        parts = replace(self.house.parts(), catalogue=self.house.image_model, free_models=True)
        return await Agent(parts).respond(asked, self.journal, FakeProgress())

    def paid(self) -> float:
        return sum(self.house.spending.paid.values())

    def pictures_given(self) -> int:
        """With the last picture that was asked for."""
        posted = [asked.body for asked in self.server.asked if asked.method == "POST" and asked.body][-1]
        match self.server:
            case gemini_troubles.GeminiServer():
                return len(gemini_troubles.pictures_of(posted))
            case openrouter_troubles.OpenRouterServer():
                return len(openrouter_troubles.references_of(posted))
            case _:
                return sum(node["class_type"] == "LoadImage" for node in posted["prompt"].values())


@pytest.fixture(params=["gemini", "openrouter", "comfyui"])
async def bench(request, gemini, gemini_model, openrouter, openrouter_model, comfy, comfy_model) -> Bench:
    server, model, usd = {
        "gemini": (gemini, gemini_model, 0.0337),
        "openrouter": (openrouter, openrouter_model, 0.0391),
        "comfyui": (comfy, comfy_model, 0.0),
    }[request.param]
    card = ModelCard(
        name="only", abilities=Abilities(references_max=14, progress=request.param == "comfyui"), prices=Prices(picture=usd),
        is_default=True,
    )  # fmt: skip
    models = ImageModels([Offered(card=card, draws=model)])
    house = House(planner=None, judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=models)  # pyright: ignore[reportArgumentType]
    return Bench(server, house, usd)


def base(bench: Bench, *more: Reference) -> dict[str, Any]:
    bench.house.images.images["base"] = png(128, 128)
    return {"base": "base", "references": (Reference(image="base", role="base"), *more)}


async def test_a_picture(bench: Bench) -> None:
    answer = await bench.draw()

    assert answer.reply.kind == "image"
    assert bench.server.drawn == 1
    assert bench.paid() == pytest.approx(bench.picture_usd, abs=1e-3)
    assert bench.journal.cost() == pytest.approx(bench.paid())
    assert answer.pictures[0].context.made.usd == pytest.approx(bench.paid())


async def test_an_edit(bench: Bench) -> None:
    answer = await bench.draw(**base(bench))

    assert (answer.reply.kind, bench.server.drawn, bench.pictures_given()) == ("image", 1, 1)


async def test_a_character_with_two_references(bench: Bench) -> None:
    bench.house.images.images |= {"luna": png(128, 128), "rex": png(128, 128, "red")}
    references = (
        Reference(image="luna", role="character", label="Luna"),
        Reference(image="rex", role="character", label="Rex"),
    )

    answer = await bench.draw(references=references)

    assert (answer.reply.kind, bench.server.drawn, bench.pictures_given()) == ("image", 1, 2)
    assert "could not draw" not in answer.reply.text


async def test_a_mask_is_kept_to_or_said_not_to_be(bench: Bench) -> None:
    context = base(bench, Reference(image="mask", role="mask"))
    marked, out = Image.new("RGB", (128, 128)), io.BytesIO()
    marked.paste((255, 255, 255), (32, 32, 96, 96))
    marked.save(out, "PNG")
    bench.house.images.images["mask"] = replace(png(128, 128), data=out.getvalue())

    answer = await bench.draw(**context)

    keeps = type(bench.server).__name__ == "ComfyServer"
    assert (UNMASKED[:20] in answer.reply.text) is not keeps
    assert bench.server.drawn == 1


Troubles = Callable[[str], list[Trouble]]
REFUSED_AS_200 = {
    "GeminiServer": gemini_troubles.blocked(),
    "OpenRouterServer": says(
        {"error": openrouter_troubles.error(403, "flagged", reasons=["x"])}, draws=False
    ),
}
NO_PICTURE = {
    "GeminiServer": gemini_troubles.finished("NO_IMAGE"),
    "OpenRouterServer": says({"created": 1, "data": [], "usage": {"cost": 0.0}}, draws=False),
}
BROKEN = {
    "GeminiServer": gemini_troubles.with_data("%%%"),
    "OpenRouterServer": says({"created": 1, "data": [{"b64_json": "%%%"}], "usage": {"cost": 0.0391}}),
}
WRONG_TYPE = {
    "GeminiServer": gemini_troubles.with_data("JVBERi0xLjQ="),
    "OpenRouterServer": says(
        {"created": 1, "data": [{"b64_json": "JVBERi0xLjQ="}], "usage": {"cost": 0.0391}}
    ),
}


@pytest.mark.parametrize(
    ("trouble", "error", "drawn", "is_paid"),
    [
        (fails(451, {"error": {"code": 451}}), RenderRefused, 0, False),
        (REFUSED_AS_200, RenderRefused, 0, False),
        (NO_PICTURE, BadImage, 0, False),
        (fails(429, {"error": {"code": 429}}), ModelUnavailable, 0, False),
        (fails(429, {"error": {"code": 429}}, Retry_After="3"), ModelUnavailable, 0, False),
        (fails(402, {"error": {"code": 402, "message": "no credits"}}), ModelUnavailable, 0, False),
        (fails(524, "<html>"), UnknownOutcome, 0, None),
        (breaks_off, UnknownOutcome, 1, None),
        (hangs, UnknownOutcome, 1, None),
        (BROKEN, BadImage, 1, True),
        (WRONG_TYPE, BadImage, 1, True),
    ],
)  # fmt: skip
async def test_each_trouble_has_its_outcome_and_its_price(
    bench: Bench, trouble, error: type[AtelierError], drawn: int, is_paid
) -> None:
    if type(bench.server).__name__ == "ComfyServer":
        return  # its own troubles are those of jobs
    bench.server.troubles.append(
        trouble[type(bench.server).__name__] if isinstance(trouble, dict) else trouble
    )
    bench.house.limits = Limits(render_seconds=1.0 if trouble is hangs else PATIENCE_SECONDS)

    with pytest.raises(error):
        await bench.draw()

    posts = [asked for asked in bench.server.asked if asked.method == "POST"]
    assert len(posts) == 1
    assert bench.server.drawn == drawn
    if is_paid is None:
        assert bench.house.spending.booked, "it may have been paid for, so it counts"
    else:
        assert bench.paid() == pytest.approx(bench.picture_usd if is_paid else 0.0, abs=1e-3)
