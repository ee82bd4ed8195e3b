"""What a sentence states for good, beside what its message wants drawn."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.intents.choice import MEMORY, Segment
from adapters.builtin.planner.memory.changed_looks import changed
from adapters.builtin.planner.memory.statements import look_of, statement_in, without_order
from adapters.builtin.planner.memory.turns_of_taste import turned
from adapters.builtin.planner.memory.words_of_memory import held_in_memory
from adapters.builtin.planner.message import Message
from adapters.builtin.planner.wanted import attached
from agent.domain.generation import Statement
from agent.ports import PlanRequest
from agent.text.words import shares_word, tokenise


def told_in(request: PlanRequest, message: Message, segment: Segment) -> Statement | None:
    """What the sentence states for good, None where it states nothing, or where what it states is a pronoun: "I don't like it any more".
    Quoted lines are not the author's words."""
    told = _told_in(request, message, segment)
    return told if told is not None and _names_something(told, message.language) else None


def _names_something(told: Statement, language: str) -> bool:
    """Whether more is stored than that something is liked or not."""
    tokens = tokenise(told.text)
    names = ("it", "pronoun", "determiner", "to_you")
    small = {
        n for n in range(len(tokens)) if any(grammar.spoken(name, language).at(tokens, n) for name in names)
    }
    left = [
        t.norm for n, t in enumerate(tokens) if n not in small and t.norm not in grammar.word_set("told_of")
    ]
    return told.kind != "preference" or not tokens or bool(left)


def _told_in(request: PlanRequest, message: Message, segment: Segment) -> Statement | None:
    text, language = segment.text, message.language
    ordered, _ = without_order(text, language)
    turns = turned(request, text, language)
    if turns is not None and not (_in_mind(segment) or ordered or held_in_memory(request, text, language)):
        turns = None
    if text.startswith(">") or not (ordered or _is_the_authors(text, language)):
        return None
    if not (turns or segment.intent in MEMORY or ordered or _in_passing(segment, language)):
        return None
    if turns is not None:
        return turns
    tells_taste = not (ordered or segment.choice.among("introduce", "custom", "remember"))
    if tells_taste and (_passes(text, language) or _of_this_picture(request, segment, language)):
        return None
    own = attached(request)
    base = None if own else request.base
    image = own[0] if own else (base.id if base else None)
    seen = base.context.value("subject") if base else ""
    return (
        _this_look(request, text, language)
        or changed(request, text, language)
        or statement_in(text, language, image=image, seen=seen)
    )


def _is_the_authors(text: str, language: str) -> bool:
    """Said by the author, as it is: neither what somebody else says or thinks ("my friend says she hates pink") nor what would be if. What
    is to hold always may have a condition."""
    tokens = tokenise(text)
    lasts = any(grammar.spoken(name, language).all(tokens) for name in ("always", "never"))
    if grammar.spoken("condition", language).at(tokens, 0) is not None and not lasts:
        return False
    heads = range(1, min(len(tokens), REPORTED_WORDS_MAX))
    leads = grammar.words("leads", language)
    said = next((n for n in heads if grammar.spoken("reports", language).at(tokens, n)), 0)
    own = grammar.spoken("i", language).at(tokens, 0) is not None
    return not said or own or leads.get([tokens[said - 1].norm]) is not None


REPORTED_WORDS_MAX = 6
"""Within which the main verb of "my friend Tim from school says" stands."""


def _passes(text: str, language: str) -> bool:
    """ "no more coffee for me today" tells of a day; "from today on", and what is said to be for good, of more."""
    tokens = tokenise(text)
    says = {name: bool(grammar.spoken(name, language).all(tokens)) for name in ("passing_time", "always")}
    return says["passing_time"] and not says["always"]


def _of_this_picture(request: PlanRequest, segment: Segment, language: str) -> bool:
    """ "I like the hat" of a cat with a hat: no taste that lasts."""
    if request.base is None or segment.intent != "taste":
        return False
    tokens = tokenise(segment.text)
    definite = any(grammar.words("definite", language).at(tokens, n) for n in range(1, min(len(tokens), 4)))
    return segment.choice.margin("taste", "dislike") < 0 or (
        definite and shares_word(segment.text, request.base.context.value("subject"))
    )


def _in_mind(segment: Segment) -> bool:
    """Whether memory is among what the sentence may be about at all."""
    points = segment.choice.points
    return (
        max(points.get(intent, 0.0) for intent in (*MEMORY, "forget"))
        >= points.get(segment.intent, 0.0) - NEAR
    )


NEAR = 3.0
"""Points by which something else may be ahead."""


def _in_passing(segment: Segment, language: str) -> bool:
    """A liking beside a request: "draw a fox, I love watercolour"."""
    tokens = tokenise(segment.text)
    tells = any(
        grammar.spoken(name, language).at(tokens, 0) for name in ("likes", "dislikes", "always", "never")
    )
    return (
        tells
        and _in_mind(segment)
        and not segment.choice.among(
            "dislike", "praise", "change", "never_mind", "cannot", "insult", "distress"
        )
    )


def _this_look(request: PlanRequest, sentence: str, language: str) -> Statement | None:
    """ "remember this style", "I like this style", of the picture at hand."""
    tokens = tokenise(sentence)
    if request.base is None or grammar.spoken("this_style", language).before(tokens, len(tokens)) is None:
        return None
    context = request.base.context
    return look_of([context.value(name) for name in ("style", "palette")])


def beside(told: Sequence[Statement], segments: Sequence[Segment]) -> tuple[Statement, ...]:
    """Beside a request "I love watercolour" is said in passing; "I always want" and descriptions are meant to last."""
    if any(segment.intent == "remember" for segment in segments):
        return tuple(told)
    lasting = ("always", "never")
    return tuple(
        replace(one, explicit=one.kind != "preference" or one.scope != "user" or one.text.startswith(lasting))
        for one in told
    )
