"""Reads what a page sends: small JSON objects, and forms with pictures. All of it is untrusted."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from adapters.web.problems import TooMany
from agent.conversation import IncomingImage
from agent.errors import BadInput
from agent.limits import IMAGE_BYTES_MAX, IMAGES_PER_TURN_MAX

JSON_BYTES_MAX = 64_000
TEXT_BYTES_MAX = 1_000_000
"""Longest field of a form; intake has its own, kinder limit well below it."""
FORM_BYTES_MAX = IMAGES_PER_TURN_MAX * IMAGE_BYTES_MAX + 2 * TEXT_BYTES_MAX
"""Largest request of all: every picture at its largest."""
FORM_FIELDS_MAX = 16
FORM_SECONDS = 120.0
"""A form must have arrived within this time."""
FORMS_MAX = 6
"""Forms with pictures read at once: each may hold 160 MB."""
_EVENT = re.compile(r"[A-Za-z0-9_-]{8,64}")

Body = TypeVar("Body", bound=BaseModel)


async def body_of(request: Request, shape: type[Body]) -> Body:
    """The JSON object sent. Raises BadInput naming the first field that is wrong."""
    try:
        return shape.model_validate_json(await request.body())
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "body"
        raise BadInput(f"{name}: {first['msg']}") from error


class Forms:
    """Reads forms, a few at a time."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(FORMS_MAX)

    @asynccontextmanager
    async def read(self, request: Request) -> AsyncGenerator["Form"]:
        """Raises BadInput, TooMany (none became free in time)."""
        try:
            async with asyncio.timeout(FORM_SECONDS), self._slots:
                data = await request.form(
                    max_files=IMAGES_PER_TURN_MAX, max_fields=FORM_FIELDS_MAX, max_part_size=TEXT_BYTES_MAX
                )
                try:
                    yield Form(data)
                finally:
                    await data.close()
        except HTTPException as error:
            if error.status_code != 400:
                raise
            raise BadInput(_sentence(error.detail)) from error
        except TimeoutError as error:
            raise TooMany("That took too long to arrive. Please send it again.") from error


def _sentence(detail: str) -> str:
    if "Too many files" in detail:
        return f"At most {IMAGES_PER_TURN_MAX} pictures go with one message."
    if "exceeded maximum size" in detail:
        return "That text is far too long; 4,000 characters is the most I read."
    return "That form could not be read. Reload the page and try again."


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

    async def images(self) -> tuple[IncomingImage, ...]:
        files = [file for file in self._data.getlist("images") if isinstance(file, UploadFile)]
        return tuple([await _image(file) for file in files])


async def _image(file: UploadFile) -> IncomingImage:
    name = (file.filename or "picture")[:100]
    if (file.size or 0) > IMAGE_BYTES_MAX:
        problem = f"{name} is larger than {IMAGE_BYTES_MAX // 1_000_000} MB, the most I can take."
        return IncomingImage(name=name, data=b"", problem=problem)
    return IncomingImage(name=name, data=await file.read())
