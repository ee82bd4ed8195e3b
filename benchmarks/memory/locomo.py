"""Reads conversations in the format of LoCoMo (Maharana et al., 2024): turns by session, questions with the turns that answer them.

The data set is CC BY-NC: it is an argument, never part of this project.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from benchmarks.memory.memory_import import Bygone

CATEGORIES = (1, 2, 3, 4)
"""Multi-hop, temporal, open-domain, single-hop; 5 has no answer."""
_EVIDENCE = re.compile(r"D\d+:\d+")
_SESSION = re.compile(r"^session_(\d+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    text: str
    category: int
    evidence: frozenset[str]
    """Ids of the turns that answer it, never empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    id: str
    turns: dict[str, Bygone]
    """By turn id ("D3:11"), in order."""
    questions: tuple[Question, ...]
    ends: datetime


def read_conversations(path: Path) -> list[Conversation]:
    """All of a file. Raises ValueError for what is not in this format."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(data, list):
        raise ValueError(f"{path}: not a list of conversations")
    return [_conversation(entry) for entry in cast("list[dict[str, Any]]", data)]


def _conversation(entry: dict[str, Any]) -> Conversation:
    name = str(entry.get("sample_id", "conversation"))
    turns = dict(_turns(name, entry["conversation"]))
    questions = tuple(_questions(entry["qa"], turns))
    return Conversation(id=name, turns=turns, questions=questions, ends=max(b.at for b in turns.values()))


def _turns(name: str, sessions: dict[str, Any]) -> Iterator[tuple[str, Bygone]]:
    """Each turn as a memory: its session's date, its speaker, its words, and what a picture with it shows."""
    for key, turns in sessions.items():
        match = _SESSION.match(key)
        if match is None:
            continue
        said_on = str(sessions[f"{key}_date_time"])
        begins = datetime.strptime(said_on, "%I:%M %p on %d %B, %Y").replace(tzinfo=UTC)
        for number, turn in enumerate(turns):
            shown = f" [{turn['blip_caption']}]" if turn.get("blip_caption") else ""
            speaker = str(turn["speaker"])
            yield (
                str(turn["dia_id"]),
                Bygone(
                    text=f"[{said_on}] {speaker}: {turn['text']}{shown}",
                    author=f"console:{speaker.lower()}",
                    speaker=speaker,
                    conversation=f"{name}/{match[1]}",
                    at=begins + timedelta(seconds=number),
                ),
            )


def _questions(entries: list[dict[str, Any]], turns: dict[str, Bygone]) -> Iterator[Question]:
    """Those of CATEGORIES with evidence; ids are written in several ways, and some name no turn."""
    for entry in entries:
        evidence = {
            _plain(found) for text in entry.get("evidence") or () for found in _EVIDENCE.findall(str(text))
        }
        known = frozenset(evidence & turns.keys())
        if entry["category"] in CATEGORIES and known:
            yield Question(text=str(entry["question"]), category=int(entry["category"]), evidence=known)


def _plain(turn: str) -> str:
    """ "D8:06" is D8:6."""
    session, number = turn[1:].split(":")
    return f"D{int(session)}:{int(number)}"
