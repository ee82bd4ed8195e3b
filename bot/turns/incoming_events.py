"""What is done with an event before anything of it is decoded or stored: the key that the inbox knows it by, its text made legible, whom it
names, whether moderators blocked its author; and a press: whether it is one at all, and the turn that it becomes."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from agent.actions import BUTTONS
from agent.domain.conversation import Action, Author, AuthorId, Command, Place, PlatformName, Pressed
from agent.domain.generation import ImageData
from agent.domain.incoming import Accepted, IncomingMessage, IncomingPress
from agent.domain.people import PEOPLE_MAX, Mentioned, Person, PersonKey
from agent.limits import TEXT_CHARS_MAX
from agent.ports import Blocks, Likenesses, Usernames
from agent.text.reactions import Sign
from agent.wording.moderation import blocked
from bot.turns.event_language import EventLanguage
from db.posted_buttons import PostedButton
from db.turns.intake_statement import NewTurn

NUMBERED = frozenset({"discord", "telegram"})
"""Platforms whose ids are numbers of their own. The others' are made by a page or a script, and hold names and words."""
EVENT_ID_CHARS_MAX = 200
_UNWANTED = dict.fromkeys((0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""NUL, and the controls that overrule the direction of writing: in a reply they would reorder our own words."""
TOLD_EVERY_SECONDS = 3_600.0
"""Where saying it takes a message of its own, it is said this often to one person in one community."""
TOLD_MAX = 10_000
ANSWER_PRIORITY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKeys:
    """Under which id the inbox of one installation knows an event: one that tells nobody who did what."""

    secret: bytes
    """Without it nobody can try which event a key stands for."""

    def of(self, platform: PlatformName, event_id: str) -> str:
        """The same for the same event, in every process (migrations/0018 computes it as well)."""
        if platform in NUMBERED:
            return event_id[:EVENT_ID_CHARS_MAX]
        return hashlib.sha256(self.secret + f"{platform} {event_id}".encode()).hexdigest()


def legible(text: str) -> str:
    """Half a surrogate pair, which is no character, becomes a question mark.

    >>> legible("a\\x00b \\ud800 \\u202etxet")
    'ab ? txet'
    """
    return text.translate(_UNWANTED).encode(errors="replace").decode()


def legible_message(incoming: IncomingMessage) -> IncomingMessage:
    return replace(
        incoming,
        event_id=legible(incoming.event_id),
        message=legible(incoming.message),
        author=_author(incoming.author),
        text=legible(incoming.text),
        shown=legible(incoming.shown),
        reply_to=None if incoming.reply_to is None else legible(incoming.reply_to),
        quoted=legible(incoming.quoted),
        command=None if incoming.command is None else _command(incoming.command),
        people=tuple(
            replace(one, name=legible(one.name), username=legible(one.username)) for one in incoming.people
        ),
    )


def legible_press(incoming: IncomingPress) -> IncomingPress:
    return replace(
        incoming,
        event_id=legible(incoming.event_id),
        author=_author(incoming.author),
        message=legible(incoming.message),
        button=legible(incoming.button),
        text=legible(incoming.text),
    )


def _author(author: Author) -> Author:
    return replace(author, name=legible(author.name))


def _command(command: Command) -> Command:
    options = {legible(name): legible(value) for name, value in command.options.items()}
    return replace(command, name=legible(command.name), argument=legible(command.argument), options=options)


class NamedPeople:
    """Whom a message names, as the core may know them: by a key that tells nobody whose account it is."""

    def __init__(self, likenesses: Likenesses, usernames: Usernames) -> None:
        self._likenesses = likenesses
        self._usernames = usernames

    async def of(self, platform: str, mentioned: Sequence[Mentioned]) -> tuple[Person, ...]:
        """The first PEOPLE_MAX, each once. Whoever is known by a username alone and never spoke to the bot is nobody. Raises
        StoreUnavailable."""
        listed = mentioned[:PEOPLE_MAX]
        unknown = [one.username for one in listed if not one.id and one.username]
        known: Mapping[str, str] = await self._usernames.known(platform, unknown) if unknown else {}
        found: dict[PersonKey, Person] = {}
        for one in listed:
            author = one.id or known.get(one.username.casefold(), "")
            if author.startswith(f"{platform}:"):
                key = await self._likenesses.key_of(author)
                found.setdefault(key, Person(key=key, name=one.name, replied=one.replied))
        return tuple(found.values())

    async def key_of(self, author: str) -> PersonKey:
        return await self._likenesses.key_of(author)


class NobodyNamed:
    """Where nobody is looked up."""

    async def of(self, platform: str, mentioned: Sequence[Mentioned]) -> tuple[Person, ...]:
        return ()

    async def key_of(self, author: str) -> str:
        return ""


class BlockedPeople:
    """Keeps out whom moderators blocked, before anything of theirs is decoded, stored, planned or drawn."""

    def __init__(
        self,
        blocks: Blocks,
        *,
        language: EventLanguage | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._blocks = blocks
        self._language = language or EventLanguage()
        self._monotonic = monotonic
        self._told: OrderedDict[tuple[str, AuthorId], float] = OrderedDict()

    async def refusal(self, event: IncomingMessage | IncomingPress, *, owed: bool) -> Accepted | None:
        """What its author is told at once; None when they are not blocked there, or it is `owed` to everybody or said to others. Raises
        StoreUnavailable."""
        author, place = event.author.id, event.place
        if owed or not await self._blocks.is_blocked(author, place):
            return None
        silent = isinstance(event, IncomingMessage) and (
            event.only_joins or not (_costs_no_message(event) or self._is_due(author, place))
        )
        if not silent:
            await self._language.take_up(event)
        return Accepted(turn=None, note="" if silent else blocked(place), is_error=True, alone=True)

    def _is_due(self, author: AuthorId, place: Place) -> bool:
        key, now = (place.jurisdiction, author), self._monotonic()
        told = self._told.get(key)
        if told is not None and now - told < TOLD_EVERY_SECONDS:
            return False
        self._told[key] = now
        self._told.move_to_end(key)
        if len(self._told) > TOLD_MAX:
            self._told.popitem(last=False)
        return True


def _costs_no_message(event: IncomingMessage) -> bool:
    """The answer to a command of Discord's, which waits for one, or to a request of the page; not one that the platform counts."""
    return event.waits or event.place.platform in ("web", "console")


def queue_of(place: Place) -> str:
    """The console's turns stay in the console's own process: only it can print them."""
    return "console" if place.platform == "console" else "turns"


def is_in_place(posted: PostedButton, incoming: IncomingPress) -> bool:
    """Pressed where it was posted; an answer for one person alone may have been given in private."""
    whispered = incoming.place.private and posted.only_for == incoming.author.id
    return posted.channel == incoming.place.channel_key or whispered


def may_see(posted: PostedButton, incoming: IncomingPress) -> bool:
    return posted.only_for is None or posted.only_for == incoming.author.id


def pressed_turn(
    incoming: IncomingPress,
    posted: PostedButton,
    images: Sequence[ImageData],
    *,
    by_reaction: Sign | None = None,
) -> NewTurn:
    """What the press stands for; `by_reaction`: what a reaction to the button's message says instead."""
    action = by_reaction or posted.button.action
    pressed = Pressed(
        action=action,
        args=posted.button.args,
        message=posted.message,
        owner=posted.owner,
        text=incoming.text[:TEXT_CHARS_MAX],
        by_reaction=by_reaction is not None,
        picture=incoming.picture,
    )
    row = BUTTONS[action]
    return NewTurn(
        # A button that works once is one event of each person, however often and by whichever event ids it is pressed. (Not
        # one event of all: a stranger's press, which is declined, must not use it up for its owner.)
        event_id=_once(incoming, posted, action) if row.once else incoming.event_id,
        delivery=incoming.event_id if row.once else None,
        place=incoming.place,
        author=incoming.author,
        request=pressed,
        text=pressed.text,
        reply_to=incoming.message,
        images=tuple(images),
        incognito=posted.incognito,
        handle=incoming.handle,
        queue=queue_of(incoming.place),
        locked=not row.looks,
        priority=ANSWER_PRIORITY if row.answers else 0,
    )


def _once(incoming: IncomingPress, posted: PostedButton, action: Action) -> str:
    """The press of a button, or the like under it, by one person."""
    what = posted.button.id if action == posted.button.action else f"{action} {posted.button.id}"
    return f"once:{hashlib.sha256(f'{what} {incoming.author.id}'.encode()).hexdigest()[:32]}"
