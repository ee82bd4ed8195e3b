"""The frame of a request: "can you please draw me a picture of ... thanks!". Finds it and takes it off."""

import re
from collections.abc import Mapping

from adapters.offline.planning import grammar
from adapters.offline.planning.tokens import Token, tokenise

_MENTION = re.compile(r"<[@#:!&a-z_A-Z0-9]*\d+>|(?<![\w@])@[\w.-]{2,32}:?|https?://\S+")
_OPENERS = ("polite", "asking", "draw")
_CLOSERS = ("polite",)
_FOR_ME = re.compile(r"\s+(?:for (?:me|us)|para (?:mí|mi|nosotros)|für mich|für uns|pour (?:moi|nous)|(?:para|pra) (?:mim|nós))(?=\s*[,.!?]|\s*$)", re.I)  # fmt: skip

PRONOUNS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"^(?P<who>him|her|it|them|he|she|they|this|that|these|(?:the )?same (?:one|thing|character|person|cat|dog|guy|girl)|(?:the )?same|that one|this one|(?:that|this|the same) (?:character|person|cat|dog|guy|girl|boy|woman|man|fox|creature))(?=$|[\s,.!?])", re.I),
    "es": re.compile(r"^(?P<who>él|ella|lo mismo|la misma|el mismo|esto|eso)(?=$|[\s,.!?])", re.I),
    "de": re.compile(r"^(?P<who>ihn|sie|es|ihm|ihr|dasselbe|denselben|dieselbe)(?=$|[\s,.!?])", re.I),
    "fr": re.compile(r"^(?P<who>lui|elle|le même|la même|ça)(?=$|[\s,.!?])", re.I),
    "pt": re.compile(r"^(?P<who>ele|ela|o mesmo|a mesma|isso|isto)(?=$|[\s,.!?])", re.I),
    "zh": re.compile(r"^(?P<who>他|她|它|同样的|同一个)", re.I),
}  # fmt: skip
"""Words at the start of a subject that stand for somebody before."""


def cleaned(text: str) -> str:
    """One line break style, no mentions and addresses, straight apostrophes."""
    return re.sub(r"[ \t]+", " ", _MENTION.sub(" ", text.replace("’", "'").replace("\r", "\n"))).strip()


def starts_with_wish(text: str, language: str) -> bool:
    """Whether it opens with "draw", "can you paint", "I want a picture of"."""
    return "draw" in _opening(text, language)[1]


def without_opening(text: str, language: str) -> str:
    """The text after its opening."""
    end, _ = _opening(text, language)
    return text[end:].lstrip(" ,;:.!?-") if end else text


def _opening(text: str, language: str) -> tuple[int, set[str]]:
    """Where the opening ends, and which kinds of words it held. Chinese openings may stand right before the noun."""
    tokens = tokenise(text)
    position, kinds = 0, set[str]()
    while position < len(tokens):
        kind, last = _opener(tokens, position, language)
        if not kind or (kind == "draw" and "draw" in kinds and not _is_polite_after(tokens, position)):
            break
        kinds.add(kind)
        position = last
    if position and position == len(tokens) and kinds == {"draw"} and position > 1:
        position = 1
    return (tokens[position - 1].end if position else 0), kinds


def _is_polite_after(tokens: tuple[Token, ...], position: int) -> bool:
    """A second "make": "can you do a drawing"; never swallow a thing called "sketch"."""
    return False


def _opener(tokens: tuple[Token, ...], position: int, language: str) -> tuple[str, int]:
    best: tuple[str, int] = ("", position)
    for spoken in dict.fromkeys((language, "en")):
        for kind in _OPENERS:
            match = grammar.words(kind, spoken).at(tokens, position)
            if (
                match is not None
                and match.last > best[1]
                and not _is_noun_here(kind, tokens, position, match.last)
            ):
                best = (kind, match.last)
    return best


_NOUNS_TOO = frozenset(
    {
        "drawing",
        "sketch",
        "picture",
        "show",
        "produce",
        "doodle",
        "render",
        "design",
        "just",
        "well",
        "mate",
        "bro",
    }
)


def _is_noun_here(kind: str, tokens: tuple[Token, ...], position: int, last: int) -> bool:
    """ "sketch of a cat" is a thing, "sketch a cat" an order."""
    following = tokens[last].norm if last < len(tokens) else ""
    return kind == "draw" and tokens[position].norm in _NOUNS_TOO and following in ("of", "", "style")


def without_closing(text: str, language: str) -> str:
    """Without "please", "thanks!", "for me" at the end."""
    kept = _FOR_ME.sub("", text)
    while True:
        tokens = tokenise(kept)
        shorter = _shorter(kept, tokens, language)
        if shorter == kept:
            return kept
        kept = shorter


def _shorter(text: str, tokens: tuple[Token, ...], language: str) -> str:
    for spoken in dict.fromkeys((language, "en")):
        for kind in _CLOSERS:
            match = grammar.words(kind, spoken).before(tokens, len(tokens))
            if match is not None and match.first > 0 and tokens[-1].norm not in ("well",):
                return text[: tokens[match.first - 1].end]
    return text


_PICTURE_OF = {
    "en": r"(?:(?:an?|the|some|one|another|my|nice|cool|cute|quick|new|beautiful|simple|small|pretty|little|big|good)\s+)*(?:{noun})\s+(?:of|showing|featuring|depicting|where|with|about|in which|for)\s+",
    "es": r"(?:(?:una?|el|la)\s+)?(?:{noun})\s+(?:de|con|donde|que muestra)\s+",
    "de": r"(?:(?:eine?n?|das|die)\s+)?(?:{noun})\s+(?:von|mit|vom)\s+",
    "fr": r"(?:(?:une?|le|la|l')\s*)?(?:{noun})\s+(?:de |d'|avec |du |montrant )\s*",
    "pt": r"(?:(?:uma?|o|a)\s+)?(?:{noun})\s+(?:de|do|da|com)\s+",
    "zh": r"(?:一?[张幅])?(?:{noun})[:：]?",
}


def without_picture_of(text: str, language: str) -> str:
    """Without "a picture of", "ein Bild von"."""
    nouns = "|".join(re.escape(word) for word in grammar.listed("picture", language))
    match = re.match(_PICTURE_OF[language].format(noun=nouns), text, re.IGNORECASE)
    return text[match.end() :] if match and re.search(r"\w", text[match.end() :]) else text


def is_vague(subject: str, language: str) -> bool:
    """ "something", "anything nice for me"."""
    return any(_vague(subject, spoken) is not None for spoken in dict.fromkeys((language, "en")))


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
        noun = grammar.words("picture", language).at(tokens, start)
        return "" if noun is not None and noun.last == len(tokens) and len(tokens) > 0 else None
    position = match.last
    while position < len(tokens):
        kind = grammar.words("vague_kind", language).at(tokens, position) or grammar.words(
            "joiner", language
        ).at(tokens, position)
        if kind is None:
            break
        position = kind.last
    of = grammar.words("of", language).at(tokens, position)
    if of is not None:
        position = of.last
    return subject[tokens[position].start :] if position < len(tokens) else ""
