"""Builds the image models: those of `models.toml`, else the one that the settings name."""

import ipaddress
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from openai import AsyncOpenAI

from adapters.builtin.sketch_model import SketchRenderer
from adapters.comfyui.image_model import ComfyImageModel, connect_comfy
from adapters.comfyui.workflow import Workflow, WrongWorkflow, checked, read_mapping, read_workflow
from adapters.comfyui.workflows import PIXELS_MAX, Workflows
from adapters.gemini.image_model import GeminiImageModel, connect_gemini
from adapters.gemini.models import model_of
from adapters.http.circuit_breaker import CircuitBreaker, GuardedImageModel
from adapters.image_servers.catalogue import Offered
from adapters.media.original_files import OriginalFiles
from adapters.openai.connection import connect
from adapters.openai.images.capabilities import SHUTDOWNS, abilities_of, capabilities_of
from adapters.openai.images.image_model import OpenAIImageModel
from adapters.openai.model_names import IMAGE_MODEL
from adapters.openai.prices import PriceTable
from adapters.openrouter.image_model import OpenRouterImageModel, connect_openrouter
from agent.domain.image_models import DEAREST_USD, Abilities, ModelCard, Prices
from agent.errors import Misconfigured
from agent.ports import Fetcher, ImageModel, PixelGate
from bot.clock import SystemClock
from bot.environment import named_secret
from bot.model_entries import SETTING, Entry
from bot.settings import Settings

HD_TIMES = 5.0
"""What an enlarged picture is taken to cost of a GPT image model, in pictures: four times the pixels, at high quality."""
LOCAL_NAMES = (".local", ".lan", ".internal", ".home.arpa", ".localhost")


def is_own_server(base_url: str) -> bool:
    """Whether the address is of the operator's own network, where pictures cost nothing.

    >>> is_own_server("http://192.168.1.5:8000/v1"), is_own_server("http://gpu:8188"), is_own_server("https://api.example.com/v1")
    (True, True, False)
    """
    host = urlsplit(base_url).hostname or ""
    if not host:
        return False
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(LOCAL_NAMES)
    return address.is_private or address.is_loopback


def costs_nothing(model: str, base_url: str) -> bool:
    """Whether an OpenAI-compatible server draws for nothing: one's own, unless it is a gateway to others."""
    return is_own_server(base_url) and capabilities_of(model, base_url).backend != "litellm"


def openai_offered(
    model: OpenAIImageModel, table: PriceTable, base_url: str, *, name: str, entry: Entry, draws: ImageModel
) -> Offered:
    """A model behind an OpenAI-compatible server: what it can do is learnt while it works."""

    def prices() -> Prices:
        known = table.picture_usd(model.model)
        if known is None and costs_nothing(model.model, base_url):
            known = 0.0
        large = None if known is None else known * HD_TIMES
        return _prices(entry, Prices(picture=known, hd=large))

    async def look() -> tuple[Abilities, Prices]:
        return abilities_of(model.capabilities), prices()

    card = ModelCard(
        name=name, model=model.model, abilities=abilities_of(model.capabilities), prices=prices(), is_default=entry.default,
        ends_on=SHUTDOWNS.get(model.model.removeprefix("openai/")),
    )  # fmt: skip
    return Offered(card=card, draws=draws, look=look)


class ModelBuilder:
    """Of one process: clients are closed with `closing`."""

    def __init__(
        self,
        settings: Settings,
        gate: PixelGate,
        fetcher: Fetcher,
        table: PriceTable,
        closing: AsyncExitStack,
    ) -> None:
        self._settings = settings
        self._gate = gate
        self._fetcher = fetcher
        self._table = table
        self._closing = closing
        self._files = OriginalFiles(gate, side_max=settings.image_side_max)
        self.breakers: list[CircuitBreaker] = []
        self.dearest_usd = DEAREST_USD

    def built(self, entries: Sequence[Entry]) -> list[Offered]:
        """Raises Misconfigured."""
        known = [usd for entry in entries if (usd := self._known_usd(entry))]
        self.dearest_usd = max(known, default=DEAREST_USD)
        return [self._built(entry) for entry in entries]

    def _built(self, entry: Entry) -> Offered:
        try:
            return getattr(self, entry.api)(entry)
        except Misconfigured as error:
            if error.setting == SETTING:
                raise
            raise Misconfigured(SETTING, f"[models.{entry.name}]: {error}") from error

    def _known_usd(self, entry: Entry) -> float | None:
        if entry.picture_usd is not None:
            return entry.picture_usd
        if entry.api == "gemini":
            return model_of(entry.model).prices.picture
        return self._table.picture_usd(entry.model) if entry.api == "openai" else None

    def gemini(self, entry: Entry) -> Offered:
        key_name = entry.key_env or "GEMINI_API_KEY"
        client = connect_gemini(self._key(entry, key_name), entry.base_url or self._settings.gemini_url)
        self._closing.push_async_callback(client.aclose)
        model = GeminiImageModel(
            client,
            model=entry.model,
            files=self._files,
            picture_usd=entry.picture_usd,
            dearest_usd=self.dearest_usd,
            key_name=key_name,
        )
        known = model_of(entry.model)
        prices = _prices(entry, known.prices)
        card = self._card(entry, entry.model, known.abilities, prices)
        return self._offered(replace(card, ends_on=known.ends_on), model)

    def openrouter(self, entry: Entry) -> Offered:
        key = self._key(entry, entry.key_env or "OPENROUTER_API_KEY")
        client = connect_openrouter(key, entry.base_url or self._settings.openrouter_url)
        self._closing.push_async_callback(client.aclose)
        model = OpenRouterImageModel(
            client,
            model=entry.model,
            files=self._files,
            picture_usd=entry.picture_usd,
            dearest_usd=self.dearest_usd,
        )

        async def look() -> tuple[Abilities, Prices]:
            offer = await model.offer()
            return offer.abilities, offer.prices

        card = self._card(entry, entry.model, Abilities(), _prices(entry, Prices()))
        offered = self._offered(card, model)
        return replace(offered, look=look, is_listed=True)

    def comfyui(self, entry: Entry) -> Offered:
        key = named_secret(entry.key_env) if entry.key_env else ""
        client = connect_comfy(entry.base_url or self._settings.comfyui_url, key=key)
        self._closing.push_async_callback(client.aclose)
        workflows = _workflows(entry)
        model = ComfyImageModel(
            client, workflows=workflows, files=self._files, model=entry.model or entry.name,
            picture_usd=entry.picture_usd or 0.0,
        )  # fmt: skip
        prices = Prices(picture=entry.picture_usd or 0.0, hd=entry.hd_usd)
        offered = self._offered(self._card(entry, model.model, workflows.abilities, prices), model)
        return replace(offered, prove=model.prove)

    def openai(self, entry: Entry) -> Offered:
        base_url = entry.base_url or self._settings.openai_base_url
        wants_key = bool(entry.key_env) or not base_url
        client = connect(
            key=self._key(entry, entry.key_env or "OPENAI_API_KEY") if wants_key else "", base_url=base_url
        )
        self._closing.push_async_callback(client.close)
        name = entry.model or ("" if base_url else IMAGE_MODEL)
        model = self.openai_model(client, name, base_url, backend=entry.backend, said_usd=entry.picture_usd)
        return openai_offered(
            model,
            self._table,
            base_url,
            name=entry.name,
            entry=entry,
            draws=self.guarded(f"images {entry.name}", model),
        )

    @property
    def table(self) -> PriceTable:
        return self._table

    def openai_model(
        self,
        client: AsyncOpenAI,
        name: str,
        base_url: str,
        *,
        backend: str = "",
        said_usd: float | None = None,
    ) -> OpenAIImageModel:
        able = capabilities_of(name, base_url, backend=backend) if backend else None
        return OpenAIImageModel(
            client, model=name, capabilities=able, gate=self._gate, fetcher=self._fetcher, prices=self._table, files=self._files,
            unknown_usd=self.unknown_usd(name, base_url, said_usd),
        )  # fmt: skip

    def unknown_usd(self, model: str, base_url: str, said: float | None) -> float:
        """What a picture counts as where the table has no price for it."""
        if said is not None:
            return said
        return 0.0 if costs_nothing(model, base_url) else self.dearest_usd

    def builtin(self, entry: Entry) -> Offered:
        card = self._card(entry, "sketch", Abilities(text=True, side_max=2_048), Prices(picture=0.0))
        return Offered(card=replace(card, is_sketch=True), draws=SketchRenderer())

    def guarded(self, name: str, model: ImageModel) -> ImageModel:
        """Behind a breaker of its own."""
        breaker = CircuitBreaker(name, SystemClock())
        self.breakers.append(breaker)
        return GuardedImageModel([(breaker, model)])

    def _offered(self, card: ModelCard, model: ImageModel) -> Offered:
        return Offered(card=card, draws=self.guarded(f"images {card.name}", model))

    def _card(self, entry: Entry, model: str, abilities: Abilities, prices: Prices) -> ModelCard:
        return ModelCard(
            name=entry.name, model=model, abilities=abilities, prices=prices, is_default=entry.default
        )

    def _key(self, entry: Entry, name: str) -> str:
        known = {
            "GEMINI_API_KEY": self._settings.gemini_api_key,
            "OPENROUTER_API_KEY": self._settings.openrouter_api_key,
            "OPENAI_API_KEY": self._settings.openai_api_key,
        }
        held = known.get(name)
        key = held.get_secret_value() if held else named_secret(name)
        if not key:
            raise Misconfigured(
                SETTING, f"[models.{entry.name}]: set {name} to its key, or name another in key_env"
            )
        return key


def _prices(entry: Entry, known: Prices) -> Prices:
    """What the entry says, else what is known."""
    picture = known.picture if entry.picture_usd is None else entry.picture_usd
    return Prices(picture=picture, hd=known.hd if entry.hd_usd is None else entry.hd_usd)


def _workflows(entry: Entry) -> Workflows:
    try:
        mapping = read_mapping(entry.map)
    except WrongWorkflow as error:
        raise Misconfigured(SETTING, f"[models.{entry.name}]: {error}") from error
    assert entry.workflow is not None
    draw, *edits = [_workflow(entry, file) for file in (entry.workflow, *entry.edit_workflow)]
    for file, workflow in zip((entry.workflow, *entry.edit_workflow), (draw, *edits), strict=True):
        try:
            checked(workflow, mapping)
        except WrongWorkflow as error:
            raise Misconfigured(SETTING, f"[models.{entry.name}]: {file}: {error}") from error
    return Workflows(
        draw=draw, edits=tuple(edits), upscale=_workflow(entry, entry.upscale_workflow) if entry.upscale_workflow else None,
        map=mapping, pixels_max=entry.pixels_max or PIXELS_MAX, steps_draft=entry.steps_draft, steps_high=entry.steps_high,
    )  # fmt: skip


def _workflow(entry: Entry, file: Path) -> Workflow:
    try:
        return read_workflow(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Misconfigured(
            SETTING, f"[models.{entry.name}]: {file} cannot be read ({error.strerror})"
        ) from error
    except (WrongWorkflow, UnicodeDecodeError) as error:
        raise Misconfigured(SETTING, f"[models.{entry.name}]: {file}: {error}") from error
