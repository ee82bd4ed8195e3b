"""Messages that want no picture: greetings, thanks, questions about memory or about the picture."""

import re
from collections.abc import Mapping

from adapters.builtin.planner_rules import wording
from adapters.builtin.planner_rules.grammar import frame, frames
from adapters.builtin.planner_rules.pointing import attached
from adapters.builtin.planner_rules.recalling import known
from agent.domain.generation import GenerationContext, Method, Plan
from agent.ports import PlanRequest

KNOWN_SHOWN_MAX = 12
IDEAS = 3
_ABOUT_ME = frame("about_me")
_WHO_IS = frame("who_is")
_ABOUT_PICTURE = frame("about_picture")
_QUESTION = frame("question")
_REQUEST_LIKE = frame("request_like")


def chat_answer(request: PlanRequest, text: str, language: str) -> Plan | None:
    """The plan for a message that is only talk, None when it may want a picture."""
    parts = _all_talk(text)
    if _ABOUT_ME.search(text) and not re.search(r"\b(?:draw|paint)\b", text, re.I):
        return Plan(intent="chat", answer=_known(request, language), language=language)
    for name, said in frames("chats").items():
        if said.match(text) or (parts and said.match(parts[0])):
            said_back = wording.answer(name.rstrip(" 0123456789"), language)
            ideas = ", ".join(wording.ideas(request.turn.id, language, IDEAS))
            return Plan(intent="chat", answer=said_back.replace("{ideas}", ideas), language=language)
    return _who_is(request, text, language) or _question(request, text, language)


def _all_talk(text: str) -> list[str]:
    """ "nice, thanks!": the parts, where each of several is mere talk; [] otherwise."""
    parts = [part for part in re.split(r"\s*[,.!?…]+\s*", text) if re.search(r"\w", part)]
    talk = [part for part in parts if any(said.match(part) for said in frames("chats").values())]
    return parts if len(parts) > 1 and len(talk) == len(parts) else []


def _known(request: PlanRequest, language: str) -> str:
    memories = known(request, "preference", "character", "fact", "rule")[:KNOWN_SHOWN_MAX]
    if not memories:
        return wording.answer("nothing_known", language)
    marks = {"user": "", "channel": " (this channel)", "community": " (everyone here)"}
    lines = [f"• {memory.in_full()}{marks[memory.scope.kind]}" for memory in memories]
    return "\n".join([wording.answer("known", language), *lines, "`/memory` lists everything."])


def _who_is(request: PlanRequest, text: str, language: str) -> Plan | None:
    match = _WHO_IS.match(text)
    if match is None:
        return None
    name = (match["name"] or match["other"] or match["told"]).strip().lower().removeprefix("my ")
    for memory in known(request, "character", "fact"):
        if memory.name and name in (known_as.lower() for known_as in (memory.name, *memory.aliases)):
            return Plan(intent="chat", answer=memory.in_full(), language=language)
    return _nobody(match["name"] or match["other"] or match["told"], language)


def _nobody(name: str, language: str) -> Plan | None:
    """ "who is Smokey?", whom nobody told of. What is written small is a question about the world."""
    if re.fullmatch(r"[A-ZÀ-ÖØ-Þ][\w'-]+", name.strip()) is None or frame("about_me").search(name):
        return None
    answer = wording.answer("unknown_name", language).replace("{name}", name.strip())
    return Plan(intent="chat", answer=answer, language=language)


def _question(request: PlanRequest, text: str, language: str) -> Plan | None:
    if _REQUEST_LIKE.search(text):
        return None
    if _ABOUT_PICTURE.match(text) and (
        text.rstrip().endswith("?") or re.match(r"^\W*(?:why|describe|explain|what)\b", text, re.I)
    ):
        return Plan(intent="about_image", answer=_about(request, language), language=language)
    if _QUESTION.match(text):
        return Plan(intent="chat", answer=wording.answer("question", language), language=language)
    return None


def _about(request: PlanRequest, language: str) -> str:
    if request.base is None or attached(request):
        name = "unseen" if attached(request) else "no_picture"
        return wording.answer(name, language)
    lead = request.base.caption or "A picture."
    return "\n".join([lead, *_told(request.base.context), "Why? under it tells more."])


_WAYS: Mapping[Method, str] = {
    "said": "you said so", "recall": "from memory", "assume": "assumed", "ask": "you answered", "search": "looked up",
    "reason": "worked out",
}  # fmt: skip


def _told(context: GenerationContext) -> list[str]:
    return [
        f"• {name}: {evidence.value} ({_WAYS[evidence.method]})" for name, evidence in context.slots.items()
    ]
