"""SIP over UDP: a datagram is a message."""

import asyncio
import logging
import socket

from auxilio.voice.sip.transport.base import MessageSource, Receiver, TransportName, Unreachable, deliver

log = logging.getLogger(__name__)

DATAGRAM_BYTES_MAX = 65_507
RECEIVED_BYTES = 4 * 1024 * 1024
"""What the kernel may keep for us while we are kept from the processor, as far as `net.core.rmem_max` lets it. Of 4,000
messages of 600 bytes at once it kept all; its usual 208 KiB kept 166."""
_SHORTEST = 16
"""Keep-alives (RFC 5626 and what phones invented) are shorter than any message."""


class UdpTransport:
    """One socket for everybody."""

    name: TransportName = "udp"

    def __init__(self, host: str, port: int) -> None:
        self._host, self.port = host, port
        self._transport: asyncio.DatagramTransport | None = None

    async def start(self, receiver: Receiver) -> None:
        """Bind the socket. Raises `OSError` when the port is taken."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(receiver), local_addr=(self._host, self.port)
        )
        bound: socket.socket = self._transport.get_extra_info("socket")
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVED_BYTES)
        self.port = int(self._transport.get_extra_info("sockname")[1])

    async def stop(self) -> None:
        """Close the socket."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def send(self, data: bytes, target: MessageSource) -> None:
        """Send a datagram; the kernel cuts what is larger than the path (RFC 3261, 18.1.1 would have us use TCP)."""
        if self._transport is None or len(data) > DATAGRAM_BYTES_MAX:
            raise Unreachable
        try:
            self._transport.sendto(data, (target.host, target.port))
        except (OSError, ValueError) as error:
            raise Unreachable from error

    def has(self, flow: int) -> bool:
        """A datagram has no connection to lose."""
        return True


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) >= _SHORTEST:
            deliver(self._receiver, data, MessageSource("udp", addr[0], addr[1]))

    def error_received(self, exc: Exception) -> None:
        # An ICMP answer does not say to what; the transaction's own timers give up.
        log.debug("sip_udp_error", extra={"error": type(exc).__name__})
