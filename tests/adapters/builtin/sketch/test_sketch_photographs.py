"""Reference pictures: placed, restyled, taken as palettes; a broken one is left out."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw

from adapters.builtin.sketch.figures.likenesses import FRAME
from adapters.builtin.sketch.figures.photos import cut_out
from adapters.builtin.sketch.scene import Thing
from adapters.builtin.sketch_model import drawn
from agent.domain.generation import (
    ImageData,
    Reference,
    ReferenceRole,
    RenderedImage,
    RenderRequest,
    SlotName,
)
from tests.contracts.models.image_model_contract import pixels
from tests.fakes.builders import context
from tests.photographs import photograph_path

MAGENTA = (230, 20, 200)


def photograph(size: tuple[int, int] = (300, 240)) -> Image.Image:
    """A magenta ball on grey."""
    image = Image.new("RGB", size, (150, 150, 150))
    ImageDraw.Draw(image).ellipse(
        [size[0] * 0.28, size[1] * 0.2, size[0] * 0.72, size[1] * 0.8], fill=MAGENTA
    )
    return image


def data_of(image: Image.Image) -> ImageData:
    out = BytesIO()
    image.save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=image.width, height=image.height)


def with_picture(
    slots: dict[SlotName, str], role: ReferenceRole, *, label: str = "", data: ImageData | None = None
) -> RenderedImage:
    reference = Reference(image="picture", role=role, label=label)
    return drawn(
        RenderRequest(
            context=context(slots),
            width=320,
            height=320,
            references=((reference, data or data_of(photograph())),),
        )
    )


def magenta(rendered: RenderedImage) -> float:
    """Share of the picture that is about the photograph's magenta."""
    distance = np.abs(np.asarray(pixels(rendered), dtype=int) - MAGENTA).sum(-1)
    return float((distance < 120).mean())


@pytest.mark.parametrize("role", ["subject", "character"])
def test_a_reference_is_placed_in_the_scene(role: ReferenceRole) -> None:
    alone = drawn(
        RenderRequest(context=context({"subject": "my ball", "setting": "forest"}), width=320, height=320)
    )
    placed = with_picture({"subject": "my ball", "setting": "forest"}, role, label="ball")

    assert magenta(alone) < 0.005
    assert 0.02 < magenta(placed) < 0.5


def test_it_takes_the_palette_of_the_picture_it_is_placed_in() -> None:
    placed = with_picture(
        {"subject": "my ball", "setting": "forest", "palette": "black and white"}, "subject"
    )

    assert magenta(placed) == 0


def test_the_subject_is_cut_out_of_an_even_ground() -> None:
    cut = cut_out(photograph(), Thing(key="ball", char="⚽", word="ball"))
    mask = np.asarray(cut.mask) > 128

    assert mask.mean() < 0.9
    assert not mask[0, 0]
    assert not mask[-1, -1]
    assert cut.mask.width < 200 * 620 / 300


def noise() -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 256, (200, 300, 3), dtype=np.uint8))


def test_a_photograph_without_a_clear_subject_is_framed_whole() -> None:
    """Nothing of it is lost: a cat keeps its ears."""
    cut = cut_out(noise(), Thing(key="x", char="x", word="x"))
    corner = cut.fill.getpixel((2, 2))

    assert np.asarray(cut.mask).min() == 255
    assert cut.aspect == pytest.approx(1.5, abs=0.12)
    assert isinstance(corner, tuple)
    assert sum(abs(a - b) for a, b in zip(corner, FRAME, strict=True)) < 30


def test_a_frame_instead_of_a_cut_out_is_told() -> None:
    placed = with_picture(
        {"subject": "my cat", "setting": "moon"}, "subject", label="my cat", data=data_of(noise())
    )
    cut = with_picture({"subject": "my ball", "setting": "moon"}, "subject", label="my ball")

    assert any("my cat" in said and "frame" in said for said in placed.missing)
    assert cut.missing == ()


@pytest.mark.parametrize(
    "slots", [{"style": "watercolour"}, {"time": "night"}, {"subject": "my ball", "text": "Hello"}]
)
def test_a_photograph_that_is_put_nowhere_is_the_picture(slots: dict[SlotName, str]) -> None:
    whole, placed = with_picture(slots, "subject"), with_picture({**slots, "setting": "beach"}, "subject")

    assert evenness(whole) < 16
    assert evenness(placed) > 24


def evenness(rendered: RenderedImage) -> float:
    """How little a stretch at the left differs from top to bottom: the grey ground of the photograph does not, a beach does."""
    return float(np.asarray(pixels(rendered).convert("L"), dtype=int)[100:290, 36:48].mean(1).std())


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("a superhero", "superhero"),
        ("a knight", "knight"),
        ("the cup blue", "blue cup"),
        ("the cat with a moustache", "moustache"),
    ],
)
def test_what_a_photograph_does_not_become_is_told(subject: str, said: str) -> None:
    assert said in with_picture({"subject": subject}, "subject").missing


def test_a_character_is_what_its_picture_shows() -> None:
    slots: dict[SlotName, str] = {"subject": "Eileen", "setting": "moon", "character": "Eileen: a superhero"}

    assert with_picture(slots, "character", label="Eileen").missing == ()


@pytest.mark.parametrize("subject", ["remove the background", "cut out the ball", "recorta la pelota"])
def test_a_subject_without_its_ground_stands_on_a_plain_one(subject: str) -> None:
    alone = with_picture({"subject": subject}, "subject")
    shown = np.asarray(pixels(alone), dtype=int)

    assert magenta(alone) > 0.02
    assert shown[:40].std() < 12
    assert alone.missing == ()


def test_a_base_photograph_is_restyled_as_the_whole_picture() -> None:
    plain = with_picture({}, "base")
    woodcut = with_picture({"style": "woodcut"}, "base")

    assert magenta(plain) > 0.1
    assert magenta(woodcut) == 0


def test_a_base_photograph_wanted_elsewhere_is_cut_out() -> None:
    elsewhere = with_picture({"subject": "this", "setting": "space"}, "base")
    corner = np.asarray(pixels(elsewhere))[:40, :40].mean()

    assert magenta(elsewhere) > 0.02
    assert corner < 90


def test_a_hat_is_put_on_a_photograph_and_what_cannot_be_put_on_is_named() -> None:
    bare, hatted = (
        with_picture({"subject": subject}, "subject", label="cat")
        for subject in ("a cat", "a cat with a red hat")
    )
    glasses = with_picture({"subject": "a cat with sunglasses"}, "subject", label="cat")

    assert bare.image.data != hatted.image.data
    assert hatted.missing == ()
    assert glasses.missing == ("sunglasses",)


def test_a_style_reference_gives_its_colours() -> None:
    red = Image.new("RGB", (80, 80), (200, 40, 30))
    ImageDraw.Draw(red).rectangle([0, 0, 80, 30], fill=(60, 10, 10))
    ImageDraw.Draw(red).rectangle([0, 60, 80, 80], fill=(250, 210, 190))
    styled = with_picture({"subject": "a fox", "setting": "forest"}, "style", data=data_of(red))
    means = np.asarray(pixels(styled)).reshape(-1, 3).mean(0)

    assert means[0] > means[1] + 20
    assert means[0] > means[2] + 20


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_a_reference_that_cannot_be_read_is_left_out(data: bytes) -> None:
    broken = ImageData(data=data, media_type="image/png", width=10, height=10)

    assert pixels(with_picture({"subject": "a fox"}, "subject", data=broken)).size == (320, 320)


@pytest.mark.parametrize("name", ["chelsea.png", "coffee.png", "astronaut.png", "rocket.jpg"])
def test_a_real_photograph_is_placed(name: str) -> None:
    with Image.open(photograph_path(name)) as image:
        photo = image.convert("RGB")

    slots: dict[SlotName, str] = {"subject": "this one", "setting": "beach"}
    unreadable = ImageData(data=b"not a picture", media_type="image/png", width=10, height=10)

    done = pixels(with_picture(slots, "subject", data=data_of(photo)))

    assert done.size == (320, 320)
    assert done.tobytes() != pixels(with_picture(slots, "subject", data=unreadable)).tobytes()
