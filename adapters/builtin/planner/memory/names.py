"""Whether a known name stands in a text as somebody's name, or as a word of the language: "a single rose" is no Rose."""

import re
from collections.abc import Iterable, Iterator, Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lexicon import FURTHER_LANGUAGES, LANGUAGES
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.reading import opening
from agent.text.words import normalised

PHRASE_WORDS_MAX = 3
"""Words between an article and its noun: "a single long-stemmed rose"."""
_CAPITAL_NOUNS = ("de",)
"""Languages that write every noun with a capital."""
_NO_CAPITALS = ("ja", "zh", "ko", "ar", "hi")
_NO_ARTICLES = ("ru", "uk", "pl", "tr", "id")
"""Languages where a noun stands bare as a name does: a capital alone tells them apart."""
_ARTICLES = ("the", "la", "el", "le", "der", "die", "das", "o", "a")
_JOINED = ("joins_on", "joiner", "for_whom")
_INNER = {"hi": "\u0900-\u097f", "ar": "\u0600-\u06ff"}
"""Letters of scripts that hang no endings on names."""
_ENDING_CHARS_MAX = 3
NOT = "(?:not|no|nicht|nie|не|pas|niet|bukan|geen|non|não)"
_SEVERAL = re.compile("ами|ями|ах|ях|ов|ів|ам|ям")
"""Cyrillic endings of several: whoever bears the name is one."""
_COMPOUND = re.compile(r"\s+\w+[ıiuü](?:n?[dt][ae]n?|n[ae]|n[ıiuü]n?)?(?!\w)")
""" "pamuk tarlasında": what is small before such a noun says which, in Turkish."""
_CALLED = re.compile(r"^(?:ちゃん|さん|くん|君|様|が|は|と|も|の絵|이가|이는|이랑|씨|아[,! ]|야[,! ])")
"""Behind a name: how people are addressed, and what makes them the subject."""


def meant(text: str, names: Iterable[str], language: str) -> frozenset[str]:
    """Those of the names by which somebody is meant in the text, as they were given. What lies within a longer known name is no name."""
    known = sorted(set(names), key=len, reverse=True)
    taken: list[tuple[int, int]] = []
    found: set[str] = set()
    for name in known:
        places = [one for one in _places(text, name) if not any(a <= one[0] < b for a, b in taken)]
        taken += places
        if any(_is_name(text, start, end, language) for start, end in places):
            found.add(name)
    return frozenset(found)


def short_names(name: str, text: str, language: str) -> Sequence[str]:
    """ "Seraphine" of "Seraphine Duskwhisper", as the text writes it, too: a part of a longer name that is nothing but a name, and part of
    no other there."""
    if len(words := name.split()) == 1:
        return ()
    titles, capital = grammar.word_set("title"), r"[A-ZÀ-ÖØ-ÞА-ЯЁ]"
    alone = (
        word
        for word in words
        if re.search(rf"(?<!\w)(?<!{capital}\w\s){re.escape(word)}(?!\w)(?! {capital})", text)
        and word[:1].isupper()
    )
    return [one for one in alone if normalised(one) not in titles and not is_word(one, language)]


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    if not name.strip():
        return
    for one in re.finditer(re.escape(name), text, re.IGNORECASE):
        if _is_whole(text, *one.span()):
            yield one.span()


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on around these letters, but for what a language hangs on its names."""
    before, behind = text[:start][-1:], text[end:]
    letter = text[start]
    if re.match(r"[\u3040-\u30ff\u3400-\u9fff]", letter):
        return True
    if re.match(r"[\uac00-\ud7af]", letter):
        return not re.match(r"[\uac00-\ud7af]", before)
    for inner in _INNER.values():
        if re.match(f"[{inner}]", letter):
            led = re.search(rf"(?<![{inner}])[وفبلك]$", text[:start]) is not None
            return (led or not re.match(f"[{inner}]", before)) and not re.match(f"[{inner}]", behind)
    hung = re.match(r"\w*", behind)
    if re.match(r"[а-яёіїєґ]", letter, re.IGNORECASE):
        ending = hung[0] if hung else ""
        several = _SEVERAL.fullmatch(ending) and letter.islower()
        return not (re.match(r"\w", before) or several) and len(ending) <= _ENDING_CHARS_MAX
    return not re.match(r"\w", before) and not re.match(r"[a-z\u00c0-\u024f\d]", behind, re.IGNORECASE)


def _is_name(text: str, start: int, end: int, language: str) -> bool:
    before, behind = Line(text[:start], language), Line(text[end:], language)
    if _is_ruled_out(before, behind) or _is_a_relative_of(text[end:]) or _is_a_verb(before, behind):
        return False
    if _is_in_a_phrase(text, start, end, language):
        return False
    if is_word(text[start:end], language):
        return _names_all_the_same(text, start, end, language)
    if text[start].isupper():
        return True
    led = before.own_before(before.size, "indefinite") is not None or _is_made_of_it(before)
    within = not _is_without_article(before)  # "un café moka", but "mein Hund bruno"
    if (
        within
        and before.size
        and not (
            grammar.is_somebody(last := before.norm(before.size - 1)) or last in grammar.word_set("role")
        )
    ):
        return False
    compound = language == "ko" or within
    return not (
        led
        or (compound and _is_before_a_thing(behind))
        or (language == "tr" and _COMPOUND.match(behind.text))
    )


def _is_made_of_it(before: Line) -> bool:
    """ "a leap of faith", "un palito de canela": small, and what something is of; not "a painting of luna"."""
    of = before.own_before(before.size, "owner_of")
    return of is not None and of.first > 0 and before.norm(of.first - 1) not in grammar.word_set("picture")


def _is_before_a_thing(behind: Line) -> bool:
    """ "a sad piggy bank"."""
    return (
        behind.language in ("en", "nl", "ko")
        and re.match(r"\s", behind.text) is not None
        and not re.match(r"\s*[,;.:]", behind.text)
        and behind.size > 0
        and grammar.thing_at(behind.tokens, 0, behind.language) is not None
    )


def _is_ruled_out(before: Line, behind: Line) -> bool:
    """ "an elf, NOT Luna", "बस शेरू मत बनाना": the one who is not to be seen."""
    told = re.search(rf"(?:^|[^\w']){NOT}\s+$", before.text, re.IGNORECASE)
    after = behind.at(0, "without_behind") is not None and not re.match(r"\s*[,;.]", behind.text)
    without = before.own_before(before.size, "without") is not None and not re.search(
        r"[,;.]\s*$", before.text
    )
    return (
        told is not None
        or without
        or after
        or re.match(r"\s+(?:मत|नहीं|не надо|не нужн)", behind.text) is not None
    )


def _is_a_relative_of(behind: str) -> bool:
    """ "Tom's sister": she is shown, and he is not."""
    owns = re.match(r"['’]s\s+(?P<who>\w+)", behind)
    return owns is not None and grammar.glyph_of(owns["who"])[:1] in frozenset("👧👦👩👨🧑👶👴👵")


def _is_a_verb(before: Line, behind: Line) -> bool:
    """ "mark my words", "will you ...": no name is followed by a possessive."""
    own = behind.own(0, "mine", "to_you") is not None and re.match(r"\s", behind.text) is not None
    return behind.language == "en" and own and not before.text.strip()


def _is_in_a_phrase(text: str, start: int, end: int, language: str) -> bool:
    """ "art deco", "luna moth", "GRACE PERIOD OVER": a part of what has another meaning as a whole."""
    line = Line(text, language)
    at = next((n for n, one in enumerate(line.tokens) if one.start <= start < one.end), None)
    if at is None:
        return False
    books = (grammar.styles(language), grammar.things_named(language), grammar.palettes(language))
    phrases = (one for book in books for one in book.all(line.tokens))
    if any(one.last - one.first > 1 and one.first <= at < one.last for one in phrases):
        return True
    around = [
        line.said(n, n + 1)
        for n in (at - 1, at + 1)
        if 0 <= n < line.size and not line.gap(max(n, at)).strip()
    ]
    shouted = text[start:end].isupper() and end - start > 1 and not text.isupper()
    return (shouted and any(one.isupper() and len(one) > 1 for one in around)) or _heads_another(line, at)


def _heads_another(line: Line, at: int) -> bool:
    """ "summer camp", "olive green": what stands before another noun or a colour tells what kind it is."""
    if at + 1 >= line.size or line.gap(at + 1).strip() or line.language not in ("en", "nl"):
        return False
    follows = grammar.thing_at(line.tokens, at + 1, line.language) or grammar.colours(line.language).at(
        line.tokens, at + 1
    )
    is_kind = is_word(line.said(at, at + 1), line.language) or grammar.is_animal(line.norm(at + 1))
    return follows is not None and is_kind and not line.norm(at + 1).endswith("ing")


def is_word(written: str, language: str) -> bool:
    """Whether the language has the name as a word for what can be seen."""
    books = (
        grammar.things_named(language), grammar.settings(language), grammar.times(language), grammar.colours(language),
    )  # fmt: skip
    own = language in (*LANGUAGES, *FURTHER_LANGUAGES)
    known = grammar.things().whole(written) is not None if own and language not in LANGUAGES else False
    return known or any(
        book.whole(f"{article} {written}".strip()) is not None
        for book in books
        for article in ("", *_ARTICLES)
    )


def _names_all_the_same(text: str, start: int, end: int, language: str) -> bool:
    """What the language has as a word is a name where it is written or used as one."""
    before = Line(text[:start], language)
    led = opening.without_opening(text, language)
    opens, wished = led.startswith(text[start:end]) and not text[:start].endswith(led), led != text
    if language in _NO_CAPITALS:
        return (opens and (wished or language == "zh")) or _CALLED.match(text[end:]) is not None
    if text[start].isupper() and language not in _CAPITAL_NOUNS:
        return True
    if grammar.colours(language).whole(text[start:end]) and re.match(r"\s+\w", text[end:]):
        return False
    if language in _NO_ARTICLES or not _is_without_article(before) or _is_made_of_it(before):
        return False
    if language in _CAPITAL_NOUNS or not before.text.strip():
        return language in _CAPITAL_NOUNS
    return (
        (wished and opens)
        or before.before(before.size, *_JOINED) is not None
        or bool(re.search(r"[,;.!?:]\s*$", before.text))
    )


def _is_without_article(before: Line) -> bool:
    """Whether no article, number or possessive leads up to the place."""
    for position in range(before.size - 1, max(before.size - 1 - PHRASE_WORDS_MAX, -1), -1):
        if re.search(r"[,;.!?:]", before.text[before.tokens[position].end :]):
            return True
        if before.own(position, "determiner", "indefinite", "definite") is not None:
            return False
        if before.own(position, "joiner", "place_preposition", "of") is not None:
            return True
    return True
