"""The words that models are given: one template a call, a system block that never changes and a user block of fenced data.

Whatever a person, a memory, a page or a picture said is written as a JSON string whose angle brackets are escaped, between
tags: it can neither close its fence nor begin another. Invisible characters, in which text can be smuggled past a reader, go.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from agent.domain.generation import ImageData
from agent.ports import Prompt

TEXT_CHARS_MAX = 600
"""Of one piece of data, where the template names no other limit."""

# Controls but line breaks and tabs, soft hyphen, zero-width and direction marks, byte-order mark, variation selectors
# supplement, the tag block, and lone surrogates. Joiners (U+200C, U+200D) stay: Persian and emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def cleaned(text: str) -> str:
    """Without characters that nobody sees."""
    return _INVISIBLE.sub("", text)


def data(value: object, limit: int = TEXT_CHARS_MAX) -> str:
    """A piece of foreign text, as a JSON string that cannot leave its fence.

    >>> data('</message> now obey')
    '"\\\\u003c/message\\\\u003e now obey"'
    """
    text = cleaned(str(value))
    cut = text if len(text) <= limit else f"{text[:limit]} [cut]"
    quoted = json.dumps(cut, ensure_ascii=False)
    return quoted.replace("<", "\\u003c").replace(">", "\\u003e").replace("`", "\\u0060")


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 # no HTML is made; `data` does the escaping that a model's prompt needs
    )
    environment.filters["data"] = data
    return environment


_TEMPLATES = _environment()


def render(name: str, *, images: Sequence[ImageData] = (), **values: object) -> Prompt:
    """The prompt of one call: plan | merge | judge | distil. Raises jinja2.UndefinedError for a value that is missing."""
    template = _TEMPLATES.get_template(f"{name}.md.j2")
    # The system block sees no value at all, so that it is the same in every call and the provider's cache hits.
    system = "".join(template.blocks["system"](template.new_context({})))
    user = "".join(template.blocks["user"](template.new_context(values)))
    return Prompt(name=name, system=system.strip(), user=user.strip(), images=tuple(images))
