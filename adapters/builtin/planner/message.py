"""A message as it is planned: cleaned, in plain words, cut into what its sentences want one by one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.languages import language_of
from adapters.builtin.language.lexicon import EMOJI_LANGUAGES
from adapters.builtin.language.typing_mistakes import corrected
from adapters.builtin.planner.memory.turns_of_taste import given_up
from adapters.builtin.planner.reading import opening, tool_flags
from adapters.builtin.planner.reading.object_pronouns import untied
from adapters.builtin.planner.reading.pictographs import in_words
from agent.ports import PlanRequest
from agent.text.words import tokenise

READ_CHARS_MAX = 1_500
"""What of a message is read; a picture holds no more."""
SEGMENTS_MAX = 5
"""Sentences that are told apart; what follows belongs to the last."""
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])\s+(?=\S)|\n+|(?<=[。！？])|;\s+(?=(?:i|my|draw|paint|remember)\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What was written, ready to be read."""

    text: str
    language: str
    segments: tuple[str, ...]
    """Its sentences, and clauses that want something of their own."""
    ratio: str = ""
    excluded: tuple[str, ...] = ()
    is_prompt: bool = False


def message_of(request: PlanRequest) -> Message:
    """The request's words. Pure: the same words give the same message."""
    plain = tool_flags.plain(opening.cleaned(request.text[:READ_CHARS_MAX]))
    language = _language(plain.text, request.language)
    asks_what = request.pending is not None and any(gap.slot == "subject" for gap in request.pending.gaps)
    text = corrected(in_words(plain.text, language, moods=asks_what), language, _names(request))
    text = untied(text, language)
    segments = (text,) if plain.is_prompt else tuple(_segments(text, language))
    return Message(
        text=text, language=language, segments=segments, ratio=plain.ratio, excluded=plain.excluded,
        is_prompt=plain.is_prompt,
    )  # fmt: skip


def _language(text: str, spoken: str) -> str:
    """Emoji alone are told in the language that their author is spoken to in."""
    code = spoken.partition("_")[0]
    return code if code in EMOJI_LANGUAGES and not re.search(r"\w", text) else language_of(text)


def _names(request: PlanRequest) -> frozenset[str]:
    """Words that are right however they look."""
    listed = [*request.profile.memories, *(found.memory for found in request.recollection.memories)]
    return frozenset(token.norm for memory in listed for token in tokenise(memory.name))


def sentences_of(text: str, language: str) -> list[str]:
    """Its sentences, and clauses that want something of their own."""
    parts = [part.strip() for sentence in _SENTENCE_END.split(text) for part in _clauses(sentence, language)]
    return [part for part in parts if re.search(r"\w", part)]


def _segments(text: str, language: str) -> Sequence[str]:
    said = sentences_of(text, language)
    return (
        [*said[: SEGMENTS_MAX - 1], " ".join(said[SEGMENTS_MAX - 1 :])] if len(said) > SEGMENTS_MAX else said
    )


def _clauses(sentence: str, language: str) -> Sequence[str]:
    """ "draw a knight, and remember my colour is teal" is two; so are "remember I hate clowns and my favourite colour is teal" and
    "draw a fox, I love watercolour"."""
    tokens = tokenise(sentence)
    cuts = [0]
    for position in range(1, len(tokens)):
        gap = sentence[tokens[position - 1].end : tokens[position].start]
        joined = grammar.words("joiner", language).get([tokens[position - 1].norm]) is not None
        if not (joined or re.search(r"[,，:：]", gap)) or position - cuts[-1] < 2:
            continue
        if _begins_anew(sentence, tokens[cuts[-1]].start, position, language):
            cuts.append(position)
    ends = [*(tokens[cut].start for cut in cuts[1:]), len(sentence)]
    starts = [0, *(tokens[cut].start for cut in cuts[1:])]
    pieces = [sentence[start:end] for start, end in zip(starts, ends, strict=True)]
    return [_without_joiner(piece, language) for piece in pieces[:-1]] + pieces[-1:]


def _begins_anew(sentence: str, start: int, position: int, language: str) -> bool:
    """Whether an order, or another liking, begins with this word after one of another kind."""
    tokens = tokenise(sentence)
    before = sentence[start : tokens[position].start]
    if given_up(before, language):
        return False  # what is liked instead belongs to it
    at = {
        name: grammar.spoken(name, language).at(tokens, position) is not None
        for name in ("likes", "dislikes", "mine", "i", "always", "my_name", "forget_plainly")
    }
    remember = grammar.spoken("remember", language).at(tokens, position)
    tells = any(
        grammar.spoken(name, language).at(tokenise(before), 0)
        for name in ("remember", "likes", "dislikes", "always", "never")
    )
    draws = opening.starts_with_wish(before, language)
    orders = grammar.words("draw_strong", language).at(tokens, position) is not None
    if before.rstrip().endswith((":", "：")):
        return orders
    if remember is not None and remember.last < len(tokens) and not tells:
        return True  # with nothing behind it, it is about what stands before
    if (at["always"] or at["my_name"] or at["forget_plainly"]) and draws:
        return True
    of_itself = grammar.spoken("i", language).at(tokenise(before), 0) is not None and not draws
    if orders:
        gives_up = grammar.spoken("forget", language).at(tokenise(before), 0) is not None
        return tells or of_itself or gives_up or _tells_of_somebody(before, language)
    if at["likes"] or at["dislikes"]:
        return draws or tells
    return (
        tells
        and (at["mine"] or at["i"])
        and grammar.spoken("is", language).at(tokens, min(position + 3, len(tokens) - 1)) is not None
    )


def _tells_of_somebody(text: str, language: str) -> bool:
    tokens = tokenise(text)
    return text.strip()[:1].isupper() and any(
        grammar.spoken(name, language).at(tokens, 1) for name in ("is", "looks")
    )


def _without_joiner(piece: str, language: str) -> str:
    """Without the "and" that led to the next clause."""
    plain = piece.rstrip(" ,;，")
    tokens = tokenise(plain)
    if len(tokens) > 1 and grammar.words("joiner", language).get([tokens[-1].norm]) is not None:
        return plain[: tokens[-2].end].rstrip(" ,")
    return plain
