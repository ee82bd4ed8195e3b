"""The prompt as one kind of image server may be given it: nothing that a person wrote may work as the server's own markup."""

import json

from adapters.openai.capabilities import Capabilities
from agent.generation import GenerationContext
from agent.prompting import prompt_of

PROMPT_CHARS_MAX = 8_000
NEGATIVE_CHARS_MAX = 500


def picture_prompt(context: GenerationContext, capabilities: Capabilities, *, seed: int) -> str:
    """The words for the server, its extras in the way it reads them."""
    text = context.prompt or prompt_of(context)
    if capabilities.backend not in ("openai", "openai-fixed", "gemini"):
        text = harmless(text)
    text = text[:PROMPT_CHARS_MAX]
    negative = excluded(context)
    if capabilities.negative_prompt == "bar" and negative:
        text = f"{text}|{negative}"
    if capabilities.seed == "sd_cpp":
        text += f"<sd_cpp_extra_args>{json.dumps({'seed': seed})}</sd_cpp_extra_args>"
    return text


def excluded(context: GenerationContext) -> str:
    """What must not be seen, for servers that take it apart from the prompt."""
    return harmless(context.value("exclude"))[:NEGATIVE_CHARS_MAX]


def harmless(text: str) -> str:
    """Without what open servers act upon: sd-server's `<sd_cpp_extra_args>`, `<lora:...>`, LocalAI's `|`. Angle brackets and
    bars become look-alikes that no server parses."""
    return text.translate(str.maketrans({"<": "‹", ">": "›", "|": "¦"}))
