"""The environment, read once. Every setting has a name, a meaning and a mend; nothing but this and `bot.environment` reads it."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import SettingsConfigDict

from agent.domain.conversation import AuthorId
from agent.domain.plan_sizes import PLAN_SECONDS_MAX
from agent.errors import Misconfigured
from agent.limits import KEPT_SIDE_MAX, MEMORIES_PER_SCOPE_MAX
from bot.environment import named_secret
from bot.fault_injection import CrashPoint
from bot.model_entries import Entry, read_entries
from bot.setting_values import people, shards
from bot.shown_urls import shown_url
from bot.web_settings import WebSettings

METRICS_TOKEN_CHARS_MIN = 16


class Settings(WebSettings):
    """From the environment or a file `.env` in the working folder (the environment wins)."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: SecretStr | None = Field(default=None, alias="DATABASE_URL")
    """Postgres with pgvector; unset: the embedded one under the data folder."""
    objects: str = Field(default="", alias="ATELIER_OBJECTS")
    """Where the bytes of pictures go: a folder, or s3://bucket?endpoint=https://...; unset: into Postgres."""
    objects_key: SecretStr | None = Field(default=None, alias="ATELIER_OBJECTS_KEY")
    objects_secret: SecretStr | None = Field(default=None, alias="ATELIER_OBJECTS_SECRET")
    discord_token: SecretStr | None = Field(default=None, alias="DISCORD_TOKEN")
    discord_api_url: str = Field(default="", alias="DISCORD_API_URL")
    discord_gateway_url: str = Field(default="", alias="DISCORD_GATEWAY_URL")
    discord_shards: str = Field(default="", alias="DISCORD_SHARDS")
    """Which of how many shards this gateway opens, as in "0-7/16"; unset: all that Discord recommends."""
    telegram_token: SecretStr | None = Field(default=None, alias="TELEGRAM_TOKEN")
    telegram_api_url: str = Field(default="", alias="TELEGRAM_API_URL")
    telegram_webhook_url: str = Field(default="", alias="TELEGRAM_WEBHOOK_URL")
    """Public https address that Telegram calls; unset: long polling, which needs no public address."""
    telegram_webhook_port: int = Field(default=8443, ge=0, le=65535, alias="TELEGRAM_WEBHOOK_PORT")
    openai_api_key: SecretStr | None = Field(default=None, alias="OPENAI_API_KEY")
    openai_base_url: str = Field(default="", alias="OPENAI_BASE_URL")
    gemini_api_key: SecretStr | None = Field(default=None, alias="GEMINI_API_KEY")
    openrouter_api_key: SecretStr | None = Field(default=None, alias="OPENROUTER_API_KEY")
    gemini_url: str = Field(default="", alias="ATELIER_GEMINI_URL")
    openrouter_url: str = Field(default="", alias="ATELIER_OPENROUTER_URL")
    comfyui_url: str = Field(default="", alias="ATELIER_COMFYUI_URL")
    """Of ComfyUI; unset: http://127.0.0.1:8188."""
    models: Path | None = Field(default=None, alias="ATELIER_MODELS")
    """A file that names several image models; see docs/providers.md."""

    data_dir: Path = Field(default=Path(".atelier"), alias="ATELIER_DATA_DIR")
    """Embedded database, pictures of the console, signing keys."""
    health_port: int = Field(default=8081, ge=0, le=65535, alias="ATELIER_HEALTH_PORT")
    """Of /livez, /readyz and /metrics in the roles worker and gateway; with the web chat they are at its port."""
    operators: str = Field(default="", alias="ATELIER_OPERATORS")
    """Who runs the bot, as platform:id, separated by commas (discord:123, telegram:456, web:ana): they get the reports of private chats,
    and nobody can block them."""
    operators_see_contents: bool = Field(default=False, alias="ATELIER_OPERATORS_SEE_CONTENTS")
    """Whether the operator's desk shows what was asked in a turn, and the prompts of its pictures."""
    metrics_token: SecretStr | None = Field(default=None, alias="ATELIER_METRICS_TOKEN")
    """Bearer token of /metrics; unset: told to this machine alone, and to nobody where the web chat has a password."""
    chat_model: str = Field(default="", alias="ATELIER_CHAT_MODEL")
    image_model: str = Field(default="", alias="ATELIER_IMAGE_MODEL")
    image_base_url: str = Field(default="", alias="ATELIER_IMAGE_BASE_URL")
    """Server of the image model; unset: the same as OPENAI_BASE_URL."""
    image_api_key: SecretStr | None = Field(default=None, alias="ATELIER_IMAGE_API_KEY")
    image_backend: str = Field(default="", alias="ATELIER_IMAGE_BACKEND")
    """Kind of image server, for what it can do; unset: guessed by model and address. See docs/providers.md."""
    embedding_model: str = Field(default="", alias="ATELIER_EMBEDDING_MODEL")
    """Unset: the embedder that comes with Atelier."""
    transcription_model: str = Field(default="", alias="ATELIER_TRANSCRIPTION_MODEL")
    """What voice messages are listened to with; unset: nobody listens."""
    transcription_base_url: str = Field(default="", alias="ATELIER_TRANSCRIPTION_BASE_URL")
    """Its server; unset: the same as OPENAI_BASE_URL."""
    transcription_api_key: SecretStr | None = Field(default=None, alias="ATELIER_TRANSCRIPTION_API_KEY")
    fallback_base_url: str = Field(default="", alias="ATELIER_FALLBACK_BASE_URL")
    """A second server, asked while the first does not answer."""
    fallback_api_key: SecretStr | None = Field(default=None, alias="ATELIER_FALLBACK_API_KEY")
    fallback_chat_model: str = Field(default="", alias="ATELIER_FALLBACK_CHAT_MODEL")
    fallback_image_model: str = Field(default="", alias="ATELIER_FALLBACK_IMAGE_MODEL")
    moderation: Literal["auto", "on", "off"] = Field(default="auto", alias="ATELIER_MODERATION")
    """Whether requests and pictures go to the chat server's /moderations. auto: with OpenAI's own server, where it is free."""
    classifier: Literal["on", "off"] = Field(default="off", alias="ATELIER_CLASSIFIER")
    """Whether pictures are looked at by the small classifier of the extra `classifier`."""
    signing_certificate: Path | None = Field(default=None, alias="ATELIER_SIGNING_CERTIFICATE")
    """PEM file of what drawn pictures are signed with, the signer's first; unset: they say that they are generated, unsigned."""
    signing_key: Path | None = Field(default=None, alias="ATELIER_SIGNING_KEY")
    """Its key, PEM."""
    chat_api: Literal["chat", "responses"] = Field(default="chat", alias="ATELIER_CHAT_API")
    plan: Literal["auto", "full", "compact", "hints"] = Field(default="auto", alias="ATELIER_PLAN")
    """How much of a plan the chat model is asked for; auto: the most that it was found to fill in rightly."""
    plan_seconds: float = Field(default=0.0, ge=0, le=PLAN_SECONDS_MAX, alias="ATELIER_PLAN_SECONDS")
    """Longest that one plan may take; 0: four times what was measured, at least a minute."""
    prices: str = Field(default="", alias="ATELIER_PRICES")
    """JSON: model name to US dollars per million tokens or per picture; see docs/providers.md."""
    search: Literal["", "off", "ddgs", "searxng", "brave", "tavily"] = Field(
        default="", alias="ATELIER_SEARCH"
    )
    """Unset: ddgs when a chat model is configured, else off."""
    search_url: str = Field(default="", alias="ATELIER_SEARCH_URL")
    """Of your SearXNG."""
    search_key: SecretStr | None = Field(default=None, alias="ATELIER_SEARCH_KEY")
    """Of Brave or Tavily."""
    role: Literal["all", "gateway", "worker", "web"] = Field(default="all", alias="ATELIER_ROLE")
    concurrency: int = Field(default=1_000, ge=1, le=10_000, alias="ATELIER_CONCURRENCY")
    """Turns in flight in one worker process."""
    connections: int = Field(default=8, ge=2, le=64, alias="ATELIER_CONNECTIONS")
    """To Postgres, of one process for its turns, besides 4 for what comes in and 4 of the queue. Turns hold one only while they read or
    write, so 1,000 in flight share these. With sixteen a crowd shared fewer statements (db/batching.py) and kept more of Postgres'
    processes busy: three quarters of the turns a second (benchmarks/load.py)."""
    turn_seconds: float = Field(default=300.0, gt=0, alias="ATELIER_TURN_SECONDS")
    turn_money_usd: float = Field(default=1.0, ge=0, alias="ATELIER_TURN_MONEY")
    turns_per_person: int = Field(default=3, ge=1, alias="ATELIER_TURNS_PER_PERSON")
    """Turns of one person at work at once; further ones wait in line."""
    turns_per_community: int = Field(default=64, ge=1, alias="ATELIER_TURNS_PER_COMMUNITY")
    day_pictures_per_person: int | None = Field(default=None, ge=0, alias="ATELIER_DAY_PICTURES_PER_PERSON")
    """Pictures that one person gets a day (UTC); 0: no limit; unset: 50 where pictures cost money. Moderators set their own with
    /channel quota."""
    day_money_per_person_usd: float = Field(default=0.0, ge=0, alias="ATELIER_DAY_MONEY_PER_PERSON")
    """US dollars; 0: no limit."""
    keep_days: int = Field(default=0, ge=0, le=36_500, alias="ATELIER_KEEP_DAYS")
    """Days after which every place's turns go, with messages and pictures; 0: only where moderators say so (/channel keep)."""
    memories_per_scope: int = Field(
        default=MEMORIES_PER_SCOPE_MAX, ge=100, alias="ATELIER_MEMORIES_PER_SCOPE"
    )
    """Memories of one person, channel or community; beyond, the least useful make room."""
    day_money_usd: float | None = Field(default=None, ge=0, alias="ATELIER_DAY_MONEY")
    """US dollars that the bot spends a day on everyone; 0: no limit; unset: 10 where pictures cost money."""
    image_side_max: int = Field(default=KEPT_SIDE_MAX, ge=512, le=16_384, alias="ATELIER_IMAGE_SIDE_MAX")
    """Longest side in pixels of a drawn picture as it is kept; larger ones are scaled down."""
    question_seconds: float = Field(default=900.0, gt=0, alias="ATELIER_QUESTION_SECONDS")
    join_seconds: float = Field(default=2.0, ge=0, le=10, alias="ATELIER_JOIN_SECONDS")
    """What a person adds to a request within this time, before drawing has begun, belongs to it; 0: each message stands alone."""
    otlp_endpoint: str = Field(default="", alias="ATELIER_OTLP_ENDPOINT")
    """Of an OpenTelemetry collector that takes OTLP over HTTP (http://collector:4318): what each turn did is sent there, without words."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="WARNING", alias="ATELIER_LOG")

    crash_at: CrashPoint = Field(default="", alias="ATELIER_CRASH_AT")
    """For tests of what survives: the process dies when a turn reaches this point."""

    @field_validator(
        "openai_base_url",
        "gemini_url",
        "openrouter_url",
        "comfyui_url",
        "image_base_url",
        "fallback_base_url",
        "transcription_base_url",
        "search_url",
        "telegram_api_url",
        "discord_api_url",
        "otlp_endpoint",
    )
    @classmethod
    def _is_http(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @field_validator("discord_gateway_url")
    @classmethod
    def _is_websocket(cls, value: str) -> str:
        if value and not value.startswith(("ws://", "wss://")):
            raise ValueError("must start with ws:// or wss://")
        return value.rstrip("/")

    @field_validator("discord_shards")
    @classmethod
    def _is_shards(cls, value: str) -> str:
        shards(value)
        return value

    @field_validator("metrics_token")
    @classmethod
    def _is_long(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < METRICS_TOKEN_CHARS_MIN:
            raise ValueError(f"too easily guessed; {METRICS_TOKEN_CHARS_MIN} characters or more")
        return value

    @field_validator("operators")
    @classmethod
    def _are_people(cls, value: str) -> str:
        people(value)
        return value

    @field_validator("telegram_webhook_url")
    @classmethod
    def _is_https(cls, value: str) -> str:
        if value and not value.startswith("https://"):
            raise ValueError("must start with https://, Telegram calls no other")
        return value

    @property
    def shards(self) -> tuple[tuple[int, ...], int | None]:
        """The numbers of this gateway's shards, and how many there are of all gateways together; (), None: all, as many as recommended."""
        return shards(self.discord_shards)

    @property
    def operator_ids(self) -> frozenset[AuthorId]:
        return frozenset(map(AuthorId, people(self.operators)))

    @property
    def has_models(self) -> bool:
        """Whether a language model is configured: a key, or a server that needs none."""
        return self.speaks_openai or self.gemini_api_key is not None or self.openrouter_api_key is not None

    @property
    def speaks_openai(self) -> bool:
        """Whether OpenAI, or a server in its place, is named: it goes before the other providers."""
        return self.openai_api_key is not None or bool(self.openai_base_url)

    @property
    def listens(self) -> bool:
        """Whether voice messages are listened to."""
        return bool(self.transcription_model)

    @property
    def signs(self) -> bool:
        """Whether drawn pictures are signed; a certificate without its key, or the other way round, is a mistake that is told."""
        return self.signing_certificate is not None or self.signing_key is not None

    @property
    def has_fallback(self) -> bool:
        return self.fallback_api_key is not None or bool(self.fallback_base_url)

    @property
    def has_image_model(self) -> bool:
        return self.has_models or bool(self.image_base_url)


def read_settings(**overrides: object) -> Settings:
    """The settings. Raises Misconfigured with the name of the first wrong one and what it should be."""
    try:
        settings = Settings(**overrides)  # pyright: ignore[reportArgumentType] # pydantic reads the environment for the rest
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        raise Misconfigured(name, _mend(str(first["msg"]), first.get("input"))) from error
    settings.check_web()
    if settings.search == "searxng" and not settings.search_url:
        raise Misconfigured(
            "ATELIER_SEARCH_URL", "set it to the address of your SearXNG, or choose another ATELIER_SEARCH"
        )
    if settings.search in ("brave", "tavily") and settings.search_key is None:
        raise Misconfigured(
            "ATELIER_SEARCH_KEY",
            f"{settings.search} needs a key; get one from them, or use ATELIER_SEARCH=ddgs",
        )
    if settings.listens and not (settings.speaks_openai or settings.transcription_base_url):
        raise Misconfigured(
            "ATELIER_TRANSCRIPTION_MODEL",
            "needs a server: set ATELIER_TRANSCRIPTION_BASE_URL, or OPENAI_API_KEY",
        )
    return settings


def _mend(message: str, given: object) -> str:
    shown = "" if isinstance(given, SecretStr) else f" (it is {shown_url(str(given))[:60]!r})"
    return f"{message.removeprefix('Value error, ')}{shown}"


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every configured secret, for the log to mask."""
    held = (
        settings.discord_token, settings.telegram_token, settings.openai_api_key, settings.web_password,
        settings.metrics_token, settings.search_key, settings.image_api_key, settings.fallback_api_key,
        settings.gemini_api_key, settings.openrouter_api_key, settings.transcription_api_key, settings.oidc_client_secret,
        settings.web_discord_secret, settings.web_telegram_secret,
        settings.objects_key, settings.objects_secret,
    )  # fmt: skip
    named = (named_secret(entry.key_env) for entry in entries_of(settings) if entry.key_env)
    return (
        *(secret.get_secret_value() for secret in held if secret is not None),
        *(key for key in named if key),
    )


def entries_of(settings: Settings) -> tuple[Entry, ...]:
    """The image models of `models.toml`; () without the file. Raises Misconfigured."""
    return () if settings.models is None else read_entries(settings.models)


def database_of(settings: Settings) -> str:
    return "your own (DATABASE_URL)" if settings.database_url else f"embedded, in {settings.data_dir}"
