"""The time of day as light: colours of the sky, the tint on everything below it, what shines."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from adapters.builtin.sketch.colour import Rgb, mixed, rgb


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    sky: tuple[Rgb, Rgb, Rgb]
    """Top, middle and horizon."""
    tint: Rgb
    """What lies in this light is multiplied by it."""
    shining: Literal["sun", "moon", ""] = ""
    height: float = 0.2
    """Of sun or moon: 0 the top, 1 the horizon."""
    stars: bool = False
    dark: bool = False
    """Lamps and windows are lit."""


def _light(sky: str, tint: str, **more: object) -> Light:
    top, middle, low = (rgb(code) for code in sky.split())
    return replace(Light(sky=(top, middle, low), tint=rgb(tint)), **more)


LIGHTS: Mapping[str, Light] = {
    "day": _light("#58aee6 #8fcdf0 #d8effa", "#ffffff"),
    "dawn": _light("#7f9fd6 #f2b8b5 #fde3c0", "#fff0e4", shining="sun", height=0.86),
    "golden hour": _light("#7fb2d9 #f6cf8c #ffe9b0", "#ffe8c0", shining="sun", height=0.62),
    "sunset": _light("#4b4a8c #e8765e #ffc876", "#ffd2b0", shining="sun", height=0.9),
    "dusk": _light("#232a5c #6d5a9c #e5989b", "#b8b0dc", stars=True, dark=True),
    "night": _light("#0b1436 #1b2c60 #3d5590", "#7f8cc8", shining="moon", height=0.22, stars=True, dark=True),
}  # fmt: skip


def light_of(time: str, weather: frozenset[str], *, indoor: bool = False) -> Light:
    light = LIGHTS.get(time, LIGHTS["day"])
    if indoor and light.dark:
        # Night comes in through the window only, and the lamps are on.
        light = replace(light, tint=mixed(light.tint, rgb("#8f6a5a"), 0.5))
    if "storm" in weather:
        return _dulled(light, rgb("#4a5368"), 0.72, tint=rgb("#aab0c4"))
    if weather & {"rain", "cloudy", "snowfall", "fog"}:
        return _dulled(light, rgb("#aab6c4"), 0.62, tint=rgb("#dfe4ea"))
    if "aurora" in weather:
        night = LIGHTS["night"]
        return replace(night, shining="")
    return light


def _dulled(light: Light, grey: Rgb, share: float, *, tint: Rgb) -> Light:
    """Under clouds: greyer, no sun, moon or stars."""
    grey = mixed(grey, light.sky[1], 0.75) if light.dark else grey
    top, middle, low = (mixed(colour, grey, share) for colour in light.sky)
    mild = tuple(a * b // 255 for a, b in zip(light.tint, tint, strict=True))
    return replace(light, sky=(top, middle, low), tint=(mild[0], mild[1], mild[2]), shining="", stars=False)
