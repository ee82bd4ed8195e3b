"""A request in words, for servers of every kind."""

from collections.abc import Sequence

from agent import image_prompt
from agent.domain.generation import GenerationContext, Reference, RenderRequest
from agent.image_prompt import layout_in_words, prompt_of

PROMPT_CHARS_MAX = 8_000
NEGATIVE_CHARS_MAX = 500
MASKED = "Change only the part of the first picture that the mask leaves open, and keep all the rest of it exactly as it is."
MASK_SHOWN = (
    "The last picture given is a mask of the first one: change the first picture only where the mask is white, "
    "and keep all the rest of it exactly as it is."
)
TRANSPARENT = "On a transparent background: nothing behind it, no ground and no shadow."
LARGER = "Draw the given picture once more, exactly as it is and with finer detail. Change nothing in it."


def prompt_words(request: RenderRequest, *, references_max: int, masked: str = "") -> str:
    """What is to be drawn, with a word on pictures and masks that go along. `masked`: the words on the mask."""
    context = request.context
    if request.hd and request.references and references_max:
        return LARGER
    ground = TRANSPARENT if request.transparent else ""
    alone, sheet = _given(request, references_max)
    shown = " ".join(
        filter(
            None,
            (
                image_prompt.in_words(alone),
                image_prompt.sheet_in_words(len(alone) + 1, sheet) if sheet else "",
            ),
        )
    )
    parts = (context.prompt or prompt_of(context), layout_in_words(context), shown, masked, ground)
    return " ".join(part for part in parts if part)[:PROMPT_CHARS_MAX]


def left_out(request: RenderRequest, *, references_max: int) -> tuple[str, ...]:
    """What is missing for want of the pictures that a server cannot take, in the author's words."""
    alone, sheet = _given(request, references_max)
    listed = [reference for reference, _ in request.references]
    every = [*(listed[:-1] if request.sheet else listed), *request.sheet, *request.left_out]
    given = (*alone, *sheet)
    return image_prompt.left_out_in_words(given, [one for one in every if one not in given])


def together(request: RenderRequest, *, references_max: int) -> tuple[str, ...]:
    """What is given on a sheet, in the author's words."""
    _, sheet = _given(request, references_max)
    return tuple(dict.fromkeys(one.label or image_prompt.NAMELESS for one in sheet))


def _given(request: RenderRequest, references_max: int) -> tuple[Sequence[Reference], Sequence[Reference]]:
    """What a server takes: picture by picture, and on the sheet that comes last."""
    listed = [reference for reference, _ in request.references]
    if not request.sheet:
        return listed[:references_max], ()
    return listed[:-1][:references_max], request.sheet if len(listed) <= references_max else ()


def excluded(context: GenerationContext) -> str:
    """What must not be seen, for servers that take it apart from the prompt."""
    return context.value("exclude")[:NEGATIVE_CHARS_MAX]
