"""Discord on the page: a channel and a private chat for each member."""

import re
from collections.abc import Mapping, Sequence

from simulators.demo.stage import ANSWER_SECONDS, Act, NotThere, Shown
from simulators.discord.server import DiscordServer
from simulators.discord.shapes import CHANNEL, HIDDEN, ME, Json, buttons, texts

MEMBERS = ("ana", "ben")
FORM = 9
"""The type of a first response that is a form."""


class DiscordStage:
    """The `Stage` over a running server."""

    def __init__(self, server: DiscordServer) -> None:
        self._server = server
        self._places = {"#art": CHANNEL} | {
            f"private chat of {who}": server.private_chat(who) for who in MEMBERS
        }

    def people(self) -> Sequence[str]:
        return MEMBERS

    def places(self) -> Mapping[str, str]:
        return {name: name.rpartition(" of ")[2] if " of " in name else "" for name in self._places}

    def messages(self, place: str) -> Sequence[Shown]:
        whispered = self._whispered()
        kept = self._server.messages[self._places[place]].values()
        return [self._shown(message, whispered) for message in kept]

    def _shown(self, message: Json, whispered: Mapping[str, str]) -> Shown:
        mine = message["author"]["id"] == ME
        said = texts(message) if mine else message["content"].replace(f"<@{ME}>", "@Atelier")
        reference: Json = message.get("message_reference") or {}
        hidden = bool(message["flags"] & HIDDEN)
        return Shown(
            id=message["id"],
            author="Atelier" if mine else message["author"]["username"],
            by_bot=mine,
            text=unmarked(said) or ("…" if mine and not message["attachments"] else ""),
            pictures=tuple(file["url"] for file in message["attachments"]),
            buttons=tuple(button["label"] for button in buttons(message)),
            reply_to=str(reference.get("message_id", "")),
            only_for=whispered.get(message["id"], "") if hidden else "",
        )

    def _whispered(self) -> Mapping[str, str]:
        """Message to the one who acted: answers to an interaction may be for that one alone."""
        found: dict[str, str] = {}
        for token, event in self._server.tokens.items():
            who = (event.get("user") or event["member"]["user"])["username"]
            answers = [message["id"] for message in self._server.callbacks.get(token, ())]
            answers.append(self._server.forms.get(token, {}).get("original", ""))
            found |= dict.fromkeys(answers, who)
        return found

    async def say(self, act: Act) -> None:
        where = self._places[act.place]
        if act.text.startswith("/") and (found := self._command(act.text[1:])) is not None:
            command, filled = found
            attached = {"image": act.picture} if act.picture else {}
            await self._server.slash(act.who, command, {**filled, **attached}, where=where)
            return
        private = self._server.channels[where]["type"] == 1
        files = [("picture.png", act.picture)] if act.picture else []
        mention = act.names_bot and not private
        await self._server.say(
            act.who, act.text, where=where, mention=mention, reply_to=act.message, files=files
        )

    def _command(self, words: str) -> tuple[str, dict[str, str]] | None:
        """The published command that the words begin with, and its first field, which the rest goes into. None: there is none."""
        fields: dict[str, str] = {}
        for command in self._server.commands:
            options: list[Json] = command.get("options") or []
            subs = [option for option in options if option["type"] == 1]
            for sub in subs:
                fields[f"{command['name']} {sub['name']}"] = _first_field(sub.get("options") or [])
            if not subs:
                fields[command["name"]] = _first_field(options)
        name = max((name for name in fields if f"{words} ".startswith(f"{name} ")), key=len, default=None)
        if name is None:
            return None
        rest = words.removeprefix(name).strip()
        return name, {fields[name]: rest} if rest and fields[name] else {}

    async def press(self, act: Act, label: str) -> Mapping[str, str]:
        where = self._places[act.place]
        if act.message not in self._server.messages[where]:
            raise NotThere("That message is not there any more.")
        event = await self._server.press(act.who, act.message, label, where=where)
        token: str = event["token"]
        try:
            state: Json = await self._server.until(
                lambda: self._server.forms.get(token), seconds=ANSWER_SECONDS, what="an answer to a press"
            )
        except AssertionError as error:
            raise NotThere("The bot did not answer within its time.") from error
        if state["type"] != FORM:
            return {}
        return {"form": token, "title": str(state["data"].get("title", label))}

    async def fill_in(self, act: Act, form: str) -> None:
        state = self._server.forms.get(form)
        if state is None or state["type"] != FORM:
            raise NotThere("That form is not open any more.")
        await self._server.submit(
            act.who, state["data"], act.text, where=self._places[act.place], message=act.message
        )

    def file(self, name: str) -> bytes | None:
        return None


def _first_field(options: Sequence[Json]) -> str:
    return next((option["name"] for option in options if option["type"] == 3), "")


def unmarked(text: str) -> str:
    """Discord's marks for bold and small, and the backslashes before what is no mark.

    >>> unmarked(r"**a fox**, 50\\% \\_ink\\_")
    'a fox, 50% _ink_'
    """
    plain = re.sub(r"(?<!\\)\*\*|^-# ", "", text, flags=re.MULTILINE)
    return re.sub(r"\\([^\w\s])|\\(_)", lambda found: found.group(1) or found.group(2), plain)
