"""Other numbers of the same things: "with 3 kites", "only one cat", "two more balloons", "one robot too many"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.body import Body, Slots, saying
from adapters.builtin.planner.reading import altered_phrases, phrases
from adapters.builtin.planner.reading.phrases import LOOK_BEHIND, Phrase, Phrases
from agent.text.words import shares_word, singular, tokenise

NUMBER_CHARS_MAX = 2
_LEADS = ("counts_lead", "only", "make", "it", "add", "remove", "closing", "polite", "also")
_FEWER, _MORE = ("too_many", "fewer"), ("too_few", "more_of")
_OF_THEM = re.compile(
    r"^\W*(?:of (?:them|it|those|the)|davon|de ellos|d'entre eux|di loro|из них)?\W*", re.IGNORECASE
)


def recounted(body: Body) -> Slots:
    """A number of what the picture shows: so many, so many more, or so many too many."""
    counts_on = body.find("another_one") is not None
    body, fewer = _without(body, _FEWER)
    body, more = _without(body, () if counts_on else _MORE)
    position, way = _lead(body)
    another = body.at("another_one", position)
    way = -1 if fewer else 1 if more or another else way
    number = 1 if another else _number(body, position, articles=fewer or more)
    if not number and way == 0 and len(body.tokens) > position + 1:  # "make the boat two"
        last = len(body.tokens) - 1
        number = _number(body, last) or int(body.tokens[last].norm in grammar.word_set("only_one"))
        body, position = saying(body, f"{number} {body.between(position, last)}"), 0
    if not number:
        return {}
    what = re.sub(r"\s+instead$", "", _OF_THEM.sub("", body.after(another.last if another else position + 1)))
    what = re.split(r"\s*[,;，]\s*", what)[0]
    cut, phrase = _counted(body, what)
    if phrase is None:
        return {}
    return _in_number(body, cut, phrase, what, number * way if way else number, counts_on=bool(way))


def taken_from_several(body: Body, gone: Sequence[str]) -> Slots:
    """ "the middle cow" of three cows, said of one: one fewer."""
    cut, phrase = _counted(body, gone[0] if len(gone) == 1 else "\0")
    if phrase is None:
        return {}
    old, said = _said(cut, phrase), tokenise(gone[0])
    all_of_them = {token.norm for token in said} <= {token.norm for token in old.tokens}
    one = any(not phrases.names(old.text, token.norm, body.language) for token in said) or not all_of_them
    return _in_number(body, cut, phrase, "", -1, counts_on=True) if one and _number(old, 0) > 1 else {}


def _lead(body: Body) -> tuple[int, int]:
    """Where the words that only lead to the number end, and whether it is to be added (1) or taken away (-1)."""
    position, way = 0, 0
    while body.at("another_one", position) is None:
        found = [(found, name) for name in _LEADS if (found := body.at(name, position)) is not None]
        last, name = max(((one.last, name) for one, name in found), default=(position, ""))
        if last in (position, len(body.tokens)) or (name != "counts_lead" and _number(body, position)):
            break
        adds = name == "add" and body.at("more_of", position) is not None
        way = -1 if name == "remove" else 1 if adds else way
        position = last
    return position, way


def _without(body: Body, names: tuple[str, ...]) -> tuple[Body, bool]:
    """Without the words "too many", "more", and whether they were there."""
    found = next((one for name in names if (one := body.find(name)) is not None), None)
    if found is None or (found.first == 0 and not body.at("counts_lead")):
        return body, False
    text = f"{body.between(0, found.first)} {body.after(found.last)}".strip()
    return saying(body, text), True


def _number(body: Body, position: int, *, articles: bool = False) -> int:
    """0 for a word that is no number. `articles`: "a" and "one" are."""
    if position >= len(body.tokens):
        return 0
    word = body.tokens[position].norm
    if word.isascii() and word.isdecimal():
        return int(word) if len(word) <= NUMBER_CHARS_MAX else 0
    if word in ("one", "single", "uno", "eins") or (articles and word in grammar.word_set("article_of_one")):
        return 1
    return grammar.numbers(body.language).get([word]) or grammar.numbers("en").get([word]) or 0


def _counted(body: Body, what: str) -> tuple[Phrases, Phrase | None]:
    """The phrase that is counted: the one that is named, or, where none is named, the one of which there are several."""
    phrases_of = Phrases(body.subject, body.language)
    cut = phrases_of.cut()
    if what:
        index = phrases_of.with_thing(phrases.head_of(what, body.language))
        named = cut[index] if index is not None else None
        return phrases_of, _from_its_number(phrases_of, named) or named if named is not None else None
    several = [found for one in cut if (found := _from_its_number(phrases_of, one)) is not None]
    return phrases_of, several[0] if len(several) == 1 else None


def _from_its_number(phrases_of: Phrases, phrase: Phrase) -> Phrase | None:
    """ "five apples" of "a bowl of five apples"; None where it has no number."""
    starts = range(phrase.first, phrase.last)
    first = next((n for n in starts if _number(_said(phrases_of, replace(phrase, first=n)), 0) > 1), None)
    return replace(phrase, first=first) if first is not None else None


def _said(phrases_of: Phrases, phrase: Phrase) -> Body:
    return Body(text=phrases_of.said(phrase.first, phrase.last), base={}, language=phrases_of.language)


def _in_number(body: Body, cut: Phrases, phrase: Phrase, what: str, number: int, *, counts_on: bool) -> Slots:
    old = _said(cut, phrase)
    total = (_number(old, 0) or 1) + number if counts_on else number
    if total < 1:
        return {}
    determined = _number(old, 0) or old.at("determiner") is not None
    shown = old.between(1 if determined else 0, len(old.tokens))
    if len(tokenise(what)) < 2 and (body.language != "en" or total < 2):
        what = shown
    noun = tokenise(what or shown)[-1].norm
    adjectives = " ".join((what or shown).split()[:-1]) or " ".join(shown.split()[:-1])
    many = total > 1 and body.language not in LOOK_BEHIND
    put = f"{adjectives} {_plural(noun, old, body.language) if many else noun if total > 1 else singular(noun)}".strip()
    start, end = cut.tokens[phrase.first].start, cut.tokens[phrase.last - 1].end
    said = "one" if total == 1 and body.language == "en" else total
    counts = uncounted(body.base.get("count", ""), [what or shown])
    return {
        "subject": f"{body.subject[:start]}{said} {put}{body.subject[end:]}",
        "count": altered_phrases.joined(counts, f"{total} {put}" if total > 1 else ""),
    }


def _plural(noun: str, old: Body, language: str) -> str:
    last = old.text[old.tokens[-1].start :]
    if singular(noun) != noun:
        return noun
    if singular(last.lower()) != last.lower():
        return last
    irregular = grammar.pairs("plurals")
    if noun in irregular or language != "en":
        return irregular.get(noun, noun)
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if re.search(r"(?:s|x|z|ch|sh)$", noun) else f"{noun}s"


def uncounted(count: str, gone: list[str]) -> str:
    """ "5 balloons, 2 kites" without the kites."""
    return ", ".join(one for one in count.split(", ") if not any(shares_word(one, thing) for thing in gone))
