"""A site on loopback, and a fetcher for which loopback counts as public."""

import ipaddress
from collections.abc import Sequence

from adapters.http.fetcher import SafeFetcher
from adapters.http.public_addresses import IPAddress, is_public
from tests.worlds.listener import Listener

PAGE = b"<html><head><title>t</title></head><body><article><p>Foxes are red and live in woods.</p></article></body></html>"


async def resolve_to_loopback(host: str, port: int) -> Sequence[IPAddress]:
    return [ipaddress.ip_address("127.0.0.1")]


class Site:
    """A listener that answers by path, and a fetcher for which its loopback address counts as public."""

    def __init__(self, listener: Listener, answers: dict[str, bytes]) -> None:
        self.listener = listener
        self.answers = answers
        self.fetcher = SafeFetcher(
            resolve=resolve_to_loopback,
            admits=lambda address: address.is_loopback or is_public(address),
            ports=frozenset({80, 443, listener.port}),
        )

    def url(self, path: str = "/") -> str:
        return f"http://site.test:{self.listener.port}{path}"
