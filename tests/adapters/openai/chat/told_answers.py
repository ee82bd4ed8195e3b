"""What the simulated server's model answers."""

from adapters.openai.prices import Price, PriceTable
from simulators.openai.server import OpenAIServer

BLUE = '{"name": "blue", "warm": false}'
PRICES = PriceTable({"tiny": Price(input=1.0, cached=0.1, output=10.0)})


def answers(server: OpenAIServer, *texts: str) -> None:
    """The brain's answers in turn, the last one again and again."""
    left = list(texts)
    server.brain = lambda asked: left.pop(0) if len(left) > 1 else left[0]
