"""Again, Vary and drafts: what was forgotten since leaves no marks, rules hold, and a draft that was picked is what comes."""

from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.commands.why import why
from agent.domain.cast import evidence_of
from agent.domain.characters import Character
from agent.domain.conversation import Action, ImageId, MessageId, Pressed
from agent.domain.evaluation import Evaluation
from agent.domain.generation import Candidate, Evidence, Gap, GenerationContext, Plan, Reference, Search
from agent.domain.memory import MemoryScope, NewMemory
from agent.domain.questions import AskDecision
from agent.domain.taste_signals import TO_CHOOSE_FROM
from agent.grounding.web_findings import ground
from agent.image_prompt import in_words
from agent.learning.statements import Learnt
from agent.loop import Agent
from agent.outcomes import Outcome
from agent.planning.answered_questions import draft_contexts
from agent.policy.people_in_plans import without_forgotten
from agent.ports import JudgeRequest, KeptImage, PlanRequest, Usage
from agent.rendering.likenesses import people_for
from agent.rendering.render_requests import request_of
from agent.turn_context import open_turn_context
from agent.wording.replies import rendered
from tests.fakes.builders import PLACE, author, context, message, picture, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.fakes.models.images import png
from tests.worlds.house import FakeProgress, House


class Judge:
    """The `Judge`: keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[JudgeRequest] = []

    async def judge(self, request: JudgeRequest, *, timeout_seconds: float) -> tuple[Evaluation, Usage]:
        self.asked.append(request)
        return Evaluation(verdict="accept"), Usage()


class TastePlanner:
    """The `Planner`: a fox in one of two palettes, for somebody who wants to choose."""

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        ways = (Candidate(value="warm", probability=0.5), Candidate(value="cold", probability=0.5))
        style = Gap(slot="style", why="taste", route="assume", taste=True)
        palette = Gap(slot="palette", why="taste", route="assume", taste=True, harm=1.0, candidates=ways)
        plan = Plan(intent="create", context=context({"subject": "a fox"}, seed=0), gaps=(style, palette))
        return replace(plan, notes=("I can place at most 8 things.",)), Usage()


def house(planner: object = None, judge: object = None) -> House:
    return House(
        planner=planner or BuiltInPlanner(), judge=judge or BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()  # type: ignore[arg-type]
    )  # fmt: skip


async def pressed(
    within: House, action: Action, made_of: GenerationContext, *, by: str = "ana", **args: str
) -> Outcome:
    shown = message(pictures=[picture(made_of=made_of)], id="b1")
    request = Pressed(action=action, args=args, message=MessageId("b1"), owner=author().id)
    of = replace(turn(by=by, replied=shown, id=action), request=request, message=None)
    return await Agent(within.parts()).respond(of, within.journal(of), FakeProgress())


async def test_what_was_forgotten_is_not_drawn_by_its_mark() -> None:
    made_of = GenerationContext(
        slots={"subject": Evidence(value="[forgotten] and a dragon", method="said")},
        prompt="[forgotten] (elf) and a dragon.",
    )
    within = house()

    answer = await pressed(within, "again", made_of)

    assert "forgotten" not in str(answer)
    assert "A dragon" in within.image_model.asked[0].context.prompt  # type: ignore[attr-defined]


async def test_a_picture_of_which_nothing_is_left_is_not_drawn_again() -> None:
    made_of = GenerationContext(
        slots={"subject": Evidence(value="[forgotten]", method="said")}, prompt="[forgotten]."
    )

    answer = await pressed(house(), "again", made_of)

    assert not answer.pictures
    assert "is forgotten" in answer.reply.text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a fox with [forgotten]", "a fox"),
        ("[forgotten], a fox and [forgotten] in the rain", "a fox and in the rain"),
        ("a fox", "a fox"),
        ("[forgotten] and [forgotten]", ""),
    ],
)
def test_forgotten_words_close_up(text: str, left: str) -> None:
    made = without_forgotten(context({"subject": text, "style": "ink"}))

    assert made.value("subject") == left
    assert made.value("style") == "ink"


async def test_a_reference_that_is_gone_is_not_spoken_of() -> None:
    within = house()
    of = turn()
    kept = await within.images.save(png(), owner=of.author.id)
    references = (Reference(image="gone", role="base"), Reference(image=kept, role="style", label="a sketch"))
    made_of = context({"subject": "a fox"}, references=references, base="gone")
    ctx = await open_turn_context(within.parts(), of, within.journal(of), FakeProgress())

    people = await people_for(within.parts(), ctx, replace(made_of, prompt="Change the given picture."))
    request = await request_of(within.parts(), ctx, people)

    assert [reference.image for reference, _ in request.references] == [kept]
    assert (request.context.base, request.context.references) == (None, references[1:])
    assert request.context.prompt.startswith("A fox.")
    assert in_words([reference for reference, _ in request.references]).startswith(
        "Picture 1 gives the style only (a sketch)"
    )


@pytest.mark.parametrize("action", ["again", "vary", "pick"])
async def test_the_rules_of_the_place_hold_for_what_is_drawn_again(action: Action) -> None:
    judge = Judge()
    within = house(judge=judge)
    scope = MemoryScope(kind="channel", key=PLACE.channel_key)
    await within.memory.store.remember(
        NewMemory(scope=scope, kind="rule", text="never gore", author="console:mod")
    )

    await pressed(within, action, context({"subject": "a fox"}))

    assert judge.asked
    assert all("never gore" in request.checklist[0].text for request in judge.asked)


async def test_drafts_differ_in_what_is_to_be_chosen_and_the_picked_one_comes() -> None:
    within = house(TastePlanner())
    of = turn("a fox, show me palettes")

    drafts = await Agent(within.parts()).respond(of, within.journal(of), FakeProgress())
    picked = await pressed(within, "pick", drafts.pictures[1].context)

    assert [p.context.value("palette") for p in drafts.pictures] == ["warm", "cold"]
    assert [p.context.value("style") for p in drafts.pictures] == ["", ""]
    assert "at most 8 things" in drafts.reply.text
    (final,) = picked.pictures
    assert final.context.slots["palette"] == Evidence(value="cold", method="ask", source="you chose")
    assert final.context.seed == drafts.pictures[1].context.seed != 0
    assert "series" not in final.context.prompt
    assert "assumed" not in picked.reply.text


def test_a_draft_keeps_its_mark_for_what_is_learnt_from_a_pick() -> None:
    ways = (Candidate(value="warm", probability=0.5), Candidate(value="cold", probability=0.5))
    gap = Gap(slot="palette", why="taste", route="assume", taste=True, candidates=ways)

    drafts = draft_contexts(Plan(intent="create"), AskDecision(drafts=ways), [gap], seed=3)

    assert {draft.slots["palette"].source for draft in drafts} == {TO_CHOOSE_FROM}
    assert {draft.seed for draft in drafts} == {3}


async def test_drafts_together_are_one_picture_of_the_day() -> None:
    within = house(TastePlanner())
    of = turn("a fox, show me palettes")

    await Agent(within.parts()).respond(of, within.journal(of), FakeProgress())

    assert within.spending.pictures == 1


async def test_a_turn_taken_up_again_looks_nothing_up_twice() -> None:
    within = house()
    of = turn()
    journal = within.journal(of)
    merged = context({"subject": "the tower, 330 m tall"})
    journal.steps["merge"] = merged
    ctx = await open_turn_context(within.parts(), of, journal, FakeProgress())

    found, missed = await ground(
        within.parts(),
        ctx,
        context({"subject": "the tower"}),
        [Search(query="tower", kind="text", slot="subject")],
    )

    assert (found, missed) == (merged, ())
    assert within.search.asked == []  # type: ignore[attr-defined]


async def test_why_names_nothing_recalled_to_others() -> None:
    recalled = Evidence(value="Luna: silver-haired elf", method="recall", source="memory: Luna")
    within, of = house(), turn(by="bob")
    ctx = await open_turn_context(within.parts(), of, within.journal(of), FakeProgress())

    answer = await why(within.parts(), ctx, picture(made_of=GenerationContext(slots={"character": recalled})))

    assert "silver" not in answer.reply.text


async def test_two_characters_are_lent_by_name_alone_and_remembered_apart() -> None:
    both = Evidence(
        value="Luna: silver-haired elf; green cloak; Rex: a black labrador", method="recall", memory="m1,m2"
    )
    made_of = GenerationContext(
        slots={"character": both, "subject": Evidence(value="Luna with Rex", method="said")}
    )
    within = house()

    again = await pressed(within, "again", made_of, by="bob")
    lent = await pressed(within, "remember_character", made_of, by="bob")
    own = await pressed(within, "remember_character", made_of)

    assert again.pictures[0].context.value("character") == "Luna; Rex"
    assert again.reply.text.splitlines()[0] == "**Luna with Rex**"
    assert lent.reply.text == "Noted: Luna: Luna with Rex"
    assert own.reply.text == "Noted: Luna: silver-haired elf; green cloak"


async def test_why_shows_no_marks_of_what_was_forgotten() -> None:
    rex = Evidence(value="Rex: a dog", method="recall", source="memory: Rex: a dog; [forgotten]", memory="m2")
    within, of = house(), turn()
    ctx = await open_turn_context(within.parts(), of, within.journal(of), FakeProgress())

    answer = await why(within.parts(), ctx, picture(made_of=GenerationContext(slots={"character": rex})))

    assert "character: Rex: a dog (memory: Rex: a dog)" in answer.reply.text


async def test_why_offers_to_forget_each_character_that_was_recalled() -> None:
    people = (Character(name="Luna", description="elf", memory="m1"), Character(name="Rex", memory="m2"))
    within, of = house(), turn()
    ctx = await open_turn_context(within.parts(), of, within.journal(of), FakeProgress())
    made_of = GenerationContext(slots={"character": evidence_of(people, method="recall")})

    answer = await why(within.parts(), ctx, picture(made_of=made_of))

    offered = [one for one in answer.reply.buttons if one.action == "forget"]
    assert [(one.label, one.args["memory"]) for one in offered] == [
        ("Forget “Luna: elf”", "m1"), ("Forget “Rex”", "m2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("contexts", "first_line"),
    [
        ([context({"subject": "a **bold** fox"})], "**a bold fox**"),
        ([replace(context({"subject": "a fox"}), panel="variant 1")] * 2, "**2 pictures** of a fox"),
    ],
)
async def test_the_reply_names_what_is_shown_in_plain_words(
    contexts: list[GenerationContext], first_line: str
) -> None:
    within, of = house(), turn()
    ctx = await open_turn_context(within.parts(), of, within.journal(of), FakeProgress())
    kept = [
        KeptImage(image=ImageId("i"), model="fake", width=1, height=1, missing=("x" * 3_999,))
        for _ in contexts
    ]

    answer = rendered(ctx, Plan(intent="create"), contexts, kept, ["y" * 3_999], Learnt(), how="draw")

    assert answer.reply.text.splitlines()[0] == first_line
    assert len(answer.reply.text) < 400
