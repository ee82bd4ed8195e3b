import pytest

from adapters.openai.images.capabilities import (
    BACKENDS,
    GEMINI,
    GENERIC,
    OLLAMA,
    OPENAI,
    OPENAI_FIXED,
    SD_CPP,
    TABLE,
    VLLM_OMNI,
    Capabilities,
    capabilities_of,
    offered_size,
)
from agent.domain.formats import RATIOS, format_size
from agent.errors import Misconfigured


@pytest.mark.parametrize(
    ("model", "url", "expected"),
    [
        ("gpt-image-2.6-flare", "", OPENAI),
        ("gpt-image-2-2026-04-21", "", OPENAI),
        ("gpt-image-1.5", "", OPENAI_FIXED),
        ("gpt-image-1-mini", "", OPENAI_FIXED),
        ("chatgpt-image-latest", "", OPENAI_FIXED),
        ("Qwen/Qwen-Image-Edit-2511", "http://gpu:8000/v1", VLLM_OMNI),
        ("gemini-3.1-flash-image", "", GEMINI),
        ("x/z-image-turbo", "http://127.0.0.1:11434/v1", OLLAMA),
        ("whatever", "http://127.0.0.1:1234/v1", GENERIC),
        ("", "http://127.0.0.1:1234/v1", GENERIC),
    ],
)
def test_a_backend_is_known_by_its_model_or_address(model: str, url: str, expected: Capabilities) -> None:
    assert capabilities_of(model, url) is expected


def test_the_operator_has_the_last_word() -> None:
    assert capabilities_of("gpt-image-2.6-flare", "", backend="sd-cpp") is SD_CPP
    with pytest.raises(Misconfigured, match="ATELIER_IMAGE_BACKEND: 'dalle' is none of openai"):
        capabilities_of("x", "", backend="dalle")


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
    assert offered_size(OPENAI_FIXED, *format_size("poster")) == (1024, 1536)
    assert offered_size(OPENAI_FIXED, *format_size("banner")) == (1536, 1024)
    assert offered_size(OPENAI_FIXED, 1024, 1024) == (1024, 1024)
