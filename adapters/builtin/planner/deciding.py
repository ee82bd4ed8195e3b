"""The planner's one decision: what each sentence of a message wants, and the plan that follows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner import wording
from adapters.builtin.planner.intents.at_hand import leanings
from adapters.builtin.planner.intents.choice import NOTHING_LEARNED, POLITE, Choice, Segment, chosen
from adapters.builtin.planner.intents.examples import likeness
from adapters.builtin.planner.intents.words import AtHand, Words
from adapters.builtin.planner.memory.forget_orders import to_forget
from adapters.builtin.planner.memory.introductions import in_passing
from adapters.builtin.planner.memory.names import meant
from adapters.builtin.planner.memory.told import beside, continued, told_in
from adapters.builtin.planner.message import READ_CHARS_MAX, Message, message_of
from adapters.builtin.planner.open_questions import as_answer
from adapters.builtin.planner.plans.earlier import of_several
from adapters.builtin.planner.plans.orders import drawn
from adapters.builtin.planner.reading.reading import read
from adapters.builtin.planner.refusing import refusal, undressing
from adapters.builtin.planner.talk import answer_to
from adapters.builtin.planner.wanted import attached, known, without_memories
from agent.domain.conversation import Pressed, Said
from agent.domain.generation import Plan, Statement
from agent.policy.content import left_out_of
from agent.ports import PlanRequest
from agent.text.words import normalised, tokenise
from agent.translation.catalogue import _

Vectors = Mapping[str, Sequence[float]]
"""Text to its embedding as a query, (384,)."""


DRAWING = ("draw", "draw_something", "surprise", "change", "again")


CARE = ("distress", "harm")


DATE_POINTS = 1.5
CLEAR = 4.7
"""Likeness and evidence of what is said for its own end: of fifty fragments behind a request thanks, laughter and "up to you" had 4.9 and
more, "tuxedo", "bokeh", "velvet curtains" at most 4.6."""


WORDS_TO_A_PICTURE = ("about_picture", "cannot", "pixels", "privacy", "photos", "delete_picture")
"""What may be said to a picture that came along, and asks for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The plan, and the arithmetic that led to it."""

    plan: Plan
    arithmetic: tuple[str, ...] = ()


def texts_of(request: PlanRequest) -> tuple[str, ...]:
    """What must be embedded, as queries, for `decided`: the message, and its sentences where it has several."""
    message = message_of(request)
    parts = message.segments if len(message.segments) > 1 else ()
    return tuple(dict.fromkeys(text for text in (request.text, *parts) if re.search(r"\w", text)))


def decided(request: PlanRequest, vectors: Vectors) -> Decision:
    """The plan for a request. Pure: the same request and vectors give the same plan. Without vectors plain evidence decides."""
    message = message_of(request)
    at_hand = _at_hand(request, message)
    segments = [_segment(request, message, text, at_hand, vectors) for text in message.segments]
    plan = _planned(request, message, segments)
    return Decision(
        plan=_with_note(_unless_harmful(plan, request), request),
        arithmetic=tuple(line for segment in segments for line in segment.choice.arithmetic),
    )


def _segment(request: PlanRequest, message: Message, text: str, at_hand: AtHand, vectors: Vectors) -> Segment:
    alone = len(message.segments) == 1
    vector = vectors.get(request.text if alone else text)
    words = Words(text=text, language=message.language, at_hand=at_hand)
    if vector is None:
        return Segment(text=text, choice=chosen(words, {}))
    is_ordered = words.wishes or words.opens("forget", "remember")  # in so many words
    is_below = at_hand.has_base and not (at_hand.refines or at_hand.draws or is_ordered)
    leans = leanings(vector) if is_below else NOTHING_LEARNED
    return Segment(text=text, choice=chosen(words, likeness(vector), leans))


def _at_hand(request: PlanRequest, message: Message) -> AtHand:
    asked, replied = request.turn.request, request.turn.replied
    command = asked.command.name if isinstance(asked, Said) and asked.command else ""
    names = [
        name
        for memory in known(request, "character", with_people=True)
        for name in (memory.name, *memory.aliases)
        if name
    ]
    return AtHand(
        has_base=request.base is not None, replies=replied is not None and bool(replied.pictures), attached=bool(attached(request)),
        refines=isinstance(asked, Pressed) and asked.action == "refine", draws=command == "draw" or message.is_prompt,
        names=frozenset(normalised(name) for name in meant(message.text, names, message.language)),
        points=request.base is not None and of_several(request, message.text, message.language) is not None,
        subject=" ".join(request.base.context.value(slot) for slot in ("subject", "character", "setting")) if request.base else "",
    )  # fmt: skip


def _planned(request: PlanRequest, message: Message, segments: Sequence[Segment]) -> Plan:
    language = message.language
    care = next((segment.intent for name in CARE for segment in segments if segment.intent == name), "")
    said_no = refusal(message.text)
    if care == "distress" or said_no:
        return Plan(intent="refuse", answer=said_no or wording.answer("distress"), language=language)
    if care:
        return answer_to(request, care, message.text, language)
    if request.pending is not None:
        answered = as_answer(request, message, segments)
        if answered is not None:
            return answered
        if segments[0].choice.among("never_mind", "start_over"):
            return replace(_of_its_own(request, message, segments), drops_question=True)
        return replace(_of_its_own(request, message, segments), sets_aside=True)
    return _of_its_own(request, message, segments)


def _of_its_own(request: PlanRequest, message: Message, segments: Sequence[Segment]) -> Plan:
    """The plan for a message that answers no question."""
    language = message.language
    if not re.search(r"\w", message.text) and not attached(request):
        return answer_to(request, "greeting", message.text, language)
    return _anew(request, message, segments)


def _anew(request: PlanRequest, message: Message, segments: Sequence[Segment]) -> Plan:
    """What its sentences state, what they want drawn, and what is only talk."""
    language = message.language
    statements: list[Statement] = []
    drawing: list[Segment] = []
    talk: list[Segment] = []
    for segment in segments:
        told = told_in(request, message, segment)
        if told is not None:
            statements.append(told)
        elif continued(statements, segment, language):
            continue
        elif (
            (
                segment.intent in DRAWING
                and not (_is_told(statements, talk) and _is_of_nothing(request, segment))
            )
            or _rules_out(segment, segments, language)
            or (drawing and (_goes_on(segment, language) or _is_half_a_date(segment)))
        ):
            drawing.append(segment)
        else:
            talk.append(segment)
    if any(segment.intent == "schedule" for segment in talk):
        return answer_to(request, "schedule", message.text, language)
    if attached(request) and not (
        drawing or statements or any(s.choice.among(*WORDS_TO_A_PICTURE) for s in talk)
    ):
        drawing = talk or [Segment(text=message.text, choice=Choice(intent="draw", points={}))]
    drawing = _without_announcement(drawing, language)
    if drawing:
        forgotten = next((what for one in talk if (what := _forgotten_beside(request, one, language))), "")
        request = without_memories(request, forgotten) if forgotten else request
        text = " ".join(segment.text for segment in segments if segment in drawing)
        told, text = in_passing(text, language)
        statements += [told] if told is not None else []
        plan = drawn(request, message, text, drawing[0], beside(statements, segments))
        return replace(plan, forget=forgotten)
    if statements:
        return Plan(intent="remember", statements=tuple(statements), language=language)
    return _talked(request, message, talk)


def _without_announcement(drawing: list[Segment], language: str) -> list[Segment]:
    """ "ok new one. a turtle playing chess": what says only that one more is to come leaves the word to what says which."""
    if len(drawing) < 2 or drawing[0].intent != "again":
        return drawing
    announces = not Words(text=drawing[0].text, language=language, at_hand=AtHand()).things
    return drawing[1:] if announces else drawing


def _is_told(statements: Sequence[Statement], talk: Sequence[Segment]) -> bool:
    """Something was told before: "my hamster died. buried him by the roses"."""
    return bool(statements) or any(segment.choice.among("smalltalk", "aside") for segment in talk)


def _is_of_nothing(request: PlanRequest, segment: Segment) -> bool:
    """More of a picture, or a change of it, where there is none: "never put writing in my pictures. like ever"."""
    return request.base is None and segment.intent in ("again", "change")


def _is_half_a_date(segment: Segment) -> bool:
    """Behind a request, hardly nearer to a wish by the clock than to a picture: "14 marca godz. | 16:00, i żeby skoczek ..."."""
    return segment.intent == "schedule" and segment.choice.margin("schedule", "draw") < DATE_POINTS


def _forgotten_beside(request: PlanRequest, segment: Segment, language: str) -> str:
    """ "draw a whale and forget that I like watercolour"; everything is never forgotten beside a picture."""
    if segment.intent != "forget":
        return ""
    what = to_forget(replace(request, base=None), segment.text, language)
    return "" if what == "everything" else what


def _rules_out(segment: Segment, segments: Sequence[Segment], language: str) -> bool:
    """ "No text. A forest path": what must not be there is said beside what is wanted."""
    reading = read(segment.text, language)
    beside = any(other.intent in DRAWING for other in segments if other is not segment)
    return beside and bool(reading.excluded) and not reading.subject


def _goes_on(segment: Segment, language: str) -> bool:
    """ "It should be blue", "The light is soft", "tuxedo.": after a request, what describes belongs to it, and so does what makes no
    sentence and is not clearly said for another end."""
    is_clear = max(segment.choice.points.values()) >= CLEAR
    if segment.choice.among("never_mind", "forget", "cannot", "insult", "schedule"):
        return False
    if is_clear and segment.choice.among(*POLITE[:4]):
        return False
    tokens = tokenise(segment.text)
    pronoun = grammar.spoken("it", language).at(tokens, 0) or grammar.spoken("pronoun", language).at(
        tokens, 0
    )
    words = Words(text=segment.text, language=language, at_hand=AtHand())
    if words.asks:
        return False
    if grammar.is_any(tokens, 0, language, "place_preposition"):
        return True
    describes = words.things > 0 or words.looks_alone or not (is_clear or words.verbs)
    return pronoun is not None or describes


def _talked(request: PlanRequest, message: Message, talk: Sequence[Segment]) -> Plan:
    """Words: the first sentence that says more than politeness is answered."""
    first = next((segment for segment in talk if segment.intent not in POLITE), talk[0] if talk else None)
    if first is None:
        return answer_to(request, "greeting", message.text, message.language)
    if first.intent == "forget":
        what = to_forget(request, first.text, message.language)
        if what:
            return Plan(intent="forget", forget=what, language=message.language)
    return answer_to(
        request, first.intent if first.intent != "forget" else "never_mind", first.text, message.language
    )


def _unless_harmful(plan: Plan, request: PlanRequest) -> Plan:
    """What memory, an answer or the picture before add is held to the same rules as the message; and so are words that were not
    understood, but for a wish that nothing of the kind be drawn."""
    if plan.intent in ("remember", "forget", "refuse"):
        return plan
    context = plan.context
    shown = ". ".join(context.value(name) for name in ("subject", "character", "text"))
    said_no = (refusal(shown) if shown else "") or undressing(
        f"{request.text} . {shown}", left_out=left_out_of([context]), with_picture=bool(attached(request))
    )
    return Plan(intent="refuse", answer=said_no, language=plan.language) if said_no else plan


def _with_note(plan: Plan, request: PlanRequest) -> Plan:
    """Says so where the message was longer than what is read of it."""
    if len(request.text) <= READ_CHARS_MAX:
        return plan
    note = _("I read the first {number} characters of your message.", number=READ_CHARS_MAX)
    return replace(plan, notes=(*plan.notes, note))
