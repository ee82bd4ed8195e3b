"""Where words are printed on a thing."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Where words are printed on a thing: its edges as shares of the cut-out's width and height."""

    left: float
    top: float
    right: float
    bottom: float
    over: bool = False
    """The words replace what is drawn there."""

    def mirrored(self) -> "Board":
        return replace(self, left=1 - self.right, right=1 - self.left)

    def within(self, box: tuple[int, int, int, int], size: tuple[int, int]) -> "Board":
        """Of the part of a picture of `size` that the box is, all in pixels."""
        (x, y, right, bottom), (wide, tall) = box, size
        return replace(
            self,
            left=(self.left * wide - x) / (right - x), right=(self.right * wide - x) / (right - x),
            top=(self.top * tall - y) / (bottom - y), bottom=(self.bottom * tall - y) / (bottom - y),
        )  # fmt: skip
