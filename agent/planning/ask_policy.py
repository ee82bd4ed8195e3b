"""Decides what to ask, by value of information (arXiv 2601.06407, applied to pictures): a gap is asked about when what
its answer is expected to add is worth more than a question costs this person. Pure and deterministic.

    value now    probability of the best candidate: what a guess would get right
    value after  shown candidates can be tapped (worth all of it), anything else must be typed (worth a little less)
    gain         (value after - value now) x harm of a wrong guess       asked when gain > price
"""

from collections.abc import Sequence
from typing import Literal

from agent.domain.generation import Candidate, Evidence, Gap, SlotName
from agent.domain.questions import AskDecision, Question
from agent.limits import OPTIONS_PER_QUESTION_MAX, QUESTIONS_PER_MESSAGE_MAX
from agent.translation.catalogue import N_, _

AskPolicy = Literal["never", "when-needed", "often"]

PRICES: dict[AskPolicy, float] = {"when-needed": 0.25, "often": 0.1}
"""What one question costs, as a share of a wholly spoilt picture. "never" has no price: nothing is worth it."""
TYPED_WORTH = 0.8
"""An answer that has to be typed comes less often than a tap."""
DRAFTS_MAX = 4
DRAFTS_MIN = 2
DRAFTS_HARM = 0.9
"""A taste gap of at least this harm means that the author asked to be shown a choice."""
DEFAULT_SUBJECT = N_("a small fox in a garden")
"""Drawn for someone who wants "something" and wants no question."""
_QUESTIONS: dict[str, str] = {
    "subject": N_("What should I draw?"),
    "character": N_("Who do you mean?"),
    "references": N_("Which picture do you mean?"),
    "style": N_("Which style would you like?"),
    "setting": N_("Where should it be?"),
    "time": N_("At which time of day or year should it be?"),
    "palette": N_("Which colours would you like?"),
    "composition": N_("How should it be framed?"),
    "text": N_("Which words should be in the picture?"),
    "format": N_("Which format should the picture have?"),
    "count": N_("How many should there be?"),
    "exclude": N_("What should not be in the picture?"),
}


def decide(
    gaps: Sequence[Gap],
    *,
    policy: AskPolicy,
    price: float | None = None,
    limit: int = QUESTIONS_PER_MESSAGE_MAX,
) -> AskDecision:
    """What to ask and what to show, with the arithmetic of every gap. `price` overrides the policy's (benchmarks do)."""
    cost = price if price is not None else PRICES.get(policy, float("inf"))
    limit = 0 if policy == "never" else max(0, min(limit, QUESTIONS_PER_MESSAGE_MAX))
    worth: list[tuple[float, Gap]] = []
    arithmetic: list[str] = []
    for gap in gaps:
        if gap.taste:
            continue
        value = gain(gap)
        asks = limit > 0 and (_nothing_to_draw(gap) or value > cost)
        arithmetic.append(_sum(gap, value, cost, policy, asks))
        if asks:
            worth.append((value, gap))
    asked = _first_per_slot([gap for _, gap in sorted(worth, key=lambda pair: -pair[0])])[:limit]
    drafts = () if asked else _drafts(gaps, policy, arithmetic)
    return AskDecision(
        questions=tuple(_question(gap) for gap in asked), arithmetic=tuple(arithmetic), drafts=drafts
    )


def gain(gap: Gap) -> float:
    """What asking is expected to add, 0..1. Falls as the best candidate's probability rises."""
    ordered = _best_first(gap.candidates)
    now = ordered[0].probability if ordered else 0.0
    shown = min(1.0, sum(candidate.probability for candidate in ordered[:OPTIONS_PER_QUESTION_MAX]))
    after = shown + TYPED_WORTH * (1.0 - shown)
    return max(0.0, after - min(1.0, now)) * gap.harm


def assume(gap: Gap) -> Evidence | None:
    """The best guess for a gap that is not asked about, named as an assumption; None when there is nothing to go by."""
    ordered = _best_first(gap.candidates)
    if ordered:
        best = ordered[0]
        return Evidence(
            value=best.value,
            method="assume",
            source=best.source or gap.why,
            confidence=round(min(1.0, best.probability), 3),
            memory=best.memory,
        )
    if gap.slot == "subject":
        return Evidence(
            value=_(DEFAULT_SUBJECT), method="assume", source=N_("nothing was named"), confidence=0.05
        )
    return None


def _best_first(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Likeliest first; the planner's own order among equals."""
    return sorted(candidates, key=lambda candidate: -candidate.probability)


def _nothing_to_draw(gap: Gap) -> bool:
    """No subject and nothing to guess one from: a question always beats a picture of nothing."""
    return gap.slot == "subject" and not gap.candidates


def _first_per_slot(gaps: Sequence[Gap]) -> list[Gap]:
    """Answers are kept by slot, so one message asks about a slot once."""
    found: dict[SlotName, Gap] = {}
    for gap in gaps:
        found.setdefault(gap.slot, gap)
    return list(found.values())


def _question(gap: Gap) -> Question:
    options: dict[str, Candidate] = {}
    for candidate in _best_first(gap.candidates):
        options.setdefault(candidate.value, candidate)
    return Question(
        slot=gap.slot,
        text=gap.question or _(_QUESTIONS[gap.slot]),
        options=tuple(options.values())[:OPTIONS_PER_QUESTION_MAX],
    )


def _drafts(gaps: Sequence[Gap], policy: AskPolicy, arithmetic: list[str]) -> tuple[Candidate, ...]:
    """The first taste gap with enough to choose from, when drafts are wanted."""
    for gap in gaps:
        if not gap.taste:
            continue
        wanted = policy == "often" or gap.harm >= DRAFTS_HARM
        enough = len({candidate.value for candidate in gap.candidates}) >= DRAFTS_MIN
        verdict = "shown as drafts" if wanted and enough else "assumed"
        arithmetic.append(f"{gap.slot}: a matter of taste -> {verdict}")
        if wanted and enough:
            return _question(gap).options[:DRAFTS_MAX]
    return ()


def _sum(gap: Gap, value: float, cost: float, policy: AskPolicy, asks: bool) -> str:
    """One readable line: `character: best 0.50 of 2, gain 0.40 (harm 0.80) vs price 0.25 -> ask`."""
    ordered = _best_first(gap.candidates)
    best = f"best {ordered[0].probability:.2f} of {len(ordered)}" if ordered else "no candidate"
    against = "no question wanted" if policy == "never" else f"price {cost:.2f}"
    verdict = "ask" if asks else "assume"
    return f"{gap.slot}: {best}, gain {value:.2f} (harm {gap.harm:.2f}) vs {against} -> {verdict}"
