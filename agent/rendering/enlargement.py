"""HD: a picture once more, as large as an image model can make it."""

from collections.abc import Sequence
from dataclasses import replace

from agent.domain.conversation import Picture, Turn
from agent.domain.generation import GenerationContext, Reference
from agent.domain.image_models import ModelCard, dearest
from agent.rendering.render_requests import seed_of
from agent.translation.numbers import money

LABEL = "HD"


def enlarged(picture: Picture, turn: Turn) -> GenerationContext:
    """The context of the same picture, larger: the picture is its only reference."""
    base = Reference(image=picture.id, role="base", label="the picture to enlarge")
    context = picture.context
    return replace(
        context,
        base=picture.id,
        references=(base,),
        hd=True,
        made=None,
        panel="",
        seed=context.seed or seed_of(turn.id),
    )


def hd_label(cards: Sequence[ModelCard], context: GenerationContext, wished: Sequence[str] = ()) -> str:
    """The button's words with the price of the model that would draw it; "" where no model enlarges, or the picture is enlarged
    already. `cards`: those that may draw here; `wished`: names of the person's model and the channel's."""
    able = [card for card in cards if card.abilities.enlarges]
    if not able or context.hd:
        return ""
    price_unknown = dearest(tuple(cards))
    prices = {card.name: card.price(price_unknown, hd=True) for card in able}
    chosen = next((name for name in (context.model, *wished) if name in prices), "")
    usd = prices[chosen] if chosen else min(prices.values())
    return f"{LABEL} ({money(usd)})" if usd >= 0.005 else LABEL
