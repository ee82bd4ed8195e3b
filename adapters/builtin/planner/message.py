"""A message as it is planned: cleaned, in plain words, cut into what its sentences want one by one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from adapters.builtin.language.languages import language_of
from adapters.builtin.language.lexicon import EMOJI_LANGUAGES
from adapters.builtin.language.lines import Line
from adapters.builtin.language.typing_mistakes import corrected
from adapters.builtin.planner.frames import frame
from adapters.builtin.planner.intents.hours import is_for_later
from adapters.builtin.planner.reading import opening, tool_flags
from adapters.builtin.planner.reading.given_up import given_up
from adapters.builtin.planner.reading.lettering import take_printed
from adapters.builtin.planner.reading.object_pronouns import untied
from adapters.builtin.planner.reading.pictographs import in_words
from agent.ports import PlanRequest
from agent.text.words import tokenise

READ_CHARS_MAX = 1_500
"""What of a message is read; a picture holds no more."""
_HELD = "\ue000"
"""Stands for words that are not to be touched; no letter, so that no word is found in it."""
SEGMENTS_MAX = 5
"""Sentences that are told apart; what follows belongs to the last."""


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
    printed, held = _words_to_print(request.text[:READ_CHARS_MAX])
    plain = tool_flags.plain(opening.cleaned(held))
    language = _language(plain.text, request.language)
    asks_what = request.pending is not None and any(gap.slot == "subject" for gap in request.pending.gaps)
    text = corrected(in_words(plain.text, language, moods=asks_what), language, _names(request))
    text = untied(text.replace(_HELD, printed), language)
    segments = (text,) if plain.is_prompt else tuple(_segments(text, language))
    return Message(
        text=text, language=language, segments=segments, ratio=plain.ratio, excluded=plain.excluded,
        is_prompt=plain.is_prompt,
    )  # fmt: skip


def _words_to_print(text: str) -> tuple[str, str]:
    """What is to be printed, and the text with a mark in its place: it is printed as it was written, whatever it may be a slip of."""
    printed, _ = take_printed(text, language_of(text))
    return (printed, text.replace(printed, _HELD, 1)) if printed and _HELD not in text else ("", text)


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
    parts = [
        part.strip()
        for sentence in frame("sentence_end").split(text)
        for part in _clauses(sentence, language)
    ]
    return [_from_its_wish(part, language) for part in parts if re.search(r"\w", part)]


def _from_its_wish(part: str, language: str) -> str:
    """ "make a cat" of "but today make a cat"; "tomorrow at eight draw a cat" names its time."""
    line, first = Line(part, language), 0
    while (led := line.at(first, "means_but", "passing_time", "this_once")) is not None:
        if led.last >= line.size:
            return part
        first = led.last
    wished = first and opening.starts_with_wish(line.since(first), language)
    return line.since(first) if wished and not is_for_later(part, language, wishes=True) else part


def _segments(text: str, language: str) -> Sequence[str]:
    said = sentences_of(text, language)
    rest = said[SEGMENTS_MAX - 1 :]
    return [*said[: SEGMENTS_MAX - 1], " ".join(rest)] if rest else said


def _clauses(sentence: str, language: str) -> Sequence[str]:
    """ "draw a knight, and remember my colour is teal" is two; so are "remember I hate clowns and my favourite colour is teal" and
    "draw a fox, I love watercolour"."""
    line, cuts = Line(sentence, language), [0]
    for position in range(1, line.size):
        parted = line.is_own_word(position - 1, "joiner") or re.search(r"[,，:：]", line.gap(position))
        if parted and position - cuts[-1] >= 2 and _begins_anew(line, cuts[-1], position):
            cuts.append(position)
    ends = [0, *(line.tokens[cut].start for cut in cuts[1:]), len(sentence)]
    *pieces, last = (sentence[start:end] for start, end in pairwise(ends))
    return [*(_without_joiner(piece, language) for piece in pieces), last]


def _begins_anew(line: Line, first: int, position: int) -> bool:
    """Whether an order, or another liking, begins with this word after one of another kind."""
    language = line.language
    before = Line(line.text[line.tokens[first].start : line.tokens[position].start], language)
    if given_up(before.text, language):
        return False  # what is liked instead belongs to it
    tells = before.at(0, "remember", "likes", "dislikes", "always", "never") is not None
    draws = opening.starts_with_wish(before.text, language)
    led = line.past(position, "means_but", "passing_time", "this_once", "now_so")
    orders = line.own(led, "draw_strong") is not None
    if tells and led > position and opening.starts_with_wish(line.since(led), language):
        return True  # "normally I want all of it square, but today make a cat"
    if before.text.rstrip().endswith((":", "：")):
        return orders
    remember = line.at(position, "remember")
    if remember is not None and remember.last < line.size and not tells:
        return True  # with nothing behind it, it is about what stands before
    if draws and line.at(position, "always", "my_name", "forget_plainly"):
        return True
    if orders:
        of_itself = before.at(0, "i") is not None and not draws
        of_somebody = before.text.strip()[:1].isupper() and before.at(1, "is", "looks") is not None
        return tells or of_itself or before.at(0, "forget") is not None or of_somebody
    if line.at(position, "likes", "dislikes"):
        return draws or tells
    owns = line.at(position, "mine", "i") is not None
    return tells and owns and line.at(min(position + 3, line.size - 1), "is") is not None


def _without_joiner(piece: str, language: str) -> str:
    """Without the "and" that led to the next clause."""
    line = Line(piece.rstrip(" ,;，"), language)
    joined = line.size > 1 and line.is_own_word(line.size - 1, "joiner")
    return line.upto(line.size - 1).rstrip(" ,") if joined else line.text
