"""The prompt habits of other tools, put into plain words: `/imagine`, `--ar 16:9`, `(word:1.3)`, "Negative prompt: ...", "masterpiece"."""

import re
from dataclasses import dataclass, replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.reading.lettering import QUOTED

_COMMAND = re.compile(
    r"^\s*[/!](?:imagine|prompt|generate|gen|create|dream|draw)\b(?:\s*prompt:)?\s*", re.IGNORECASE
)
_FLAG = re.compile(r"(?<!\S)(?:--|—|–)(?P<name>[a-z]+)(?:[ =]+(?P<value>(?!--)[^\s,]+))?", re.IGNORECASE)
_NO = re.compile(r"(?<!\S)(?:--|—)no\s+(?P<what>[^-\n]+)", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"[\s,.;]*negative(?:[ _]prompt)?\s*:\s*(?P<what>[^\n]*?)(?=\n|\bsteps\s*:|$)", re.IGNORECASE
)
_SETTINGS = re.compile(
    r"[\s,]*\b(?:steps|sampler|cfg scale|seed|size|model|clip skip|denoising strength|schedule type|model hash)\s*:\s*[^,\n]+",
    re.IGNORECASE,
)
_WEIGHT = re.compile(
    r"\(([^():]+):\s*\d*\.?\d+\)|\[([^\[\]:]+)\]|\({1,3}([^()]+?)\){1,3}(?=\s*,|\s*$)|\{([^{}]+)\}"
)
_MODEL = re.compile(r"<(?:lora|lyco|hypernet):[^>]*>|\b(?:BREAK|AND)\b")
_DOUBLE = re.compile(r"::\s*-?\d*\.?\d*")
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
    said, found = _COMMAND.sub("", text), ""
    excluded: list[str] = []
    for pattern in (_NO, _NEGATIVE):
        for match in pattern.finditer(said):
            excluded += _listed(match["what"])
        said = pattern.sub(" ", said)
    for match in _FLAG.finditer(said):
        if match["name"].lower() in ("ar", "aspect") and match["value"]:
            found = match["value"]
    said = _FLAG.sub(" ", _MODEL.sub(" ", _DOUBLE.sub(",", said)))
    if excluded or re.search(r"\b(?:steps|sampler|cfg scale)\s*:", said, re.IGNORECASE):
        said = _SETTINGS.sub("", said)
    said = _WEIGHT.sub(lambda match: next(group for group in match.groups() if group), said)
    said, praised = _without_praise(said)
    is_prompt = said != text and (praised > 1 or bool(found or excluded) or _COMMAND.match(text) is not None)
    tidied = re.sub(r"\s*,(?:\s*,)+", ",", " ".join(said.split())).strip(" ,") if said != text else text
    return Plain(
        text=tidied, ratio=found, excluded=tuple(dict.fromkeys(excluded))[:EXCLUDED_MAX], is_prompt=is_prompt
    )


def _listed(words: str) -> list[str]:
    """What a negative prompt rules out and a person would name; its "bad anatomy" is no thing."""
    parts = [
        _WEIGHT.sub(lambda m: next(g for g in m.groups() if g), part).strip(" .") for part in words.split(",")
    ]
    return [
        part for part in parts if part and not set(part.lower().split()) & grammar.word_set("prompt_faults")
    ]


def _without_praise(text: str) -> tuple[str, int]:
    """Without the parts that only praise the picture to be ("masterpiece, 8k, best quality"), and how many there were."""
    parts = text.split(",")
    kept = [part for part in parts if part.strip().lower() not in grammar.word_set("prompt_praise")]
    return (",".join(kept), len(parts) - len(kept)) if kept else (text, 0)
