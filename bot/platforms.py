"""Puts the platform adapters together: which are configured, who listens, and who can post."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.web.config import WebConfig, WebServices
from adapters.web.outbound import WebOutbound
from adapters.web.platform import WebPlatform
from agent.conversation import PlatformName
from agent.ports import Outbound, Platform
from bot.app import App
from bot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Platforms:
    """What a process of this role listens to, and everything it can post through."""

    listening: tuple[Platform, ...]
    outbounds: Mapping[PlatformName, Outbound]
    web_port: int | None = None
    """Where the web chat is served, if this process serves it."""


def connect(app: App) -> Platforms:
    """The platforms of this process. Raises Misconfigured when the web chat's address cannot be had."""
    role = app.settings.role
    web = WebOutbound(app.bus)
    outbounds: dict[PlatformName, Outbound] = {"web": web}
    listening: list[Platform] = []
    port = None
    if role in ("all", "web"):
        page = WebPlatform(_web_services(app), _web_config(app.settings, app.key), previews=web.previews)
        port = page.bind()
        listening.append(page)
    return Platforms(listening=tuple(listening), outbounds=outbounds, web_port=port)


def _web_services(app: App) -> WebServices:
    return WebServices(
        intake=app.intake, board=app.board, bus=app.bus, desk=app.desk, settings=app.author_settings, clock=app.clock,
        gate=app.gate, channels=app.board, ready=app.ready,
    )  # fmt: skip


def _web_config(settings: Settings, key: bytes) -> WebConfig:
    password = settings.web_password.get_secret_value() if settings.web_password else ""
    hosts = tuple(host.strip() for host in settings.web_hosts.split(",") if host.strip())
    return WebConfig(key=key, host=settings.bind, port=settings.port, password=password, hosts=hosts)
