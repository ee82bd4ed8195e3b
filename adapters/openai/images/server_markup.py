"""The prompt as one kind of image server may be given it: nothing that a person wrote may work as the server's own markup."""

import json

from adapters.image_servers import words
from adapters.image_servers.words import MASKED as MASKED
from adapters.image_servers.words import PROMPT_CHARS_MAX, prompt_words
from adapters.openai.images.capabilities import Capabilities
from agent.domain.generation import GenerationContext, RenderRequest


def picture_prompt(request: RenderRequest, capabilities: Capabilities) -> str:
    """The words for the server, its extras in the way it reads them."""
    context = request.context
    masked = MASKED if keeps_to_mask(request, capabilities) else ""
    text = prompt_words(request, references_max=capabilities.references_max, masked=masked)
    if capabilities.backend not in ("openai", "gemini"):
        text = harmless(text)[:PROMPT_CHARS_MAX]
    negative = excluded(context)
    if capabilities.negative_prompt == "bar" and negative:
        text = f"{text}|{negative}"
    if capabilities.seed == "sd_cpp":
        text += f"<sd_cpp_extra_args>{json.dumps({'seed': context.seed})}</sd_cpp_extra_args>"
    return text


def keeps_to_mask(request: RenderRequest, capabilities: Capabilities) -> bool:
    """Whether the mask goes along: there is one, the server takes it, and the picture it belongs to comes first."""
    return request.mask is not None and capabilities.masks and capabilities.references_max > 0


def excluded(context: GenerationContext) -> str:
    """What must not be seen, for servers that take it apart from the prompt."""
    return harmless(words.excluded(context))


def harmless(text: str) -> str:
    """Without what open servers act upon: sd-server's `<sd_cpp_extra_args>`, `<lora:...>`, LocalAI's `|`. Angle brackets and
    bars become look-alikes that no server parses."""
    return text.translate(str.maketrans({"<": "‹", ">": "›", "|": "¦"}))
