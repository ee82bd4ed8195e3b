"""What becomes of the model's answer."""

from agent.domain.characters import remembered
from agent.domain.generation import Candidate, Gap, Plan, Reference, Search
from tests.adapters.openai.planner.made_plans import planned, slot
from tests.fakes.builders import context, memory, picture, plan_request


async def test_slots_carry_their_evidence() -> None:
    luna = memory("silver-haired elf", "character", name="Luna", images=["pixels"])

    plan = await planned(
        plan_request("draw Luna at night", memories=[luna]),
        slots=[
            slot("character", "Luna: silver-haired elf", "recall", memory="m1", confidence=0.9),
            slot("time", "night", "said", confidence="95%"),
            slot("setting", "a moonlit forest", "reason", why="elves live there"),
            slot("style", "ink", "recall", memory="M7"),
            slot("mood", "dark"),
            slot("palette", "   "),
        ],
    )

    slots = plan.context.slots
    assert slots["character"].memory == luna.id
    assert slots["character"].source == "memory: Luna: silver-haired elf"
    assert slots["time"].confidence == 0.95
    assert (slots["setting"].method, slots["setting"].source) == ("reason", "elves live there")
    assert (slots["style"].method, slots["style"].memory) == ("reason", None)
    assert set(slots) == {"character", "time", "setting", "style"}
    assert plan.context.references == (Reference(image="pixels", role="character", label="Luna"),)


async def test_an_edit_begins_with_what_the_picture_was_made_of() -> None:
    base = picture("fox", {"subject": "a fox", "style": "watercolour"}, caption="a fox")

    plan = await planned(
        plan_request("make it night", base=base),
        intent="edit",
        edits="P1",
        slots=[slot("time", "night")],
        prompt="The same at night.",
    )

    assert plan.intent == "edit"
    assert plan.context.base == base.id
    assert {name: e.value for name, e in plan.context.slots.items()} == {
        "subject": "a fox",
        "style": "watercolour",
        "time": "night",
    }
    assert plan.context.references[0] == Reference(image=base.id, role="base", label="a fox")
    assert plan.context.prompt == "The same at night."


async def test_a_second_edit_builds_on_the_same_layout() -> None:
    base = picture("fox", made_of=context({"subject": "a fox"}, seed=4_711, base="earlier"))

    edit = await planned(
        plan_request("make it night", base=base), intent="edit", edits="P1", slots=[slot("time", "night")]
    )
    variant = await planned(plan_request("another one", base=base), intent="vary", edits="P1")

    assert (edit.context.seed, edit.context.base) == (4_711, base.id)
    assert (variant.context.seed, variant.context.base) == (0, None)


async def test_an_edit_of_nothing_is_a_new_picture() -> None:
    plan = await planned(
        plan_request("make it night"), intent="edit", edits="P1", slots=[slot("time", "night")]
    )

    assert (plan.intent, plan.context.base) == ("create", None)


async def test_a_series_has_its_panels_and_no_prompt_of_its_own() -> None:
    plan = await planned(
        plan_request("a comic"), intent="series", prompt="A comic.",
        slots=[slot("subject", "a fox")],
        panels=[{"label": f"panel {n}", "slots": [{"slot": "setting", "value": f"place {n}"}]} for n in range(6)],
    )  # fmt: skip

    assert [panel.label for panel in plan.panels] == ["panel 0", "panel 1", "panel 2", "panel 3"]
    assert plan.panels[1].slots == {"setting": "place 1"}
    assert plan.context.prompt == ""


async def test_gaps_keep_what_the_arithmetic_needs() -> None:
    rex, bella = (
        memory("a terrier", "character", name="Rex", images=["r"]),
        memory("a pug", "character", name="Bella"),
    )
    candidates = [
        {"value": "Rex", "probability": 0.9, "memory": "M1"},
        {"value": "Bella", "probability": 0.9, "memory": "M2"},
    ]

    plan = await planned(
        plan_request("draw my dog", memories=[rex, bella]),
        gaps=[
            {
                "slot": "character",
                "route": "ask",
                "question": "Which dog?",
                "candidates": candidates,
                "harm": 0.8,
                "why": "two dogs",
            },
            {"slot": "setting", "route": "search"},
            {"slot": "palette", "route": "shrug"},
        ],
    )

    assert plan.gaps == (
        Gap(
            slot="character", why="two dogs", route="ask", question="Which dog?", harm=0.8,
            candidates=(
                Candidate(
                    value="Rex", probability=0.5, image="r", memory=rex.id, source="memory: Rex: a terrier", character=remembered(rex),
                ),
                Candidate(
                    value="Bella", probability=0.5, memory=bella.id, source="memory: Bella: a pug", character=remembered(bella),
                ),
            ),
        ),
    )  # fmt: skip


async def test_what_the_message_says_is_not_asked_again() -> None:
    plan = await planned(
        plan_request("draw a fox"),
        slots=[slot("subject", "a fox")],
        gaps=[{"slot": "subject", "route": "ask", "question": "What?"}],
    )

    assert plan.gaps == ()


async def test_searches_are_few_short_and_different() -> None:
    queries = ["Eiffel tower height", "eiffel  tower height", "x " * 500, "", "a", "b"]

    plan = await planned(
        plan_request(), searches=[{"query": q, "kind": "text", "slot": "subject"} for q in queries]
    )

    assert plan.searches[0] == Search(query="Eiffel tower height", kind="text", slot="subject")
    assert len(plan.searches) == 3
    assert all(len(search.query) <= 120 for search in plan.searches)


async def test_an_answer_completes_the_waiting_plan() -> None:
    waiting = Plan(
        intent="create",
        context=context({"style": "ink"}),
        gaps=(Gap(slot="character", why="two dogs", route="ask"),),
    )

    plan = await planned(
        plan_request("Rex of course", answers={"character": "Rex of course"}, pending=waiting),
        intent="chat", answers_question=True, slots=[slot("character", "Rex")], gaps=[{"slot": "character", "route": "ask"}],
    )  # fmt: skip

    assert plan.intent == "create"
    assert plan.context.value("style") == "ink"
    assert plan.context.slots["character"].method == "ask"
    assert plan.gaps == ()


async def test_another_wish_instead_of_an_answer_is_planned_by_itself() -> None:
    waiting = Plan(intent="create", context=context({"style": "ink"}))

    plan = await planned(
        plan_request("no, draw a lake", answers={"character": "no, draw a lake"}, pending=waiting),
        slots=[slot("subject", "a lake")],
    )

    assert plan.context.value("style") == ""
