"""Webhook mode: an endpoint that answers 2xx only after the update is stored. Anything else makes Telegram deliver again."""

import asyncio
import hmac
import json
import logging

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from adapters.telegram.polling import Offer
from agent.errors import Unavailable

BODY_BYTES_MAX = 1_000_000
STORE_SECONDS = 50.0
"""Deadline of one delivery; Telegram itself gives up after about a minute and comes again."""
AGAIN_SECONDS = 5.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

logger = logging.getLogger(__name__)


class Webhook:
    """A Starlette endpoint (POST). `secret` is what setWebhook was given."""

    def __init__(self, offer: Offer, *, secret: str) -> None:
        if not secret:
            raise ValueError("a webhook without a secret would believe anybody")
        self._offer = offer
        self._secret = secret.encode()

    async def receive(self, request: Request) -> Response:
        """403 for anybody else, 503 when it could not be stored now, 200 for what is stored or of no use."""
        shown = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(shown, self._secret):
            return Response(status_code=403)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        try:
            raw: object = json.loads(body)
        except (ValueError, RecursionError):
            logger.warning("a webhook body was not JSON", extra={"action": "update_dropped"})
            return Response(status_code=200)
        return await self._take(raw)

    async def _take(self, raw: object) -> Response:
        try:
            async with asyncio.timeout(STORE_SECONDS):
                await self._offer(raw)
        except Unavailable as error:
            return _again(error.retry_after_seconds or AGAIN_SECONDS)
        except TimeoutError:
            return _again(AGAIN_SECONDS)
        return Response(status_code=200)


def _again(seconds: float) -> Response:
    return Response(status_code=503, headers={"Retry-After": str(max(1, round(seconds)))})


async def _body(request: Request) -> bytes | None:
    """None when it is too long; it is never read further than that."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES_MAX:
            return None
    return bytes(body)
