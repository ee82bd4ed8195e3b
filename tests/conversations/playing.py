"""Plays a script on a platform, step by step."""

from dataclasses import replace

from agent.domain.conversation import PlatformName, Reply, TurnId
from agent.domain.incoming import IncomingMessage
from tests.conversations.drivers.platform_driver import AS_FILE, Driver, Named, Play, Taken, received
from tests.conversations.house import Answered, House
from tests.conversations.script import PRIVATE, Script, Step
from tests.conversations.turns import Received, Shown, Turn, plain

NOWHERE = Shown(text="")


class Player:
    """One script on one platform."""

    def __init__(self, house: House, platform: PlatformName, script: Script) -> None:
        self._house = house
        self._driver: Driver = house.drivers[platform]
        self._play = Play(script=script)
        self._asked = 0
        """Requests to the image model before this step."""
        self._begun: dict[str, int] = {}
        """The same, before what was left unfinished."""
        self._turns: dict[str, TurnId] = {}
        """The turn that a named reply answers."""

    async def play(self) -> list[Turn]:
        await self.enter()
        return [await self.step(step) for step in self._play.script.steps]

    async def enter(self) -> None:
        """Makes the script's people and places."""
        await self._driver.enter(self._play)

    def calls(self, name: str, message: str, where: str) -> None:
        """Gives a message of the bot a name by which steps can mean it."""
        self._play.messages[name] = Named(id=message, where=where)

    def also_calls(self, name: str, known: str) -> None:
        """A further name of a message that has one."""
        self._play.messages[name] = self._play.messages[known]

    async def in_private(self, who: str, message: str) -> Shown:
        """A message of the bot in that person's private chat."""
        step = Step(who=who, where=PRIVATE, gets="text")
        found = await self._driver.shown(self._play, step, message, whispered=False)
        assert found is not None
        return found

    async def step(self, step: Step) -> Turn:
        # What goes on of its own accord may have been drawn already, in the step that let it.
        if step.finishes:
            self._asked = self._begun[step.finishes]
        elif not step.goes_on:
            self._asked = len(self._house.painter.asked)
        if step.finishes:
            self._house.painter.finish()
            return await self._turn(step, None, self._turns[step.finishes])
        if step.sees:
            return await self._turn(step, None, self._turns[step.sees])
        if step.waits_out:
            return await self._turn(step, None, await self._house.times_out(self._turns[step.waits_out]))
        if step.goes_on:
            return await self._turn(step, None, await self._house.goes_on(self._turns[step.goes_on]))
        self._house.painter.hold(step.gets == "nothing yet")
        acts = await self._driver.act(self._play, step)
        taken = [await self._house.heard.next() for _ in range(acts)]
        heard = self._as_one([received(self._driver, self._play, step, each.event) for each in taken])
        last = taken[-1]
        await self._name_own(step, last)
        if last.accepted.turn is None:
            note = await self._driver.note(self._play, step, last)
            return Turn(received=heard, kind="note", text=note, private=last.accepted.alone)
        if step.gets == "nothing yet":
            async with self._house.patience.wait("a picture under way"):
                await self._house.painter.begun.wait()
            self._turns[step.names], self._begun[step.names] = last.accepted.turn, self._asked
            return Turn(received=heard, kind=step.gets)
        return await self._turn(step, heard, last.accepted.turn)

    def _as_one(self, heard: list[Received]) -> Received:
        """What needs a press and a message on one platform needs a press with a form on another."""
        return heard[0] if len(heard) == 1 else replace(heard[0], words=heard[-1].words)

    async def _name_own(self, step: Step, taken: Taken) -> None:
        if step.mine and isinstance(taken.event, IncomingMessage):
            known = await self._driver.message_id(self._play, taken.event)
            self._play.messages[step.mine] = Named(id=known, where=step.where, pictures=len(step.attaches))

    async def _turn(self, step: Step, heard: Received | None, turn: TurnId) -> Turn:
        answered = await self._house.answered(turn)
        reply = answered.reply
        shown = NOWHERE if reply.removes else await self._shown(step, turn, answered)
        if step.names:
            whispered = _is_whispered(step, answered)
            self._play.messages[step.names] = Named(id=shown.message, where=step.where, whispered=whispered)
            self._turns[step.names] = turn
        return Turn(
            received=heard,
            kind=reply.kind,
            memory=bool(reply.memories),
            private=reply.only_for_author,
            text=reply.text if reply.removes else shown.text,
            buttons=shown.buttons,
            pictures=shown.pictures,
            made=shown.made,
            files=shown.files,
            references=self._references(),
            shows=self._house.painter.shown_since(self._asked),
            gone=bool(step.gone) and await self._is_gone(step),
        )

    def _references(self) -> tuple[int, ...]:
        return tuple(len(request.references) for request in self._house.painter.asked[self._asked :])

    async def _shown(self, step: Step, turn: TurnId, answered: Answered) -> Shown:
        whispered = _is_whispered(step, answered)
        found = await self._driver.shown(self._play, step, answered.message, whispered=whispered)
        assert found is not None, f"it was not posted: {answered.reply.text!r}"
        assert found.alone or not whispered, f"others see {found.text!r}"
        assert (found.text, found.buttons) == _as_made(self._house.handed[turn])
        return found

    async def _is_gone(self, step: Step) -> bool:
        message = self._play.messages[step.gone].id
        return await self._driver.shown(self._play, step, message, whispered=False) is None


def _as_made(reply: Reply) -> tuple[str, tuple[str, ...]]:
    """The words and the buttons that the core wants shown: no platform shortens, swallows or adds any of a script's."""
    labels = tuple(button.label for button in reply.buttons)
    return plain(reply.text), tuple(label for label in labels if label not in AS_FILE)


def _is_whispered(step: Step, answered: Answered) -> bool:
    return step.where != PRIVATE and answered.reply.only_for_author


async def played(house: House, platform: PlatformName, script: Script) -> list[Turn]:
    """What the script's steps came to on that platform."""
    return await Player(house, platform, script).play()
