"""What people write below a picture, as it was learned; and what is only a manner of speaking."""

import numpy as np
import pytest

from adapters.builtin.planner.intents.at_hand import kind_of, leanings
from adapters.builtin.planner.intents.at_hand_fit import fitted, labelled
from tests.fakes.builders import picture, plan_request
from tests.fakes.models.planning import decision_on, plan_of

CHANGES = [
    "more teeth on the shark n make em gold",
    "der Bär soll nicht so grimmig gucken",
    "quita el paraguas que estorba",
    "帽子をもっと大きくして",
    "а чайка тут лишняя, и небо бы потемнее",
]
MANNERS = [
    "haha my dad is dying over this one",
    "i can't dance to save my life lol",
    "me parto, casi me muero de risa",
    "я умер с этого ахах",
    "笑死了哈哈",
]


@pytest.mark.parametrize("text", CHANGES)
def test_a_change_below_a_picture_is_no_new_picture(text: str) -> None:
    decision = decision_on(plan_request(text, base=picture("p", {"subject": "a shark, a bear and a gull"})))
    assert "what people write below a picture" in decision.arithmetic[0]
    assert decision.plan.intent in ("edit", "restyle", "chat")


def test_without_a_picture_it_has_no_say() -> None:
    decision = decision_on(plan_request("a shark with gold teeth"))
    assert not any("what people write below a picture" in line for line in decision.arithmetic)


@pytest.mark.parametrize("text", MANNERS)
def test_a_manner_of_speaking_is_no_cry_for_help(text: str) -> None:
    assert plan_of(plan_request(text)).intent == "chat"


def test_nobody_leans_to_harm() -> None:
    found = leanings([1.0] + [0.0] * 383)
    assert not found.keys() & {"harm", "distress"}
    assert len({round(value, 6) for intent, value in found.items() if kind_of(intent) == 2}) == 1


def test_the_fit_tells_three_heaps_apart_and_is_the_same_each_time() -> None:
    heaps = np.eye(3, 384, dtype=np.float32).repeat(5, axis=0)
    kinds = [0] * 5 + [1] * 5 + [2] * 5
    mean, weights = fitted(heaps, kinds)
    assert weights.shape == (385, 3)
    assert np.array_equal(weights, fitted(heaps, kinds)[1])
    assert mean.shape == (384,)


def test_every_label_is_one_of_the_three() -> None:
    kinds = [kind for _, kind in labelled()]
    assert {0, 1, 2} == set(kinds)
    assert len(kinds) > 1000
