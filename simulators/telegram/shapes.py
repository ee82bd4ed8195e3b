"""The JSON of the Bot API: words with their entities, keyboards, and how what breaks the rules is refused."""

import io
import re
from typing import Any

from PIL import Image

JSON = dict[str, Any]


class Refusal(Exception):
    """A Bot API error answer."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def words_of(parameters: JSON, name: str, *, most: int, least: int = 0) -> JSON:
    """`name` and its entities, checked."""
    text = parameters.get(name) or ""
    if units(text.strip()) < least:
        raise Refusal(400, "Bad Request: message text is empty")
    if units(text) > most:
        raise Refusal(400, f"Bad Request: message {'caption ' if name == 'caption' else ''}is too long")
    entities: list[JSON] = parameters.get("entities" if name == "text" else "caption_entities") or []
    for entity in entities:
        if entity["type"] == "text_mention" and "user" not in entity:
            raise Refusal(400, "Bad Request: can't parse entities: user is missing")
        if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > units(text):
            raise Refusal(400, "Bad Request: can't parse entities: entity is out of bounds")
    shown: JSON = {name: text} if text else {}
    return shown | ({"entities" if name == "text" else "caption_entities": entities} if entities else {})


def keyboard_of(parameters: JSON) -> JSON | None:
    markup = parameters.get("reply_markup")
    if not markup or "inline_keyboard" not in markup:
        if markup and len(markup.get("input_field_placeholder", "")) > 64:
            raise Refusal(400, "Bad Request: input field placeholder is too long")
        return markup or None
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > 100:
        raise Refusal(400, "Bad Request: reply markup is too long")
    for button in buttons:
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        if not button["text"].strip():
            raise Refusal(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    return markup


def check_photo(data: bytes) -> None:
    """Width and height at most 10,000 together, at most 20 to 1."""
    try:
        width, height = Image.open(io.BytesIO(data)).size
    except OSError as error:
        raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED") from error
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise Refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")


def covered_of(item: JSON) -> JSON:
    """Whether a photo is hidden until it is tapped. A form says true as a word."""
    return {"has_media_spoiler": True} if str(item.get("has_spoiler")).lower() == "true" else {}


def text_mention(text: str, word: str, user: JSON) -> JSON:
    """A word that is a link to a person."""
    at = len(text[: text.index(word)].encode("utf-16-le")) // 2
    return {"type": "text_mention", "offset": at, "length": len(word.encode("utf-16-le")) // 2, "user": user}


def entities_of(text: str) -> list[JSON]:
    """What Telegram itself marks in what a person typed."""
    found: list[JSON] = []
    patterns = (("bot_command", r"(?:(?<=\s)|^)/\w+(?:@\w+)?"), ("mention", r"(?<!\w)(?<!/)@\w{3,}"))
    for kind, pattern in patterns:
        found += [
            {"type": kind, "offset": units(text[: hit.start()]), "length": units(hit.group())}
            for hit in re.finditer(pattern, text)
        ]
    return sorted(found, key=lambda entity: int(entity["offset"]))
