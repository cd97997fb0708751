"""A leg from a browser: ICE, DTLS and SRTP by aiortc, everything above by ourselves (decision 0160).

aiortc's own senders, receivers and codecs are left out: each would cost a browser's leg five times as much. Two places
of aiortc and aioice are entered that are no public interface, which is why the version is pinned and looked at here.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import ip_address
from typing import ClassVar

import aioice
import aiortc
import pylibsrtp
from aiortc import (
    RTCCertificate,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
    RTCIceCandidate,
    RTCIceGatherer,
    RTCIceParameters,
    RTCIceTransport,
)
from aiortc.sdp import candidate_from_sdp, candidate_to_sdp

from auxilio.kernel.refusal import Refused
from auxilio.platform.background_tasks import BackgroundTasks, report_fault
from auxilio.voice.media import rtp, sdp
from auxilio.voice.media.embedded.leg import EmbeddedLeg, OnLegEvent, monotonic_s
from auxilio.voice.media.ports import LegEventKind, LegId, LegProfile
from auxilio.voice.media.sdp import Direction, MediaSection, SessionDescription

_CONNECT_WITHIN_S = 15.0
_ENTERED = [
    (aioice.Connection, ("data_received", "get_component_candidates")),
    (RTCDtlsTransport, ("_set_role", "_setup_srtp")),
]

if not aiortc.__version__.startswith("1.16.") or any(
    not hasattr(owner, name) for owner, names in _ENTERED for name in names
):
    raise ImportError(
        f"aiortc {aiortc.__version__} with aioice {aioice.__version__} is not the aiortc 1.16 whose inside "
        "voice/media/embedded/web.py knows: install what requirements.lock says"
    )


class _IceConnection(aioice.Connection):
    """ICE at addresses of our choice (aioice leaves loopback out), handing media over before they are queued."""

    def __init__(self, hosts: Sequence[str], controlling: bool) -> None:
        super().__init__(ice_controlling=controlling)
        self._hosts = list(hosts)
        self.dtls: RTCDtlsTransport | None = None
        self.leg: WebLeg | None = None

    async def gather_candidates(self) -> None:
        """At our addresses instead of all of the machine."""
        self._local_candidates = await self.get_component_candidates(1, self._hosts)
        self._local_candidates_start = self._local_candidates_end = True

    def data_received(self, data: bytes, component: int) -> None:
        """Media at once; DTLS the usual way."""
        unlock = self.dtls._rx_srtp if self.dtls is not None else None
        if unlock is None or self.leg is None or not data or not 127 < data[0] < 192:
            super().data_received(data, component)
            return
        # A packet that is not from the party is dropped without a word: anybody can send one.
        with suppress(pylibsrtp.Error):
            if rtp.is_rtcp(data):
                self.leg.receive_report(unlock.unprotect_rtcp(data), monotonic_s())
            else:
                self.leg.receive(unlock.unprotect(data), monotonic_s())

    def send_now(self, data: bytes) -> None:
        """Without waiting for anything; nothing happens where there is no pair (any more)."""
        pair = self._nominated.get(1)
        if pair is not None:
            pair.protocol.transport.sendto(data, pair.remote_addr)


class _SecureTransport:
    """One association of ICE and DTLS."""

    def __init__(self, leg: "WebLeg", hosts: Sequence[str], *, controlling: bool) -> None:
        gatherer = RTCIceGatherer(iceServers=[])
        self.place = gatherer._connection = _IceConnection(hosts, controlling)
        self._certificate = RTCCertificate.generateCertificate()
        self.ice = RTCIceTransport(gatherer)
        self.dtls = RTCDtlsTransport(self.ice, [self._certificate])
        self.place.dtls, self.place.leg = self.dtls, leg
        self.up = False
        self.far_name: str | None = None
        self._leg = leg
        self._tasks, self._begun = BackgroundTasks("web_leg"), False

    async def gather(self) -> None:
        """Take ports."""
        await self.ice.iceGatherer.gather()
        if not self.ice.iceGatherer.getLocalCandidates():
            raise Refused("no_media_node", reason="no_free_port")

    def lines(self, setup: str) -> list[str]:
        """What the party must know of it."""
        mine = self.ice.iceGatherer.getLocalParameters()
        prints = [one for one in self._certificate.getFingerprints() if one.algorithm == "sha-256"]
        return [
            f"a=ice-ufrag:{mine.usernameFragment}",
            f"a=ice-pwd:{mine.password}",
            *(f"a=fingerprint:{one.algorithm} {one.value}" for one in prints),
            f"a=setup:{setup}",
            *(f"a=candidate:{candidate_to_sdp(one)}" for one in self.ice.iceGatherer.getLocalCandidates()),
            "a=end-of-candidates",
        ]

    @property
    def address(self) -> sdp.Address:
        """For `m=` and `c=`, which browsers do not read."""
        first = self.ice.iceGatherer.getLocalCandidates()[0]
        return first.ip, first.port

    def connect(self, far: MediaSection, role: str) -> None:
        """Begin, with what the party said."""
        self.far_name = far.first("ice-ufrag")
        if not self._begun:
            self._begun = True
            self._tasks.spawn(self._connect(far, role))

    async def _connect(self, far: MediaSection, role: str) -> None:
        prints = [RTCDtlsFingerprint(*value.split()) for value in _fingerprints(far)]
        self.dtls._set_role(role)
        try:
            async with asyncio.timeout(_CONNECT_WITHIN_S):
                for candidate in _candidates(far):
                    await self.ice.addRemoteCandidate(candidate)
                await self.ice.start(
                    RTCIceParameters(
                        usernameFragment=self.far_name,
                        password=far.first("ice-pwd"),
                        iceLite=far.first("ice-lite") is not None,
                    )
                )
                await self.dtls.start(RTCDtlsParameters(fingerprints=prints))
        except (TimeoutError, ValueError, ConnectionError):  # said below: it is not up
            pass
        except Exception as defect:  # noqa: BLE001  it is not up for a reason that we do not know
            report_fault("web_leg", defect)
        self.up = self.dtls.state == "connected"
        self._leg.carried(self, up=self.up)
        if self.up:
            self.dtls.on("statechange", self._changed)

    def _changed(self) -> None:
        if self.dtls.state in ("closed", "failed") and self.up:
            self.up = False
            self._leg.carried(self, up=False)

    async def close(self) -> None:
        """Let go."""
        self.up, self.place.leg = False, None
        self._tasks.cancel()
        await self.dtls.stop()
        await self.ice.stop()


def _fingerprints(far: MediaSection) -> list[str]:
    return [value for value in far.every("fingerprint") if len(value.split()) == 2]


def _candidates(far: MediaSection) -> list[RTCIceCandidate]:
    """Those that can be tried. A name of multicast DNS is left out, not waited for: the party's own checks tell us
    where it is. So is what cannot be read."""
    found = []
    for value in far.every("candidate"):
        with suppress(ValueError, AssertionError):
            candidate = candidate_from_sdp(value)
            ip_address(candidate.ip)
            if candidate.protocol.lower() == "udp" and candidate.type in ("host", "srflx", "relay"):
                found.append(candidate)
    return found


class WebLeg(EmbeddedLeg):
    """UDP/TLS/RTP/SAVPF."""

    profile: ClassVar[LegProfile] = LegProfile.WEB

    def __init__(self, name: LegId, group: str, notice: OnLegEvent, hosts: Sequence[str]) -> None:
        super().__init__(name, group, notice)
        self._hosts = hosts
        self._secure: _SecureTransport | None = None
        self._setup = "actpass"
        self._version = 0

    async def answer(self, offer: SessionDescription) -> SessionDescription:
        """Agree to an offer. One with a new ICE name is a restart: a fresh association, the old one ends."""
        audio = offer.audio
        if audio.first("ice-ufrag") is None or audio.first("ice-pwd") is None or not _fingerprints(audio):
            raise Refused("sdp_not_understood", what="ice")
        self.codec, self.far_direction = sdp.negotiate_codec(audio), audio.direction
        if self._secure is None or self._secure.far_name != audio.first("ice-ufrag"):
            await self._renew(controlling=audio.first("ice-lite") is not None)
            self._setup = "passive" if audio.first("setup") == "active" else "active"
            self._begin(audio)
        media = [
            self._audio(self._setup, audio.first("mid"), audio.direction.answered)
            if one is audio
            else one.refused()
            for one in offer.media
        ]
        return self._describe(media, audio.first("mid"))

    async def offer(self) -> SessionDescription:
        """Offer sound, on a fresh association."""
        await self._renew(controlling=True)
        self._setup = "actpass"
        return self._describe([self._audio("actpass", "0", Direction.BOTH)], "0")

    async def accept(self, answer: SessionDescription) -> None:
        """The answer to our offer."""
        audio = answer.audio
        self.codec, self.far_direction = sdp.negotiate_codec(audio), audio.direction
        self._setup = "active" if audio.first("setup") == "passive" else "passive"
        self._begin(audio)

    def _begin(self, far: MediaSection) -> None:
        assert self._secure is not None, "made before"
        self._secure.connect(far, "client" if self._setup == "active" else "server")

    async def _renew(self, *, controlling: bool) -> None:
        before, self._secure = self._secure, _SecureTransport(self, self._hosts, controlling=controlling)
        await self._secure.gather()
        if before is not None:
            await before.close()

    def _audio(self, setup: str, mid: str | None, direction: Direction) -> MediaSection:
        assert self._secure is not None, "made before"
        host, port = self._secure.address
        lines = [
            *self.codec.lines(),
            f"a={direction}",
            *([f"a=mid:{mid}"] if mid is not None else []),
            "a=msid:auxilio voice",
            f"a=ssrc:{self._ssrc} cname:auxilio",
            "a=rtcp-mux",
            *self._secure.lines(setup),
        ]
        return MediaSection("audio", port, "UDP/TLS/RTP/SAVPF", self.codec.formats, host, lines)

    def _describe(self, media: list[MediaSection], mid: str | None) -> SessionDescription:
        self._version += 1
        together = (f"a=group:BUNDLE {mid}",) if mid is not None else ()
        return sdp.description(self._hosts[0], media, self._version, together)

    def carried(self, by: _SecureTransport, *, up: bool) -> None:
        """The association came up, or is gone."""
        if by is self._secure and not up:
            self._notice(self, LegEventKind.LOST, None, "")

    @property
    def ready(self) -> bool:
        """Is it connected?"""
        return self._secure is not None and self._secure.up

    async def close(self) -> None:
        """Let go of it."""
        if self._secure is not None:
            await self._secure.close()

    def _transmit(self, data: bytes) -> None:
        if self._secure is not None and self._secure.up:
            self._secure.place.send_now(self._secure.dtls._tx_srtp.protect(data))

    def _transmit_report(self, data: bytes) -> None:
        if self._secure is not None and self._secure.up:
            self._secure.place.send_now(self._secure.dtls._tx_srtp.protect_rtcp(data))
