"""Corrections of known characters, whom a message speaks to, forgetting in two clauses, and words that are no slips."""

import pytest

from adapters.builtin.language.typing_mistakes import corrected
from tests.fakes.builders import memory, picture, plan_request, recollection
from tests.fakes.models.planning import plan_of


@pytest.mark.parametrize(
    ("name", "known", "said", "stored"),
    [
        ("Luna", "gatta nera con gli occhi verdi", "no aspetta, luna ha gli occhi gialli non verdi", "gialli"),
        ("Pluis", "witte kat met een zwarte staart", "nee wacht, pluis heeft een bruine staart, geen zwarte", "bruine"),
        ("Барсик", "рыжий кот с зелёными глазами", "нет, подожди, у барсика глаза голубые, а не зелёные", "голубые"),
        ("ハナ", "黄色い傘の女の子", "ハナの傘、緑になりました", "緑"),
        ("阿福", "黑狗，红色项圈", "阿福的项圈换成黄色的了", "黄色"),
    ],
)  # fmt: skip
def test_what_is_otherwise_of_somebody_known_is_stored(name: str, known: str, said: str, stored: str) -> None:
    one = memory(known, kind="character", name=name)

    plan = plan_of(plan_request(said, recalled=recollection(one)))

    assert plan.intent == "remember"
    assert [(told.name, stored in told.text) for told in plan.statements] == [(name, True)]


@pytest.mark.parametrize("said", ["gm bot hows it going", "moin bot alles klar bei dir", "ehi bot come va"])
def test_whom_a_message_speaks_to_is_not_drawn(said: str) -> None:
    assert plan_of(plan_request(said)).intent == "chat"


@pytest.mark.parametrize(
    ("said", "time"),
    [("mach mal bitte nacht draus", "nacht"), ("maak er eens avond van", "avond"), ("خليها بالليل", "ليل")],
)
def test_what_a_picture_is_made_into_by_verbs_around_it(said: str, time: str) -> None:
    plan = plan_of(plan_request(said, base=picture(slots={"subject": "castle"})))

    assert plan.intent == "edit"
    assert time in plan.context.value("time")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "petite, blanche avec des volets bleus"),
        ("de", "kleiner garten mit malven"),
        ("it", "piccolo con una bandana"),
    ],
)
def test_a_word_of_a_language_is_no_slip(language: str, said: str) -> None:
    assert corrected(said, language) == said


def test_a_pronoun_is_no_memory() -> None:
    said = "you don't need to remember that I like pastel colours any more, just forget it"

    assert not plan_of(plan_request(said)).statements
