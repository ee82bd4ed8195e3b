"""What the bot and a child say to each other over pipes: a length, a line of JSON, a length, bytes."""

import json
import struct
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, Literal

Task = Literal["admit", "mask", "thumbnail", "sticker", "page"]
"""`page` is a page reader's (`adapters.page_reader`); the others are a decoder's."""
_LENGTHS = struct.Struct(">II")
HEAD_BYTES_MAX = 8_000
BODY_BYTES_MAX = 64_000_000
"""Largest file either way; a child that went mad cannot fill the bot's memory."""
MEDIA_TYPES = frozenset({"image/png", "image/jpeg", "image/webp"})
SIDE_MAX = 40_000_000
TEXT_TYPE = "text/plain"
TEXT_BYTES_MAX = 400_000
"""Of a page's text."""
PROBLEM_CHARS_MAX = 400


class Broken(Exception):
    """The other side is gone, or says what no working one says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to read."""

    task: Task
    data: bytes
    shown: str
    """What sentences call the file."""
    kind: str = ""
    """PNG | JPEG | WEBP | GIF, by its first bytes."""
    cpu_seconds: int = 0
    memory_bytes: int = 0
    """For its pixels; what the process takes by itself comes on top."""
    side: int = 0
    """admit, thumbnail, sticker: longest side of the picture that comes out, pixels."""
    size: tuple[int, int] = (0, 0)
    """mask: width and height of its base."""
    itself: bool = False
    """mask: the file is its own base."""
    dark: bool = False
    """mask: black is what may change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The picture, of a page its text in UTF-8, or in `problem` a sentence for the person; none of them: the file is no mask."""

    data: bytes = b""
    media_type: str = ""
    width: int = 0
    height: int = 0
    problem: str = ""


def send_job(pipe: BinaryIO, job: Job) -> None:
    _send(pipe, asdict(job))


def send_answer(pipe: BinaryIO, answer: Answer) -> None:
    _send(pipe, asdict(answer))


def read_job(pipe: BinaryIO) -> Job | None:
    """None when the bot is gone."""
    first = pipe.read(_LENGTHS.size)
    if not first:
        return None
    head, data = _rest(pipe, first)
    head["size"] = tuple(head["size"])
    return Job(**head, data=data)


def read_answer(pipe: BinaryIO, *, of_page: bool = False) -> Answer:
    """Raises Broken."""
    try:
        head, data = _rest(pipe, pipe.read(_LENGTHS.size))
        if not _makes_sense(head, data, of_page):
            raise Broken("an answer makes no sense")
        return Answer(**head, data=data)
    except (ValueError, TypeError, AttributeError) as error:
        raise Broken("an answer is no answer") from error


def _send(pipe: BinaryIO, fields: dict[str, object]) -> None:
    data = fields.pop("data")
    assert isinstance(data, bytes)
    head = json.dumps(fields).encode()
    pipe.write(_LENGTHS.pack(len(head), len(data)) + head)
    pipe.write(data)
    pipe.flush()


def _makes_sense(head: dict[str, Any], data: bytes, of_page: bool) -> bool:
    """What a decoder says that a file took over is looked at like the file."""
    if of_page:
        return head.get("media_type") == TEXT_TYPE and len(data) <= TEXT_BYTES_MAX
    sizes, problem = (head.get("width"), head.get("height")), head.get("problem")
    is_picture = head.get("media_type") in MEDIA_TYPES and all(
        isinstance(size, int) and 0 < size <= SIDE_MAX for size in sizes
    )
    return isinstance(problem, str) and len(problem) <= PROBLEM_CHARS_MAX and (is_picture or not data)


def _rest(pipe: BinaryIO, lengths: bytes) -> tuple[dict[str, Any], bytes]:
    if len(lengths) < _LENGTHS.size:
        raise Broken("the pipe ended")
    head_bytes, body_bytes = _LENGTHS.unpack(lengths)
    if head_bytes > HEAD_BYTES_MAX or body_bytes > BODY_BYTES_MAX:
        raise Broken("a message is larger than any can be")
    head, body = pipe.read(head_bytes), pipe.read(body_bytes)
    if len(head) < head_bytes or len(body) < body_bytes:
        raise Broken("the pipe ended within a message")
    return json.loads(head), body
