"""The settings of the web chat: where it is, and who comes in how."""

from ipaddress import ip_network

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

from agent.errors import Misconfigured
from bot.setting_values import listed


class WebSettings(BaseSettings):
    """A part of `bot.settings.Settings`."""

    port: int = Field(default=8080, ge=0, le=65535, alias="ATELIER_PORT")
    """Of the web chat; 0 takes a free one."""
    bind: str = Field(default="127.0.0.1", alias="ATELIER_BIND")
    """Address the web chat listens on; anything but loopback needs ATELIER_WEB_PASSWORD or ATELIER_WEB_ACCOUNTS."""
    web_password: SecretStr | None = Field(default=None, alias="ATELIER_WEB_PASSWORD")
    web_accounts: bool = Field(default=False, alias="ATELIER_WEB_ACCOUNTS")
    """Names belong to people also without a password: they come in by a link that the bot gave (/web), an invitation, or a sign-in."""
    oidc_issuer: str = Field(default="", alias="ATELIER_WEB_OIDC_ISSUER")
    """Of your organisation's OpenID Connect provider, exactly as it calls itself (https://id.example.org/realms/art)."""
    oidc_client_id: str = Field(default="", alias="ATELIER_WEB_OIDC_CLIENT_ID")
    oidc_client_secret: SecretStr | None = Field(default=None, alias="ATELIER_WEB_OIDC_CLIENT_SECRET")
    oidc_name: str = Field(default="your organisation", alias="ATELIER_WEB_OIDC_NAME")
    """What the button at the door calls it."""
    web_discord_client_id: str = Field(default="", alias="ATELIER_WEB_DISCORD_CLIENT_ID")
    """Of the Discord application (its OAuth2 page), for signing in with Discord."""
    web_discord_secret: SecretStr | None = Field(default=None, alias="ATELIER_WEB_DISCORD_SECRET")
    web_telegram_secret: SecretStr | None = Field(default=None, alias="ATELIER_WEB_TELEGRAM_SECRET")
    """Client secret of the bot's Web Login (BotFather), for signing in with Telegram; needs TELEGRAM_TOKEN."""
    web_user_header: str = Field(default="", alias="ATELIER_WEB_USER_HEADER")
    """Header in which a proxy of ATELIER_TRUSTED_PROXIES names who is signed in there (X-Forwarded-User)."""
    web_hosts: str = Field(default="", alias="ATELIER_WEB_HOSTS")
    """Host names, separated by commas, under which the web chat is reached (behind a proxy)."""
    web_moderators: str = Field(default="", alias="ATELIER_WEB_MODERATORS")
    """Names, separated by commas, that moderate on the web chat; had by `python -m bot invite` alone."""
    trusted_proxies: str = Field(default="", alias="ATELIER_TRUSTED_PROXIES")
    """Addresses and networks (10.0.0.0/8), separated by commas, whose X-Forwarded-For and X-Forwarded-Proto are believed."""

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        for network in listed(value):
            try:
                ip_network(network)
            except ValueError as error:
                raise ValueError(
                    "addresses and networks, for example 127.0.0.1,10.0.0.0/8: " + str(error)
                ) from error
        return value

    @property
    def has_web_accounts(self) -> bool:
        """Whether a name of the page is its owner's."""
        signs_in = (self.oidc_issuer, self.web_discord_secret, self.web_telegram_secret, self.web_user_header)
        return self.web_password is not None or self.web_accounts or any(signs_in)

    def check_web(self) -> None:
        """Raises Misconfigured where the page could not be served as the settings wish."""
        if not self.is_loopback() and not self.has_web_accounts:
            raise Misconfigured(
                "ATELIER_BIND",
                f"{self.bind} can be reached from other machines; set ATELIER_WEB_PASSWORD or ATELIER_WEB_ACCOUNTS as well, "
                "or use 127.0.0.1",
            )
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            raise Misconfigured(
                "ATELIER_WEB_OIDC_ISSUER",
                "needs ATELIER_WEB_OIDC_CLIENT_ID and ATELIER_WEB_OIDC_CLIENT_SECRET",
            )
        if self.web_discord_secret and not self.web_discord_client_id:
            raise Misconfigured("ATELIER_WEB_DISCORD_SECRET", "needs ATELIER_WEB_DISCORD_CLIENT_ID")
        if self.web_user_header and not self.trusted_proxies:
            raise Misconfigured(
                "ATELIER_WEB_USER_HEADER",
                "anybody could send that header; name the proxy that sets it in ATELIER_TRUSTED_PROXIES",
            )

    def is_loopback(self) -> bool:
        return self.bind in ("127.0.0.1", "localhost", "::1")

    @property
    def page_address(self) -> str:
        """Where the page is reached, as far as the settings tell."""
        hosts = listed(self.web_hosts)
        if hosts:
            return f"https://{hosts[0]}"
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.bind, self.bind)  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"
