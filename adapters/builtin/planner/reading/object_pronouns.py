"""Pronouns as the object of an order: tied to its verb ("píntalo", "ارسمه"), or the author in a role ("dibújame como un vaquero")."""

import re
from functools import cache
from itertools import pairwise

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from agent.text.words import normalised, tokenise, unaccented

_ORDERS = ("draw", "make", "add", "remove", "replace")
_TO_ME = ("me", "mi")
"""Clitics of Spanish, Portuguese and Italian for the author."""


def untied(text: str, language: str) -> str:
    """ "píntalo en la playa" as "pinta él en la playa", "dessine-la" as "dessine elle", "把它画成水彩" as "画它成水彩": the pronoun
    stands for itself and is no article. A verb that is known with its pronoun stays as it is."""
    if language == "zh":
        return _before_verb().sub(r"\2\1", text, count=1)
    entries = (entry.partition("=") for entry in grammar.listed("object_clitic", language))
    clitics = {one: full for one, _, full in entries}
    if not clitics:
        return text
    tokens = tokenise(text)
    for before, token in reversed([*pairwise(tokens)]):
        tied = text[before.end : token.start] == "-" and token.norm in clitics
        if tied and before.norm in _verbs(language, "draw"):
            text = f"{text[: before.end]} {clitics[token.norm]}{text[token.end :]}"
    for token in reversed(tokenise(text)):
        clitic = next((one for one in clitics if token.norm.endswith(one)), "")
        stem = unaccented(token.norm.removesuffix(clitic))
        if clitic and stem in _verbs(language, "draw") and unaccented(token.norm) not in _verbs(language):
            verb = unaccented(text[token.start : token.end - len(clitic)])
            text = f"{text[: token.start]}{verb} {clitics[clitic]}{text[token.end :]}"
    return text


@cache
def _before_verb() -> re.Pattern[str]:
    """The object that Chinese puts before its verb by 把."""
    who, verbs = (*grammar.listed("object_pronoun", "zh"), "我"), ("画", "绘制")
    return re.compile(f"把({'|'.join(who)})({'|'.join(verbs)})")


@cache
def _verbs(language: str, *names: str) -> frozenset[str]:
    """Single verbs of ordering, without accents: a clitic moves them ("pinta", "píntalo")."""
    listed = (word for name in names or _ORDERS for word in grammar.listed(name, language))
    return frozenset(unaccented(normalised(word)) for word in listed if " " not in word)


def author_in_a_role(text: str, language: str) -> str | None:
    """What follows the author where they are what is to be shown: "as a pirate" of "draw me as a pirate" and "me as a pirate", the rest of
    "нарисуй меня ..." and "私を...描いて"; None where the author is not, as in "draw me a cat"."""
    line = Line(text, language)
    polite = _past(line, 0, "polite")
    starts = (0, polite, _past(line, polite, "polite", "asking", "anew"))
    shown = (_role_at(line, first) for first in starts)
    last = next((one for one in shown if one is not None), None)
    return None if last is None else line.since(last)


def _past(line: Line, position: int, *names: str) -> int:
    while found := line.own(position, *names):
        position = found.last
    return position


def _role_at(line: Line, first: int) -> int | None:
    """Index of the word after the author, from this word on."""
    alone, proclitic = line.own(first, "self_alone"), line.own(first, "to_me")
    verb = line.at(proclitic.last if proclitic is not None else first, "draw")  # Portuguese "me desenha"
    if alone is not None and line.at(alone.last, "in_a_role"):
        return alone.last
    if verb is None and line.own_before(line.size, "draw") is None:
        return None
    last = verb.last if verb is not None else first
    if (object_ := line.own(last, "self_object")) is not None:
        return object_.last
    to_me = line.own(last, "to_me")
    said = range(first, last)
    tied = verb is not None and any(_is_to_me(line.norm(one), line.language) for one in said)
    end = to_me.last if to_me is not None else last if tied else None
    return end if end is not None and line.at(end, "in_a_role") is not None else None


def _is_to_me(word: str, language: str) -> bool:
    """ "me" of "draw me", and the end of "dibújame"."""
    tied = language in ("es", "it") and any(
        unaccented(word).removesuffix(one) in _verbs(language) for one in _TO_ME if word.endswith(one)
    )
    return tied or grammar.words("to_me", language).get([word]) is not None
