"""The one way in for commands, buttons, menus and forms: answered first, within three seconds, then handed to Intake.

Everything is read from the interaction itself: no object in memory stands behind a button or a form, so that both work after a
restart, in another process, and months later. (discord.py's DynamicItem drops a press whose message came without its components.)
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import discord

from adapters.discord.http.rest import ORIGINAL, Rest
from adapters.discord.inbound.attachments import Files
from adapters.discord.inbound.commands import WHY_MENU, Chosen, read_command, read_typing
from adapters.discord.inbound.forms import Filled, attached, form_of_button, form_of_menu, read_form
from adapters.discord.inbound.interaction_responses import SILENT, THINKING, Act, Answering, act_of
from adapters.discord.inbound.menu_targets import Targets
from adapters.discord.inbound.message_files import FileRef
from adapters.discord.inbound.named_members import named_members
from adapters.discord.inbound.suggestions import suggest
from adapters.discord.inbound.thread_command import open_thread
from adapters.discord.outbound.edit_pace import Clock, Sleep, epoch_now
from adapters.discord.outbound.layouts import answered, label_of, said_in, shown
from adapters.discord.outbound.outbound import STOP_ID
from adapters.discord.outbound.sending import Speaking, body
from adapters.http.foreign_json import Json, Raw, obj, string, whole
from agent.actions import button_row
from agent.domain.conversation import Command
from agent.domain.incoming import Accepted, IncomingMessage, IncomingPress
from agent.domain.people import Mentioned
from agent.errors import Unavailable
from agent.ports import Intake, MemoryDesk
from agent.translation.catalogue import N_, _, speaking
from agent.translation.languages import catalogue_name

AGAIN_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Waits between tries to store what was pressed or commanded."""
NOT_STORED = N_("I cannot take that in at the moment. Please try again in a minute.")
UNKNOWN_BUTTON = N_("I do not know that button (any more).")
UNKNOWN_COMMAND = N_("I do not know that command (any more). /help lists what I know.")

_BUTTON = re.compile(r"v1:(?P<action>[a-z_]{2,24}):(?P<key>[A-Za-z0-9_-]{1,40})")

logger = logging.getLogger(__name__)


class Interacting:
    def __init__(
        self,
        rest: Rest,
        intake: Intake,
        files: Files,
        desk: MemoryDesk | None,
        *,
        models: Sequence[str] = (),
        now: Clock = epoch_now,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._rest = rest
        self._intake = intake
        self._files = files
        self._desk = desk
        self._models = models
        self._now = now
        self._sleep = sleep
        self._speaking = Speaking(rest, now)
        self._answering = Answering(rest, self._speaking)
        self._targets = Targets(rest)

    async def on(self, interaction: discord.Interaction) -> None:
        """Takes any interaction. What is malformed is logged and left."""
        data = obj(interaction.data)
        act = act_of(interaction, self._now())
        with speaking(catalogue_name(act.author.locale)):
            await self._take(interaction, act, data)

    async def _take(self, interaction: discord.Interaction, act: Act, data: Raw) -> None:
        match interaction.type:
            case discord.InteractionType.autocomplete:
                await self._suggest(act, data)
            case discord.InteractionType.component:
                await self._button(act, data, interaction.message)
            case discord.InteractionType.modal_submit:
                await self._form(act, data, interaction.message)
            case discord.InteractionType.application_command:
                await self._command(act, data)
            case _:
                logger.info("an unknown interaction", extra={"action": "interaction_unknown"})

    async def _command(self, act: Act, data: Raw) -> None:
        if whole(data.get("type")) == 3:
            await self._menu(act, data)
            return
        chosen = read_command(data)
        hidden = chosen is None or chosen.hidden
        act = await self._answering.first(
            act, THINKING, answer="original", hidden=hidden and not act.place.private
        )
        if chosen is None:
            await self._answering.note(act, _(UNKNOWN_COMMAND))
        elif chosen.command.name == "thread":
            await open_thread(self._rest, self._speaking, self._answering, act, title=chosen.command.argument)
        else:
            await self._say(act, chosen, tuple(map(attached, chosen.files)))

    async def _menu(self, act: Act, data: Raw) -> None:
        """A menu on a message: its pictures come with the menu alone, so that they are kept until the form is filled in."""
        target = string(data.get("target_id"))
        message = obj(obj(obj(data.get("resolved")).get("messages")).get(target))
        self._targets.keep(target, message, me=act.me)
        name = string(data.get("name"))
        said = said_in(message.get("components")) or string(message.get("content"))
        if (form := form_of_menu(name, target, said)) is not None:
            await self._answering.form(act, form)
            return
        act = await self._answering.first(act, THINKING, answer="original", hidden=not act.place.private)
        if name == WHY_MENU:
            await self._say(act, Chosen(command=Command(name="why")), (), reply_to=target)
        else:
            await self._answering.note(act, _(UNKNOWN_COMMAND))

    async def _button(self, act: Act, data: Raw, message: discord.Message | None) -> None:
        button = string(data.get("custom_id"))
        number = "" if message is None else str(message.id)
        known = _BUTTON.fullmatch(button)
        parts = [] if message is None else [part.to_dict() for part in message.components]
        action = "" if known is None else known.group("action")
        if (form := form_of_button(action, button, number or "0", said_in(parts))) is not None:
            await self._answering.form(act, form)
            return
        hidden = message is not None and message.flags.ephemeral
        act = await self._answering.first(act, SILENT, answer="followup", hidden=hidden, message=number)
        if known is None:
            await self._answering.note(act, _(UNKNOWN_BUTTON))
        elif button.startswith(STOP_ID):
            await self._stop(act)
        elif await self._press(act, button, number) and button_row(action).answers:
            await self._settle(act, button, message)

    async def _form(self, act: Act, data: Raw, message: discord.Message | None) -> None:
        filled = read_form(data)
        if filled is None:
            act = await self._answering.first(act, THINKING, answer="original", hidden=not act.place.private)
            await self._answering.note(act, _(UNKNOWN_BUTTON))
        elif filled.form.what == "button":
            hidden = message is not None and message.flags.ephemeral
            act = await self._answering.first(
                act, SILENT, answer="followup", hidden=hidden, message=filled.form.message
            )
            await self._press(act, filled.form.button, filled.form.message, filled)
        elif filled.form.what == "report":
            act = await self._answering.first(act, THINKING, answer="original", hidden=not act.place.private)
            report = Chosen(command=Command(name="report", argument=filled.text))
            await self._say(act, report, (), reply_to=filled.form.message)
        else:
            await self._filled_menu(act, filled)

    async def _filled_menu(self, act: Act, filled: Filled) -> None:
        about_character = filled.form.what == "character"
        hidden = about_character and not act.place.private
        act = await self._answering.first(act, THINKING, answer="original", hidden=hidden)
        files = (
            *filled.files,
            *await self._targets.pictures(
                act.place.thread or act.place.channel, filled.form.message, me=act.me
            ),
        )
        command = Command(name="character", argument=f"save {filled.text}") if about_character else None
        await self._say(
            act,
            Chosen(command=command or Command(name="")),
            files,
            text=filled.text,
            reply_to=filled.form.message,
        )

    async def _say(
        self,
        act: Act,
        chosen: Chosen,
        files: tuple[FileRef, ...],
        *,
        text: str | None = None,
        reply_to: str | None = None,
    ) -> None:
        """Hands a command (or, with an empty one, plain words) to Intake as what the person said."""
        command = chosen.command
        people: tuple[Mentioned, ...] = ()
        if command.name == "draw":
            argument, people = await named_members(self._rest, act.place, command.argument)
            command = replace(command, argument=argument)
        incoming = IncomingMessage(
            event_id=act.id,
            message=act.id,
            place=act.place,
            author=act.author,
            text=command.argument if text is None else text,
            images=await self._files.fetch(files),
            reply_to=reply_to,
            command=command if command.name else None,
            people=people,
            incognito=chosen.incognito,
            covered=any(file.covered for file in files),
            waits=True,
            handle=act.handle.stored(),
        )
        accepted = await self._stored(act, lambda: self._intake.message(incoming))
        if accepted is not None and accepted.turn is None and not accepted.duplicate:
            await self._answering.note(act, accepted.note)

    async def _press(self, act: Act, button: str, message: str, filled: Filled | None = None) -> bool:
        """Whether a turn came of it."""
        incoming = IncomingPress(
            event_id=act.id,
            place=act.place,
            author=act.author,
            message=message,
            button=button,
            text=filled.text if filled else "",
            images=await self._files.fetch(filled.files) if filled else (),
            handle=act.handle.stored(),
        )
        accepted = await self._stored(act, lambda: self._intake.press(incoming))
        if accepted is None:
            return False
        if accepted.turn is None and not accepted.duplicate:
            await self._answering.note(act, accepted.note)
        return accepted.turn is not None

    async def _stop(self, act: Act) -> None:
        """Cancel on the working message: the presser's own turns here, nobody else's."""
        command = Command(name="cancel")
        incoming = IncomingMessage(
            event_id=act.id,
            message=act.id,
            place=act.place,
            author=act.author,
            text="",
            command=command,
            waits=True,
            handle=act.handle.stored(),
        )
        accepted = await self._stored(act, lambda: self._intake.message(incoming))
        if accepted is not None:
            await self._answering.note(act, accepted.note)

    async def _suggest(self, act: Act, data: Raw) -> None:
        typing = read_typing(data)
        choices: list[Json] = []
        if typing is not None:
            choices = await suggest(
                self._desk,
                typing.suggests,
                typing.text,
                author=act.author.id,
                place=act.place,
                models=self._models,
            )
        await self._answering.suggestions(act, choices)

    async def _settle(self, act: Act, button: str, message: discord.Message | None) -> None:
        """The question shows what was chosen, and cannot be answered any more."""
        if message is None or not message.components:
            return
        parts = [part.to_dict() for part in message.components]
        line = f"-# {shown(act.author.name)}: **{shown(label_of(parts, button))}**"
        components, kept = answered(parts, [{"id": str(file.id)} for file in message.attachments], line)
        payload = body(components, ())
        payload["attachments"] = kept
        handle = act.handle
        await self._answering.quietly(
            lambda: self._rest.edit_answer(handle.app, handle.token, ORIGINAL, payload)
        )

    async def _stored(self, act: Act, hand_in: Callable[[], Awaitable[Accepted]]) -> Accepted | None:
        """What Intake says, tried again while the store is away; None when it stayed away."""
        for pause in (*AGAIN_SECONDS, None):
            try:
                return await hand_in()
            except Unavailable as error:
                logger.warning("not stored", extra={"action": "intake_failed", "why": str(error)})
                if pause is not None:
                    await self._sleep(pause)
        await self._answering.note(act, _(NOT_STORED))
        return None
