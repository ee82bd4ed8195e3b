"""`/model`: which image models there are, what each can do, costs and how long it takes here, and which one draws for a person."""

from collections.abc import Sequence
from dataclasses import replace

from agent.domain.image_models import ANY_MODEL, Measured, Measurements, ModelCard
from agent.outcomes import Outcome, declined, told
from agent.rendering.model_choice import allowed
from agent.translation.catalogue import _, ngettext
from agent.translation.numbers import money
from agent.turn_context import Services, TurnContext


async def run_model(services: Services, ctx: TurnContext, argument: str) -> Outcome:
    """The answer to `/model ARGUMENT`."""
    cards = allowed(await services.catalogue.cards(), ctx.channel)
    name = argument.strip().lower()
    if not name:
        return told(listing(ctx, cards, await services.catalogue.measured()), private=True)
    if name in ANY_MODEL:
        return await _saved(
            services, ctx, "", _("For each picture I take the cheapest model that can draw it.")
        )
    if name not in {card.name for card in cards}:
        unknown = _("I know no model “{name}” here.", name=name[:40])
        return declined(f"{unknown}\n{names(cards)}", private=True)
    return await _saved(
        services,
        ctx,
        name,
        _("Your pictures are drawn by {name} from now on. `/model auto` leaves it to me.", name=name),
    )


async def _saved(services: Services, ctx: TurnContext, name: str, text: str) -> Outcome:
    await services.settings.save_author(ctx.turn.author.id, replace(ctx.author, model=name))
    return told(text, private=True)


def names(cards: Sequence[ModelCard]) -> str:
    return _("I draw with: {names}.", names=", ".join(card.name for card in cards))


def listing(ctx: TurnContext, cards: Sequence[ModelCard], measured: Measurements) -> str:
    """One line a model. Pure."""
    lines = [_line(card, _together(card.name, measured), ctx.author.model) for card in cards]
    if len(cards) == 1:
        return "\n".join([*lines, _("It is the only one, so there is nothing to choose.")])
    chosen = ctx.author.model or ctx.channel.model
    how = [] if chosen else [_("Where nobody chose, the cheapest one that can draw a picture draws it.")]
    return "\n".join(
        [
            *lines,
            *how,
            _("`/model NAME` chooses one for you, `/draw model=NAME ...` for one picture."),
        ]
    )


def _line(card: ModelCard, found: Measured, own: str) -> str:
    name = _("**{name}** (yours)", name=card.name) if card.name == own else f"**{card.name}**"
    facts = [
        *_abilities(card),
        _price(card),
        _("about {seconds} s here", seconds=f"{found.seconds:.0f}")
        if found.drawn
        else _("not used here lately"),
    ]
    return _("{name}: {facts}", name=name, facts=", ".join(fact for fact in facts if fact))


def _abilities(card: ModelCard) -> list[str]:
    able = card.abilities
    said = [
        ngettext(
            "edits and goes by up to {n} picture", "edits and goes by up to {n} pictures", able.references_max
        )
        if able.references_max
        else _("draws from words alone")
    ]
    said += [_("keeps to masks")] if able.masks else []
    said += [_("printed words")] if able.text else []
    said += [_("transparent grounds")] if able.transparent else []
    said += [_("HD up to {pixels} px", pixels=able.side_hd)] if able.enlarges else []
    return said


def _price(card: ModelCard) -> str:
    if card.prices.picture is None:
        return _("price not known")
    return _("{price} a picture", price=money(card.prices.picture, 3)) if card.prices.picture else _("free")


def _together(name: str, measured: Measurements) -> Measured:
    """Of all kinds of request: the seconds of the kind that was drawn most."""
    kinds = [found for (model, _), found in measured.items() if model == name]
    return max(kinds, key=lambda found: found.drawn, default=Measured())
