"""A plan that waited for its author: answers worked in, the rest assumed and named."""

import pytest

from agent.domain.generation import Candidate, Evidence, Gap, GenerationContext, Plan
from agent.domain.memory import AuthorSettings, ChannelSettings
from agent.domain.questions import AskDecision
from agent.planning.answered_questions import (
    answered,
    assume_rest,
    draft_contexts,
    introduced,
    policy_of,
    resume,
)
from agent.planning.ask_policy import decide
from tests.fakes.builders import context, memory

REX = Candidate(value="Rex: brown dog", probability=0.45, memory="m-rex", image="rex-image")
PIP = Candidate(value="Pip: white dog", probability=0.45, memory="m-pip")
WHICH = Gap(slot="character", why="two dogs", route="ask", harm=0.9, candidates=(REX, PIP))
WHAT = Gap(
    slot="subject",
    why="nothing named",
    route="ask",
    harm=1.0,
    candidates=(Candidate(value="a fox", probability=0.2),),
)


def waiting(*gaps: Gap, slots: dict | None = None) -> tuple[Plan, AskDecision]:
    plan = Plan(intent="create", context=context(slots or {"setting": "snow"}), gaps=gaps)
    return plan, decide(plan.gaps, policy="when-needed")


def test_an_answer_fills_its_slot_and_closes_its_gap() -> None:
    plan, ask = waiting(WHICH)

    done = resume(plan, ask, {"character": PIP})

    assert done.gaps == ()
    evidence = done.context.slots["character"]
    assert (evidence.value, evidence.method, evidence.memory) == ("Pip: white dog", "ask", "m-pip")
    assert done.context.value("setting") == "snow"
    assert done.context.prompt == ""


def test_the_picture_of_the_answer_comes_along() -> None:
    plan, ask = waiting(WHICH)

    done = resume(plan, ask, {"character": REX})

    assert [(ref.image, ref.role, ref.label) for ref in done.context.references] == [
        ("rex-image", "character", "Rex: brown dog")
    ]


def test_what_was_not_answered_stays_open() -> None:
    plan, ask = waiting(WHICH, WHAT)

    done = resume(plan, ask, {"character": PIP})

    assert done.gaps == (WHAT,)


def test_an_answer_to_what_was_not_asked_is_left_alone() -> None:
    plan, ask = waiting(WHICH)

    assert "style" not in resume(plan, ask, {"style": PIP}).context.slots


def test_a_further_character_joins_those_that_are_known() -> None:
    known = context({"character": "Luna: elf", "subject": "Luna"})

    assert answered(known, "character", PIP).value("character") == "Luna: elf; Pip: white dog"


def test_a_chosen_picture_leaves_the_subject_as_it_was_said() -> None:
    chosen = Candidate(value="picture 2", probability=0.5, image="two")

    done = answered(context({"subject": "a knight"}), "references", chosen)

    assert done.value("subject") == "a knight"
    assert [(ref.image, ref.role) for ref in done.references] == [("two", "subject")]


def test_the_rest_is_assumed_and_named() -> None:
    plan, _ = waiting(WHICH, WHAT)

    done = assume_rest(plan)

    assert done.gaps == ()
    assert done.context.assumptions() == ("character: Rex: brown dog", "subject: a fox")
    assert [ref.image for ref in done.context.references] == ["rex-image"]


def test_an_assumption_never_overwrites_what_is_known() -> None:
    plan, _ = waiting(WHAT, slots={"subject": "a whale"})

    assert assume_rest(plan).context.value("subject") == "a whale"


def test_a_plan_without_gaps_keeps_its_prompt() -> None:
    plan = Plan(intent="create", context=GenerationContext(prompt="A fox."))

    assert assume_rest(plan).context.prompt == "A fox."


def test_a_gap_with_nothing_to_go_by_is_closed_without_a_value() -> None:
    plan, _ = waiting(Gap(slot="character", why="unknown", route="ask"))

    done = assume_rest(plan)

    assert done.gaps == ()
    assert "character" not in done.context.slots


def test_drafts_show_each_way_to_choose_from() -> None:
    taste = Gap(
        slot="style", why="taste", route="assume", harm=1.0, taste=True,
        candidates=(Candidate(value="noir", probability=0.5), Candidate(value="pastel", probability=0.5)),
    )  # fmt: skip
    plan = Plan(intent="create", context=context({"subject": "a fox"}), gaps=(taste,))

    drafts = draft_contexts(plan, decide(plan.gaps, policy="when-needed"))

    assert [(draft.value("style"), draft.panel) for draft in drafts] == [
        ("noir", "noir"),
        ("pastel", "pastel"),
    ]
    assert all(
        draft.slots["style"]
        == Evidence(value=draft.panel, method="assume", source="to choose from", confidence=0.5)
        for draft in drafts
    )
    assert all("a fox" in draft.prompt.lower() for draft in drafts)


def test_the_channel_decides_before_the_person() -> None:
    person = AuthorSettings(ask="often")

    assert policy_of(person, ChannelSettings()) == "often"
    assert policy_of(person, ChannelSettings(ask="never")) == "never"


LUNA = memory("silver-haired elf", "character", name="Luna", aliases=("Lu",), images=("luna-image",))


@pytest.mark.parametrize("said", ["Luna", "a portrait of luna!", "Lu on a horse"])
def test_whom_an_answer_names_comes_along_with_description_and_picture(said: str) -> None:
    plan, ask = waiting(WHAT)
    answers = {"subject": Candidate(value=said, probability=0.2)}

    done = introduced(resume(plan, ask, answers), [LUNA], answers)

    evidence = done.context.slots["character"]
    assert (evidence.value, evidence.method, evidence.memory) == (
        "Luna: silver-haired elf",
        "recall",
        LUNA.id,
    )
    assert [(r.image, r.role, r.label) for r in done.context.references] == [
        ("luna-image", "character", "Luna")
    ]
    assert done.context.value("subject") == said


@pytest.mark.parametrize("said", ["a lunar landscape", "a lucky cat"])
def test_a_part_of_a_word_is_nobodys_name(said: str) -> None:
    plan, ask = waiting(WHAT)
    answers = {"subject": Candidate(value=said, probability=0.2)}

    assert "character" not in introduced(resume(plan, ask, answers), [LUNA], answers).context.slots


def test_of_one_name_the_nearest_is_meant_and_nobody_is_there_twice() -> None:
    far = memory("a grey cat", "character", name="Luna", scope="channel")
    plan, ask = waiting(WHAT)
    answers = {"subject": Candidate(value="Luna", probability=0.2)}

    once = introduced(resume(plan, ask, answers), [LUNA, far], answers)

    assert once.context.value("character") == "Luna: silver-haired elf"
    assert introduced(once, [LUNA], answers) == once
