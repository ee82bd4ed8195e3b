"""Proves the configured models for `python -m bot check`: the OpenAI-compatible ones by their own proofs, the others by their cards, and
by a small picture where one may be paid for."""

from collections.abc import Sequence
from datetime import date

from openai import AsyncOpenAI

from adapters.image_servers.catalogue import ImageModels, Offered
from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.images.image_model import OpenAIImageModel
from adapters.openai.model_checks import Proof, prove
from agent.domain.generation import Evidence, GenerationContext, RenderRequest
from agent.domain.image_models import ModelCard
from agent.errors import AtelierError

RENDER_SECONDS = 180.0
SOON_DAYS = 60
"""A model's end is warned of this long before."""


async def prove_all(
    *,
    language: OpenAILanguageModel | None,
    image_model: OpenAIImageModel | None,
    image_client: AsyncOpenAI | None,
    spared: bool,
    catalogue: ImageModels,
    render: bool = False,
    today: date | None = None,
) -> Sequence[Proof]:
    """Raises nothing of ours."""
    proofs = [
        *await prove(
            language=language,
            image_model=image_model,
            image_client=image_client,
            spared=spared,
            render=render,
        )
    ]
    for offered in catalogue.offered:
        if image_model is None:
            proofs.append(await _proof(offered, render=render))
    cards = await catalogue.cards()
    proofs += [proof for card in cards if (proof := ending(card, today or date.today()))]  # noqa: DTZ011 - an operator's day
    return [*proofs, *_unpriced(cards)]


async def _proof(offered: Offered, *, render: bool) -> Proof:
    card = offered.card
    for tried in (offered.look, offered.prove):
        try:
            if tried is not None:
                await tried()
        except AtelierError as error:
            return Proof(part="Pictures", state="wrong", text=f"{card.name}: {error}")
    if not render:
        return Proof(
            part="Pictures", state="not tried", text=f"{card.name} ({card.model})",
            mend="`python -m bot check --render` draws one small picture to be sure.",
        )  # fmt: skip
    subject = Evidence(value="a red ball on a white table", method="said")
    request = RenderRequest(
        context=GenerationContext(slots={"subject": subject}, seed=1), width=512, height=512, draft=True
    )
    try:
        image = await offered.draws.render(request, timeout_seconds=RENDER_SECONDS)
    except AtelierError as error:
        return Proof(part="Pictures", state="wrong", text=f"{card.name}: {error}")
    size = f"{image.image.width} x {image.image.height}"
    return Proof(part="Pictures", state="good", text=f"{card.name} draws ({size}, ${image.cost_usd:.4f})")


def ending(card: ModelCard, today: date) -> Proof | None:
    """A warning of a model that its provider switches off, or has."""
    if card.ends_on is None or (card.ends_on - today).days > SOON_DAYS:
        return None
    when = "was switched off" if card.ends_on <= today else "is switched off"
    return Proof(
        part="Pictures", state="wrong" if card.ends_on <= today else "missing",
        text=f"{card.model} {when} by its provider on {card.ends_on.isoformat()}", mend="Name a later model.",
    )  # fmt: skip


def _unpriced(cards: Sequence[ModelCard]) -> list[Proof]:
    return [
        Proof(
            part="Pictures", state="missing", text=f"{card.model or card.name} has no known price: it counts as the dearest known one",
            mend="Say what a picture costs, with picture_usd in models.toml or in ATELIER_PRICES.",
        )
        for card in cards
        if card.prices.picture is None
    ]  # fmt: skip
