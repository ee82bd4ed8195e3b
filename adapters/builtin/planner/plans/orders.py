"""What is to be drawn: the picture at hand changed, the same again, or a new one; never one of nothing."""

from dataclasses import replace

from adapters.builtin.language.lines import Line
from adapters.builtin.planner.edits.operations import only_changes
from adapters.builtin.planner.intents.choice import Segment
from adapters.builtin.planner.intents.words import AtHand, Words
from adapters.builtin.planner.memory.exceptions import excepted
from adapters.builtin.planner.message import Message
from adapters.builtin.planner.plans.changes import change_of, in_usual_style, more_of, only_again, values_of
from adapters.builtin.planner.plans.earlier import like_before, of_several
from adapters.builtin.planner.plans.new_pictures import new_picture
from adapters.builtin.planner.reading import opening
from adapters.builtin.planner.talk import answer_to
from adapters.builtin.planner.wanted import Wanted, attached, known
from agent.domain.conversation import Pressed
from agent.domain.generation import Plan, Statement
from agent.ports import PlanRequest
from agent.text.words import normalised


def drawn(
    request: PlanRequest, message: Message, text: str, first: Segment, statements: tuple[Statement, ...]
) -> Plan:
    """A picture: the one at hand changed, the same again, or a new one."""
    language = message.language
    request, text = excepted(request, text, language)
    wanted = Wanted(
        request=request, text=text, language=language, statements=statements, ratio=message.ratio, excluded=message.excluded,
        is_prompt=message.is_prompt,
    )  # fmt: skip
    refines = isinstance(request.turn.request, Pressed) and request.turn.request.action == "refine"
    if attached(request) and not refines:
        return new_picture(wanted)
    if (base := request.base) is not None:
        if of_several(request, text, language) is not None or in_usual_style(wanted) is not None:
            return change_of(wanted)
        if first.intent in ("draw", "again") and only_changes(text, values_of(base), language):
            return change_of(wanted)
        like, rest = like_before(text, language)
        if like is not None and not request.recollection.pictures and _says_a_change(rest, language):
            return change_of(replace(wanted, text=rest))
        if first.intent == "again":
            return more_of(wanted) or change_of(wanted)
    if first.intent == "change":
        return _changed(wanted, first)
    if first.intent in ("draw_something", "surprise", "again"):
        again = first.intent == "again" and only_again(text, language)
        # Whatever is left of such a sentence where nothing in it can be shown is how that language says "something".
        nothing = first.intent == "draw_something" and not (_shows(wanted) or _is_left_open(wanted))
        reading = _words(wanted).reading
        surprise = first.intent == "surprise" and (bool(reading.excluded) or not _words(wanted).things)
        excluded = (*wanted.excluded, *reading.excluded) if surprise else wanted.excluded
        words = "surprise me" if surprise else "draw something" if again or nothing else text
        return new_picture(replace(wanted, text=words, excluded=excluded))
    return _new(wanted, first)


def _says_a_change(rest: str, language: str) -> bool:
    """ "but with 3 kites", "make black and white": what is left of a change when it is said of which picture."""
    words = Words(text=rest, language=language, at_hand=AtHand())
    return words.looks_alone or (words.opens("lead", "add", "remove", "replace") and not words.orders)


def _changed(wanted: Wanted, first: Segment) -> Plan:
    """A change. Of an earlier picture that memory finds, where none is at hand; what is nothing but a scene is a new picture, and so is a
    caption that changes nothing and is as near to a wish of its own."""
    if wanted.request.base is None and like_before(wanted.text, wanted.language)[0] is not None:
        return new_picture(wanted)
    plan = change_of(wanted)
    words = _words(wanted)
    again = words.wishes and opening.leading_pronoun(words.reading.subject, wanted.language)
    caption = words.is_noun_phrase and first.choice.margin("change", "draw") < NEAR_POINTS
    return new_picture(wanted) if (again or caption) and plan.intent == "chat" else plan  # "onu plajda çiz"


def _words(wanted: Wanted) -> Words:
    people = known(wanted.request, "character", with_people=True)
    names = frozenset(normalised(memory.name) for memory in people if memory.name)
    return Words(text=wanted.text, language=wanted.language, at_hand=AtHand(names=names))


def _shows(wanted: Wanted) -> bool:
    """Whether anything that it says can be seen."""
    words = _words(wanted)
    reading = words.reading
    seen = words.things or words.names_somebody or reading.printed or reading.slots()
    return bool(seen) or wanted.is_prompt


def _is_left_open(wanted: Wanted) -> bool:
    """ "anything", "a surprise", or a portrait of the author: what the words say is understood without a thing that is named."""
    return _words(wanted).reading.is_vague or Line(wanted.text, wanted.language).has("myself")


def _new(wanted: Wanted, first: Segment) -> Plan:
    """A new picture; never one of nothing."""
    words = _words(wanted)
    shown = words.wishes or (_shows(wanted) and (words.is_noun_phrase or not _is_doubtful(first, words)))
    if not (shown or words.reading.is_vague or (_reads_like_a_scene(first) and not words.verbs)):
        return answer_to(wanted.request, "nothing_to_draw", wanted.text, wanted.language)
    return new_picture(wanted)


def _reads_like_a_scene(first: Segment) -> bool:
    """Far more like the pictures that others asked for than like anything else."""
    points = first.choice.points
    others = max(points[intent] for intent in points if intent not in ("draw", "harm"))
    return points["draw"] >= SCENE_POINTS_MIN and points["draw"] - others >= SCENE_POINTS_MIN


def _is_doubtful(first: Segment, words: Words) -> bool:
    """As near to talk as to a picture: a sentence that orders nothing and names something by the way is drawn only where it is clearly
    a scene. Most of all one that says something of what is there already: "the lift is broken, and a wasp is in my room"."""
    others = [points for intent, points in first.choice.points.items() if intent in _TALK]
    says = words.is_said_of_it and not words.opens_as_a_caption
    return first.choice.points["draw"] - max(others) < (SAID_POINTS if says else DOUBT_POINTS)


NEAR_POINTS = 1.0
DOUBT_POINTS, SAID_POINTS = 0.5, 3.0
_TALK = (
    "smalltalk", "aside", "greeting", "never_mind", "agreement", "praise", "dislike", "taste", "introduce", "world",
)  # fmt: skip
"""What a sentence is that only names things."""


SCENE_POINTS_MIN = 1.0
"""Ahead of everything else by this, words of which the lexicon knows none are a scene: languages that it has no nouns of."""
