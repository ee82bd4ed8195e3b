"""Reference pictures: opened, cut out of their ground, and made into grounds. No model, only colours and edges."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps, UnidentifiedImageError

from adapters.builtin.sketch.colour import Rgb, luminance
from adapters.builtin.sketch.figures.clothes import Head, wear
from adapters.builtin.sketch.figures.costumes import costume_of
from adapters.builtin.sketch.figures.cutouts import Cutout
from adapters.builtin.sketch.figures.likenesses import framed_whole
from adapters.builtin.sketch.figures.pen import Pen
from adapters.builtin.sketch.scene import Scene, Thing
from agent.domain.generation import ImageData

CUTOUT_SIDE = 620
"""Pixels of a cut-out photograph's longer side."""
_SIDE = 96
"""Cutting out looks at a picture of this size."""
_AREA_MIN, _AREA_MAX = 0.08, 0.72
"""A subject that covers less or more of its picture than this was not found: an oval is cut instead."""
_SOLID_MIN = 0.9
_ON_HEAD = frozenset(
    {"hat", "pirate hat", "wizard hat", "santa hat", "party hat", "crown", "cap", "sunhat", "bow", "helmet"}
)
"""What can be put on a picture whose eyes and neck nobody knows."""


def opened(data: ImageData) -> Image.Image | None:
    """The picture upright in RGB, on white; None when it cannot be read."""
    try:
        with Image.open(BytesIO(data.data)) as image:
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    white = Image.new("RGB", upright.size, (255, 255, 255))
    white.paste(upright.convert("RGB"), (0, 0), upright.getchannel("A"))
    return white


def colours_of(images: Sequence[Image.Image], count: int = 6) -> tuple[Rgb, ...]:
    """The main colours of the pictures together, dark to light: a palette."""
    together = Image.new("RGB", (64, 64 * len(images)))
    for number, image in enumerate(images):
        together.paste(image.convert("RGB").resize((64, 64), Image.Resampling.BOX), (0, 64 * number))
    small = together.quantize(count, Image.Quantize.MEDIANCUT).convert("RGB")
    found = small.getcolors(64 * 64 * len(images)) or []
    tones = [colour for _, colour in found if isinstance(colour, tuple)]
    return tuple(sorted(((int(t[0]), int(t[1]), int(t[2])) for t in tones), key=luminance))


def cut_out(image: Image.Image, thing: Thing) -> Cutout:
    """The subject of a photograph as a cut-out, wearing what can be put on a head; all of it in a frame where the subject is not told
    from its ground. A picture with transparent parts is cut out already."""
    whole = ImageOps.contain(image, (CUTOUT_SIDE, CUTOUT_SIDE))
    mask = whole.getchannel("A") if whole.mode == "RGBA" else _subject(whole)
    if mask is None:
        whole = framed_whole(whole)
        mask = whole.getchannel("A")
    fitted = whole.convert("RGB")
    cut = Cutout(_flattened(fitted), mask, _lines(fitted, mask)).trimmed()
    worn = [item for item in thing.worn if item[0] in _ON_HEAD]
    return _crowned(cut, worn) if worn and whole.mode != "RGBA" else cut


def is_framed(image: Image.Image) -> bool:
    """Whether it is shown in a frame, as its subject is not told from its ground."""
    return image.mode != "RGBA" and _subject(ImageOps.contain(image, (CUTOUT_SIDE, CUTOUT_SIDE))) is None


def _flattened(image: Image.Image) -> Image.Image:
    """Calmer areas, as if painted: without the grain."""
    return image.filter(ImageFilter.BoxBlur(1)).filter(ImageFilter.SMOOTH)


def _lines(image: Image.Image, mask: Image.Image) -> Image.Image:
    """The photograph's strongest edges as ink, and an outline around what was cut out."""
    grey = ImageOps.autocontrast(image.convert("L").filter(ImageFilter.GaussianBlur(1.6)))
    across = ImageChops.difference(grey, ImageChops.offset(grey, 2, 0))
    down = ImageChops.difference(grey, ImageChops.offset(grey, 0, 2))
    strong = ImageChops.lighter(across, down).point([min(235, max(0, (v - 26) * 6)) for v in range(256)])
    inner = mask.filter(ImageFilter.BoxBlur(5)).point([0] * 250 + [255] * 6)
    rim = ImageChops.multiply(ImageChops.invert(mask.filter(ImageFilter.BoxBlur(5))), mask)
    rim = rim.point([min(255, v * 3) for v in range(256)])
    return ImageChops.lighter(ImageChops.multiply(strong, inner), rim)


def _crowned(cut: Cutout, worn: Sequence[tuple[str, Rgb | None]]) -> Cutout:
    """With a hat on what is uppermost in the cut-out."""
    width, height = 700.0, 700.0 / cut.aspect
    pen = Pen(1000, height + 420, line=8)
    pen.stick(cut, 150, 400, width)
    head = _head(cut.mask, width, height)
    head = replace(head, x=head.x + 150, y=head.y + 400)
    for kind, colour in worn:
        wear(pen, head, kind, colour)
    return pen.cutout(stature=height)


def _head(mask: Image.Image, width: float, height: float) -> Head:
    """Where a hat would sit: what is uppermost and nearest to the middle of a mask, on a canvas of that size."""
    small = np.asarray(mask.resize((60, 60), Image.Resampling.BOX)) > 128
    rows = np.flatnonzero(small.any(axis=1))
    top = int(rows[0]) if len(rows) else 6
    band = np.flatnonzero(small[top : top + 12].any(axis=0))
    left, right = (int(band[0]), int(band[-1]) + 1) if len(band) else (15, 45)
    wide = min(max((right - left) / 60 * width, width * 0.3), width * 0.62)
    centre = (left + right) / 120 * width
    return Head(x=centre - wide / 2, y=top / 60 * height - wide * 0.02, width=wide, height=wide, kind="")


def dressed(image: Image.Image, worn: Sequence[tuple[str, Rgb | None]]) -> Image.Image:
    """A whole photograph whose subject wears what can be put on a head."""
    items = [item for item in worn if item[0] in _ON_HEAD]
    if not items:
        return image
    fitted = ImageOps.contain(image, (900, 900))
    width, height = fitted.size
    found = _head(_subject(fitted) or _oval(fitted.size), width, height)
    wide = min(found.width, width * 0.36)
    head = replace(found, x=found.centre - wide / 2, width=wide, height=wide)
    pen = Pen(width, height + 300, line=7)
    lowered = max(head.y, head.width * 0.66)
    for kind, colour in items:
        wear(pen, replace(head, y=lowered + 300), kind, colour)
    hat = pen.cutout(trim=False)
    fitted.paste(hat.fill, (0, -300), hat.mask)
    fitted.paste((30, 24, 40), (0, -300), hat.ink)
    return fitted


def _subject(image: Image.Image) -> Image.Image | None:
    """L, 255 on the subject: what differs from the colours along the border, near the middle; None where nothing does."""
    found = _unlike_border(image.convert("RGB"))
    if found is None:
        return None
    large = Image.fromarray((found * 255).astype(np.uint8)).resize(image.size, Image.Resampling.BICUBIC)
    blurred = large.filter(ImageFilter.GaussianBlur(max(image.size) / 90))
    return blurred.point([max(0, min(255, (v - 104) * 7)) for v in range(256)])


def _oval(size: tuple[int, int]) -> Image.Image:
    """In the middle, never much wider than tall."""
    width, height = size
    half = min(width * 0.45, height * 0.6)
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).ellipse([width / 2 - half, height * 0.03, width / 2 + half, height * 0.97], fill=255)
    return mask.filter(ImageFilter.GaussianBlur(max(size) / 200))


def _unlike_border(image: Image.Image) -> "np.ndarray | None":
    """A boolean mask of the subject on a small grid, None when the border does not tell it apart."""
    small = np.asarray(image.resize((_SIDE, _SIDE), Image.Resampling.BOX), dtype=np.float32)
    edge = 5
    rim = np.concatenate(
        [small[:edge].reshape(-1, 3), small[:, :edge].reshape(-1, 3), small[:, -edge:].reshape(-1, 3)]
    )
    tones = np.array(colours_of([Image.fromarray(rim.astype(np.uint8)[None])], 5), dtype=np.float32)
    distance = np.sqrt(((small[:, :, None, :] - tones) ** 2).sum(-1)).min(-1)
    rows, columns = np.mgrid[0:_SIDE, 0:_SIDE] / _SIDE - 0.5
    central = np.exp(-(columns**2 + (rows * 0.9) ** 2) / 0.16)
    score = distance * (0.35 + central)
    mask = score > max(_otsu(score), 24.0)
    mask = _largest(_closed(mask))
    share = float(mask.mean())
    touching = float(np.concatenate([mask[0], mask[:, 0], mask[:, -1]]).mean())
    middle = mask[_SIDE // 3 : -_SIDE // 3, _SIDE // 3 : -_SIDE // 3].mean()
    plausible = (
        _AREA_MIN < share < _AREA_MAX and touching < 0.16 and middle > 0.45 and _solidity(mask) > _SOLID_MIN
    )
    return mask if plausible else None


def _solidity(mask: "np.ndarray") -> float:
    """How much of its own outline a mask fills: ragged finds are not the subject but bits of it."""
    rows = np.maximum.accumulate(mask, 1) & np.maximum.accumulate(mask[:, ::-1], 1)[:, ::-1]
    columns = np.maximum.accumulate(mask, 0) & np.maximum.accumulate(mask[::-1], 0)[::-1]
    return float(mask.sum() / max((rows | columns).sum(), 1))


def _otsu(values: "np.ndarray") -> float:
    """The threshold that parts the values best into two groups."""
    counts, bounds = np.histogram(values, 64)
    middles = (bounds[:-1] + bounds[1:]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * middles)
    mean_below = sums / np.maximum(below, 1)
    mean_above = (sums[-1] - sums) / np.maximum(above, 1)
    return float(middles[int(np.argmax(below * above * (mean_below - mean_above) ** 2))])


def _closed(mask: "np.ndarray") -> "np.ndarray":
    """Without small holes and gaps."""
    image = Image.fromarray((mask * 255).astype(np.uint8))
    grown = image.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.MinFilter(7))
    return np.asarray(grown) > 128


def _largest(mask: "np.ndarray") -> "np.ndarray":
    """Its largest connected part, holes filled."""
    seen = np.zeros_like(mask)
    best: list[tuple[int, int]] = []
    for start in np.argwhere(mask).tolist():
        if not seen[start[0], start[1]]:
            part = _part(mask, seen, (start[0], start[1]))
            best = max(best, part, key=len)
    found = np.zeros_like(mask)
    if best:
        rows, columns = zip(*best, strict=True)
        found[list(rows), list(columns)] = True
    outside = np.zeros_like(mask)
    for row in range(mask.shape[0]):
        for column in (0, mask.shape[1] - 1):
            if not found[row, column] and not outside[row, column]:
                _part(~found, outside, (row, column))
    return found | ~(outside | found)


def _part(mask: "np.ndarray", seen: "np.ndarray", start: tuple[int, int]) -> list[tuple[int, int]]:
    """The cells connected with the start; marks them as seen."""
    queue = deque([start])
    seen[start] = True
    part: list[tuple[int, int]] = []
    while queue:
        row, column = queue.popleft()
        part.append((row, column))
        for y, x in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
            if 0 <= y < mask.shape[0] and 0 <= x < mask.shape[1] and mask[y, x] and not seen[y, x]:
                seen[y, x] = True
                queue.append((y, x))
    return part


def ground_of(image: Image.Image, size: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """A photograph as the whole picture: colours and ink, cropped to the format."""
    working = ImageOps.contain(ImageOps.fit(image, size, Image.Resampling.BILINEAR), (900, 900))
    ink = _lines(working, Image.new("L", working.size, 255))
    smooth = Image.Resampling.BILINEAR
    return _flattened(working).resize(size, smooth), ink.resize(size, smooth)


def unworn(scene: Scene) -> tuple[str, ...]:
    """What was to be put on a photograph, or changed in it, and could not."""
    return tuple(word for thing in scene.things if thing.photo is not None for word in unchanged(thing))


def unchanged(thing: Thing) -> tuple[str, ...]:
    """What is said of somebody in a photograph and cannot be seen there: the photograph stays what it is."""
    words = dict(thing.said)
    worn = tuple(words.get(kind, kind) for kind, _ in thing.worn if kind not in _ON_HEAD)
    colour = (words.get("colour", thing.word),) if thing.colour is not None else ()
    role = (thing.word,) if costume_of(thing.char) is not None and not thing.named else ()
    return (*role, *colour, *worn, *thing.held)
