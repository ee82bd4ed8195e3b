"""Somebody who is there, as a sketch can show them: their picture in a frame. It draws no faces, and does not pretend to."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from PIL import Image, ImageDraw, ImageOps

from adapters.builtin.sketch.scene import Scene, Side, Thing

SIDE = 420
FRAME = (112, 74, 38)
MOUNT = (250, 246, 236)


def framed(picture: Image.Image) -> Image.Image:
    """The picture behind a mount in a wooden frame, upright; RGBA, as it is cut out already."""
    face = ImageOps.fit(picture.convert("RGB"), (SIDE, round(SIDE * 1.2)), centering=(0.5, 0.3))
    whole = Image.new("RGBA", (face.width + 96, face.height + 96), (*FRAME, 255))
    inner = [24, 24, face.width + 71, face.height + 71]
    ImageDraw.Draw(whole).rectangle(inner, fill=(*MOUNT, 255))
    whole.paste(face, (48, 48))
    return whole


def side_by_side(scene: Scene, labels: Sequence[str], people: Collection[str]) -> Scene:
    """Two or three people from left to right as the plan names them, unless it says where they are. `labels`: of the scene's pictures."""

    def is_person(thing: Thing) -> bool:
        return thing.photo is not None and thing.photo < len(labels) and labels[thing.photo] in people

    present = [thing for thing in scene.things if is_person(thing)]
    sides: dict[int, tuple[Side, ...]] = {2: ("left", "right"), 3: ("left", "middle", "right")}
    if len(present) not in sides or any(
        thing.side or thing.relation not in ("", "beside") for thing in present
    ):
        return scene
    placed = dict(zip((thing.key for thing in present), sides[len(present)], strict=True))
    things = tuple(
        replace(thing, side=placed[thing.key], relation="", anchor="") if thing.key in placed else thing
        for thing in scene.things
    )
    return replace(scene, things=things)
