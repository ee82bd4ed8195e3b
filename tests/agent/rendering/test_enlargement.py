"""The price under the HD button."""

import pytest

from agent.domain.image_models import Abilities, ModelCard, Prices
from agent.rendering.render_requests import hd_label
from tests.fakes.builders import context


def enlarging(name: str, usd: float) -> ModelCard:
    return ModelCard(
        name=name, abilities=Abilities(references_max=1, enlarges="redraws"), prices=Prices(hd=usd)
    )


CARDS = (enlarging("cheap", 0.1), enlarging("dear", 0.4), ModelCard(name="plain"))


@pytest.mark.parametrize(
    ("wished", "label"),
    [
        ((), "HD ($0.10)"),
        (("dear", ""), "HD ($0.40)"),
        (("", "dear"), "HD ($0.40)"),
        (("cheap", "dear"), "HD ($0.10)"),
        (("plain", ""), "HD ($0.10)"),
    ],
)
def test_it_is_of_the_model_that_would_draw(wished: tuple[str, ...], label: str) -> None:
    assert hd_label(CARDS, context({}), wished) == label


def test_without_a_model_that_enlarges_there_is_no_button() -> None:
    assert hd_label(CARDS[2:], context({})) == ""
