"""Of two figures a pronoun may mean either: "give him a hat", of a boy and a man. What would be drawn for each is offered."""

from collections.abc import Mapping, Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner import wording
from adapters.builtin.planner.edits.body import Slots
from adapters.builtin.planner.edits.operations import edit_of
from adapters.builtin.planner.reading.phrases import Phrase, Phrases, without_article
from agent.domain.generation import Candidate, Gap
from agent.text.words import tokenise

FIGURES_MAX = 4
HARM = 0.9
"""The wrong one changed is the wrong picture."""
_PERSONS = frozenset("🤴👸🧙🧛🧜🧝🧞🧟👮👷💂🕵🤵👰🦸🦹🧚👼🎅🤶🥷👲🤠🤡👻👹👺👽🤖")
_MALE, _FEMALE = frozenset("👦👨👴🤴"), frozenset("👧👩👵👸")


def whom_of_several(text: str, base: Slots, language: str) -> Gap | None:
    """The question whom the pronoun means; None where none is said, or one figure alone fits it."""
    pronoun = _pronoun(text, language)
    subject = base.get("subject", "")
    figures = [one for one in _figures(subject, language) if _fits(pronoun, one, language)] if pronoun else []
    if len(figures) < 2:
        return None
    results = {one: _changed(text, subject, one, language) for one in figures[:FIGURES_MAX]}
    if not all(results.values()):
        return None
    return _question(pronoun, results, language)


def which_of_several(pronoun: str, subject: str, rest: str, language: str) -> Gap | None:
    """The question whom the pronoun of a new scene means: "draw him on a horse", of a knight and a wizard; None where one alone fits it."""
    said = pronoun.strip().lower()
    one = any(grammar.spoken(name, language).get([said]) is not None for name in ("he", "she", "one_of_them"))
    figures = (
        [figure for figure in _figures(subject, language) if _fits(said, figure, language)] if one else []
    )
    if len(figures) < 2:
        return None
    results = {figure: f"{figure} {rest}".strip() for figure in figures[:FIGURES_MAX]}
    return _question(pronoun, results, language)


def _question(pronoun: str, results: Mapping[str, str], language: str) -> Gap:
    return Gap(
        slot="subject", why=f"“{pronoun}” may be any of {len(results)}", route="ask", harm=HARM,
        question=wording.question("who", what=pronoun), candidates=_candidates(results, language),
    )  # fmt: skip


def _candidates(results: Mapping[str, str], language: str) -> tuple[Candidate, ...]:
    share = round(0.9 / len(results), 3)
    return tuple(
        Candidate(value=value, probability=share, source=without_article(one, language))
        for one, value in results.items()
    )


def _pronoun(text: str, language: str) -> str:
    """The first word that stands for somebody, and not for whose something is."""
    tokens = tokenise(text)
    for position, token in enumerate(tokens):
        if grammar.spoken("he", language).get([token.norm]) or grammar.spoken("she", language).get(
            [token.norm]
        ):
            return text[token.start : token.end]
        if grammar.spoken("to_somebody", language).get([token.norm]) and position <= 1:
            return text[token.start : token.end]
    return ""


def _figures(subject: str, language: str) -> Sequence[str]:
    """Persons and animals that stand side by side: the first of the subject, and those that "and" or a comma ties to it."""
    phrases = Phrases(subject, language)
    joiner = grammar.spoken("joiner", language)
    found: list[str] = []
    for number, phrase in enumerate(phrases.cut()):
        tied = phrases.tokens[phrase.tie : phrase.first]
        if number and not all(joiner.get([one.norm]) for one in tied):
            break
        if _is_figure(phrases, phrase):
            found.append(phrases.said(phrase.first, phrase.last))
    return found


def _is_figure(phrases: Phrases, phrase: Phrase) -> bool:
    words = [token.norm for token in phrases.tokens[phrase.first : phrase.last]]
    glyphs = {glyph for word in words if (glyph := grammar.glyph_of(word))}
    return any(map(grammar.is_somebody, words)) or any(
        glyph in grammar.word_set("costume") or glyph[:1] in _PERSONS for glyph in glyphs
    )


def _fits(pronoun: str, figure: str, language: str) -> bool:
    """Whether the pronoun may mean that figure, as far as its noun or its article tells."""
    said = pronoun.lower()
    he = grammar.spoken("he", language).get([said]) is not None
    she = grammar.spoken("she", language).get([said]) is not None
    words = [token.norm for token in tokenise(figure)]
    glyphs = {glyph[:1] for word in words if (glyph := grammar.glyph_of(word))}
    is_male = bool(glyphs & _MALE) or words[0] in grammar.word_set("he_article")
    is_female = bool(glyphs & _FEMALE) or words[0] in grammar.word_set("she_article")
    if he == she or is_male == is_female:
        return True
    return is_male if he else is_female


def _changed(text: str, subject: str, figure: str, language: str) -> str:
    """The subject with that figure changed; "" where the change is none of the figure."""
    changed = edit_of(text, {"subject": figure}, language).slots
    if set(changed) != {"subject"} or changed["subject"] == figure:
        return ""
    return subject.replace(figure, changed["subject"].replace(", ", " ", 1), 1)
