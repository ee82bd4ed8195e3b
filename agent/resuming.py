"""Completes a plan that waited for its author: with the answers that came, and with named assumptions for the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from agent.asking import assume
from agent.conversation import AuthorId
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
from agent.noticing import TO_CHOOSE_FROM
from agent.ports import Pending
from agent.prompting import prompt_of
from agent.rendering import lent

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


def waiting_for(pending: Pending, author: AuthorId) -> Pending:
    """The question as this author may answer it. What its request said of lasting worth was learnt, and what it searched for was
    worked in, before it was asked."""
    settled = replace(pending, plan=replace(pending.plan, statements=(), searches=()))
    return settled if pending.asker == author else lent_to_another(settled)


def lent_to_another(pending: Pending) -> Pending:
    """The question as someone else may answer it: nothing of its asker's memory, but what everybody saw being asked."""
    gaps = tuple(replace(gap, candidates=_bare(gap.candidates)) for gap in pending.plan.gaps)
    questions = tuple(replace(q, options=_bare(q.options)) for q in pending.ask.questions)
    plan = replace(pending.plan, context=lent(pending.plan.context), gaps=gaps)
    return replace(pending, plan=plan, ask=replace(pending.ask, questions=questions))


def _bare(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(replace(c, source="", image=None, memory=None) if c.memory else c for c in candidates)


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


def draft_contexts(
    plan: Plan, decision: AskDecision, gaps: Sequence[Gap] = (), *, seed: int = 0
) -> Sequence[GenerationContext]:
    """One context a draft: the same picture in each way that is to be chosen from. `gaps`: those that were decided on, where
    the plan has none left."""
    slot = _drafted(gaps or plan.gaps, decision)
    found: list[GenerationContext] = []
    for draft in decision.drafts:
        evidence = Evidence(
            value=draft.value, method="assume", source=TO_CHOOSE_FROM, confidence=draft.probability
        )
        context = replace(plan.context.fill({slot: evidence}), seed=plan.context.seed or seed, prompt="")
        found.append(replace(context, prompt=prompt_of(context), panel=draft.value))
    return found


def _drafted(gaps: Sequence[Gap], decision: AskDecision) -> SlotName:
    """The slot whose candidates are shown."""
    drafts = {draft.value for draft in decision.drafts}
    fits: list[SlotName] = [g.slot for g in gaps if g.taste and drafts <= {c.value for c in g.candidates}]
    return fits[0] if fits else "style"
