"""Fills in what an update or an answer should have and has not, where nothing depends on it: another Bot API server, a proxy or a
newer version may leave it out, and the library refuses the whole for it. Pure; what cannot be mended is left as it is."""

import re
from collections.abc import Callable, Mapping
from typing import cast

from adapters.http.foreign_json import held_to
from adapters.telegram.http.field_types import FIELD_TYPES, FIELDS_NEEDED
from adapters.telegram.text_entities import units

JSON = dict[str, object]

SOME_DATE = 1
"""Seconds since 1970 where no date was given; 0 would say that a message cannot be seen any more."""
SECONDS_MAX = 32_503_680_000
"""The year 3000: what is later was given in milliseconds."""
DEPTH_MAX = 4
"""Messages within messages; Telegram itself shows one."""
MALFORMED = (
    TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError, OSError, RecursionError,
)  # fmt: skip
"""What the library raises while it reads what is not as the Bot API says."""

_MARKED = (
    ("bot_command", re.compile(r"^/\w+(?:@\w+)?", re.ASCII)),
    ("mention", re.compile(r"(?<![\w/])@\w{3,}", re.ASCII)),
)
_UPDATES = (
    "message", "edited_message", "callback_query", "message_reaction", "inline_query", "chosen_inline_result",
)  # fmt: skip
_FILE: JSON = {"width": 0, "height": 0, "length": 0, "duration": 0}
_FILES = ("animation", "audio", "document", "sticker", "video", "video_note", "voice")
_STICKER: JSON = {"type": "regular", "is_animated": False, "is_video": False}


def completed_update(raw: Mapping[str, object]) -> JSON:
    """Raises ValueError for what is said nowhere or by nobody: the library would let it pass."""
    update = as_json(held_to(FIELD_TYPES, dict(raw), needed=FIELDS_NEEDED, nulls=False)) or {}
    for name in _UPDATES:
        if raw.get(name) is not None and name not in update:
            raise ValueError(f"an update without a whole {name}")
    for name in ("message", "edited_message"):
        _within(update, name, completed_message)
    _within(update, "callback_query", _query)
    _within(update, "message_reaction", _reaction)
    for name in ("inline_query", "chosen_inline_result"):
        _within(update, name, _typed)
    return update


def completed_answer(method: str, answer: object) -> object:
    """Of a call that was carried out."""
    if isinstance(answer, list):
        return [completed_answer(method, item) for item in cast("list[object]", answer)]
    found = as_json(answer)
    if found is None:  # an edit needs no more than that it was done
        return True if method.startswith("edit") and answer is None else answer
    if method == "getMe":
        return _user({"is_bot": True, **found})
    return completed_message(found) if "message_id" in found else found


def completed_message(message: JSON, depth: int = 0) -> JSON:
    found = {"date": SOME_DATE, **message, **_dates(message)}
    for name in ("from", "via_bot"):
        _within(found, name, _user)
    for name in ("chat", "sender_chat"):
        _within(found, name, _chat)
    for name in _FILES:
        _within(found, name, _file)
    _within(found, "quote", lambda quote: {"position": 0, **quote})
    _within(found, "forward_origin", _origin)
    if isinstance(photo := found.get("photo"), list):
        found["photo"] = [_file(size) for item in cast("list[object]", photo) if (size := as_json(item))]
    _mark(found)
    if depth < DEPTH_MAX:
        _within(found, "reply_to_message", lambda replied: completed_message(replied, depth + 1))
    return found


def as_json(value: object) -> JSON | None:
    """Foreign JSON as an object; None if it is anything else."""
    if not isinstance(value, dict):
        return None
    return {str(key): item for key, item in cast("dict[object, object]", value).items()}


def _within(parent: JSON, name: str, complete: Callable[[JSON], JSON]) -> None:
    found = as_json(parent.get(name))
    if found is not None:
        parent[name] = complete(found)


def _query(query: JSON) -> JSON:
    found = {"chat_instance": "", **query}
    _within(found, "from", _user)
    _within(found, "message", completed_message)
    return found


def _typed(query: JSON) -> JSON:
    found: JSON = {"query": "", "offset": "", **query}
    _within(found, "from", _user)
    return found


def _reaction(reaction: JSON) -> JSON:
    defaults: JSON = {"date": SOME_DATE, "old_reaction": [], "new_reaction": []}
    found: JSON = {**defaults, **reaction, **_dates(reaction)}
    _within(found, "chat", _chat)
    _within(found, "user", _user)
    return found


def _user(user: JSON) -> JSON:
    if not isinstance(user.get("id", 0), int):
        raise ValueError("a person without a number")
    return {"is_bot": False, "first_name": str(user.get("username") or "someone"), **user}


def _chat(chat: JSON) -> JSON:
    number = chat.get("id")
    kind = "private" if isinstance(number, int) and number > 0 else "supergroup"
    return {"type": kind, **chat}


def _origin(origin: JSON) -> JSON:
    found = {"date": SOME_DATE, **origin, **_dates(origin)}
    _within(found, "sender_user", _user)
    return found


def _file(file: JSON) -> JSON:
    return {"file_unique_id": str(file.get("file_id", "")), **_FILE, **_STICKER, **file}


def _dates(of: JSON) -> JSON:
    """Those that were given in milliseconds, in seconds."""
    found = {name: of[name] for name in ("date", "edit_date") if name in of}
    return {name: at // 1_000 for name, at in found.items() if isinstance(at, int) and at > SECONDS_MAX}


def _mark(message: JSON) -> None:
    """Telegram marks mentions and commands in all that people write; where it did not, we do."""
    words, name = (message.get("text"), "entities")
    if not isinstance(words, str):
        words, name = (message.get("caption"), "caption_entities")
    if name in message or not isinstance(words, str) or not ("@" in words or words.startswith("/")):
        return
    text = words.encode("utf-8", "replace").decode()
    found = [
        {"type": kind, "offset": units(text[: hit.start()]), "length": units(hit.group())}
        for kind, pattern in _MARKED
        for hit in pattern.finditer(text)
    ]
    if found:
        message[name] = found
