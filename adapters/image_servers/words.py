"""A request in words, for servers of every kind."""

from agent import image_prompt
from agent.domain.generation import GenerationContext, RenderRequest
from agent.image_prompt import prompt_of

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
    shown = image_prompt.in_words([reference for reference, _ in request.references[:references_max]])
    parts = (context.prompt or prompt_of(context), shown, masked, ground)
    return " ".join(part for part in parts if part)[:PROMPT_CHARS_MAX]


def left_out(request: RenderRequest, *, references_max: int) -> tuple[str, ...]:
    """What is missing for want of the pictures that a server cannot take, in the author's words."""
    listed = [reference for reference, _ in request.references]
    return image_prompt.left_out_in_words(
        listed[:references_max], [*listed[references_max:], *request.left_out]
    )


def excluded(context: GenerationContext) -> str:
    """What must not be seen, for servers that take it apart from the prompt."""
    return context.value("exclude")[:NEGATIVE_CHARS_MAX]
