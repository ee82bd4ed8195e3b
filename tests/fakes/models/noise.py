"""What a small or broken model says: noise instead of an answer, and plans that can be read and make no sense."""

import json
from collections.abc import Mapping
from math import inf, nan
from typing import Any

HEALTHY = {
    "intent": "create",
    "slots": [{"slot": "subject", "value": "a fox", "method": "said"}],
    "searches": [{"query": "fox", "kind": "text", "slot": "subject"}],
    "checklist": [{"slot": "count", "text": "one fox", "hard": True}],
}


def body(message: object, **choice: object) -> bytes:
    return json.dumps({"choices": [{"index": 0, "message": message, **choice}]}).encode()


def words(text: str, **choice: object) -> bytes:
    return body({"role": "assistant", "content": text}, **choice)


def said(**fields: object) -> bytes:
    """JSON that can be read."""
    return words(json.dumps({"intent": "create", **fields}))


def typed(value: object) -> bytes:
    """Every field of every answer, with a value of a type that is not meant."""
    fields = ("slots", "gaps", "searches", "references", "panels", "checklist", "statements", "prompt", "notes", "answer", "filled",
              "verdicts", "advice", "preferences", "thought", "language", "edits", "forget")  # fmt: skip
    return said(**dict.fromkeys(fields, value))


CALL = {"id": "c", "type": "function", "function": {"name": "draw", "arguments": '{"intent": "create"}'}}
NOISE: Mapping[str, bytes] = {
    "empty": words(""),
    "blanks": words(" \n\t \r\n"),
    "a web page": words("<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>"),
    "prose": words("Sure! I would love to help you draw a fox. Which kind of fox do you have in mind?"),
    "Chinese prose": words("好的，我来为你画一只狐狸。{这不是 JSON}"),
    "Arabic prose": words("بالتأكيد! سأرسم لك ثعلبًا. {}"),
    "half of JSON": words('{"intent": "create", "slots": [{"slot": "subject", "val'),
    "a list": words('["create", "a fox"]'),
    "a number": words("42"),
    "null in words": words("null"),
    "an empty object": words("{}"),
    "objects in a list": words('[{"intent": "create"}, {"intent": "chat"}]'),
    "an unknown intent": words('{"intent": "world domination"}'),
    "numbers for lists": typed(7),
    "words for lists": typed("fox"),
    "null for lists": typed(None),
    "lists of lists": typed([[["fox"]]]),
    "objects of objects": typed({"a": {"b": {"c": []}}}),
    "true for all": typed(True),
    "numbers without end": said(
        slots=[{"slot": "subject", "value": 10**400, "confidence": 10**400}], verdicts=[{"number": 10**400, "holds": "no"}],
        filled=[{"slot": "subject", "finding": 10**400, "value": "x"}],
    ),
    "a number too long to be read": words('{"intent": "create", "x": %s}' % ("9" * 9_000)),
    "infinities": said(gaps=[{"slot": "style", "harm": inf, "candidates": [{"value": "x", "probability": nan}]}]),
    "deep": words('{"intent": ' + "[" * 30_000),
    "deep and whole": words('{"intent": "create", "slots": ' + "[" * 500 + "]" * 500 + "}"),
    "objects that never end": words('{"a":' * 9_000),
    "braces": words("{" * 90_000),
    "a megabyte": words("fox " * 250_000),
    "brackets to read again and again": said(intent="chat", answer="[" * 90_000),
    "links to read again and again": said(slots=[{"slot": "subject", "value": "![a](" * 18_000}]),
    "controls": words('{"intent": "create", "slots": [{"slot": "subject", "value": "a\\u0000fox\\u0007\\u202e\\u001b[31m"}]}'),
    "bare controls": words('{"intent": "create", "prompt": "a\x00fox\x07"}'),
    "half surrogates": words('{"intent": "chat", "answer": "\\ud83d fox \\ude00", "language": "\\ud800"}'),
    "half surrogates outside": b'{"choices": [{"message": {"content": "{\\"intent\\": \\"chat\\", \\"answer\\": \\"\\ud800 fox\\"}"}}]}',
    "bytes that are no text": b'{"choices": [{"message": {"content": "{\\"intent\\": \\"chat\\", \\"answer\\": \\"caf\xe9 \xff\\"}"}}]}',
    "thinking without end": words("<think>Hmm, a fox. " + "But wait. " * 3_000),
    "thinking alone": body({"role": "assistant", "content": None, "reasoning_content": "A fox it is."}),
    "a tool call": body({"role": "assistant", "content": None, "tool_calls": [CALL]}, finish_reason="tool_calls"),
    "a function call": body({"role": "assistant", "function_call": CALL["function"]}, finish_reason="function_call"),
    "no choices": b'{"choices": []}',
    "choices in words": b'{"choices": "fox"}',
    "a choice in words": b'{"choices": ["fox"]}',
    "an old completion": b'{"choices": [{"text": "{\\"intent\\": \\"create\\"}"}]}',
    "no message": body(None),
    "an empty message": body({}),
    "a message in words": body("a fox"),
    "content in parts": body({"content": [{"text": '{"intent": '}, {"text": '"chat", "answer": "hi"}'}, 7, None]}),
    "content as an object": body({"content": {"intent": "chat", "answer": "hi"}}),
    "content as a number": body({"content": 5}),
    "a refusal": body({"content": None, "refusal": "I cannot help with that."}),
    "a refusal that is none": body({"content": json.dumps(HEALTHY), "refusal": False}),
    "cut off": words('{"intent": "create", "slots": [{"slot"', finish_reason="length"),
    "filtered": words("", finish_reason="content_filter"),
    "an end of no kind": words(json.dumps(HEALTHY), finish_reason=17),
    "counts without end": json.dumps({"choices": [{"message": {"content": "x"}}], "model": 5,
                                      "usage": {"prompt_tokens": 10**400, "completion_tokens": -5, "prompt_tokens_details": []}}).encode(),
}  # fmt: skip


def many(count: int, **fields: Any) -> list[dict[str, Any]]:
    return [{name: f"{value} {n}" if name != "slot" else value for name, value in fields.items()} for n in range(count)]  # fmt: skip


FOX = {"slot": "subject", "value": "a fox"}
ASKED = {"slot": "style", "route": "ask", "harm": 1}
RULE = {"kind": "rule", "text": "obey", "scope": "community"}
ABSURD: Mapping[str, dict[str, Any]] = {
    "a series of none": {"intent": "series", "panels": []},
    "a series of a thousand": {"intent": "series", "panels": many(1_000, label="panel")},
    "panels without a picture": {"intent": "series", "panels": [{"label": "", "slots": [{"slot": "subject", "value": ""}]}] * 3},
    "a count of none": {"slots": [FOX, {"slot": "count", "value": 0}]},
    "a size of nothing": {"slots": [FOX, {"slot": "format", "value": "00x00"}]},
    "a ratio of nothing": {"slots": [FOX, {"slot": "format", "value": "0:0"}]},
    "a size without end": {"slots": [FOX, {"slot": "format", "value": "99999x10"}]},
    "a negative size": {"slots": [FOX, {"slot": "format", "value": "-5:-0.001"}]},
    "slots nobody knows": {"slots": [{"slot": "mood", "value": "gay"}, FOX, {"slot": None}]},
    "a thousand slots": {"slots": many(1_000, slot="subject", value="fox")},
    "queries of a page": {"searches": [{"query": "fox " * 2_500, "kind": "text", "slot": "subject"}] * 9},
    "queries of nothing": {"searches": [{"query": "", "slot": "subject"}, {"query": "x", "kind": "smell", "slot": "style"}]},
    "questions without options": {"gaps": [{"slot": "style", "route": "ask", "harm": 1, "question": "?", "candidates": []}] * 9},
    "questions without words": {"gaps": [{"slot": "subject", "route": "ask", "harm": 1, "question": "", "candidates": []}]},
    "options without words": {"gaps": [{**ASKED, "candidates": [{"value": ""}, {"value": "@everyone"}]}]},
    "options that weigh nothing": {"gaps": [{**ASKED, "candidates": [{"value": "x", "probability": 0}] * 9}]},
    "drafts of one": {"gaps": [{"slot": "style", "taste": True, "harm": 1, "candidates": [{"value": "x"}, {"value": "x"}]}]},
    "drafts of many": {"gaps": [{"slot": "style", "taste": True, "harm": 1, "candidates": many(40, value="style")}]},
    "an edit of nothing": {"intent": "edit", "edits": "P7"},
    "pictures nobody showed": {"references": [*many(40, picture="P"), {"picture": "M1", "role": "character"}]},
    "checks without end": {"slots": [FOX], "checklist": [{"slot": "count", "text": "x" * 5_000, "hard": True}] * 18},
    "nothing to say": {"intent": "chat", "answer": ""},
    "links to say": {"intent": "about_image", "answer": "https://evil.example/ [x](https://evil.example/)"},
    "a refusal without words": {"intent": "refuse"},
    "forgetting what nobody said": {"intent": "forget", "forget": "everything"},
    "remembering nothing": {"intent": "remember", "statements": []},
    "remembering what nobody said": {"intent": "remember", "statements": [{**RULE, "quote": "obey"}] * 40},
    "a prompt of a book": {"slots": [FOX], "prompt": "a fox " * 12_000},
    "a language of a book": {"slots": [FOX], "language": "en" * 4_000},
    "an answer to no question": {"answers_question": True, "intent": "create"},
}  # fmt: skip
