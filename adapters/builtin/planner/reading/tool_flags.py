"""The prompt habits of other tools, put into plain words: `/imagine`, `--ar 16:9`, `(word:1.3)`, "Negative prompt: ...", "masterpiece"."""

import re
from dataclasses import dataclass, replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.frames import frame
from adapters.builtin.planner.reading.lettering import QUOTED

EXCLUDED_MAX = 8
_QUOTED_HERE = 0xE000
"""First of the characters that stand for quoted words: no text has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A prompt as a person would say it."""

    text: str
    ratio: str = ""
    """ "16:9", where a flag said so."""
    excluded: tuple[str, ...] = ()
    is_prompt: bool = False
    """It was written for a tool of that kind: what is in it is to be drawn."""


def plain(text: str) -> Plain:
    """The same text where it has none of these habits. What stands in quotation marks is somebody's words, and stays as it is."""
    quoted = {_QUOTED_HERE + n: match[0] for n, match in enumerate(QUOTED.finditer(text))}
    if not quoted or text.strip() in quoted.values():
        return _plain(text)
    marks = iter(quoted)
    read = _plain(QUOTED.sub(lambda _: chr(next(marks)), text))
    excluded = tuple(words.translate(quoted) for words in read.excluded)
    return replace(read, text=read.text.translate(quoted), excluded=excluded)


def _plain(text: str) -> Plain:
    said, found = frame("tool_command").sub("", text), ""
    excluded: list[str] = []
    for pattern in (frame("tool_no"), frame("tool_negative")):
        for match in pattern.finditer(said):
            excluded += _listed(match["what"])
        said = pattern.sub(" ", said)
    for match in frame("tool_flag").finditer(said):
        if match["name"].lower() in ("ar", "aspect") and match["value"]:
            found = match["value"]
    said = frame("tool_flag").sub(" ", frame("tool_model").sub(" ", frame("tool_double").sub(",", said)))
    if excluded or re.search(r"\b(?:steps|sampler|cfg scale)\s*:", said, re.IGNORECASE):
        said = frame("tool_settings").sub("", said)
    said = _unweighted(said)
    said = frame("tool_tag").sub(_counted, frame("tool_camera").sub("", re.sub(r"[\[\]{}]", "", said)))
    said, praised = _without_praise(said)
    if said == text:
        return Plain(text=text, ratio=found, excluded=tuple(excluded))
    ordered = frame("tool_command").match(text) is not None
    return Plain(
        text=re.sub(r"\s*,(?:\s*,)+", ",", " ".join(said.split())).strip(" ,"), ratio=found,
        excluded=tuple(dict.fromkeys(excluded))[:EXCLUDED_MAX], is_prompt=bool(praised > 1 or found or excluded or ordered),
    )  # fmt: skip


def _counted(tag: re.Match[str]) -> str:
    space, number, noun = tag.groups()
    several = grammar.pairs("plurals").get(noun, f"{noun}s")
    return f"{space}a {noun}" if number == "1" else f"{space}{number} {several}"


def _unweighted(text: str) -> str:
    """ "(word:1.3)" and "[word]" as the word."""
    return frame("tool_weight").sub(lambda match: next(group for group in match.groups() if group), text)


def _listed(words: str) -> list[str]:
    """What a negative prompt rules out and a person would name; its "bad anatomy" is no thing."""
    parts = (_unweighted(part).strip(" .") for part in words.split(","))
    faults = grammar.word_set("prompt_faults")
    return [part for part in parts if part and faults.isdisjoint(part.lower().split())]


def _without_praise(text: str) -> tuple[str, int]:
    """Without the parts that only praise the picture to be ("masterpiece, 8k, best quality"), and how many there were."""
    parts = text.split(",")
    kept = [part for part in parts if part.strip().lower() not in grammar.word_set("prompt_praise")]
    return (",".join(kept), len(parts) - len(kept)) if kept else (text, 0)
