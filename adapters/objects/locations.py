"""What `ATELIER_OBJECTS` says: a folder, or `s3://bucket/folder?endpoint=https://...&region=...`."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from agent.errors import Misconfigured

if TYPE_CHECKING:  # they are there for the type checker alone
    from obstore.store import ClientConfig, RetryConfig, S3Config

SETTING = "ATELIER_OBJECTS"
CONNECT_SECONDS = 3
REQUEST_SECONDS = 10
"""Longest that one request may take; a picture has at most some ten million bytes."""
RETRIES = 2
RETRY_SECONDS = 12
"""From the first try to the last."""
REGION = "us-east-1"
"""Where none is named: what servers of one's own take for their only one."""
_OPTIONS = {"endpoint", "region"}

Store = S3Store | LocalStore


def store_at(location: str, *, key_id: str = "", secret: str = "") -> Store:
    """`key_id` and `secret` are for S3; without them what the AWS_* variables or the machine's role say. Raises Misconfigured."""
    if location.startswith("s3://"):
        return _s3(location, key_id, secret)
    if "://" in location:
        raise Misconfigured(SETTING, f"{location!r} is neither a folder nor s3://bucket?endpoint=https://...")
    try:
        return LocalStore(Path(location).expanduser().resolve(), mkdir=True)
    except (OSError, BaseError) as error:
        raise Misconfigured(SETTING, f"{location} cannot be used as a folder: {first_line(error)}") from error


def _s3(location: str, key_id: str, secret: str) -> S3Store:
    parts = urlsplit(location)
    options = dict(parse_qsl(parts.query))
    if not parts.hostname or parts.username or parts.fragment:
        raise Misconfigured(
            SETTING, "an S3 location is s3://bucket or s3://bucket/folder, without user or key"
        )
    if unknown := sorted(set(options) - _OPTIONS):
        raise Misconfigured(SETTING, f"it knows endpoint and region, not {', '.join(unknown)}")
    endpoint = options.get("endpoint", "")
    if endpoint and not endpoint.startswith(("http://", "https://")):
        raise Misconfigured(SETTING, "endpoint must start with http:// or https://")
    if bool(key_id) != bool(secret):
        raise Misconfigured(
            "ATELIER_OBJECTS_KEY", "it goes together with ATELIER_OBJECTS_SECRET: set both or none"
        )
    config: S3Config = {"region": options.get("region", REGION)}
    if endpoint:
        config["endpoint"] = endpoint
    if key_id:
        config |= {"access_key_id": key_id, "secret_access_key": secret}
    try:
        return S3Store(
            parts.netloc, prefix=parts.path.strip("/") or None, config=config,
            client_options=_client(allow_http=endpoint.startswith("http://")), retry_config=_retries(),
        )  # fmt: skip
    except BaseError as error:
        raise Misconfigured(SETTING, f"it cannot be used: {first_line(error)}") from error


def _client(*, allow_http: bool) -> "ClientConfig":
    return {
        "allow_http": allow_http,
        "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
        "timeout": timedelta(seconds=REQUEST_SECONDS),
    }


def _retries() -> "RetryConfig":
    return {"max_retries": RETRIES, "retry_timeout": timedelta(seconds=RETRY_SECONDS)}


def first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200] or type(error).__name__
