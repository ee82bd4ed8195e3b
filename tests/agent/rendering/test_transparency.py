"""Which words ask for a transparent ground, and which are about something else."""

import pytest

from agent.rendering.render_requests import wants_transparency
from tests.fakes.builders import context


@pytest.mark.parametrize(
    "slots",
    [
        {"format": "sticker 1:1"}, {"format": "transparent PNG"}, {"setting": "transparent background"}, {"setting": "no background"},
        {"composition": "a cut-out"}, {"subject": "a fox logo without a background"}, {"exclude": "background"}, {"style": "freigestellt"},
        {"setting": "sin fondo"}, {"setting": "sans arrière-plan"}, {"setting": "透明な背景"},
        {"subject": "a fox with a transparent background"}, {"exclude": "Hintergrund"}, {"exclude": "people, el fondo"},
        {"subject": "ein Logo ohne Hintergrund"}, {"subject": "un logotipo de un faro con fondo transparente"},
        {"subject": "логотип с лисой без фона"}, {"subject": "логотип на прозрачном фоне"}, {"subject": "logo lisa bez tła"},
        {"subject": "um logo sem fundo"}, {"subject": "una volpe su sfondo trasparente"}, {"subject": "een logo zonder achtergrond"},
        {"subject": "狐のロゴ、背景なし"}, {"subject": "狐狸标志，透明背景"},
        {"subject": "여우 로고, 투명한 배경"}, {"subject": "a fox logo, transparent"},
        {"subject": "a transparent png of a leaf"}, {"subject": "şeffaf arka planlı logo"}, {"format": "наклейка"},
    ],
)  # fmt: skip
def test_said_of_the_ground(slots: dict) -> None:
    assert wants_transparency(context(slots))


@pytest.mark.parametrize(
    "slots",
    [
        {"subject": "a fox"}, {"subject": "a girl in a transparent raincoat"}, {"subject": "a wall full of stickers"},
        {"setting": "a blurred background"}, {"exclude": "people in the background"}, {"format": "poster 2:3"}, {},
        {"subject": "un vaso transparente"}, {"subject": "ein durchsichtiger Regenmantel"},
        {"subject": "a fox without a hat in the background"},
        {"subject": "a playground without children"}, {"subject": "透明なグラス"}, {"subject": "прозрачный стакан"},
        {"exclude": "backgrounds of war"},
    ],
)  # fmt: skip
def test_said_of_something_else(slots: dict) -> None:
    assert not wants_transparency(context(slots))
