"""A request in words, for servers of every kind."""

from agent.domain.generation import GenerationContext, RenderRequest
from agent.image_prompt import prompt_of
from agent.translation.catalogue import _

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
    parts = (context.prompt or prompt_of(context), _beside(request, references_max), masked, ground)
    return " ".join(part for part in parts if part)[:PROMPT_CHARS_MAX]


def _beside(request: RenderRequest, references_max: int) -> str:
    """A word on the pictures that were added to those of the context: without it an editing model would copy their scene."""
    shown = [reference for reference, _bytes in request.references[:references_max]]
    added = [reference for reference in shown if reference not in request.context.references]
    if not added:
        return ""
    what = ", ".join(reference.label or "a picture" for reference in added)
    return f"The last picture given is {what} of the same series: keep its characters and style, and draw the scene described here anew."


def left_out(request: RenderRequest, *, references_max: int) -> tuple[str, ...]:
    """What is missing for want of the pictures that a server cannot take, in the author's words."""
    return tuple(
        _("{what} as it looks in the reference picture", what=reference.label or _("the picture"))
        for reference, _bytes in request.references[references_max:]
    )


def excluded(context: GenerationContext) -> str:
    """What must not be seen, for servers that take it apart from the prompt."""
    return context.value("exclude")[:NEGATIVE_CHARS_MAX]
