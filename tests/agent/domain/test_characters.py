"""Characters as values: what is kept of each, and the words that older records, models and people have instead."""

from dataclasses import dataclass

import pytest

from agent.domain.cast import evidence_of, people_of, references_of
from agent.domain.characters import Character, characters_in, in_words, remembered
from agent.domain.generation import Candidate, Evidence, GenerationContext, Panel, Plan
from agent.image_prompt import layout_in_words, prompt_of
from agent.rendering.render_requests import contexts_of
from agent.wording.replies import caption, memories_of
from db.codec import dump, load
from tests.fakes.builders import memory

LUNA = Character(name="Luna", description="silver-haired elf; green cloak", memory="m1", images=("i1",))
REX = Character(name="Rex", description="brown dog", memory="m2", images=("i2",))
DOCTOR = Character(name="Dr: Who; the third", description="tall; motto: run", memory="m3")
NAMELESS = Character(description="a white cat", memory="m4", images=("i4",))
EVERYBODY = (LUNA, REX, DOCTOR, NAMELESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderEvidence:
    """What a worker that has not been updated yet reads and writes."""

    value: str
    method: str
    source: str = ""
    confidence: float = 1.0
    memory: str | None = None


def of(*people: Character) -> GenerationContext:
    return GenerationContext(slots={"character": evidence_of(people, method="recall")})


def test_each_keeps_name_description_memory_and_pictures_through_the_database() -> None:
    context = of(*EVERYBODY)

    read = load(GenerationContext, dump(context))

    assert read == context
    assert read.characters() == EVERYBODY
    assert read.slots["character"].memories == ("m1", "m2", "m3", "m4")


def test_a_worker_that_is_not_updated_yet_reads_the_words_and_the_first_memory() -> None:
    older = load(OlderEvidence, dump(evidence_of((LUNA, REX), method="recall")))

    assert (older.value, older.memory) == ("Luna: silver-haired elf; green cloak; Rex: brown dog", "m1")


def test_what_such_a_worker_wrote_is_read_as_well_as_its_words_allow() -> None:
    older = OlderEvidence(value="Luna: silver-haired elf; green cloak; Rex", method="recall", memory="m1")

    luna, rex = load(Evidence, dump(older)).people()

    assert (luna.name, luna.description, luna.memory) == ("Luna", "silver-haired elf; green cloak", "m1")
    assert (rex.name, rex.description, rex.memory) == ("Rex", "", None)


def test_the_memory_of_an_older_answer_is_the_last_ones() -> None:
    older = OlderEvidence(value="Luna: elf; Rex: brown dog", method="ask", memory="m2")

    assert [one.memory for one in load(Evidence, dump(older)).people()] == [None, "m2"]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Luna: elf; Rex", ["Luna|elf", "Rex|"]),
        ("Luna; Rex", ["Luna|", "Rex|"]),
        ("Luna: elf; green cloak; blue eyes; Rex: brown dog; red collar",
            ["Luna|elf; green cloak; blue eyes", "Rex|brown dog; red collar"]),
        ("my sister", ["my sister|"]),
        ("ルナ: 銀髪; レックス", ["ルナ|銀髪", "レックス|"]),
        ("", []),
        ("; ", []),
    ],
)  # fmt: skip
def test_words_alone_are_taken_apart_in_one_place(words: str, read: list[str]) -> None:
    assert [f"{one.name}|{one.description}" for one in characters_in(words)] == read


def test_who_is_known_is_recognised_whatever_stands_in_the_name() -> None:
    words = in_words((DOCTOR, LUNA, NAMELESS))

    assert characters_in(words, EVERYBODY) == (DOCTOR, LUNA, NAMELESS)
    assert characters_in("Dr: Who; the third; Rex", EVERYBODY) == (DOCTOR, REX)
    assert characters_in("dr: who; the third: short now", EVERYBODY)[0] == Character(
        name=DOCTOR.name, description="short now", memory="m3"
    )


def test_prompt_caption_and_memories_name_each_and_cut_nobody_in_two() -> None:
    context = of(LUNA, DOCTOR, Character(name="Bo"))

    assert (
        prompt_of(context)
        == "Luna (silver-haired elf; green cloak) and Dr: Who; the third (tall; motto: run) and Bo."
    )
    assert layout_in_words(context) == (
        "From left to right: 1. Luna (silver-haired elf; green cloak). 2. Dr: Who; the third (tall; motto: run). 3. Bo. "
        "Each of them keeps their own face, hair and clothes, and does only what is said of them."
    )
    assert caption(context) == "Luna and Dr: Who; the third and Bo"
    assert memories_of([context]) == (LUNA.sentence(), DOCTOR.sentence())


def test_whom_a_panel_names_is_who_the_series_tells_of() -> None:
    plan = Plan(
        intent="series",
        context=of(LUNA, DOCTOR),
        panels=(Panel(label="1", slots={"character": DOCTOR.name}),),
    )

    (context,) = contexts_of(plan, "turn")

    assert context.characters() == (DOCTOR,)
    assert "tall; motto: run" in context.prompt


def test_a_candidate_is_whom_it_names_with_memory_and_picture() -> None:
    known = remembered(memory("white dog", "character", name="Pip", images=["p1", "p2"]))

    assert people_of(Candidate(value="?", probability=1, character=known)) == (known,)
    assert people_of(Candidate(value="Pip: white dog", probability=1, memory="m", image="p1")) == (
        Character(name="Pip", description="white dog", memory="m", images=("p1",)),
    )
    assert [reference.image for reference in references_of([known, NAMELESS])] == ["p1", "i4"]
