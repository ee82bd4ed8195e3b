"""What each kind of image server can do. docs/providers.md shows the same table to the operator."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt
from typing import Literal

from agent.domain.image_models import Abilities
from agent.errors import Misconfigured

SIDE_MAX = 2_048
"""Longest side asked for: what is kept is no larger (agent.limits.IMAGE_SIDE_MAX)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """One kind of image server."""

    backend: str
    sizes: tuple[tuple[int, int], ...] = ()
    """The only ones it takes; empty: any in steps of `step` within `ratio_max` and the pixel bounds."""
    step: int = 16
    ratio_max: float = 3.0
    pixels_min: int = 256 * 256
    pixels_max: int = SIDE_MAX * SIDE_MAX
    sends_size: bool = True
    references_max: int = 0
    """Pictures that /images/edits takes; 0: it cannot edit."""
    sheets: bool = False
    """The model is known to read several small pictures in one."""
    masks: bool = False
    """Takes a mask for the first of them and keeps to it: known of it, not hoped for."""
    partials: int = 0
    """Previews it streams while it draws."""
    quality: tuple[str, str] | None = None
    """For a picture and for a draft, where it knows qualities."""
    output_format: str | None = None
    response_format: bool = True
    """Wants `response_format=b64_json`; the GPT models reject it and always answer in base64."""
    seed: Literal["", "field", "sd_cpp"] = ""
    """How a seed is given: not at all, as a field of the body, or within sd-server's tag in the prompt."""
    negative_prompt: Literal["", "field", "bar"] = ""
    """How exclusions are given beside the prompt: not at all, as a field, or behind a bar (LocalAI)."""
    quality_high: str = ""
    """For a picture that is worth more care."""
    transparent: bool = False
    """Takes `background=transparent`, and answers in PNG then."""
    side_hd: int = 0
    """Longest side of an enlarged picture; 0: it has no such sizes."""
    pixels_hd: int = 0
    text: bool = False
    """Printed words come out legible."""
    safety_identifier: bool = False
    """Takes the hashed id of the end user."""


_GPT_SIZES = ((1024, 1024), (1536, 1024), (1024, 1536))

OPENAI = Capabilities(
    backend="openai", pixels_min=655_360, references_max=16, masks=True, partials=2, quality=("medium", "low"),
    quality_high="high", transparent=True, side_hd=3_840, pixels_hd=8_290_000, text=True, output_format="png", response_format=False,
    safety_identifier=True,
)  # fmt: skip
VLLM_OMNI = Capabilities(
    backend="vllm-omni", references_max=1, seed="field", negative_prompt="field", ratio_max=4.0
)
SGLANG = Capabilities(
    backend="sglang", references_max=4, masks=True, seed="field", negative_prompt="field", ratio_max=4.0
)
SD_CPP = Capabilities(
    backend="sd-cpp",
    step=64,
    references_max=4,
    masks=True,
    seed="sd_cpp",
    pixels_max=1024 * 1024,
    response_format=False,
)
LOCALAI = Capabilities(
    backend="localai", step=64, references_max=1, negative_prompt="bar", pixels_max=1024 * 1024
)
OLLAMA = Capabilities(backend="ollama", step=64, seed="field", pixels_max=1024 * 1024)
GEMINI = Capabilities(backend="gemini", sends_size=False)
LITELLM = Capabilities(backend="litellm", references_max=8, sizes=_GPT_SIZES)
GENERIC = Capabilities(backend="generic", references_max=4, pixels_max=1536 * 1536)

TABLE: Sequence[Capabilities] = (
    OPENAI, VLLM_OMNI, SGLANG, SD_CPP, LOCALAI, OLLAMA, GEMINI, LITELLM, GENERIC,
)  # fmt: skip
BACKENDS = tuple(capabilities.backend for capabilities in TABLE)

_BY_MODEL: tuple[tuple[str, Capabilities], ...] = (
    (r"(?:openai/)?(?:chat)?gpt-image", OPENAI),
    (r"(?:.*/)?(?:gemini|imagen|nano-banana)", GEMINI),
    (r"(?:.*/)?(?:qwen-image|z-image)", VLLM_OMNI),
)
_BY_ADDRESS: tuple[tuple[str, Capabilities], ...] = (
    (r"generativelanguage\.", GEMINI),
    (r":11434\b", OLLAMA),
    (r":30010\b", SGLANG),
    (r":4000\b", LITELLM),
)
"""Ports that these servers' own instructions use."""


_ENDED = {"openai-fixed": "its models were switched off on 1 December 2026; name gpt-image-2 or later"}
_VLLM_REFERENCES = (
    (r"flux\.?-?2.*klein", 4), (r"qwen-image-edit-(?:plus|25\d\d)", 4), (r"hunyuanimage-?3", 3),
)  # fmt: skip
"""Pictures that vLLM-Omni 0.30 takes, by model; every other one takes a single picture (its model_metadata.py)."""
_READS_SHEETS = re.compile(r"kontext")
"""FLUX.1 Kontext takes one picture; its makers' community and ComfyUI's own workflow give it several as one, side by side."""
SHUTDOWNS = {
    "gpt-image-1": date(2026, 10, 23), "gpt-image-1.5": date(2026, 12, 1), "gpt-image-1-mini": date(2026, 12, 1),
    "chatgpt-image-latest": date(2026, 12, 1),
}  # fmt: skip
"""When OpenAI switches models off; its list of models names the date of others."""


def capabilities_of(model: str, base_url: str, *, backend: str = "") -> Capabilities:
    """What the operator named, else a guess by the model's name and the server's address. Raises Misconfigured."""
    if backend:
        for capabilities in TABLE:
            if capabilities.backend == backend:
                return _fitted(capabilities, model)
        if backend in _ENDED:
            raise Misconfigured("ATELIER_IMAGE_BACKEND", f"{backend!r} ended: {_ENDED[backend]}")
        raise Misconfigured("ATELIER_IMAGE_BACKEND", f"{backend!r} is none of {', '.join(BACKENDS)}")
    for pattern, capabilities in _BY_ADDRESS:
        if re.search(pattern, base_url):
            return _fitted(capabilities, model)
    for pattern, capabilities in _BY_MODEL:
        if re.match(pattern, model.lower()):
            return _fitted(capabilities, model)
    return _fitted(GENERIC, model)


def _fitted(capabilities: Capabilities, model: str) -> Capabilities:
    """The server's capabilities with this model: some servers draw with many."""
    name = model.lower()
    if _READS_SHEETS.search(name):
        capabilities = replace(capabilities, sheets=True)
    if capabilities.backend == "vllm-omni":
        taken = next((count for pattern, count in _VLLM_REFERENCES if re.search(pattern, name)), 1)
        return replace(capabilities, references_max=taken)
    if "qwen-image-2.1" in name and capabilities.backend in ("sglang", "vllm-omni", "generic"):
        return replace(capabilities, step=32, transparent=True, output_format="png")
    return capabilities


def offered_size(capabilities: Capabilities, width: int, height: int) -> tuple[int, int]:
    """The size to ask for: nearest in ratio among fixed ones, else the wish brought within the server's bounds.

    >>> offered_size(LITELLM, 832, 1248)
    (1024, 1536)
    """
    ratio = width / height
    if capabilities.sizes:
        return min(capabilities.sizes, key=lambda size: abs(_log_ratio(size[0] / size[1], ratio)))
    ratio = min(max(ratio, 1 / capabilities.ratio_max), capabilities.ratio_max)
    pixels = min(max(width * height, capabilities.pixels_min), capabilities.pixels_max)
    wide, high = sqrt(pixels * ratio), sqrt(pixels / ratio)
    shrink = min(1.0, SIDE_MAX / max(wide, high))
    return _stepped(wide * shrink, capabilities), _stepped(high * shrink, capabilities)


def large_size(capabilities: Capabilities, width: int, height: int) -> tuple[int, int]:
    """The largest size in this ratio, for an enlarged picture.

    >>> large_size(OPENAI, 1344, 768)
    (3808, 2176)
    """
    ratio = min(max(width / height, 1 / capabilities.ratio_max), capabilities.ratio_max)
    wide, high = sqrt(capabilities.pixels_hd * ratio), sqrt(capabilities.pixels_hd / ratio)
    shrink = min(1.0, capabilities.side_hd / max(wide, high))
    step = capabilities.step
    return int(wide * shrink) // step * step, int(high * shrink) // step * step


def abilities_of(capabilities: Capabilities) -> Abilities:
    """For whoever chooses between models."""
    side = min(SIDE_MAX, round(sqrt(capabilities.pixels_max) * 1.5))
    largest = max((max(size) for size in capabilities.sizes), default=0)
    return Abilities(
        references_max=capabilities.references_max, masks=capabilities.masks and capabilities.references_max > 0,
        transparent=capabilities.transparent, text=capabilities.text, side_max=largest or side,
        enlarges="redraws" if capabilities.side_hd and capabilities.references_max else "", side_hd=capabilities.side_hd,
    )  # fmt: skip


def _log_ratio(one: float, other: float) -> float:
    return max(one / other, other / one)


def _stepped(side: float, capabilities: Capabilities) -> int:
    return max(capabilities.step, round(side / capabilities.step) * capabilities.step)
