"""The planner's one decision: what a message is (talk, memory, an answer, a change, a new picture), and its plan."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.planner_rules import wishes, wording
from adapters.builtin.planner_rules.answering import completed
from adapters.builtin.planner_rules.changing import change_of
from adapters.builtin.planner_rules.chatting import chat_answer
from adapters.builtin.planner_rules.drafting import new_picture
from adapters.builtin.planner_rules.forgetting import to_forget
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.introductions import changed
from adapters.builtin.planner_rules.language import language_of
from adapters.builtin.planner_rules.pictographs import in_words
from adapters.builtin.planner_rules.pointing import attached, like_before
from adapters.builtin.planner_rules.reading import read
from adapters.builtin.planner_rules.recalling import known
from adapters.builtin.planner_rules.refusing import refusal
from adapters.builtin.planner_rules.statements import asks_to_remember, sentences, statement_in
from adapters.builtin.planner_rules.wanted import Wanted
from agent.domain.generation import Plan, Statement
from agent.ports import PlanRequest

READ_CHARS_MAX = 1_500
"""What of a message is read; a picture holds no more."""


def plan_of(request: PlanRequest) -> Plan:
    """The plan for a request. Pure: the same request gives the same plan."""
    plain = wishes.cleaned(request.text[:READ_CHARS_MAX])
    language = language_of(plain)
    text = in_words(plain, language, moods=_asks_what(request))
    said_no = refusal(text)
    if said_no:
        return Plan(intent="refuse", answer=said_no, language=language, is_reading=True)
    if request.pending is not None and not _is_a_new_request(request, text, language):
        plan = completed(request, text, language)
    else:
        plan = _anew(request, text, language)
    return replace(_with_note(_unless_harmful(plan), request), is_reading=True)


def _asks_what(request: PlanRequest) -> bool:
    """Whether the open question is what to draw: then a face alone is an answer."""
    return request.pending is not None and any(gap.slot == "subject" for gap in request.pending.gaps)


def _with_note(plan: Plan, request: PlanRequest) -> Plan:
    """Says so where the message was longer than what is read of it."""
    if len(request.text) <= READ_CHARS_MAX:
        return plan
    return replace(
        plan, notes=(*plan.notes, f"I read the first {READ_CHARS_MAX} characters of your message.")
    )


def _anew(request: PlanRequest, text: str, language: str) -> Plan:
    """The plan for a message that answers no question."""
    forget = to_forget(request, text, language)
    if forget:
        return Plan(intent="forget", forget=forget, language=language)
    if not re.search(r"\w", text) and not attached(request):
        return Plan(intent="chat", answer=wording.answer("greeting", language), language=language)
    text = "surprise me" if frame("surprise").match(text) else text
    told, rest = _told(request, text)
    talk = _talk(request, rest, language, told)
    if talk is not None:
        return talk
    if told and not rest:
        return Plan(intent="remember", statements=tuple(told), language=language)
    if asks_to_remember(rest) and not told:
        return Plan(intent="chat", answer=wording.answer("no_picture", language), language=language)
    wanted = Wanted(request=request, text=rest or text, language=language, statements=_beside(told, text))
    return change_of(wanted) or new_picture(wanted)


def _unless_harmful(plan: Plan) -> Plan:
    """What memory, an answer or the picture before add is held to the same rules as the message."""
    context = plan.context
    shown = ". ".join(context.value(name) for name in ("subject", "character", "text"))
    said_no = refusal(shown) if shown else ""
    return Plan(intent="refuse", answer=said_no, language=plan.language) if said_no else plan


def _talk(request: PlanRequest, text: str, language: str, told: Sequence[Statement]) -> Plan | None:
    """The plan for words that want no picture. Beside a statement talk adds nothing but thanks."""
    if not text or (told and wishes.starts_with_wish(text, language)):
        return None
    talk = chat_answer(request, text, language)
    if talk is None or (attached(request) and talk.intent != "about_image"):
        return None
    return replace(talk, intent="remember", statements=tuple(told)) if told else talk


def _beside(told: Sequence[Statement], text: str) -> tuple[Statement, ...]:
    """Beside a request "I love watercolour" is said in passing; "I always want" and descriptions are meant to last."""
    if asks_to_remember(text):
        return tuple(told)
    lasting = ("always", "never")
    return tuple(
        replace(one, explicit=one.kind != "preference" or one.scope != "user" or one.text.startswith(lasting))
        for one in told
    )


def _told(request: PlanRequest, text: str) -> tuple[list[Statement], str]:
    """What the author states, and the sentences that state nothing. Quoted lines are not the author's words."""
    own = attached(request)
    base = None if own else request.base
    image = own[0] if own else (base.id if base else None)
    seen = base.context.value("subject") if base else ""
    names = [name for memory in known(request, "character") for name in (memory.name, *memory.aliases)]
    told: list[Statement] = []
    rest: list[str] = []
    for sentence in sentences(text):
        found = None
        if not sentence.startswith(">"):
            found = (
                _this_look(request, sentence)
                or changed(sentence, names)
                or statement_in(sentence, image=image, seen=seen)
            )
        if found is None:
            rest.append(sentence)
        else:
            told.append(found)
    return (told, " ".join(rest)) if told else ([], text)


def _this_look(request: PlanRequest, sentence: str) -> Statement | None:
    """ "remember this style", of the picture at hand."""
    if request.base is None or frame("this_style").match(sentence.strip(" .!")) is None:
        return None
    context = request.base.context
    looks = [context.value(name) for name in ("style", "palette") if context.value(name)]
    return Statement(kind="preference", text=f"prefers {', '.join(looks)}") if looks else None


def _is_a_new_request(request: PlanRequest, text: str, language: str) -> bool:
    """Whether the message is no answer to the open question: an order, a statement, a question, talk."""
    replied = request.turn.replied
    if replied is not None and replied.pictures:
        return True
    if to_forget(request, text, language) or any(statement_in(one, image=None) for one in sentences(text)):
        return True
    if frame("surprise").match(text) or frame("a_word").match(text):
        return False
    if (
        re.match(r"\W*(?:the|that)\s+(?:picture|image|drawing|pic)\b", text, re.IGNORECASE)
        and like_before(text)[0]
    ):
        return True
    if chat_answer(request, text, language) is not None or wishes.starts_with_wish(text, language):
        return True
    reading = read(text, language)
    if reading.format and reading.subject and not reading.is_vague:
        return True  # "emoji of a taco" says itself what it is
    return request.base is not None and frame("orders_a_change").match(text) is not None
