"""Nothing that is asked makes the renderer raise."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.builtin.sketch_model import drawn
from agent.domain.generation import SLOT_NAMES, Evidence, GenerationContext, RenderRequest

WORDS = st.sampled_from(
    [
        "a",
        "the",
        "fox",
        "cat",
        "lamp",
        "under",
        "on",
        "with",
        "no",
        "red",
        "7",
        "qx3qx",
        "qx99qx",
        "hat",
        ",",
        ";",
        ":",
        "reading",
        "three",
        "🐱",
        "🏴\u200d☠️",
        "狐狸",
        "لا",
        "the-the",
        "moon",
        "in",
        "space",
        "x's",
        "&",
        "0",
        "999",
        "wearing",
        "holding",
        "riding",
        "sofa",
        "boat",
        "above",
        "behind",
        "as",
        "pirate",
        "haired",
        "eyed",
        "stars",
        "rainbow",
        "night",
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=14).map(" ".join), st.text(max_size=60))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    slots=st.dictionaries(st.sampled_from(SLOT_NAMES), TEXTS, max_size=7),
    before=st.none() | st.dictionaries(st.sampled_from(SLOT_NAMES), TEXTS, max_size=4),
    size=st.tuples(st.integers(64, 120), st.integers(64, 120)),
    seed=st.integers(0, 2**31),
)
def test_any_slots_any_format_are_a_picture(slots, before, size, seed) -> None:
    def made_of(values) -> GenerationContext:
        return GenerationContext(
            slots={n: Evidence(value=v, method="said") for n, v in values.items()}, seed=seed
        )

    request = RenderRequest(
        context=made_of(slots),
        width=size[0],
        height=size[1],
        base_context=made_of(before) if before is not None else None,
    )
    rendered = drawn(request)

    assert (rendered.image.width, rendered.image.height) == size
    assert rendered.image.data.startswith(b"\x89PNG")


def test_a_very_long_text_is_read_to_a_limit() -> None:
    request = RenderRequest(
        context=GenerationContext(
            slots={
                "subject": Evidence(value="a fox and a cat " * 8_000, method="said"),
                "text": Evidence(value="word " * 20_000, method="said"),
            }
        ),
        width=96,
        height=96,
    )

    assert drawn(request).image.width == 96


def test_a_thousand_copies_are_drawn_as_many_as_can_be_seen() -> None:
    context = GenerationContext(slots={"subject": Evidence(value="999 birds", method="said")})

    assert drawn(RenderRequest(context=context, width=96, height=96)).image.width == 96
