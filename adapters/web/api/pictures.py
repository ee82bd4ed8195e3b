"""Pictures for those who may see them: whole, as thumbnails, and the partial ones of a render under way."""

from collections import OrderedDict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.media.contact_sheets import Tile, contact_sheet
from adapters.web.api.payloads import SHEET_OF
from adapters.web.config import WebServices
from adapters.web.identity.sessions import Sessions
from agent.domain.conversation import AuthorId
from agent.domain.images import GONE, ImageData
from agent.errors import BadInput, NotFound
from agent.ports import PixelGate
from agent.text.forgotten_marks import shown_caption
from agent.translation.catalogue import _

WIDTHS = (96, 192, 320, 640, 960)
"""Thumbnails that are made, longer side in pixels."""
THUMBNAIL_BYTES_MAX = 48_000_000
"""Thumbnails kept in memory, together."""
_EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "application/zip": "zip",
}


class Thumbnails:
    """Made once, kept while there is room. Access is checked before, each time."""

    def __init__(self, gate: PixelGate) -> None:
        self._gate = gate
        self._kept: OrderedDict[tuple[str, int], ImageData] = OrderedDict()
        self._bytes = 0

    def kept(self, image: str, side: int) -> ImageData | None:
        key = (image, side)
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key]

    async def of(self, image: str, whole: ImageData, *, side: int) -> ImageData:
        if max(whole.width, whole.height) <= side:
            return whole
        key = (image, side)
        made = await self._gate.thumbnail(whole, side=side)
        if key not in self._kept:
            self._kept[key] = made
            self._bytes += len(made.data)
        while self._bytes > THUMBNAIL_BYTES_MAX:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= len(dropped.data)
        return made


class Picturing:
    """Endpoints of pictures."""

    def __init__(self, services: WebServices, sessions: Sessions) -> None:
        self._services = services
        self._sessions = sessions
        self._previews = services.previews
        self._thumbnails = Thumbnails(services.gate) if services.gate else None

    def routes(self) -> list[Route]:
        return [
            Route("/api/images/{image}", self.image, methods=["GET"]),
            Route("/api/messages/{message}/preview", self.preview, methods=["GET"]),
        ]

    async def image(self, request: Request) -> Response:
        """?w= asks for a thumbnail, ?download=1 for a file. A browser may keep it, but asks each time whether it still may."""
        viewer = (await self._sessions.person(request)).author.id
        image, side = request.path_params["image"], _side(request.query_params.get("w", ""))
        if image.startswith(SHEET_OF):
            return await self._sheet(image.removeprefix(SHEET_OF), viewer)
        tag = f'"{image}-{side}"'
        headers = {"Cache-Control": "private, no-cache", "ETag": tag, "Vary": "Cookie"}
        if request.headers.get("if-none-match") == tag:
            await self._services.board.may_see(image, viewer=viewer)
            return Response(status_code=304, headers=headers)
        whole = await self._picture(image, side, viewer)
        is_picture = _is_picture(whole)
        if request.query_params.get("download") or not is_picture:
            name = f"atelier-{image[:8]}.{_EXTENSIONS.get(whole.media_type, 'bin')}"
            headers["Content-Disposition"] = f'attachment; filename="{name}"'
        kind = whole.media_type if whole.media_type in _EXTENSIONS else "application/octet-stream"
        return Response(whole.data, media_type=kind, headers=headers)

    async def _picture(self, image: str, side: int, viewer: AuthorId) -> ImageData:
        """In that size; one that is at hand already is not read again. Raises NotFound where the viewer may not see it."""
        kept = self._thumbnails.kept(image, side) if side and self._thumbnails else None
        if kept is not None:
            await self._services.board.may_see(image, viewer=viewer)
            return kept
        whole = await self._services.board.image(image, viewer=viewer)
        if side and self._thumbnails and _is_picture(whole):
            return await self._thumbnails.of(image, whole, side=side)
        return whole

    async def _sheet(self, message: str, viewer: AuthorId) -> Response:
        """The pictures of a message on one, in one size. Made anew each time: what is gone meanwhile is not on it."""
        reply = (await self._services.board.message(message, viewer=viewer)).reply
        if reply is None or not reply.sheet or not reply.images or self._services.gate is None:
            raise NotFound(_("there is no such picture"))
        found = [await self._still_there(image, viewer) for image in reply.images]
        labels = (*map(shown_caption, reply.alts), *("" for _ in found))
        tiles = [Tile(image=image, label=label) for image, label in zip(found, labels, strict=False)]
        sheet = await contact_sheet(self._services.gate, tiles)
        return Response(sheet.data, media_type=sheet.media_type, headers={"Cache-Control": "no-store"})

    async def _still_there(self, image: str, viewer: AuthorId) -> ImageData:
        try:
            return await self._services.board.image(image, viewer=viewer)
        except NotFound:
            return GONE

    async def preview(self, request: Request) -> Response:
        """The latest partial picture of a working message."""
        viewer: AuthorId = (await self._sessions.person(request)).author.id
        message = await self._services.board.message(request.path_params["message"], viewer=viewer)
        data = await self._previews.data(message.id)
        if data is None or message.reply is not None:
            raise NotFound(_("There is no preview of that."))
        kind = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
        return Response(data, media_type=kind, headers={"Cache-Control": "no-store"})


def _is_picture(whole: ImageData) -> bool:
    return whole.media_type.startswith("image/") and whole.media_type in _EXTENSIONS


def _side(raw: str) -> int:
    """0: the whole picture."""
    if not raw:
        return 0
    if raw not in map(str, WIDTHS):
        raise BadInput(f"w: one of {', '.join(map(str, WIDTHS))}")
    return int(raw)
