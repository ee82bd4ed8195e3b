"""What is never learnt from."""

from agent.domain.memory import AuthorSettings
from agent.domain.taste_signals import TURNS_PER_BATCH_MIN
from tests.db.memory.learning.parlour import PASSING, SCENES, Parlour, switch_off, web_author
from tests.fakes.stores.passive_learning import FakeDistiller


async def heard(parlour: Parlour) -> str:
    """All that a distiller gets to hear."""
    distiller = FakeDistiller()
    await parlour.distil(distiller)
    return "\n".join(line for lines in distiller.asked for line in lines)


async def test_not_from_what_was_said_before_the_yes(parlour: Parlour) -> None:
    await parlour.draw_in_ink()
    await parlour.agree()
    await parlour.say("draw a horse")

    assert await heard(parlour) == ""


async def test_not_from_other_peoples_words(parlour: Parlour) -> None:
    """Neither quoted in a reply, nor on quoting lines, nor in the picture that is built upon, nor of someone who never said yes."""
    await parlour.agree()
    bobs = await parlour.say("draw a fox in woodcut style", by="bob")
    on = parlour.last_message
    await parlour.say("make it night", reply_to=on)
    for _ in range(2):
        await parlour.press(await parlour.press(bobs, "Vary", on=on), "Again")
    for _ in range(TURNS_PER_BATCH_MIN):
        await parlour.say("> in woodcut please\ndraw a horse", quoted="always woodcut, I am bob")

    said = await heard(parlour)

    assert "make it night" in said
    assert said.count("draw a horse") == TURNS_PER_BATCH_MIN
    assert "woodcut" not in said.casefold()
    assert "bob" not in said


async def test_not_from_what_memory_gave(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.say("/remember I prefer watercolour")
    for scene in SCENES[:3]:
        drawn = await parlour.say(f"draw {scene}")
        assert drawn.context is not None
        assert drawn.context.slots["style"].method == "recall"
        await parlour.press(drawn, "Again")

    assert "watercolour" not in await heard(parlour)


async def test_not_from_incognito_turns_nor_where_memory_is_off_nor_after_a_switch_off(
    parlour: Parlour,
) -> None:
    await parlour.agree()
    await parlour.draw_in_ink(incognito=True)
    assert await heard(parlour) == ""

    await parlour.draw_in_ink()
    await parlour.say("/settings learning off")
    assert await heard(parlour) == ""
    await parlour.draw_in_ink()
    await parlour.agree()
    assert await heard(parlour) == ""

    await switch_off(parlour)
    await parlour.draw_in_ink()
    assert await heard(parlour) == ""
    assert (await parlour.settings.author(web_author("ana").id)) == AuthorSettings(learning="yes")


async def test_not_from_what_was_forgotten_meanwhile(parlour: Parlour) -> None:
    await parlour.agree()
    await parlour.say(PASSING)
    assert await parlour.known() == ["prefers gouache"]
    for scene in SCENES[:5]:
        await parlour.say(f"draw {scene}")

    await parlour.say("/forget gouache")

    said = await heard(parlour)
    assert said.count("draw") == 5
    assert "gouache" not in said
    assert "[forgotten]" not in said
