"""Stickers and pictures on no ground: who draws them, and what is said where nobody can."""

from dataclasses import replace

import pytest

from agent.domain.conversation import Place, PlatformName
from agent.domain.image_models import Abilities, ModelCard, Prices
from tests.agent.turns.drawing_workshop import FAST, STUDIO, Workshop, answered

CLEAR = replace(
    FAST, name="clear", abilities=replace(FAST.abilities, transparent=True), prices=Prices(picture=0.2)
)


async def test_a_sticker_is_drawn_by_who_can_draw_on_no_ground() -> None:
    workshop = Workshop(FAST, CLEAR)

    answer = await answered(workshop, "draw a fox sticker")

    assert workshop.drew() == {"fast": 0, "clear": 1}
    assert workshop.drawers["clear"].asked[0].transparent
    assert "not transparent" not in answer.reply.text


@pytest.mark.parametrize(("wish", "platform", "kept"), [
    ("draw a fox sticker", "telegram", True), ("draw a fox sticker", "discord", False), ("draw a fox", "telegram", False),
])  # fmt: skip
async def test_a_sticker_can_be_kept_as_one_where_the_platform_has_such(
    wish: str, platform: PlatformName, kept: bool
) -> None:
    answer = await answered(Workshop(FAST), wish, place=Place(platform=platform, channel="art"))

    assert answer.reply.stickers is kept
    assert bool(answer.reply.files) is kept


async def test_where_nobody_can_it_is_said() -> None:
    answer = await answered(Workshop(FAST, STUDIO), "draw a fox sticker")

    assert "The ground is not transparent" in answer.reply.text


async def test_who_names_a_model_without_transparency_hears_which_have_it() -> None:
    clear = ModelCard(name="clear", abilities=Abilities(transparent=True), prices=Prices(picture=0.05))
    workshop = Workshop(FAST, clear)

    answer = await answered(workshop, "model=fast a sticker of a cat")

    assert workshop.drew() == {"fast": 1, "clear": 0}
    assert "fast cannot draw on none. These can: clear. Say `model=clear`." in answer.reply.text
