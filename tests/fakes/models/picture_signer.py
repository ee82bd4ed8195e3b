"""A signer whose statement is its term behind the end of the file."""

from dataclasses import replace

from agent.domain.generation import ImageData

_MARK = b"\nsigned:"
_STARTS = {"image/png": b"\x89PNG\r\n\x1a\n\0", "image/jpeg": b"\xff\xd8\xff", "image/webp": b"RIFF"}


class FakePictureSigner:
    """The `PictureSigner`."""

    def __init__(self, *, unable: bool = False) -> None:
        self.unable = unable
        self.models: list[str] = []
        """By which the signed ones were drawn."""

    async def signed(self, image: ImageData, *, term: str, model: str) -> ImageData:
        is_readable = image.data.startswith(_STARTS.get(image.media_type, b"no such file"))
        if self.unable or not is_readable or term_of(image):
            return image
        self.models.append(model)
        return replace(image, data=image.data + _MARK + term.encode())


def term_of(image: ImageData) -> str:
    """What a picture was signed with; "" where it was not."""
    return image.data.rpartition(_MARK)[2].decode() if _MARK in image.data else ""
