"""Plain requests in Spanish, German, French, Portuguese and Chinese."""

import pytest

from agent.translation.catalogue import is_spoken, speaking
from agent.translation.languages import catalogue_name
from tests.fakes.builders import plan_request
from tests.fakes.models.planning import plan_of

SENTENCES: dict[str, dict[str, str]] = {
    "dibuja un zorro rojo leyendo bajo una lámpara en acuarela": {
        "subject": "un zorro rojo leyendo bajo una lámpara", "style": "acuarela",
    },
    "¿puedes dibujar un gato negro en la playa de noche?": {
        "subject": "un gato negro", "setting": "playa", "time": "noche",
    },
    "un dragón azul, estilo pixel art, sin personas": {
        "subject": "un dragón azul", "style": "pixel art", "exclude": "personas",
    },
    "tres gatos en un jardín": {"subject": "tres gatos", "setting": "jardín", "count": "3 gatos"},
    "zeichne bitte einen Fuchs, der unter einer Lampe liest, als Aquarell": {
        "subject": "einen Fuchs, der unter einer Lampe liest", "style": "Aquarell",
    },
    "kannst du mir einen blauen Drachen im Wald malen?": {"subject": "einen blauen Drachen", "setting": "Wald"},
    "ein Poster mit dem Text „Hallo Welt“": {"text": "Hallo Welt", "format": "poster 2:3"},
    "zwei Katzen am Strand bei Nacht ohne Menschen": {
        "subject": "zwei Katzen", "setting": "Strand", "time": "Nacht", "count": "2 Katzen", "exclude": "Menschen",
    },
    "dessine un renard roux qui lit sous une lampe, à l'aquarelle": {
        "subject": "un renard roux qui lit sous une lampe", "style": "aquarelle",
    },
    "peux-tu dessiner un chat noir sur la plage la nuit ?": {
        "subject": "un chat noir", "setting": "sur la plage", "time": "nuit", "style": "",
    },
    "une affiche avec le texte « Bonjour »": {"text": "Bonjour", "format": "poster 2:3"},
    "desenhe uma raposa vermelha lendo sob uma lâmpada em aquarela": {
        "subject": "uma raposa vermelha lendo sob uma lâmpada", "style": "aquarela",
    },
    "um dragão azul na floresta à noite, pixel art": {
        "subject": "um dragão azul", "setting": "floresta", "time": "noite", "style": "pixel art",
    },
    "画一只红色的狐狸在灯下看书，水彩风格": {"subject": "红色的狐狸在灯下看书", "style": "水彩"},
    "请画一只黑猫在海滩上，夜晚": {"subject": "黑猫", "setting": "海滩", "time": "夜晚"},
    "三只猫在花园里": {"subject": "三只猫", "setting": "花园", "count": "3 猫"},
    "海报，写着“你好”": {"text": "你好", "format": "poster 2:3"},
}  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_fills_its_slots(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert plan.intent == "create", plan
    assert {name: plan.context.value(name) for name in SENTENCES[sentence]} == SENTENCES[sentence]


LANGUAGES = {
    "dibuja algo para mí": ("es", "¿Qué dibujo?"),
    "zeichne etwas für mich": ("de", "Was soll ich zeichnen?"),
    "dessine quelque chose": ("fr", "Que dois-je dessiner\u00a0?"),
    "desenha algo para mim": ("pt", "O que eu desenho?"),
    "画点什么": ("zh", "要我画什么呢？"),
    "draw something for me": ("en", "What should I draw?"),
}


@pytest.mark.parametrize("sentence", LANGUAGES)
def test_a_question_is_in_the_language_of_the_message(sentence: str) -> None:
    language, question = LANGUAGES[sentence]

    with speaking(catalogue_name(language)):  # as the turn is, that knows what was written
        plan = plan_of(plan_request(sentence))

    assert plan.language == language
    is_translated = is_spoken(catalogue_name(language))
    assert [gap.question for gap in plan.gaps] == [question if is_translated else "What should I draw?"]
    assert len(plan.gaps[0].candidates) == 3


@pytest.mark.parametrize(
    ("sentence", "intent", "said"),
    [
        ("recuerda que me gusta la acuarela", "remember", "prefers acuarela"),
        ("merk dir, dass ich Aquarell mag", "remember", "prefers Aquarell"),
        ("retiens que j'aime l'aquarelle", "remember", "prefers aquarelle"),
        ("lembre que eu gosto de aquarela", "remember", "prefers aquarela"),
        ("记住我喜欢水彩", "remember", "prefers 水彩"),
    ],
)
def test_a_liking_is_remembered(sentence: str, intent: str, said: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert plan.intent == intent
    assert [statement.text for statement in plan.statements] == [said]


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("olvida que me gusta la acuarela", "acuarela"),
        ("vergiss, dass ich Aquarell mag", "Aquarell"),
        ("oublie Luna", "Luna"),
        ("esqueça Luna", "Luna"),
        ("忘记Luna", "Luna"),
    ],
)
def test_what_is_to_be_forgotten_is_found(sentence: str, what: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert (plan.intent, plan.forget) == ("forget", what)


@pytest.mark.parametrize(
    "sentence", ["hola", "Guten Morgen", "bonjour", "olá", "你好", "gracias", "danke", "谢谢"]
)
def test_a_greeting_is_answered_in_kind(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    assert plan.intent == "chat"
    assert plan.language != "en"
    assert plan.answer


@pytest.mark.parametrize(
    "sentence",
    [
        "disegna qualcosa", "narysuj mi cokolwiek", "нарисуй что угодно", "намалюй щось", "bana bir şey çiz", "何か描いて", "뭐라도 그려줘",
        "ارسم أي شيء", "कुछ भी बनाओ", "gambar apa saja", "随便画点东西", "teken maar iets",
    ],
)  # fmt: skip
def test_something_is_never_drawn_as_a_thing(sentence: str) -> None:
    plan = plan_of(plan_request(sentence))

    asked = [gap.slot for gap in plan.gaps]
    assert asked == ["subject"] or plan.context.slots["subject"].method == "assume"


@pytest.mark.parametrize(
    ("sentence", "left_out"),
    [
        ("logo sin fondo para mi cafetería", "fondo"),
        ("zeichne einen Hund ohne Leine für meine Oma", "Leine"),
        ("draw a castle without people for our school play", "people"),
        ("logo senza sfondo per la mia pasticceria", "sfondo"),
    ],
)
def test_what_it_is_for_is_no_part_of_what_is_left_out(sentence: str, left_out: str) -> None:
    assert plan_of(plan_request(sentence)).context.value("exclude") == left_out
