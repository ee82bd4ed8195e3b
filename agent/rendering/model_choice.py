"""Which image model draws a turn's pictures: the one asked for, else the person's, else the channel's, else the cheapest that can."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.domain.formats import format_size
from agent.domain.generation import GenerationContext, Plan, Quality
from agent.domain.image_models import Measured, ModelCard, dearest
from agent.domain.memory import AuthorSettings, ChannelSettings
from agent.ports import Catalogue
from agent.rendering.router import Choice, Need, choose, lacking, need_of
from agent.rendering.transparency import wants_transparency
from agent.turn_context import Services, TurnContext

_OPTION = re.compile(r"(?<!\S)(model|quality)=(\S+)", re.IGNORECASE)
_UNMEASURED = Measured()
QUALITIES: dict[str, Quality] = {"low": "low", "draft": "low", "medium": "medium", "high": "high"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a request says of how it is to be drawn, and its words without that."""

    text: str
    model: str = ""
    quality: Quality = ""
    refusal: str = ""
    """Why it cannot be so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """As recorded: a turn that is taken up again draws with the same model."""

    name: str
    arithmetic: tuple[str, ...] = ()


def allowed(cards: Sequence[ModelCard], channel: ChannelSettings) -> Sequence[ModelCard]:
    """The models that may draw here; all of them where the moderators' list names none that there is."""
    return [card for card in cards if card.name in channel.models] or cards


def wish_of(text: str, cards: Sequence[ModelCard], channel: ChannelSettings) -> Wish:
    """Reads `model=fast`, `quality=high` and, where such a model is known, "with the fast model" or "using fast". Pure."""
    options = {found[1].lower(): found[2].strip(".,;").lower() for found in _OPTION.finditer(text)}
    words = " ".join(_OPTION.sub(" ", text).split()) if options else text
    quality = QUALITIES.get(options.get("quality", ""), "")
    if options.get("quality") and not quality:
        return Wish(text=words, refusal=f"I know these qualities: {', '.join(QUALITIES)}.")
    name = options.get("model", "")
    if name and name not in {card.name for card in cards}:
        known = ", ".join(card.name for card in allowed(cards, channel) if card.name)
        return Wish(text=words, refusal=f"I know no model “{name[:40]}”. There is: {known or 'only one'}.")
    if not name:
        name, words = _named(words, cards)
    if name and all(card.name != name for card in allowed(cards, channel)):
        known = ", ".join(card.name for card in allowed(cards, channel))
        return Wish(text=words, refusal=f"“{name}” is not for this channel. Its moderators allow: {known}.")
    return Wish(text=words, model=name, quality=quality)


_MODEL = "mod(?:el|ell|elo|èle|ele)"
_THE = r"(?:(?:the|my|dem|das|el|le)\s+)?"
_WITH = "with|using|use|via|by|mit|nimm|verwende|con|usando|usa|avec|utilise"
_BY_MODEL = f"{_WITH}|on|through|auf|über|en|sur"
"""These lead to a model only where it is called one."""
_QUOTED = re.compile(r"[“„«\"][^”“»\"]{1,400}[”“»\"]")
_CLAUSE_END = r"\s*(?=$|[.,;:!?\n])"


def _named(text: str, cards: Sequence[ModelCard]) -> tuple[str, str]:
    """A model named in words, and the words without it: only where it is called a model, or the clause ends with its name. What stands
    in quotation marks names none."""
    said = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), text)
    for card in cards if len(cards) > 1 else ():
        name = re.escape(card.name)
        called = rf"(?:{_BY_MODEL})\s+{_THE}(?:{name}[\s-]{_MODEL}|{_MODEL}\s+{name})\b|{_MODEL}:\s*{name}{_CLAUSE_END}"
        found = re.search(
            rf"[\s,]{{0,8}}\b(?:{called}|(?:{_WITH})\s+{_THE}{name}{_CLAUSE_END})", said, re.IGNORECASE
        )
        if card.name and found:
            return card.name, f"{text[: found.start()]}{text[found.end() :]}".strip(" ,;:")
    return "", text


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

    async def make() -> Chosen:
        choice = await _chosen(services.catalogue, contexts[0].model, ctx.author, ctx.channel, cards, need)
        return Chosen(name=choice.card.name, arithmetic=choice.arithmetic)

    recorded = await ctx.journal.once("model", Chosen, make)
    await ctx.journal.note("model", chosen=recorded.name, arithmetic=list(recorded.arithmetic))
    card = next((card for card in cards if card.name == recorded.name), cards[0])
    return _of(card, cards, need)


def _of(card: ModelCard, cards: Sequence[ModelCard], need: Need) -> Choice:
    return Choice(
        card=card, lacking=lacking(card, need, _UNMEASURED), dearest_usd=dearest(tuple(cards)), kind=need.kind
    )


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
