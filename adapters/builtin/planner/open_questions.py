"""Whether a message answers the open question, and the plan that it completes. A question takes answers only."""

import re
from collections.abc import Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.intents.choice import MEMORY, POLITE, Segment
from adapters.builtin.planner.intents.words import AtHand, Words
from adapters.builtin.planner.message import Message
from adapters.builtin.planner.pending import completed, named_candidate
from adapters.builtin.planner.plans.earlier import like_before
from adapters.builtin.planner.reading import opening
from adapters.builtin.planner.reading.reading import read
from adapters.builtin.planner.wanted import attached
from agent.domain.generation import Plan
from agent.ports import PlanRequest
from agent.text.words import tokenise


def as_answer(request: PlanRequest, message: Message, segments: Sequence[Segment]) -> Plan | None:
    """The waiting plan, completed; None where the message is no answer."""
    text, language = message.text, message.language
    replied = request.turn.replied
    if replied is not None and replied.pictures:
        return None
    if attached(request) and not re.search(r"\w", text):
        return completed(request, text, language, is_your_choice=False)
    if not segments or named_candidate(request, text, language):
        return completed(request, text, language, is_your_choice=not segments)
    first = segments[0]
    if first.intent == "surprise" or _leaves_it(text, language):
        return completed(request, text, language, is_your_choice=True)
    return (
        completed(request, text, language, is_your_choice=False)
        if _describes(request, message, first)
        else None
    )


def _leaves_it(text: str, language: str) -> bool:
    return (
        grammar.spoken("your_choice", language).whole(text) is not None
        or grammar.spoken("no_preference", language).whole(text) is not None
    )


def _describes(request: PlanRequest, message: Message, first: Segment) -> bool:
    """Whether the message can be an answer: a description of somebody, a thing, a name, and neither a request of its own nor talk."""
    assert request.pending is not None
    language = message.language
    words = Words(text=first.text, language=language, at_hand=AtHand())
    slots = {gap.slot for gap in request.pending.gaps}
    if words.wishes and _draws_of_its_own(first.text, language):
        return False
    if (
        words.asks
        or first.text.startswith(">")
        or first.choice.among("forget", "schedule", "remember", "aside", "custom")
        or (first.intent == "cannot" and not grammar_looks(first.text, language))
    ):
        return False
    if like_before(first.text, language)[0] is not None or (
        words.opens("add", "remove", "replace") and request.base is not None
    ):
        return False
    reading = read(first.text, language)
    if reading.format and reading.subject and words.things and "character" not in slots:
        return False  # "emoji of a taco" says itself what it is
    told = words.things > 0 or grammar_looks(first.text, language)
    if first.choice.among("draw", "introduce", "change") or (first.intent in MEMORY and "character" in slots):
        return True
    is_name = (
        re.fullmatch(r"\W*[^\W\d_]\S*(?:\s[A-ZÀ-ÖØ-Þ]\S*){0,2}\W*", first.text) is not None
        and first.text[:1].isupper()
    )
    talk = first.choice.points[first.intent] - first.choice.points["draw"]
    most = DROPPED_MARGIN if first.choice.among("never_mind", "start_over") else ANSWER_MARGIN
    return (told and talk < most) or (
        is_name and not first.choice.among(*POLITE, "never_mind", "insult", "abilities")
    )


ANSWER_MARGIN = 6.0
"""By how many points something else than a thing to draw must be ahead, so that words of looks or things are no answer."""

DROPPED_MARGIN = 3.0
"""The same for who lets the question go: few words do, and one of them may name a thing by chance ("lascia stare")."""


def grammar_looks(text: str, language: str) -> bool:
    """Whether it says how somebody looks: a colour, "long hair"."""
    looks = (
        grammar.word_set("plain_adjective")
        | grammar.word_set("looks_like")
        | grammar.word_set("parts_of_somebody")
    )
    colours = grammar.colours(language)
    if language in grammar.word_set("compounds_colours") and any(
        token.norm.endswith(colour)
        for token in tokenise(text)
        for colour in colours.words()
        if len(colour) > 2
    ):
        return True  # "knallrot"
    return any(
        t.norm in looks - {"and", "more", "less", "very", "much"} or colours.get([t.norm])
        for t in tokenise(text)
    )


def _draws_of_its_own(text: str, language: str) -> bool:
    """ "draw a whale", not "a picture of a whale"."""
    tokens = tokenise(text)
    return "draw" in opening.kinds_of_opening(text, language) and not grammar.is_any(
        tokens, 0, language, "determiner"
    )
