"""Which image model draws a turn's pictures: the one asked for, else the person's, else the channel's, else the cheapest that can."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from agent.domain.formats import format_size
from agent.domain.generation import GenerationContext, Plan, Quality
from agent.domain.image_models import Measured, ModelCard, dearest
from agent.domain.memory import AuthorSettings, ChannelSettings
from agent.ports import Catalogue
from agent.rendering.render_requests import wants_transparency
from agent.rendering.router import Choice, Need, choose, lacking, need_of
from agent.rendering.standing_boards import StandingWish, standing_wish
from agent.rendering.style_boards import BoardWish, board_wish, may_speak_of_boards
from agent.translation.catalogue import N_, _
from agent.turn_context import Services, TurnContext

_OPTION = re.compile(r"(?<!\S)(model|quality)=(\S+)", re.IGNORECASE)
QUALITIES: dict[str, Quality] = {"low": "low", "draft": "low", "medium": "medium", "high": "high"}
_UNMEASURED = Measured()
NOT_CLEAR = N_("The ground is not transparent: no image model here can draw on none.")
NOT_CLEAR_BUT = N_(
    "The ground is not transparent: {model} cannot draw on none. These can: {able}. Say `model={first}`."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a request says of how it is to be drawn, and its words without that."""

    text: str
    model: str = ""
    quality: Quality = ""
    refusal: str = ""
    """Why it cannot be so."""
    board: BoardWish | None = None
    """The style board it speaks of."""
    standing: StandingWish | None = None
    """The one that it wishes for from now on."""


def allowed(cards: Sequence[ModelCard], channel: ChannelSettings) -> Sequence[ModelCard]:
    """The models that may draw here; all of them where the moderators' list names none that there is."""
    return [card for card in cards if card.name in channel.models] or cards


def wish_of(text: str, cards: Sequence[ModelCard], channel: ChannelSettings) -> Wish:
    """Reads `model=fast`, `quality=high` and, where such a model is known, "with the fast model" or "using fast". Pure."""
    found = [(option[1].lower(), option[2].strip(".,;").lower()) for option in _OPTION.finditer(text)]
    words = " ".join(_OPTION.sub(" ", text).split()) if found else text
    asked = dict(found).get("quality", "")
    if asked and asked not in QUALITIES:
        return Wish(
            text=words, refusal=_("I know these qualities: {qualities}.", qualities=", ".join(QUALITIES))
        )
    named = _distinct(value for option, value in found if option == "model")
    if not named:
        named, words = _named(words, cards)
    refusal = _refusal(named, cards, channel)
    if refusal:
        return Wish(text=words, refusal=refusal)
    return Wish(text=words, model=named[0] if named else "", quality=QUALITIES.get(asked, ""))


def _refusal(named: Sequence[str], cards: Sequence[ModelCard], channel: ChannelSettings) -> str:
    here = [card.name for card in allowed(cards, channel) if card.name]
    known = {card.name for card in cards}
    for name in named:
        if name not in known:
            return _unknown(name[:40], here)
        if name not in here:
            return _(
                "“{name}” is not for this channel. Its moderators allow: {known}.",
                name=name,
                known=", ".join(here),
            )
    if len(named) > 1:
        return _(
            "One model draws a request, and this one names several: {names}. Name one of them, please.",
            names=", ".join(named),
        )
    return ""


def _unknown(name: str, here: Sequence[str]) -> str:
    if not here:
        return _("I know no model “{name}”. There is only one.", name=name)
    said = _("I know no model “{name}”. There is: {known}.", name=name, known=", ".join(here))
    for meant in get_close_matches(name, here, n=1):
        return " ".join((said, _("Did you mean {name}?", name=meant)))
    return said


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


# --- models named in words ----------------------------------------------------------------------------------------
# Each list is of one part of speech, over all the languages: which of them a text is in does not matter.

_MODEL = r"(?:modell?[aeiou]?|modèle|models|modellen|modelem|modeliyle|modellel|malli(?:lla)?|модел\w{1,3})"
_CJK_MODEL = r"(?:模型|模型來|モデル|모델)"
_THE = r"(?:(?:the|my|dem|das|den|el|la|le|il|lo|o|het|de|mein\w*|mi|mon)\s+)?"
_WITH = (
    "with|using|use|via|by|mit|nimm|verwende|benutze|con|usando|usa|avec|utilise|com|met|gebruik|med|dengan|pakai"
    "|с|со|через|используя|з|із"
)
_BY = f"{_WITH}|z|ze|s|se|on|through|auf|über|en|sur|em|su|op|på|na|in|на|по|pomocí|za pomocą|за допомогою|с помощью"
"""These lead to a model only where it is called one."""
_AND = r"\s*(?:,|&|\+|/|\b(?:and|or|und|oder|y|o|et|ou|e|en|och|i|a|и|или|та)\b|和|或|と|및)\s*"
_QUOTED = re.compile(r"[“„«\"][^”“»\"]{1,400}[”“»\"]")
_CLAUSE_END = r"\s*(?=$|[.,;:!?\n。、，！？])"


def _named(text: str, cards: Sequence[ModelCard]) -> tuple[list[str], str]:
    """The models named in words, and the words without them: only where one is called a model, a clause ends with its name, or a
    language without spaces has a particle for it. What stands in quotation marks names none."""
    names = sorted((re.escape(card.name) for card in cards if card.name), key=len, reverse=True)
    if len(names) < 2:
        return [], text
    said = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), text)
    found = re.search(_naming("|".join(names)), said, re.IGNORECASE)
    if found is None:
        return [], text
    spoken = next(group for group in found.groups() if group)
    listed = re.findall("|".join(rf"\b{name}\b" for name in names), spoken.lower())
    return _distinct(listed), _joined(text[: found.start()], text[found.end() :])


def _naming(name: str) -> str:
    """The pattern of a model that is named; one of its groups holds the name, or several."""
    one, several = f"(?:{name})", rf"(?:{name})(?:{_AND}(?:{name}))*"
    return (
        rf"[\s,]{{0,8}}(?:\b(?:{_BY})\s+{_THE}(?:({one}(?:{_AND}{one})*)[\s-]{_MODEL}|{_MODEL}\s+({several}))\b"
        rf"|\b{_MODEL}:\s*({several}){_CLAUSE_END}"
        rf"|\b(?:модел\w{{1,3}}|modelem|modellel|modeliyle)\s+({several})\b|\b({several})\s+(?:modeliyle|modellel|malli(?:lla)?)\b"
        rf"|\b(?:{_WITH})\s+{_THE}({several}){_CLAUSE_END}"
        rf"|(?:请\s*)?(?:用|使用|以)\s*({several})(?![a-z0-9_-])\s*{_CJK_MODEL}?(?!\s*[a-z])\s*"
        rf"|(?<![a-z0-9_-])({several})\s*{_CJK_MODEL}?(?:を使って|で|으로|로)(?![a-z])\s*[、,]?"
        rf"|\b({several})\s+ile\b)"
    )


def _joined(before: str, after: str) -> str:
    """What is left of the words, without the marks that stood around the name."""
    return f"{before}{after}".strip(" ,;:、，")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """As recorded: a turn that is taken up again draws with the same model."""

    name: str
    arithmetic: tuple[str, ...] = ()


async def wish_in(services: Services, ctx: TurnContext, text: str) -> Wish:
    """What a request says of its model, its quality and its style board, and its words without that."""
    wish = wish_of(text, await services.catalogue.cards(), ctx.channel)
    if not may_speak_of_boards(wish.text):
        return wish
    standing = await standing_wish(services, ctx, wish.text)
    if standing is not None and not standing.text:
        return replace(wish, standing=standing)
    board = await board_wish(services, ctx, wish.text)
    return replace(wish, text=board.text, board=board, standing=standing)


def wished(plan: Plan, wish: Wish) -> Plan:
    """The plan with what was wished of its drawing."""
    plan = wish.board.worked_in(plan) if wish.board is not None else plan
    plan = wish.standing.worked_in(plan) if wish.standing is not None else plan
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
