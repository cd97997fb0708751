"""Aim: SIPp answers a spoken call of ours over real sockets, hears speech, and its key acknowledges it."""

import asyncio
from pathlib import Path
from socket import AF_INET, SOCK_DGRAM, socket

import numpy as np
import pytest

from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.platform.i18n import catalogues
from auxilio.voice.control.call_media_state import CallStates
from auxilio.voice.control.callout_leg import CalloutPhrases
from auxilio.voice.control.callouts import CalloutDependencies, SpokenCallouts
from auxilio.voice.media import g711, rtp
from auxilio.voice.media.embedded.engine import EmbeddedEngine
from auxilio.voice.media.ports import LegEvent
from auxilio.voice.media.speech import EspeakSpeech
from auxilio.voice.sip.agent import AgentSettings, SipAgent
from auxilio.voice.sip.trunk import SipTrunk
from tests.voice.callout_parts import Answers, CalloutQueue, callout
from tests.voice.media.test_speech import needs_espeak
from tests.voice.sip.test_interop import SIPP, needs_sipp, run

pytestmark = pytest.mark.slow
CALLEE = Path(__file__).with_name("callee.xml").read_text()
HEARD_S = 3.0
SPEECH_DB = -30.0
"""Mean power of what must be speech: line noise and comfort noise lie below −50 dBFS."""


class Ear(asyncio.DatagramProtocol):
    """The telephone of who is called: what it was sent, in order."""

    def __init__(self) -> None:
        self.heard = bytearray()

    def datagram_received(self, data: bytes, addr: object) -> None:
        packet = None if rtp.is_rtcp(data) else rtp.parse(data)
        if packet is not None and packet.payload_type == rtp.PCMA:
            self.heard += packet.payload


def free_port() -> int:
    with socket(AF_INET, SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def power_db(alaw: bytes) -> float:
    return g711.decibels(float(np.mean(np.square(g711.decode(alaw).astype(np.float64)))))


@needs_sipp
@needs_espeak
async def test_who_answers_a_spoken_call_hears_speech_and_acknowledges_with_the_key(tmp_path: Path) -> None:
    loop, clock, states = asyncio.get_running_loop(), SystemClock(), CallStates()
    transport, ear = await loop.create_datagram_endpoint(Ear, local_addr=("127.0.0.1", 0))
    port = transport.get_extra_info("sockname")[1]
    filled = CALLEE.replace("PORT", str(port)).replace("LISTENS_MS", str(round(HEARD_S * 1000)))
    (tmp_path / "callee.xml").write_text(filled.replace("KEY", "1"))
    sip = free_port()
    callee = asyncio.create_task(
        run(SIPP, "-sf", "callee.xml", "-m", 1, "-i", "127.0.0.1", "-p", sip, "-nostdin", folder=tmp_path)
    )
    agent, media = SipAgent(AgentSettings(udp_port=0, tcp_port=None)), EmbeddedEngine(clock)
    await agent.start()
    await media.start()
    queue, answers = CalloutQueue([one := callout(clock.now())]), Answers()
    parts = CalloutDependencies(
        queue=queue,
        answers=answers,
        phrases=CalloutPhrases(EspeakSpeech(), catalogues()),
        media=media,
        trunk=SipTrunk(agent, f"127.0.0.1:{sip}"),
        clock=clock,
        mode=Mode.REAL,
        lines=1,
    )

    async def pass_events() -> None:
        async for event in media.events():
            _pass(event)

    def _pass(event: LegEvent) -> None:
        if (listener := states.listeners.get(event.leg)) is not None:
            listener(event)

    tasks = [
        asyncio.create_task(pass_events()),
        asyncio.create_task(SpokenCallouts(parts, states).run(agent.adopt)),
    ]
    try:
        assert await callee == 0, "it was hung up by us"
        async with asyncio.timeout(10):
            while one.message not in queue.over:
                await asyncio.sleep(0.02)
    finally:
        for task in tasks:
            task.cancel()
        await media.close()
        await agent.stop()
        transport.close()
    assert answers.told[one.message] == ["sent", "key", "delivered"]
    assert len(ear.heard) > 2 * g711.RATE
    assert power_db(bytes(ear.heard)) > SPEECH_DB
    assert states.listeners == {}, "nothing is left of the leg"
