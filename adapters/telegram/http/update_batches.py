"""Reads what a Bot API server answers: in plain words where it is no JSON, and so that one update which cannot be read can be told
from the others of its batch."""

import json
import re
from http import HTTPStatus
from typing import Any, cast

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

_UPDATE_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\b')
_REFUSED = re.compile(rb'\s*\{\s*"ok"\s*:\s*false\b')
UNREADABLE = "Telegram answered something that cannot be read"


class Unreadable(TelegramError):
    """A batch that cannot be read. `update_id` is the first id found in it."""

    def __init__(self, payload: bytes) -> None:
        super().__init__(UNREADABLE)
        found = _UPDATE_ID.search(payload)
        self.update_id = None if found is None else int(found.group(1))


class PlainRequest(HTTPXRequest):
    """The library logs a traceback, and the body, for each proxy's error page; what it says is enough."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Some servers refuse with 200 OK: the code is the one that the answer says."""
        code, payload = await super().do_request(*args, **kwargs)
        if code == HTTPStatus.OK and _REFUSED.match(payload):
            code = self.parse_json_payload(payload).get("error_code") or HTTPStatus.INTERNAL_SERVER_ERROR
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            found: object = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError) as error:
            raise TelegramError(UNREADABLE) from error
        if not isinstance(found, dict):
            raise TelegramError(UNREADABLE)
        return cast("dict[str, Any]", found)


class BatchRequest(PlainRequest):
    """Raises Unreadable for what has updates in it."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            return PlainRequest.parse_json_payload(payload)
        except TelegramError as error:
            if b'"update_id"' not in payload:
                raise
            raise Unreadable(payload) from error
