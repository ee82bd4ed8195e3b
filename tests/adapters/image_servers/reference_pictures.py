"""One to twelve pictures to go by, as the core hands them over."""

import io
from collections.abc import Sequence

from PIL import Image

from agent.domain.generation import GenerationContext, ImageData, Reference, RenderRequest
from agent.image_prompt import by_use

NAMED = (
    ("base", "the fox"), ("person", "Ben"), ("person", "Cleo"), ("character", "Luna"), ("character", "Rex"), ("style", "our board"),
    ("setting", "the clubhouse"), ("person", "Ben"), ("character", "Luna"), ("style", "our board"), ("composition", "a poster"),
    ("character", "Rex"),
)  # fmt: skip
TAKEN_FIRST = ("the fox", "Ben", "Cleo", "Luna", "Rex", "our board", "the clubhouse", "a poster")
"""Of all twelve, in which order: everybody once."""


def shown(number: int) -> ImageData:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), (20 * number, 90, 160)).save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=64, height=64)


def asked(count: int) -> RenderRequest:
    """The first `count` of them, as the core hands them over."""
    given = [
        Reference(image=str(number), role=role, label=label, detail="" if number < 7 else "another")  # pyright: ignore[reportArgumentType]
        for number, (role, label) in enumerate(NAMED[:count])
    ]
    ordered = by_use(given)
    context = GenerationContext(prompt="At the fair.", references=tuple(given), seed=7)
    pictures = tuple((one, shown(int(one.image))) for one in ordered)
    return RenderRequest(context=context, width=512, height=512, references=pictures)


def labels(request: RenderRequest, taken: int) -> Sequence[str]:
    return [reference.label for reference, _ in request.references[:taken]]


def lost(request: RenderRequest, taken: int) -> Sequence[str]:
    """Who is in none of the first `taken` pictures."""
    given = labels(request, taken)
    return [label for label in dict.fromkeys(labels(request, len(request.references))) if label not in given]


def names_all(said: Sequence[str], people: Sequence[str]) -> bool:
    """One sentence for each, and no other."""
    return len(said) == len(people) and all(any(one in text for text in said) for one in people)
