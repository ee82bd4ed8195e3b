"""ComfyUI draws. Each picture is a job with an id made from its turn: after a crash it is asked for, and neither posted nor drawn again."""

import asyncio
import contextlib
import uuid
from collections.abc import Awaitable, Callable

import httpx

from adapters.comfyui.events import Events
from adapters.comfyui.jobs import Comfy, Job, chosen_file
from adapters.comfyui.node_classes import lacks
from adapters.comfyui.workflow import Values, Workflow, filled
from adapters.comfyui.workflows import Workflows
from adapters.image_servers.connecting import connect
from adapters.image_servers.failures import NotUnderstood
from adapters.image_servers.pictures import NO_PICTURE, taken
from adapters.image_servers.words import excluded, left_out, prompt_words
from adapters.media.original_files import OriginalFiles
from agent.domain.generation import UNMASKED, RenderedImage, RenderRequest
from agent.errors import BadImage, Cancelled, ModelUnavailable, UnknownOutcome

BASE_URL = "http://127.0.0.1:8188"
POLL_SECONDS = 2.0
CANCEL_SECONDS = 5.0
AWAY_SECONDS_MAX = 30.0
"""How long a server that does not answer is asked about a job that it has."""
JOBS_MAX = 4
"""Times that one picture may be begun: again only where an earlier job failed or was cancelled."""
LISTEN_SECONDS = 3.0
_NAMESPACE = uuid.UUID("6d0f3f6e-6f1c-5a5e-9d0a-5f0b0a1c8188")


def connect_comfy(base_url: str = "", *, key: str = "") -> httpx.AsyncClient:
    """A client of the server at `base_url`. `key` is for a proxy before it: ComfyUI itself knows none."""
    return connect(base_url or BASE_URL, headers={"Authorization": f"Bearer {key}"} if key else {})


class ComfyImageModel:
    """Implements ImageModel."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        workflows: Workflows,
        files: OriginalFiles,
        model: str = "comfyui",
        picture_usd: float = 0.0,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._comfy = Comfy(client=client)
        self._client = client
        self.workflows = workflows
        self._files = files
        self.model = model
        self._picture_usd = picture_usd
        self._poll_seconds = poll_seconds

    @property
    def comfy(self) -> Comfy:
        return self._comfy

    async def prove(self) -> None:
        """Raises NotUnderstood when the server cannot run a workflow, ModelUnavailable when it does not answer."""
        classes = await self._comfy.classes()
        flows = self.workflows
        for workflow in (flows.draw, *flows.edits, *((flows.upscale,) if flows.upscale else ())):
            if missing := lacks(workflow, classes):
                raise NotUnderstood(f"ComfyUI does not have {'; '.join(missing[:3])}")

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: Callable[[bytes], Awaitable[None]] | None = None,
        on_progress: Callable[[float], Awaitable[None]] | None = None,
    ) -> RenderedImage:
        job_id, stood = await self._begun(request.key)
        events = Events(job_id, on_partial, on_progress)
        try:
            async with asyncio.timeout(timeout_seconds):
                done = await self._done(request, job_id, stood, events)
                data = await self._picture(done)
        except TimeoutError as error:
            await self._cancelled(events.job_id)
            raise UnknownOutcome(f"the picture did not come within {timeout_seconds:.0f} seconds") from error
        except asyncio.CancelledError:
            await asyncio.shield(self._cancelled(events.job_id))
            raise
        kept = await taken(self._files, data)
        return RenderedImage(
            image=kept.image, shown=kept.shown, model=self.model, cost_usd=self._picture_usd, missing=self._missing(request),
            seed=request.context.seed,
        )  # fmt: skip

    async def _begun(self, key: str) -> tuple[str, Job]:
        """The id of this picture's job, and how that stands: the first of its ids that did not end badly."""
        for number in range(JOBS_MAX):
            job_id = str(uuid.uuid5(_NAMESPACE, f"{key}#{number}")) if key else str(uuid.uuid4())
            job = await self._comfy.job(job_id)
            if job.state not in ("failed", "cancelled"):
                return job_id, job
        raise NotUnderstood(f"ComfyUI ended this picture's job {JOBS_MAX} times")

    async def _done(self, request: RenderRequest, job_id: str, stood: Job, events: Events) -> Job:
        """The finished job: posted unless it was before, listened to and asked for until it ends."""
        if stood.state == "done":
            return stood
        opened = asyncio.Event()
        base, headers = str(self._client.base_url).rstrip("/"), _authorization(self._client)
        # The job's id is the listener's too: after a restart the events of the same job come here again.
        listening = asyncio.create_task(events.listen(base, job_id, opened, headers), name="comfyui")
        try:
            if stood.state == "unknown":
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(opened.wait(), LISTEN_SECONDS)
                events.job_id = await self._posted(request, job_id)
            return await self._ended(events)
        finally:
            listening.cancel()
            await asyncio.wait([listening])

    async def _posted(self, request: RenderRequest, job_id: str) -> str:
        workflow = self.workflows.chosen(request)
        values = await self._values(request, workflow)
        graph = filled(workflow, self.workflows.map, values)
        try:
            return await self._comfy.post(graph, job_id=job_id, client_id=job_id)
        except UnknownOutcome:
            if (await self._comfy.job(job_id)).state == "unknown":
                raise ModelUnavailable("ComfyUI did not take the job") from None
            return job_id

    async def _values(self, request: RenderRequest, workflow: Workflow) -> Values:
        able = self.workflows
        shown = [image for _, image in request.references[: max(able.inputs(workflow, "images"), 0)]]
        masked = request.mask is not None and able.inputs(workflow, "mask") > 0
        width, height = able.size(request.width, request.height)
        return Values(
            prompt=prompt_words(request, references_max=len(shown)), negative=excluded(request.context), seed=request.context.seed,
            width=width, height=height, steps=able.steps(request), images=tuple([await self._comfy.upload(image) for image in shown]),
            mask=await self._comfy.upload(request.mask) if masked and request.mask else "", loras=able.loras(request),
        )  # fmt: skip

    async def _ended(self, events: Events) -> Job:
        """Asks how it stands whenever the socket says so, and every few seconds."""
        away_seconds = 0.0
        while True:
            try:
                job = await self._comfy.job(events.job_id)
                away_seconds = 0.0
            except ModelUnavailable:
                away_seconds += self._poll_seconds
                if away_seconds > AWAY_SECONDS_MAX:
                    raise
                job = None
            match job.state if job else "away":
                case "done" if job:
                    return job
                case "failed" if job:
                    raise NotUnderstood(f"ComfyUI failed in {job.why}")
                case "cancelled":
                    raise Cancelled("the job was cancelled on the server")
                case "unknown":
                    raise ModelUnavailable("ComfyUI has forgotten the job: it was started anew")
                case _:
                    events.woken.clear()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(events.woken.wait(), self._poll_seconds)

    async def _picture(self, job: Job) -> bytes:
        nodes = [target.partition(".")[0] for target in self.workflows.map.targets.get("output", ())]
        file = chosen_file(job.files, nodes)
        if file is None:
            raise BadImage(NO_PICTURE)
        return await self._comfy.view(file)

    async def _cancelled(self, job_id: str) -> None:
        """Nobody waits for it any more."""
        with contextlib.suppress(ModelUnavailable, TimeoutError):
            async with asyncio.timeout(CANCEL_SECONDS):
                await self._comfy.cancel(job_id)

    def _missing(self, request: RenderRequest) -> tuple[str, ...]:
        workflow = self.workflows.chosen(request)
        missing = left_out(request, references_max=self.workflows.inputs(workflow, "images"))
        unmasked = request.mask is not None and not self.workflows.inputs(workflow, "mask")
        return (*missing, UNMASKED) if unmasked else missing


def _authorization(client: httpx.AsyncClient) -> dict[str, str]:
    key = client.headers.get("Authorization")
    return {"Authorization": key} if key else {}
