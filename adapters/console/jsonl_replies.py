"""The bot's replies as lines of the scripted chat. Pure."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from adapters.console.jsonl_lines import Spoken
from agent.domain.conversation import Reply, TurnId
from agent.domain.generation import Evidence, GenerationContext, SlotName


def reply_line(
    reply: Reply,
    *,
    message: str,
    turn: TurnId,
    in_reply_to: str | None,
    images: Sequence[Path],
    files: Sequence[Path] = (),
) -> Spoken:
    """`images` and `files` (an export) are where the pictures of the reply were saved."""
    return Spoken(
        type="reply",
        fields={
            "id": message,
            "in_reply_to": in_reply_to,
            "turn": turn,
            "kind": reply.kind,
            "text": reply.text,
            "images": [str(path) for path in images],
            "files": [str(path) for path in files],
            "buttons": [{"id": button.id, "label": button.label} for button in reply.buttons],
            "context": _context(reply),
        },
    )


def note_line(text: str, *, in_reply_to: str) -> Spoken:
    """An answer that needed no turn ("Cancelled."): a reply without an id, for nothing can be replied to it."""
    fields: dict[str, Any] = {
        "id": None,
        "in_reply_to": in_reply_to,
        "turn": None,
        "kind": "text",
        "text": text,
    }
    return Spoken(type="reply", fields={**fields, "images": [], "files": [], "buttons": [], "context": None})


def _context(reply: Reply) -> Mapping[str, Any] | None:
    """What the picture, or the question, rests on; None where the bot only said something."""
    if reply.context is None:
        return None
    return {
        "prompt": reply.context.prompt,
        "slots": {name: _evidence(evidence) for name, evidence in _slots(reply.context).items()},
        "memories": list(reply.memories),
        "assumptions": list(reply.assumptions),
    }


def _slots(context: GenerationContext) -> Mapping[SlotName, Evidence]:
    """The slots, the pictures that are referred to among them: a planner names those apart."""
    shown = [reference for reference in context.references if reference.role not in ("base", "mask")]
    if not shown or context.value("references"):
        return context.slots
    known = all(reference.role == "character" for reference in shown)
    labels = ", ".join(dict.fromkeys(reference.label or reference.role for reference in shown))
    evidence = Evidence(
        value=labels, method="recall" if known else "said", source="memory" if known else "your picture"
    )
    return {**context.slots, "references": evidence}


def _evidence(evidence: Evidence) -> Mapping[str, Any]:
    return {
        "value": evidence.value,
        "method": evidence.method,
        "source": evidence.source,
        "confidence": evidence.confidence,
    }
