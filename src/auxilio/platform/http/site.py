"""The names and addresses under which people reach this installation, and the proxies in front of it. Pure.

`Site` is made from the settings (`public_url`, `other_hosts`, `trusted_proxies`); `SiteGuard` (site_guard.py) applies it to
each request.
"""

import re
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

import msgspec

from auxilio.platform.ip_address import IpAddress

type Network = IPv4Network | IPv6Network
type Headers = Iterable[tuple[bytes, bytes]]

HOPS_MAX = 16
"""Addresses of `X-Forwarded-For` that are looked at, from the right: more proxies than that stand in no chain."""
EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104  what a server listens on, and nobody's name
NAME_MAX, LABEL_MAX = 253, 63
"""Characters of a name and of each part of it (RFC 1035, 2.3.4): a longer one is looked up by no resolver."""
_NAME = re.compile(r"[a-z0-9._-]+")
_LOOPBACK_NAMES = frozenset({"localhost"})


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What an installation states about its place in the network."""

    public_url: str = ""
    """Scheme and authority of the pages as people type them, such as `https://112.example`; empty: not stated."""
    hosts: frozenset[str] = frozenset()
    """Further names and addresses that may stand in `Host`."""
    proxies: tuple[Network, ...] = ()
    """Networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed."""
    tls: bool = False
    """This process itself speaks TLS."""

    @property
    def https(self) -> bool:
        """Whether people reach the pages over TLS, ours or a proxy's."""
        return self.tls or self.public_url.startswith("https://")

    @property
    def public_host(self) -> str:
        """The host of `public_url`; empty without one."""
        return (urlsplit(self.public_url).hostname or "") if self.public_url else ""

    def knows(self, host: str | None, local: str | None = None) -> bool:
        """Whether a host is a name of ours: stated, of this machine itself, or the address `local` connected to.

        An address is safe where a name is not: a page of another site reaches us under a name of its own (DNS
        rebinding), and never under our address.
        """
        if host is None:
            return False
        found = address_of(host)
        if found is not None and (found.is_loopback or found == address_of(local or "")):
            return True
        return host in _LOOPBACK_NAMES or str(found or host) in {self.public_host, *self.hosts}

    def client_of(self, peer: str, forwarded_for: Iterable[str]) -> str:
        """The client's address: the last one that no proxy of ours wrote, read from the right (RFC 7239, 8.1).

        Only a trusted `peer` is listened to. What is no address ends the reading: the hop before it is the client.
        """
        client = peer
        hops = [hop.strip() for value in forwarded_for for hop in value.split(",") if hop.strip()]
        for hop in reversed(hops[-HOPS_MAX:]):
            if not self.trusts(client):
                break
            found = address_of(without_port(hop))
            if found is None:
                break
            client = str(found)
        return client

    def trusts(self, address: str) -> bool:
        """Whether this address is a proxy of ours."""
        found = address_of(address) if self.proxies else None
        return found is not None and any(
            found in network for network in self.proxies if network.version == found.version
        )


def address_of(text: str) -> IpAddress | None:
    """An address from text; IPv4 that arrives through an IPv6 socket (`::ffff:192.0.2.1`) is IPv4."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def networks_of(texts: Iterable[str]) -> tuple[Network, ...]:
    """Networks (CIDR) or single addresses. Raises `ValueError`."""
    return tuple(ip_network(text) for text in texts)


def host_named(text: str) -> str:
    """A name or an address of the settings, as `host_of` tells it. Raises `ValueError`."""
    found = address_of(text.strip("[]"))
    if found is not None:
        return str(found)
    host = host_of([(b"host", text.encode())])
    if host is None or host != text.lower().removesuffix(".") or not _NAME.fullmatch(host):
        raise ValueError(text)
    if len(host) > NAME_MAX or not all(0 < len(label) <= LABEL_MAX for label in host.split(".")):
        raise ValueError(text)
    return host


def is_host(text: str) -> bool:
    """Whether a text is a name or an address without a port."""
    try:
        host_named(text)
    except ValueError:
        return False
    return True


def is_origin(text: str) -> bool:
    """Whether a text is the origin of a page as a browser writes it (RFC 6454): scheme and authority, in lower case."""
    parts = urlsplit(text)
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and text == f"{parts.scheme}://{parts.netloc}"
        and host_of([(b"host", parts.netloc.encode())]) == parts.hostname
        and text == text.lower()
        and not parts.netloc.endswith((":443" if parts.scheme == "https" else ":80", ":"))
    )


def without_port(hop: str) -> str:
    """`192.0.2.1:4711` and `[2001:db8::1]:4711` without the port that some proxies add."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def host_of(headers: Headers) -> str | None:
    """The host of a request without its port, in lower case; None when there is none, several, or no host at all."""
    found = [value for name, value in headers if name == b"host"]
    if len(found) != 1:
        return None
    try:
        parts = urlsplit(f"//{found[0].decode('ascii')}")
        _ = parts.port  # raises for what is no port
    except ValueError:
        return None
    host = parts.hostname
    if not host or parts.netloc != found[0].decode("ascii") or parts.username is not None:
        return None
    return host.removesuffix(".")


def header_values(headers: Headers, wanted: bytes) -> list[str]:
    """Every value of a header, in order."""
    return [value.decode("latin-1") for name, value in headers if name == wanted]
