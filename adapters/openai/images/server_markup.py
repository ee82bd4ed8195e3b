"""The prompt as one kind of image server may be given it: nothing that a person wrote may work as the server's own markup."""

import json

from adapters.openai.images.capabilities import Capabilities
from agent.domain.generation import GenerationContext, RenderRequest
from agent.image_prompt import prompt_of

PROMPT_CHARS_MAX = 8_000
NEGATIVE_CHARS_MAX = 500
MASKED = "Change only the part of the first picture that the mask leaves open, and keep all the rest of it exactly as it is."


def picture_prompt(request: RenderRequest, capabilities: Capabilities) -> str:
    """The words for the server, its extras in the way it reads them."""
    context = request.context
    text = f"{context.prompt or prompt_of(context)} {_beside(request, capabilities)}".strip()
    if capabilities.backend not in ("openai", "openai-fixed", "gemini"):
        text = harmless(text)
    text = text[:PROMPT_CHARS_MAX]
    negative = excluded(context)
    if capabilities.negative_prompt == "bar" and negative:
        text = f"{text}|{negative}"
    if capabilities.seed == "sd_cpp":
        text += f"<sd_cpp_extra_args>{json.dumps({'seed': context.seed})}</sd_cpp_extra_args>"
    return text


def _beside(request: RenderRequest, capabilities: Capabilities) -> str:
    """A word on the pictures that were added to those of the context: without it an editing model would copy their scene."""
    masked = MASKED if keeps_to_mask(request, capabilities) else ""
    shown = [reference for reference, _ in request.references[: capabilities.references_max]]
    added = [reference for reference in shown if reference not in request.context.references]
    if not added:
        return masked
    what = ", ".join(reference.label or "a picture" for reference in added)
    alike = f"The last picture given is {what} of the same series: keep its characters and style, and draw the scene described here anew."
    return f"{alike} {masked}".strip()


def keeps_to_mask(request: RenderRequest, capabilities: Capabilities) -> bool:
    """Whether the mask goes along: there is one, the server takes it, and the picture it belongs to comes first."""
    return request.mask is not None and capabilities.masks and capabilities.references_max > 0


def excluded(context: GenerationContext) -> str:
    """What must not be seen, for servers that take it apart from the prompt."""
    return harmless(context.value("exclude"))[:NEGATIVE_CHARS_MAX]


def harmless(text: str) -> str:
    """Without what open servers act upon: sd-server's `<sd_cpp_extra_args>`, `<lora:...>`, LocalAI's `|`. Angle brackets and
    bars become look-alikes that no server parses."""
    return text.translate(str.maketrans({"<": "‹", ">": "›", "|": "¦"}))
