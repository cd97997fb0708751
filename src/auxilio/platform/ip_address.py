"""The type of an address of the Internet Protocol, of either version."""

from ipaddress import IPv4Address, IPv6Address

type IpAddress = IPv4Address | IPv6Address
