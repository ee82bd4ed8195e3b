import pytest

from adapters.media import PillowGate
from adapters.openai.images.image_model import OpenAIImageModel
from adapters.openai.images.spare_model import SparedImageModel, SparedJudge
from adapters.openai.model_names import CHAT_MODEL, IMAGE_MODEL, chosen
from agent.domain.evaluation import Evaluation
from agent.domain.generation import RenderedImage, RenderRequest
from agent.errors import ModelUnavailable
from agent.ports import JudgeRequest, Usage
from simulators.openai import troubles
from simulators.openai.requests import GENERATE, MODELS
from simulators.openai.server import OpenAIServer
from tests.contracts.models.image_model_contract import request_for
from tests.contracts.models.judge_contract import judge_request
from tests.fakes.models.images import png
from tests.patience import PATIENCE_SECONDS
from tests.worlds.house import FakeFetcher


class Sketches:
    async def render(
        self, request: RenderRequest, *, timeout_seconds: float, on_partial=None
    ) -> RenderedImage:
        return RenderedImage(image=png(), model="sketch")


class Says:
    def __init__(self, word: str) -> None:
        self.word = word

    async def judge(self, request: JudgeRequest, *, timeout_seconds: float) -> tuple[Evaluation, Usage]:
        return Evaluation(verdict="accept", advice=self.word), Usage()


@pytest.fixture
def images(client) -> SparedImageModel:
    model = OpenAIImageModel(client, model="", gate=PillowGate(), fetcher=FakeFetcher())
    return SparedImageModel(model, Sketches())


async def test_a_server_that_draws_is_asked_by_the_model_it_lists(
    server: OpenAIServer, images: SparedImageModel
) -> None:
    server.models = ("qwen3-vl", "Qwen/Qwen-Image-2512")

    drawn = await images.render(request_for(), timeout_seconds=PATIENCE_SECONDS)

    assert drawn.model == "Qwen/Qwen-Image-2512"
    assert server.of(GENERATE)[0].body["seed"] == 7  # known by its name to be of the kind that takes seeds


async def test_a_server_that_lists_nothing_is_asked_for_the_default(
    server: OpenAIServer, images: SparedImageModel
) -> None:
    server.trouble(MODELS, troubles.fails(404))

    assert (await images.render(request_for(), timeout_seconds=PATIENCE_SECONDS)).model == IMAGE_MODEL


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_where_nothing_draws_the_spare_does_from_then_on(
    server: OpenAIServer, images: SparedImageModel, status: int
) -> None:
    server.trouble(GENERATE, troubles.fails(status, "Not Found"))
    judge = SparedJudge(Says("eyes"), Says("spare"), images)
    before = await judge.judge(judge_request(), timeout_seconds=PATIENCE_SECONDS)

    models = [(await images.render(request_for(), timeout_seconds=PATIENCE_SECONDS)).model for _ in range(2)]

    after = await judge.judge(judge_request(), timeout_seconds=PATIENCE_SECONDS)
    assert models == ["sketch", "sketch"]
    assert len(server.of(GENERATE)) == 1
    assert (before[0].advice, after[0].advice) == ("eyes", "spare")


async def test_a_server_that_is_merely_down_is_waited_for(
    server: OpenAIServer, images: SparedImageModel
) -> None:
    server.trouble(GENERATE, troubles.fails(500))

    with pytest.raises(ModelUnavailable):
        await images.render(request_for(), timeout_seconds=PATIENCE_SECONDS)

    assert images.on_spare is False


@pytest.mark.parametrize(
    ("names", "talks", "draws"),
    [
        ([], CHAT_MODEL, IMAGE_MODEL),
        (["a", CHAT_MODEL, IMAGE_MODEL], CHAT_MODEL, IMAGE_MODEL),
        (["nomic-embed-text", "flux.2-klein", "llama-4"], "llama-4", "flux.2-klein"),
        (["text-embedding-3-small", "stable-diffusion-3.5"], CHAT_MODEL, "stable-diffusion-3.5"),
        (["one"], "one", "one"),
        (["one", "two"], "one", IMAGE_MODEL),
    ],
)
def test_of_what_is_listed_the_fitting_one_is_taken(names: list[str], talks: str, draws: str) -> None:
    assert chosen(names, draws=False) == talks
    assert chosen(names, draws=True) == draws
