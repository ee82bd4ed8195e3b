"""Which URLs may be fetched at all: pure checks of a URL's form and of an IP address. It resolves and connects to nothing."""

import ipaddress
import re
from dataclasses import dataclass

import httpx

from agent.errors import BadInput
from agent.translation.catalogue import _

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
URL_CHARS_MAX = 2_048
PORTS = frozenset({80, 443})
"""The web's own ports: anything else on a public host is an admin page or another protocol."""

_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+")
# What a C library's inet_aton would read as an address: the last label is a number, decimal, octal or hexadecimal.
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\Z")
_INSIDE_SUFFIXES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa")

# IANA special-purpose registries (2026-11) and what they leave out: multicast, and Azure's wire server, which answers
# on a public address. The cloud metadata addresses 169.254.169.254, 100.100.100.200 and 192.0.0.192 are within.
_REFUSED_V4 = tuple(
    ipaddress.IPv4Network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
# Only global unicast is let through, without its special blocks: Teredo and the rest of 2001::/23, documentation,
# 6to4 and SRv6. Mapped, NAT64, unique local, link-local and multicast addresses all lie outside of 2000::/3.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    ipaddress.IPv6Network(net)
    for net in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A URL that may be resolved. `host` is ASCII, lower case, without a trailing dot; `address` is set when it is an IP."""

    url: httpx.URL
    host: str
    port: int
    address: IPAddress | None


def is_public(address: IPAddress) -> bool:
    """Whether an address is one that anybody on the internet could mean."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not any(address in net for net in _REFUSED_V4)
    return (
        address.scope_id is None
        and address in _GLOBAL_V6
        and address.is_global
        and not any(address in net for net in _REFUSED_V6)
    )


def read_url(text: str, *, ports: frozenset[int] = PORTS) -> Target:
    """Raises BadInput, with a sentence for a person, for whatever is not a plain http(s) URL of a public-looking host."""
    if len(text) > URL_CHARS_MAX:
        raise BadInput(_("That link is longer than {most} characters.", most=URL_CHARS_MAX))
    try:
        url = httpx.URL(text)
        host = url.raw_host.decode("ascii").lower()
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise BadInput(_("That link cannot be read.")) from error
    if url.scheme not in ("http", "https"):
        raise BadInput(_("Only http and https links can be opened."))
    if url.userinfo:
        raise BadInput(_("Links that carry a user name or password are not opened."))
    port = url.port or (443 if url.scheme == "https" else 80)
    if port not in ports:
        raise BadInput(_("Links to unusual ports are not opened."))
    host = host.removesuffix(".")
    return Target(url=url, host=host, port=port, address=_address(host))


def _address(host: str) -> IPAddress | None:
    """The address that `host` spells, None for a name. Short, octal and hexadecimal spellings are refused: no honest link
    uses them, and readers disagree on what they mean."""
    if ":" in host:
        try:
            return ipaddress.IPv6Address(host)
        except ValueError as error:
            raise BadInput(_("That link's address cannot be read.")) from error
    if _ENDS_IN_NUMBER.search(host):
        try:
            return ipaddress.IPv4Address(host)
        except ValueError as error:
            raise BadInput(
                _("That link's address is written in an unusual way; it is not opened.")
            ) from error
    if not _HOST.fullmatch(host) or host.endswith(_INSIDE_SUFFIXES):
        raise BadInput(_("That link does not name a public site."))
    return None
