"""Pronouns as the object of an order: tied to its verb ("píntalo", "ارسمه"), or the author in a role ("dibújame como un vaquero")."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from adapters.builtin.language import small_words as grammar
from agent.text.words import Token, normalised, tokenise, unaccented

_ORDERS = ("draw", "make", "add", "remove", "replace")
_TO_ME = ("me", "mi")
"""Clitics of Spanish, Portuguese and Italian for the author."""


def untied(text: str, language: str) -> str:
    """ "píntalo en la playa" as "pinta él en la playa", "dessine-la" as "dessine elle", "把它画成水彩" as "画它成水彩": the pronoun
    stands for itself and is no article. A verb that is known with its pronoun stays as it is."""
    if language == "zh":
        return _before_verb().sub(r"\2\1", text, count=1)
    clitics = {
        one: full
        for entry in grammar.listed("object_clitic", language)
        for one, _, full in [entry.partition("=")]
    }
    if not clitics:
        return text
    tokens = tokenise(text)
    for before, token in reversed([*pairwise(tokens)]):
        if (
            text[before.end : token.start] == "-"
            and token.norm in clitics
            and before.norm in _verbs(language, "draw")
        ):
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
    tokens = tokenise(text)
    polite = _after(tokens, 0, language, "polite")
    starts = (0, polite, _after(tokens, polite, language, "polite", "asking", "anew"))
    shown = (_role_at(tokens, first, language) for first in starts)
    last = next((one for one in shown if one is not None), None)
    return None if last is None else text[tokens[last].start :] if last < len(tokens) else ""


def _role_at(tokens: Sequence[Token], first: int, language: str) -> int | None:
    """Index of the word after the author, from this word on."""
    alone = grammar.words("self_alone", language).at(tokens, first)
    proclitic = grammar.words("to_me", language).at(tokens, first)
    start = proclitic.last if proclitic is not None else first  # Portuguese "me desenha"
    verb = grammar.spoken("draw", language).at(tokens, start)
    if alone is not None and _is_role(tokens, alone.last, language):
        return alone.last
    behind = grammar.words("draw", language).before(tokens, len(tokens)) if verb is None else None
    last = verb.last if verb is not None else first if behind is not None else None
    if last is None:
        return None
    object_ = grammar.words("self_object", language).at(tokens, last)
    if object_ is not None:
        return object_.last
    to_me = grammar.words("to_me", language).at(tokens, last)
    tied = verb is not None and any(_is_to_me(one.norm, language) for one in tokens[first : verb.last])
    end = to_me.last if to_me is not None else last if tied else None
    return end if end is not None and _is_role(tokens, end, language) else None


def _after(tokens: Sequence[Token], position: int, language: str, *names: str) -> int:
    while found := next((f for n in names if (f := grammar.words(n, language).at(tokens, position))), None):
        position = found.last
    return position


def _is_to_me(word: str, language: str) -> bool:
    """ "me" of "draw me", and the end of "dibújame"."""
    tied = language in ("es", "it") and any(
        unaccented(word).removesuffix(one) in _verbs(language) for one in _TO_ME if word.endswith(one)
    )
    return tied or grammar.words("to_me", language).get([word]) is not None


def _is_role(tokens: Sequence[Token], position: int, language: str) -> bool:
    return grammar.spoken("in_a_role", language).at(tokens, position) is not None
