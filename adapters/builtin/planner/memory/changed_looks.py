"""What is no longer so of somebody known: "Luna's hair is red now"."""

import re
from collections.abc import Collection

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.memory.introductions import is_passing
from agent.domain.generation import Statement
from agent.text.words import normalised, tokenise


def changed(said: str, names: Collection[str], language: str) -> Statement | None:
    """What is no longer so of one of the known `names`: "Rocko doesn't wear a scarf any more", "Luna's hair is red now"."""
    text = said.strip().rstrip(" .!")
    tokens = tokenise(text)
    lead = grammar.spoken("changed_my_mind", language).at(tokens, 0)
    text = text[tokens[lead.last].start :] if lead and lead.last < len(tokens) else text
    tokens = tokenise(text)
    first = tokens[0].norm if tokens else ""
    name = next((one for one in names if normalised(one) in (first, first.removesuffix("'s"))), None)
    if name is None:
        return None
    if first.endswith("'s"):
        return _part_changed(text, name, has_lead=lead is not None, language=language)
    rest = text[tokens[0].end :].strip()
    gone = next(
        (
            w
            for w in sorted(grammar.listed("no_longer", language))
            if re.match(rf"{re.escape(w)}\b", rest, re.I)
        ),
        "",
    )
    return Statement(kind="character", name=name, text=rest) if gone else None


def _part_changed(text: str, name: str, *, has_lead: bool, language: str) -> Statement | None:
    """ "Luna's hair is red now"; without "now" or "actually" it may be a scene: "Luna's dress is on fire"."""
    match = re.match(
        r"^\S+'s\s+(?P<part>[\w -]+?)\s+(?:is|are)\s+(?P<look>.+?)(?P<now>\s+now)?$", text, re.IGNORECASE
    )
    if match is None or not (has_lead or match["now"]) or is_passing(match["look"], language):
        return None
    return Statement(kind="character", name=name, text=f"has {match['look']} {match['part']}")
