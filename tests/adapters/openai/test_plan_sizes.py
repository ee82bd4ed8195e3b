"""The three sizes of a plan: each keeps the planner's contract against a real wire, whatever the model answers."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from openai import AsyncOpenAI

from adapters.openai.chat.answer_shapes import schema_of
from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.planner.plan_sizes import CONTRACTS
from adapters.openai.planner.planner import DEGRADED, SLOW, ModelPlanner
from agent.domain.generation import Check, Evidence, Gap, Plan, Statement
from agent.domain.plan_sizes import PlanSize
from agent.ports import Planner
from simulators.openai import server as troubles
from simulators.openai.server import CHAT, OpenAIServer
from tests.contracts.planner_contract import PlannerContract
from tests.fakes.builders import context, memory, message, picture, plan_request
from tests.fakes.language_model import FakeLanguageModel
from tests.fakes.noise import NOISE
from tests.fakes.plain_planner import PlainPlanner, SetPlanner

SIZES: tuple[PlanSize, ...] = ("full", "compact", "hints")
DESCRIBED = "the animal with the red fur"
"""What a model of every size is asked about."""
FOX = {"slot": "subject", "value": "a fox", "method": "said"}
ANSWERS: Mapping[PlanSize, Mapping[str, Any]] = {
    "full": {"intent": "create", "slots": [FOX, {"slot": "style", "value": "watercolour", "method": "recall", "memory": "M1"}],
             "edits": "P1", "references": [{"picture": "P9"}]},
    "compact": {"do": "create", "see": "a fox", "style": "watercolour"},
    "hints": {"answer": "red fox"},
}  # fmt: skip


def sized(
    client: AsyncOpenAI,
    size: PlanSize,
    *,
    api: Any = "chat",
    simple: Planner | None = None,
    sleep: Any = None,
) -> ModelPlanner:
    model = OpenAILanguageModel(
        client, model="tiny", api=api, silence_seconds=0.2, **({"sleep": sleep} if sleep else {})
    )
    return ModelPlanner(model, fallback=simple or PlainPlanner(), size=size)


def simple(slots: Mapping[Any, str] | None = None, **more: Any) -> Plan:
    """As the built-in planner makes them: a reading of the author's words."""
    made = {"intent": "create", "context": context(slots or {"subject": "a fox"}), "is_reading": True}
    return Plan(**{**made, **more})


async def planned(
    size: PlanSize, answer: Mapping[str, Any], text: str, *, by: Plan | None = None, **request: Any
) -> Plan:
    model = FakeLanguageModel(says=[json.dumps(answer)], repeats=True)
    made, _ = await ModelPlanner(model, fallback=SetPlanner(by or simple()), size=size).plan(
        plan_request(text, **request), timeout_seconds=20
    )
    return made


class TestFull(PlannerContract):
    @pytest.fixture(params=["chat", "responses"])
    def planner(self, request: pytest.FixtureRequest, server: OpenAIServer, client: AsyncOpenAI) -> Planner:
        server.brain = lambda asked: json.dumps(ANSWERS["full"])
        return sized(client, "full", api=request.param)


class TestCompact(PlannerContract):
    @pytest.fixture(params=["chat", "responses"])
    def planner(self, request: pytest.FixtureRequest, server: OpenAIServer, client: AsyncOpenAI) -> Planner:
        server.brain = lambda asked: json.dumps(ANSWERS["compact"])
        return sized(client, "compact", api=request.param)


class TestHints(PlannerContract):
    @pytest.fixture(params=["chat", "responses"])
    def planner(self, request: pytest.FixtureRequest, server: OpenAIServer, client: AsyncOpenAI) -> Planner:
        server.brain = lambda asked: json.dumps(ANSWERS["hints"])
        return sized(client, "hints", api=request.param)


@pytest.mark.parametrize("name", NOISE)
@pytest.mark.parametrize("size", SIZES)
async def test_noise_ends_in_a_plan(
    server: OpenAIServer, client: AsyncOpenAI, sleep, size: PlanSize, name: str
) -> None:
    server.replies = lambda asked: NOISE[name]

    plan, usage = await sized(client, size, sleep=sleep).plan(plan_request(DESCRIBED), timeout_seconds=20)

    assert isinstance(plan, Plan)
    assert usage.cost_usd >= 0.0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("trouble", "note"),
    [
        (troubles.talks("我来画一只狐狸"), DEGRADED),
        (troubles.talks('{"intent": "create", "do": "create', finish="length"), DEGRADED),
        (troubles.writes('{"do": "create",', *["\n" * 90] * 9, ends=False), DEGRADED),
        (troubles.writes("<think>", "a fox? " * 50), DEGRADED),
    ],
    ids=["another language", "cut off", "blanks", "only thoughts"],
)
async def test_what_cannot_be_read_is_planned_simply_and_said(
    server: OpenAIServer, client: AsyncOpenAI, sleep, size: PlanSize, trouble, note: str
) -> None:
    server.trouble(CHAT, trouble, trouble)

    plan, _ = await sized(client, size, sleep=sleep).plan(plan_request(DESCRIBED), timeout_seconds=20)

    assert plan.context.value("subject") == DESCRIBED
    assert plan.notes == (note,)


@pytest.mark.parametrize("size", SIZES)
async def test_a_refusal_is_told_kindly(server: OpenAIServer, client: AsyncOpenAI, size: PlanSize) -> None:
    server.trouble(CHAT, troubles.talks("", refusal="I cannot help with that."))

    plan, _ = await sized(client, size).plan(plan_request(DESCRIBED), timeout_seconds=20)

    assert plan.intent == "refuse"


@pytest.mark.parametrize("size", SIZES)
async def test_a_model_that_is_too_slow_leaves_the_built_in_plan_with_a_note(
    server: OpenAIServer, client: AsyncOpenAI, size: PlanSize
) -> None:
    server.trouble(CHAT, troubles.hangs)
    made = sized(client, size)
    made.seconds = 0.2

    plan, usage = await made.plan(plan_request(DESCRIBED), timeout_seconds=20)

    assert (plan.context.value("subject"), plan.notes) == (DESCRIBED, (SLOW,))
    assert usage.degraded == "planned simply: too slow"


@pytest.mark.parametrize("size", SIZES)
async def test_a_schema_stands_by_itself_and_has_its_bounds(size: PlanSize) -> None:
    schema = json.dumps(schema_of(CONTRACTS[size].shape))

    assert not {"$ref", "$defs", "anyOf", "default"} & {
        key for key in ("$ref", "$defs", "anyOf", "default") if f'"{key}"' in schema
    }
    assert "maxLength" in schema
    assert "maxLength" not in json.dumps(schema_of(CONTRACTS[size].shape, bounded=False))


async def test_the_sizes_are_what_they_are_called() -> None:
    """Four characters a token, as everywhere here; the compact one was counted by a real model as 606 (docs/benchmarks.md)."""
    prompts = {size: CONTRACTS[size].prompt(plan_request("draw a fox"), simple()) for size in SIZES}

    assert len(prompts["full"].system) > 4 * 1_000
    assert len(prompts["compact"].system) < 4 * 700
    assert len(prompts["hints"].system) < 4 * 200
    assert [CONTRACTS[size].shape.answer_tokens for size in SIZES] == [2_000, 300, 80]


# --- compact -----------------------------------------------------------------------------------------------------


async def test_a_compact_plan_is_told_where_its_values_come_from() -> None:
    liked = memory("prefers watercolour", slot="style")

    plan = await planned(
        "compact",
        {"do": "create", "see": "an owl", "style": "watercolour", "time": "dusk"},
        "draw an owl",
        memories=[liked],
    )

    origin = {slot: (evidence.method, evidence.memory) for slot, evidence in plan.context.slots.items()}
    assert origin == {"subject": ("said", None), "style": ("recall", liked.id), "time": ("reason", None)}


async def test_what_a_small_model_fills_in_of_itself_is_left_out() -> None:
    filled = {"style": "16:9", "colours": "teal", "who": "Luna: an elf"}

    plan = await planned("compact", {"do": "create", "see": "a fox", **filled}, "draw a fox")

    assert set(plan.context.slots) == {"subject"}
    assert [check.slot for check in plan.checklist] == ["subject"]


async def test_what_can_be_read_word_for_word_is_read_by_the_built_in_planner() -> None:
    sign = Check(slot="text", text="the sign says OPEN", hard=True)
    by = simple(
        {"subject": "a sign", "text": "OPEN", "exclude": "people", "format": "16:9"}, checklist=(sign,)
    )

    plan = await planned(
        "compact",
        {"do": "create", "see": "a neon sign"},
        "a neon sign that says OPEN, no people, 16:9",
        by=by,
    )

    assert {slot: e.value for slot, e in plan.context.slots.items()} == {
        "subject": "a neon sign", "text": "OPEN", "exclude": "people", "format": "16:9",
    }  # fmt: skip
    assert sign in plan.checklist


@pytest.mark.parametrize(
    ("answer", "by"),
    [
        ({"do": "create", "see": "a fox"}, {"intent": "chat", "context": context({}), "answer": "You're welcome!"}),
        ({"do": "create", "see": "a lighthouse"}, {"intent": "about_image", "context": context({})}),
        ({"do": "chat", "see": "", "say": "A lovely idea!"}, {}),
        ({"do": "remember", "see": "a lighthouse"}, {}),
    ],
)  # fmt: skip
async def test_whether_a_picture_is_wanted_is_the_built_in_planners_word(
    answer: Mapping[str, Any], by: Mapping[str, Any]
) -> None:
    reading = simple(**by)

    assert await planned("compact", answer, "a lighthouse would be lovely", by=reading) == reading


async def test_talk_is_answered_in_the_models_words() -> None:
    talk = simple(intent="chat", context=context({}), answer="Hm?")

    plan = await planned("compact", {"do": "chat", "see": "", "say": "Gladly!"}, "lovely!", by=talk)

    assert (plan.intent, plan.answer) == ("chat", "Gladly!")


async def test_what_is_told_to_be_kept_is_not_drawn_by_a_small_model() -> None:
    kept = simple(statements=(Statement(kind="preference", text="prefers ink"),))
    model = FakeLanguageModel(says=[])

    plan, _ = await ModelPlanner(model, fallback=SetPlanner(kept), size="compact").plan(
        plan_request("always ink please. A fox"), timeout_seconds=20
    )

    assert (plan, model.asked) == (kept, [])


async def test_an_edit_keeps_what_the_picture_was_made_of() -> None:
    made_of = context({"subject": "a fox", "style": "ink", "format": "16:9"}, method="assume")
    base = picture("fox", made_of=made_of)

    plan = await planned(
        "compact",
        {"do": "edit", "see": "", "time": "night"},
        "night, please",
        by=simple({"subject": "night"}),
        base=base,
        replied=message("Here", pictures=[base]),
    )

    assert plan.context.base == base.id
    assert set(plan.context.slots) == {"subject", "style", "format", "time"}


@pytest.mark.parametrize("intent", ["remember", "forget", "refuse", "edit", "restyle", "vary"])
@pytest.mark.parametrize("size", ["compact", "hints"])
async def test_what_the_built_in_planner_is_sure_of_needs_no_small_model(size: PlanSize, intent: Any) -> None:
    model = FakeLanguageModel(says=[])

    plan, usage = await ModelPlanner(model, fallback=SetPlanner(simple(intent=intent)), size=size).plan(
        plan_request("forget the watercolour"), timeout_seconds=20
    )

    assert (plan.intent, model.asked, usage.model) == (intent, [], "set")


async def test_what_only_the_person_knows_is_asked_and_not_invented() -> None:
    model = FakeLanguageModel(says=[])
    asks = simple(
        {"subject": "my cat"},
        gaps=(Gap(slot="character", why="unknown", route="ask", question="Which cat?"),),
    )

    plan, _ = await ModelPlanner(model, fallback=SetPlanner(asks), size="compact").plan(
        plan_request("draw my cat"), timeout_seconds=20
    )

    assert (plan, model.asked) == (asks, [])


async def test_a_request_that_starts_anew_is_planned_without_the_picture_before() -> None:
    model = FakeLanguageModel(says=['{"do": "edit", "see": "a lighthouse"}'])
    made = ModelPlanner(model, fallback=SetPlanner(simple({"subject": "a lighthouse"})), size="compact")

    plan, _ = await made.plan(plan_request("draw a lighthouse", base=picture("fox")), timeout_seconds=20)

    assert (plan.intent, plan.context.base, plan.context.value("subject")) == ("create", None, "a lighthouse")
    assert "a fox" not in model.asked[0].user


# --- hints -------------------------------------------------------------------------------------------------------


async def test_a_riddle_is_drawn_by_its_answer_and_its_words() -> None:
    riddle = "the animal that sleeps hanging in caves"

    plan = await planned("hints", {"answer": "Bat."}, riddle, by=simple({"subject": riddle, "style": "ink"}))

    subject = plan.context.slots["subject"]
    assert (subject.value, subject.method) == (f"{riddle} (Bat)", "reason")
    assert plan.context.value("style") == "ink"


SNOW = simple({"subject": "a fox in the deep snow"})


@pytest.mark.parametrize("answer", ["", "fox", "a fox", "<animal>", "the animal <does this>"])
async def test_an_answer_that_says_nothing_new_changes_nothing(answer: str) -> None:
    assert await planned("hints", {"answer": answer}, "draw a fox in the deep snow", by=SNOW) == SNOW


@pytest.mark.parametrize(
    "by",
    [
        simple(intent="edit"),
        simple(intent="chat", context=context({})),
        simple(gaps=(Gap(slot="character", why="two dogs", route="ask"),)),
        simple({"subject": "a lighthouse"}),
        simple({"subject": "Luna on her old bicycle", "character": "Luna: an elf"}),
        simple(context=context({"subject": "the cat with the white paws"}, method="recall")),
    ],
)
async def test_a_model_is_not_asked_where_nothing_is_open(by: Plan) -> None:
    model = FakeLanguageModel(says=[])

    plan, _ = await ModelPlanner(model, fallback=SetPlanner(by), size="hints").plan(
        plan_request("hm"), timeout_seconds=20
    )

    assert (plan, model.asked) == (by, [])


# --- claims and what is added, of every size ---------------------------------------------------------------------


def full(*slots: Mapping[str, Any], **more: Any) -> Mapping[str, Any]:
    return {"intent": "create", "slots": list(slots), **more}


def said(slot: str, value: str, **more: Any) -> Mapping[str, Any]:
    return {"slot": slot, "value": value, "method": "said", **more}


async def test_said_is_what_stands_in_message_or_thread() -> None:
    plan = await planned(
        "full", full(said("subject", "a fox"), said("setting", "a lake"), said("time", "dawn"), said("style", "oil")),
        "draw a fox", thread=[message("by the lake please", by="ana"), message("in oil!", by="bob")],
    )  # fmt: skip

    told = {slot: (e.method, e.source) for slot, e in plan.context.slots.items()}
    assert told["subject"] == told["setting"] == ("said", "you said")
    assert told["style"] == ("said", "said here before")
    assert told["time"][0] == "reason"


async def test_words_to_be_printed_are_said_only_word_for_word() -> None:
    plan = await planned(
        "full", full(said("text", "Happy Birthday Jo")), "a card for Jo's birthday, happy colours"
    )

    assert plan.context.slots["text"].method == "reason"


async def test_a_memory_is_cited_by_what_it_says_and_not_by_the_number_it_was_given() -> None:
    luna, liked = (
        memory("silver-haired elf", "character", name="Luna"),
        memory("prefers watercolour", slot="style"),
    )

    plan = await planned(
        "full", full({"slot": "style", "value": "watercolour", "method": "recall", "memory": "M1"}, said("character", "silver-haired elf")),
        "draw her", memories=[luna, liked],
    )  # fmt: skip

    assert plan.context.slots["style"].memory == liked.id
    assert (plan.context.slots["character"].method, plan.context.slots["character"].memory) == (
        "recall",
        luna.id,
    )


async def test_what_was_copied_from_an_example_is_dropped() -> None:
    plan = await planned(
        "full",
        full(said("subject", "a fox"), said("character", "<name>: <looks>"), prompt="<animal> in <style>"),
        "draw a fox",
    )

    assert set(plan.context.slots) == {"subject"}
    assert plan.context.prompt == ""


async def test_a_person_may_write_what_looks_like_an_example() -> None:
    plan = await planned("full", full(said("text", "<hello world>")), "a sign that says <hello world>")

    assert plan.context.slots["text"].method == "said"


async def test_a_description_told_in_passing_is_kept_as_the_built_in_reader_reads_it() -> None:
    rex = Statement(kind="character", name="Rex", text="a black labrador", explicit=False)
    other = {
        "kind": "character",
        "name": "Rex",
        "text": "black labrador dog",
        "quote": "Rex is a black labrador",
    }
    text = "Rex is a black labrador, draw him. I like ink"

    liked = {"kind": "preference", "text": "likes ink", "quote": "I like ink"}
    by = simple(statements=(rex, Statement(kind="fact", text="something else")))

    plan = await planned("full", full(said("subject", "Rex"), statements=[other, liked]), text, by=by)

    assert [(s.kind, s.text) for s in plan.statements] == [
        ("character", "a black labrador"),
        ("preference", "likes ink"),
    ]


@pytest.mark.parametrize(("size", "is_reading"), [("full", False), ("compact", False), ("hints", True)])
async def test_a_plan_that_a_model_wrote_is_a_proposal(size: PlanSize, is_reading: bool) -> None:
    """A hint adds to the subject of a reading, and has no say in what is kept or forgotten."""
    rex = Statement(kind="character", name="Rex", text="a black labrador", explicit=False)

    plan = await planned(size, ANSWERS[size], DESCRIBED, by=simple({"subject": DESCRIBED}, statements=(rex,)))

    assert plan.is_reading == is_reading
    assert [one.is_reading or plan.is_reading for one in plan.statements] == [True]


def recalling(**slots: str) -> Plan:
    filled = {
        slot: Evidence(value=value, method="recall", source="memory", memory="m")
        for slot, value in slots.items()
    }
    return simple(context=context({"subject": "a castle"}).fill(filled))  # pyright: ignore[reportArgumentType]


async def test_standing_preferences_that_the_model_left_out_are_applied() -> None:
    guessed = {"slot": "style", "value": "photo", "method": "assume"}

    plan = await planned(
        "full", full(said("subject", "a castle"), guessed, said("exclude", "dogs"), prompt="A castle."),
        "draw a castle, no dogs", by=recalling(style="watercolour", exclude="people"),
    )  # fmt: skip

    assert (plan.context.value("style"), plan.context.slots["style"].memory) == ("watercolour", "m")
    assert plan.context.value("exclude") == "dogs, people"
    assert "In the style of: watercolour." in plan.context.prompt


async def test_what_the_message_says_goes_before_a_preference() -> None:
    plan = await planned(
        "full",
        full(said("subject", "a castle"), said("style", "oil")),
        "draw a castle in oil",
        by=recalling(style="watercolour"),
    )

    assert plan.context.value("style") == "oil"


async def test_a_change_of_everything_is_a_new_picture() -> None:
    base = picture("fox")
    answer = full(said("subject", "a lighthouse"), edits="P1") | {"intent": "edit"}

    anew = await planned("full", answer, "draw a lighthouse", base=base)
    change = await planned("full", answer, "a lighthouse instead", base=base, by=simple(intent="edit"))
    reply = await planned(
        "full", answer, "draw a lighthouse", base=base, replied=message("Here", pictures=[base])
    )

    assert (anew.intent, anew.context.base) == ("create", None)
    assert (change.intent, change.context.base) == ("edit", base.id)
    assert (reply.intent, reply.context.base) == ("edit", base.id)


@pytest.fixture(autouse=True)
def _unused(sleep: Callable[..., Any]) -> None:
    """Backoffs are not waited for."""
