"""A call to a number outside through the trunk, to see how far it gets: what `/admin`, *Teléfono*, calls on trial (decision 0295)."""

import asyncio
import re
import socket
from contextlib import suppress
from dataclasses import replace
from typing import override

import numpy as np

from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.setup.core.telephone import TrialStep
from auxilio.voice.media import g711, rtp, sdp
from auxilio.voice.sip.agent import AgentSettings, CallFailed, CallLeg, OutgoingCall, SipAgent

RING_S = 30.0
"""How long it rings: six times or so."""
TALK_S = 4.0
"""Of sound each way."""
NEVER_RANG_S = 12.0
"""A network that has not said a word by then will not (timer B of RFC 3261 is 32 s)."""
FRAME_S, FRAME = 0.02, 160
_TRUNK = re.compile(
    r"(?P<host>\[[0-9a-fA-F:.]+\]|[^\s:;/@\[\]]+)(?::(?P<port>\d{1,5}))?(?P<params>(?:;[a-z]+=[a-z]+)*)"
)
_SHORT = re.compile(r"(?:(?:\+|00)\d{1,3})?\d{2,4}")


def dialled(number: str) -> str:
    """A number as it is dialled: digits, and a plus before them. Raises `Refused("trial_number_wrong")`."""
    found = re.sub(r"[\s().-]", "", number)
    if not re.fullmatch(r"\+?\d{2,15}", found):
        raise Refused("trial_number_wrong", field="$.number")
    return found


def is_short(number: str) -> bool:
    """Whether it may be a number for emergencies: two to four digits, also with a country before them."""
    return _SHORT.fullmatch(number) is not None


def place_of(trunk: str) -> tuple[str, int, str]:
    """Host, port and transport of a `sip_trunk`. Raises `Refused("trunk_malformed")`."""
    found = _TRUNK.fullmatch(trunk)
    if found is None:
        raise Refused("trunk_malformed", field="$.sip_trunk")
    params = dict(one.split("=") for one in found["params"].split(";") if one)
    transport = params.get("transport", "udp")
    port = int(found["port"] or (5061 if transport == "tls" else 5060))
    if transport not in ("udp", "tcp", "tls") or not 0 < port < 65536:
        raise Refused("trunk_malformed", field="$.sip_trunk")
    return found["host"].strip("[]"), port, transport


class _Sound(asyncio.DatagramProtocol):
    """A tone goes out, and packets of sound that come are counted."""

    def __init__(self) -> None:
        self.heard = 0

    @override
    def datagram_received(self, data: bytes, addr: object) -> None:
        if not rtp.is_rtcp(data) and rtp.parse(data) is not None:
            self.heard += 1


class TrunkTrial:
    """One call. `settings` say how this machine speaks SIP; its ports are ours for as long as the call lasts."""

    def __init__(self, trunk: str, settings: AgentSettings, clock: Clock) -> None:
        self._trunk, self._settings, self._clock = trunk, settings, clock
        self._steps = list[TrialStep]()

    async def call(self, number: str) -> tuple[TrialStep, ...]:
        """What happened, step by step; the last one that failed is why it went no further. Takes a minute at most."""
        host, port, transport = place_of(self._trunk)
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_DGRAM)
        except OSError:
            self._note("not_resolved", failed=True, host=host)
            return self._told()
        address = str(found[0][4][0])
        self._note("resolved", host=host, address=address, port=port, transport=transport)
        try:
            here = _address_towards(address, port)
            agent = SipAgent(replace(self._settings, host=here, advertised_host=here), clock=self._clock)
            await agent.start()
        except OSError as wrong:
            self._note("not_opened", failed=True, reason=wrong.strerror or type(wrong).__name__)
            return self._told()
        try:
            await self._through(agent, here, number)
        finally:
            await agent.stop()
        return self._told()

    async def _through(self, agent: SipAgent, here: str, number: str) -> None:
        loop = asyncio.get_running_loop()
        transport, sound = await loop.create_datagram_endpoint(_Sound, local_addr=(here, 0))
        offer = _offer(here, transport.get_extra_info("sockname")[1])
        try:
            going = await agent.invite(f"sip:{number}@{self._trunk}", offer, timeout_s=RING_S)
            leg = await self._answer(going)
            await self._talk(leg, transport, sound)
        except CallFailed as failed:
            self._refused(failed)
        finally:
            transport.close()

    async def _answer(self, going: OutgoingCall) -> CallLeg:
        answered = asyncio.ensure_future(going.answered())
        ringing = asyncio.ensure_future(going.ringing.wait())
        silent = asyncio.ensure_future(self._clock.sleep(NEVER_RANG_S))
        try:
            await asyncio.wait((answered, ringing, silent), return_when=asyncio.FIRST_COMPLETED)
            if going.ringing.is_set():
                self._note("ringing")
            elif not answered.done():
                await going.cancel()
                self._note("silent", failed=True)
            leg = await answered
        finally:
            for task in (answered, ringing, silent):
                task.cancel()
        self._note("answered")
        return leg

    async def _talk(self, leg: CallLeg, transport: asyncio.DatagramTransport, sound: _Sound) -> None:
        """Sound both ways for a few seconds, then the end."""
        to = _sound_address(leg.remote_sdp)
        if to is None:
            self._note("no_sound_agreed", failed=True)
        else:
            for packet in _tone():
                with suppress(OSError):
                    transport.sendto(packet, to)
                await self._clock.sleep(FRAME_S)
            if sound.heard:
                self._note("heard", packets=sound.heard)
            else:
                self._note("not_heard", failed=True, address=to[0], port=to[1])
        await leg.bye()
        self._note("hung_up")

    def _refused(self, failed: CallFailed) -> None:
        if any(step.failed for step in self._steps):
            return
        if failed.code == 408 and any(step.code == "ringing" for step in self._steps):
            self._note("not_picked_up", failed=True)
        else:
            self._note("refused", failed=True, sip=failed.code)

    def _note(self, code: str, *, failed: bool = False, **facts: str | int) -> None:
        self._steps.append(TrialStep(code=code, failed=failed, facts=facts))

    def _told(self) -> tuple[TrialStep, ...]:
        return tuple(self._steps)


def _address_towards(address: str, port: int) -> str:
    """Which of our addresses the packets to it have. Raises `OSError`."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((address, port))
        found: str = probe.getsockname()[0]
        return found


def _offer(here: str, port: int) -> bytes:
    codec = sdp.DEFAULT_CODEC
    media = sdp.MediaSection("audio", port, "RTP/AVP", codec.formats, here, [*codec.lines(), "a=sendrecv"])
    return sdp.description(here, [media], 1).render().encode()


def _sound_address(description: bytes) -> tuple[str, int] | None:
    try:
        audio = sdp.parse(description.decode("utf-8", "replace")).sound
    except Refused:
        return None
    return (audio.host, audio.port) if audio is not None and audio.host else None


def _tone() -> list[bytes]:
    """440 Hz, at a level that nobody minds."""
    count = round(TALK_S / FRAME_S)
    samples = 3000 * np.sin(2 * np.pi * 440 * np.arange(count * FRAME) / 8000)
    codes = g711.encode(samples.astype(np.float32)).tobytes()
    return [
        rtp.build(
            rtp.RtpPacket(
                rtp.PCMA,
                nth,
                nth * FRAME,
                0x41555849,
                codes[nth * FRAME : (nth + 1) * FRAME],
                marker=nth == 0,
            )
        )
        for nth in range(count)
    ]
