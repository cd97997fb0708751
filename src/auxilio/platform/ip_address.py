"""Addresses of the Internet Protocol, of either version."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, collapse_addresses

type IpAddress = IPv4Address | IPv6Address
type IpNetwork = IPv4Network | IPv6Network


def cover_everybody(networks: Iterable[IpNetwork]) -> bool:
    """Whether these together are all addresses of a version: a half and the other half are all."""
    found = list(networks)
    of_4 = list(collapse_addresses(one for one in found if isinstance(one, IPv4Network)))
    of_6 = list(collapse_addresses(one for one in found if isinstance(one, IPv6Network)))
    return any(one.prefixlen == 0 for one in of_4) or any(one.prefixlen == 0 for one in of_6)
