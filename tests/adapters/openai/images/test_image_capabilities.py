import pytest

from adapters.openai.images.capabilities import (
    BACKENDS,
    GEMINI,
    GENERIC,
    LITELLM,
    OLLAMA,
    OPENAI,
    SD_CPP,
    TABLE,
    VLLM_OMNI,
    Capabilities,
    capabilities_of,
    large_size,
    offered_size,
)
from agent.domain.formats import RATIOS, format_size
from agent.errors import Misconfigured


@pytest.mark.parametrize(
    ("model", "url", "expected"),
    [
        ("gpt-image-2.6-flare", "", OPENAI),
        ("gpt-image-2-2026-04-21", "", OPENAI),
        ("Qwen/Qwen-Image", "http://gpu:8000/v1", VLLM_OMNI),
        ("gemini-3.1-flash-image", "", GEMINI),
        ("x/z-image-turbo", "http://127.0.0.1:11434/v1", OLLAMA),
        ("whatever", "http://127.0.0.1:1234/v1", GENERIC),
        ("", "http://127.0.0.1:1234/v1", GENERIC),
    ],
)
def test_a_backend_is_known_by_its_model_or_address(model: str, url: str, expected: Capabilities) -> None:
    assert capabilities_of(model, url) == expected


def test_the_operator_has_the_last_word() -> None:
    assert capabilities_of("gpt-image-2.6-flare", "", backend="sd-cpp") is SD_CPP
    with pytest.raises(Misconfigured, match="ATELIER_IMAGE_BACKEND: 'dalle' is none of openai"):
        capabilities_of("x", "", backend="dalle")


def test_a_backend_that_ended_is_said_to_have() -> None:
    with pytest.raises(Misconfigured, match="switched off on 1 December 2026"):
        capabilities_of("gpt-image-1.5", "", backend="openai-fixed")


@pytest.mark.parametrize(
    ("model", "backend", "able"),
    [
        ("Qwen/Qwen-Image-Edit-2511", "vllm-omni", (4, False, 16)),
        ("black-forest-labs/FLUX.2-klein-9B", "vllm-omni", (4, False, 16)),
        ("black-forest-labs/FLUX.2-dev", "vllm-omni", (1, False, 16)),
        ("tencent/HunyuanImage-3.0", "vllm-omni", (3, False, 16)),
        ("Qwen/Qwen-Image-2.1-Turbo", "sglang", (4, True, 32)),
        ("black-forest-labs/FLUX.2-dev", "sglang", (4, False, 16)),
    ],
)
def test_what_a_server_can_depends_on_its_model(
    model: str, backend: str, able: tuple[int, bool, int]
) -> None:
    found = capabilities_of(model, "", backend=backend)

    assert (found.references_max, found.transparent, found.step) == able


def test_an_enlarged_picture_is_as_large_as_the_server_draws() -> None:
    width, height = large_size(OPENAI, 1344, 768)

    assert (width % 16, height % 16) == (0, 0)
    assert max(width, height) <= 3_840
    assert 8_000_000 < width * height <= 8_290_000


def test_backends_have_different_names() -> None:
    assert len(set(BACKENDS)) == len(TABLE)


@pytest.mark.parametrize("capabilities", TABLE, ids=lambda able: able.backend)
@pytest.mark.parametrize("wish", [*RATIOS, "2048x2048", "4000x100", "100x4000", "256x256", "1920x1080"])
def test_every_format_becomes_a_size_the_server_takes(capabilities: Capabilities, wish: str) -> None:
    width, height = offered_size(capabilities, *format_size(wish))

    if capabilities.sizes:
        assert (width, height) in capabilities.sizes
        return
    assert width % capabilities.step == height % capabilities.step == 0
    assert max(width, height) <= 2_048
    assert max(width / height, height / width) <= capabilities.ratio_max * 1.15
    assert width * height <= capabilities.pixels_max * 1.1


def test_fixed_sizes_are_chosen_by_ratio() -> None:
    assert offered_size(LITELLM, *format_size("poster")) == (1024, 1536)
    assert offered_size(LITELLM, *format_size("banner")) == (1536, 1024)
    assert offered_size(LITELLM, 1024, 1024) == (1024, 1024)
