"""Whether to ask, by value of information (arXiv 2601.06407, ACL 2026), with memory as the prior.

For an open gap the bot would act on its best candidate, right with probability p. A wrong guess costs `harm` (0..1). Asking
brings the answer at a price: what a question costs a person's patience. The gain of asking is what it saves:

    gain = (1 - p) × harm

and a question is asked when its gain beats its price. Memory, channel and thread sharpen p, so someone the bot knows is asked less.
"""

from collections.abc import Sequence
from typing import Literal

from agent.generation import AskDecision, Candidate, Evidence, Gap, Question
from agent.limits import OPTIONS_PER_QUESTION_MAX, QUESTIONS_PER_MESSAGE_MAX

AskPolicy = Literal["never", "when-needed", "often"]
PRICES: dict[AskPolicy, float] = {"never": float("inf"), "when-needed": 0.35, "often": 0.12}
"""What one question costs, on the scale of harm: under "when-needed" a coin toss (p = 0.5) is worth a question from harm 0.7 up."""
SECOND_QUESTION_FACTOR = 1.5
"""A second question in the same message costs more patience than the first."""
DRAFTS_MIN, DRAFTS_MAX = 2, 4


def decide(
    gaps: Sequence[Gap],
    *,
    policy: AskPolicy,
    price: float | None = None,
    limit: int = QUESTIONS_PER_MESSAGE_MAX,
) -> AskDecision:
    """Which gaps to ask about, dearest first, matters of taste left out (they are shown as drafts, if at all).
    `price` overrides the policy's. `arithmetic` says for each gap why it was, or was not, asked."""
    cost = PRICES[policy] if price is None else price
    lines: list[str] = []
    chosen: list[Gap] = []
    askable = [gap for gap in gaps if gap.route == "ask" and not gap.taste]
    for gap in sorted(askable, key=gain, reverse=True):
        due = cost * SECOND_QUESTION_FACTOR ** len(chosen)
        asks = gain(gap) > due and len(chosen) < limit and bool(gap.question)
        lines.append(_line(gap, due, asks=asks))
        if asks:
            chosen.append(gap)
    drafts = () if chosen else _drafts(gaps, policy)
    lines += [_line(gap, cost, asks=False) + ", a matter of taste" for gap in gaps if gap.taste]
    return AskDecision(
        questions=tuple(_question(gap) for gap in chosen), arithmetic=tuple(lines), drafts=drafts
    )


def gain(gap: Gap) -> float:
    """What asking is expected to save, 0..1."""
    return (1.0 - best_probability(gap)) * max(0.0, min(1.0, gap.harm))


def best_probability(gap: Gap) -> float:
    return max((min(1.0, max(0.0, c.probability)) for c in gap.candidates), default=0.0)


def assume(gap: Gap) -> Evidence | None:
    """The best guess, to be named as an assumption; None when there is nothing to guess."""
    best = max(gap.candidates, key=lambda candidate: candidate.probability, default=None)
    if best is None or not best.value:
        return None
    return Evidence(
        value=best.value, method="recall" if best.memory else "assume", source=best.source, memory=best.memory,
        confidence=round(min(1.0, max(0.0, best.probability)), 3),
    )  # fmt: skip


def _question(gap: Gap) -> Question:
    ordered = sorted(gap.candidates, key=lambda candidate: candidate.probability, reverse=True)
    return Question(slot=gap.slot, text=gap.question, options=tuple(ordered[:OPTIONS_PER_QUESTION_MAX]))


def _drafts(gaps: Sequence[Gap], policy: AskPolicy) -> tuple[Candidate, ...]:
    taste = next((gap for gap in gaps if gap.taste and len(gap.candidates) >= DRAFTS_MIN), None)
    if taste is None or policy != "often":
        return ()
    return tuple(sorted(taste.candidates, key=lambda c: c.probability, reverse=True)[:DRAFTS_MAX])


def _line(gap: Gap, price: float, *, asks: bool) -> str:
    best = best_probability(gap)
    return (
        f"{gap.slot}: (1 - {best:.2f}) × harm {gap.harm:.2f} = gain {gain(gap):.2f} "
        f"{'>' if gain(gap) > price else '≤'} price {price:.2f} → {'ask' if asks else 'go on'}"
    )
