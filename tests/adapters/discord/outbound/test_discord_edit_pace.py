"""How often a message changes."""

from adapters.discord.outbound.edit_pace import EDIT_SECONDS, Pace
from tests.adapters.discord.moved_clock import Time


class Shown:
    def __init__(self, pace: Pace) -> None:
        self.texts: list[str] = []
        self._pace = pace

    async def show(self, text: str) -> None:
        async def edit() -> None:
            self.texts.append(text)

        await self._pace.show("m", edit)


async def test_the_latest_change_is_shown_when_its_time_comes() -> None:
    time = Time()
    pace = Pace(clock=time.clock, sleep=time.sleep)
    message = Shown(pace)
    for text in ("one", "two", "three"):
        await message.show(text)
    assert message.texts == ["one"]

    await time.pass_(EDIT_SECONDS)

    assert message.texts == ["one", "three"]


async def test_nothing_late_is_shown_on_a_finished_message() -> None:
    time = Time()
    pace = Pace(clock=time.clock, sleep=time.sleep)
    message = Shown(pace)
    await message.show("one")
    await message.show("late")

    await pace.finish("m")
    await time.pass_(EDIT_SECONDS)
    await message.show("later still")

    assert message.texts == ["one"]
