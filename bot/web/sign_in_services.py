"""The services that people may sign in to the page with, as the settings name them. Their libraries are imported where one is named."""

from collections.abc import Iterator

from adapters.web.sign_in_service import SignInService
from agent.errors import Misconfigured
from bot.settings import Settings


def sign_in_services(settings: Settings) -> tuple[SignInService, ...]:
    """Raises Misconfigured."""
    return tuple(_services(settings))


def _services(settings: Settings) -> Iterator[SignInService]:
    if settings.web_discord_secret is not None:
        from adapters.web.sign_in.discord_login import DiscordLogin

        secret = settings.web_discord_secret.get_secret_value()
        yield DiscordLogin(client_id=settings.web_discord_client_id, client_secret=secret)
    if settings.web_telegram_secret is not None:
        yield _telegram(settings, settings.web_telegram_secret.get_secret_value())
    if settings.oidc_issuer and settings.oidc_client_secret is not None:
        yield _organisation(settings, settings.oidc_client_secret.get_secret_value())


def _telegram(settings: Settings, secret: str) -> SignInService:
    from adapters.web.sign_in.openid_connect import TELEGRAM, OpenIdConnect

    if settings.telegram_token is None:
        raise Misconfigured("ATELIER_WEB_TELEGRAM_SECRET", "needs TELEGRAM_TOKEN, the bot it belongs to")
    bot = settings.telegram_token.get_secret_value().partition(":")[0]
    return OpenIdConnect(
        issuer=TELEGRAM, client_id=bot, client_secret=secret, name="Telegram", way="telegram"
    )


def _organisation(settings: Settings, secret: str) -> SignInService:
    from adapters.web.sign_in.openid_connect import OpenIdConnect, is_safe

    if not is_safe(settings.oidc_issuer):
        raise Misconfigured("ATELIER_WEB_OIDC_ISSUER", "must start with https://")
    return OpenIdConnect(
        issuer=settings.oidc_issuer, client_id=settings.oidc_client_id, client_secret=secret,
        name=settings.oidc_name,
    )  # fmt: skip
