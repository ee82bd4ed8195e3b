"""ComfyUI's HTTP: jobs by an id of our own, uploads and outputs. Nothing here waits for a picture."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.image_servers.connecting import Answered, ask
from adapters.image_servers.failures import Garbled, NotUnderstood, by_status, cut
from agent.domain.generation import ImageData
from agent.errors import ModelUnavailable, UnknownOutcome

CALL_SECONDS = 20.0
VIEW_SECONDS = 60.0
FOLDER = "atelier"
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
State = Literal["unknown", "waiting", "running", "done", "failed", "cancelled"]
_STATES: dict[str, State] = {
    "pending": "waiting", "in_progress": "running", "completed": "done", "failed": "failed", "cancelled": "cancelled",
}  # fmt: skip


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _File(_Lenient):
    filename: str
    subfolder: str = ""
    type: str = "output"


class _Job(_Lenient):
    status: str = ""
    outputs: dict[str, Any] = {}
    execution_error: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """How a job stands. `files`: node id and file, as its outputs name them."""

    state: State
    files: tuple[tuple[str, _File], ...] = ()
    why: str = ""
    """Of a failed one."""


UNKNOWN = Job(state="unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comfy:
    """One server."""

    client: httpx.AsyncClient

    async def job(self, job_id: str) -> Job:
        """Raises ModelUnavailable."""
        answer = await self._ask("GET", f"api/jobs/{job_id}")
        if answer.status == 404:
            return await self._by_history(job_id)
        found = self._read(_Job, answer)
        return Job(
            state=_STATES.get(found.status, "running"),
            files=_files(found.outputs),
            why=_why(found.execution_error),
        )

    async def _by_history(self, job_id: str) -> Job:
        """Of builds that know no /api/jobs: what is done stands in the history, what waits in the queue."""
        answer = await self._ask("GET", f"history/{job_id}")
        entry = _dict(_json(answer).get(job_id)) if answer.status == 200 else {}
        if entry:
            return _from_history(entry)
        queue = _json(await self._ask("GET", "queue"))
        for name, state in (("queue_running", "running"), ("queue_pending", "waiting")):
            if any(job_id in _list(item)[:2] for item in _list(queue.get(name))):
                return Job(state=cast(State, state))
        return UNKNOWN

    async def post(self, workflow: dict[str, Any], *, job_id: str, client_id: str) -> str:
        """Puts a job in the queue; the id it has there. Raises NotUnderstood for a workflow that the server turns down,
        UnknownOutcome when the answer is lost."""
        body = {"prompt": workflow, "client_id": client_id, "prompt_id": job_id}
        answer = await ask(self.client, "POST", "prompt", timeout_seconds=CALL_SECONDS, paid=True, json=body)
        if answer.status == 400:
            raise NotUnderstood(f"ComfyUI turns the workflow down: {_complaint(_json(answer))}")
        if answer.status != 200:
            raise by_status(answer.status, _text(answer), answer.headers, key="the proxy before ComfyUI")
        posted = _json(answer).get("prompt_id")
        if not isinstance(posted, str):
            raise UnknownOutcome("ComfyUI's answer to the posted job came broken")
        return posted

    async def cancel(self, job_id: str) -> None:
        """Ends the job, whether it waits or runs, and no other one. Raises ModelUnavailable."""
        answer = await self._ask("POST", f"api/jobs/{job_id}/cancel")
        if answer.status in (404, 405):
            await self._ask("POST", "queue", json={"delete": [job_id]})
            await self._ask("POST", "interrupt", json={"prompt_id": job_id})

    async def upload(self, image: ImageData) -> str:
        """The name by which nodes load it; the server keeps the same picture once. Raises ModelUnavailable."""
        digest = hashlib.sha256(image.data).hexdigest()[:32]
        name = f"{digest}.{_ENDINGS.get(image.media_type, 'png')}"
        answer = await ask(
            self.client, "POST", "upload/image", timeout_seconds=VIEW_SECONDS,
            files={"image": (name, image.data, image.media_type)}, data={"type": "input", "subfolder": FOLDER},
        )  # fmt: skip
        if answer.status != 200:
            raise by_status(answer.status, _text(answer), answer.headers, key="the proxy before ComfyUI")
        found = _json(answer)
        if not isinstance(found.get("name"), str):
            raise Garbled("ComfyUI's answer to an upload cannot be read")
        folder = str(found.get("subfolder") or "")
        return f"{folder}/{found['name']}" if folder else str(found["name"])

    async def view(self, file: _File) -> bytes:
        """A file's bytes. Raises ModelUnavailable."""
        answer = await ask(
            self.client, "GET", "view", timeout_seconds=VIEW_SECONDS, params=file.model_dump(), paid=False
        )
        if answer.status != 200:
            raise ModelUnavailable(f"ComfyUI does not hand out {file.filename} ({answer.status})")
        return answer.content

    async def classes(self) -> dict[str, Any]:
        """Every node class that the server knows, with its inputs. Raises ModelUnavailable."""
        return _json(await self._ask("GET", "object_info"))

    async def _ask(self, method: str, path: str, **more: Any) -> Answered:
        answer = await ask(self.client, method, path, timeout_seconds=CALL_SECONDS, **more)
        if answer.status in (401, 403) or answer.status >= 500:
            raise by_status(answer.status, _text(answer), answer.headers, key="the proxy before ComfyUI")
        return answer

    def _read(self, shape: type[_Job], answer: Answered) -> _Job:
        try:
            return shape.model_validate_json(answer.content)
        except ValidationError as error:
            raise Garbled("ComfyUI's answer cannot be read; check ATELIER_COMFYUI_URL") from error


def chosen_file(files: Sequence[tuple[str, _File]], nodes: Sequence[str]) -> _File | None:
    """The picture of a job: of the mapped nodes if any are, saved ones before previews; the last one."""
    of_nodes = [file for node, file in files if not nodes or node in nodes]
    saved = [file for file in of_nodes if file.type == "output"]
    return next(reversed(saved or of_nodes), None)


def _from_history(entry: dict[str, Any]) -> Job:
    status = _dict(entry.get("status"))
    pairs = [_list(message) for message in _list(status.get("messages"))]
    messages = {str(pair[0]): _dict(pair[1]) for pair in pairs if len(pair) > 1}
    if "execution_interrupted" in messages:
        return Job(state="cancelled")
    if status.get("status_str") == "error":
        return Job(state="failed", why=_why(messages.get("execution_error")))
    return Job(state="done", files=_files(_dict(entry.get("outputs"))))


def _files(outputs: dict[str, Any]) -> tuple[tuple[str, _File], ...]:
    found: list[tuple[str, _File]] = []
    for node, shown in outputs.items():
        for item in _list(_dict(shown).get("images")):
            try:
                found.append((node, _File.model_validate(item)))
            except ValidationError:
                continue  # something else than a file
    return tuple(found)


def _why(error: dict[str, Any] | None) -> str:
    """Which node failed, and with what."""
    told = error or {}
    return cut(f"{told.get('node_type', 'a node')}: {told.get('exception_message', 'failed')}")


def _complaint(body: dict[str, Any]) -> str:
    """The first thing that is wrong with a workflow, by node."""
    for node, told in _dict(body.get("node_errors")).items():
        for error in _dict(told).get("errors", []):
            return cut(
                f"node {node} ({told.get('class_type')}): {error.get('message')}, {error.get('details')}"
            )
    error = _dict(body.get("error"))
    return cut(f"{error.get('message', 'no reason given')} {error.get('details', '')}")


def _json(answer: Answered) -> dict[str, Any]:
    try:
        return _dict(httpx.Response(200, content=answer.content).json())
    except ValueError as error:
        raise Garbled("ComfyUI's answer cannot be read; check ATELIER_COMFYUI_URL") from error


def _text(answer: Answered) -> str:
    return answer.content[:300].decode("utf-8", "replace")


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
