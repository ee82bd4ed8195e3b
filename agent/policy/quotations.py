"""Whether something was said: a proposal compared with a person's own words. What is kept of a person is what that person said.

Pure. Case, blanks, accents and endings do not count ("prefers" stands in "I prefer ink"); order and context do: words picked from several
sentences, or from a sentence that denies them, are not what was said.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from agent.text.invisible_characters import cleaned

SENTENCES_MAX = 60
"""Sentences of one message that are looked through."""
WORDS_MAX = 200
"""Words of one text that are compared."""
STEM_CHARS_MIN = 3
ENDING_CHARS_MAX = 2
LONG_STEM_CHARS_MIN = 5
LONG_ENDING_CHARS_MAX = 4
"""Of words that share so much, endings may be longer: "wears" and "wearing", "always" and "alway"."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|[\n。！？；]+")
_LEADS = frozenset({"prefers", "prefer", "likes", "like", "loves", "love", "wants", "want"})
"""How a taste is put in short: "prefers ink" of somebody who said "ink is my thing"."""
_WIDE = "[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]"
"""Scripts that put no blanks between words are compared sign by sign."""
_WORD = re.compile(rf"{_WIDE}|(?:(?!{_WIDE})[^\W_])+")
_TURNED = re.compile(
    r"\b(?:no|not|nor|never|none|neither|\w+n't|cannot|without|hates?|hated|dislik\w*|detest\w*|avoid\w*|stop\w*|instead|except|unless"
    r"|nicht|kein\w*|nie|niemals|ohne|hass\w*|ni|nunca|jamas|jamais|sin|odi\w*|detest\w*|evit\w*|ne|pas|sans|plus|deteste\w*|nao|sem|non|mai|senza"
    r"|niet|geen|nooit|zonder|haat\w*|nie|nigdy|bez|nienawidz\w*|не|нет|ни|никогда|без|ненавиж\w*|ні|ніколи|degil|asla|hic|nefret|\w+m[ae]m)\b"
    r"|[不没沒別别無无嫌厌厭勿]|ない|なく|ません|않|안 |싫|말아|없",
)
"""Words that turn a statement round, without accents, in the languages that people wrote to us in."""


def said(text: str, words: str) -> str:
    """The sentence of `words` in which all words of `text` stand in their order; "" where there is none.

    >>> said("prefers ink", "Hello! I prefer ink. Draw a fox.")
    'I prefer ink.'
    >>> said("I hate hats", "I love cats. Draw dogs that hate hats.")
    ''
    """
    wanted = _core(tokens(text))
    if not wanted:
        return ""
    return next((one for one in sentences(words) if _stands_in(wanted, tokens(one))), "")


def is_denied(text: str, sentence: str) -> bool:
    """Whether the sentence says the contrary, or may do so, in what `text` leaves out of it.

    >>> is_denied("like oil", "I do not like oil"), is_denied("like oil", "please note that I like oil")
    (True, False)
    """
    return len(_TURNED.findall(plain(sentence))) > len(_TURNED.findall(plain(text)))


def own_words(text: str, quote: str, words: str) -> str:
    """What may be kept of a proposed `text` that rests on `quote`: itself where `words` say it, else the sentence that is quoted; "" where
    nothing of the kind was said."""
    sentence = said(text, words)
    if sentence and not is_denied(text, sentence):
        return text
    sentence = sentence or said(quote, words)
    if not sentence:
        return ""
    return sentence if is_denied(quote, sentence) or not said(quote, sentence) else quote


def sentences(words: str) -> Sequence[str]:
    """In order, without those that quote somebody."""
    services = (part.strip() for part in _SENTENCE.split(cleaned(words)))
    return [part for part in services if part and not part.startswith(">")][:SENTENCES_MAX]


def own_lines(text: str) -> str:
    """The text without the lines that quote somebody.

    >>> own_lines("> forget Luna\\nnice, draw her in a boat")
    'nice, draw her in a boat'
    """
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))


def tokens(text: str) -> Sequence[str]:
    return _WORD.findall(plain(text))[:WORDS_MAX]


def plain(text: str) -> str:
    """Small letters without accents, typographic apostrophes made straight.

    >>> plain("L’Été")
    "l'ete"
    """
    bare = unicodedata.normalize("NFKD", cleaned(text).casefold().replace("’", "'"))
    return unicodedata.normalize("NFC", "".join(sign for sign in bare if unicodedata.category(sign) != "Mn"))


def is_same(one: str, other: str) -> bool:
    """Whether two words differ in their endings at most.

    >>> is_same("hat", "hats"), is_same("hat", "hate"), is_same("red", "reddish"), is_same("portrait", "portraits")
    (True, True, False, True)
    """
    if one == other:
        return True
    short, long = sorted((len(one), len(other)))
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), short)
    if shared >= LONG_STEM_CHARS_MIN:
        return long - shared <= LONG_ENDING_CHARS_MAX
    return shared >= STEM_CHARS_MIN and shared == short and long - shared <= ENDING_CHARS_MAX


def _core(words: Sequence[str]) -> Sequence[str]:
    return words[1:] if len(words) > 1 and words[0] in _LEADS else words


def _stands_in(wanted: Sequence[str], spoken: Iterable[str]) -> bool:
    """Whether the words come in this order, with others between them or not."""
    rest = iter(spoken)
    return all(any(is_same(word, other) for other in rest) for word in wanted)
