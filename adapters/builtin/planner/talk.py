"""Answers in words: small talk, the product, memory, the picture at hand. The sentences are data (data/answers.toml)."""

import re
from collections.abc import Mapping

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner import wording
from adapters.builtin.planner.wanted import attached, known
from agent.domain.generation import GenerationContext, Method, Plan
from agent.domain.memory_words import in_full
from agent.learning.forgetting_in_words import OF_SCOPE
from agent.ports import PlanRequest
from agent.text.words import normalised, tokenise
from agent.translation.catalogue import N_, _
from agent.wording.names import slot_name

KNOWN_SHOWN_MAX = 12
IDEAS = 3
_WAYS: Mapping[Method, str] = {
    "said": N_("you said so"), "recall": N_("from memory"), "assume": N_("assumed"), "ask": N_("you answered"),
    "search": N_("looked up"), "reason": N_("worked out"),
}  # fmt: skip


def answer_to(request: PlanRequest, intent: str, text: str, language: str) -> Plan:
    """The plan that answers a message of that intent in words."""
    if intent == "about_picture":
        return _about(request, language)
    if intent == "memory":
        return _chat(_known(request, language), language)
    if intent == "who_is":
        return _who_is(request, text, language)
    if intent == "taste" and request.base is not None:  # of this picture, not for good
        dislikes = grammar.spoken("dislikes", language).at(tokenise(text), 0) is not None
        return _chat(wording.answer("dislike" if dislikes else "praise"), language)
    if intent in ("remember", "custom", "introduce", "taste"):
        return _chat(wording.answer("no_memory"), language)
    if intent == "harm":
        return Plan(intent="refuse", answer=wording.answer("harm"), language=language)
    if intent == "distress":
        return Plan(intent="refuse", answer=wording.answer("distress"), language=language)
    name = intent if wording.has_answer(intent) else "nothing_to_draw"
    ideas = ", ".join(wording.ideas(request.turn.id, IDEAS))
    return _chat(wording.answer(name, ideas=ideas, what=_scheduled(text, language)), language)


def _chat(answer: str, language: str) -> Plan:
    return Plan(intent="chat", answer=answer, language=language)


def _scheduled(text: str, language: str) -> str:
    """What is to be drawn at set times: "a cat" of "every morning at 8 draw me a cat"."""
    tokens = tokenise(text)
    verbs = [found for found in grammar.spoken("draw", language).all(tokens) if found.last < len(tokens)]
    rest = text[tokens[verbs[-1].last].start :] if verbs else ""
    rest = re.sub(r"^(?:me|us|mir|uns|nos)\s+", "", rest)
    recurring = grammar.spoken("recurring", language)
    left = tokenise(rest)
    found = next((one for n in range(len(left)) if (one := recurring.at(left, n))), None)
    rest = rest[: left[found.first].start] if found and found.first else rest
    return rest.strip(" .!,") or _("a fox in the snow")


def _known(request: PlanRequest, language: str) -> str:
    memories = known(request, "preference", "character", "fact", "rule")[:KNOWN_SHOWN_MAX]
    if not memories:
        return wording.answer("nothing_known")
    lines = [f"• {_(OF_SCOPE[memory.scope.kind], what=in_full(memory))}" for memory in memories]
    return "\n".join([wording.answer("known"), *lines, _("`/memory` lists everything.")])


def _who_is(request: PlanRequest, text: str, language: str) -> Plan:
    """Of somebody whom memory knows what it knows; of a name that it does not, that."""
    said = {token.norm.removesuffix("'s") for token in tokenise(text)}
    for memory in known(request, "character", "fact"):
        names = [normalised(one) for one in (memory.name, *memory.aliases) if one]
        if any(
            set(name.split()) <= said or (not name.isascii() and name in normalised(text)) for name in names
        ):
            return _chat(in_full(memory), language)
    capital = re.findall(r"(?<=\s)([A-ZÀ-ÖØ-Þ][\w'-]+)", text)
    if not capital:
        return _chat(wording.answer("world"), language)
    return _chat(wording.answer("unknown_name", name=capital[-1]), language)


def _about(request: PlanRequest, language: str) -> Plan:
    """What the picture at hand was made of; one from elsewhere is not pretended to be seen."""
    if request.base is None or attached(request):
        answer = wording.answer("unseen" if attached(request) else "no_picture")
    else:
        context = request.base.context
        answer = "\n".join(
            [request.base.caption or _("A picture."), *_told(context), _("Why? under it tells more.")]
        )
    return Plan(intent="about_image", answer=answer, language=language)


def _told(context: GenerationContext) -> list[str]:
    return [
        _(
            "• {slot}: {value} ({way})",
            slot=slot_name(name),
            value=evidence.value,
            way=_(_WAYS[evidence.method]),
        )
        for name, evidence in context.slots.items()
    ]
