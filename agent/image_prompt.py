"""Puts a context into words for an image model. Pure: the same context gives the same prompt."""

from collections.abc import Sequence

from agent.domain.characters import Character
from agent.domain.generation import GenerationContext, Panel

PROMPT_CHARS_MAX = 4_000
"""Image models take no more (OpenAI's limit is 32,000; the open ones read far less)."""


def prompt_of(context: GenerationContext, panel: Panel | None = None) -> str:
    """The prompt: what is seen first, then how it looks, then what must hold.

    >>> from agent.domain.generation import Evidence
    >>> prompt_of(GenerationContext(slots={"subject": Evidence(value="a fox", method="said")}))
    'A fox.'
    """
    sentences = [
        _lead(context),
        _scene(context),
        _side_by_side(context.characters()),
        _labelled("Palette", context.value("palette")),
        _labelled("Composition", context.value("composition")),
        _printed(context.value("text")),
        _labelled("Exactly", context.value("count")),
        _labelled("The picture must not contain", context.value("exclude")),
        _panel(panel.label if panel else context.panel),
        _labelled("Format", context.value("format")),
    ]
    return " ".join(sentence for sentence in sentences if sentence)[:PROMPT_CHARS_MAX]


def _lead(context: GenerationContext) -> str:
    if context.base is None:
        return ""
    return "Change the given picture and keep its layout and all that is not named differently here."


def _scene(context: GenerationContext) -> str:
    """Who and what, where, when and in which style, as one sentence."""
    subject, characters = context.value("subject"), context.characters()
    alone = subject.casefold() in (one.called.casefold() for one in characters)
    who = [_people(characters), "" if alone else subject]
    seen = ", ".join(part for part in who if part) or context.value("setting") or "A picture"
    details = [
        detail
        for detail in (_place(context, seen), context.value("time"), _style(context.value("style")))
        if detail and detail not in seen
    ]
    text = ", ".join([seen, *details])
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _people(characters: Sequence[Character]) -> str:
    """`Luna (silver-haired elf) and Rex`."""
    return " and ".join(
        f"{one.name} ({one.description})" if one.name and one.description else one.called
        for one in characters
    )


def _side_by_side(characters: Sequence[Character]) -> str:
    """Two or more by name: where each stands, and that what is said of one holds for nobody else. Models mix them up otherwise."""
    named = [one.name for one in characters if one.name]
    if len(named) < 2:
        return ""
    return f"From left to right: {', '.join(named)}. Each of them keeps their own face, hair and clothes."


def _place(context: GenerationContext, seen: str) -> str:
    setting = context.value("setting")
    if not setting or setting in seen:
        return ""
    return f"setting: {setting}"


def _style(style: str) -> str:
    return f"in the style of {style}" if style else ""


def _labelled(label: str, value: str) -> str:
    return f"{label}: {value}." if value else ""


def _printed(text: str) -> str:
    return f"The words “{text}” are printed in it, legibly and spelt exactly so." if text else ""


def _panel(label: str) -> str:
    return f"This is one of a series: {label}." if label else ""
