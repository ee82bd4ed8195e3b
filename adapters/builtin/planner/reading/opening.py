"""The frame of a request: "can you please draw me a picture of ... thanks!". Finds it and takes it off."""

import re
from collections.abc import Mapping

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found
from agent.text.words import Token, tokenise

SHOUT_CHARS_MIN = 12
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
    return bool(kinds_of_opening(text, language) & {"draw"}) or _verb_behind(text, language) is not None


def kinds_of_opening(text: str, language: str) -> set[str]:
    """Which kinds of words open it: "polite", "asking", "draw"."""
    return _opening(text, language)[1]


def without_opening(text: str, language: str) -> str:
    """The text after its opening, and after whatever leads up to "a picture of"."""
    end = max(_opening(text, language)[0], _frame_end(text, language))
    rest = text[end:].lstrip(" ,;:.!?-") if end else text
    behind = _verb_behind(rest, language)
    if behind is None:
        return rest
    kept = rest[: tokenise(rest)[behind.first].start].rstrip()
    named = grammar.things().whole(kept.rsplit(" ", 1)[-1]) is not None  # 고양이 ends as if it had one
    return _PARTICLE.sub("", kept) if language in ("ja", "ko") and not named else kept


def _frame_end(text: str, language: str) -> int:
    """Where what is to be drawn begins behind "my friend would really love a picture of"; 0 where nothing of the kind leads to it."""
    tokens = tokenise(text)
    start = -1
    for position in range(min(len(tokens), FRAME_WORDS_MAX)):
        if position and _STOP.search(text[tokens[position - 1].end : tokens[position].start]):
            return 0
        how = grammar.styles(language).at(tokens, position) is not None
        if grammar.is_any(tokens, position, language, "determiner") or (how and start < 0):
            start = position  # of "a watercolour painting of", whose own words say how it looks
        noun = grammar.words("picture", language).at(tokens, position)
        of = grammar.words("of", language).at(tokens, noun.last) if noun else None
        if of is not None and of.last < len(tokens) and of.value not in grammar.word_set("means_with"):
            return tokens[start].start if start > 0 else 0
        if grammar.thing_at(tokens, position, language) is not None and noun is None and not how:
            return 0
    return 0


def _verb_behind(text: str, language: str) -> Found[str] | None:
    if language not in ("ja", "ko", "hi", "tr"):
        return None
    tokens = tokenise(without_closing(text, language))
    found = grammar.words("draw", language).before(tokens, len(tokens))
    return found if found is not None and found.first > 0 else None


def _opening(text: str, language: str) -> tuple[int, set[str]]:
    """Where the opening ends, and which kinds of words it held. Chinese openings may stand right before the noun."""
    tokens = tokenise(text)
    position, kinds = 0, set[str]()
    while position < len(tokens):
        kind, last = _opener(tokens, position, language)
        if not kind or (kind == "draw" and "draw" in kinds):
            break
        kinds.add(kind)
        position = last
    if position and position == len(tokens) and kinds == {"draw"} and position > 1:
        position = 1
    return (tokens[position - 1].end if position else 0), kinds


def _opener(tokens: tuple[Token, ...], position: int, language: str) -> tuple[str, int]:
    best: tuple[str, int] = ("", position)
    for spoken in dict.fromkeys((language, "en")):
        own = ("polite", "anew", "asking", "draw") if position else ("draw", "polite", "anew", "asking")
        for kind in (
            own if spoken == language else ("draw", "asking", "anew")
        ):  # first, German "mal" is an order
            match = grammar.words(kind, spoken).at(tokens, position)
            if match is None or match.last <= best[1] or _is_noun_here(kind, tokens, position, match.last):
                continue
            best = (kind, match.last)
    return best


def _is_noun_here(kind: str, tokens: tuple[Token, ...], position: int, last: int) -> bool:
    """ "sketch of a cat" is a thing, "sketch a cat" an order; "do you like cats" asks."""
    following = tokens[last].norm if last < len(tokens) else ""
    if tokens[position].norm in grammar.word_set("asks_too"):
        return following in grammar.word_set("asked_of")
    return (
        kind == "draw"
        and tokens[position].norm in grammar.word_set("noun_too")
        and following in ("of", "", "style")
    )


def without_closing(text: str, language: str) -> str:
    """Without "please", "thanks!", "for me" at the end."""
    kept = text
    while True:
        tokens = tokenise(kept)
        shorter = _shorter(kept, tokens, language)
        if shorter == kept:
            return kept
        kept = shorter


def _shorter(text: str, tokens: tuple[Token, ...], language: str) -> str:
    for spoken in dict.fromkeys((language, "en")):
        for kind in ("closing", "for_me", "instead_behind", *(("draw",) if spoken in ("de", "nl") else ())):
            match = grammar.words(kind, spoken).before(tokens, len(tokens))
            if match is not None and match.first > 0 and tokens[-1].norm != "well":
                return text[: tokens[match.first - 1].end]
    return text


def without_picture_of(text: str, language: str) -> str:
    """Without "a picture of", "ein Bild von"."""
    tokens = tokenise(text)
    position = 0
    while position < len(tokens) and grammar.is_any(
        tokens, position, language, "determiner", "vague_kind", "mine"
    ):
        position += 1
    noun = grammar.words("picture", language).at(tokens, position)
    of = grammar.words("of", language).at(tokens, noun.last) if noun else None
    return text[tokens[of.last].start :] if of is not None and of.last < len(tokens) else text


def is_vague(subject: str, language: str) -> bool:
    """ "something", "anything nice for me"."""
    return any(_vague(subject, spoken) is not None for spoken in dict.fromkeys((language, "en")))


def is_left_to_me(subject: str, language: str) -> bool:
    """ "whatever you like", "a surprise"."""
    tokens = tokenise(subject)
    book = grammar.spoken("your_choice", language)
    return any(book.at(tokens, start) is not None for start in range(min(2, len(tokens))))


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
        return "" if noun is not None and noun.last == len(tokens) else None
    position = match.last
    while position < len(tokens) and grammar.is_any(tokens, position, language, "vague_kind", "joiner"):
        position += 1
    of = grammar.words("of", language).at(tokens, position)
    position = of.last if of is not None else position
    return subject[tokens[position].start :] if position < len(tokens) else ""


def leading_pronoun(subject: str, language: str) -> int:
    """Where the pronoun that the subject begins with ends, as a character offset; 0 for none."""
    tokens = tokenise(subject)
    sure = grammar.words("object_pronoun", language).at(tokens, 0)
    if sure is not None and not grammar.is_any(tokens, sure.last, language, "indefinite"):
        return tokens[sure.last - 1].end
    found = grammar.spoken("pronoun", language).at(tokens, 0)
    if found is None or (found.last < len(tokens) and not _parts_after(tokens, found.last, language)):
        return 0
    return tokens[found.last - 1].end


def _parts_after(tokens: tuple[Token, ...], position: int, language: str) -> bool:
    """Whether what follows is said of somebody, so that "that" is no article: "that cat" is one cat, "her at the beach" is her."""
    names = (
        "place_preposition",
        "joiner",
        "has",
        "attribute_opens",
        "without",
        "of",
        "in_a_role",
        "polite",
        "closing",
    )
    word = tokens[position].norm
    return (
        word.endswith("ing")
        or grammar.is_any(tokens, position, language, *names)
        or word in grammar.word_set("ties_on")
    )
