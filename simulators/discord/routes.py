"""The routes of the REST API: what each does to the state, and how it is answered."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulators.discord.shapes import APP, GUILD, ME, PEOPLE, guild, member, thread, user
from simulators.discord.state import DiscordState, gone

Answer = tuple[int, Any]
"""Status and JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A call: what stands in its path, its body, its files and its query."""

    groups: tuple[str, ...]
    body: Any
    files: Mapping[str, bytes]
    query: Mapping[str, str]


Route = tuple[str, str, Callable[[DiscordState, Asked], Answer]]


def carried_out(
    state: DiscordState,
    method: str,
    path: str,
    body: Any,
    files: Mapping[str, bytes],
    query: Mapping[str, str],
) -> Answer | None:
    """None: there is no such route."""
    for known, pattern, handler in _ROUTES:
        found = re.fullmatch(pattern, path)
        if known == method and found:
            return handler(state, Asked(groups=found.groups(), body=body, files=files, query=query))
    return None


def _publish(state: DiscordState, asked: Asked) -> Answer:
    state.commands = asked.body
    return 200, asked.body


def _create_private(state: DiscordState, asked: Asked) -> Answer:
    wanted = str(asked.body["recipient_id"])
    who = next((name for name, (number, _) in PEOPLE.items() if number == wanted), None)
    return (200, state.channels[state.private_chat(who)]) if who else gone(10013)


def _create_thread(state: DiscordState, asked: Asked) -> Answer:
    made = thread(state.new_id(), asked.groups[0], owner=ME)
    state.channels[made["id"]] = made
    state.messages[made["id"]] = {}
    return 200, made


def _history(state: DiscordState, asked: Asked) -> Answer:
    after, limit = int(asked.query.get("after", 0)), int(asked.query.get("limit", 50))
    found = [m for m in state.messages.get(asked.groups[0], {}).values() if int(m["id"]) > after]
    return 200, sorted(found, key=lambda m: -int(m["id"]))[-limit:]


def _one_message(state: DiscordState, asked: Asked) -> Answer:
    message = state.messages.get(asked.groups[0], {}).get(asked.groups[1])
    return gone(10008) if message is None else (200, message)


def _server(state: DiscordState, asked: Asked) -> Answer:
    number = asked.groups[0]
    if number != GUILD and number not in state.further:
        return gone(10004)
    roles = state.roles.values() if number == GUILD else [state.further[number]]
    return 200, guild(state.channels.values(), roles, number=number)


def _member(state: DiscordState, asked: Asked) -> Answer:
    who = next((name for name, (number, _) in PEOPLE.items() if number == asked.groups[1]), None)
    return (200, member(who)) if asked.groups[0] in (GUILD, *state.further) and who else gone(10007)


def _user(state: DiscordState, asked: Asked) -> Answer:
    found = next(((number, name) for number, name in PEOPLE.values() if number == asked.groups[0]), None)
    return (200, user(*found)) if found else gone(10013)


_N = r"(\d+)"
_ROUTES: list[Route] = [
    ("GET", "/users/@me", lambda s, a: (200, user(ME, "atelier", bot=True))),
    ("GET", rf"/users/{_N}", _user),
    ("GET", "/oauth2/applications/@me", lambda s, a: (200, {
        "id": APP, "name": "Atelier", "description": "", "flags": 1 << 19, "bot_public": True, "bot_require_code_grant": False,
        "owner": user("1", "owner"), "team": None, "verify_key": "", "icon": None, "summary": "",
    })),
    ("GET", "/gateway/bot", lambda s, a: (200, {
        "url": "wss://elsewhere.invalid", "shards": 1,
        "session_start_limit": {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1},
    })),
    ("PUT", rf"/applications/{_N}/commands", _publish),
    ("POST", "/users/@me/channels", _create_private),
    ("GET", rf"/guilds/{_N}", _server),
    ("GET", rf"/guilds/{_N}/members/{_N}", _member),
    ("GET", rf"/channels/{_N}", lambda s, a: (200, s.channels[a.groups[0]]) if a.groups[0] in s.channels else gone(10003)),
    ("PATCH", rf"/channels/{_N}", lambda s, a: (200, s.channels[a.groups[0]])),
    ("POST", rf"/channels/{_N}/typing", lambda s, a: (204, None)),
    ("POST", rf"/channels/{_N}/threads", _create_thread),
    ("GET", rf"/channels/{_N}/messages", _history),
    ("POST", rf"/channels/{_N}/messages", lambda s, a: s.post(a.groups[0], a.body, a.files)),
    ("GET", rf"/channels/{_N}/messages/{_N}", _one_message),
    ("PATCH", rf"/channels/{_N}/messages/{_N}", lambda s, a: s.change(a.groups[0], a.groups[1], a.body, a.files)),
    ("DELETE", rf"/channels/{_N}/messages/{_N}", lambda s, a: s.drop_message(a.groups[0], a.groups[1])),
    ("POST", rf"/interactions/{_N}/([^/]+)/callback", lambda s, a: s.answer(a.groups[1], a.body)),
    ("POST", rf"/webhooks/{_N}/([^/]+)", lambda s, a: s.follow_up(a.groups[1], a.body, a.files)),
    ("PATCH", rf"/webhooks/{_N}/([^/]+)/messages/(@original|\d+)", lambda s, a: s.change_answer(a.groups[1], a.groups[2], a.body, a.files)),
    ("DELETE", rf"/webhooks/{_N}/([^/]+)/messages/(@original|\d+)", lambda s, a: s.drop_answer(a.groups[1], a.groups[2])),
]  # fmt: skip
