"""Completes a plan that waited for its author: with the answers that came, and with named assumptions for the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from agent.asking import assume
from agent.generation import (
    AskDecision,
    Candidate,
    Evidence,
    Gap,
    GenerationContext,
    Plan,
    Reference,
    SlotName,
)
from agent.memory import AuthorSettings, ChannelSettings
from agent.prompting import prompt_of

AskPolicy = Literal["never", "when-needed", "often"]


def policy_of(author: AuthorSettings, channel: ChannelSettings) -> AskPolicy:
    """How freely to ask: the person's wish, unless the channel's moderators chose."""
    return channel.ask or author.ask


def resume(plan: Plan, ask: AskDecision, answers: Mapping[str, Candidate]) -> Plan:
    """The plan with the answered gaps filled; the rest of the asked ones stay gaps, to be assumed."""
    context = plan.context
    for question in ask.questions:
        answer = answers.get(question.slot)
        if answer is not None:
            context = answered(context, question.slot, answer)
    gaps = tuple(gap for gap in plan.gaps if gap.slot not in answers)
    return replace(plan, context=replace(context, prompt=""), gaps=gaps)


def answered(context: GenerationContext, slot: SlotName, answer: Candidate) -> GenerationContext:
    """The context with one answer worked in: its words, and the picture or memory it stands for. Further characters join
    those that are known; a picture that was chosen does not take the subject's place."""
    before = context.value("character") if slot == "character" else ""
    value = f"{before}; {answer.value}" if before else answer.value
    evidence = Evidence(value=value, method="ask", source="you answered", memory=answer.memory)
    references = context.references
    if answer.image is not None:
        role = "character" if slot == "character" else "subject"
        references = (*references, Reference(image=answer.image, role=role, label=answer.value))
    return replace(context.fill({slot: evidence}), references=references)


def assume_rest(plan: Plan) -> Plan:
    """Every gap still open is filled with its best guess, named as an assumption."""
    context = plan.context
    for gap in plan.gaps:
        evidence = None if context.value(gap.slot) else assume(gap)
        if evidence is not None:
            context = _with_guess(context, gap, evidence)
    return replace(plan, context=replace(context, prompt="") if context != plan.context else context, gaps=())


def _with_guess(context: GenerationContext, gap: Gap, evidence: Evidence) -> GenerationContext:
    """The guess, and the picture it stands for, if it has one."""
    guessed = next((c for c in gap.candidates if c.value == evidence.value), None)
    filled = context.fill({gap.slot: evidence})
    if guessed is None or guessed.image is None:
        return filled
    role = "character" if gap.slot == "character" else "subject"
    reference = Reference(image=guessed.image, role=role, label=guessed.value)
    return replace(filled, references=(*filled.references, reference))


def draft_contexts(plan: Plan, decision: AskDecision) -> Sequence[GenerationContext]:
    """One context a draft: the same picture in each way that is to be chosen from."""
    tastes: list[SlotName] = [gap.slot for gap in plan.gaps if gap.taste]
    slot = tastes[0] if tastes else "style"
    found: list[GenerationContext] = []
    for draft in decision.drafts:
        evidence = Evidence(
            value=draft.value, method="assume", source="to choose from", confidence=draft.probability
        )
        context = replace(plan.context.fill({slot: evidence}), panel=draft.value, prompt="")
        found.append(replace(context, prompt=prompt_of(context)))
    return found
