"""What Discord keeps and how it answers calls about it: messages with their nonces and files, interactions and their tokens."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulators.discord.shapes import (
    CHANNEL,
    EPOCH_MS,
    EVERYONE,
    GUILD,
    ME,
    PEOPLE,
    Json,
    channel,
    member,
    user,
)


class DiscordState:
    """One server with the bot in it (and more that it joins), one channel, and whoever a test names."""

    def __init__(self) -> None:
        self.commands: list[Json] = []
        self.messages: dict[str, dict[str, Json]] = {CHANNEL: {}}
        self.channels: dict[str, Json] = {CHANNEL: channel(CHANNEL, "art")}
        self.roles: dict[str, Json] = {GUILD: EVERYONE}
        """By their ids; that of everyone has the server's."""
        self.further: dict[str, Json] = {}
        """Further servers with the bot in them: their ids, and the role of everyone there."""
        self.tokens: dict[str, Json] = {}
        """Interaction token to the interaction."""
        self.dead_tokens: set[str] = set()
        self.callbacks: dict[str, list[Json]] = {}
        """Interaction token to the further messages it brought."""
        self.forms: dict[str, Json] = {}
        """Interaction token to its first response."""
        self.files: dict[str, bytes] = {}
        self.url = ""
        self._ids = 0

    def changed(self) -> None:
        """Something is different now."""

    def server_of(self, where: str) -> str:
        """The id of the server that a channel is in."""
        return self.channels.get(where, {}).get("guild_id", GUILD)

    def private_chat(self, who: str) -> str:
        """The id of the chat with one person."""
        number = f"3{PEOPLE[who][0]}"
        self.channels[number] = {
            "id": number,
            "type": 1,
            "recipients": [user(*PEOPLE[who])],
            "last_message_id": None,
        }
        self.messages.setdefault(number, {})
        return number

    def post(self, where: str, body: Json, files: Mapping[str, bytes]) -> tuple[int, Any]:
        if where not in self.channels:
            return gone(10003)
        if wrong := malformed(body):
            return wrong
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce"):
            known = next((m for m in self.messages[where].values() if m.get("nonce") == nonce), None)
            if known is not None:
                return 200, known
        message = self._message(where, user(ME, "atelier", bot=True), body.get("content", ""))
        message["nonce"] = nonce
        if "message_reference" in body:
            message["message_reference"] = {"channel_id": where, **body["message_reference"]}
        self._change(message, body, files)
        self._keep(message)
        return 200, message

    def change(self, where: str, number: str, body: Json, files: Mapping[str, bytes]) -> tuple[int, Any]:
        message = self.messages.get(where, {}).get(number)
        if message is None:
            return gone(10008)
        if wrong := malformed(body):
            return wrong
        self._change(message, body, files)
        return 200, message

    def follow_up(self, token: str, body: Json, files: Mapping[str, bytes]) -> tuple[int, Any]:
        event = self._by_token(token)
        if event is None:
            return gone(50027, status=401)
        if token in self.forms and self.forms[token].get("loading"):
            return self.change_answer(token, "@original", body, files)
        status, message = self.post(event["channel_id"], body, files)
        self.callbacks.setdefault(token, []).append(message)
        return status, message

    def change_answer(
        self, token: str, number: str, body: Json, files: Mapping[str, bytes]
    ) -> tuple[int, Any]:
        event = self._by_token(token)
        if event is None:
            return gone(50027, status=401)
        if token not in self.forms:  # nothing was answered that could be changed
            return gone(10015)
        state = self.forms[token]
        where = event["channel_id"]
        if number == "@original":
            number = state.get("original", "")
        state["loading"] = False
        return self.change(where, number, body, files)

    def drop_answer(self, token: str, number: str) -> tuple[int, Any]:
        event = self._by_token(token)
        if event is None:
            return gone(50027, status=401)
        if number == "@original":
            number = self.forms.get(token, {}).get("original", "")
        return self.drop_message(event["channel_id"], number)

    def drop_message(self, where: str, number: str) -> tuple[int, Any]:
        return (204, None) if self.messages.get(where, {}).pop(number, None) else gone(10008)

    def answer(self, token: str, body: Json) -> tuple[int, Any]:
        event = self._by_token(token)
        if event is None:
            return gone(10062)
        if token in self.forms:
            return 400, {"message": "already acknowledged", "code": 40060}
        state: Json = {"type": body["type"], "data": body.get("data")}
        if body["type"] == 5:
            given: Json = body.get("data") or {}
            flags: int = given.get("flags", 0) | (1 << 7)
            message = self._message(event["channel_id"], user(ME, "atelier", bot=True), "", flags=flags)
            self._keep(message)
            state |= {"original": message["id"], "loading": True}
        elif "message" in event:
            state["original"] = event["message"]["id"]
        self.forms[token] = state
        return 204, None

    def _by_token(self, token: str) -> Json | None:
        return None if token in self.dead_tokens else self.tokens.get(token)

    def _change(self, message: Json, body: Json, files: Mapping[str, bytes]) -> None:
        if "components" in body:
            message["components"] = body["components"]
        message["flags"] = message.get("flags", 0) & ~(1 << 7) | body.get("flags", 0)
        if "attachments" in body:
            message["attachments"] = [self._attachment(message, part, files) for part in body["attachments"]]

    def _attachment(self, message: Json, part: Json, files: Mapping[str, bytes]) -> Json:
        data = files.get(f"files[{part['id']}]")
        if data is None:
            return next(file for file in message["attachments"] if file["id"] == str(part["id"]))
        return {**self._stored(part["filename"], data), "description": part.get("description")}

    def _stored(self, name: str, data: bytes) -> Json:
        number = self.new_id()
        self.files[number] = data
        url = f"{self.url}/cdn/{number}/{name}"
        kind = "image/png" if name.endswith(".png") else None
        return {
            "id": number,
            "filename": name,
            "size": len(data),
            "url": url,
            "proxy_url": url,
            "content_type": kind,
        }

    def _message(
        self, where: str, author: Json, text: str, *, mentions: Sequence[Json] = (), flags: int = 0
    ) -> Json:
        return {
            "id": self.new_id(), "channel_id": where, "author": author, "content": text, "type": 0, "flags": flags,
            "timestamp": "2026-11-25T12:00:00+00:00", "edited_timestamp": None, "tts": False, "mention_everyone": False,
            "mentions": list(mentions), "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "components": [],
        }  # fmt: skip

    def _keep(self, message: Json) -> None:
        self.messages.setdefault(message["channel_id"], {})[message["id"]] = message
        known = self.channels.get(message["channel_id"])
        if known is not None:
            known["last_message_id"] = message["id"]
        self.changed()

    def _in_guild(self, message: Json, who: str) -> Json:
        found = {**member(who)}
        found.pop("user")
        return {**message, "guild_id": self.server_of(message["channel_id"]), "member": found}

    def new_id(self, *, age_seconds: float = 0.0) -> str:
        """A snowflake."""
        self._ids += 1
        at = int((time.time() - age_seconds) * 1_000) - EPOCH_MS
        return str((at << 22) + self._ids)


TEXT_CHARS_MAX, COMPONENTS_MAX, ID_CHARS_MAX, NONCE_CHARS_MAX, ALT_CHARS_MAX = 4_000, 40, 100, 25, 1_024
"""Of a message: words of all its components together, components, a button's id; its nonce; a picture's description."""


def malformed(body: Json) -> tuple[int, Any] | None:
    """Discord's refusal of what breaks its limits (50035)."""
    parts = list(_parts(body.get("components") or []))
    files: list[Json] = body.get("attachments") or []
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    wrong = [
        name
        for name, is_wrong in {
            "components: text": sum(len(part.get("content", "")) for part in parts) > TEXT_CHARS_MAX,
            "components: empty text": any(part["type"] == 10 and not part.get("content") for part in parts),
            "components": len(parts) > COMPONENTS_MAX,
            "custom_id": any(not 1 <= len(number) <= ID_CHARS_MAX for number in ids)
            or len(set(ids)) < len(ids),
            "nonce": len(str(body.get("nonce") or "")) > NONCE_CHARS_MAX,
            "description": any(len(file.get("description") or "") > ALT_CHARS_MAX for file in files),
        }.items()
        if is_wrong
    ]
    return (400, {"message": "Invalid Form Body", "code": 50035, "errors": wrong}) if wrong else None


def _parts(components: Sequence[Json]) -> Iterator[Json]:
    for part in components:
        yield part
        yield from _parts(part.get("components") or [])


def gone(code: int, *, status: int = 404) -> tuple[int, Any]:
    return status, {"message": "unknown", "code": code}
