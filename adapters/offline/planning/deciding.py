"""The planner's one decision: what a message is (talk, memory, an answer, a change, a new picture), and its plan."""

import re
from collections.abc import Sequence

from adapters.offline.planning import wishes, wording
from adapters.offline.planning.answering import completed
from adapters.offline.planning.changing import another, changed_picture, nothing_to_change
from adapters.offline.planning.chatting import chat_answer
from adapters.offline.planning.drafting import Wanted, new_picture
from adapters.offline.planning.editing import Slots, edit_in, wants_another
from adapters.offline.planning.language import language_of
from adapters.offline.planning.panels import panels_of
from adapters.offline.planning.pointing import attached
from adapters.offline.planning.printing import unquoted
from adapters.offline.planning.reading import read
from adapters.offline.planning.refusing import refusal
from adapters.offline.planning.statements import Told, sentences, statement_in
from agent.conversation import Picture
from agent.generation import Plan, Statement
from agent.ports import PlanRequest

_FORGET = re.compile(
    r"^\W*(?:(?:please|hey|ok|and|now|can you|could you|pls)[\s,]+)*(?:forget|unlearn|delete from memory|remove from (?:your )?memory|don't remember|do not remember|stop remembering|olvida|vergiss|oublie|esquece|esqueça|忘记|忘掉)"
    r"(?:\s+(?:about|that|the fact that|what i said about|everything about(?!\s+me)|que|dass|ce que))*(?:\s+|$|(?<=[记掉]))(?P<what>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SAID_I = re.compile(r"^(?:i|we)\s+(?:really |always |just )?(?:like|love|prefer|want|hate|dislike|use|am|have|never want)d?s?\s+|^(?:my )?(?:preference|liking|love) (?:for|of)\s+|^(?:me gustan?|ich mag|j'aime|eu gosto de)\s+", re.I)  # fmt: skip


def plan_of(request: PlanRequest) -> Plan:
    """The plan for a request. Pure: the same request gives the same plan."""
    text = wishes.cleaned(request.text)
    language = language_of(text)
    said_no = refusal(text)
    if said_no:
        return Plan(intent="refuse", answer=said_no, language=language)
    if request.pending is not None and not _is_a_new_request(request, text, language):
        return completed(request, text, language)
    forget = _to_forget(request, text, language)
    if forget:
        return Plan(intent="forget", forget=forget, language=language)
    if not re.search(r"\w", text) and not attached(request) and not _emoji_in(text):
        return Plan(intent="chat", answer=wording.answer("greeting", language), language=language)
    told, rest = _statements(request, text)
    chat = chat_answer(request, rest, language) if rest and not (told and _draws(rest, language)) else None
    if chat is not None and not (attached(request) and chat.intent != "about_image"):
        return _with(chat, told)
    if told and not rest:
        return Plan(intent="remember", statements=tuple(one.statement for one in told), language=language)
    return _picture(request, rest or text, language, tuple(_in_passing(one, bool(rest)) for one in told))


def _with(plan: Plan, told: Sequence[Told]) -> Plan:
    if not told:
        return plan
    return Plan(
        intent="remember",
        statements=tuple(one.statement for one in told),
        answer=plan.answer,
        language=plan.language,
    )


def _in_passing(told: Told, beside_request: bool) -> Statement:
    return told.statement


def _emoji_in(text: str) -> bool:
    return bool(re.search(r"[\U0001f300-\U0001faff\u2600-\u27bf]", text))


def _draws(text: str, language: str) -> bool:
    return wishes.starts_with_wish(text, language)


def _statements(request: PlanRequest, text: str) -> tuple[list[Told], str]:
    """What the author states, and the sentences that state nothing."""
    own = attached(request)
    image = own[0] if own else (request.base.id if request.base else None)
    seen = request.base.context.value("subject") if request.base and not own else ""
    told: list[Told] = []
    rest: list[str] = []
    for sentence in sentences(text):
        found = statement_in(sentence, image=image, seen=seen)
        if found is None:
            rest.append(sentence)
        else:
            told.append(found)
    if not told:
        return [], text
    return told, " ".join(rest)


def _to_forget(request: PlanRequest, text: str, language: str) -> str:
    """The core of what is to be forgotten: "that I like watercolour" -> "watercolour"; "" when nothing is."""
    match = _FORGET.match(text)
    if match is None:
        return ""
    what = unquoted(match["what"]).strip(" .!?")
    if re.fullmatch(r"(?:it|that|this|about it|what i said|)", what, re.I):
        return ""
    base = request.base
    thing = re.match(r"^the\s+([\w -]+)$", what, re.I)
    if (
        thing
        and base is not None
        and re.search(rf"\b{re.escape(thing[1])}", base.context.value("subject"), re.I)
    ):
        return ""
    return _SAID_I.sub("", what).strip() or what


def _is_a_new_request(request: PlanRequest, text: str, language: str) -> bool:
    """Whether the message is no answer to the open question: an order, a statement, a question, talk."""
    replied = request.turn.replied
    if replied is not None and replied.pictures:
        return True
    if _FORGET.match(text) or any(statement_in(s, image=None) for s in sentences(text)):
        return True
    if chat_answer(request, text, language) is not None and not re.match(
        r"^\W*(?:any|whatever|surprise)", text, re.I
    ):
        return not re.fullmatch(r"\W*(?:yes|no|ok|okay|sure|yeah)\W*", text, re.I)
    if wishes.starts_with_wish(text, language):
        return True
    return (
        request.base is not None
        and re.match(r"^\W*(?:make it|add|remove|now|turn it)\b", text, re.I) is not None
    )


def _picture(request: PlanRequest, text: str, language: str, statements: tuple[Statement, ...]) -> Plan:
    """A change to the picture at hand, or a new one."""
    pictures = attached(request)
    base = request.base
    if base is not None and not pictures and wants_another(text):
        return another(base, language)
    if not pictures:
        edit = _edit(request, text, language, base)
        if edit is not None:
            return edit if base is None else _edited(request, base, text, language, statements) or edit
    return new_picture(Wanted(request=request, text=text, language=language, statements=statements))


def _edit(request: PlanRequest, text: str, language: str, base: Picture | None) -> Plan | None:
    """The edit's plan where the message is one; with no picture to change, a question."""
    if base is not None:
        return _edited(request, base, text, language, ())
    if not re.match(
        r"^\W*(?:(?:please|now|can you|could you|ok)[\s,]+)*(?:make (?:it|him|her|them|this)|turn (?:it|this)|add|remove|delete|replace|change (?:it|the)|zoom)\b",
        text,
        re.I,
    ):
        return None
    edit = edit_in(text, {}, language, replying=False)
    return nothing_to_change(edit, language) if edit is not None else None


def _edited(
    request: PlanRequest, base: Picture, text: str, language: str, statements: tuple[Statement, ...]
) -> Plan | None:
    if _is_new(text, language):
        return None
    replying = request.turn.replied is not None and bool(request.turn.replied.pictures)
    slots: Slots = {name: evidence.value for name, evidence in base.context.slots.items()}
    edit = edit_in(text, slots, language, replying=replying)
    return changed_picture(request, base, edit, language, statements) if edit is not None else None


def _is_new(text: str, language: str) -> bool:
    """An order for a picture of its own: "draw a castle", "draw her at the beach", "three variants of ..."."""
    reading = read(text, language)
    if panels_of(reading, text):
        return True
    if not wishes.starts_with_wish(text, language):
        return False
    opened = wishes.without_opening(text, language)
    if re.match(
        r"^(?:it|this|that|him|her|them|everything|the (?:picture|image|scene|background|sky|\w+))\b(?!\s+(?:at|in|on|as|with|reading|riding|playing)\b)",
        opened,
        re.I,
    ):
        return wishes.PRONOUNS[language].match(opened) is None and not re.match(
            r"^\W*(?:make|turn|do|have)\b", text, re.I
        )
    if re.match(
        r"^\W*(?:please |now |can you |could you |ok |and )*(?:make|do|turn|create|render|redo)\s+(?:it|this|that|him|her|them)\b",
        text,
        re.I,
    ):
        return False
    return not re.match(r"^\W*(?:draw|make|do|give me|show me|paint)?\s*(?:the )?same\b.*\bbut\b", text, re.I)
