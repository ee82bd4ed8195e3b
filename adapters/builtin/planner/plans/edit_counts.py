"""Other numbers of the same things: "with 3 kites", "only one cat", "two more balloons"."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.plans.edit_body import Body, Slots
from adapters.builtin.planner.reading import altered_phrases, phrases
from agent.text.words import shares_word, singular, tokenise


def recounted(body: Body) -> Slots:
    """Other numbers of the same: "with 3 kites", "only one cat", "two more balloons", "make it 3 foxes"."""
    position, adds = 0, False
    while (
        body.at("another_one", position) is None
        and (
            found := body.at("only", position)
            or body.at("make", position)
            or body.at("it", position)
            or _adds(body, position)
        )
        is not None
    ):
        adds = adds or body.at("more_of", position) is not None
        position = found.last
    another = body.at("another_one", position)
    number = 1 if another else _number(body, position)
    if not number or position >= len(body.tokens):
        return {}
    last = another.last if another else position + 1
    counts_on = another is None and body.at("more_of", last) is not None
    more = another is not None or adds or counts_on
    last += int(counts_on)
    what = re.sub(r"\s+instead$", "", body.after(last))
    single = body.tokens[position].norm in ("a", "an", "ein", "eine", "un", "una", "une", "um", "uma")
    if (
        not what
        or (single and not another)
        or not phrases.names(body.subject, tokenise(what)[-1].norm, body.language)
    ):
        return {}
    return _in_number(body, what, number, adds=more)


def _adds(body: Body, position: int) -> Found[str] | None:
    found = body.at("add", position)
    return found if found is not None and found.last < len(body.tokens) else None


def _number(body: Body, position: int) -> int:
    """0 for a word that is no number."""
    if position >= len(body.tokens):
        return 0
    word = body.tokens[position].norm
    if word.isascii() and word.isdecimal():
        return int(word[:2])
    if word in ("one", "single", "uno", "eins"):
        return 1
    found = grammar.numbers(body.language).get([word]) or grammar.numbers("en").get([word])
    return found or int(
        grammar.words("determiner", body.language).get([word]) is not None
        and word.startswith(("a", "ein", "un", "um"))
    )


def _in_number(body: Body, what: str, number: int, *, adds: bool) -> Slots:
    cut = phrases.Phrases(body.subject, body.language)
    noun = tokenise(what)[-1].norm
    index = cut.with_thing(noun)
    assert index is not None
    phrase = cut.cut()[index]
    old = Body(text=cut.said(phrase.first, phrase.last), base={}, language=body.language)
    before = _number(old, 0) or 1
    total = before + number if adds else number
    determined = _number(old, 0) or old.at("determiner") is not None
    adjectives = " ".join(what.split()[:-1]) or old.between(1 if determined else 0, len(old.tokens) - 1)
    said = _plural(noun, old, body.language) if total > 1 else singular(noun)
    put = f"{adjectives} {said}".strip()
    start, end = cut.tokens[phrase.first].start, cut.tokens[phrase.last - 1].end
    subject = f"{body.subject[:start]}{total if total > 1 else 'one'} {put}{body.subject[end:]}"
    counts = uncounted(body.base.get("count", ""), [what])
    return {
        "subject": subject,
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
