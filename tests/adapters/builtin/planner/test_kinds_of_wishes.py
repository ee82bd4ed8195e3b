"""Kinds of wishes in many languages: worn things, weather, one more, the same but, a turn of taste, forgetting, figures, times to come."""

from dataclasses import replace

import pytest

from adapters.builtin.language.typing_mistakes import corrected
from adapters.builtin.planner.edits.operations import edit_of
from agent.domain.generation import Evidence, Gap, GenerationContext, Plan
from tests.fakes.builders import memory, picture, plan_request
from tests.fakes.models.planning import plan_of

KNOWN = [memory("prefers watercolour"), memory("small grey cat", "character", name="Mavi")]


@pytest.mark.parametrize(
    ("said", "subject", "gone", "language"),
    [
        ("take the coat off", "a boy with a coat", "coat", "en"),
        ("nimm ihr die krone weg", "eine katze mit einer krone", "krone", "de"),
        ("she shouldn't have a scarf", "a girl with a scarf", "scarf", "en"),
        ("sakalını kaldır", "sakallı bir adam", "sakal", "tr"),
        ("把眼镜摘掉", "一个戴眼镜的男孩", "眼镜", "zh"),
        ("doe zijn das af", "een hond met een das", "das", "nl"),
    ],
)
def test_what_is_worn_is_taken_off(said: str, subject: str, gone: str, language: str) -> None:
    slots = edit_of(said, {"subject": subject}, language).slots

    assert gone not in slots["subject"]
    assert slots["subject"]


@pytest.mark.parametrize(
    ("said", "subject", "worn", "language"),
    [
        ("put a monocle on him", "an owl", "monocle", "en"),
        ("zieh ihm einen mantel an", "ein hund", "mantel", "de"),
        ("zet hem een bril op", "een man", "bril", "nl"),
    ],
)
def test_what_is_to_be_worn_is_put_on(said: str, subject: str, worn: str, language: str) -> None:
    put = edit_of(said, {"subject": subject}, language).slots["subject"]

    assert subject in put
    assert worn in put
    assert not put.endswith((" on", " an", " op"))


@pytest.mark.parametrize(
    ("said", "language", "weather"),
    [
        ("let it snow there", "en", "snow"),
        ("lass es regnen", "de", "regnen"),
        ("fais tomber la neige", "fr", "neige"),
        ("fai nevicare", "it", "nevicare"),
        ("it should be foggy", "en", "foggy"),
    ],
)
def test_weather_is_brought_and_the_time_of_day_stays(said: str, language: str, weather: str) -> None:
    changed = edit_of(said, {"subject": "a barn", "time": "night, rain"}, language).slots
    plain = edit_of(said, {"subject": "a barn"}, language).slots

    assert plain == {"time": weather}
    assert changed["time"].endswith(weather)


@pytest.mark.parametrize(
    ("said", "subject", "language", "number"),
    [
        ("one more owl", "two owls", "en", "3"),
        ("noch eine eule dazu", "zwei eulen", "de", "3"),
        ("un búho más", "dos búhos", "es", "3"),
        ("mais um barco", "três barcos", "pt", "4"),
        ("mach noch zwei eulen dazu", "zwei eulen", "de", "4"),
        ("再加一只鸟", "两只鸟", "zh", "3"),
    ],
)
def test_one_more_counts_up(said: str, subject: str, language: str, number: str) -> None:
    assert edit_of(said, {"subject": subject}, language).slots["subject"].startswith(number)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("exactly the same thing, but with a kite", "kite"),
        ("pareil mais avec de la pluie et un chien", "chien"),
        ("lo mismo pero con un perro", "perro"),
        ("hetzelfde maar met een hond", "hond"),
    ],
)
def test_the_same_but_for_one_thing_is_a_change_of_the_picture(said: str, word: str) -> None:
    base = picture(slots={"subject": "a house by the sea"})

    plan = plan_of(plan_request(said, base=base))

    assert plan.intent == "edit"
    assert "a house by the sea" in plan.context.value("subject")
    assert word in plan.context.value("subject")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("I'm tired of watercolour, these days I like engraving", "prefers engraving, not watercolour"),
        ("ich mag kein Aquarell mehr, jetzt lieber Tusche", "prefers Tusche, not watercolour"),
        ("ya no me gusta la acuarela, ahora prefiero la tinta", "prefers tinta, not watercolour"),
        ("eu não gosto mais de aquarela, agora prefiro nanquim", "prefers nanquim, not watercolour"),
        ("statt Aquarell ab jetzt bitte Tusche", "prefers Tusche, not watercolour"),
    ],
)
def test_a_taste_that_turns_says_both_in_the_words_of_memory(said: str, text: str) -> None:
    plan = plan_of(plan_request(said, memories=KNOWN))

    assert [one.text for one in plan.statements] == [text]


@pytest.mark.parametrize(
    "said", ["draw a beach, no more people", "keine Menschen, nur ein Strand", "forget watercolour"]
)
def test_what_is_left_out_or_forgotten_is_no_turn_of_taste(said: str) -> None:
    assert not plan_of(plan_request(said, memories=KNOWN)).statements


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("suluboya sevdiğimi unut", "watercolour"),
        ("Mavi'yi unut", "Mavi"),
        ("Maviのことは忘れて", "Mavi"),
        ("olvida que me gusta la acuarela", "watercolour"),
        ("수채화를 좋아한다는 거 잊어줘", "watercolour"),
    ],
)
def test_what_is_to_be_forgotten_is_named_as_memory_has_it(said: str, what: str) -> None:
    plan = plan_of(plan_request(said, memories=KNOWN))

    assert (plan.intent, plan.forget) == ("forget", what)


@pytest.mark.parametrize(
    "said", ["draw a whale and forget that I like watercolour", "zeichne einen wal und vergiss aquarell"]
)
def test_what_is_forgotten_beside_a_picture_is_not_drawn_with_it(said: str) -> None:
    plan = plan_of(plan_request(said, memories=KNOWN))

    assert (plan.intent, plan.forget, plan.context.value("style")) == ("create", "watercolour", "")


@pytest.mark.parametrize(
    ("said", "subject", "asks"),
    [
        ("give him a hat", "a king and a knight", True),
        ("give her a hat", "a boy and a woman", False),
        ("give him a hat", "a man with a dog", False),
        ("ponle un sombrero", "un niño y un hombre", True),
    ],
)
def test_a_pronoun_that_fits_two_figures_is_asked_about(said: str, subject: str, asks: bool) -> None:
    base = picture(slots={"subject": subject})

    plan = plan_of(plan_request(said, base=base))

    assert [gap.slot for gap in plan.gaps] == (["subject"] if asks else [])
    assert all("hat" in one.value or "sombrero" in one.value for gap in plan.gaps for one in gap.candidates)


def test_the_answer_whom_is_the_figure_with_the_change() -> None:
    base = picture(slots={"subject": "a king and a knight"})
    asked = plan_of(plan_request("give him a hat", base=base))

    plan = plan_of(plan_request("the knight", base=base, pending=asked))

    assert plan.context.value("subject") == "a king and a knight with a hat"


@pytest.mark.parametrize(
    ("answer", "subject"),
    [("fluffy with green eyes", "cat, fluffy with green eyes"), ("a ginger tabby cat", "a ginger tabby cat")],
)
def test_an_answer_that_only_describes_keeps_whom_it_describes(answer: str, subject: str) -> None:
    gap = Gap(slot="subject", why="unknown", route="ask")
    pending = Plan(
        intent="create",
        context=GenerationContext(slots={"subject": Evidence(value="my cat", method="said")}),
        gaps=(gap,),
    )

    plan = plan_of(plan_request(answer, pending=pending))

    assert plan.context.value("subject") == subject


@pytest.mark.parametrize(
    "said", ["nah, scrap that", "laisse tomber", "算了,不用了", "vergiss es, brauch ich nicht"]
)
def test_a_wish_that_is_taken_back_closes_its_question(said: str) -> None:
    pending = replace(Plan(intent="create"), gaps=(Gap(slot="subject", why="unknown", route="ask"),))

    plan = plan_of(plan_request(said, pending=pending))

    assert (plan.intent, plan.drops_question) == ("chat", True)


@pytest.mark.parametrize(
    "said",
    [
        "the day after tomorrow at 7 draw a bear",
        "zeichne mir übermorgen um 10 einen bären",
        "dans deux heures dessine un ours",
    ],
)
def test_a_picture_wanted_at_a_time_to_come_is_offered_a_schedule(said: str) -> None:
    assert "/schedule" in plan_of(plan_request(said)).answer


@pytest.mark.parametrize(
    "said",
    [
        "draw a poster for our concert on friday at 8 pm",
        "a fox at 8 in the morning",
        "ein wald am morgen um 6 uhr",
    ],
)
def test_the_hour_of_a_scene_or_a_concert_is_drawn(said: str) -> None:
    assert plan_of(plan_request(said)).intent == "create"


@pytest.mark.parametrize(
    ("said", "right", "language"),
    [
        ("plese draw me a fox", "please draw me a fox", "en"),
        ("zeichne mir bite einen hund", "zeichne mir bitte einen hund", "de"),
        ("a dram of whisky", "a dram of whisky", "en"),
        ("a glass of whisky and a pain", "a glass of whisky and a pain", "en"),
    ],
)
def test_a_slip_in_the_words_that_lead_a_request_is_put_right(said: str, right: str, language: str) -> None:
    assert corrected(said, language) == right
