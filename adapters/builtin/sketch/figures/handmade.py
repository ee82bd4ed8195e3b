"""Drawings made by hand, for what the emoji font has no (good) picture of. Each fills a canvas of its own size."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from adapters.builtin.sketch.colour import Rgb, darker, lighter, rgb
from adapters.builtin.sketch.figures.cutouts import Cutout
from adapters.builtin.sketch.figures.household import HOUSEHOLD
from adapters.builtin.sketch.figures.looks import board_on
from adapters.builtin.sketch.figures.outdoors import OUTDOORS
from adapters.builtin.sketch.figures.pen import Pen
from adapters.builtin.sketch.kept_drawings import DRAWN

_WOOD = "#a86f3d"


@DRAWN.kept
def handmade(name: str, colour: Rgb | None = None) -> Cutout | None:
    """The drawing as a cut-out; None when there is none of that name."""
    entry = _DRAWN.get(name)
    if entry is None:
        return None
    width, height, draw = entry
    pen = Pen(width, height)
    draw(pen, colour)
    return replace(pen.cutout(), board=board_on(name))


def _lamp(pen: Pen, colour: Rgb | None) -> None:
    shade = colour or rgb("#f2b84b")
    pole = rgb("#5b4a52")
    pen.ellipse(250, 965, 130, 26, pole)
    pen.limb([(250, 950), (250, 200)], pole, 26, curved=False)
    pen.shape([(150, 40), (350, 40), (450, 300), (50, 300)], shade)
    pen.box(60, 262, 380, 34, darker(shade, 0.18), outline=False)
    pen.ellipse(250, 308, 70, 26, rgb("#fff3c4"))


def _streetlamp(pen: Pen, colour: Rgb | None) -> None:
    iron = colour or rgb("#3f4756")
    pen.box(120, 930, 160, 50, iron, round_=12)
    pen.limb([(200, 930), (200, 260)], iron, 30, curved=False)
    pen.box(150, 600, 100, 26, iron, round_=10)
    pen.shape([(120, 90), (280, 90), (250, 270), (150, 270)], rgb("#ffe9a3"))
    pen.shape([(95, 90), (200, 20), (305, 90)], iron)
    pen.box(140, 262, 120, 26, iron, round_=8)
    pen.stroke([(200, 95), (200, 262)], 8)


def _table(pen: Pen, colour: Rgb | None) -> None:
    wood = colour or rgb(_WOOD)
    for x in (110, 830):
        pen.box(x, 90, 56, 360, darker(wood, 0.18))
    pen.box(150, 80, 690, 70, darker(wood, 0.12))
    pen.box(20, 20, 960, 74, wood, round_=22)


def _bookshelf(pen: Pen, colour: Rgb | None) -> None:
    wood = colour or rgb("#8a5a36")
    pen.box(20, 20, 660, 940, darker(wood, 0.35), round_=10)
    tones = [rgb(c) for c in ("#c9503f", "#3f6fae", "#e2a93f", "#4f8f6a", "#7d5aa6", "#d98a5a", "#e9dcc0")]
    for row in range(4):
        y, x, n = 50 + row * 228, 55, row * 3
        while x < 610:
            wide = 34 + (n * 17) % 26
            tall = 140 + (n * 29) % 48
            pen.box(x, y + 198 - tall, wide, tall, tones[n % len(tones)])
            x, n = x + wide + (0 if n % 6 else 18), n + 1
        pen.box(20, y + 198, 660, 30, wood)
    for x in (20, 650):
        pen.box(x, 20, 30, 940, wood)
    pen.box(10, 10, 680, 36, wood)


def _window(pen: Pen, colour: Rgb | None) -> None:
    frame = colour or rgb("#f4ead8")
    pen.box(60, 40, 480, 600, frame)
    pen.box(95, 75, 410, 530, rgb("#a8d4ec"))
    pen.ellipse(210, 190, 60, 26, rgb("#ffffff"), outline=False)
    pen.ellipse(260, 175, 70, 34, rgb("#ffffff"), outline=False)
    pen.box(284, 75, 32, 530, frame)
    pen.box(95, 320, 410, 32, frame)
    pen.box(30, 632, 540, 44, darker(frame, 0.12), round_=8)


def _bench(pen: Pen, colour: Rgb | None) -> None:
    wood = colour or rgb(_WOOD)
    for x in (120, 820):
        pen.limb([(x + 20, 60), (x + 20, 470)], rgb("#4a4f5c"), 34, curved=False)
    for y in (60, 150):
        pen.box(40, y, 920, 64, wood, round_=16)
    pen.box(20, 280, 960, 66, lighter(wood, 0.12), round_=16)


def _fence(pen: Pen, colour: Rgb | None) -> None:
    wood = colour or rgb("#f1e6d0")
    for y in (150, 300):
        pen.box(10, y, 1180, 46, darker(wood, 0.1))
    for n in range(8):
        x = 40 + n * 145
        pen.shape([(x, 90), (x + 45, 30), (x + 90, 90), (x + 90, 430), (x, 430)], wood)


def _bridge(pen: Pen, colour: Rgb | None) -> None:
    stone = colour or rgb("#b5aba0")
    pen.shape([(10, 420), (10, 260), (300, 130), (700, 60), (1100, 130), (1390, 260), (1390, 420), (1150,
        420), (1080, 300), (980, 240), (880, 300), (820, 420), (580, 420), (520, 300), (420, 240), (320,
        300), (250, 420)], stone)  # fmt: skip
    pen.limb([(10, 240), (300, 110), (700, 40), (1100, 110), (1390, 240)], lighter(stone, 0.25), 44)
    for x, y in ((180, 330), (690, 200), (640, 300), (1200, 330), (760, 330), (420, 170), (980, 170)):
        pen.box(x, y, 70, 34, darker(stone, 0.1), round_=8)


def _lighthouse(pen: Pen, colour: Rgb | None) -> None:
    red = colour or rgb("#d9483b")
    pen.shape([(30, 980), (90, 880), (250, 850), (420, 890), (470, 980)], rgb("#8a8f9c"), curved=False)
    for n in range(5):
        top, low = 270 + n * 122, 270 + (n + 1) * 122
        inset = 70 - n * 12
        pen.shape([(130 + inset, top), (370 - inset, top), (382 - inset, low), (118 + inset, low)],
            red if n % 2 == 0 else rgb("#f7f3ea"))  # fmt: skip
    pen.box(165, 240, 170, 40, rgb("#4a5260"), round_=8)
    pen.box(195, 140, 110, 104, rgb("#ffe79a"))
    pen.stroke([(250, 140), (250, 240)], 8)
    pen.shape([(175, 145), (250, 50), (325, 145)], red)
    pen.box(228, 800, 44, 80, rgb("#5a4034"), round_=20)


def _windmill(pen: Pen, colour: Rgb | None) -> None:
    wall = colour or rgb("#f1e4cc")
    pen.shape([(250, 980), (310, 430), (490, 430), (550, 980)], wall)
    pen.shape([(290, 440), (400, 300), (510, 440)], rgb("#a8553f"))
    pen.box(366, 840, 68, 140, rgb("#7a4a32"), round_=30)
    pen.box(372, 600, 56, 66, rgb("#8fc4e0"))
    for dx, dy in ((0.8, 0.6), (-0.6, 0.8), (-0.8, -0.6), (0.6, -0.8)):
        x, y = 400 + dx * 360, 420 + dy * 360
        nx, ny = -dy * 62, dx * 62
        start = (400 + dx * 90, 420 + dy * 90)
        pen.shape([start, (x, y), (x + nx, y + ny), (start[0] + nx, start[1] + ny)], rgb("#fbf6ea"))
        pen.limb([(400, 420), (x, y)], rgb("#6d4a33"), 20, curved=False)
    pen.ellipse(400, 420, 36, 36, rgb("#6d4a33"))


def _pirate_ship(pen: Pen, colour: Rgb | None) -> None:
    wood, sail = rgb("#8a5a36"), colour or rgb("#f4ead6")
    for x, top in ((300, 130), (560, 60), (790, 170)):
        pen.limb([(x, 740), (x, top)], rgb("#5a3c28"), 24, curved=False)
    for x, y, w, h in ((300, 190, 250, 190), (300, 400, 300, 230), (560, 130, 280, 210), (560, 360, 330,
        270), (790, 220, 220, 170), (790, 410, 260, 210)):  # fmt: skip
        pen.shape([(x - w / 2 + 20, y), (x + w / 2 - 20, y), (x + w / 2 + 24, y + h * 0.55),
            (x + w / 2 - 6, y + h), (x - w / 2 + 6, y + h), (x - w / 2 + 34, y + h * 0.5)], sail,
            curved=False)  # fmt: skip
    pen.shape([(560, 62), (690, 84), (560, 118)], rgb("#2b2933"))
    pen.limb([(880, 720), (1080, 600)], rgb("#5a3c28"), 22, curved=False)
    pen.shape([(60, 560), (160, 560), (200, 690), (860, 700), (930, 640), (990, 650), (900, 900), (220,
        900), (110, 800)], wood)  # fmt: skip
    pen.shape([(92, 690), (960, 740), (946, 786), (104, 744)], rgb("#d9a441"), outline=True)
    for x in (300, 430, 560, 690, 810):
        pen.ellipse(x, 830, 26, 26, rgb("#3a2a22"))


def _fireplace(pen: Pen, colour: Rgb | None) -> None:
    brick = colour or rgb("#b5654a")
    pen.box(60, 90, 780, 790, brick)
    for row in range(7):
        for n in range(-1, 6):
            x = 60 + n * 150 + (row % 2) * 75
            left, right = max(x, 60), min(x + 140, 840)
            if right - left > 20:
                pen.box(left, 130 + row * 108, right - left, 98, lighter(brick, 0.06 * (n % 3)), round_=6)
    pen.box(20, 40, 860, 76, rgb("#8a5a36"), round_=10)
    pen.shape([(220, 880), (220, 480), (300, 380), (600, 380), (680, 480), (680, 880)], rgb("#2e2226"))
    pen.shape([(300, 860), (320, 700), (380, 760), (440, 540), (510, 730), (570, 660), (600, 860)],
        rgb("#f28a2e"), curved=True)  # fmt: skip
    pen.shape([(380, 860), (400, 760), (450, 680), (500, 780), (520, 860)], rgb("#fbd04a"), curved=True)
    pen.limb([(280, 860), (620, 850)], rgb("#6d4426"), 44, curved=False)


def _moon(pen: Pen, colour: Rgb | None) -> None:
    tone = colour or rgb("#f9efc2")
    pen.ellipse(300, 300, 270, 270, tone)
    for x, y, r in ((210, 210, 52), (390, 250, 34), (330, 420, 62), (180, 370, 28)):
        pen.ellipse(x, y, r, r, darker(tone, 0.1), outline=False)


def _sun(pen: Pen, colour: Rgb | None) -> None:
    pen.ellipse(300, 300, 220, 220, colour or rgb("#fbcf4a"))


def _scarecrow(pen: Pen, colour: Rgb | None) -> None:
    straw = rgb("#e3c06a")
    pen.limb([(400, 980), (400, 300)], rgb("#7a5230"), 34, curved=False)
    pen.limb([(90, 420), (710, 420)], rgb("#7a5230"), 30, curved=False)
    pen.shape([(180, 380), (620, 380), (630, 470), (530, 480), (560, 760), (240, 760), (270, 480), (170,
        470)], colour or rgb("#3f7fb8"))  # fmt: skip
    pen.box(330, 620, 80, 80, rgb("#d9534a"))
    for x in (100, 700):
        for dy in (-34, 0, 34):
            pen.limb([(x + (60 if x < 400 else -60), 424), (x, 424 + dy)], straw, 16, curved=False)
    pen.ellipse(400, 260, 120, 120, straw)
    pen.ellipse(360, 240, 14, 14, rgb("#3a2a22"))
    pen.ellipse(440, 240, 14, 14, rgb("#3a2a22"))
    pen.stroke([(350, 300), (380, 316), (420, 316), (450, 300)], 9)
    pen.shape([(300, 170), (345, 40), (455, 40), (500, 170)], rgb("#8a5a36"))
    pen.ellipse(400, 172, 180, 28, rgb("#8a5a36"))


def _swing(pen: Pen, colour: Rgb | None) -> None:
    wood = colour or rgb(_WOOD)
    for x in (60, 740):
        pen.limb([(x, 980), (x + (90 if x < 400 else -90), 50)], wood, 34, curved=False)
    pen.limb([(110, 60), (690, 60)], wood, 38, curved=False)
    for x in (290, 510):
        pen.stroke([(x, 70), (x, 760)], 10)
    pen.box(240, 750, 320, 46, rgb("#d9534a"), round_=12)


def _hot_air_balloon(pen: Pen, colour: Rgb | None) -> None:
    cloth = colour or rgb("#e2553f")
    pen.stroke([(270, 600), (330, 800)], 8)
    pen.stroke([(530, 600), (470, 800)], 8)
    pen.shape([(400, 20), (640, 120), (740, 340), (640, 540), (500, 690), (300, 690), (160, 540), (60,
        340), (160, 120)], cloth, curved=True)  # fmt: skip
    pen.shape([(400, 24), (500, 130), (550, 340), (500, 560), (440, 690), (360, 690), (300, 560), (250,
        340), (300, 130)], lighter(cloth, 0.55), curved=True)  # fmt: skip
    pen.shape([(400, 24), (440, 340), (410, 690), (390, 690), (360, 340)], rgb("#f4c95a"), curved=True)
    pen.box(320, 790, 160, 130, rgb("#b5784a"), round_=18)
    pen.box(308, 780, 184, 34, rgb("#8a5a36"), round_=12)


def _road(pen: Pen, colour: Rgb | None) -> None:
    pen.shape([(430, 20), (570, 20), (980, 480), (20, 480)], colour or rgb("#a89a88"))
    for y, w, h in ((60, 14, 50), (160, 22, 80), (310, 34, 130)):
        pen.box(500 - w / 2, y, w, h, rgb("#f4ead6"), outline=False)


_DRAWN: Mapping[str, tuple[float, float, Callable[[Pen, Rgb | None], None]]] = {
    "lamp": (500, 1000, _lamp), "streetlamp": (400, 1000, _streetlamp), "table": (1000, 470, _table),
    "bookshelf": (700, 990, _bookshelf), "window": (600, 700, _window), "bench": (1000, 500, _bench),
    "fence": (1200, 450, _fence), "bridge": (1400, 440, _bridge), "lighthouse": (500, 1000, _lighthouse),
    "windmill": (800, 1000, _windmill), "pirate ship": (1100, 930, _pirate_ship), "fireplace": (900, 900, _fireplace),
    "moon": (600, 600, _moon), "sun": (600, 600, _sun), "scarecrow": (800, 1000, _scarecrow), "swing": (800, 1000, _swing),
    "hot air balloon": (800, 940, _hot_air_balloon), "road": (1000, 500, _road), **HOUSEHOLD, **OUTDOORS,
}  # fmt: skip
