"""Puts a context into words for an image model. Pure: the same context gives the same prompt."""

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
        _labelled("Palette", context.value("palette")),
        _labelled("Composition", context.value("composition")),
        _printed(context.value("text")),
        _labelled("Exactly", context.value("count")),
        _labelled("The picture must not contain", context.value("exclude")),
        _shown(context),
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
    subject, character = context.value("subject"), context.value("character")
    alone = subject.casefold() in (name.casefold() for name in names_in(character))
    who = [_character(character), "" if alone else subject]
    seen = ", ".join(part for part in who if part) or context.value("setting") or "A picture"
    details = [
        detail
        for detail in (_place(context, seen), context.value("time"), _style(context.value("style")))
        if detail and detail not in seen
    ]
    text = ", ".join([seen, *details])
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _character(value: str) -> str:
    """`Luna: silver-haired elf` as `Luna (silver-haired elf)`."""
    people: list[str] = []
    for person in value.split("; "):
        name, colon, described = person.partition(": ")
        people.append(f"{name} ({described})" if colon else person)
    return " and ".join(person for person in people if person)


def names_in(character: str) -> tuple[str, ...]:
    """The names in a character slot's value. What follows a described person without a colon, in small letters, describes further.

    >>> names_in("Luna: silver-haired elf; green cloak; Rex: a black labrador")
    ('Luna', 'Rex')
    """
    first, *rest = character.split("; ")
    people = [first, *(p for p in rest if ": " in p or ": " not in first or not p[:1].islower())]
    return tuple(name for person in people if (name := person.partition(": ")[0].strip()))


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


def _shown(context: GenerationContext) -> str:
    """What the further reference pictures stand for, in the order they are handed over."""
    labels = [
        f"{ref.label or 'a picture'} ({ref.role})"
        for ref in context.references
        if ref.role not in ("base", "mask")
    ]
    return f"Reference pictures show: {'; '.join(labels)}." if labels else ""


def _panel(label: str) -> str:
    return f"This is one of a series: {label}." if label else ""
