"""Forms with pictures, as a page sends them. All of it is untrusted."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, nullcontext

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive

from adapters.http.pace import Pace, file_pace
from adapters.web.error_responses import TooMany, WrongType
from adapters.web.identity.login_attempts import network_of
from adapters.web.limits.upload_limits import Uploads
from adapters.web.requests import address_of, length_of, limited, type_of
from agent.domain.incoming import IncomingImage, IncomingVoice
from agent.errors import AtelierError, BadInput
from agent.limits import IMAGE_BYTES_MAX, IMAGES_PER_TURN_MAX, VOICE_BYTES_MAX
from agent.translation.catalogue import _
from agent.wording.unread_files import voice_too_long

TEXT_BYTES_MAX = 1_000_000
"""Longest field of a form; intake has its own, kinder limit well below it."""
FORM_BYTES_MAX = IMAGES_PER_TURN_MAX * IMAGE_BYTES_MAX + 2 * TEXT_BYTES_MAX
"""Largest request of all: every picture at its largest."""
FORM_FIELDS_MAX = 16
POSITIONS_MAX = 20
"""More pictures than any message of the bot has."""
FORM_SECONDS = 120.0
"""A form must have arrived within this time."""
SMALL_FORM_BYTES_MAX = 64_000
"""Up to this size a form waits for no other: a few slow uploads must not hold up everybody's words."""


def _too_much() -> str:
    return _(
        "That is too much at once: at most {most} pictures of {size} MB each.",
        most=IMAGES_PER_TURN_MAX,
        size=IMAGE_BYTES_MAX // 1_000_000,
    )


_EVENT = re.compile(r"[A-Za-z0-9_-]{8,64}")


class Forms:
    """Reads forms, a few at a time."""

    def __init__(self, *, pace: Pace | None = None) -> None:
        self._uploads = Uploads()
        self._pace = pace or file_pace()

    @asynccontextmanager
    async def read(self, request: Request, *, person: str) -> AsyncGenerator["Form"]:
        """Raises BadInput, TooLarge, TooSlow, WrongType, TooMany (no place became free in time)."""
        if type_of(request) not in ("multipart/form-data", "application/x-www-form-urlencoded"):
            raise WrongType(_("Send this as a form (Content-Type: multipart/form-data)."))
        near = network_of(address_of(request))
        slot = nullcontext() if _is_small(request) else self._uploads.place(person=person, network=near)
        try:
            async with asyncio.timeout(FORM_SECONDS), slot:
                if not _is_small(request):
                    await self._pace.turn()
                bounded = limited(request, FORM_BYTES_MAX, _too_much())
                data = await Request(request.scope, _breaking(bounded.receive)).form(
                    max_files=IMAGES_PER_TURN_MAX + 1,
                    max_fields=FORM_FIELDS_MAX,
                    max_part_size=TEXT_BYTES_MAX,
                )
                try:
                    yield Form(data)
                finally:
                    await data.close()
        except _Broken as broken:
            raise broken.cause from broken
        except HTTPException as error:
            if error.status_code != 400:
                raise
            raise BadInput(_sentence(error.detail)) from error
        except TimeoutError as error:
            raise TooMany(_("That took too long to arrive. Please send it again.")) from error


class _Broken(OSError):
    """The form will not come whole, by its `cause`. starlette closes the files it began for an OSError and for nothing else."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


def _breaking(receive: Receive) -> Receive:
    async def next_part() -> Message:
        try:
            message = await receive()
        except AtelierError as error:
            raise _Broken(error) from error
        if message["type"] == "http.disconnect":
            raise _Broken(ClientDisconnect())
        return message

    return next_part


def _is_small(request: Request) -> bool:
    return 0 < length_of(request) <= SMALL_FORM_BYTES_MAX


def _sentence(detail: str) -> str:
    if "Too many files" in detail:
        return _(
            "At most {most} pictures go with one message.",
            most=IMAGES_PER_TURN_MAX,
        )
    if "exceeded maximum size" in detail:
        return _("That text is far too long; 4,000 characters is the most I read.")
    return _("That form could not be read. Reload the page and try again.")


class Form:
    """A form that was read."""

    def __init__(self, data: FormData) -> None:
        self._data = data

    def text(self, name: str) -> str:
        value = self._data.get(name, "")
        return value if isinstance(value, str) else ""

    def event(self) -> str:
        """The id the page gave this act, so that sending it again does nothing twice. Raises BadInput."""
        found = self.text("event")
        if not _EVENT.fullmatch(found):
            raise BadInput("event: an id of 8 to 64 letters, digits, - or _")
        return found

    def picture(self) -> int:
        """Which picture of the message replied to is meant, from 0. Raises BadInput."""
        found = self.text("picture") or "0"
        if not found.isascii() or not found.isdigit() or int(found[:4]) >= POSITIONS_MAX:
            raise BadInput(f"picture: a number from 0 to {POSITIONS_MAX - 1}")
        return int(found)

    async def images(self) -> tuple[IncomingImage, ...]:
        files = [file for file in self._data.getlist("images") if isinstance(file, UploadFile)]
        if len(files) > IMAGES_PER_TURN_MAX:
            raise BadInput(
                _(
                    "At most {most} pictures go with one message.",
                    most=IMAGES_PER_TURN_MAX,
                )
            )
        return tuple([await _image(file) for file in files])

    async def voice(self) -> IncomingVoice | None:
        """What was spoken into the page's microphone."""
        file = self._data.get("voice")
        if not isinstance(file, UploadFile):
            return None
        kind = (file.content_type or "audio/webm")[:100]
        if (file.size or 0) > VOICE_BYTES_MAX:
            return IncomingVoice(data=b"", media_type=kind, problem=voice_too_long())
        return IncomingVoice(data=await file.read(), media_type=kind)


async def _image(file: UploadFile) -> IncomingImage:
    name = (file.filename or "picture")[:100]
    if (file.size or 0) > IMAGE_BYTES_MAX:
        problem = _(
            "{name} is larger than {size} MB, the most I can take.",
            name=name,
            size=IMAGE_BYTES_MAX // 1_000_000,
        )
        return IncomingImage(name=name, data=b"", problem=problem)
    return IncomingImage(name=name, data=await file.read())
