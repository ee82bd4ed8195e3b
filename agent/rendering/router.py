"""Which image model draws. Pure: from what a request needs and what is known of each model, with the arithmetic for the trace.

A model costs what its pictures cost until one is right: its price, over the share of its pictures that the judge accepts, and something
for the time that a person waits. The cheapest one that can do what is needed draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.domain.generation import GenerationContext
from agent.domain.image_models import DEAREST_USD, Kind, Measured, Measurements, ModelCard, dearest

WAIT_USD_PER_SECOND = 0.0001
"""A minute of waiting counts as much as 0.6 US cents: it decides between prices that are nearly the same, and between free models."""
SECONDS_UNKNOWN = 15.0
"""Of a model that has not drawn here yet."""
BELIEF = 4.0
"""Pictures, all but one accepted, that a model is taken to have drawn before it has: one failure says little."""
DRAWN_MIN = 5
"""Pictures after which what a model cost here counts, and not what it is said to cost."""
SHARE_MIN, JUDGED_MIN = 0.4, 8
"""A model of which fewer of so many judged pictures were accepted counts as unable."""
SIDE_SLACK = 1.1
"""How much longer than a model's longest side a wished side may be: it is drawn a little smaller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What one request asks of a model."""

    references: int = 0
    edit: bool = False
    mask: bool = False
    text: bool = False
    transparent: bool = False
    hd: bool = False
    side: int = 1_024
    """Longest side in pixels that was asked for."""

    @property
    def kind(self) -> Kind:
        """By which outcomes are counted: the hardest thing in it."""
        if self.mask:
            return "mask"
        if self.transparent:
            return "transparent"
        if self.text:
            return "text"
        return "edit" if self.references else "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The model that draws, and why."""

    card: ModelCard
    lacking: tuple[str, ...] = ()
    """What it cannot do of what is needed: nobody can."""
    arithmetic: tuple[str, ...] = ()
    dearest_usd: float = DEAREST_USD
    """What a picture counts as while its model's price is not known."""
    kind: Kind = "picture"
    clear_elsewhere: tuple[str, ...] = ()
    """Other models that may draw here, whose ground would be transparent."""

    @property
    def draws_clear(self) -> bool:
        """Whether its pictures are to stand on a transparent ground, and will."""
        return self.kind == "transparent" and "transparency" not in self.lacking


def need_of(
    contexts: Sequence[GenerationContext], *, side: int, transparent: bool = False, shared: int = 0
) -> Need:
    """Of the pictures of one turn, which one model draws. `shared`: pictures that later ones of a series are given besides."""
    references = [sum(ref.role != "mask" for ref in context.references) for context in contexts]
    return Need(
        references=max(references, default=0) + shared,
        edit=any(context.base for context in contexts),
        mask=any(ref.role == "mask" for context in contexts for ref in context.references),
        text=any(context.value("text") for context in contexts),
        transparent=transparent,
        hd=any(context.hd for context in contexts),
        side=side,
    )


def choose(cards: Sequence[ModelCard], need: Need, measured: Measurements) -> Choice:
    """The cheapest of the models that can do it; where none can do it all, the one that lacks least. `cards` holds at least one."""
    price_unknown = dearest(tuple(cards))
    ranked: list[tuple[int, float, bool, str, Choice]] = []
    lines: list[str] = []
    for card in cards:
        found = measured.get((card.name, need.kind), Measured())
        lacks = lacking(card, need, found)
        score, sum_said = _score(card, need, found, price_unknown)
        lines.append(f"{card.name}: {sum_said}" + (f"; lacks {', '.join(lacks)}" if lacks else ""))
        beyond = max(0, need.references - card.abilities.references_max)
        ranked.append(
            (_weight(lacks) + beyond, score, not card.is_default, card.name, Choice(card=card, lacking=lacks))
        )
    best = min(ranked, key=lambda entry: entry[:4])[4]
    said = (
        f"{need.kind} with {need.references} pictures, {need.side} px",
        *lines,
        f"chosen: {best.card.name}",
    )
    return Choice(
        card=best.card, lacking=best.lacking, arithmetic=said, dearest_usd=price_unknown, kind=need.kind
    )


def lacking(card: ModelCard, need: Need, found: Measured) -> tuple[str, ...]:
    """What the model cannot do of it, by what it declares and by what its pictures showed."""
    able = card.abilities
    lacks: list[str] = []
    if need.references and not able.references_max:
        lacks.append("edits" if need.edit else "pictures to go by")
    elif need.references > able.references_max:
        lacks.append(f"{need.references - able.references_max} of the pictures")
    if need.mask and not able.masks:
        lacks.append("masks")
    if need.transparent and not able.transparent:
        lacks.append("transparency")
    if need.text and not able.text and not _has_shown(found):
        lacks.append("legible words")
    if need.hd and not able.enlarges:
        lacks.append("a larger size")
    if not need.hd and need.side > able.side_max * SIDE_SLACK:
        lacks.append(f"{need.side} px")
    if found.judged >= JUDGED_MIN and found.accepted / found.judged < SHARE_MIN:
        lacks.append(f"a good record ({found.accepted} of {found.judged} accepted)")
    return tuple(lacks)


def _has_shown(found: Measured) -> bool:
    """Whether its pictures showed what it does not declare."""
    return found.judged >= JUDGED_MIN and found.accepted / found.judged >= 0.8


_WEIGHTS = {
    "edits": 8,
    "pictures to go by": 6,
    "masks": 4,
    "a larger size": 4,
    "transparency": 3,
    "legible words": 2,
}


def _weight(lacks: Sequence[str]) -> int:
    return sum(_WEIGHTS.get(lack, 1) for lack in lacks)


def _score(card: ModelCard, need: Need, found: Measured, price_unknown: float) -> tuple[float, str]:
    """US dollars until a picture is right, and how they come about."""
    price = found.usd if found.drawn >= DRAWN_MIN and not need.hd else card.price(price_unknown, hd=need.hd)
    share = (found.accepted + BELIEF - 1) / (found.judged + BELIEF)
    seconds = found.seconds if found.drawn else SECONDS_UNKNOWN
    score = price / share + seconds * WAIT_USD_PER_SECOND
    return score, f"${price:.4f} / {share:.2f} + {seconds:.0f} s = ${score:.4f}"
