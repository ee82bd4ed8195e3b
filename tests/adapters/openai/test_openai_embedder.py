import pytest

from adapters.openai.embedder import BATCH, OpenAIEmbedder
from agent.errors import ModelUnavailable
from agent.ports import Embedder
from simulators.openai import troubles
from simulators.openai.requests import EMBED
from simulators.openai.server import OpenAIServer
from tests.contracts.models.embedder_contract import EmbedderContract
from tests.fakes.models.embedder import FakeEmbedder


class TestOpenAIEmbedder(EmbedderContract):
    @pytest.fixture
    async def embedder(self, client) -> Embedder:
        return OpenAIEmbedder(client, model="nomic")


class TestFakeEmbedder(EmbedderContract):
    @pytest.fixture
    async def embedder(self) -> Embedder:
        return FakeEmbedder()


async def test_many_texts_go_in_batches_as_plain_numbers(server: OpenAIServer, client) -> None:
    vectors = await OpenAIEmbedder(client, model="nomic").embed_passages(
        [f"text {n}" for n in range(BATCH + 1)]
    )

    assert len(vectors) == BATCH + 1
    assert [len(asked.body["input"]) for asked in server.of(EMBED)] == [BATCH, 1]
    assert server.of(EMBED)[0].body["encoding_format"] == "float"


async def test_vectors_out_of_order_are_put_in_order(server: OpenAIServer, client) -> None:
    data = [{"index": 1, "embedding": [0, 1]}, {"index": 0, "embedding": [1, 0]}]
    server.trouble(EMBED, troubles.says({"data": data}))

    vectors = await OpenAIEmbedder(client, model="nomic").embed_passages(["one", "two"])

    assert vectors == [[1.0, 0.0], [0.0, 1.0]]


@pytest.mark.parametrize(
    "answer",
    [{"data": []}, {"data": [{"embedding": []}]}, {"data": [{"embedding": [0.0, 0.0]}]}, {"data": [{"embedding": "x"}]},
     {"data": [{"embedding": [1.0]}, {"embedding": [1.0]}]}, {"nothing": 1}],
)  # fmt: skip
async def test_vectors_that_do_not_fit_are_unavailable(server: OpenAIServer, client, answer) -> None:
    server.trouble(EMBED, troubles.says(answer))

    with pytest.raises(ModelUnavailable):
        await OpenAIEmbedder(client, model="nomic").embed_query("fox")


async def test_a_model_with_other_dimensions_than_its_name_promises_is_not_believed(client) -> None:
    with pytest.raises(ModelUnavailable, match="8 dimensions instead of 1536"):
        await OpenAIEmbedder(client, model="text-embedding-3-small").embed_query("fox")


async def test_an_embedder_that_is_busy_is_asked_again_and_one_that_hangs_is_left(
    server: OpenAIServer, client, sleep
) -> None:
    server.trouble(EMBED, troubles.fails(503))
    patient = OpenAIEmbedder(client, model="nomic", sleep=sleep)
    assert len(await patient.embed_query("fox")) == 8

    server.trouble(EMBED, troubles.hangs)
    hurried = OpenAIEmbedder(client, model="nomic", timeout_seconds=0.5, sleep=sleep)
    with pytest.raises(ModelUnavailable, match="too long"):
        await hurried.embed_query("fox")
