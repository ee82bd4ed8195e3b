"""The pure rules of memory: words, times, slots, likeness, names, searching, ranking, scrubbing, caching."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.memory import Memory, MemoryId, MemoryScope
from db.memory.forgetting.text_scrubbing import GONE, Forgotten, scrubbed, scrubbed_text, values_resting_on
from db.memory.preference_slots import slot_of
from db.memory.recall.memory_search import matching
from db.memory.recall.name_matching import CLOSE, EXACT, named_in
from db.memory.recall.periods import periods_in
from db.memory.recall.ranking import Asked, best
from db.memory.recall.scope_cache import CachedScope, ScopeCache, View
from db.memory.recall.scope_index import Row, ScopeIndex
from db.memory.similarity import same, takes_back, wording
from db.memory.terms import all_terms, language_of, words

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SCOPE = MemoryScope(kind="user", key="x:ana")


def memory(
    text: str, *, name: str = "", aliases: tuple[str, ...] = (), days_ago: float = 0, id_: str = ""
) -> Memory:
    return Memory(
        id=MemoryId(id_ or f"{name}{text}"), scope=SCOPE, kind="character" if name else "fact", text=text, author="x:ana",
        name=name, aliases=aliases, valid_from=NOW - timedelta(days=days_ago),
    )  # fmt: skip


# --- words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("acuarelas", "una acuarela para mi perro"), ("café", "the cafe by the river"), ("foxes", "a fox"),
        ("Luna's cloak", "luna"), ("l'elfe", "une elfe dans la forêt"), ("猫", "我的猫喜欢睡觉"), ("3rd", "the 3 bears"),
    ],
)  # fmt: skip
def test_a_word_is_found_in_its_other_forms(one: str, other: str) -> None:
    assert set(all_terms(one)) & set(all_terms(other))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("a fox in the forest", "en"), ("un zorro en el bosque con mi perro", "es"), ("ein Fuchs im Wald und mein Hund", "de"),
        ("un renard dans la forêt avec mon chien", "fr"), ("uma raposa na floresta com o meu cão", "pt"), ("", "en"),
        ("лиса в лесу", "ru"),
    ],
)  # fmt: skip
def test_the_language_is_told_by_its_empty_words(text: str, language: str) -> None:
    assert language_of(text) == language


@given(st.text(max_size=200))
def test_any_text_has_words(text: str) -> None:
    assert all(word == word.casefold() for word in words(text))
    all_terms(text)


# --- times -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("yesterday", (2026, 11, 24), (2026, 11, 24)), ("ayer", (2026, 11, 24), (2026, 11, 24)),
        ("on 3 May 2022", (2022, 5, 3), (2022, 5, 3)), ("am 3. Mai", (2026, 5, 3), (2026, 5, 3)),
        ("December 24th", (2025, 12, 24), (2025, 12, 24)), ("in June 2023", (2023, 6, 1), (2023, 6, 30)),
        ("in 2021", (2021, 1, 1), (2021, 12, 31)), ("2024-02-29", (2024, 2, 29), (2024, 2, 29)),
        ("two weeks ago", (2026, 11, 8), (2026, 11, 14)),
    ],
)  # fmt: skip
def test_a_time_is_read(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    period = periods_in(text, now=NOW)[0]

    assert (period.start.year, period.start.month, period.start.day) == first
    assert (period.end - timedelta(days=1)).date() == datetime(*last, tzinfo=UTC).date()


@pytest.mark.parametrize("text", ["", "may I have a fox", "99999 May", "route 66", "4:30 pm"])
def test_what_is_no_time_is_not_read_as_one(text: str) -> None:
    assert not periods_in(text, now=NOW)


@given(st.text(max_size=100))
def test_any_text_may_be_looked_through_for_times(text: str) -> None:
    assert all(period.start < period.end for period in periods_in(text, now=NOW))


# --- slots and likeness ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("prefers watercolour", "style"), ("always in black and white", "palette"), ("16:9 please", "format"),
        ("square for avatars", "format (avatar)"), ("avatars are square", "format (avatar)"), ("no night scenes", ""),
        ("likes cats", ""), ("prefers dark backgrounds", "palette (background)"), ("prefers teal", "palette"),
        ("prefers warm light", "palette"), ("red roses on every table", "palette (everi tabl)"),
    ],
)  # fmt: skip
def test_a_preference_has_its_slot(text: str, slot: str) -> None:
    assert slot_of(text, wording(text)) == slot


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("likes cats", "I love cats", True), ("has a dog called Rex", "has a dog called Bella", False),
        ("likes cats", "no longer likes cats", False), ("lives in Lisbon", "was born in Lisbon", False),
    ],
)  # fmt: skip
def test_two_wordings_of_one_thing_are_the_same(one: str, other: str, expected: bool) -> None:
    assert same(wording(one), wording(other), 0.95) is expected


def test_what_is_far_by_vector_is_not_the_same_whatever_the_words() -> None:
    assert not same(wording("has a bank"), wording("has a bank"), 0.5)


def test_the_opposite_takes_back() -> None:
    assert takes_back(wording("no longer likes cats"), wording("likes cats"))
    assert takes_back(wording("likes cats"), wording("hates cats"))
    assert not takes_back(wording("no longer likes cats"), wording("likes dogs"))


# --- names and searching ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Luna at the fair", [("Luna", EXACT)]), ("lnua at the fair", [("Luna", CLOSE)]), ("lunar landscape", []),
        ("Lena and Luna", [("Luna", EXACT)]), ("captain nemo dives", [("Captain Nemo", EXACT)]),
        ("captain nmeo dives", [("Captain Nemo", CLOSE)]), ("old silvertoe", [("Luna", EXACT)]), ("a rock", []), ("", []),
        ("Rex and Luna", [("Luna", EXACT), ("Rex", EXACT)]), ("🦊 in the snow", []),
    ],
)  # fmt: skip
def test_who_is_named(text: str, expected: list[tuple[str, float]]) -> None:
    known = [
        memory("elf", name="Luna", aliases=("Silvertoe",)),
        memory("dog", name="Rex"),
        memory("sailor", name="Captain Nemo"),
    ]

    assert [(match.memory.name, match.closeness) for match in named_in(text, known)] == expected


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("that I like watercolour", ["prefers watercolour"]), ("luna", ["a silver-haired elf", "Luna's tower is tall"]),
        ("my character Luna", ["a silver-haired elf"]), ("Lnua", []), ("dog", ["has a brown dog"]), ("brown", ["has a brown dog"]),
        ("cat", []), ("%", []), ("the", []), ("water", ["prefers watercolour"]),
    ],
)  # fmt: skip
def test_a_search_names_what_may_be_forgotten(search: str, expected: list[str]) -> None:
    """A single find is forgotten at once: a near miss must find nothing."""
    known = [
        memory("prefers watercolour"),
        memory("a silver-haired elf", name="Luna"),
        memory("Luna's tower is tall"),
        memory("has a brown dog"),
    ]

    assert [found.text for found in matching(search, known)] == expected


# --- ranking ---------------------------------------------------------------------------------------------------


def row(
    text: str, *, speaker: str = "", conversation: str = "", vector: list[float] | None = None, at: int = 0
) -> Row:
    made = memory(text, days_ago=-at / 86_400)
    return Row(
        memory=made, speaker=speaker, conversation=conversation,
        vector=None if vector is None else np.array(vector, dtype=np.float32),
    ).analysed()  # fmt: skip


def ranked(text: str, rows: list[Row], *, vector: list[float] | None = None, limit: int = 3) -> list[str]:
    index = ScopeIndex(rows, dimensions=2)
    asked = Asked(
        text=text, vector=None if vector is None else np.array(vector, dtype=np.float32),
        periods=periods_in(text, now=NOW), now=NOW,
    )  # fmt: skip
    return [found.memory.text for found in best(asked, [index], limit=limit)]


def test_words_find_without_vectors_and_vectors_without_words() -> None:
    rows = [row("a red boat", vector=[1, 0]), row("a green tree", vector=[0, 1]), row("something else")]

    assert ranked("boats", rows)[0] == "a red boat"
    assert ranked("zzz", rows, vector=[0, 1])[0] == "a green tree"


def test_an_answer_is_found_by_its_question() -> None:
    rows = [
        row("where did you sail last summer?", conversation="c", at=1),
        row("to the islands, it was lovely", conversation="c", at=2),
        row("I baked bread", conversation="d", at=3),
        row("bread is great", conversation="d", at=4),
    ]

    assert "to the islands, it was lovely" in ranked("sailing in summer", rows, limit=2)


def test_the_person_named_is_preferred() -> None:
    rows = [row("I have a new boat", speaker="Ana"), row("I have a new boat too", speaker="Bob")]

    assert ranked("what boat does Bob have", rows)[0] == "I have a new boat too"


def test_a_slip_finds_the_word_it_was_meant_for() -> None:
    rows = [row("prefers watercolour"), row("likes oil"), row("plays chess")]

    assert ranked("watercolor", rows)[0] == "prefers watercolour"


def test_an_empty_scope_and_an_empty_question_find_nothing_and_something() -> None:
    assert ranked("boat", []) == []
    assert ranked("", [row("a red boat")]) == ["a red boat"]


# --- scrubbing -------------------------------------------------------------------------------------------------

FORGOTTEN = Forgotten.of(["m1"], ["a silver elf", "Al"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("draw A  Silver\nElf now", f"draw {GONE} now"), ("Al also calls", f"{GONE} also calls"), ("nothing", "nothing"),
        ("", ""), ("(al)", f"({GONE})"),
    ],
)  # fmt: skip
def test_a_phrase_is_taken_out_whatever_its_case_and_spacing(text: str, expected: str) -> None:
    assert scrubbed_text(text, FORGOTTEN) == expected


def test_what_rests_on_a_memory_goes_and_the_rest_stays() -> None:
    document = {
        "slots": {
            "character": {"value": "an elf", "memory": "m1"},
            "style": {"value": "noir", "memory": None},
        },
        "memories": ["a silver elf", "other"],
        "list": [{"memory": "m1"}, {"memory": "m2"}, "m1", 3, None, True],
    }

    assert scrubbed(document, FORGOTTEN) == {
        "slots": {"style": {"value": "noir", "memory": None}},
        "memories": [GONE, "other"],
        "list": [{"memory": "m2"}, GONE, 3, None, True],
    }
    assert values_resting_on(document, frozenset(["m1"])) == ["an elf"]


@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=4))
def test_nothing_told_survives_scrubbing(text: str, phrases: list[str]) -> None:
    forgotten = Forgotten.of([], phrases)
    once = scrubbed_text(text, forgotten)

    for phrase in forgotten.phrases:
        spaced = f" {phrase} "
        assert phrase not in scrubbed_text(spaced, forgotten).replace(GONE, "")
    assert len(once) <= max(len(text) * len(GONE), 1)


# --- the cache -------------------------------------------------------------------------------------------------


def view(name: str, rows: int, *, version: int = 1) -> tuple[View, CachedScope]:
    cached = CachedScope.build(
        [replace(row(f"{name} {n}"), conversation="") for n in range(rows)],
        version=version,
        removals=0,
        dimensions=2,
    )
    return View(MemoryScope(kind="user", key=name), ""), cached


def test_the_cache_keeps_what_was_read_last_within_its_limit() -> None:
    cache = ScopeCache(rows_max=10)
    first, second, third = view("a", 4), view("b", 4), view("c", 4)
    cache.put(*first)
    cache.put(*second)
    cache.get(first[0])
    cache.put(*third)

    assert cache.get(first[0]) is first[1]
    assert cache.get(second[0]) is None
    assert cache.get(third[0]) is third[1]


def test_the_newer_of_two_loads_stays() -> None:
    cache = ScopeCache()
    old, new = view("a", 1, version=1), view("a", 2, version=2)
    cache.put(*new)
    cache.put(*old)

    assert cache.get(old[0]) is new[1]
