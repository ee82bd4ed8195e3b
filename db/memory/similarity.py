"""Whether two wordings tell the same thing, and whether one takes back the other.

Pure. Two signals, neither enough alone: e5 cosines are narrow (paraphrases 0.86 to 0.99, different facts up to 0.97), and shared
words miss what is said in others. What decides is the words left over on both sides: "my dog Rex" and "my dog Bella" are as
close as two wordings of one fact, but each keeps a word that the other lacks.
"""

from dataclasses import dataclass

from db.memory.terms import language_of, stem, terms, words

EQUAL_COSINE = 0.84
"""With the same words on both sides."""
CONTAINED_COSINE = 0.88
"""With the words of one contained in the other's."""
SHARED_MIN = 0.5
"""Share of the shorter wording's words that the other has too."""
WORDS_ONLY_SHARED_MIN = 0.99
"""Without vectors (the embedder is away): all of them."""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# How something is said, not what: these words neither join nor part two wordings.
_FRAME = _set(
    "like likes love loves prefer prefers preferred want wants always usually please favourite favorite best enjoy enjoys "
    "picture pictures image images drawing drawings scene scenes style palette paint painted painting paintings draw drawn "
    "use used using make made put leave keep have has own owns drive drives named name called call remember note most colour "
    "colours color colors something anything thing things kind way someone person user format gern mag möchte immer bitte "
    "heißt bild bilder habe namens me gusta quiero prefiero siempre imagen imágenes llama llamado aime préfère toujours gosto prefiro chama"
)
_TAKES_BACK = _set(
    "no not never none without stop stopped dislike dislikes hate hates avoid don doesn longer anymore instead nicht kein keine "
    "keinen nie ohne sin nunca ya odio pas jamais sans plus não nem sem out"
)
# Words that stand for each other in what people tell of themselves.
_FAMILIES = {
    stem(word, "en"): number
    for number, family in enumerate(
        (
            "live lives based home house reside vivo casa resido wohne lebe zuhause habite moro", "work job employed",
            "born birthday", "book novel", "scare scared afraid fear", "child children kid kids", "photo photograph",
            "grandma grandmother granny", "grandpa grandfather", "mom mum mother", "dad father", "movie film", "bike bicycle",
            "small little tiny", "big large huge", "study student", "teach teacher", "learn taught show showed", "wed wedding",
            "doctor physician", "phone smartphone", "sofa couch", "autumn fall", "realistic photorealistic", "car automobile",
        )
    )
    for word in family.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is compared."""

    content: frozenset[str]
    negative: bool


def wording(text: str) -> Wording:
    said = words(text)
    telling = [word for word in said if word not in _FRAME and word not in _TAKES_BACK]
    content = frozenset(terms(" ".join(telling), language_of(text))) or frozenset(said)
    return Wording(content, not _TAKES_BACK.isdisjoint(said))


def same(one: Wording, other: Wording, cosine: float | None) -> bool:
    """Whether both tell the same. `cosine` None: no vectors, words must do."""
    if one.negative != other.negative or not one.content or not other.content:
        return False
    left, right = _unmatched(one.content, other.content), _unmatched(other.content, one.content)
    shared = 1 - min(len(left) / len(one.content), len(right) / len(other.content))
    if cosine is None:
        return shared >= WORDS_ONLY_SHARED_MIN and not (left and right)
    if shared < SHARED_MIN or (left and right):
        return False
    return cosine >= (CONTAINED_COSINE if left or right else EQUAL_COSINE)


def takes_back(new: Wording, old: Wording) -> bool:
    """Whether `new` says the opposite of the same: "no longer likes cats" after "likes cats", and the other way round."""
    if new.negative == old.negative or not new.content or not old.content:
        return False
    return not _unmatched(old.content, new.content) or not _unmatched(new.content, old.content)


def _unmatched(these: frozenset[str], those: frozenset[str]) -> frozenset[str]:
    return frozenset(term for term in these if not any(_akin(term, other) for other in those))


def _akin(one: str, other: str) -> bool:
    """One word, or two of a family: "violin" and "violinist", "book" and "novel"."""
    if one == other or _FAMILIES.get(one, one) == _FAMILIES.get(other, other):
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 5 and longer[: len(shorter) - 1] == shorter[:-1] and shorter.isalpha()
