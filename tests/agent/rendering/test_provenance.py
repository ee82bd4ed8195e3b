"""The mark in the file, read back by Pillow and an XML parser: the pixels are the same, and what was there stays."""

import io
import zlib
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from PIL import Image, PngImagePlugin

from agent.domain.generation import ImageData
from agent.rendering.provenance import TERMS, marked, source_term, term_in, with_mark_of

SOURCE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"
FOREIGN = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="made by a provider"/>'
    b"</rdf:RDF></x:xmpmeta>"
)


def xmp_of(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.info.get("xmp") or image.info.get("XML:com.adobe.xmp", "").encode()


def sources_of(data: bytes) -> list[str]:
    root = ElementTree.fromstring(xmp_of(data))
    return [element.attrib[SOURCE] for element in root.iter() if SOURCE in element.attrib]


def png(mode: str = "RGB", **more: object) -> bytes:
    return saved(mode, "PNG", **more)


def saved(mode: str, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    colour = (200, 40, 90, 120)[: len(mode)]
    picture = Image.effect_noise((61, 47), 40).convert(mode)
    picture.paste(colour, (0, 0, 20, 20))
    picture.save(out, kind, **more)
    return out.getvalue()


def data_of(data: bytes) -> ImageData:
    with Image.open(io.BytesIO(data)) as image:
        return ImageData(
            data=data,
            media_type=f"image/{(image.format or '').lower()}",
            width=image.width,
            height=image.height,
        )


FILES: dict[str, Callable[[], bytes]] = {
    "png": lambda: png(),
    "clear png": lambda: png("RGBA"),
    "jpeg": lambda: saved("RGB", "JPEG"),
    "jpeg with exif": lambda: saved(
        "RGB", "JPEG", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00"
    ),
    "webp": lambda: saved("RGB", "WEBP"),
    "lossless webp": lambda: saved("RGB", "WEBP", lossless=True),
    "clear webp": lambda: saved("RGBA", "WEBP"),
    "clear lossless webp": lambda: saved("RGBA", "WEBP", lossless=True),
}


@pytest.mark.parametrize("kind", FILES)
def test_the_mark_is_read_back_and_no_pixel_has_changed(kind: str) -> None:
    before = data_of(FILES[kind]())

    after = marked(before, "trainedAlgorithmicMedia")

    assert sources_of(after.data) == [TERMS + "trainedAlgorithmicMedia"]
    assert pixels(after.data) == pixels(before.data)
    assert len(after.data) - len(before.data) < 700


def test_what_a_provider_wrote_stays() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", FOREIGN.decode())
    info.add_text("Software", "a provider")
    for data in (png(pnginfo=info), saved("RGB", "JPEG", xmp=FOREIGN), saved("RGB", "WEBP", xmp=FOREIGN)):
        after = marked(data_of(data), "algorithmicMedia").data
        assert sources_of(after) == [TERMS + "algorithmicMedia"]
        assert b"made by a provider" in xmp_of(after)
        assert xmp_of(after).count(b"<rdf:RDF") == 1


def test_a_file_that_says_so_is_left_to_the_byte() -> None:
    """A provider's signed manifest covers every byte of the file."""
    once = marked(data_of(png()), "compositeSynthetic")
    assert marked(once, "trainedAlgorithmicMedia") is once
    manifest = b"c2pa digitalSourceType " + TERMS.encode() + b"trainedAlgorithmicMedia"
    size, chunk = len(manifest).to_bytes(4, "big"), b"caBX" + manifest
    signed = data_of(png())
    data = signed.data[:33] + size + chunk + zlib.crc32(chunk).to_bytes(4, "big") + signed.data[33:]
    carried = data_of(data)
    assert marked(carried, "algorithmicMedia") is carried


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1\x00", b"RIFF\x00\x00\x00\x00WEBP", b"GIF89a"]
)
def test_a_broken_or_other_file_is_left(data: bytes) -> None:
    for media_type in ("image/png", "image/jpeg", "image/webp", "image/gif", "application/zip"):
        image = ImageData(data=data, media_type=media_type, width=1, height=1)
        assert len(marked(image, "algorithmicMedia").data) < len(data) + 700


def test_a_smaller_version_says_what_the_original_said() -> None:
    original = marked(data_of(png()), "compositeSynthetic")
    smaller = with_mark_of(original.data, data_of(saved("RGB", "WEBP")))
    assert term_in(smaller.data) == "compositeSynthetic"
    unmarked = data_of(saved("RGB", "WEBP"))
    assert with_mark_of(png(), unmarked) is unmarked


def test_the_terms() -> None:
    found = {(t, p): source_term(trained=t, with_photographs=p) for t in (True, False) for p in (True, False)}
    assert found == {
        (True, True): "compositeWithTrainedAlgorithmicMedia", (True, False): "trainedAlgorithmicMedia",
        (False, True): "compositeSynthetic", (False, False): "algorithmicMedia",
    }  # fmt: skip


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGBA").tobytes()
