"""A style board as a lasting wish, in words: kept as one, used for whatever names no style, and nothing else is taken for it."""

import pytest

from adapters.builtin.statement_reader import BuiltInStatementReader
from agent.domain.generation import Evidence, GenerationContext, Plan
from agent.domain.memory import Album, LabelledPicture, MemoryId, MemoryScope, Profile
from agent.rendering.standing_boards import StandingWish, in_standing_board, standing_wish
from agent.turn_context import Services, TurnContext, reader_of
from tests.fakes.builders import PLACE, author, memory

INK = Album(
    memory=MemoryId("m-ink"), scope=MemoryScope(kind="user", key=author("ana").id), kind="board", name="Ink", words="loose lines",
    pictures=(LabelledPicture(image="i1"), LabelledPicture(image="i2")),
)  # fmt: skip
OLD = Album(
    memory=MemoryId("m-old"), scope=MemoryScope(kind="channel", key="c"), kind="board", name="Old harbour",
    pictures=(LabelledPicture(image="i3"),),
)  # fmt: skip


class Shelf:
    """Both boards, for everybody."""

    async def list(self, reader, kind):
        return (INK, OLD)


def house(*, remembers: bool = True) -> tuple[Services, TurnContext]:
    services = type(
        "S", (), {"statements": BuiltInStatementReader(), "people": type("P", (), {"albums": Shelf()})()}
    )()
    ctx = type("C", (), {"reader": reader_of(author("ana").id, PLACE), "remembers": remembers})()
    return services, ctx  # pyright: ignore[reportReturnType]


async def wish(text: str, *, ordered: bool = False, remembers: bool = True) -> StandingWish | None:
    return await standing_wish(*house(remembers=remembers), text, ordered=ordered)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("always use my board Ink", "Ink"), ("always use my Ink board", "Ink"), ("immer mein Board Ink", "Ink"),
        ("use my board Ink from now on", "Ink"), ("ab jetzt immer in meinem Ink-Board", "Ink"), ("usa siempre mi tablero Ink", "Ink"),
        ("utilise toujours ma planche Ink", "Ink"), ("いつも私のInkボードで", "Ink"), ("всегда используй мою доску Ink", "Ink"),
        ("her zaman Ink panomu kullan", "Ink"), ("gebruik altijd mijn bord Ink", "Ink"), ("zeichne immer in meinem Board Ink", "Ink"),
        ("always use my board", "Ink"), ("always use my board from now on", "Ink"), ("always draw in my Ink board", "Ink"),
        ("from now on use our house style", "Old harbour"), ("Nimm ab jetzt immer unseren Hausstil", "Old harbour"),
        ("always use the Old harbour board", "Old harbour"),
    ],
)  # fmt: skip
async def test_it_is_kept_by_the_boards_name(text: str, name: str) -> None:
    found = await wish(text)

    assert found is not None
    assert found.statement is not None
    assert (found.statement.text, found.statement.kind, found.text) == (
        f"prefers the style board {name}",
        "preference",
        "",
    )
    plan = found.worked_in(Plan(intent="chat", answer="hello", language="de"))
    assert (plan.intent, plan.statements, plan.language) == ("remember", (found.statement,), "de")


@pytest.mark.parametrize(
    "text",
    [
        "our house style is flat pastel", "here our house style is watercolour", "draw a fox in my Ink board", "I love board games",
        "always in watercolour", "my Ink board is full of rain", "Luna always wears a board", "always draw a fox on a board",
        "remember that our house is old", "I always liked ink",
    ],
)  # fmt: skip
async def test_what_tells_of_something_else_is_left_to_the_planner(text: str) -> None:
    assert await wish(text) is None


async def test_what_is_drawn_at_once_is_drawn_and_the_wish_kept() -> None:
    found = await wish("draw a fox in my Ink board, and always use my Ink board from now on")

    if found is not None:  # where the reader sees a lasting wish in it
        assert found.text
        plan = found.worked_in(Plan(intent="create"))
        assert (plan.intent, len(plan.statements)) == ("create", 1)


async def test_a_board_that_is_not_there_is_said_so_and_nothing_is_kept() -> None:
    found = await wish("always use my Zebra board")

    assert found is not None
    assert found.statement is None
    assert "There is no board “Zebra”" in found.note
    assert (await wish("always use my Ink board", remembers=False)) == StandingWish(
        note="Memory is off here, or in this message, so I use no board."
    )


@pytest.mark.parametrize("words", ["Ink", "ink", "my Ink board", "board Ink", "always my board Ink"])
async def test_ordered_the_name_alone_will_do(words: str) -> None:
    found = await wish(words, ordered=True)

    assert found is not None
    assert found.statement is not None
    assert found.statement.text == "prefers the style board Ink"


@pytest.mark.parametrize("words", ["watercolour", "ink wash", "no people", "loose ink lines"])
async def test_ordered_words_of_a_style_stay_words(words: str) -> None:
    assert await wish(words, ordered=True) is None


# --- used ---------------------------------------------------------------------------------------------------------

MINE = memory("prefers the style board Ink", slot="style")
OURS = memory("prefers the style board Old harbour", "rule", scope="channel")
OURS_BY_HABIT = memory("prefers the style board Old harbour", scope="channel", slot="style")


def plan(
    *,
    style: str = "",
    method: str = "said",
    source: str = "",
    intent: str = "create",
    base: str | None = None,
) -> Plan:
    slots = {"subject": Evidence(value="a fox", method="said")}
    if style:
        slots["style"] = Evidence(value=style, method=method, source=source)  # pyright: ignore[reportArgumentType]
    return Plan(intent=intent, context=GenerationContext(slots=slots, base=base, prompt="A fox."))  # pyright: ignore[reportArgumentType]


async def drawn_in(wanted: Plan, *memories) -> Plan:
    return await in_standing_board(*house(), wanted, Profile(memories=memories))


@pytest.mark.parametrize(
    ("wanted", "memories", "images"),
    [
        (plan(), (MINE,), ["i1", "i2"]),
        (plan(style="flat", method="assume"), (MINE,), ["i1", "i2"]),
        (plan(style="noir"), (MINE,), []),  # said
        (plan(intent="edit", base="p"), (MINE,), []),
        (plan(style="flat pastel", method="recall", source="channel rule: always flat pastel"), (MINE,), []),
        (plan(), (MINE, OURS), ["i3"]),  # a rule goes first
        (plan(), (MINE, OURS_BY_HABIT), ["i1", "i2"]),
        (
            plan(style="watercolour", method="recall", source="memory: prefers watercolour"),
            (OURS_BY_HABIT,),
            [],
        ),
        (plan(), (memory("prefers the style board Gone", slot="style"),), []),
        (plan(), (), []),
    ],
)
async def test_whatever_names_no_style_is_drawn_in_it(wanted: Plan, memories, images: list[str]) -> None:
    found = await drawn_in(wanted, *memories)

    assert [reference.image for reference in found.context.references if reference.role == "style"] == images
    if not images:
        assert found == wanted


async def test_why_names_the_wish_and_offers_to_forget_it() -> None:
    style = (await drawn_in(plan(), MINE)).context.slots["style"]

    assert (style.value, style.memory, style.source) == (
        "loose lines",
        MINE.id,
        "memory: prefers the style board Ink",
    )
