"""Photographs of telephones (HEIC), where the extra `heic` is installed: libheif reads them, in this process and within its limits."""

import importlib
import io
from functools import cache
from importlib.util import find_spec
from typing import Any

from PIL import Image

KIND = "HEIF"
IS_READABLE = find_spec("pillow_heif") is not None


@cache
def library() -> Any:
    """Loaded before a job's limits hold, which are for pixels, and only where there is such a file. One thread, and of the file its
    first picture alone: no depth maps, no thumbnails."""
    plugin = importlib.import_module("pillow_heif.as_plugin")
    options: Any = importlib.import_module("pillow_heif.options")
    options.DECODE_THREADS = 1
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    return plugin


def opened_heif(data: bytes) -> Image.Image:
    """Upright when it is loaded: libheif turns it. Raises what Pillow raises."""
    return library().HeifImageFile(io.BytesIO(data))
