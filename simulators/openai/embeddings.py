"""Embeddings that cost nothing."""

import hashlib
from typing import Any

from simulators.openai.requests import Asked
from simulators.openai.server_state import ServerState


def embedded(server: ServerState, asked: Asked) -> dict[str, Any]:
    texts = asked.body["input"]
    texts = [texts] if isinstance(texts, str) else texts
    data = [
        {"object": "embedding", "index": number, "embedding": vector(text, server.dimensions)}
        for number, text in enumerate(texts)
    ]
    return {"object": "list", "data": data, "model": asked.body["model"], "usage": {"prompt_tokens": 5}}


def vector(text: str, dimensions: int) -> list[float]:
    """The same for the same text, not normalised."""
    digest = hashlib.sha256(text.encode()).digest()
    return [1.0 + digest[number % 32] for number in range(dimensions)]
