"""The image model that needs no key and no network: a storyboard of what is asked, drawn with Pillow."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image, ImageOps

from adapters.builtin.sketch.canvas import Printable
from adapters.builtin.sketch.cast import Seeds
from adapters.builtin.sketch.figures.likenesses import framed
from adapters.builtin.sketch.figures.photos import colours_of, dressed, is_framed, opened, unchanged, unworn
from adapters.builtin.sketch.lettering import lettered, unprintable
from adapters.builtin.sketch.painting import painted_scene
from adapters.builtin.sketch.reading.scene_draft import can_act
from adapters.builtin.sketch.reading.staging import staged
from adapters.builtin.sketch.reading.styling import names_treatment
from adapters.builtin.sketch.scene import Look, Scene
from adapters.builtin.sketch.treatments import treated
from adapters.builtin.sketch.treatments.marks import treatment_like
from agent.domain.generation import (
    UNMASKED,
    GenerationContext,
    ImageData,
    ReferenceRole,
    RenderedImage,
    RenderRequest,
)
from agent.errors import UnknownOutcome
from agent.translation.catalogue import _

MODEL = "sketch"
SIDE_MIN, SIDE_MAX = 64, 2_048
DRAFT_SIDE = 512
"""Pixels of a draft's longer side."""
BOARD_COLOURS = 9
"""Taken of the pictures that show a style."""
SEEDS_ALIKE = 8
"""So many neighbouring seeds share one layout: a revision counts the seed up and means the same picture."""


class SketchRenderer:
    """Port `agent.ports.ImageModel`. Deterministic: the same request gives the same bytes."""

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: Callable[[bytes], Awaitable[None]] | None = None,
        on_progress: Callable[[float], Awaitable[None]] | None = None,
    ) -> RenderedImage:
        """Raises UnknownOutcome when it takes longer than `timeout_seconds`."""
        try:
            async with asyncio.timeout(timeout_seconds):
                return await asyncio.to_thread(drawn, request)
        except TimeoutError as error:
            raise UnknownOutcome("the sketch took too long") from error


def drawn(request: RenderRequest) -> RenderedImage:
    """The picture; CPU work only."""
    size, context, before = size_of(request), request.context, request.base_context
    album = album_of(request)
    people = [reference.label for reference, _ in request.references if reference.role == "person"]
    base = staged(before, labels=album.labels) if before else None
    scene = staged(context, base, labels=album.labels)
    ground = album.setting
    if album.base is not None and before is None:
        if scene.placed:
            # What the photograph shows is wanted somewhere else.
            album = replace(album, shown=(album.base, *album.shown), labels=("", *album.labels))
            scene = staged(context, labels=album.labels)
        else:
            scene, ground = _on_photograph(scene, ImageOps.fit(album.base, size))
    elif before is None and ground is None and _is_the_picture(scene, album, request):
        scene, ground = _on_photograph(scene, ImageOps.fit(album.shown[0], size))
    scene = replace(scene, look=_as_shown(scene.look, context, album))
    seeds = seeds_of(context, before)
    painting = painted_scene(scene, base, size, seeds, photos=album.shown, photograph=ground)
    picture = treated(painting, scene.look.treatment, scene.look.palette)
    if scene.framing.mirrored:
        picture = ImageOps.mirror(picture)
    if scene.text:
        picture = lettered(
            picture,
            scene.text,
            board=_turned(painting.board, picture.width) if scene.framing.mirrored else painting.board,
        )
    wanting = (*scene.missing, *painting.missing, *unworn(scene), *_unlettered(scene.text))
    wanting = (*wanting, UNMASKED) if request.mask else wanting
    wanting = (*wanting, *_framed(scene, album, people), *_beyond_a_sketch(people, album))
    return RenderedImage(
        image=_png(picture),
        model=MODEL,
        missing=tuple(dict.fromkeys(wanting)),
        seed=context.seed,
        trained=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """The reference pictures that could be opened, by what they are for."""

    shown: tuple[Image.Image, ...] = ()
    """To be placed in the scene."""
    labels: tuple[str, ...] = ()
    """Of those, what they show."""
    base: Image.Image | None = None
    setting: Image.Image | None = None
    styles: tuple[Image.Image, ...] = ()
    boards: tuple[str, ...] = ()
    """What they are called, each once."""


def album_of(request: RenderRequest) -> Album:
    pictures = [
        (reference, image) for reference, data in request.references if (image := opened(data)) is not None
    ]
    shown = [
        (reference, framed(image) if reference.role == "person" else image)
        for reference, image in pictures
        if reference.role in ("subject", "person", "character")
    ]
    first_of = {reference.label: reference for reference, _ in reversed(shown) if reference.label}
    shown = [pair for pair in shown if first_of.get(pair[0].label, pair[0]) is pair[0]]

    def first(role: ReferenceRole) -> Image.Image | None:
        return next((image for reference, image in pictures if reference.role == role), None)

    return Album(
        shown=tuple(image for _, image in shown), labels=tuple(reference.label for reference, _ in shown),
        base=first("base"), setting=first("setting"),
        styles=tuple(image for reference, image in pictures if reference.role == "style"),
        boards=tuple(dict.fromkeys(reference.label for reference, _image in pictures if reference.role == "style" and reference.label)),
    )  # fmt: skip


def _as_shown(look: Look, context: GenerationContext, album: Album) -> Look:
    """The colours and the treatment of the pictures that show a style. Words that name one say it better; a board's name says nothing."""
    if not album.styles:
        return look
    words = context.value("style")
    named = words.casefold() not in (name.casefold() for name in album.boards) and names_treatment(words)
    return Look(
        treatment=look.treatment if named else treatment_like(album.styles) or look.treatment,
        palette=look.palette if context.value("palette") else colours_of(album.styles, BOARD_COLOURS),
    )


def _beyond_a_sketch(people: Sequence[str], album: Album) -> tuple[str, ...]:
    """What is taken of somebody's picture, or of a style's, and what is not."""
    shown = (_("{name} themselves (a sketch shows their picture in a frame)", name=name) for name in people)
    alike = (
        _("{name} itself (a sketch takes its colours and a manner like it)", name=name)
        for name in album.boards
    )
    return (*shown, *alike)


def _is_the_picture(scene: Scene, album: Album, request: RenderRequest) -> bool:
    """Whether the one photograph that is shown is the scene itself, as it is to be nowhere else: "make it night", "as a watercolour"."""
    roles = [reference.role for reference, _ in request.references if reference.role not in ("style", "mask")]
    return roles == ["subject"] and len(album.shown) == 1 and not scene.placed


def _framed(scene: Scene, album: Album, people: Sequence[str]) -> Sequence[str]:
    """What the photographs show that hang in the scene in a frame: their subjects could not be cut out."""
    shown = [thing for thing in scene.things if thing.photo is not None and thing.photo < len(album.shown)]
    words = [
        album.labels[thing.photo or 0] or thing.word
        for thing in shown
        if is_framed(album.shown[thing.photo or 0])
    ]
    return [
        _("{name} by itself (the photograph is shown in a frame)", name=word)
        for word in words
        if word not in people
    ]


def _turned(board: Printable | None, width: int) -> Printable | None:
    if board is None:
        return None
    (left, top, right, bottom), over = board
    return (width - right, top, width - left, bottom), over


def _on_photograph(scene: Scene, photograph: Image.Image) -> tuple[Scene, Image.Image]:
    """The photograph is the scene: its subject, named first, wears what it is given; what else is named joins it."""
    if not scene.things:
        return scene, photograph
    subject, *others = scene.things
    scene = replace(scene, missing=(*scene.missing, *unchanged(subject)))
    if subject.photo is None and not (can_act(subject.char) or len(others) == 0):
        others = [subject, *others]
    sides = ("right", "left")
    joining = tuple(
        replace(thing, relation="", anchor="", side=thing.side or sides[n % 2])
        for n, thing in enumerate(others)
    )
    return replace(scene, things=joining), dressed(photograph, subject.worn)


def seeds_of(context: GenerationContext, before: GenerationContext | None) -> Seeds:
    """An edit keeps the layout of what it edits."""
    return Seeds(layout=(before or context).seed // SEEDS_ALIKE, detail=context.seed)


def size_of(request: RenderRequest) -> tuple[int, int]:
    """Pixels: what is wished for, within what can be drawn."""
    width, height = (min(max(int(side), SIDE_MIN), SIDE_MAX) for side in (request.width, request.height))
    if request.draft:
        share = min(1.0, DRAFT_SIDE / max(width, height))
        width, height = max(round(width * share), SIDE_MIN), max(round(height * share), SIDE_MIN)
    return width, height


def _unlettered(text: str) -> tuple[str, ...]:
    wanting = unprintable(text)
    return (f"the characters “{wanting}”",) if wanting else ()


def _png(picture: Image.Image) -> ImageData:
    out = BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=1)
    return ImageData(data=out.getvalue(), media_type="image/png", width=picture.width, height=picture.height)
