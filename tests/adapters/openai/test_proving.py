import json

import pytest

from adapters.media import PillowGate
from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.connection import connect
from adapters.openai.images.capabilities import GENERIC, OLLAMA, OPENAI, VLLM_OMNI, Capabilities
from adapters.openai.images.image_model import OpenAIImageModel
from adapters.openai.model_checks import Proof, prove
from simulators.openai.requests import CHAT, EDIT, GENERATE
from simulators.openai.server import OpenAIServer
from simulators.openai.troubles import fails
from tests.worlds.house import FakeFetcher


def says_colour(server: OpenAIServer, colour: str) -> None:
    server.brain = lambda asked: json.dumps({"colour": colour})


@pytest.fixture
def proved(client):
    async def proofs(*, capabilities: Capabilities = GENERIC, render: bool = False) -> dict[str, Proof]:
        language = OpenAILanguageModel(client, model="tiny")
        images = OpenAIImageModel(
            client, model="tiny", capabilities=capabilities, gate=PillowGate(), fetcher=FakeFetcher()
        )
        found = await prove(language=language, image_model=images, image_client=client, render=render)
        return {proof.part: proof for proof in found}

    return proofs


async def test_a_server_that_can_do_all_is_good_and_nothing_is_drawn_unasked(
    server: OpenAIServer, proved
) -> None:
    says_colour(server, "red")

    found = await proved()

    assert [found[part].state for part in ("Planner", "Schemas", "Vision", "Edits")] == ["good"] * 4
    assert found["Pictures"].state == "not tried"
    assert "--render" in found["Pictures"].mend
    assert server.rendered == 0


async def test_one_small_picture_proves_the_image_model(server: OpenAIServer, proved) -> None:
    says_colour(server, "red")

    found = await proved(render=True)

    assert found["Pictures"].state == "good"
    assert "tiny draws" in found["Pictures"].text


async def test_what_is_missing_is_named_with_its_mend(server: OpenAIServer, proved) -> None:
    says_colour(server, "blue")
    server.schemas, server.vision, server.edits = "refused", False, False

    found = await proved()

    assert {part: found[part].state for part in ("Planner", "Schemas", "Vision", "Edits")} == {
        "Planner": "good", "Schemas": "missing", "Vision": "missing", "Edits": "missing",
    }  # fmt: skip
    assert all(found[part].mend for part in ("Schemas", "Vision", "Edits"))


async def test_eyes_that_see_something_else_are_not_trusted(server: OpenAIServer, proved) -> None:
    says_colour(server, "I cannot see images")

    assert (await proved())["Vision"].state == "missing"


@pytest.mark.parametrize(
    ("able", "words"), [(OPENAI, "also within a mask"), (VLLM_OMNI, "a mask is not kept to")]
)
async def test_whether_masks_are_kept_to_is_said(
    server: OpenAIServer, proved, able: Capabilities, words: str
) -> None:
    says_colour(server, "red")

    found = await proved(capabilities=able)

    assert words in found["Edits"].text
    assert server.rendered == 0


async def test_a_kind_of_server_that_never_edits_is_not_even_asked(server: OpenAIServer, proved) -> None:
    says_colour(server, "red")

    found = await proved(capabilities=OLLAMA)

    assert found["Edits"].state == "missing"
    assert not server.of(EDIT)


async def test_a_wrong_key_is_wrong_and_says_which_setting(server: OpenAIServer, proved) -> None:
    server.key = "another"

    found = await proved()

    assert found["Planner"].state == found["Pictures"].state == "wrong"
    assert "OPENAI_API_KEY" in found["Planner"].text + found["Planner"].mend
    assert "sk-test" not in str(found)


async def test_a_model_that_only_rambles_is_wrong(server: OpenAIServer, proved) -> None:
    server.brain = lambda asked: "What a lovely square."

    assert "built-in planner" in (await proved())["Planner"].text


async def test_a_server_that_is_not_there() -> None:
    async with connect(base_url="http://127.0.0.1:9/v1") as client:
        language = OpenAILanguageModel(client, model="tiny", sleep=_at_once)

        found = await prove(language=language)

    assert (found[0].state, "cannot be reached" in found[0].text) == ("wrong", True)


async def _at_once(seconds: float) -> None:
    pass


async def test_a_server_that_lists_another_model(server: OpenAIServer, proved) -> None:
    says_colour(server, "red")
    server.models = ("other",)

    found = await proved()

    assert "does not list tiny" in found["Pictures"].text


async def test_a_server_that_draws_no_pictures_leaves_the_sketches(server: OpenAIServer, client) -> None:
    server.trouble(GENERATE, fails(404, "Not Found"))
    images = OpenAIImageModel(
        client, model="tiny", capabilities=GENERIC, gate=PillowGate(), fetcher=FakeFetcher()
    )

    found = await prove(image_model=images, image_client=client, spared=True, render=True)

    assert [(proof.part, proof.state) for proof in found] == [("Pictures", "missing")]
    assert "ATELIER_IMAGE_BASE_URL" in found[0].mend


async def test_nothing_configured_proves_nothing() -> None:
    assert list(await prove()) == []


async def test_an_error_of_the_server_is_told_as_it_is(server: OpenAIServer, client) -> None:
    server.trouble(CHAT, *[fails(500, "out of memory")] * 3)

    found = await prove(language=OpenAILanguageModel(client, model="tiny", sleep=_at_once))

    assert "out of memory" in found[0].text


async def test_a_server_that_lists_only_chat_models_is_not_said_to_draw(server: OpenAIServer, client) -> None:
    server.models = ("qwen2.5-coder",)
    images = OpenAIImageModel(
        client, model="", capabilities=GENERIC, gate=PillowGate(), fetcher=FakeFetcher()
    )

    found = await prove(image_model=images, image_client=client, spared=True)

    assert [(proof.part, proof.state) for proof in found] == [("Pictures", "missing")]
    assert "none is known to draw (qwen2.5-coder)" in found[0].text


@pytest.mark.parametrize(("status", "message"), [(400, "no"), (500, "image is required"), (403, "forbidden")])
async def test_any_complaint_is_no_sign_of_edits(
    server: OpenAIServer, proved, status: int, message: str
) -> None:
    says_colour(server, "red")
    server.trouble(EDIT, fails(status, message))

    assert (await proved())["Edits"].state == "not tried"
