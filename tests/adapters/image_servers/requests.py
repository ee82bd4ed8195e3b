"""Requests with pictures, as the core makes them."""

import io
from dataclasses import replace

from PIL import Image

from agent.domain.generation import ImageData, Reference, RenderRequest
from tests.fakes.builders import context


def picture(colour: str, size: tuple[int, int] = (200, 100), kind: str = "PNG") -> ImageData:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return ImageData(data=out.getvalue(), media_type=f"image/{kind.lower()}", width=size[0], height=size[1])


def asked(*pictures: ImageData, words: str = "a fox", **more: object) -> RenderRequest:
    """`words` as the prompt; the first picture is the one to change."""
    references = tuple(
        (Reference(image=f"i{n}", role="base" if n == 0 else "character", label=f"Luna {n}"), image)
        for n, image in enumerate(pictures)
    )
    plain = context(
        {"subject": words}, references=[r for r, _ in references], base="i0" if pictures else None
    )
    made = replace(plain, prompt=words)
    return RenderRequest(context=made, width=1344, height=768, references=references, **more)  # pyright: ignore[reportArgumentType]
