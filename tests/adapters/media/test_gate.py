"""The one gate for pixels: every format people send leaves re-encoded and within limits."""

import asyncio

import pytest
from PIL import Image

from adapters.media import PNG_PIXELS_MAX
from agent.domain.generation import ImageData
from agent.errors import BadImage
from agent.limits import IMAGE_SIDE_MAX
from tests.adapters.media.made_pictures import GATE, is_red, opened, picture, saved
from tests.photographs import photograph_path


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_every_format_people_send_is_taken_in(kind: str) -> None:
    image = await GATE.admit(saved(picture(), kind), name=f"pic.{kind.lower()}")

    assert (image.width, image.height) == (96, 64)
    assert image.media_type == "image/png"
    assert is_red(opened(image).convert("RGB").getpixel((5, 5)))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
async def test_every_kind_of_pixels_is_taken_in(mode: str) -> None:
    kind = {"CMYK": "JPEG", "F": "TIFF"}.get(mode, "PNG")
    image = picture().convert("L").convert("I;16") if mode == "I;16" else picture().convert(mode)
    if kind == "TIFF" or mode == "I":  # Pillow 13 writes neither as one of our formats
        kind, image = "PNG", image.convert("L")

    found = await GATE.admit(saved(image, kind))

    assert opened(found).mode in ("RGB", "RGBA")


async def test_what_lets_the_ground_through_stays_so_and_what_does_not_loses_its_alpha() -> None:
    clear = picture(mode="RGBA")
    clear.putpixel((0, 0), (0, 0, 0, 0))

    assert opened(await GATE.admit(saved(clear))).mode == "RGBA"
    assert opened(await GATE.admit(saved(picture(mode="RGBA")))).mode == "RGB"


async def test_a_large_opaque_picture_becomes_a_jpeg_and_a_clear_one_stays_a_png() -> None:
    side = int(PNG_PIXELS_MAX**0.5) + 8
    clear = picture(side, side, mode="RGBA")
    clear.putpixel((0, 0), (0, 0, 0, 0))

    assert (await GATE.admit(saved(picture(side, side)))).media_type == "image/jpeg"
    assert (await GATE.admit(saved(clear))).media_type == "image/png"


async def test_what_is_too_wide_is_scaled_down_in_its_ratio() -> None:
    image = await GATE.admit(saved(picture(3_000, 1_500)))

    assert (image.width, image.height) == (IMAGE_SIDE_MAX, IMAGE_SIDE_MAX // 2)
    assert opened(image).size == (image.width, image.height)


async def test_a_picture_that_moves_is_taken_at_its_first_frame() -> None:
    frames = [picture(), *(Image.new("RGB", (96, 64), "green") for _ in range(40))]
    for kind in ("GIF", "WEBP", "PNG"):
        data = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=20)

        image = await GATE.admit(data)

        assert getattr(opened(image), "n_frames", 1) == 1
        assert is_red(opened(image).convert("RGB").getpixel((5, 5)))


async def test_a_stereo_photo_of_a_camera_is_taken_at_its_first_picture() -> None:
    data = saved(picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (96, 64), "green")])

    image = await GATE.admit(data, name="stereo.mpo")

    assert opened(image).size == (96, 64)


# --- the rest ----------------------------------------------------------------------------------------------------


async def test_a_thumbnail_is_small_and_has_a_white_ground() -> None:
    clear = await GATE.admit(saved(Image.new("RGBA", (400, 200), (0, 0, 0, 0))))

    small = await GATE.thumbnail(clear, side=100)

    assert (small.width, small.height, small.media_type) == (100, 50, "image/jpeg")
    assert opened(small).getpixel((10, 10)) == (255, 255, 255)


async def test_a_thumbnail_does_not_grow_what_is_small() -> None:
    small = await GATE.thumbnail(await GATE.admit(saved(picture())), side=500)

    assert (small.width, small.height) == (96, 64)


async def test_a_sticker_fills_its_side_and_keeps_its_clear_ground() -> None:
    clear = await GATE.admit(saved(Image.new("RGBA", (400, 200), (255, 0, 0, 0))))

    sticker = await GATE.sticker(clear, side=512)

    assert (sticker.width, sticker.height, sticker.media_type) == (512, 256, "image/webp")
    assert opened(sticker).convert("RGBA").getpixel((10, 10))[3] == 0  # type: ignore[index]


async def test_what_is_no_picture_makes_no_sticker() -> None:
    with pytest.raises(BadImage):
        await GATE.sticker(ImageData(data=b"no picture", media_type="image/png", width=1, height=1), side=512)


async def test_many_at_once_are_taken_one_after_another() -> None:
    images = await asyncio.gather(*(GATE.admit(saved(picture(600 + n, 400))) for n in range(12)))

    assert [image.width for image in images] == [600 + n for n in range(12)]


async def test_the_same_picture_comes_out_the_same() -> None:
    data = saved(picture(800, 600))

    assert await GATE.admit(data) == await GATE.admit(data)


async def test_what_came_through_comes_through_again_unchanged_in_size() -> None:
    once = await GATE.admit(saved(picture(3_000, 2_000)))

    twice = await GATE.admit(once.data)

    assert (twice.width, twice.height) == (once.width, once.height)


@pytest.mark.parametrize("name", ["chelsea.png", "coffee.png", "astronaut.png", "rocket.jpg"])
async def test_real_photographs_are_taken_in(name: str) -> None:
    image = await GATE.admit(photograph_path(name).read_bytes(), name=name)

    assert min(image.width, image.height) >= 300
