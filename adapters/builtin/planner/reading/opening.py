"""The frame of a request: "can you please draw me a picture of ... thanks!". Finds it and takes it off."""

import re
from collections.abc import Mapping
from functools import lru_cache

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.reading.phrases import VERB_LAST

TEXTS_KEPT = 64
"""The clues of a message ask for the same again and again: 26 times a plan, and each peeled anew."""
SHOUT_CHARS_MIN = 12
SIGH_WORDS_MAX = 2
FRAME_WORDS_MAX = 12
"""Words that may lead up to "a picture of"."""
_STOP = re.compile(r"[.;:!?\n]")
_MENTION = re.compile(r"<[@#:!&a-z_A-Z0-9]*\d+>|(?<![\w@])@[\w.-]{2,32}:?|https?://\S+")
_QUOTES = re.compile(r"([\"“”«»„][^\"“”«»„]*[\"“”«»„])")
_PARTICLE = re.compile(r"(?<=[가-힣])(?:을|를|이|가|의)$|(?<=\w)を$")
"""What Korean and Japanese tie to an object, which the lexicon does not have."""


def cleaned(text: str) -> str:
    """One line break style, no mentions and addresses, straight apostrophes, chat's short forms in full, nothing shouted."""
    plain = re.sub(r"[ \t]+", " ", _MENTION.sub(" ", text.replace("’", "'").replace("\r", "\n"))).strip()
    pieces = _QUOTES.split(plain)
    pieces[::2] = [_in_full(piece) for piece in pieces[::2]]
    plain = "".join(pieces)
    return plain.lower() if plain.isupper() and len(plain) > SHOUT_CHARS_MIN and '"' not in plain else plain


def _in_full(text: str) -> str:
    """ "can u draw smth w/ ppl" in whole words."""
    short: Mapping[str, str] = grammar.pairs("short_forms")
    return re.sub(
        r"(?<![\w'./])[\w']+/?o?(?![\w'])",
        lambda match: (
            short.get(match[0].lower(), match[0])
            if (len(match[0]) > 1 and not _stands_out(match[0], text)) or match[0] == "u"
            else match[0]
        ),
        text,
    )


def _stands_out(word: str, text: str) -> bool:
    """Capitals among small letters are meant as they are: "put HAPPY BDAY on the cake"."""
    return word.isupper() and not text.isupper()


def starts_with_wish(text: str, language: str) -> bool:
    """Whether it opens with "draw", "can you paint", or closes with such a verb where a language puts it last."""
    return "draw" in kinds_of_opening(text, language) or _verb_behind(text, language) is not None


def kinds_of_opening(text: str, language: str) -> set[str]:
    """Which kinds of words open it: "polite", "asking", "draw"."""
    return _opening(Line(text, language))[1]


@lru_cache(maxsize=TEXTS_KEPT)
def without_opening(text: str, language: str) -> str:
    """The text after its opening, and after whatever leads up to "a picture of"."""
    line = Line(text, language)
    end = max(_opening(line)[0], _frame_end(line))
    rest = text[end:].lstrip(" ,;:.!?-") if end else text
    behind = _verb_behind(rest, language)
    if behind is None:
        return rest
    kept = Line(rest, language).until(behind.first).rstrip()
    named = grammar.things().whole(kept.rsplit(" ", 1)[-1]) is not None  # 고양이 ends as if it had one
    return _PARTICLE.sub("", kept) if language in ("ja", "ko") and not named else kept


def _frame_end(line: Line) -> int:
    """Where what is to be drawn begins behind "my friend would really love a picture of"; 0 where nothing of the kind leads to it."""
    start = -1
    for position in range(min(line.size, FRAME_WORDS_MAX)):
        if _STOP.search(line.gap(position)):
            return 0
        how = grammar.styles(line.language).at(line.tokens, position) is not None
        if line.own(position, "determiner") or (how and start < 0):
            start = position  # of "a watercolour painting of", whose own words say how it looks
        noun = line.own(position, "picture")
        of = line.own(noun.last, "of") if noun else None
        if of is not None and of.last < line.size and of.value not in grammar.word_set("means_with"):
            return line.tokens[start].start if start > 0 else 0
        named = grammar.thing_at(line.tokens, position, line.language) is not None
        if named and noun is None and not how:
            return 0
    return 0


def _verb_behind(text: str, language: str) -> Found[str] | None:
    line = Line(without_closing(text, language), language)
    found = line.own_before(line.size, "draw") if language in VERB_LAST else None
    return found if found is not None and found.first > 0 else None


def _opening(line: Line) -> tuple[int, set[str]]:
    """Where the opening ends, and which kinds of words it held. Chinese openings may stand right before the noun."""
    position, kinds = _order_behind_a_sigh(line), set[str]()
    while position < line.size:
        kind, last = _opener(line, position)
        if not kind or (kind == "draw" and "draw" in kinds):
            break
        kinds.add(kind)
        position = last
    position = 1 if position == line.size > 1 and kinds == {"draw"} else position
    return len(line.upto(position)), kinds


def _order_behind_a_sigh(line: Line) -> int:
    """Where "draw a ..." begins behind a word or two that name nobody and nothing: "ugh just draw a cat"; 0 where it does not."""
    for position in range(1, min(line.size, SIGH_WORDS_MAX + 1)):
        word = line.norm(position - 1)
        said = grammar.thing_at(line.tokens, position - 1, line.language) or line.own(
            position - 1, *_SAYS_WHO
        )
        if said or word.endswith("s") or "'" in word:  # "Bob's", "can't"
            return 0
        order = line.own(position, "draw_strong")
        if order is not None and line.own(order.last, "indefinite"):
            return position
    return 0


_SAYS_WHO = (
    "determiner", "mine", "i", "pronoun", "joiner", "draw", "place_preposition", "forget", "remember", "negation",
)  # fmt: skip


def _opener(line: Line, position: int) -> tuple[str, int]:
    best: tuple[str, int] = ("", position)
    own = ("polite", "anew", "asking", "draw") if position else ("draw", "polite", "anew", "asking")
    for spoken in dict.fromkeys((line.language, "en")):  # first, German "mal" is an order
        for kind in own if spoken == line.language else ("draw", "asking", "anew"):
            match = grammar.words(kind, spoken).at(line.tokens, position)
            if match is not None and match.last > best[1] and not _is_noun_here(line, kind, match):
                best = (kind, match.last)
    return best


def _is_noun_here(line: Line, kind: str, match: Found[str]) -> bool:
    """ "sketch of a cat" is a thing, "sketch a cat" an order; "do you like cats" asks."""
    first, following = line.norm(match.first), line.norm(match.last)
    if first in grammar.word_set("asks_too"):
        return following in grammar.word_set("asked_of")
    return kind == "draw" and first in grammar.word_set("noun_too") and following in ("of", "", "style")


@lru_cache(maxsize=TEXTS_KEPT)
def without_closing(text: str, language: str) -> str:
    """Without "please", "thanks!", "for me" at the end."""
    while (shorter := _shorter(Line(text, language))) != text:
        text = shorter
    return text


def _shorter(line: Line) -> str:
    for spoken in dict.fromkeys((line.language, "en")):
        for kind in ("closing", "for_me", "instead_behind", *(("draw",) if spoken in ("de", "nl") else ())):
            match = grammar.words(kind, spoken).before(line.tokens, line.size)
            if match is not None and match.first > 0 and line.norm(line.size - 1) != "well":
                return line.upto(match.first)
    return line.text


def without_picture_of(text: str, language: str) -> str:
    """Without "a picture of", "ein Bild von"."""
    line, position = Line(text, language), 0
    while line.own(position, "determiner", "vague_kind", "mine"):
        position += 1
    noun = line.own(position, "picture")
    of = line.own(noun.last, "of") if noun else None
    return line.since(of.last) or text if of is not None else text


def is_left_to_me(subject: str, language: str) -> bool:
    """ "whatever you like", "a surprise"."""
    line = Line(subject, language)
    return any(line.at(start, "your_choice") for start in range(min(2, line.size)))


def after_vague(subject: str, language: str) -> str | None:
    """What "something", "anything nice for me" is about: "something with cats" -> "cats", "" when it says no more; None where the
    subject is not vague."""
    rests = (_after_vague(Line(subject, spoken)) for spoken in dict.fromkeys((language, "en")))
    return next((rest for rest in rests if rest is not None), None)


def _after_vague(line: Line) -> str | None:
    start = int(line.is_own_word(0, "determiner"))
    match = line.own(start, "vague") or line.own(0, "vague")
    if match is None:
        while (kind := line.own(start, "vague_kind")) is not None:
            start = kind.last
        noun = line.own(start, "picture")
        return "" if noun is not None and noun.last == line.size else None
    position = match.last
    while line.own(position, "vague_kind", "joiner"):
        position += 1
    of = line.own(position, "of")
    return line.since(of.last if of is not None else position)


def leading_pronoun(subject: str, language: str) -> int:
    """Where the pronoun that the subject begins with ends, as a character offset; 0 for none."""
    line = Line(subject, language)
    sure = line.own(0, "object_pronoun")
    if sure is not None and not line.own(sure.last, "indefinite"):
        return len(line.upto(sure.last))
    found = line.at(0, "pronoun")
    if found is None or (found.last < line.size and not _parts_after(line, found.last)):
        return 0
    return len(line.upto(found.last))


def _parts_after(line: Line, position: int) -> bool:
    """Whether what follows is said of somebody, so that "that" is no article: "that cat" is one cat, "her at the beach" is her."""
    word = line.norm(position)
    ties = word.endswith("ing") or word in grammar.word_set("ties_on")
    return ties or line.own(position, *_PARTS) is not None


_PARTS = (
    "place_preposition", "joiner", "has", "attribute_opens", "without", "of", "in_a_role", "polite", "closing",
)  # fmt: skip
