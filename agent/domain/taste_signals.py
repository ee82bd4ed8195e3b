"""What counts as a signal of taste in what a person said and did, and what a batch of turns says to a distiller.

Pure. Only the person's own words and choices: never quoted text, what memory or the web gave, other people's words, or the bot's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.domain.conversation import AuthorId, Pressed, Request, Said, TurnId
from agent.domain.generation import GenerationContext, Intent, SlotName
from agent.text.forgotten_marks import FORGOTTEN

TURNS_PER_BATCH_MIN = 5
"""Turns that must have come together before anything is distilled: one small call for several turns."""
TURNS_PER_BATCH_MAX = 40
"""Turns of one distilling, the oldest first; the rest waits for the next."""
BATCHES_PER_RUN_MAX = 20
"""Authors of one run of the timer (what one said in private counts as another's)."""
LINE_CHARS_MAX = 300
"""Of one turn's words: taste is said in short."""
TO_CHOOSE_FROM = "to choose from"
"""Source of the slot in which a draft differs from the others: picking it is a choice of its value."""

TASTE_SLOTS: tuple[SlotName, ...] = ("style", "palette", "composition", "format", "time", "exclude")
"""What is learnt of a picture: how it looks, never whom or what it shows."""
_CHOOSING = ("again", "vary", "pick", "remember_style", "like")
_NOT_LEARNT_FROM: tuple[Intent, ...] = ("remember", "forget", "refuse")
"""These have their own way into memory, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticedTurn:
    """One turn as it is learnt from."""

    turn: TurnId
    request: Request
    chosen: GenerationContext | None = None
    """Of the picture whose button was pressed, if it was drawn for this person."""
    own: str = ""
    """What the person wrote in that conversation, to tell their words in a picture's slots from those of others who shared it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Turns of one person that are distilled together: all said in private, or none."""

    author: AuthorId
    private: bool
    turns: tuple[NoticedTurn, ...]
    """Oldest first."""


def has_signal(request: Request, intent: Intent | None) -> bool:
    """Whether a turn is worth noticing. `intent` is its plan's, None where it needed none."""
    if intent in _NOT_LEARNT_FROM:
        return False
    match request:
        case Said():
            return bool(_own_text(request))
        case Pressed(action="answer"):
            return request.args.get("slot") in TASTE_SLOTS
        case Pressed(action="refine", text=text):
            return bool(_unquoted(text))
        case Pressed(action=action):
            return action in _CHOOSING
        case _:
            return False


def lines_of(batch: Batch) -> Sequence[str]:
    """What the batch says, a line a turn; turns that say nothing (any more) are left out."""
    lines = [line_of(turn) for turn in batch.turns]
    return [line for line in lines if line and FORGOTTEN not in line]


def line_of(noticed: NoticedTurn) -> str:
    """One turn's words, or its choice as "style: watercolour; palette: muted"; "" when it says nothing."""
    match noticed.request:
        case Said() as said:
            return _own_text(said)
        case Pressed(action="refine", text=text):
            return _unquoted(text)
        case Pressed(action="answer", args=args):
            slot, value = args.get("slot", ""), args.get("value", "")
            return f"{slot}: {value}"[:LINE_CHARS_MAX] if slot in TASTE_SLOTS and value else ""
        case Pressed(action=action) if action in _CHOOSING and noticed.chosen is not None:
            return _chosen(noticed.chosen, noticed.own, picked=action == "pick")
        case _:
            return ""


def _chosen(context: GenerationContext, own: str, *, picked: bool) -> str:
    """The look of a picture as far as this person named it, or picked it among drafts."""
    words = " ".join(_unquoted(own, limit=None).casefold().split())
    looks: list[str] = []
    for name in TASTE_SLOTS:
        evidence = context.slots.get(name)
        if evidence is None or evidence.memories:
            continue
        is_pick = picked and evidence.method == "assume" and evidence.source == TO_CHOOSE_FROM
        is_named = evidence.method in ("said", "ask") and " ".join(evidence.value.casefold().split()) in words
        if evidence.value and (is_pick or is_named):
            looks.append(f"{name}: {evidence.value}")
    return "; ".join(looks)[:LINE_CHARS_MAX]


def _own_text(said: Said) -> str:
    """A request in words; commands other than /draw say what they mean to memory themselves."""
    if said.command is None:
        return _unquoted(said.text)
    return _unquoted(said.command.argument) if said.command.name == "draw" else ""


def _unquoted(text: str, *, limit: int | None = LINE_CHARS_MAX) -> str:
    """On one line, without the lines that quote somebody."""
    kept = [line for line in text.splitlines() if not line.lstrip().startswith(">")]
    return " ".join(" ".join(kept).split())[:limit]
