"""Reads the answer to getUpdates so that one update which is no readable JSON can be told from the others."""

import re
from typing import Any

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

_UPDATE_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\b')


class Unreadable(TelegramError):
    """A batch that cannot be read. `update_id` is the first id found in it."""

    def __init__(self, payload: bytes) -> None:
        super().__init__("getUpdates answered something that cannot be read")
        found = _UPDATE_ID.search(payload)
        self.update_id = None if found is None else int(found.group(1))


class BatchRequest(HTTPXRequest):
    """Raises Unreadable where the library would raise a plain TelegramError, or RecursionError for deep nesting."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            return HTTPXRequest.parse_json_payload(payload)
        except (TelegramError, RecursionError) as error:
            if b'"update_id"' not in payload:
                raise TelegramError("Telegram answered something that cannot be read") from error
            raise Unreadable(payload) from error
