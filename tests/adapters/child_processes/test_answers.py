"""What a decoder says is read within bounds, and believed only in the form that decoders speak."""

import io

import pytest

from adapters.child_processes.protocol import Broken, read_answer


@pytest.mark.parametrize("lengths", [b"\0\xff\xff\xff\0\0\0\0", b"\0\0\0\2\x7f\xff\xff\xff"])
def test_no_more_is_read_than_an_answer_can_be(lengths: bytes) -> None:
    class Endless(io.BytesIO):
        """A decoder that never stops to speak."""

        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            Endless.taken += size or 0
            return super().read(size) if not self.tell() else b"{}"[:size]

    with pytest.raises(Broken, match="larger than any"):
        read_answer(Endless(lengths))
    assert Endless.taken == len(lengths)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\0\0\0\1",
        b"\xff" * 8,
        b"\0\0\0\2\0\0\0\0{}",
        b"\0\0\0\2\0\0\0\0[]",
        b"\0\0\0\2\0\0\0\5{}abc",
        b'\0\0\0\x0d\0\0\0\0{"problem":7}',
        b'\0\0\0\x48\0\0\0\1{"problem": "", "media_type": "text/html", "width": 1, "height": 1,  "x":1}a',
    ],
)
def test_what_no_decoder_says_is_no_answer(said: bytes) -> None:
    with pytest.raises(Broken):
        read_answer(io.BytesIO(said))
