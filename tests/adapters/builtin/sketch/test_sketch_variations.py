"""Several pictures of one request are told apart at a glance, by the button and by words alike."""

import numpy as np
from PIL import Image

from adapters.builtin.sketch_model import drawn
from agent.domain.generation import GenerationContext, Panel, Plan, RenderRequest
from agent.rendering.render_requests import contexts_of
from tests.contracts.models.image_model_contract import pixels
from tests.fakes.builders import context


def test_variations_are_told_apart_at_a_glance() -> None:
    panels = tuple(Panel(label=str(number)) for number in range(1, 5))
    plan = Plan(intent="series", context=context({"subject": "a fox", "setting": "forest"}), panels=panels)
    contexts = contexts_of(plan, "turn")
    shown = [small(one) for one in contexts]

    assert "composition" not in contexts[0].slots
    for number, one in enumerate(shown):
        for other in shown[number + 1 :]:
            assert (np.abs(one - other).sum(-1) > 60).mean() > 0.12


def small(one: GenerationContext) -> "np.ndarray":
    done = drawn(RenderRequest(context=one, width=256, height=256))
    return np.asarray(pixels(done).resize((64, 64), Image.Resampling.BOX), dtype=int)


def test_a_mirrored_picture_keeps_its_words_legible() -> None:
    plain, turned = (
        pixels(drawn(RenderRequest(context=context({"subject": "a t-shirt", "text": "HELLO", **more}, seed=3), width=512, height=512)))
        for more in ({}, {"composition": "mirrored arrangement"})
    )  # fmt: skip

    flipped = plain.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    differing = (np.abs(np.asarray(turned, dtype=int) - np.asarray(flipped, dtype=int)).sum(-1) > 60).mean()
    assert 0.001 < differing < 0.06  # the letters, and nothing else
