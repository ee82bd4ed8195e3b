"""The frame of a request: "can you please draw me a picture of ... thanks!". Finds it and takes it off."""

import re
from collections.abc import Mapping
from functools import cache

from adapters.builtin.planner_rules import grammar
from adapters.builtin.planner_rules.grammar import frame, frames
from adapters.builtin.planner_rules.tokens import Token, tokenise

SHOUT_CHARS_MIN = 12
_MENTION = re.compile(r"<[@#:!&a-z_A-Z0-9]*\d+>|(?<![\w@])@[\w.-]{2,32}:?|https?://\S+")
_WHOLE_WORDS: Mapping[str, str] = {
    "smth": "something", "sth": "something", "smthn": "something", "smn": "someone", "ppl": "people", "u": "you", "ur": "your",
    "urself": "yourself", "pls": "please", "plz": "please", "plss": "please", "gimme": "give me",
    "lemme": "let me", "shes": "she's", "hes": "he's", "theyre": "they're", "dont": "don't", "doesnt": "doesn't", "cant": "can't",
    "thats": "that's", "whats": "what's", "abt": "about", "w/": "with", "w/o": "without", "tho": "though", "bday": "birthday",
    "pfp": "profile picture", "fav": "favourite", "kinda": "kind of",
}  # fmt: skip
"""How people shorten in chat, where the short form means nothing in another of the six languages."""
_SHORT = re.compile(
    rf"(?<![\w'./])(?:{'|'.join(re.escape(word) for word in sorted(_WHOLE_WORDS, key=len, reverse=True))})(?![\w'])",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"([\"“”«»„][^\"“”«»„]*[\"“”«»„])")
_OPENERS = ("polite", "asking", "draw")
_CLOSERS = ("closing",)
_FOR_ME = frame("for_me")

PRONOUNS: Mapping[str, re.Pattern[str]] = frames("pronouns")
"""Words at the start of a subject that stand for somebody before."""


def cleaned(text: str) -> str:
    """One line break style, no mentions and addresses, straight apostrophes, nothing shouted."""
    plain = re.sub(r"[ \t]+", " ", _MENTION.sub(" ", text.replace("’", "'").replace("\r", "\n"))).strip()
    plain = _in_full(plain)
    return plain.lower() if plain.isupper() and len(plain) > SHOUT_CHARS_MIN and '"' not in plain else plain


def _in_full(text: str) -> str:
    """ "can u draw smth w/ ppl" in whole words; what stands in quotation marks is to be printed as it is."""
    pieces = _QUOTES.split(text)
    pieces[::2] = [_SHORT.sub(lambda match: _spelt(match[0]), piece) for piece in pieces[::2]]
    return "".join(pieces)


def _spelt(short: str) -> str:
    whole = _WHOLE_WORDS[short.lower()]
    return f"{whole[0].upper()}{whole[1:]}" if short[0].isupper() and len(short) > 1 else whole


def starts_with_wish(text: str, language: str) -> bool:
    """Whether it opens with "draw", "can you paint", "I want a picture of"."""
    return "draw" in _opening(text, language)[1]


def without_opening(text: str, language: str) -> str:
    """The text after its opening."""
    end, _ = _opening(text, language)
    return text[end:].lstrip(" ,;:.!?-") if end else text


def _opening(text: str, language: str) -> tuple[int, set[str]]:
    """Where the opening ends, and which kinds of words it held. Chinese openings may stand right before the noun."""
    tokens = tokenise(text)
    position, kinds = 0, set[str]()
    while position < len(tokens):
        kind, last = _opener(tokens, position, language)
        if not kind or (kind == "draw" and "draw" in kinds and not _is_polite_after(tokens, position)):
            break
        kinds.add(kind)
        position = last
    if position and position == len(tokens) and kinds == {"draw"} and position > 1:
        position = 1
    return (tokens[position - 1].end if position else 0), kinds


def _is_polite_after(tokens: tuple[Token, ...], position: int) -> bool:
    """A second "make": "can you do a drawing"; never swallow a thing called "sketch"."""
    return False


def _opener(tokens: tuple[Token, ...], position: int, language: str) -> tuple[str, int]:
    best: tuple[str, int] = ("", position)
    for spoken in dict.fromkeys((language, "en")):
        for kind in _OPENERS if spoken == language else ("draw", "asking"):
            match = grammar.words(kind, spoken).at(tokens, position)
            if (
                match is not None
                and match.last > best[1]
                and not _is_noun_here(kind, tokens, position, match.last)
            ):
                best = (kind, match.last)
    return best


def _is_noun_here(kind: str, tokens: tuple[Token, ...], position: int, last: int) -> bool:
    """ "sketch of a cat" is a thing, "sketch a cat" an order."""
    following = tokens[last].norm if last < len(tokens) else ""
    return (
        kind == "draw"
        and tokens[position].norm in grammar.word_set("noun_too")
        and following in ("of", "", "style")
    )


def without_closing(text: str, language: str) -> str:
    """Without "please", "thanks!", "for me" at the end."""
    kept = _FOR_ME.sub("", text)
    while True:
        tokens = tokenise(kept)
        shorter = _shorter(kept, tokens, language)
        if shorter == kept:
            return kept
        kept = shorter


def _shorter(text: str, tokens: tuple[Token, ...], language: str) -> str:
    for spoken in dict.fromkeys((language, "en")):
        for kind in (*_CLOSERS, "draw") if spoken == "de" else _CLOSERS:
            match = grammar.words(kind, spoken).before(tokens, len(tokens))
            if match is not None and match.first > 0 and tokens[-1].norm not in ("well",):
                return text[: tokens[match.first - 1].end]
    return text


@cache
def _picture_of(language: str) -> re.Pattern[str]:
    nouns = "|".join(re.escape(word) for word in grammar.listed("picture", language))
    return re.compile(frames("picture_of")[language].pattern.replace("{noun}", nouns), re.IGNORECASE)


def without_picture_of(text: str, language: str) -> str:
    """Without "a picture of", "ein Bild von"."""
    match = _picture_of(language).match(text)
    return text[match.end() :] if match and re.search(r"\w", text[match.end() :]) else text


def is_vague(subject: str, language: str) -> bool:
    """ "something", "anything nice for me"."""
    return any(_vague(subject, spoken) is not None for spoken in dict.fromkeys((language, "en")))


def is_left_to_me(subject: str, language: str) -> bool:
    """ "whatever you like", "a surprise"."""
    tokens = tokenise(subject)
    return any(
        grammar.words("your_choice", spoken).at(tokens, start) is not None
        for spoken in dict.fromkeys((language, "en"))
        for start in range(min(2, len(tokens)))
    )


def of_vague(subject: str, language: str) -> str:
    """What the something is about: "something with cats" -> "cats"; "" when it says no more."""
    for spoken in dict.fromkeys((language, "en")):
        rest = _vague(subject, spoken)
        if rest is not None:
            return rest
    return ""


def _vague(subject: str, language: str) -> str | None:
    """What is left after the vague word, None when there is none."""
    tokens = tokenise(subject)
    start = 1 if tokens and grammar.words("determiner", language).get([tokens[0].norm]) else 0
    match = grammar.words("vague", language).at(tokens, start) or grammar.words("vague", language).at(
        tokens, 0
    )
    if match is None:
        while (kind := grammar.words("vague_kind", language).at(tokens, start)) is not None:
            start = kind.last
        noun = grammar.words("picture", language).at(tokens, start)
        return "" if noun is not None and noun.last == len(tokens) and len(tokens) > 0 else None
    position = match.last
    while position < len(tokens):
        kind = grammar.words("vague_kind", language).at(tokens, position) or grammar.words(
            "joiner", language
        ).at(tokens, position)
        if kind is None:
            break
        position = kind.last
    of = grammar.words("of", language).at(tokens, position)
    if of is not None:
        position = of.last
    return subject[tokens[position].start :] if position < len(tokens) else ""
