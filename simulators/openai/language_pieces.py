"""A chat completion or a response as the events of a stream."""

from typing import Any

from simulators.openai.requests import RESPONSES, Asked


def pieces(asked: Asked, whole: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of a stream that says the same."""
    if asked.path == RESPONSES:
        text = str(whole["output"][1]["content"][0]["text"])
        said = [
            {"type": "response.output_text.delta", "delta": text[n : n + 40]} for n in range(0, len(text), 40)
        ]
        return [{"type": "response.created"}, *said, {"type": "response.completed", "response": whole}]
    message, head = (
        whole["choices"][0]["message"],
        {"object": "chat.completion.chunk", "model": whole["model"]},
    )
    found: list[dict[str, Any]] = [
        {**head, "choices": [{"index": 0, "delta": {"role": "assistant", "content": None}}]}
    ]
    for name in ("reasoning_content", "content"):
        text = str(message.get(name) or "")
        found += [
            {**head, "choices": [{"index": 0, "delta": {name: text[n : n + 40]}, "finish_reason": None}]}
            for n in range(0, len(text), 40)
        ]
    found.append(
        {
            **head,
            "choices": [{"index": 0, "delta": {}, "finish_reason": whole["choices"][0]["finish_reason"]}],
        }
    )
    options: dict[str, Any] = asked.body.get("stream_options") or {}
    wants_usage = options.get("include_usage")
    return (
        [*found, {**head, "choices": [], "usage": whole["usage"]}]
        if wants_usage and "usage" in whole
        else found
    )
