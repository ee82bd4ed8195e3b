"""Formats: words and numbers to sizes in pixels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.formats import (
    AREA_PIXELS,
    RATIO_MAX,
    RATIOS,
    SIDE_MIN,
    STEP_PIXELS,
    format_size,
    named_format,
)
from agent.limits import IMAGE_SIDE_MAX


@pytest.mark.parametrize(
    ("value", "width", "height"),
    [
        ("", 1024, 1024),
        ("square 1:1", 1024, 1024),
        ("poster 2:3", 832, 1248),
        ("banner 3:1", 1776, 592),
        ("phone wallpaper 9:16", 768, 1360),
        ("16:9", 1360, 768),
        ("1920x1080", 1920, 1080),
        ("1920 × 1080", 1920, 1080),
        ("800 by 600", 800, 600),
        ("poster", 832, 1248),
        ("in any shape", 1024, 1024),
        ("4000x4000", IMAGE_SIDE_MAX, IMAGE_SIDE_MAX),
        ("10x10", SIDE_MIN, SIDE_MIN),
        ("0:9", 1024, 1024),
        ("00x00", 1024, 1024),
    ],
)
def test_a_format_has_its_size(value: str, width: int, height: int) -> None:
    assert format_size(value) == (width, height)


@pytest.mark.parametrize("name", RATIOS)
def test_a_named_format_keeps_its_ratio_and_the_usual_area(name: str) -> None:
    wide, high = (float(side) for side in RATIOS[name].split(":"))

    width, height = format_size(named_format(name))

    assert width / height == pytest.approx(wide / high, rel=0.03)
    assert width * height == pytest.approx(AREA_PIXELS, rel=0.05)
    assert width % STEP_PIXELS == height % STEP_PIXELS == 0


def test_a_name_is_known_in_any_case_and_spacing() -> None:
    assert named_format("  Phone   Wallpaper ") == "phone wallpaper 9:16"
    assert named_format("hexagon") == ""


@given(st.text(max_size=40))
def test_any_words_have_a_size_that_can_be_drawn(value: str) -> None:
    assert_drawable(*format_size(value))


@given(st.integers(0, 99_999), st.integers(0, 99_999), st.sampled_from([":", "x", "/", " by "]))
def test_any_numbers_have_a_size_that_can_be_drawn(one: int, other: int, joint: str) -> None:
    assert_drawable(*format_size(f"{one}{joint}{other}"))


def assert_drawable(width: int, height: int) -> None:
    assert min(width, height) >= 16
    assert max(width, height) <= max(IMAGE_SIDE_MAX, 2 * 1024)
    assert max(width, height) / min(width, height) <= RATIO_MAX * 1.1
