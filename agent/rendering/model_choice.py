"""Which image model draws a turn's pictures: the one asked for, else the person's, else the channel's, else the cheapest that can."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.domain.formats import format_size
from agent.domain.generation import GenerationContext, Plan
from agent.domain.image_models import Measured, ModelCard, dearest
from agent.domain.memory import AuthorSettings, ChannelSettings
from agent.ports import Catalogue
from agent.rendering.model_wishes import Wish, allowed
from agent.rendering.router import Choice, Need, choose, lacking, need_of
from agent.rendering.transparency import wants_transparency
from agent.translation.catalogue import N_, _
from agent.turn_context import Services, TurnContext

_UNMEASURED = Measured()
NOT_CLEAR = N_("The ground is not transparent: no image model here can draw on none.")
NOT_CLEAR_BUT = N_(
    "The ground is not transparent: {model} cannot draw on none. These can: {able}. Say `model={first}`."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """As recorded: a turn that is taken up again draws with the same model."""

    name: str
    arithmetic: tuple[str, ...] = ()


def wished(plan: Plan, wish: Wish) -> Plan:
    """The plan with what was wished of its drawing."""
    if not wish.model and not wish.quality:
        return plan
    return replace(plan, context=replace(plan.context, model=wish.model, quality=wish.quality))


async def model_for(
    services: Services, ctx: TurnContext, contexts: Sequence[GenerationContext], *, shared: int = 0
) -> Choice:
    """The model that draws these contexts, recorded where there is a choice."""
    cards = await services.catalogue.cards()
    need = _need(contexts, shared)
    if len(cards) == 1:
        return _of(cards[0], cards, need)
    here = allowed(cards, ctx.channel)

    async def make() -> Chosen:
        choice = await _chosen(services.catalogue, contexts[0].model, ctx.author, ctx.channel, cards, need)
        return Chosen(name=choice.card.name, arithmetic=choice.arithmetic)

    recorded = await ctx.journal.once("model", Chosen, make)
    await ctx.journal.note("model", chosen=recorded.name, arithmetic=list(recorded.arithmetic))
    card = next((card for card in cards if card.name == recorded.name), cards[0])
    return _of(card, cards, need, here)


def _of(card: ModelCard, cards: Sequence[ModelCard], need: Need, here: Sequence[ModelCard] = ()) -> Choice:
    return Choice(
        card=card, lacking=lacking(card, need, _UNMEASURED), dearest_usd=dearest(tuple(cards)), kind=need.kind,
        clear_elsewhere=tuple(other.name for other in here if other.abilities.transparent and other != card),
    )  # fmt: skip


async def model_for_masks(
    catalogue: Catalogue, author: AuthorSettings, channel: ChannelSettings
) -> ModelCard:
    """The model that would change a marked part of a picture there for that person, where they name none."""
    cards = await catalogue.cards()
    need = Need(references=1, edit=True, mask=True)
    return (await _chosen(catalogue, "", author, channel, cards, need)).card


async def _chosen(
    catalogue: Catalogue,
    asked_for: str,
    author: AuthorSettings,
    channel: ChannelSettings,
    cards: Sequence[ModelCard],
    need: Need,
) -> Choice:
    here = allowed(cards, channel)
    wishes = ((asked_for, "asked for"), (author.model, "the person's"), (channel.model, "the channel's"))
    for name, whose in wishes:
        card = next((card for card in here if card.name == name), None)
        if card is not None and (not need.hd or card.abilities.enlarges):
            return Choice(card=card, arithmetic=(f"{card.name}: {whose}",))
    return choose(here, need, await catalogue.measured())


def _need(contexts: Sequence[GenerationContext], shared: int) -> Need:
    sides = [max(format_size(context.value("format"))) for context in contexts]
    transparent = any(wants_transparency(context) for context in contexts)
    return need_of(contexts, side=max(sides), transparent=transparent, shared=shared)


def what_it_lacks(choice: Choice) -> tuple[str, ...]:
    """What is to be said beforehand of a model that cannot do what was asked, where the picture itself does not tell."""
    if "transparency" not in choice.lacking or choice.card.is_sketch:
        return ()
    if choice.clear_elsewhere:
        able = ", ".join(choice.clear_elsewhere)
        return (_(NOT_CLEAR_BUT, model=choice.card.name, able=able, first=choice.clear_elsewhere[0]),)
    return (_(NOT_CLEAR),)
