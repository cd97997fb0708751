"""What a party says, heard beside the relay: rtpengine sends a copy of its packets here.

The recorder, the meters, the keys and the watch all hear these same packets, so a leg costs one subscription.
"""

from collections.abc import Iterator
from typing import ClassVar

from auxilio.kernel.refusal import Refused
from auxilio.voice.media import g711, rtp
from auxilio.voice.media.embedded.leg import EmbeddedLeg, OnLegEvent
from auxilio.voice.media.embedded.rtp_leg import PortPool, SymmetricSocket, open_socket
from auxilio.voice.media.ports import LegId, LegProfile
from auxilio.voice.media.sdp import Codec, Direction, MediaSection


class RelayListener(EmbeddedLeg):
    """A leg that only hears; its party is sent to by the relay."""

    profile: ClassVar[LegProfile] = LegProfile.RTP

    def __init__(self, name: LegId, group: str, notice: OnLegEvent, host: str, ports: PortPool) -> None:
        super().__init__(name, group, notice)
        self._host, self._ports = host, ports
        self._line: SymmetricSocket | None = None
        self._port = 0

    async def open(self) -> None:
        """Take a port."""
        for port in _some(self._ports):
            try:
                self._line = await open_socket(self._host, port, self.receive)
            except OSError:  # taken: the next
                continue
            self._port = port
            return
        raise Refused("no_media_node", reason="no_free_port")

    def media(self) -> MediaSection:
        """Where the copy is to be sent. All codecs: what we hear is what the party says."""
        both = [Codec(rtp.PCMA, None).lines()[0], Codec(rtp.PCMU, None).lines()[0]]
        events = self.codec.events if self.codec.events is not None else rtp.EVENTS
        lines = [*both, f"a=rtpmap:{events} telephone-event/8000", f"a={Direction.RECEIVE}"]
        return MediaSection("audio", self._port, "RTP/AVP", ["8", "0", str(events)], self._host, lines)

    def _sound(self, packet: rtp.RtpPacket, now: float) -> None:
        alaw = packet.payload
        if packet.payload_type == rtp.PCMU:
            alaw = alaw.translate(g711.ULAW_TO_ALAW)
        self._measure(packet, now)
        if self.muted:
            return
        self._lately_said.append(alaw)
        if self.sink is not None:
            self.sink.receive_rtp(packet.ssrc, packet.timestamp, alaw, now)

    def nothing_sent(self) -> None:
        """The relay had nothing for the party."""
        self._reception.nothing_sent()

    @property
    def received(self) -> int:
        """Packets that came, in all."""
        return self._counter.received

    @property
    def ready(self) -> bool:
        """The relay knows where to send."""
        return True

    async def close(self) -> None:
        """Let go of its port."""
        if self._line is not None:
            self._line.close()

    def _transmit(self, data: bytes) -> None:
        """Nothing is sent from here."""

    def _transmit_report(self, data: bytes) -> None:
        """Nothing is sent from here."""


def _some(ports: PortPool) -> Iterator[int]:
    yield from ports
