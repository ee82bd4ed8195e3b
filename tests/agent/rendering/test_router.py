"""Which model draws, case by case, and that the arithmetic says why."""

from dataclasses import replace

import pytest

from agent.domain.generation import Evidence, GenerationContext, Reference
from agent.domain.image_models import Abilities, Measured, ModelCard, Prices
from agent.rendering.router import Need, choose, need_of

FAST = ModelCard(
    name="fast",
    abilities=Abilities(references_max=14, text=True, side_max=2048, enlarges="redraws"),
    prices=Prices(picture=0.034, hd=0.113),
    is_default=True,
)
CHEAP = ModelCard(name="cheap", abilities=Abilities(side_max=1536), prices=Prices(picture=0.003))
STUDIO = ModelCard(
    name="studio",
    abilities=Abilities(references_max=2, masks=True, enlarges="upscales", side_max=1880),
    prices=Prices(picture=0.0),
)
GPT = ModelCard(
    name="gpt",
    abilities=Abilities(
        references_max=16, masks=True, transparent=True, text=True, side_max=2048, enlarges="redraws"
    ),
    prices=Prices(picture=0.05, hd=0.25),
)
UNPRICED = ModelCard(name="new", abilities=GPT.abilities, prices=Prices())
SLOW, QUICK = replace(STUDIO, name="slow"), replace(STUDIO, name="quick")
ALL = (FAST, CHEAP, STUDIO, GPT)
PAID = (FAST, CHEAP, GPT)


def of(accepted: int, judged: int, *, seconds: float = 10.0, usd: float = 0.0, drawn: int = 0) -> Measured:
    return Measured(drawn=drawn or judged, judged=judged, accepted=accepted, seconds=seconds, usd=usd)


def kinds(name: str, kind: str, found: Measured) -> dict:
    return {(name, kind): found}


CASES = [
    # What is declared
    (ALL, Need(), {}, "studio"),
    (PAID, Need(), {}, "cheap"),
    (PAID, Need(references=1, edit=True), {}, "fast"),
    (PAID, Need(references=1), {}, "fast"),
    (ALL, Need(references=1, edit=True), {}, "studio"),
    (ALL, Need(references=2), {}, "studio"),
    (ALL, Need(references=3), {}, "fast"),
    (ALL, Need(references=15), {}, "gpt"),
    (ALL, Need(references=1, edit=True, mask=True), {}, "studio"),
    (PAID, Need(references=1, edit=True, mask=True), {}, "gpt"),
    (ALL, Need(references=3, edit=True, mask=True), {}, "gpt"),
    (ALL, Need(transparent=True), {}, "gpt"),
    (ALL, Need(text=True), {}, "fast"),
    (ALL, Need(text=True, transparent=True), {}, "gpt"),
    (ALL, Need(side=2048), {}, "studio"),
    (PAID, Need(side=2048), {}, "fast"),
    (ALL, Need(hd=True, references=1, edit=True), {}, "studio"),
    (PAID, Need(hd=True, references=1, edit=True), {}, "fast"),
    ((GPT, CHEAP), Need(hd=True, references=1, edit=True), {}, "gpt"),
    # Nobody can do it all: who lacks least
    ((FAST, CHEAP), Need(references=1, edit=True, mask=True), {}, "fast"),
    ((CHEAP, STUDIO), Need(transparent=True, references=1, edit=True), {}, "studio"),
    ((CHEAP,), Need(references=4, mask=True), {}, "cheap"),
    ((STUDIO, FAST), Need(references=15), {}, "fast"),
    ((CHEAP, STUDIO), Need(text=True), {}, "studio"),
    # What is measured
    (PAID, Need(), kinds("cheap", "picture", of(1, 20)), "fast"),
    (PAID, Need(), kinds("cheap", "picture", of(15, 20)), "cheap"),
    (PAID, Need(), kinds("cheap", "edit", of(0, 20)), "cheap"),
    (PAID, Need(), kinds("cheap", "picture", of(0, 3)), "cheap"),
    (ALL, Need(), kinds("studio", "picture", of(2, 20)), "cheap"),
    (ALL, Need(), kinds("studio", "picture", of(18, 20, seconds=600)), "cheap"),
    (ALL, Need(), kinds("studio", "picture", of(18, 20, seconds=25)), "studio"),
    ((FAST, GPT), Need(text=True), kinds("fast", "text", of(9, 20, usd=0.034)), "gpt"),
    ((FAST, GPT), Need(text=True), kinds("fast", "text", of(19, 20, usd=0.034)), "fast"),
    ((STUDIO, FAST), Need(text=True), kinds("studio", "text", of(19, 20)), "studio"),
    (PAID, Need(), kinds("cheap", "picture", of(20, 20, usd=0.09)), "fast"),
    (PAID, Need(), kinds("cheap", "picture", of(2, 2, usd=0.09)), "cheap"),
    (ALL, Need(references=1, edit=True), kinds("studio", "edit", of(3, 12)), "fast"),
    # Prices that are not known, and draws
    ((UNPRICED, GPT), Need(), {}, "gpt"),
    ((UNPRICED, replace(GPT, prices=Prices(picture=0.2))), Need(), {}, "gpt"),
    ((UNPRICED, FAST), Need(), kinds("new", "picture", of(20, 20, usd=0.001)), "new"),
    ((replace(GPT, name="a"), replace(GPT, name="b", is_default=True)), Need(), {}, "b"),
    ((replace(GPT, name="b"), replace(GPT, name="a")), Need(), {}, "a"),
    ((SLOW, QUICK), Need(), {("slow", "picture"): of(9, 9, seconds=90), ("quick", "picture"): of(9, 9, seconds=9)}, "quick"),
]  # fmt: skip


@pytest.mark.parametrize(("cards", "need", "measured", "name"), CASES)
def test_the_cheapest_that_can_do_it_draws(cards, need, measured, name) -> None:
    choice = choose(cards, need, measured)

    assert choice.card.name == name
    assert choice.arithmetic[-1] == f"chosen: {name}"
    assert len(choice.arithmetic) == len(cards) + 2


def test_there_are_forty_cases() -> None:
    assert len(CASES) >= 40


def test_the_order_in_the_file_changes_nothing() -> None:
    for cards, need, measured, name in CASES:
        assert choose(tuple(reversed(cards)), need, measured).card.name == name


def test_the_arithmetic_can_be_read_and_done_again() -> None:
    choice = choose(
        PAID, Need(references=1, edit=True), kinds("fast", "edit", of(8, 10, seconds=20, usd=0.034))
    )

    assert choice.arithmetic == (
        "edit with 1 pictures, 1024 px",
        "fast: $0.0340 / 0.79 + 20 s = $0.0453",
        "cheap: $0.0030 / 0.75 + 15 s = $0.0055; lacks edits",
        "gpt: $0.0500 / 0.75 + 15 s = $0.0682",
        "chosen: fast",
    )


def test_what_nobody_can_is_named() -> None:
    assert choose((FAST, CHEAP), Need(references=1, edit=True, mask=True), {}).lacking == ("masks",)


def test_what_is_needed_is_read_from_the_contexts() -> None:
    said = Evidence(value="OPEN", method="said")
    mask, base = Reference(image="m", role="mask"), Reference(image="b", role="base")
    contexts = [
        GenerationContext(slots={"text": said}),
        GenerationContext(references=(base, mask), base="b"),
    ]

    need = need_of(contexts, side=1536, shared=1)

    assert need == Need(references=2, edit=True, mask=True, text=True, side=1536)
    assert need.kind == "mask"
    assert need_of([GenerationContext()], side=8).kind == "picture"
    assert need_of([GenerationContext()], side=8, transparent=True).kind == "transparent"
