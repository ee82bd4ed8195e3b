"""A mask goes along only where the server keeps to masks."""

from adapters.openai.images.capabilities import OLLAMA, OPENAI, SD_CPP, VLLM_OMNI
from adapters.openai.images.server_markup import MASKED
from agent.domain.generation import UNMASKED
from simulators.openai import troubles
from simulators.openai.requests import EDIT, GENERATE
from simulators.openai.server import OpenAIServer
from tests.contracts.models.image_model_contract import masked_request, pixels
from tests.patience import PATIENCE_SECONDS


async def test_a_mask_goes_along_where_the_server_keeps_to_masks(server: OpenAIServer, made) -> None:
    server.side_max = 256

    image = await made(OPENAI).render(masked_request(), timeout_seconds=PATIENCE_SECONDS)

    asked = server.of(EDIT)[0]
    assert [field for field, _, _ in asked.files] == ["image", "mask"]
    assert MASKED in asked.body["prompt"]
    assert UNMASKED not in image.missing
    picture = pixels(image)
    assert picture.getpixel((8, 8)) == (0, 0, 0)
    assert picture.getpixel((128, 128)) != (0, 0, 0)


async def test_a_mask_is_not_sent_where_it_might_be_ignored(server: OpenAIServer, made) -> None:
    image = await made(VLLM_OMNI, "qwen-image").render(masked_request(), timeout_seconds=PATIENCE_SECONDS)

    asked = server.of(EDIT)[0]
    assert not asked.mask
    assert MASKED not in asked.body["prompt"]
    assert image.missing == (UNMASKED,)


async def test_a_server_that_turns_the_mask_down_is_asked_without_it(server: OpenAIServer, made) -> None:
    server.trouble(EDIT, troubles.fails(400, "Unknown parameter: 'mask'."))
    model = made(SD_CPP, "sd")

    first = await model.render(masked_request(), timeout_seconds=PATIENCE_SECONDS)
    second = await model.render(masked_request(), timeout_seconds=PATIENCE_SECONDS)

    assert [bool(asked.mask) for asked in server.asked] == [True, False, False]
    assert first.missing == second.missing == (UNMASKED,)
    assert server.rendered == 2


async def test_without_edits_a_mask_is_left_out_too(server: OpenAIServer, made) -> None:
    image = await made(OLLAMA, "z-image").render(masked_request(), timeout_seconds=PATIENCE_SECONDS)

    assert [asked.path for asked in server.asked] == [GENERATE]
    assert UNMASKED in image.missing
