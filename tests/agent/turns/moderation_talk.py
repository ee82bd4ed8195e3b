"""A core with reports to decide, and who says and presses what."""

from dataclasses import replace

from agent.domain.conversation import Action, AuthorId, Command, MessageId, Place, Pressed, Said
from agent.outcomes import Outcome
from agent.wording import moderation as words
from tests.agent.turns.talked_to import TalkedTo
from tests.fakes import builders
from tests.fakes.builders import PLACE, author, turn
from tests.fakes.stores.moderation import FakeModerationHouse

ELSEWHERE = replace(PLACE, community="other")
OWN = Place(platform="console", channel="dm@mod", private=True)
"""A private chat calls everyone its manager."""
OPERATOR = AuthorId("console:boss")


class Talk(TalkedTo):
    """A core, and who says and presses what."""

    @property
    def moderation(self) -> FakeModerationHouse:
        return self.house.moderation

    def posts(self, caption: str = "a heron", *, by: str = "ana", place: Place = PLACE) -> MessageId:
        return self.moderation.post(caption, by=author(by), place=place)

    async def say(
        self, name: str, argument: str = "", *, by: str = "ben", place: Place = PLACE, to: MessageId | None = None,
        manages: bool = False,
    ) -> Outcome:  # fmt: skip
        replied = builders.message("a heron", images=[builders.uuid_of("heron")], id=to) if to else None
        said = turn("", by=by, place=place, replied=replied, may_manage=manages or place.private)
        command = Command(name=name, argument=argument)
        return await self.answered(replace(said, request=Said(text=argument, command=command)))

    async def press(
        self, action: Action, *, by: str = "mod", place: Place = PLACE, manages: bool = True, **args: str
    ) -> Outcome:
        pressed = Pressed(action=action, args=args, message=MessageId("b9"), owner=author(by).id)
        said = turn("", by=by, place=place, may_manage=manages or place.private)
        return await self.answered(replace(said, request=pressed))

    async def reported(self, message: MessageId, *, by: str = "ben", place: Place = PLACE) -> str:
        """The number of the report."""
        answer = await self.say("report", "nasty", by=by, place=place, to=message)
        assert answer.reply.text in (words.FILED, words.FILED_PRIVATE)
        assert answer.reply.only_for_author
        return self.moderation.filed[-1].id

    def is_undecided(self) -> bool:
        return not any(filing.decided_in for filing in self.moderation.filed) and not self.moderation.blocks
