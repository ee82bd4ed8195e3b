"""Puts a context into the words an image model is told."""

from agent.generation import GenerationContext, Panel, SlotName

_LOOKS: tuple[SlotName, ...] = ("time", "style", "palette", "composition")


def prompt_of(context: GenerationContext, panel: Panel | None = None) -> str:
    """One paragraph: what, who, where, when, how it looks, what is printed, what must not be there."""
    value = context.value
    count, subject, character = value("count"), value("subject"), value("character")
    shown = ", ".join(part for part in (subject, character) if part) or value("setting") or "an open scene"
    if count and count not in shown:
        shown = f"{count} × {shown}"
    parts = [f"Edit the picture. It now shows {shown}" if context.base else shown[0].upper() + shown[1:]]
    if value("setting") and value("setting") not in shown:
        parts.append(f"setting: {value('setting')}")
    parts += [f"{name}: {value(name)}" for name in _LOOKS if value(name)]
    if value("text"):
        parts.append(f"with exactly these words printed: “{value('text')}”")
    parts += [
        f"reference {reference.role}: {reference.label}"
        for reference in context.references
        if reference.label
    ]
    if value("exclude"):
        parts.append(f"nothing of this: {value('exclude')}")
    if panel is not None and panel.label and panel.slots:
        parts.append(f"this is the picture “{panel.label}” of a series with one look")
    return ". ".join(parts) + "."
