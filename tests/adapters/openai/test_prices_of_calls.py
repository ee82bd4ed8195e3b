import pytest

from adapters.openai.prices import PriceTable, read_prices
from adapters.openai.wire_answers import Tokens, tokens_of
from agent.errors import Misconfigured


def test_cached_and_picture_tokens_have_prices_of_their_own() -> None:
    prices = read_prices('{"m": {"input": 10, "cached": 1, "image_input": 20, "output": 40}}')

    cost = prices.cost("m", Tokens(input=1_000, cached=400, image_input=100, output=50))

    assert cost == pytest.approx((500 * 10 + 400 * 1 + 100 * 20 + 50 * 40) / 1e6)


def test_a_snapshot_costs_what_its_model_costs() -> None:
    assert PriceTable().price("gpt-image-2.5-flare-2026-09-08") == PriceTable().price("gpt-image-2.5-flare")


def test_an_unknown_model_costs_nothing() -> None:
    assert PriceTable().cost("my-own", Tokens(input=10**6, output=10**6)) == 0.0


def test_a_picture_is_priced_flat_where_no_tokens_are_counted() -> None:
    prices = read_prices('{"qwen-image": {"picture": 0.02}}')

    assert prices.picture_cost("qwen-image", None) == 0.02
    assert prices.picture_cost("qwen-image", Tokens(input=50)) == 0.02  # nobody draws for no tokens
    assert prices.picture_cost("qwen-image", Tokens(input=50), drew=False) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[]",
        '{"m": 3}',
        '{"m": {"inputs": 1}}',
        '{"m": {"input": -1}}',
        '{"m": {"input": "much"}}',
    ],
)
def test_prices_that_cannot_be_read_name_the_setting_and_the_mend(text: str) -> None:
    with pytest.raises(Misconfigured, match=r"ATELIER_PRICES: .*write JSON like"):
        read_prices(text)


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        (None, None),
        ("many", None),
        ({}, None),
        ({"prompt_tokens": "10"}, None),
        ({"prompt_tokens": -5, "completion_tokens": float("nan")}, None),
        ({"prompt_tokens": True}, None),
        ({"prompt_tokens": 10.0, "prompt_tokens_details": None}, Tokens(input=10)),
        (
            {"input_tokens": 7, "output_tokens": 2, "input_tokens_details": {"cached_tokens": 3}},
            Tokens(input=7, cached=3, output=2),
        ),
    ],
)
def test_what_servers_count_is_read_with_care(usage: object, tokens: Tokens | None) -> None:
    assert tokens_of(usage) == tokens


def test_more_cached_than_sent_is_not_believed() -> None:
    prices = read_prices('{"m": {"input": 1, "cached": 0.5}}')

    assert prices.cost("m", Tokens(input=10, cached=10_000)) == pytest.approx(5 / 1e6)
