"""Whether the settings of location servers can be used. Called where all settings are checked, before anything starts."""

from collections.abc import Iterator

from auxilio.kernel.refusal import Refused
from auxilio.platform.http.outward import named_host, parse_outward_hosts


def wrong_in_location(*, hosts: str, server: str) -> Iterator[str]:
    """The names of the settings that are wrong, or wrong together."""
    try:
        named = parse_outward_hosts(hosts, "location_hosts")
    except Refused:
        yield "location_hosts"
        return
    if not server:
        return
    try:
        named_host(server, named)
    except Refused as refused:
        unnamed = refused.code == "outward_host_unnamed"
        yield "location_server, location_hosts" if unnamed else "location_server"
