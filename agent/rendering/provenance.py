"""What a picture says of its own making, for machines: IPTC's digital source type in an XMP packet, put beside the pixels.

Chunks are added to the file as it is, so that no pixel changes and nothing that a provider wrote is lost (XMP specification, part 3; WebP
container specification). No picture is decoded. Where the installation has a certificate, what is drawn is signed as well."""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from agent.domain.generation import ImageData, RenderedImage
from agent.ports import PictureSigner

SourceTerm = Literal[
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
    "algorithmicMedia",
    "compositeSynthetic",
]
"""Of IPTC's vocabulary: drawn by a trained model; changed by one; drawn by rules; put together from rules and photographs."""
TRAINED = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia")
TERMS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_SAYS = re.compile(
    re.escape(TERMS.encode())
    + rb"(trainedAlgorithmicMedia|compositeWithTrainedAlgorithmicMedia|algorithmicMedia|compositeSynthetic)\b"
)
_MARK = (
    '<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:DigitalSourceType="{source}"/>'
)
_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
).encode()
_PNG, _PNG_XMP = b"\x89PNG\r\n\x1a\n", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00"
_JPEG_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_SEGMENT_BYTES_MAX = 65_533
_HAS_XMP, _HAS_ALPHA = 0x04, 0x10
Chunks = Sequence[tuple[bytes, bytes]]


def source_term(*, trained: bool, with_photographs: bool) -> SourceTerm:
    """The term for a picture of an image model (`trained`) or of the sketch renderer, made from pictures that people brought or not."""
    if trained:
        return "compositeWithTrainedAlgorithmicMedia" if with_photographs else "trainedAlgorithmicMedia"
    return "compositeSynthetic" if with_photographs else "algorithmicMedia"


def term_in(data: bytes) -> str | None:
    """The term that a packet or a signed manifest in the file names; None without one. Pixels are compressed: they name none."""
    found = _SAYS.search(data)
    return found[1].decode() if found else None


def marked(image: ImageData, term: str) -> ImageData:
    """The same picture, saying that it is generated. One that says so already is left as it came, since a further byte would break a
    provider's signature. Another kind of file than PNG, JPEG and WebP is left too."""
    add = {"image/png": _in_png, "image/jpeg": _in_jpeg, "image/webp": _in_webp}.get(image.media_type)
    if add is None or term_in(image.data) is not None:
        return image
    try:
        return replace(image, data=add(image, _MARK.format(source=TERMS + term).encode()))
    except (ValueError, IndexError, struct.error):  # a broken file: whoever shows it will say so
        return image


def with_mark_of(original: bytes, remade: ImageData) -> ImageData:
    """A smaller version of a picture, saying what the original said."""
    term = term_in(original)
    return remade if term is None else marked(remade, term)


def _packet(known: bytes, mark: bytes) -> bytes:
    """The packet with the mark in it; what else it says stays."""
    head, end, rest = known.rpartition(b"</rdf:RDF>")
    return head + mark + end + rest if end else _packet(_PACKET, mark)


def _in_png(image: ImageData, mark: bytes) -> bytes:
    """In an iTXt chunk right after the header, where readers that stop at the pixels still find it."""
    if not image.data.startswith(_PNG):
        raise ValueError("not a PNG")
    header, *chunks = _png_chunks(image.data)
    known = next((body for name, body in chunks if name == b"iTXt" and body.startswith(_PNG_XMP)), b"")
    others = [(name, body) for name, body in chunks if not (known and body == known)]
    body = _PNG_XMP + _packet(known[len(_PNG_XMP) :], mark)
    parts = [header, (b"iTXt", body), *others]
    return _PNG + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size


def _in_jpeg(image: ImageData, mark: bytes) -> bytes:
    """In an APP1 segment after those of JFIF and Exif, which readers want first."""
    data, at, known = image.data, 2, b""
    if not data.startswith(b"\xff\xd8"):
        raise ValueError("not a JPEG")
    while data[at : at + 2] in (b"\xff\xe0", b"\xff\xe1"):
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if data[at + 4 : end].startswith(_JPEG_XMP):
            known, data = data[at + 4 + len(_JPEG_XMP) : end], data[:at] + data[end:]
        else:
            at = end
    body = _JPEG_XMP + _packet(known, mark)
    if len(body) > _SEGMENT_BYTES_MAX:
        body = _JPEG_XMP + _packet(b"", mark)
    return data[:at] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[at:]


def _in_webp(image: ImageData, mark: bytes) -> bytes:
    """In an XMP chunk at the end; a plain file becomes an extended one, whose header says so."""
    if image.data[:4] != b"RIFF" or image.data[8:12] != b"WEBP":
        raise ValueError("not a WebP")
    chunks = list(_webp_chunks(image.data))
    known = next((body for name, body in chunks if name == b"XMP "), b"")
    if chunks[0][0] != b"VP8X":
        clear = chunks[0][0] == b"VP8L" and chunks[0][1][4] & _HAS_ALPHA
        size = (image.width - 1).to_bytes(3, "little") + (image.height - 1).to_bytes(3, "little")
        chunks.insert(0, (b"VP8X", bytes([_HAS_ALPHA if clear else 0, 0, 0, 0]) + size))
    (name, header), *others = chunks
    kept = [(name, body) for name, body in others if name != b"XMP "]
    header = bytes([header[0] | _HAS_XMP]) + header[1:]
    return _webp([(name, header), *kept, (b"XMP ", _packet(known, mark))])


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        (size,) = struct.unpack("<I", data[at + 4 : at + 8])
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + (size & 1)


def _webp(chunks: Chunks) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(piece)) + piece + b"\x00" * (len(piece) & 1) for name, piece in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


async def with_marks(
    rendered: RenderedImage, signer: PictureSigner | None, *, with_photographs: bool
) -> RenderedImage:
    """As it is kept, and as platforms show it. `with_photographs`: it is made from pictures that people brought."""
    term = source_term(trained=rendered.trained, with_photographs=with_photographs)
    image = await _with_mark(rendered.image, term, rendered.model, signer)
    shown = rendered.shown and await _with_mark(rendered.shown, term, rendered.model, signer)
    return replace(rendered, image=image, shown=shown)


async def _with_mark(
    image: ImageData, term: SourceTerm, model: str, signer: PictureSigner | None
) -> ImageData:
    """Signed last: whatever changes the file afterwards breaks the signature."""
    image = marked(image, term)
    return (
        image if signer is None else await signer.signed(image, term=term_in(image.data) or term, model=model)
    )
