"""What is counted of a turn, as /metrics tells it."""

from prometheus_client import generate_latest

from bot.instruments import PROCESS, noted


def value(series: str) -> float:
    for line in generate_latest(PROCESS).decode().splitlines():
        name, _, number = line.rpartition(" ")
        if name == series:
            return float(number)
    return 0.0


def test_a_call_of_a_model_is_counted_with_its_tokens_and_money() -> None:
    calls, spent = (
        'atelier_model_calls_total{model="m-1",outcome="answered",step="plan"}',
        'atelier_usd_total{model="m-1",step="plan"}',
    )
    before = value(calls), value(spent)

    noted(
        "plan-2",
        {"model": "m-1", "input_tokens": 900, "cached_tokens": 0, "output_tokens": 40, "cost_usd": 0.002},
    )

    assert value(calls) == before[0] + 1
    assert round(value(spent) - before[1], 6) == 0.002
    assert value('atelier_tokens_total{kind="input",model="m-1"}') >= 900
    assert value('atelier_tokens_total{kind="output",model="m-1"}') >= 40


def test_a_call_that_failed_is_counted_by_its_kind() -> None:
    noted("render-0", {"failed": "ModelUnavailable", "cost_usd": 0.0})

    assert value('atelier_model_calls_total{model="",outcome="ModelUnavailable",step="render"}') >= 1


def test_what_is_no_call_is_not_counted() -> None:
    before = generate_latest(PROCESS)

    noted("ask", {"arithmetic": ["0.3 > 0.2"]})

    assert generate_latest(PROCESS) == before
