"""Pronouns as the object of an order: tied to its verb ("píntalo", "ارسمه"), or the author in a role ("dibújame como un vaquero")."""

from collections.abc import Sequence
from functools import cache

from adapters.builtin.language import small_words as grammar
from agent.text.words import Token, normalised, tokenise, unaccented

_ORDERS = ("draw", "make", "add", "remove", "replace")
_TO_ME = ("me", "mi")
"""Clitics of Spanish, Portuguese and Italian for the author."""


def untied(text: str, language: str) -> str:
    """ "píntalo en la playa" as "pinta lo en la playa"; a verb that is known with its pronoun stays as it is."""
    clitics = grammar.listed("object_clitic", language)
    if not clitics:
        return text
    for token in reversed(tokenise(text)):
        word = text[token.start : token.end]
        clitic = next((one for one in clitics if token.norm.endswith(one)), "")
        stem = unaccented(token.norm.removesuffix(clitic))
        if clitic and stem in _verbs(language) and unaccented(token.norm) not in _verbs(language):
            cut = token.start + len(word) - len(clitic)
            text = f"{text[:cut].rstrip('-')} {text[cut:]}"
    return text


@cache
def _verbs(language: str) -> frozenset[str]:
    """Single verbs of ordering, without accents: a clitic moves them ("pinta", "píntalo")."""
    listed = (word for name in _ORDERS for word in grammar.listed(name, language))
    return frozenset(unaccented(normalised(word)) for word in listed if " " not in word)


def author_in_a_role(text: str, language: str) -> str | None:
    """What follows the author where they are what is to be shown: "as a pirate" of "draw me as a pirate" and "me as a pirate", the rest of
    "нарисуй меня ..." and "私を...描いて"; None where the author is not, as in "draw me a cat"."""
    tokens = tokenise(text)
    first = _after(tokens, 0, language, "polite", "asking", "anew")
    alone = grammar.words("self_alone", language).at(tokens, first)
    if alone is not None and _is_role(tokens, alone.last, language):
        return text[tokens[alone.last].start :]
    verb = grammar.spoken("draw", language).at(tokens, first)
    before = grammar.words("to_me", language).at(tokens, first) if verb is None else None
    if before is not None:  # Portuguese "me desenha"
        verb = grammar.words("draw", language).at(tokens, before.last)
        return _role(text, tokens, verb.last, language) if verb is not None else None
    behind = grammar.words("draw", language).before(tokens, len(tokens)) if verb is None else None
    last = verb.last if verb is not None else first if behind is not None else None
    if last is None:
        return None
    shown = grammar.words("self_object", language).at(tokens, last)
    if shown is not None:
        return text[tokens[shown.last].start :] if shown.last < len(tokens) else ""
    to_me = grammar.words("to_me", language).at(tokens, last)
    if to_me is not None:
        return _role(text, tokens, to_me.last, language)
    ends_in_me = verb is not None and _is_to_me(tokens[verb.last - 1].norm, language)
    return _role(text, tokens, last, language) if ends_in_me else None


def _after(tokens: Sequence[Token], position: int, language: str, *names: str) -> int:
    while found := next((f for n in names if (f := grammar.words(n, language).at(tokens, position))), None):
        position = found.last
    return position


def _is_to_me(word: str, language: str) -> bool:
    """ "me" of "draw me", and the end of "dibújame"."""
    known = grammar.words("to_me", language)
    return known.get([word]) is not None or (
        language in ("es", "it")
        and any(unaccented(word).removesuffix(me) in _verbs(language) for me in _TO_ME)
    )


def _is_role(tokens: Sequence[Token], position: int, language: str) -> bool:
    return grammar.spoken("in_a_role", language).at(tokens, position) is not None


def _role(text: str, tokens: Sequence[Token], position: int, language: str) -> str | None:
    return text[tokens[position].start :] if _is_role(tokens, position, language) else None
