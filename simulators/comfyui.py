"""ComfyUI's server: queue, history, jobs by id, uploads, outputs and the websocket, with a few node classes that really are evaluated.

As strict as the server: an unknown class, a missing input, a wrong type or choice, a graph without an output node and an id that is no
canonical UUID are 400. Files carry the whole workflow in their metadata, as ComfyUI writes it. One job runs at a time; `hold()` keeps it
from going on.
"""

import asyncio
import json
import struct
import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from simulators.comfyui_nodes import CLASSES, Files, NodeFailed, complaint_of, painted
from simulators.pictures import drawn
from simulators.serving import Server, asked_of, serving

STEPS = 3


@dataclass(slots=True, kw_only=True)
class QueuedJob:
    id: str
    graph: dict[str, Any]
    client: str
    number: int
    interrupted: bool = False

    def item(self) -> list[Any]:
        return [self.number, self.id, self.graph, {"client_id": self.client}, []]


@dataclass(kw_only=True)
class ComfyServer(Server):
    is_old: bool = False
    """A build without /api/jobs, which gives ids of its own."""
    files: Files = field(default_factory=dict[tuple[str, str, str], bytes])
    """(type, subfolder, name) to bytes."""
    history: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    waiting: list[QueuedJob] = field(default_factory=list[QueuedJob])
    running: QueuedJob | None = None
    fails_with: str = ""
    """What the next job's sampler raises."""
    without_outputs: bool = False
    sockets: dict[str, web.WebSocketResponse] = field(default_factory=dict[str, web.WebSocketResponse])
    _go: asyncio.Event = field(default_factory=asyncio.Event)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _number: int = 0

    def hold(self) -> None:
        """Jobs stand still before their last step until `release`."""
        self._go.clear()

    def release(self) -> None:
        self._go.set()

    @property
    def graphs(self) -> list[dict[str, Any]]:
        """Every posted graph, in order."""
        return [
            asked.body["prompt"]
            for asked in self.asked
            if asked.method == "POST" and asked.path.endswith("/prompt")
        ]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.path.removeprefix("/api").strip("/")
        if path == "/ws":
            return await self._socket(request)
        self.asked.append(await asked_of(request))
        if path.startswith("/jobs/"):
            return (
                web.Response(status=404) if self.is_old else self._jobs(request, path.removeprefix("/jobs/"))
            )
        if (request.method, path) == ("POST", "/prompt") and self.troubles:
            return await self.troubles.popleft()(self, request)
        return await self._answered(request, path)

    async def _answered(self, request: web.Request, path: str) -> web.StreamResponse:
        match request.method, path.split("/")[1]:
            case "POST", "prompt":
                return self._post(await request.json())
            case "GET", "history":
                wanted = path.removeprefix("/history").strip("/")
                return web.json_response({k: v for k, v in self.history.items() if not wanted or k == wanted})
            case "GET", "queue":
                return web.json_response(self._queue())
            case "POST", "queue" | "interrupt":
                return self._stop(await request.json())
            case "GET", "view":
                return self._view(request)
            case "POST", "upload":
                return await self._upload(request)
            case "GET", "object_info":
                return web.json_response(CLASSES)
            case _:
                return web.Response(status=404)

    def _queue(self) -> dict[str, Any]:
        running = [self.running.item()] if self.running else []
        return {"queue_running": running, "queue_pending": [job.item() for job in self.waiting]}

    # --- jobs -------------------------------------------------------------------------------------------------

    def _post(self, body: Any) -> web.Response:
        if complaint := complaint_of(body.get("prompt"), self.files):
            return web.json_response(complaint, status=400)
        job_id = str(uuid.uuid4())
        if not self.is_old and "prompt_id" in body:
            try:
                if str(uuid.UUID(body["prompt_id"])) != body["prompt_id"]:
                    raise ValueError("not canonical")
            except (ValueError, AttributeError, TypeError):
                return web.json_response(
                    {"error": {"type": "invalid_prompt_id", "message": "no UUID", "details": ""}}, status=400
                )
            job_id = body["prompt_id"]
        self._number += 1
        self.waiting.append(
            QueuedJob(
                id=job_id, graph=body["prompt"], client=str(body.get("client_id", "")), number=self._number
            )
        )
        self._wake.set()
        return web.json_response({"prompt_id": job_id, "number": self._number, "node_errors": {}})

    def _jobs(self, request: web.Request, rest: str) -> web.Response:
        job_id, _, verb = rest.partition("/")
        if verb == "cancel" and request.method == "POST":
            return web.json_response({"cancelled": self._end(job_id)})
        if job_id in self.history:
            return web.json_response(_detail(job_id, self.history[job_id]))
        if self.running and self.running.id == job_id:
            return web.json_response({"id": job_id, "status": "in_progress", "outputs_count": 0})
        if any(job.id == job_id for job in self.waiting):
            return web.json_response({"id": job_id, "status": "pending", "outputs_count": 0})
        return web.json_response({"error": "Job not found"}, status=404)

    def _end(self, job_id: str) -> bool:
        if self.running and self.running.id == job_id:
            self.running.interrupted = True
            self._go.set()
            return True
        before = len(self.waiting)
        self.waiting = [job for job in self.waiting if job.id != job_id]
        return len(self.waiting) < before

    def _stop(self, body: Any) -> web.Response:
        for job_id in body.get("delete", [body.get("prompt_id")]):
            self._end(job_id or (self.running.id if self.running else ""))
        return web.Response()

    async def work(self) -> None:
        """Runs what is queued, until cancelled."""
        while True:
            await self._wake.wait()
            if not self.waiting:
                self._wake.clear()
                continue
            self.running = self.waiting.pop(0)
            await self._run(self.running)
            self.running = None

    async def _run(self, job: QueuedJob) -> None:
        began = ["execution_start", {"prompt_id": job.id, "timestamp": _now()}]
        await self._tell(job, "execution_start", {})
        await self._steps(job)
        outputs: dict[str, Any] = {}
        status, last = "success", "execution_success"
        about: dict[str, Any] = {"prompt_id": job.id, "timestamp": _now()}
        try:
            if job.interrupted:
                status, last = "error", "execution_interrupted"
            elif self.fails_with:
                raise NodeFailed("KSampler", self.fails_with)
            else:
                outputs = {} if self.without_outputs else self._outputs(job)
                self.drawn += 1
        except NodeFailed as error:
            status, last, self.fails_with = "error", "execution_error", ""
            about |= {"node_type": error.node_type, "exception_message": error.message}
        self.history[job.id] = {
            "prompt": job.item(), "outputs": outputs,
            "status": {"status_str": status, "completed": status == "success", "messages": [began, [last, about]]},
        }  # fmt: skip
        await self._tell(job, last, about)
        await self._tell(job, "executing", {"node": None})

    async def _steps(self, job: QueuedJob) -> None:
        for step in range(1, STEPS + 1):
            if step == STEPS:
                await self._go.wait()
            if job.interrupted:
                return
            await self._tell(job, "progress", {"value": step, "max": STEPS, "node": "3"})
            await self._preview(job)

    def _outputs(self, job: QueuedJob) -> dict[str, Any]:
        outputs: dict[str, Any] = {}
        for node, data in job.graph.items():
            kind = {"SaveImage": "output", "PreviewImage": "temp"}.get(data["class_type"])
            if kind:
                name = f"Atelier_{job.number:05}_{node}.png"
                self.files[kind, "", name] = painted(job.graph, node, self.files)
                outputs[node] = {"images": [{"filename": name, "subfolder": "", "type": kind}]}
        return outputs

    # --- files ------------------------------------------------------------------------------------------------

    def _view(self, request: web.Request) -> web.Response:
        query = request.query
        data = self.files.get(
            (query.get("type", "output"), query.get("subfolder", ""), query.get("filename", ""))
        )
        return web.Response(status=404) if data is None else web.Response(body=data, content_type="image/png")

    async def _upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        image = form.get("image")
        if not isinstance(image, web.FileField):
            return web.Response(status=400)
        with image.file as file:
            data = file.read()
        folder, name = str(form.get("subfolder", "")), image.filename
        stem, _, ending = name.rpartition(".")
        number = 0
        while self.files.get(("input", folder, name), data) != data:
            number += 1
            name = f"{stem} ({number}).{ending}"
        self.files["input", folder, name] = data
        return web.json_response({"name": name, "subfolder": folder, "type": "input"})

    # --- the socket -------------------------------------------------------------------------------------------

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        client = request.query.get("clientId", uuid.uuid4().hex)
        self.sockets[client] = socket
        await socket.send_json(
            {"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 0}}, "sid": client}}
        )
        async for message in socket:
            if message.type == WSMsgType.ERROR:
                break
        self.sockets.pop(client, None)
        return socket

    async def _tell(self, job: QueuedJob, kind: str, data: dict[str, Any]) -> None:
        socket = self.sockets.get(job.client)
        if socket is not None and not socket.closed:
            await socket.send_str(json.dumps({"type": kind, "data": {"prompt_id": job.id, **data}}))

    async def _preview(self, job: QueuedJob) -> None:
        socket = self.sockets.get(job.client)
        if socket is not None and not socket.closed:
            await socket.send_bytes(struct.pack(">II", 1, 1) + drawn(64, 64, job.id, "JPEG"))


def _detail(job_id: str, entry: dict[str, Any]) -> dict[str, Any]:
    """As /api/jobs/{id} tells of what is over."""
    messages = {name: about for name, about in entry["status"]["messages"]}
    status = "completed" if entry["status"]["status_str"] == "success" else "failed"
    if "execution_interrupted" in messages:
        status = "cancelled"
    detail = {
        "id": job_id,
        "status": status,
        "outputs": entry["outputs"],
        "execution_status": entry["status"],
    }
    if "execution_error" in messages:
        detail["execution_error"] = messages["execution_error"]
    return detail


def _now() -> int:
    return int(time.time() * 1000)


@asynccontextmanager
async def comfy_server(*, port: int = 0, **settings: Any) -> AsyncGenerator[ComfyServer]:
    """On a free port until the block ends."""
    server = ComfyServer(**settings)
    server.release()
    async with serving(server, port=port):
        working = asyncio.create_task(server.work(), name="comfyui simulator")
        try:
            yield server
        finally:
            working.cancel()
            await asyncio.wait([working])
