"""Whom the object of an order means: nobody, the picture at hand, one of two, or the author."""

import pytest

from adapters.builtin.planner.reading.object_pronouns import author_in_a_role, untied
from tests.fakes.builders import memory, picture, plan_request
from tests.fakes.models.planning import plan_of

NOTHING_BEFORE = [
    "draw him in a suit",
    "turn this into a cartoon",
    "zeichne ihn mal mit Hut",
    "dessine-la sous la pluie",
    "píntalo en la playa",
    "disegnalo di notte",
    "desenha-o com óculos",
    "teken hem in de sneeuw",
    "нарисуй её на пляже",
    "намалюй його в костюмі",
    "narysuj go w kapeluszu",
    "onu plajda çiz",
    "これを水彩で描いて",
    "그를 정장 차림으로 그려줘",
    "把它画成水彩",
    "ارسمه على الشاطئ",
]


@pytest.mark.parametrize("text", NOTHING_BEFORE)
def test_a_pronoun_with_nothing_before_it_is_asked_about(text: str) -> None:
    plan = plan_of(plan_request(text))

    assert [gap.route for gap in plan.gaps] == ["ask"], plan


@pytest.mark.parametrize(
    "text", ["dessine-le sur la plage", "píntalo en la playa", "teken hem op het strand", "onu plajda çiz"]
)
def test_the_one_thing_at_hand_is_meant(text: str) -> None:
    plan = plan_of(plan_request(text, base=picture(slots={"subject": "a red fox"})))

    assert "fox" in plan.context.value("subject")
    assert not plan.gaps


@pytest.mark.parametrize(
    "text", ["draw him on a horse", "zeichne ihn auf einem Pferd", "dessine-le sur un cheval"]
)
def test_of_two_that_fit_it_is_asked_which(text: str) -> None:
    plan = plan_of(plan_request(text, base=picture(slots={"subject": "a knight and a wizard"})))

    assert [candidate.source for gap in plan.gaps for candidate in gap.candidates] == ["knight", "wizard"]


@pytest.mark.parametrize(
    "text",
    [
        "me as a pirate",
        "draw me as a pirate",
        "dibújame como un vaquero",
        "disegnami mentre suono",
        "me desenha como pirata",
        "mal mich als Ritter",
        "dessine-moi en pirate",
        "teken mij als piraat",
        "нарисуй меня в образе пирата",
        "narysuj mnie jako rycerza",
        "beni korsan olarak çiz",
        "私を海賊として描いて",
        "나를 해적으로 그려줘",
        "把我画成海盗",
    ],
)
def test_the_author_in_a_role_is_somebody_to_be_described(text: str) -> None:
    plan = plan_of(plan_request(text))

    assert [gap.about_author for gap in plan.gaps] == [True], plan


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("draw me a cat", "en"),
        ("dibújame un gato", "es"),
        ("dessine-moi un mouton", "fr"),
        ("me desenha um gato", "pt"),
        ("teken me een hond", "nl"),
    ],
)
def test_what_is_drawn_for_the_author_is_not_of_them(text: str, language: str) -> None:
    assert author_in_a_role(text, language) is None


@pytest.mark.parametrize(
    ("text", "language", "plain"),
    [
        ("píntalo en azul", "es", "pinta él en azul"),
        ("dibuja la playa", "es", "dibuja la playa"),
        ("dibújame un gato", "es", "dibújame un gato"),
        ("dessine-la de nuit", "fr", "dessine elle de nuit"),
        ("desenha-o na praia", "pt", "desenha ele na praia"),
        ("把它画成水彩", "zh", "画它成水彩"),
    ],
)
def test_a_pronoun_is_untied_from_its_verb(text: str, language: str, plain: str) -> None:
    assert untied(text, language) == plain


def test_a_name_in_another_sentence_is_whom_the_pronoun_means() -> None:
    known = memory("fat grey cat", kind="character", name="Momo")
    other = memory("golden retriever", kind="character", name="Max")

    plan = plan_of(plan_request("you know my cat Momo? draw him on a throne", memories=[known, other]))

    assert "Momo" in plan.context.value("character")


KEPT = [
    ("onthoud dat ik van olieverf hou", "prefers olieverf"),
    ("запам'ятай, що мені подобається акварель", "prefers акварель"),
    ("имей в виду, я не люблю пауков", "dislikes пауков"),
    ("zapamiętaj, że lubię akwarele", "prefers akwarele"),
    ("suluboya sevdiğimi unutma", "prefers suluboya"),
    ("水彩画が好きだって覚えといて", "prefers 水彩画"),
    ("내가 수채화 좋아하는 거 기억해줘", "prefers 수채화"),
    ("记一下我喜欢水墨画", "prefers 水墨画"),
    ("ध्यान रखना, मुझे नीला रंग पसंद है", "prefers नीला रंग"),
    ("inget ya, aku suka warna hijau", "prefers hijau"),
    ("tieni a mente che odio i clown", "dislikes clown"),
]


@pytest.mark.parametrize(("text", "kept"), KEPT, ids=[one[0] for one in KEPT])
def test_what_is_to_be_kept_is_kept_in_the_words_of_the_author(text: str, kept: str) -> None:
    assert [one.text for one in plan_of(plan_request(text)).statements] == [kept]


@pytest.mark.parametrize(
    "text",
    [
        "vergeet Rex maar",
        "забудь про Rex",
        "zapomnij o Rex",
        "Rex'i unut artık",
        "Rexのこと忘れていいよ",
        "Rex는 잊어줘",
        "别再记着Rex了",
        "انسَ Rex",
        "Rex को भूल जाओ",
        "lupakan Rex ya",
        "dimentica Rex",
    ],
)
def test_who_is_to_be_forgotten_is_named(text: str) -> None:
    plan = plan_of(plan_request(text, memories=[memory("brown dog", kind="character", name="Rex")]))

    assert (plan.intent, plan.forget) == ("forget", "Rex")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("teken eens een draak", "een draak"),
        ("gambarin kucing dong", "kucing"),
        ("帮我画一只熊猫吧谢谢啦", "熊猫"),
        ("ちょっとドラゴン描いてみてくれない？", "ドラゴン"),
        ("고양이 하나만 그려주라 ㅋㅋ", "고양이"),
        ("нарисуй-ка мне дракона, плиз", "дракона"),
        ("weź narysuj mi smoka proszę", "smoka"),
    ],
)
def test_small_words_are_not_in_the_scene(text: str, subject: str) -> None:
    assert plan_of(plan_request(text)).context.value("subject") == subject


def test_words_far_more_like_talk_draw_nothing() -> None:
    assert plan_of(plan_request("lol btw the owl one from before was awesome, thx")).intent == "chat"


def test_a_text_that_stands_on_a_thing_is_seen() -> None:
    assert "poem" in plan_of(plan_request("a poem written on a wall")).context.value("subject")
    assert plan_of(plan_request("a poem about autumn please")).intent == "chat"


def test_what_is_given_up_in_small_talk_changes_no_memory() -> None:
    assert not plan_of(plan_request("no more coffee for me today")).statements


def test_a_letter_from_the_other_side_of_the_keyboard_is_no_slip() -> None:
    assert "chaqueta" in plan_of(plan_request("una chica con chaqueta de cuero")).context.value("subject")


def test_katakana_is_parted_from_its_particles() -> None:
    assert plan_of(plan_request("ペンギンを描いて")).context.value("subject") == "ペンギン"
