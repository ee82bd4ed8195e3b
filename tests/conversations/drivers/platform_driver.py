"""What each platform's driver offers, and the people and places that it plays with."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol
from xml.etree import ElementTree

from PIL import Image

from agent.domain.conversation import PlatformName
from agent.domain.incoming import Accepted, IncomingMessage, IncomingPress
from agent.translation.catalogue import catalogue
from agent.translation.languages import NAMES, tag_of
from tests.conversations.script import PRIVATE, Script, Step
from tests.conversations.turns import Received, Shown, action_of, command_of, without_draw
from tests.worlds.painted import painted

Event = IncomingMessage | IncomingPress
PICTURE_SIDE = 96
AS_FILE = frozenset(catalogue(name).pgettext("button", "As file") for name in NAMES)
"""A button that Telegram's pictures have and no others: drivers do not tell of it."""
SOURCE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One event, as a platform's adapter handed it to the core, and what the core said to it at once."""

    event: Event
    accepted: Accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A message that the script has a name for."""

    id: str
    """The platform's own."""
    where: str
    pictures: int = 0
    """That a person sent with it."""
    whispered: bool = False
    """Of the bot's: for one person alone, in a place of several. A platform may show it in their private chat."""

    def is_at(self, where: str, message: str | None) -> bool:
        return self.id == message and where in (self.where, PRIVATE if self.whispered else self.where)


@dataclass(slots=True, kw_only=True)
class Play:
    """One script on one platform: its people are new, and so are its places."""

    script: Script
    messages: dict[str, Named] = field(default_factory=dict[str, Named])

    def name_of(self, who: str) -> str:
        """What the person is called there."""
        return f"{who} {self.script.number}"

    @property
    def locale(self) -> str | None:
        """The language of everybody's app, as platforms tell it."""
        return tag_of(self.script.language) or None

    def shown_name(self, who: str) -> str:
        """What the platform shows, where it lets several people be called the same."""
        return self.name_of(self.script.namesakes.get(who, who))

    def manages(self, who: str) -> bool:
        return who in self.script.moderators

    def called_in(self, step: Step) -> list[str]:
        """Whom the step's words name: "@ben"."""
        return [who for who in self.script.people if f"@{who}" in (step.says or "")]

    def worded(self, step: Step, names: Mapping[str, str], *, forged: str = "{name}") -> str:
        """The step's words with people called as the platform calls them ("@ben"); `forged`: what looks like it and is none ("%ben")."""
        said = step.says or ""
        for who, name in names.items():
            said = said.replace(f"@{who}", name).replace(f"%{who}", forged.format(name=name))
        return said

    def called(self, where: str, message: str | None) -> str:
        """The script's name of a message; "" for one that it has no name for."""
        return next((name for name, known in self.messages.items() if known.is_at(where, message)), "")


class Driver(Protocol):
    """Does on its platform what a step says, as a person there would, and sees what comes of it."""

    platform: ClassVar[PlatformName]
    shows_replied: ClassVar[bool]
    """The platform shows the bot the message replied to, pictures and all: they come with the reply. Elsewhere the core finds
    them in its own store, so that they are there as well."""

    async def enter(self, play: Play) -> None:
        """Makes the script's people and places."""
        ...

    async def act(self, play: Play, step: Step) -> int:
        """Returns once the platform has it; how many events it made. Where what is one act elsewhere takes several here, the first
        says what is done and the last with which words."""
        ...

    async def message_id(self, play: Play, event: IncomingMessage) -> str:
        """What a reply to that message calls it."""
        ...

    async def note(self, play: Play, step: Step, taken: Taken) -> str:
        """What the person was shown of an answer that needed no turn; where it is for them alone, in a place that nobody else reads."""
        ...

    async def shown(self, play: Play, step: Step, message: str, *, whispered: bool) -> Shown | None:
        """A message of the bot; `whispered`: it is for that person alone, in a place of several. None: it is gone."""
        ...


def received(driver: Driver, play: Play, step: Step, event: Event) -> Received:
    """An event in the script's words. All that platforms have their own ways for is evened out here and in the drivers."""
    private = event.place.private
    base = Received(
        who=event.author.name.removesuffix(f" {play.script.number}"),
        where=PRIVATE if private else step.where,
        words="",
        manages=not private and event.author.may_manage,
    )
    return (
        _said(driver, play, base, event)
        if isinstance(event, IncomingMessage)
        else _pressed(play, base, event)
    )


def _said(driver: Driver, play: Play, base: Received, event: IncomingMessage) -> Received:
    to = play.called(base.where, event.reply_to)
    pictures = len(event.images)
    if to and driver.shows_replied:
        pictures -= play.messages[to].pictures
    return replace(
        base, words=without_draw(command_of(event)), to=to, pictures=pictures, incognito=event.incognito
    )


def _pressed(play: Play, base: Received, event: IncomingPress) -> Received:
    to = play.called(base.where, event.message)
    if to:
        named = play.messages[to]
        # Where what was whispered came in a private chat, the event cannot say it, and the core asks the platform.
        manages = play.manages(base.who) if named.whispered and event.place.private else base.manages
        base = replace(base, where=named.where, manages=manages)
    return replace(base, words=event.text, press=action_of(event), to=to, pictures=len(event.images))


def button_of(step: Step, labels: Mapping[str, str]) -> str:
    """The id of the button to press, of all those of the message by their labels."""
    found = next((known for label, known in labels.items() if label.startswith(step.presses)), None)
    assert found is not None, f"there is no button {step.presses!r}, only {list(labels)}"
    return found


def made_of(file: bytes) -> str:
    """What a picture's file says of its making, by Pillow and an XML parser; "" where it says nothing."""
    with Image.open(io.BytesIO(file)) as opened:
        opened.load()
        packet = opened.info.get("xmp") or opened.info.get("XML:com.adobe.xmp", "")
    said = [e.attrib.get(SOURCE, "") for e in ElementTree.fromstring(packet).iter()] if packet else []
    return "".join(said)


def picture(word: str) -> bytes:
    """The picture that a word of a script stands for."""
    return painted(word, size=(PICTURE_SIDE, PICTURE_SIDE)).data


def without_link(text: str) -> str:
    """What is said of a message in another place ends with the way there."""
    said, _, last = text.rpartition("\n")
    return said if last.startswith("https://") else text
