"""Takes events in: gates pictures, reads commands, checks buttons, and stores what needs a turn before it is acknowledged."""

import logging
from collections.abc import Callable
from dataclasses import replace

from adapters.http.pace import Pace
from agent.actions import BUTTONS, ButtonRow, is_discreet, is_owed, looks
from agent.commands.dispatch import parse_command
from agent.domain.conversation import Command, MessageId, Place, Said
from agent.domain.generation import ImageData
from agent.domain.incoming import Accepted, IncomingMessage, IncomingPress
from agent.limits import TEXT_CHARS_MAX
from agent.loop import NOT_ASKED
from agent.planning.spoken_language import language_of_event
from agent.ports import Bus, PixelGate, Transcriber, Transcript, Withdrawals
from agent.text.reactions import Sign
from agent.translation.catalogue import N_, _, speaking
from agent.translation.numbers import whole
from bot.turns.brought_pictures import admitted, refusal_pace
from bot.turns.event_language import EventLanguage
from bot.turns.incoming_events import (
    BlockedPeople,
    EventKeys,
    NamedPeople,
    NobodyNamed,
    is_in_place,
    legible,
    legible_message,
    legible_press,
    may_see,
    pressed_turn,
    queue_of,
)
from bot.turns.voice_messages import NOTHING, VoiceMessages
from bot.turns.working_message import PageEvents
from db.posted_buttons import PostedButton
from db.turns.intake_statement import NewTurn
from db.turns.intake_store import IntakeStore, TakenIn

log = logging.getLogger(__name__)

NOT_NAMED = N_("That question is for the one it names, and nobody else can answer it.")
CANCELLED, NOTHING_TO_CANCEL = N_("Cancelled."), N_("There is nothing to cancel any more.")
TOO_LONG = N_("That is {length} characters long; I read {most} at most. Say it shorter, please.")
NOTHING_SAID = N_(
    "There was nothing in that message. Tell me what to draw, for example “a fox reading under a lamp”."
)
UNKNOWN_REPLIED = N_(
    "The message you replied to is not one I know (any more). Say what you mean without the reply, please."
)
TOO_LATE = N_("I had already begun with your first words. Reply to what I send and say what should change.")


class TurnIntake:
    """The `Intake` of the process."""

    def __init__(
        self,
        store: IntakeStore,
        gate: PixelGate,
        bus: Bus,
        *,
        keys: EventKeys,
        withdrawals: Withdrawals,
        blocked: BlockedPeople,
        transcriber: Transcriber | None = None,
        people: NamedPeople | None = None,
        language: EventLanguage | None = None,
        refusals: Pace | None = None,
        crash: Callable[[str], None] = lambda point: None,
    ) -> None:
        self._store = store
        self._keys = keys
        self._withdrawals = withdrawals
        self._blocked = blocked
        self._voices = VoiceMessages(transcriber)
        self._gate = gate
        self._people = people or NobodyNamed()
        self._language = language or EventLanguage()
        self._refusals = refusals or refusal_pace()
        self._pages = PageEvents(bus)
        self._crash = crash

    async def message(self, incoming: IncomingMessage) -> Accepted:
        incoming = legible_message(incoming)
        with speaking(language_of_event(incoming)):
            return await self._taken(incoming)

    async def _taken(self, incoming: IncomingMessage) -> Accepted:
        incoming = replace(incoming, event_id=self._keys.of(incoming.place.platform, incoming.event_id))
        if incoming.voice is None:
            return await self._message(incoming)
        known = await self._store.known_event(incoming.place.platform, incoming.event_id)
        if known is not None:  # listened to before
            return Accepted(turn=known, duplicate=True)
        if (refusal := await self._blocked.refusal(incoming, owed=incoming.aside)) is not None:
            return refusal  # before it is listened to, which may cost
        incoming, heard = await self._voices.in_words(incoming)
        return await self._message(legible_message(incoming), replace(heard, text=legible(heard.text)))

    async def _message(self, incoming: IncomingMessage, heard: Transcript = NOTHING) -> Accepted:
        text = incoming.text
        # Only what was typed is a command: the words of a voice are those of whoever listened to it.
        typed = text.removesuffix(heard.text) if heard.text else text
        command = incoming.command or (parse_command(text) if typed.strip() else None)
        owed = incoming.aside or is_owed(Said(text=text, command=command), incoming.place)
        if (refusal := await self._blocked.refusal(incoming, owed=owed)) is not None:
            return refusal
        length = max(len(text), len(incoming.command.argument) if incoming.command else 0)
        if length > TEXT_CHARS_MAX:
            return await self._no(incoming, TOO_LONG, length=whole(length), most=whole(TEXT_CHARS_MAX))
        return await self._asked(incoming, command, heard)

    async def _asked(self, incoming: IncomingMessage, command: Command | None, heard: Transcript) -> Accepted:
        text = incoming.text
        if command is not None and command.name == "cancel":
            return await self._cancel(incoming)
        if not (text.strip() or incoming.images or incoming.quoted or command):
            return await self._no(incoming, NOTHING_SAID)
        reply_to, known = incoming.reply_to, True
        if reply_to is not None:
            known = await self._store.known_message(incoming.place, reply_to, incoming.author.id)
        if not known and not _shows_more(incoming):
            return await self._no(incoming, UNKNOWN_REPLIED)
        images, notes = await self._admit(incoming)
        if notes and not images and not (text.strip() or command):
            return Accepted(turn=None, note=" ".join(notes), is_error=True)
        if (
            images and reply_to is not None and known
        ):  # a platform that shows the message replied to brings its pictures as well
            images = await self._store.without_those_of(incoming.place, reply_to, images)
        request = Said(
            text=text, command=command, notes=tuple(notes), quoted=incoming.quoted[:TEXT_CHARS_MAX],
            reply_picture=incoming.reply_picture, heard=heard.text, heard_usd=heard.cost_usd,
            people=await self._people.of(incoming.place.platform, incoming.people), covered=incoming.covered,
        )  # fmt: skip
        new = NewTurn(
            event_id=incoming.event_id,
            place=incoming.place,
            author=incoming.author,
            request=request,
            text=text,
            shown=incoming.shown,
            message=incoming.message,
            reply_to=reply_to if known else None,
            images=tuple(images),
            incognito=incoming.incognito or is_discreet(request),
            handle=incoming.handle,
            queue=queue_of(incoming.place),
            locked=not looks(request),
            at=incoming.at,
        )  # fmt: skip
        return await self._stored(new, incoming)

    async def _stored(self, new: NewTurn, incoming: IncomingMessage) -> Accepted:
        """As a request, a part of one, or what is said to others."""
        if incoming.only_joins:
            joined = await self._store.join(new)
            if joined is not None or not incoming.aside:
                return Accepted(turn=None) if joined is None else await self._accepted(new, joined)
        if incoming.aside:
            return await self._shown_to_people(new)
        return await (self._reword(new, incoming) if incoming.edited else self._take_in(new))

    async def _reword(self, new: NewTurn, incoming: IncomingMessage) -> Accepted:
        """A new wording of a message that was handed in before, or never was."""
        if await self._withdrawals.withdraws(new.text) and await self._store.withdraw(
            new.place, new.message or "", by=new.author.id
        ):
            return Accepted(turn=None)  # the working message says so
        outcome = await self._store.reword(new)
        if outcome == "unknown":
            return await self._take_in(new)
        return await self._no(incoming, TOO_LATE) if outcome == "started" else Accepted(turn=None)

    async def _shown_to_people(self, new: NewTurn) -> Accepted:
        message = await self._store.write_aside(new)
        if message is not None:
            await self._pages.tell(new.place, "message", message)
        return Accepted(turn=None, duplicate=message is None)

    async def _take_in(self, new: NewTurn) -> Accepted:
        return await self._accepted(new, await self._store.take_in(new))

    async def _accepted(self, new: NewTurn, taken: TakenIn) -> Accepted:
        self._crash("taken_in")
        log.info("taken in", extra={"action": "taken_in", "turn": taken.turn, "platform": new.place.platform})
        if taken.message is not None:
            await self._pages.tell(new.place, "message", taken.message)
        return Accepted(turn=taken.turn, duplicate=taken.duplicate)

    async def deleted(self, place: Place, message: str) -> None:
        await self._store.withdraw(place, message, deleted=True)
        await self._pages.tell(place, "removed", MessageId(message))

    async def press(self, incoming: IncomingPress) -> Accepted:
        incoming = legible_press(incoming)
        with speaking(language_of_event(incoming)):
            return await self._press(incoming)

    async def _press(self, incoming: IncomingPress) -> Accepted:
        place = incoming.place
        incoming = replace(incoming, event_id=self._keys.of(place.platform, incoming.event_id))
        if incoming.reaction is not None:
            return await self._reacted(incoming, incoming.reaction)
        posted = await self._store.button(place.platform, incoming.button[:64])
        if posted is None or not is_in_place(posted, incoming) or not may_see(posted, incoming):
            return await self._no(incoming, N_("I do not know that button (any more)."))
        row = BUTTONS[posted.button.action]
        refusal = await self._blocked.refusal(incoming, owed=row.owed and place.private)
        if refusal is not None:
            return refusal
        if posted.button.action == "cancel":
            stopped = await self._store.cancel(incoming.author.id, None, turn=posted.turn)
            return await self._told(incoming, CANCELLED if stopped else NOTHING_TO_CANCEL)
        if foreign := await self._foreign(incoming, posted, row):
            return await self._no(incoming, foreign)
        if known := await self._store.known_event(place.platform, incoming.event_id):
            return Accepted(turn=known, duplicate=True)  # before `used`: this very press is what used it up
        if posted.used and row.once:
            return await self._no(incoming, N_("That was answered already."))
        images, notes = await self._admit(incoming)
        if notes and not images:
            return Accepted(turn=None, note=" ".join(notes), is_error=True)
        taken = await self._store.press(pressed_turn(incoming, posted, images))
        return Accepted(turn=taken.turn, duplicate=taken.duplicate)

    async def _foreign(self, incoming: IncomingPress, posted: PostedButton, row: ButtonRow) -> str:
        """What is said to somebody who may not press it, as the catalogue's key; "" to who may."""
        is_owner = posted.owner == incoming.author.id
        match row.presser:
            case "owner" if not is_owner:
                return N_("That button is not yours.")
            case "named" if posted.button.args.get("person") != await self._people.key_of(incoming.author.id):
                return NOT_NAMED
            case "asker" if not (is_owner or posted.anyone_answers):
                return NOT_ASKED
            case _:
                return ""

    async def _reacted(self, incoming: IncomingPress, sign: Sign) -> Accepted:
        """A reaction counts where a press would, and is otherwise nobody's business: nothing is said back."""
        posted = await self._store.button_of_picture(incoming.place, incoming.message)
        if posted is None or not may_see(posted, incoming):
            return Accepted(turn=None)
        if sign == "delete" and not (incoming.author.may_manage or posted.owner == incoming.author.id):
            return Accepted(turn=None)
        if await self._blocked.refusal(incoming, owed=False) is not None:
            return Accepted(turn=None)
        taken = await self._store.press(pressed_turn(incoming, posted, (), by_reaction=sign))
        return Accepted(turn=taken.turn, duplicate=taken.duplicate)

    async def _cancel(self, incoming: IncomingMessage) -> Accepted:
        conversation = incoming.place.conversation(incoming.author.id)
        stopped = await self._store.cancel(incoming.author.id, conversation)
        if stopped:
            return await self._told(incoming, CANCELLED)
        under = incoming.reply_to
        is_stray = under is not None and not await self._store.known_message(
            incoming.place, under, incoming.author.id
        )
        nothing = await self._told(incoming, N_("There is nothing under way to cancel."))
        return replace(nothing, is_stray=is_stray)

    async def _admit(self, event: IncomingMessage | IncomingPress) -> tuple[list[ImageData], list[str]]:
        """The pictures that passed the gate, and a sentence for each that did not."""
        if event.images:
            await self._language.take_up(event)
        images, notes = await admitted(self._gate, event.images)
        if notes and not images:
            await self._refusals.turn()
        return images, notes

    async def _no(self, event: IncomingMessage | IncomingPress, text: str, **named: str) -> Accepted:
        """Declines it, in its author's language; `text` is one of the catalogue's."""
        return replace(await self._told(event, text, **named), is_error=True)

    async def _told(self, event: IncomingMessage | IncomingPress, text: str, **named: str) -> Accepted:
        await self._language.take_up(event)
        return Accepted(turn=None, note=_(text, **named))


def _shows_more(incoming: IncomingMessage) -> bool:
    """Whether a reply makes sense without our own copy of the message replied to: where others write too, the platform shows
    what it says. On the web and the console the only copy is ours."""
    return incoming.place.platform in ("discord", "telegram")
