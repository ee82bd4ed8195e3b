"""What a sentence states for good, beside what its message wants drawn."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line, says_name
from adapters.builtin.planner.intents.choice import MEMORY, Segment
from adapters.builtin.planner.intents.words import AtHand, Words
from adapters.builtin.planner.memory.changed_looks import changed
from adapters.builtin.planner.memory.introductions import said_of_the_same
from adapters.builtin.planner.memory.people import possessives
from adapters.builtin.planner.memory.statements import look_of, statement_in, without_order
from adapters.builtin.planner.memory.turns_of_taste import turned
from adapters.builtin.planner.memory.words_of_memory import held_in_memory
from adapters.builtin.planner.message import Message
from adapters.builtin.planner.reading import opening
from adapters.builtin.planner.wanted import attached, known
from agent.domain.generation import Statement
from agent.ports import PlanRequest
from agent.text.words import normalised, shares_word

REPORTED_WORDS_MAX = 6
"""Within which the main verb of "my friend Tim from school says" stands."""
NEAR = 3.0
"""Points by which something else than memory may be ahead."""


def told_in(request: PlanRequest, message: Message, segment: Segment) -> Statement | None:
    """What the sentence states for good, None where it states nothing, or where what it states is a pronoun: "I don't like it any more".
    Quoted lines are not the author's words."""
    line = Line(segment.text, message.language)
    told = _told_in(request, line, segment)
    if told is not None and told.kind == "preference" and (named := named_before(request, message, segment)):
        alone = Line(told.text, "en").before(len(told.text.split()), "pronoun")  # "never wants her"
        told = replace(told, text=f"{told.text.rsplit(' ', 1)[0]} {named}") if alone else told
    return _apart(request, told, line) if told and _names_something(told, message.language) else None


def named_before(request: PlanRequest, message: Message, segment: Segment) -> str:
    """The one character whom another sentence of the message names, "" where there is none, or several."""
    rest = message.text.replace(segment.text, " ")
    names = {one.name for one in known(request, "character") if one.name and says_name(rest, one.name)}
    return names.pop() if len(names) == 1 else ""


def _apart(request: PlanRequest, told: Statement, line: Line) -> Statement:
    """Of somebody else of a known name, under a name that tells them apart: "my nephew is called Felix, too" is "nephew Felix" beside the
    cat."""
    own = (one for one in known(request, "character") if one.scope.kind == "user")
    same = next((one for one in own if told.name and normalised(one.name) == normalised(told.name)), None)
    mine = next(iter(possessives(line.text, line.language)), None)
    if same is None or mine is None or told.kind != "character":
        return told
    old, new = grammar.glyph_of(_kind(same.text)), grammar.glyph_of(mine.noun)
    another = bool(old) and (bool(new) or line.has("also")) and old != new
    if not (another or (mine.owner and mine.owner not in normalised(same.text))):
        return told
    kind = f"{mine.owner}'s {mine.noun}" if mine.owner else mine.noun
    return replace(told, name=f"{kind[:1].upper()}{kind[1:]} {told.name[:1].upper()}{told.name[1:]}")


def _kind(text: str) -> str:
    """ "cat" of "grey cat, with a white paw"."""
    return text.split(",")[0].split()[-1] if text.strip(" ,") else ""


def continued(statements: list[Statement], segment: Segment, language: str) -> bool:
    """Whether the sentence goes on about whom the one before introduced: "he's 7 ft, in gold armour". It is added there."""
    if not statements or statements[-1].kind != "character" or segment.text.rstrip().endswith("?"):
        return False
    words = Words(text=segment.text, language=language, at_hand=AtHand())
    more = "" if words.wishes or words.asks else said_of_the_same(segment.text, language)
    last = statements[-1]
    if more and Line(last.text, language).at(0, "no_longer"):
        statements.append(replace(last, text=more))  # what is gone is told by itself
    elif more:
        statements[-1] = replace(last, text=", ".join(filter(None, (last.text, more))))
    return bool(more)


def _names_something(told: Statement, language: str) -> bool:
    """Whether more is stored than that something is liked or not."""
    line = Line(told.text, language)
    small = ("it", "pronoun", "determiner", "to_you")
    left = [
        n
        for n in range(line.size)
        if line.at(n, *small) is None and line.norm(n) not in grammar.word_set("told_of")
    ]
    return told.kind != "preference" or not line.size or bool(left)


def _told_in(request: PlanRequest, line: Line, segment: Segment) -> Statement | None:
    text, language = line.text, line.language
    ordered, _ = without_order(text, language)
    turns = turned(request, text, language)
    if turns is not None and not (_in_mind(segment) or ordered or held_in_memory(request, text, language)):
        turns = None
    if text.startswith(">") or not (ordered or _is_the_authors(line)):
        return None
    if turns is not None:
        return turns
    lasts = line.has("always") and not opening.starts_with_wish(text, language)
    if lasts and (otherwise := changed(request, text, language)) is not None:
        return otherwise  # "he lost the scarf, so from now on none", below a picture of him
    if not (segment.intent in MEMORY or ordered or _in_passing(line, segment)):
        return None
    tells_taste = not (ordered or segment.choice.among("introduce", "custom", "remember"))
    # "No more coffee for me today" tells of a day; "from today on", and what is said to be for good, of more.
    passes = line.has("passing_time") and not line.has("always")
    if tells_taste and (passes or _of_this_picture(request, line, segment)):
        return None
    own = attached(request)
    base = None if own else request.base
    image = own[0] if own else (base.id if base else None)
    seen = base.context.value("subject") if base else ""
    return (
        _this_look(request, line)
        or changed(request, text, language)
        or statement_in(text, language, image=image, seen=seen)
    )


def _is_the_authors(line: Line) -> bool:
    """Said by the author, as it is: neither what somebody else says or thinks ("my friend says she hates pink") nor what would be if. What
    is to hold always may have a condition."""
    if line.at(0, "condition") is not None and not line.has("always", "never"):
        return False
    heads = range(1, min(line.size, REPORTED_WORDS_MAX))
    said = next((n for n in heads if line.at(n, "reports")), 0)
    return not said or line.at(0, "i") is not None or line.is_own_word(said - 1, "leads")


def _of_this_picture(request: PlanRequest, line: Line, segment: Segment) -> bool:
    """ "I like the hat" of a cat with a hat: no taste that lasts."""
    if request.base is None or segment.intent != "taste":
        return False
    definite = any(line.own(n, "definite") for n in range(1, min(line.size, 4)))
    return segment.choice.margin("taste", "dislike") < 0 or (
        definite and shares_word(line.text, request.base.context.value("subject"))
    )


def _in_mind(segment: Segment) -> bool:
    """Whether memory is among what the sentence may be about at all."""
    points = segment.choice.points
    most = max(points.get(intent, 0.0) for intent in (*MEMORY, "forget"))
    return most >= points.get(segment.intent, 0.0) - NEAR


def _in_passing(line: Line, segment: Segment) -> bool:
    """A liking beside a request: "draw a fox, I love watercolour"."""
    tells = line.at(0, "likes", "dislikes", "always", "never") is not None
    others = ("dislike", "praise", "change", "never_mind", "cannot", "insult", "distress")
    return tells and _in_mind(segment) and not segment.choice.among(*others)


def _this_look(request: PlanRequest, line: Line) -> Statement | None:
    """ "remember this style", "I like this style", of the picture at hand."""
    if request.base is None or line.before(line.size, "this_style") is None:
        return None
    return look_of([request.base.context.value(name) for name in ("style", "palette")])


def beside(told: Sequence[Statement], segments: Sequence[Segment]) -> tuple[Statement, ...]:
    """Beside a request "I love watercolour" is said in passing; "I always want" and descriptions are meant to last."""
    if any(segment.intent == "remember" for segment in segments):
        return tuple(told)
    lasting = ("always", "never")
    return tuple(
        replace(one, explicit=one.kind != "preference" or one.scope != "user" or one.text.startswith(lasting))
        for one in told
    )
