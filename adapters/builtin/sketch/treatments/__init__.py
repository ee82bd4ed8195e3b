"""Styles: each makes a picture of a painting in its own way. One function a treatment, by the names in data/styles.toml."""

from collections.abc import Callable, Mapping

from PIL import Image

from adapters.builtin.sketch.painting import Painting
from adapters.builtin.sketch.treatments import flat, lines, lit, painted
from adapters.builtin.sketch.treatments.palette import Palette

Treatment = Callable[[Painting, Palette], Image.Image]

TREATMENTS: Mapping[str, Treatment] = {
    "flat": flat.flat, "comic": flat.comic, "manga": flat.manga, "minimal": flat.minimal, "screenprint": flat.screenprint,
    "papercut": flat.papercut, "silhouette": flat.silhouette, "pixel": flat.pixel, "deco": flat.deco, "line": flat.line,
    "watercolour": painted.watercolour, "pastel": painted.pastel, "oil": painted.oil, "impressionism": painted.impressionism,
    "crayon": painted.crayon, "clay": painted.clay, "ukiyo": painted.ukiyo, "low_poly": painted.low_poly,
    "woodcut": lines.woodcut, "engraving": lines.engraving, "ink": lines.ink, "pencil": lines.pencil, "chalk": lines.chalk,
    "blueprint": lines.blueprint, "sepia": lines.sepia,
    "noir": lit.noir, "neon": lit.neon, "vaporwave": lit.vaporwave, "glitch": lit.glitch, "stained_glass": lit.stained_glass,
    "mosaic": lit.mosaic, "vintage": lit.vintage, "cinema": lit.cinema, "graffiti": lit.graffiti,
}  # fmt: skip


def treated(painting: Painting, name: str, palette: Palette) -> Image.Image:
    """The picture; an unknown treatment is drawn flat."""
    return TREATMENTS.get(name, flat.flat)(painting, palette)
