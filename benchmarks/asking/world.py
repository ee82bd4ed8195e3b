"""The described synthetic set for asking: people, what they want, and what a planner can know of it. No model, no picture, no real person.

A request leaves two to five attributes open. Each has two to eight options, a harm (how much a wrong guess spoils the picture) and a
popularity of its options (Dirichlet: some attributes are nearly settled, others wide open). A person has a taste: with LOYALTY one option
of their own, else what is popular. With memory the planner has seen HISTORY earlier choices of that person and adds them to the popularity;
without it popularity is all it knows. `sharpness` bends what it believes: 1 is as it follows, above 1 is over-confident, as language
models are (arXiv 2601.06407).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from agent.domain.generation import SLOT_NAMES, Candidate, Gap

LOYALTY = 0.7
HISTORY = 4
ITEMS = 1_000
HARM = (0.1, 0.9)
DIRICHLET = 0.6
WEIGHT_OF_A_CHOICE = 0.75
"""What one earlier choice counts for, beside a popularity that counts for one in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """One request. `truth`: by gap, the option that the person has in mind."""

    number: int
    gaps: tuple[Gap, ...]
    truth: tuple[str, ...]


def requests(*, seed: int, count: int = ITEMS, memory: bool, sharpness: float = 1.0) -> Sequence[OpenRequest]:
    """The set: the same people and wishes for the same seed, with or without memory."""
    return [_request(random.Random(f"{seed} {number}"), number, memory, sharpness) for number in range(count)]


def _request(lot: random.Random, number: int, memory: bool, sharpness: float) -> OpenRequest:
    gaps: list[Gap] = []
    truth: list[str] = []
    for slot in lot.sample(SLOT_NAMES[1:], lot.randint(2, 5)):
        options = [f"{slot} {letter}" for letter in "abcdefgh"[: lot.randint(2, 8)]]
        popular = _dirichlet(lot, len(options))
        own = lot.choices(range(len(options)), popular)[0]

        def wanted(options: int = len(options), popular: Sequence[float] = popular, own: int = own) -> int:
            return own if lot.random() < LOYALTY else lot.choices(range(options), popular)[0]

        seen = [wanted() for _ in range(HISTORY)]
        harm = lot.uniform(*HARM)
        truth.append(options[wanted()])
        weights = [p + WEIGHT_OF_A_CHOICE * (seen.count(i) if memory else 0) for i, p in enumerate(popular)]
        believed = _bent(weights, sharpness)
        candidates = tuple(Candidate(value=v, probability=p) for v, p in zip(options, believed, strict=True))
        gaps.append(
            Gap(slot=slot, why="left open", route="ask", question=slot, candidates=candidates, harm=harm)
        )
    return OpenRequest(number=number, gaps=tuple(gaps), truth=tuple(truth))


def _dirichlet(lot: random.Random, count: int) -> Sequence[float]:
    drawn = [lot.gammavariate(DIRICHLET, 1.0) + 1e-9 for _ in range(count)]
    return [part / sum(drawn) for part in drawn]


def _bent(weights: Sequence[float], sharpness: float) -> Sequence[float]:
    powers = [weight**sharpness for weight in weights]
    return [power / sum(powers) for power in powers]
