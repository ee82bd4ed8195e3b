"""The bot with an image model behind a real server on loopback, which keeps what it is sent: whose likeness that was, its bytes say."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from adapters.http.fetcher import SafeFetcher
from adapters.media import PillowGate
from adapters.openai.connection import connect
from adapters.openai.images.capabilities import OPENAI, Capabilities
from adapters.openai.images.image_model import OpenAIImageModel
from agent.domain.generation import RenderedImage, RenderRequest
from simulators.openai.server import OpenAIServer, openai_server
from tests.conversations.drivers.platform_driver import picture
from tests.conversations.house import Painter

FACES = ("ana", "ben", "cleo", "bo", "mia", "ben-anew")
LOOKS = {"ana": "a violet braid", "ben": "a copper beard", "cleo": "a jade monocle"}
"""Words by which they are known that no request has by itself."""


class ServedPainter(Painter):
    """Draws by a model server."""

    def __init__(self, server: OpenAIServer, model: OpenAIImageModel, faces: dict[bytes, str]) -> None:
        super().__init__()
        self._server = server
        self._model = model
        self._faces = faces

    async def render(self, request: RenderRequest, **how: Any) -> RenderedImage:
        self.asked.append(request)
        drawn = await self._model.render(request, timeout_seconds=how["timeout_seconds"])
        await self.held()
        return drawn

    def shown_since(self, asked: int) -> tuple[str, ...]:
        """By the very bytes and words that arrived."""
        arrived = self._server.asked[asked:]
        sent = {data for one in arrived for _, _, data in one.files}
        told = " ".join(str(one.body.get("prompt", "")) for one in arrived)
        pictured = {name for data, name in self._faces.items() if data in sent}
        return tuple(sorted(pictured | {name for name, words in LOOKS.items() if words in told}))


@asynccontextmanager
async def served_painter(able: Capabilities = OPENAI) -> AsyncGenerator[ServedPainter]:
    gate = PillowGate()
    faces = {(await gate.admit(picture(f"face-{who}"), name="face")).data: who for who in FACES}
    async with openai_server(side_max=64) as server, connect(key="sk-test", base_url=server.url) as client:
        model = OpenAIImageModel(
            client, model="gpt-image-2", capabilities=able, gate=gate, fetcher=SafeFetcher()
        )
        yield ServedPainter(server, model, faces)
