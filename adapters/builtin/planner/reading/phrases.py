"""A subject as phrases: head nouns with their attributes, and what ties one to the next. Finds, describes, replaces, takes out.

"a cute cat wearing a red hat on a sofa" is three phrases: "a cute cat"; "a red hat", tied by "wearing"; "a sofa", tied by "on".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.language.small_words import UNSPACED as UNSPACED
from agent.text.words import Token, singular, tokenise

LOOK_BEHIND = ("es", "fr", "pt", "it", "id", "ar")
"""Languages whose adjectives follow their noun: "la puerta roja"."""


INFLECTED = ("ru", "pl", "tr", "ar", "ko", "hi")
STEM_CHARS_MIN = 3
STACKED_ENDINGS = ("tr",)
"""Languages that hang several endings on a noun: "şapka", "şapkalı", "şapkasını"."""
STACKED_CHARS_MAX = 3
STACKED_STEM_CHARS_MIN = 4
VERB_LAST = ("ja", "ko", "hi", "tr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words [first, last) of the subject with their article and adjectives; `tie` is the first word of what ties them on."""

    tie: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Phrases(Line):
    """A subject, cut."""

    def cut(self) -> list[Phrase]:
        tokens = self.tokens
        found: list[Phrase] = []
        position = 0
        while position < len(tokens):
            tie = position
            while position < len(tokens) and _is_tie(tokens, position, self.language):
                position += 1
            first = position
            while position < len(tokens) and not _parts(self, position, first):
                position += 1
            if position > first or position == len(tokens):
                found.append(Phrase(tie=tie, first=first, last=position))
        return found

    def with_thing(self, thing: str) -> int | None:
        """Index of the phrase that names the thing: by all its words, else by the last of them, else by what is seen of
        it."""
        wanted = [singular(token.norm) for token in tokenise(without_article(thing, self.language))]
        cut = self.cut()
        for sought in (wanted, wanted[-1:]):
            for index, phrase in enumerate(cut):
                words = [singular(token.norm) for token in self.tokens[phrase.first : phrase.last]]
                if sought and _runs_in(sought, words, self.language):
                    return index
        pictured = grammar.glyph_of(wanted[-1]) if wanted else ""  # named in another language
        for index, phrase in enumerate(cut):
            words = self.tokens[phrase.first : phrase.last]
            if pictured and any(grammar.glyph_of(word.norm) == pictured for word in words):
                return index
        return None


def _runs_in(sought: Sequence[str], words: Sequence[str], language: str) -> bool:
    size = len(sought)
    return any(
        all(_alike(one, other, language) for one, other in zip(sought, words[at : at + size], strict=True))
        for at in range(len(words) - size + 1)
    )


def _alike(one: str, other: str, language: str) -> bool:
    """One word; where nouns change their endings, one stem."""
    if language == "id":
        return one.removesuffix("nya") == other.removesuffix("nya")
    if language == "it" and len(one) == len(other) > STEM_CHARS_MIN:
        return one[:-1] == other[:-1]
    if one == other or language not in INFLECTED:
        shorter, longer = sorted((one, other), key=len)
        inflected = language == "de" and longer in (f"{shorter}{one}" for one in ("s", "es", "e", "n", "en"))
        return one == other or inflected
    one, other = one.removeprefix("ال"), other.removeprefix("ال")
    shortest = min(len(one), len(other))
    stem = max(shortest - 1, 2 if language == "ko" else STEM_CHARS_MIN)
    if language in STACKED_ENDINGS:
        stem = min(max(shortest - STACKED_CHARS_MAX, STACKED_STEM_CHARS_MIN), shortest)
    return one[:stem] == other[:stem]


def _is_tie(tokens: Sequence[Token], position: int, language: str) -> bool:
    word, names = [tokens[position].norm], ("place_preposition", "joiner", "has", "leads")
    ties = any(grammar.spoken(name, language).get(word) is not None for name in names)
    return ties or is_doing(tokens, position, language)


DOING = {"en": ("ing",), "es": ("ando", "endo"), "pt": ("ando", "endo", "indo"), "it": ("ando", "endo")}
"""How a word ends that says what somebody is doing."""


def is_doing(tokens: Sequence[Token], position: int, language: str) -> bool:
    """ "reading", "riding": what somebody does."""
    word = tokens[position].norm
    doing = (
        word.endswith(DOING.get(language, ("\0",)))
        and len(word) > 4
        and word not in grammar.word_set("not_doing")
    )
    return doing and position > 0 and grammar.thing_at(tokens, position, "en") is None


def _parts(phrases: Phrases, position: int, first: int) -> bool:
    """Whether another phrase begins with this word."""
    comma = position > first and "," in phrases.gap(position)
    return comma or _is_tie(phrases.tokens, position, phrases.language)


def without_article(text: str, language: str) -> str:
    return Line(text, language).after("determiner").strip() or text.strip()


def names(subject: str, thing: str, language: str) -> bool:
    """Whether the subject names the thing."""
    return Phrases(subject, language).with_thing(thing) is not None


def head_of(subject: str, language: str) -> str:
    """The first phrase, with its article and adjectives."""
    phrases = Phrases(subject, language)
    cut = phrases.cut()
    return phrases.said(cut[0].first, cut[0].last) if cut else ""


def who_of(subject: str, language: str) -> str:
    """Who or what it is about, without what it does and where: "a girl with red hair" of "a girl with red hair dancing"."""
    phrases = Phrases(subject, language)
    last = 0
    for phrase in phrases.cut():
        tied = phrase.tie < phrase.first and phrases.is_word(phrase.tie, "has", "joiner")
        if last and not tied:
            break
        last = phrase.last
    return phrases.said(0, last) or subject
