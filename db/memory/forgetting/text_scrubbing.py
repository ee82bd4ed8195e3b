"""Takes what is forgotten out of texts and JSON documents that quote it.

Pure. What rests on a forgotten memory goes (a slot filled from it, a line that names it); what quotes its words has them replaced.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

GONE = "[forgotten]"
PHRASE_CHARS_MIN = 2
WORDS_ONLY_CHARS_MAX = 24
"""Shorter phrases are replaced as whole words only: forgetting "Al" must not touch "also"."""
STRUCTURE = frozenset(
    (
        "kind", "action", "method", "intent", "route", "role", "slot", "scope", "state", "verdict", "end", "id", "turn", "message",
        "asker", "owner", "author", "reply_to", "at", "expires_at",
    )
)  # fmt: skip
"""Keys whose values are our own words, ids and times: a memory may be the word "said", and the document must stay readable."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is to be scrubbed: ids of memories, and the words they were told and shown in."""

    ids: frozenset[str]
    phrases: tuple[str, ...]

    @classmethod
    def of(cls, ids: Iterable[str], phrases: Iterable[str]) -> "Forgotten":
        """Longest phrases first, so that a sentence goes before the name in it."""
        kept = {p.strip() for p in phrases if len(p.strip()) >= PHRASE_CHARS_MIN and p.strip() != GONE}
        return cls(frozenset(ids), tuple(sorted(kept, key=lambda p: (-len(p), p))))

    def with_phrases(self, phrases: Iterable[str]) -> "Forgotten":
        return Forgotten.of(self.ids, (*self.phrases, *phrases))


def scrubbed_text(text: str, forgotten: Forgotten) -> str:
    for phrase in forgotten.phrases:
        text = _pattern(phrase).sub(GONE, text)
    return text


def scrubbed(document: Any, forgotten: Forgotten) -> Any:
    """A copy of a JSON document, at any depth: slots resting on a forgotten memory are left out, and so are buttons for it."""
    match document:
        case str():
            return GONE if document in forgotten.ids else scrubbed_text(document, forgotten)
        case list():
            items = cast("list[Any]", document)
            return [scrubbed(item, forgotten) for item in items if not _rests_on(item, forgotten)]
        case dict():
            entries = cast("dict[str, Any]", document)
            return {
                key: value if key in STRUCTURE and isinstance(value, str) else scrubbed(value, forgotten)
                for key, value in _with_the_others(entries, forgotten).items()
                if key == "args" or not _rests_on(value, forgotten)
            }
        case _:
            return document


def values_resting_on(document: Any, ids: frozenset[str]) -> list[str]:
    """What slots filled from these memories say: the prompt and the caption repeat it."""
    found: list[str] = []
    match document:
        case list():
            for item in cast("list[Any]", document):
                found += values_resting_on(item, ids)
        case dict():
            entries = cast("dict[str, Any]", document)
            if entries.get("memory") in ids and not entries.get("characters"):
                found += [value for value in _said(entries) if value]
            for value in entries.values():
                found += values_resting_on(value, ids)
        case _:
            pass
    return found


def _said(evidence: Mapping[str, Any]) -> Sequence[str]:
    """Of an Evidence, a Character, a Candidate or a Noted."""
    source = str(evidence.get("source") or "").removeprefix("memory: ")
    words = [str(evidence.get(key) or "") for key in ("value", "description")]
    return [*words, source if len(source) > WORDS_ONLY_CHARS_MAX else ""]


def _rests_on(value: Any, forgotten: Forgotten) -> bool:
    """A slot, a candidate or a note of a forgotten memory, or a button for it."""
    if not isinstance(value, dict):
        return False
    entries = cast("dict[str, Any]", value)
    if entries.get("characters"):
        return all(_rests_on(one, forgotten) for one in entries["characters"])
    return entries.get("memory") in forgotten.ids or (
        "label" in entries and _rests_on(entries.get("args"), forgotten)
    )


def _with_the_others(entries: dict[str, Any], forgotten: Forgotten) -> dict[str, Any]:
    """Of a slot that tells of several characters: who is left, and the first memory of theirs."""
    people = cast("list[dict[str, Any]]", entries.get("characters") or [])
    kept = [one for one in people if not _rests_on(one, forgotten)]
    if len(kept) == len(people):
        return entries
    return {
        **entries,
        "characters": kept,
        "memory": next((m for one in kept if (m := one.get("memory"))), None),
    }


def _pattern(phrase: str) -> re.Pattern[str]:
    """Whatever the case and the spacing."""
    body = r"\s+".join(re.escape(part) for part in phrase.split())
    if len(phrase) <= WORDS_ONLY_CHARS_MAX:
        body = rf"(?<!\w){body}(?!\w)"
    return re.compile(body, re.IGNORECASE)
