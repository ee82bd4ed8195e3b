"""A simulated Discord (simcord) with our real client in it, a server, a channel and two people; and replies to deliver there."""

from dataclasses import dataclass, field

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env

from adapters.discord.config import DiscordConfig
from adapters.discord.gateway import AtelierClient, GatewayServices
from adapters.discord.outbound.outbound import DiscordOutbound
from agent.domain.conversation import AuthorId, Button, MessageId, Reply, TurnId
from agent.domain.incoming import IncomingMessage, IncomingPress
from agent.ports import Address, PictureFile
from tests.fakes.board import FakeDesk
from tests.fakes.intake import FakeIntake
from tests.fakes.stores.open_questions import FakeOpenQuestions
from tests.fakes.stores.read_positions import FakeReadPositions
from tests.worlds.painted import painted

CONFIG = DiscordConfig(token="made-up", api_url="https://cdn.simcord.invalid/api/v10", shard_count=1)


async def no_sleep(seconds: float) -> None:
    """Time passes at once."""


@dataclass(slots=True, kw_only=True)
class World:
    """Discord, our client and outbound in it, and the intake that remembers what was handed in."""

    env: Env
    intake: FakeIntake
    desk: FakeDesk
    read_positions: FakeReadPositions
    outbound: DiscordOutbound
    guild: GuildHandle
    channel: ChannelHandle
    ana: MemberActor
    ben: MemberActor
    sent: list[str] = field(default_factory=list[str])

    @property
    def client(self) -> AtelierClient:
        assert isinstance(self.env.bot, AtelierClient)
        return self.env.bot

    @property
    def questions(self) -> FakeOpenQuestions:
        assert isinstance(self.client.services.questions, FakeOpenQuestions)
        return self.client.services.questions

    @property
    def me(self) -> discord.ClientUser:
        assert self.client.user is not None
        return self.client.user

    @property
    def heard(self) -> IncomingMessage:
        return self.intake.messages[-1]

    @property
    def pressed(self) -> IncomingPress:
        return self.intake.presses[-1]

    async def deliver(
        self, event: IncomingMessage | IncomingPress, reply: Reply, *, message: str | None = None
    ) -> str:
        """What a worker does with the turn of an event."""
        files = [PictureFile(data=painted(name).data, media_type="image/png", name=f"{n}.png", alt=f"alt {n}")
                 for n, name in enumerate(reply.images)]  # fmt: skip
        with self.env._bot_scope():
            found = await self.outbound.deliver(address(event), message, reply, files)
        await self.env.settle()
        return found

    async def open(self, event: IncomingMessage | IncomingPress) -> str:
        found = await self.outbound.open(address(event), "plan: thinking")
        await self.env.settle()
        return found

    def gathering(self, who: MemberActor) -> None:
        """This person has asked for something in the channel that is not begun."""
        author = AuthorId(f"discord:{who.id}")
        self.questions.gathering.add((self.intake.messages[-1].place.conversation(author), author))

    def history(self) -> list[discord.Message]:
        return self.channel.history(viewer=self.ana)


def address(event: IncomingMessage | IncomingPress) -> Address:
    return Address(
        turn=TurnId("00000000-0000-0000-0000-000000000001"), place=event.place, author=event.author,
        reply_to=event.message or None, handle=event.handle, nonce=f"n{event.event_id}"[:22], message=MessageId("b1"),
    )  # fmt: skip


def picture_reply(*, spoiler: bool = False) -> Reply:
    buttons = tuple(
        Button(id=f"v1:{action}:{'k' * 21}{n}", action=action, label=label)
        for n, (action, label) in enumerate(
            [("again", "Again"), ("refine", "Refine"), ("vary", "Vary"), ("why", "Why?"), ("remember_style", "Remember style"),
             ("remember_character", "Remember character"), ("delete", "Delete")]
        )
    )  # fmt: skip
    return Reply(
        kind="image",
        text="**a fox**\nI assumed this: time: dusk.",
        images=("i1",),
        alts=("a fox",),
        buttons=buttons,
        spoiler=spoiler,
    )


def question_reply() -> Reply:
    options = ("Luna the elf", "Luna the cat")
    answers = [
        Button(id=f"v1:answer:{'a' * 21}{n}", action="answer", label=label) for n, label in enumerate(options)
    ]
    surprise = Button(id=f"v1:surprise:{'s' * 22}", action="surprise", label="Surprise me")
    return Reply(kind="question", text="Which Luna do you mean?", buttons=(*answers, surprise))


def texts(message: discord.Message) -> str:
    """All words of a message of ours."""
    return "\n".join(item.content for item in message.components if isinstance(item, discord.TextDisplay))


def labels(message: discord.Message) -> list[str]:
    rows = [item for item in message.components if isinstance(item, discord.ActionRow)]
    return [
        button.label or "" for row in rows for button in row.children if isinstance(button, discord.Button)
    ]


def new_client(intake: FakeIntake, desk: FakeDesk, read_positions: FakeReadPositions) -> AtelierClient:
    return AtelierClient(
        CONFIG,
        GatewayServices(
            intake=intake, read_positions=read_positions, desk=desk, questions=FakeOpenQuestions()
        ),
        sleep=no_sleep,
    )
