"""Where the agent listens and what it says of itself."""

import ssl
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AgentSettings:
    """A port of 0 takes a free one; None does not listen there."""

    host: str = "127.0.0.1"
    advertised_host: str = ""
    """What peers reach us by, when it is not `host`. Demanded when `host` is all addresses (`0.0.0.0`)."""
    udp_port: int | None = 5060
    tcp_port: int | None = 5060
    tls_port: int | None = None
    tls: ssl.SSLContext | None = None
    """Our certificate, for TLS."""
    client_tls: ssl.SSLContext | None = None
    """Whom we trust when we open a TLS connection; the machine's authorities when not given."""
    ws_port: int | None = None
    """Secure (wss) when there is `ws_tls`, as any page over HTTPS needs it."""
    ws_tls: ssl.SSLContext | None = None
    """Our certificate, for secure WebSockets."""
    ws_origins: frozenset[str] = frozenset()
    """Origins of pages that may open a WebSocket; pages of the same host always may."""
    domains: frozenset[str] = frozenset()
    """Hosts that are ours in an address of record; `host` and `advertised_host` always are."""
    emergency_numbers: frozenset[str] = frozenset({"112"})
    trusted: tuple[str, ...] = ()
    """Networks (CIDR) whose P-Asserted-Identity counts, and which the flood guard never slows."""
    edge: bool = False
    """`trusted` is an edge, which carries strangers too and says itself what came from a trunk."""
    outbound_proxy: str = ""
    """`sip:host:port;transport=tcp`: the way to everybody but registered contacts; empty: to the URI itself."""
    username: str = ""
    password: str = ""
    """What a trunk asks us for when it answers 401 or 407."""
    session_expires_s: int = 1800
    session_expires_min_s: int = 90
    server_name: str = "Auxilio"

    @property
    def public_host(self) -> str:
        """The host in our Via and Contact."""
        return self.advertised_host or self.host

    def is_ours(self, host: str) -> bool:
        """Whether a host names this agent."""
        return host.lower() in {self.host, self.public_host.lower(), *self.domains}
