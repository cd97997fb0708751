"""A leg over plain RTP: a pair of UDP ports (RTP, RTCP), and one for real-time text where it is spoken."""

import asyncio
from collections.abc import Callable, Iterator
from typing import ClassVar, cast

from auxilio.kernel.refusal import Refused
from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.platform.ids import new_id
from auxilio.voice.media import rtp, sdp, t140
from auxilio.voice.media.embedded.leg import EmbeddedLeg, OnLegEvent, monotonic_s
from auxilio.voice.media.ports import LegEventKind, LegId, LegProfile
from auxilio.voice.media.sdp import Address, MediaSection, SessionDescription

_STRANGER_AFTER_S = 0.5
"""Another source may take over only when the one we know has been silent this long, from the moment its address was stated:
no third party can break in, also not before the first packet of the party."""


class PortPool:
    """Even ports in turn, so that a port that was just let go is not met by the last call's packets."""

    def __init__(self, first: int, last: int) -> None:
        assert 1024 <= first < last <= 65535, "a range of ports that need no rights"
        self._evens = range(first + first % 2, last, 2)
        self._turn = 0

    def __iter__(self) -> Iterator[int]:
        for _ in self._evens:
            self._turn += 1
            yield self._evens[self._turn % len(self._evens)]


class SymmetricSocket(asyncio.DatagramProtocol):
    """A UDP socket that sends back to where it is spoken from (symmetric RTP), as a party behind NAT needs it."""

    def __init__(self, hear: Callable[[bytes, float], bool]) -> None:
        self._hear = hear
        self._transport: asyncio.DatagramTransport | None = None
        self._named: Address | None = None
        self.far: Address | None = None
        self._heard_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Open."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """A packet: from the known source, or from one that may take over."""
        now = monotonic_s()
        addr = addr[:2]
        if addr != self.far and addr != self._named and now - self._heard_at < _STRANGER_AFTER_S:
            return
        if self._hear(data, now):
            self.far, self._heard_at = addr, now

    def error_received(self, exc: Exception) -> None:
        """No socket listens there just now; `ReceptionMonitor` will notice."""

    def set_remote_address(self, address: Address | None) -> None:
        """Where the description says that the party is; refused when no packet of ours can go there."""
        if address is not None and self._transport is not None:
            ours = self._transport.get_extra_info("sockname")[0]
            if (":" in ours) != (":" in address[0]):
                raise Refused("sdp_not_understood", what="address")
        if address != self._named:
            self._named, self.far, self._heard_at = address, address, monotonic_s()

    def send(self, data: bytes) -> None:
        """To the party."""
        if self._transport is not None and self.far is not None:
            self._transport.sendto(data, self.far)

    def close(self) -> None:
        """Let go."""
        if self._transport is not None:
            self._transport.close()


async def open_socket(host: str, port: int, hear: Callable[[bytes, float], bool]) -> SymmetricSocket:
    """A socket at this port; OSError when it is taken."""
    _, line = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: SymmetricSocket(hear), local_addr=(host, port)
    )
    return line


async def _open_socket_pair(
    host: str, ports: PortPool, one: Callable[[bytes, float], bool], two: Callable[[bytes, float], bool]
) -> tuple[int, SymmetricSocket, SymmetricSocket]:
    for port in ports:
        try:
            first = await open_socket(host, port, one)
        except OSError:  # somebody else's: the next
            continue
        try:
            return port, first, await open_socket(host, port + 1, two)
        except OSError:  # only half a pair
            first.close()
    raise Refused("no_media_node", reason="no_free_port")


class TextChannel:
    """Real-time text beside a leg, on its own socket; also used where a relay carries the sound."""

    def __init__(self, host: str, port: int, says: Callable[[str], None]) -> None:
        self._host, self.port, self._says = host, port, says
        self._line: SymmetricSocket | None = None
        self._in: t140.TextIn | None = None
        self._out: t140.TextOut | None = None
        self._types: tuple[int, int | None] = (t140.T140, t140.RED)
        self._tasks = BackgroundTasks("text_line")

    @classmethod
    async def open(cls, host: str, ports: PortPool, says: Callable[[str], None]) -> "TextChannel":
        """At a free port."""
        for port in ports:
            text = cls(host, port, says)
            try:
                text._line = await open_socket(host, port, text._receive)
            except OSError:  # taken: the next
                continue
            text._tasks.spawn(text._run())
            return text
        raise Refused("no_media_node", reason="no_free_port")

    def set_remote_media(self, media: MediaSection) -> None:
        """What the party said of its text."""
        assert self._line is not None, "opened first"
        types = t140.types(media)
        if types != self._types or self._in is None or self._out is None:
            self._types = types
            self._in = t140.TextIn(*types)
            self._out = t140.TextOut(new_id().int & 0xFFFFFFFF, *types)
        self._line.set_remote_address(media.address)

    def media(self, port: int | None = None) -> MediaSection:
        """Our line of the description."""
        t, red = self._types
        formats = [str(red), str(t)] if red is not None else [str(t)]
        return MediaSection(
            "text", self.port if port is None else port, "RTP/AVP", formats, self._host, t140.lines(t, red)
        )

    def write(self, text: str) -> bool:
        """Letters to the party; False when it has not said that it reads."""
        if self._out is None:
            return False
        self._out.write(text)
        return True

    def close(self) -> None:
        """Let go."""
        self._tasks.cancel()
        if self._line is not None:
            self._line.close()

    def _receive(self, data: bytes, now: float) -> bool:
        packet = rtp.parse(data)
        if packet is None or self._in is None or rtp.is_rtcp(data):
            return False
        if packet.payload_type not in self._types:
            return False  # sound of a call that has ended is no text, and takes no line over
        if said := self._in.read(packet):
            self._says(said)
        return True

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(t140.INTERVAL_S)
            if self._out is not None and self._line is not None:
                packet = self._out.next_packet(int(monotonic_s() * 1000))
                if packet is not None:
                    self._line.send(packet)


class RtpLeg(EmbeddedLeg):
    """RTP/AVP."""

    profile: ClassVar[LegProfile] = LegProfile.RTP

    def __init__(self, name: LegId, group: str, notice: OnLegEvent, host: str, ports: PortPool) -> None:
        super().__init__(name, group, notice)
        self._host, self._ports = host, ports
        self._port, self._version = 0, 0
        self._rtp: SymmetricSocket | None = None
        self._rtcp: SymmetricSocket | None = None
        self._text: TextChannel | None = None
        self._muxed = False

    async def open(self) -> None:
        """Take a pair of ports."""
        self._port, self._rtp, self._rtcp = await _open_socket_pair(
            self._host, self._ports, self._receive_rtp, self._receive_rtcp
        )

    async def answer(self, offer: SessionDescription) -> SessionDescription:
        """Agree to an offer; a later one renews."""
        self._accept(offer)
        text = offer.text
        if text is not None:
            self._text = self._text or await TextChannel.open(self._host, self._ports, self._says)
            self._text.set_remote_media(text)
        media = []
        for one in offer.media:
            if one is offer.sound:
                media.append(self._audio(one.protocol, one.direction.answered))
            elif one is text and self._text is not None:
                media.append(self._text.media())
            else:
                media.append(one.refused())
        self._version += 1
        return sdp.description(self._host, media, self._version)

    async def offer(self) -> SessionDescription:
        """Offer sound and text."""
        self._text = self._text or await TextChannel.open(self._host, self._ports, self._says)
        self._version += 1
        return sdp.description(
            self._host, [self._audio("RTP/AVP", sdp.Direction.BOTH), self._text.media()], self._version
        )

    async def accept(self, answer: SessionDescription) -> None:
        """The answer to our offer."""
        self._accept(answer)
        if self._text is not None and (text := answer.text) is not None:
            self._text.set_remote_media(text)

    def _accept(self, far: SessionDescription) -> None:
        assert self._rtp is not None, "opened first"
        assert self._rtcp is not None, "opened first"
        if far.sound is None and far.text is not None:
            self.far_direction = sdp.Direction.NEITHER  # only text: no sound is expected, and none is missed
            self._rtp.set_remote_address(None)
            return
        self.codec, self.far_direction = sdp.negotiate_codec(far.audio), far.audio.direction
        address = far.audio.address
        self._muxed = far.audio.first("rtcp-mux") is not None
        self._rtp.set_remote_address(address)
        if address is None:
            self.far_direction = sdp.Direction.SEND
        else:
            self._rtcp.set_remote_address((address[0], address[1] + 1))

    def _audio(self, protocol: str, direction: sdp.Direction) -> MediaSection:
        lines = [*self.codec.lines(), f"a={direction}", *(["a=rtcp-mux"] if self._muxed else [])]
        return MediaSection("audio", self._port, protocol, self.codec.formats, self._host, lines)

    @property
    def ready(self) -> bool:
        """Has the party said where it is?"""
        return self._rtp is not None and self._rtp.far is not None

    def write(self, text: str) -> bool:
        """Over its text line."""
        return self._text is not None and self._text.write(text)

    async def close(self) -> None:
        """Let go of its ports."""
        for line in (self._rtp, self._rtcp, self._text):
            if line is not None:
                line.close()

    def _says(self, text: str) -> None:
        self._notice(self, LegEventKind.TEXT, None, text)

    def _receive_rtp(self, data: bytes, now: float) -> bool:
        if rtp.is_rtcp(data):
            self.receive_report(data, now)
            return False
        return self.receive(data, now)

    def _receive_rtcp(self, data: bytes, now: float) -> bool:
        self.receive_report(data, now)
        return rtp.is_rtcp(data)

    def _transmit(self, data: bytes) -> None:
        if self._rtp is not None:
            self._rtp.send(data)

    def _transmit_report(self, data: bytes) -> None:
        line = self._rtp if self._muxed else self._rtcp
        if line is not None:
            line.send(data)
