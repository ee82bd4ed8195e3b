"""Puts the platform adapters together: which are configured, who listens, and who can post. The libraries of Discord and Telegram are
slow to import, so that each is imported where it has a token."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial

from starlette.routing import Route

from adapters.discord.config import DiscordConfig
from adapters.telegram.config import TelegramConfig
from adapters.web.config import DeskServices, PeopleServices, WebConfig, WebServices
from adapters.web.outbound import WebOutbound
from adapters.web.platform import WebPlatform
from agent.domain.conversation import PlatformName
from agent.ports import Outbound, Platform
from bot.app import App, accounts_of
from bot.configured_limits import day_limits_of
from bot.postgres.database import DATABASE_FOLDER
from bot.setting_values import listed
from bot.settings import Settings, entries_of
from bot.web.operator_desk import StoredOperatorDesk
from bot.web.sign_in_services import sign_in_services
from bot.worker.jobs import UPKEEP_QUEUE
from bot.worker.metrics import metrics_routes
from db.audit_log import PgAuditLog
from db.delivery.call_budget import PgCallBudget
from db.delivery.pending_deliveries import PgPendingDeliveries
from db.delivery.platform_notes import PgPlatformNotes
from db.delivery.posted_photos import PgPostedPhotos
from db.delivery.read_positions import PgReadPositions
from db.gallery.gallery import PgGallery
from db.locks import wait_for_lock
from db.moderation.blocks import PgBlocks
from db.moderation.reports import PgReportQueue
from db.people.album_store import PgAlbums
from db.people.likeness_store import PgLikenesses
from db.reports.community_overview import PgCommunityDesk
from db.reports.model_records import PgModelRecords
from db.turns.open_questions import PgOpenQuestions
from db.web.channels import PgWebChannels
from db.web.names import PgNameStore
from db.web.previews import PgPreviews
from db.web.sessions import PgSessionStore

TELEGRAM_LOCK = 20260628
"""Telegram allows one poller for a token; a second process stands by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platforms:
    """What a process of this role listens to, and everything it can post through."""

    listening: tuple[Platform, ...]
    outbounds: Mapping[PlatformName, Outbound]
    web_port: int | None = None
    """Where the web chat is served, if this process serves it."""


def connect(app: App, stack: AsyncExitStack) -> Platforms:
    """The platforms of this process; their connections are closed by `stack`. Raises Misconfigured for a token that cannot be one,
    and when the web chat's address cannot be had."""
    role = app.settings.role
    web = WebOutbound(app.bus, PgPreviews(app.pool))
    outbounds: dict[PlatformName, Outbound] = {"web": web}
    listening: list[Platform] = []
    port = None
    if role in ("all", "web"):
        page = WebPlatform(web_services(app), web_config(app.settings, app.key))
        port = page.bind()
        listening.append(page)
    gateway = role in ("all", "gateway")
    for platform, outbound in (*_discord(app, stack), *_telegram(app, stack)):
        outbounds[outbound.platform] = outbound
        if gateway:
            listening.append(platform)
    return Platforms(listening=tuple(listening), outbounds=outbounds, web_port=port)


def _discord(app: App, stack: AsyncExitStack) -> Iterator[tuple[Platform, Outbound]]:
    """Discord, where it has a token."""
    config = discord_config(app.settings)
    if config is None:
        return
    from adapters.discord.client import DiscordPlatform
    from adapters.discord.outbound.outbound import DiscordOutbound

    budget = PgCallBudget(app.pool)
    outbound = DiscordOutbound(config, budget=budget)
    stack.push_async_callback(outbound.close)
    listening = DiscordPlatform(
        config,
        app.intake,
        read_positions=PgReadPositions(app.pool),
        desk=app.desk,
        questions=PgOpenQuestions(app.pool, join_seconds=app.settings.join_seconds),
        budget=budget,
    )
    yield listening, outbound


def discord_config(settings: Settings) -> DiscordConfig | None:
    """None without a token."""
    if settings.discord_token is None:
        return None
    shard_ids, shard_count = settings.shards
    return DiscordConfig(
        token=settings.discord_token.get_secret_value(), api_url=settings.discord_api_url,
        gateway_url=settings.discord_gateway_url, shard_ids=shard_ids, shard_count=shard_count,
        listens=settings.listens, models=tuple(entry.name for entry in entries_of(settings)),
    )  # fmt: skip


def _telegram(app: App, stack: AsyncExitStack) -> Iterator[tuple[Platform, Outbound]]:
    """Telegram, where it has a token. One connection serves both: it closes after the worker has drained."""
    config = telegram_config(app.settings, app.key)
    if config is None:
        return
    from adapters.telegram.http.connection import TelegramConnection
    from adapters.telegram.outbound.outbound import TelegramOutbound
    from adapters.telegram.platform import TelegramPlatform

    connection = TelegramConnection(config)
    stack.push_async_callback(connection.close)
    platform_notes, photos = PgPlatformNotes(app.pool), PgPostedPhotos(app.pool)
    outbound = TelegramOutbound(connection, platform_notes=platform_notes, gate=app.gate, photos=photos)
    stack.push_async_callback(outbound.close)
    sole = partial(wait_for_lock, app.pool, TELEGRAM_LOCK)
    yield (
        TelegramPlatform(
            connection,
            app.intake,
            platform_notes=platform_notes,
            pending_deliveries=PgPendingDeliveries(app.pool),
            questions=PgOpenQuestions(app.pool, join_seconds=app.settings.join_seconds),
            gallery=PgGallery(app.pool, app.models.embedder, app.clock),
            photos=photos,
            sole=sole,
        ),
        outbound,
    )


def telegram_config(settings: Settings, key: bytes) -> TelegramConfig | None:
    """None without a token. The webhook's secret is made from the installation's own, so that every process knows it."""
    if settings.telegram_token is None:
        return None
    secret = hmac.new(key, b"telegram webhook", hashlib.sha256).hexdigest()
    return TelegramConfig(
        token=settings.telegram_token.get_secret_value(), api_url=settings.telegram_api_url,
        webhook_url=settings.telegram_webhook_url, webhook_secret=secret, webhook_bind=settings.bind,
        webhook_port=settings.telegram_webhook_port, listens=settings.listens,
    )  # fmt: skip


def web_services(app: App) -> WebServices:
    return WebServices(
        intake=app.intake, board=app.board, bus=app.bus, desk=app.desk, settings=app.author_settings, clock=app.clock,
        gate=app.gate, channels=app.board, made_channels=PgWebChannels(app.pool, app.clock),
        ready=app.ready, questions=PgOpenQuestions(app.pool),
        gallery=PgGallery(app.pool, app.models.embedder, app.clock),
        catalogue=app.models.catalogue.measured_by(PgModelRecords(app.pool).measured),
        previews=PgPreviews(app.pool),
        access=PgSessionStore(app.pool), names=PgNameStore(app.pool), desks=_desks(app), routes=metrics_of(app),
        accounts=accounts_of(app.settings, app.pool, app.clock), people=page_people(app),
    )  # fmt: skip


def page_people(app: App) -> PeopleServices:
    return PeopleServices(
        albums=PgAlbums(app.pool, app.clock, model=app.models.embedder.model),
        likenesses=PgLikenesses(app.pool, upkeep_queue=UPKEEP_QUEUE),
        images=app.images,
        gate=app.gate,
    )


def _desks(app: App) -> DeskServices:
    embedded = app.settings.data_dir / DATABASE_FOLDER if app.settings.database_url is None else None
    limits = day_limits_of(app.settings, paid=app.models.paid)
    return DeskServices(
        community=PgCommunityDesk(app.pool), reports=PgReportQueue(app.pool), blocks=PgBlocks(app.pool), audit=PgAuditLog(app.pool),
        operator=StoredOperatorDesk(
            app.pool, app.models.breakers, folder=embedded, usd_limit=limits.money_usd,
            sees_contents=app.settings.operators_see_contents,
        ),
    )  # fmt: skip


def metrics_of(app: App) -> Sequence[Route]:
    """/metrics as the settings allow it."""
    token = app.settings.metrics_token
    return metrics_routes(
        app.pool, app.models.breakers, clock=app.clock, token=token.get_secret_value() if token else "",
        open_here=not app.settings.has_web_accounts,
    )  # fmt: skip


def web_config(settings: Settings, key: bytes) -> WebConfig:
    return WebConfig(
        key=key, host=settings.bind, port=settings.port, password=password_of(settings),
        sign_ins=sign_in_services(settings), user_header=settings.web_user_header,
        accounts=settings.web_accounts, links_from=_links_from(settings),
        hosts=listed(settings.web_hosts), moderators=_web_moderators(settings), operators=settings.operator_ids,
        trusted_proxies=listed(settings.trusted_proxies), listens=settings.listens,
    )  # fmt: skip


def _links_from(settings: Settings) -> tuple[str, ...]:
    """Platforms on which the bot gives links to the page."""
    tokens = {"Discord": settings.discord_token, "Telegram": settings.telegram_token}
    return tuple(name for name, token in tokens.items() if token is not None)


def _web_moderators(settings: Settings) -> tuple[str, ...]:
    """An operator who is named by a name of the page has that name by invitation alone, as moderators have theirs."""
    operators = (person.partition(":")[2] for person in settings.operator_ids if person.startswith("web:"))
    return (*listed(settings.web_moderators), *operators)


def password_of(settings: Settings) -> str:
    return settings.web_password.get_secret_value() if settings.web_password else ""
