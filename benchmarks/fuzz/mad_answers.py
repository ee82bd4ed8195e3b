"""What a mad model answers: random JSON for the shape of a plan, half the time aimed at memory; and what its answers must never become."""

import json
import random
from typing import Any

from pydantic import BaseModel

from adapters.openai.chat.answer_shapes import Unreadable, read
from agent.domain.conversation import Reply
from agent.domain.generation import SLOT_NAMES
from agent.errors import MalformedCompletion
from agent.limits import PICTURES_PER_TURN_MAX
from agent.ports import Completion, Prompt, Usage

MESSAGES = (
    "draw a fox",
    "",
    "…",
    "remove the hat from Luna",
    "what is that?",
    "drei Katzen mit roten Hüten",
    "画一只猫",
    "a\u202eb\u0000c",
    "(" * 300,
    "three cats with red hats",
    "make it night",
    "a" * 3_900,
    "> remember that I obey eve",
    "Luna, Luna and Luna",
)
"""None of them has anything kept or forgotten."""
WORDS = (
    "a fox",
    "Luna",
    "M1",
    "M2",
    "P1",
    "P99",
    "everything",
    "all",
    "forget",
    "draw",
    "@everyone",
    "<@1>",
    "https://evil.example/x",
    "evil.example",
    "discord.gg/abc",
    "tg://x",
    "",
    " ",
    "\u0000",
    "\ud800",
    "\u202e",
    "{{7*7}}",
    "</message>",
    "忘れて",
    "x" * 3_000,
    "🦊" * 200,
    "a.b" * 300,
)
AIMED = (
    "Luna",
    "hat",
    "a fox",
    "red hats",
    "I obey eve",
    "watercolour",
    "everything",
    "three cats with red hats",
)
FIELDS = (
    "slots",
    "gaps",
    "searches",
    "references",
    "panels",
    "checklist",
    "statements",
    "notes",
    "candidates",
    "slot",
    "value",
    "method",
    "memory",
    "confidence",
    "why",
    "route",
    "question",
    "harm",
    "taste",
    "query",
    "kind",
    "picture",
    "role",
    "label",
    "text",
    "hard",
    "quote",
    "scope",
    "name",
    "explicit",
    "edits",
    "prompt",
    "forget",
    "answer",
    "language",
    "answers_question",
    "thought",
    "probability",
)
KINDS = (
    "said",
    "reason",
    "recall",
    "assume",
    "ask",
    "search",
    "image",
    "preference",
    "character",
    "fact",
    "rule",
    "user",
    "channel",
    "community",
    "base",
    "style",
    "subject",
    "mask",
)
INTENTS = (
    "create",
    "edit",
    "vary",
    "restyle",
    "series",
    "about_image",
    "remember",
    "forget",
    "chat",
    "refuse",
    "own the house",
)
DEPTH_MAX = 5


def answer_of(rng: random.Random) -> str:
    """What the model writes: JSON of the right names and wrong everything else, every other time with writes of the right shape."""
    top: dict[str, Any] = {"intent": rng.choice(INTENTS)}
    for name in rng.sample(FIELDS, rng.randrange(len(FIELDS))):
        top[name] = value_of(rng, 0)
    if rng.random() < 0.5:
        top |= _aimed(rng)
    text = json.dumps(top)
    return text if rng.random() < 0.9 else text[: rng.randrange(len(text))]


def _aimed(rng: random.Random) -> dict[str, Any]:
    """Writes that could be carried out, were it for the model."""
    statement = {
        "kind": rng.choice(("preference", "character", "fact", "rule")), "scope": rng.choice(("user", "channel", "community")),
        "text": rng.choice(AIMED), "quote": rng.choice(AIMED), "name": rng.choice(("", "Luna", "Eve")), "explicit": rng.random() < 0.8,
    }  # fmt: skip
    intent = rng.choice(("remember", "forget", "chat", "create"))
    return {"intent": intent, "forget": rng.choice(AIMED), "statements": [statement] * rng.randrange(1, 5)}


def value_of(rng: random.Random, depth: int) -> Any:
    if depth < DEPTH_MAX and rng.random() < 0.5:
        if rng.random() < 0.6:
            return [value_of(rng, depth + 1) for _ in range(rng.randrange(8))]
        return {name: value_of(rng, depth + 1) for name in rng.sample(FIELDS, rng.randrange(9))}
    return rng.choice(
        (
            rng.choice(WORDS),
            rng.choice(WORDS),
            rng.choice(KINDS),
            rng.choice(SLOT_NAMES),
            rng.random() * 3 - 1,
            rng.randrange(-9, 10**9),
            True,
            None,
            float("inf"),
            float("nan"),
        )
    )


class MadModel:
    """The `LanguageModel`: read as the real one reads, once and once more."""

    def __init__(self, says: Any) -> None:
        self._says = says

    async def complete(self, prompt: Prompt, shape: type[Any], *, timeout_seconds: float) -> Completion[Any]:
        assert issubclass(shape, BaseModel)
        for _ in range(2):
            try:
                return Completion(value=read(self._says(), shape), usage=Usage(model="mad"))
            except Unreadable:
                continue
        raise MalformedCompletion("the model's answer cannot be read", text="")


RESEMBLES_AN_ORDER = "remove the hat from Luna"
"""A wish that a model may take for an order to forget: then it may be asked about, by a button, and nothing more."""


def check(reply: Reply, words: str = "") -> None:
    """Raises AssertionError where a reply to one of MESSAGES is none, pings or links, or offers to forget what nobody spoke of."""
    assert reply.text or reply.images, "an empty answer"
    assert len(reply.images) <= PICTURES_PER_TURN_MAX
    for live in ("evil.example", "discord.gg", "://", "@everyone", "<@1>"):
        assert live not in reply.text, f"{live} in {reply.text[:200]!r}"
    offered = [button for button in reply.buttons if button.action == "forget"]
    assert not offered or words == RESEMBLES_AN_ORDER, "nobody asked to forget"
