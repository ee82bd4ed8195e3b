"""Brush strokes and facets: pictures made of many small shapes in the colours below them."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from adapters.builtin.sketch.treatments.surface import edges

STROKES_MAX = 9_000


def brushed(
    image: Image.Image, *, length: float, width: float, seed: int, jitter: float = 10, cover: float = 2.2
) -> Image.Image:
    """Strokes along the contours. Length and width in pixels; `jitter` varies their colours, 0..255."""
    rng = np.random.default_rng(seed)
    count = min(round(cover * image.width * image.height / (length * width)), STROKES_MAX)
    done = image.filter(ImageFilter.GaussianBlur(width / 2))
    xs = rng.integers(0, image.width, count)
    ys = rng.integers(0, image.height, count)
    colours = np.asarray(done)[ys, xs].astype(np.int16)
    colours = np.clip(colours + rng.normal(0, jitter, (count, 1)).astype(np.int16), 0, 255)
    angles = _contours(image)[ys, xs] + rng.normal(0, 0.22, count)
    dx, dy = np.cos(angles) * length / 2, np.sin(angles) * length / 2
    draw = ImageDraw.Draw(done)
    broad = max(round(width), 1)
    lines = np.stack([xs - dx, ys - dy, xs + dx, ys + dy], axis=1).tolist()
    for line, colour in zip(lines, colours.tolist(), strict=True):
        draw.line(line, fill=tuple(colour), width=broad)
    return done


def dabbed(
    image: Image.Image, *, radius: float, seed: int, jitter: float = 22, cover: float = 2.0
) -> Image.Image:
    """Round dabs of colour."""
    rng = np.random.default_rng(seed)
    count = min(round(cover * image.width * image.height / (3.1 * radius * radius)), STROKES_MAX)
    done = image.filter(ImageFilter.GaussianBlur(radius))
    xs, ys = rng.integers(0, image.width, count), rng.integers(0, image.height, count)
    colours = np.clip(np.asarray(image)[ys, xs] + rng.normal(0, jitter, (count, 3)), 0, 255).astype(np.uint8)
    draw = ImageDraw.Draw(done)
    for x, y, colour in zip(xs.tolist(), ys.tolist(), colours.tolist(), strict=True):
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=tuple(colour))
    return done


def _contours(image: Image.Image) -> "np.ndarray":
    """The direction of the contour at each pixel, radians; gently waving where the picture is even."""
    grey = np.asarray(image.convert("L").filter(ImageFilter.GaussianBlur(4)), dtype=np.float32)
    down, across = np.gradient(grey)
    rows, columns = np.indices(grey.shape)
    calm = 0.5 * np.sin(columns / 130.0) + 0.4 * np.cos(rows / 170.0)
    along = np.arctan2(down, across) + np.pi / 2
    return np.asarray(np.where(np.hypot(down, across) > 1.2, along, calm), dtype=np.float64)


def faceted(image: Image.Image, ink: Image.Image, *, cell: int, seed: int) -> Image.Image:
    """Triangles whose corners lie on the contours."""
    points = _corners(image, ink, cell, seed)
    soft = image.filter(ImageFilter.BoxBlur(cell / 8))
    colours = np.asarray(soft)
    done = soft.copy()
    draw = ImageDraw.Draw(done)
    rows, columns = points.shape[:2]
    for row in range(rows - 1):
        for column in range(columns - 1):
            a, b = points[row, column], points[row, column + 1]
            c, d = points[row + 1, column], points[row + 1, column + 1]
            halves = ((a, b, d), (a, d, c)) if (row + column) % 2 else ((a, b, c), (b, d, c))
            for half in halves:
                x, y = sum(p[0] for p in half) // 3, sum(p[1] for p in half) // 3
                tone = colours[min(max(y, 0), image.height - 1), min(max(x, 0), image.width - 1)].tolist()
                draw.polygon([(int(p[0]), int(p[1])) for p in half], fill=tuple(tone))
    return done


def _corners(image: Image.Image, ink: Image.Image, cell: int, seed: int) -> np.ndarray:
    """(rows, columns, 2) of x, y: a jittered grid whose points have moved to the strongest edge near them."""
    rng = np.random.default_rng(seed)
    width, height = image.size
    columns, rows = width // cell + 2, height // cell + 2
    strong = np.maximum(np.asarray(edges(image, 50)), np.asarray(ink) // 2)
    found = np.zeros((rows, columns, 2), dtype=np.int32)
    for row in range(rows):
        for column in range(columns):
            left, top = max(column * cell - cell // 2, 0), max(row * cell - cell // 2, 0)
            patch = strong[top : top + cell, left : left + cell]
            if patch.size and patch.max() > 90:
                at = int(patch.argmax())
                found[row, column] = (left + at % patch.shape[1], top + at // patch.shape[1])
            else:
                jitter = rng.integers(-cell // 3, cell // 3 + 1, 2)
                found[row, column] = (column * cell + jitter[0], row * cell + jitter[1])
    found[0, :, 1], found[-1, :, 1] = -1, height + 1
    found[:, 0, 0], found[:, -1, 0] = -1, width + 1
    return found


def cells(size: tuple[int, int], cell: int, seed: int) -> tuple[Image.Image, Image.Image]:
    """An irregular pavement: a random grey for each piece, and the joints between them (255)."""
    rng = np.random.default_rng(seed)
    columns, rows = size[0] // cell + 3, size[1] // cell + 3
    grid = np.indices((rows, columns)).transpose(1, 2, 0)[..., ::-1] * cell - cell
    grid = grid + rng.integers(-cell // 3, cell // 3 + 1, grid.shape)
    grid[1::2, :, 0] += cell // 2
    tones, joints = Image.new("L", size, 128), Image.new("L", size, 0)
    paint, line = ImageDraw.Draw(tones), ImageDraw.Draw(joints)
    broad = max(cell // 16, 2)
    for row in range(rows - 1):
        for column in range(columns - 1):
            corners = (
                grid[row, column],
                grid[row, column + 1],
                grid[row + 1, column + 1],
                grid[row + 1, column],
            )
            flat = [(int(x), int(y)) for x, y in corners]
            paint.polygon(flat, fill=int(rng.integers(70, 190)))
            line.line([*flat, flat[0]], fill=255, width=broad)
    return tones, joints
