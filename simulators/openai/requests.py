"""What the server is asked: a request as it came, and what its parts say."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

CHAT, RESPONSES = "/v1/chat/completions", "/v1/responses"
GENERATE, EDIT = "/v1/images/generations", "/v1/images/edits"
EMBED, MODELS, MODERATE = "/v1/embeddings", "/v1/models", "/v1/moderations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came."""

    path: str
    body: Mapping[str, Any]
    files: tuple[tuple[str, str, bytes], ...] = ()
    """Field name, file name, bytes."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def mask(self) -> bytes:
        """Of an edit; b"" without one."""
        return next((data for name, _, data in self.files if name == "mask"), b"")

    @property
    def system(self) -> str:
        if self.path == RESPONSES:
            return str(self.body.get("instructions", ""))
        return "\n".join(text_of(m["content"]) for m in self.body["messages"] if m["role"] == "system")

    @property
    def user(self) -> str:
        """All that was said to the model after the system's words."""
        turns = self.body["input"] if self.path == RESPONSES else self.body["messages"]
        return "\n".join(text_of(m["content"]) for m in turns if m["role"] != "system")

    @property
    def pictures(self) -> int:
        turns = self.body["input"] if self.path == RESPONSES else self.body["messages"]
        parts = [part for m in turns if isinstance(m["content"], list) for part in m["content"]]
        return sum(part["type"] in ("image_url", "input_image") for part in parts)

    @property
    def format(self) -> str:
        """json_schema | json_object | text."""
        return str(self._answer_format().get("type", "text"))

    @property
    def name(self) -> str:
        """The name that the call gave its schema, which is its prompt's; "" without one."""
        form = self._answer_format()
        return str((form if self.path == RESPONSES else form.get("json_schema", {})).get("name", ""))

    def _answer_format(self) -> Mapping[str, Any]:
        given: Mapping[str, Any] = (
            self.body.get("text" if self.path == RESPONSES else "response_format") or {}
        )
        return given.get("format", {}) if self.path == RESPONSES else given

    @property
    def kind(self) -> str:
        """plan | merge | judge | distil, by the words of the system prompt."""
        for kind, words in (
            ("plan", "You plan pictures"),
            ("merge", "You work findings"),
            ("judge", "You check a picture"),
        ):
            if words in self.system:
                return kind
        return "distil" if "You look for lasting taste" in self.system else "other"


def message_in(asked: Asked) -> str:
    """The author's message out of a planning prompt."""
    inside = asked.user.partition("<message>\n")[2].partition("\n</message>")[0]
    return json.loads(inside)


def text_of(content: str | list[Mapping[str, Any]]) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(part["text"] for part in content if "text" in part)


async def read(request: web.Request) -> Asked:
    headers = dict(request.headers)
    if request.content_type == "multipart/form-data":
        form = await request.post()
        files: list[tuple[str, str, bytes]] = []
        for name, value in form.items():
            if isinstance(value, web.FileField):
                with value.file as file:
                    files.append((name, value.filename, file.read()))
        body = {name: value for name, value in form.items() if not isinstance(value, web.FileField)}
        return Asked(path=request.path, body=body, files=tuple(files), headers=headers)
    sent: Mapping[str, Any] = await request.json() if request.can_read_body else {}
    return Asked(path=request.path, body=sent, headers=headers)
