"""How a person says which model is to draw."""

import pytest

from agent.domain.image_models import ModelCard
from agent.domain.memory import ChannelSettings
from agent.rendering.model_choice import wish_of

CARDS = (ModelCard(name="fast", is_default=True), ModelCard(name="studio"), ModelCard(name="gpt-hd"))


@pytest.mark.parametrize(
    ("text", "left", "model", "quality"),
    [
        ("a fox", "a fox", "", ""),
        ("model=fast a fox", "a fox", "fast", ""),
        ("a fox model=FAST", "a fox", "fast", ""),
        ("quality=high model=gpt-hd a fox, by the sea", "a fox, by the sea", "gpt-hd", "high"),
        ("quality=draft a fox", "a fox", "", "low"),
        ("a fox, with studio", "a fox", "studio", ""),
        ("draw a fox with the studio model, please", "draw a fox, please", "studio", ""),
        ("draw a fox using fast. It is night.", "draw a fox. It is night.", "fast", ""),
        ("ein Fuchs mit studio", "ein Fuchs", "studio", ""),
        ("un zorro con studio", "un zorro", "studio", ""),
        ("use studio: a castle at dawn", "a castle at dawn", "studio", ""),
        ("zeichne mit dem studio-Modell einen Fuchs", "zeichne einen Fuchs", "studio", ""),
        ("dibuja un zorro con el modelo studio", "dibuja un zorro", "studio", ""),
        ("a fox on the fast model and a hen", "a fox and a hen", "fast", ""),
        ("a fox, model: gpt-hd", "a fox", "gpt-hd", ""),
        ("a sign that says “made with studio.”", "a sign that says “made with studio.”", "", ""),
        ("a designer with a studio model", "a designer with a studio model", "", ""),
        ("a fox with studio lighting", "a fox with studio lighting", "", ""),
        ("a car with fast wheels", "a car with fast wheels", "", ""),
        ("a fox in a studio", "a fox in a studio", "", ""),
        ("the studio", "the studio", "", ""),
        ("нарисуй лису с моделью fast", "нарисуй лису", "fast", ""),
        ("нарисуй лису через studio", "нарисуй лису", "studio", ""),
        ("用 studio 画一只狐狸", "画一只狐狸", "studio", ""),
        ("用studio模型画一只狐狸", "画一只狐狸", "studio", ""),
        ("studioで狐を描いて", "狐を描いて", "studio", ""),
        ("狐をstudioで描いて", "狐を描いて", "studio", ""),
        ("studio로 그려줘 여우", "그려줘 여우", "studio", ""),
        ("narysuj lisa modelem fast", "narysuj lisa", "fast", ""),
        ("disegna una volpe con il modello studio", "disegna una volpe", "studio", ""),
        ("teken een vos met het model fast", "teken een vos", "fast", ""),
        ("bir tilki çiz, studio ile", "bir tilki çiz", "studio", ""),
        ("that car is fast", "that car is fast", "", ""),
        ("a car that's fast", "a car that's fast", "", ""),
        ("a fox using fast and fast", "a fox", "fast", ""),
        ("E=mc2 model of an atom", "E=mc2 model of an atom", "", ""),
    ],
)  # fmt: skip
def test_the_model_is_read_and_the_words_are_left(text: str, left: str, model: str, quality: str) -> None:
    wish = wish_of(text, CARDS, ChannelSettings())

    assert (wish.text, wish.model, wish.quality, wish.refusal) == (left, model, quality, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("model=dalle a fox", "fast, studio, gpt-hd"),
        ("model=fsat a fox", "Did you mean fast?"),
        ("model=fast model=studio a fox", "several: fast, studio"),
        ("a fox with fast and studio", "several: fast, studio"),
        ("ein Fuchs mit studio oder fast", "several: studio, fast"),
        ("a fox with the studio, fast model", "several: studio, fast"),
        ("quality=ultra a fox", "low, draft, medium, high"),
    ],
)
def test_what_is_not_known_is_answered_with_what_is(text: str, said: str) -> None:
    assert said in wish_of(text, CARDS, ChannelSettings()).refusal


@pytest.mark.parametrize("text", ["model=studio a fox", "a fox with studio"])
def test_what_the_channel_does_not_allow_is_said(text: str) -> None:
    assert "not for this channel" in wish_of(text, CARDS, ChannelSettings(models=("fast",))).refusal


def test_where_there_is_one_model_words_are_words() -> None:
    assert wish_of("a fox with fast", CARDS[:1], ChannelSettings()).text == "a fox with fast"
