"""Completes a plan that waited for its author: with the answers that came, and with named assumptions for the rest."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from agent.domain.cast import evidence_of, people_of, references_of
from agent.domain.characters import Character, in_words, remembered
from agent.domain.conversation import AuthorId, Turn
from agent.domain.generation import Candidate, Evidence, Gap, GenerationContext, Plan, Reference, SlotName
from agent.domain.memory import AuthorSettings, ChannelSettings, Memory
from agent.domain.questions import AskDecision, PendingQuestion
from agent.domain.taste_signals import TO_CHOOSE_FROM
from agent.image_prompt import prompt_of
from agent.planning.ask_policy import assume
from agent.policy.people_in_plans import lent
from agent.translation.catalogue import N_
from agent.turn_context import TurnContext

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


def waiting_for(pending: PendingQuestion, author: AuthorId) -> PendingQuestion:
    """The question as this author may answer it. What its request said of lasting worth was learnt, what it wished forgotten was, and
    what it searched for was worked in, before it was asked."""
    settled = replace(pending, plan=replace(pending.plan, statements=(), searches=(), forget=""))
    return settled if pending.asker == author else lent_to_another(settled)


def lent_to_another(pending: PendingQuestion) -> PendingQuestion:
    """The question as someone else may answer it: nothing of its asker's memory, but what everybody saw being asked."""
    gaps = tuple(replace(gap, candidates=_bare(gap.candidates)) for gap in pending.plan.gaps)
    questions = tuple(replace(q, options=_bare(q.options)) for q in pending.ask.questions)
    plan = replace(pending.plan, context=lent(pending.plan.context), gaps=gaps)
    return replace(pending, plan=plan, ask=replace(pending.ask, questions=questions))


def _bare(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(
        replace(c, source="", image=None, memory=None, character=None) if c.memory else c for c in candidates
    )


def answered(context: GenerationContext, slot: SlotName, answer: Candidate) -> GenerationContext:
    """The context with one answer worked in: its words, and the picture or memory it stands for. Further characters join
    those that are known; a picture that was chosen does not take the subject's place."""
    evidence = Evidence(value=answer.value, method="ask", source=N_("you answered"), memory=answer.memory)
    if slot == "character":
        evidence = evidence_of(
            (*context.characters(), *people_of(answer)), method="ask", source=N_("you answered")
        )
    references = context.references
    if answer.image is not None:
        role = "character" if slot == "character" else "subject"
        references = (*references, Reference(image=answer.image, role=role, label=answer.value))
    return replace(context.fill({slot: evidence}), references=references)


def introduced(plan: Plan, characters: Sequence[Memory], answers: Mapping[str, Candidate]) -> Plan:
    """The plan with the characters whom the answers name and nobody named before: their description, and a picture of each.
    `characters`: narrowest scope first; of one name the first is meant."""
    said = " ".join(answer.value for answer in answers.values() if answer.memory is None)
    there = plan.context.characters()
    known = {one.sentence() for one in there}
    found: dict[str, Character] = {}
    for memory in characters:
        if _is_named(memory, said) and memory.sentence() not in known:
            found.setdefault(memory.name.casefold(), remembered(memory))
    if not found:
        return plan
    others = [one for one in there if one.called.casefold() not in found]
    evidence = evidence_of(
        [*others, *found.values()],
        method="recall",
        source=f"memory: {in_words(found.values())}",
        confidence=0.95,
    )
    context = plan.context.fill({"character": evidence})
    references = (*context.references, *references_of(found.values()))
    return replace(plan, context=replace(context, references=references, prompt=""))


def _is_named(memory: Memory, said: str) -> bool:
    names = [re.escape(name) for name in (memory.name, *memory.aliases) if name]
    return bool(names) and re.search(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", said, re.IGNORECASE) is not None


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
    if gap.slot == "character" and guessed is not None:
        evidence = replace(evidence, characters=people_of(guessed))
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


def took_up(ctx: TurnContext) -> bool:
    """Whether this turn had begun on a question before it was taken up again: then it may be the one that closed it."""
    return ctx.journal.recorded("pending", PendingQuestion) is not None


def is_elsewhere(turn: Turn, pending: PendingQuestion) -> bool:
    """A reply to a picture is about that picture, whatever question is open."""
    return turn.replied is not None and bool(turn.replied.pictures) and turn.replied.id != pending.message
