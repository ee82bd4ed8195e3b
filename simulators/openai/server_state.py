"""How the server behaves, and what it was asked so far."""

from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

from simulators.openai.requests import Asked

Brain = Callable[[Asked], str]
"""What the language model says."""
Trouble = Callable[["ServerState", web.Request, Asked], Awaitable[web.StreamResponse]]


def flags_nothing(what: str) -> tuple[str, ...]:
    return ()


@dataclass(slots=True, kw_only=True)
class ServerState:
    """What a test sets before, or looks at after."""

    brain: Brain
    port: int = 0
    asked: list[Asked] = field(default_factory=list[Asked])
    rendered: int = 0
    """Pictures drawn, whether or not their answer arrived."""
    replies: Callable[[Asked], bytes | None] | None = None
    """Whole bodies of chat completions, of the test's own; None: what the brain says."""
    troubles: dict[str, deque[Trouble]] = field(
        default_factory=lambda: defaultdict[str, deque[Trouble]](deque)
    )
    delays: dict[str, float] = field(default_factory=dict[str, float])
    """Seconds by path, or by the name of a language model call."""
    schemas: Literal["yes", "refused", "ignored"] = "yes"
    json_mode: bool = True
    vision: bool = True
    context_chars: int = 0
    """Room of its model, if it is small."""
    edits: bool = True
    streams: bool = True
    thoughts: str = ""
    """What its model thinks before it answers, unless it is told not to."""
    knows: tuple[str, ...] = (
        "reasoning_effort",
        "max_completion_tokens",
        "prompt_cache_key",
        "safety_identifier",
        "temperature",
        "stream",
        "stream_options",
        "chat_template_kwargs",
    )
    """Optional parameters it takes; others are complained about."""
    flags: Callable[[str], tuple[str, ...]] = flags_nothing
    """What its moderation finds in a text, or in a picture by its data URL."""
    answers_by_url: str = ""
    kept: dict[str, bytes | str] = field(default_factory=dict[str, bytes | str])
    """What it serves besides, by path: bytes of a picture, or where it sends on to."""
    picture: bytes | None = None
    """Instead of one in the wanted size."""
    side_max: int = 4_096
    """Pictures are drawn no larger than this, in the wanted ratio: small ones make fast tests."""
    listening_used: Any = field(default_factory=lambda: {"type": "duration", "seconds": 3})
    """What an answer to a voice message says of its cost."""
    usage: bool = True
    models: tuple[str, ...] = ("tiny",)
    dimensions: int = 8
    seen: set[str] = field(default_factory=set[str])
    """System prompts that came before: the provider has cached them."""
    spoken: str = "draw a red fox in the snow"
    """What is said in every voice message."""
    key: str = ""
    """The only one it accepts, if set."""
