"""Whether a text names what a right picture shows. A stand-in for the published judge, which looks at pictures: it looks for the words of
the explanation that the prompt does not give away. It tells orders of work apart on the same items; its level is not WISE's."""

import re
from collections.abc import Sequence

KEYS_MAX = 6
NAMED_SHARE = 0.5
"""Of the key words, how many have to be named."""
_LEAD = re.compile(
    r"^\s*(?:the (?:model|image|picture|scene)[^.]{0,40}? (?:should|must) (?:clearly )?(?:generate|show|depict|feature|be|feel|present|"
    r"illustrate|read as)(?: an?)?(?: images?| picture| scene)?(?: (?:of|featuring|showing|illustrating|depicting|related to|where|with|"
    r"that reads as|that shows))?|(?:this|it) (?:refers to|is|usually refers to)|the answer is)\s*",
    re.IGNORECASE,
)
_END = re.compile(
    r"[.;,(]|\b(?:which|known|because|rather|typically|often|focusing|highlighting|emphasizing)\b",
    re.IGNORECASE,
)
_STOP = frozenset(
    re.findall(
        r"\w+",
        """the and with for from that this which its his her their are was were been being have has had not but one two into onto over under
    more most very such than then when where while whose who will would should must can may also both each other some any all only rather
    instead image picture scene model show shows showing shown clearly appear appears appearing visible visibly look looks typically often
    usually known famous called type kind commonly related appropriate""",
    )
)
_STEM = 5
"""Letters by which a word is known, whatever its ending."""


def key_words(explanation: str, prompt: str) -> Sequence[str]:
    """Stems of the words by which the answer is known: those of the explanation's first clause that the prompt has not; of the whole of
    it, where that clause says nothing new. () where nothing does."""
    body = _LEAD.sub("", explanation, count=1)
    given = set(_stems(prompt))
    for words in (_END.split(body, maxsplit=1)[0], body):
        new = [stem for stem in dict.fromkeys(_stems(words)) if stem not in given]
        if new:
            return new[:KEYS_MAX]
    return ()


def names(text: str, explanation: str, prompt: str) -> bool:
    """Whether half of the key words are in the text.

    >>> names("a cheetah", "The model should generate an image of a cheetah, known for its speed", "The fastest land animal")
    True
    """
    keys, said = key_words(explanation, prompt), set(_stems(text))
    return bool(keys) and sum(key in said for key in keys) >= NAMED_SHARE * len(keys)


def _stems(text: str) -> Sequence[str]:
    return [word[:_STEM] for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if word not in _STOP]
