"""Aim: SIPp as a vehicle, on a real socket, is acknowledged and asked by the exchange as RFC 8147 says, and its messages reach its call."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from auxilio.calls.core import messages as m
from auxilio.voice.sip.agent import AgentSettings, SipAgent
from tests.interop.test_ecall_fix import EXAMPLE, with_bits
from tests.voice.factories import DESK, PAU, VoiceSetup, settle
from tests.voice.sip.test_interop import SIPP, needs_sipp, run
from tests.voice.sip.vehicle import car_scenario

pytestmark = pytest.mark.slow
AGAIN = with_bits(EXAMPLE, {26: 1, 27: 0})
BROKEN = "FF00"


@pytest.fixture
async def centre() -> AsyncIterator[tuple[VoiceSetup, SipAgent]]:
    """The exchange behind a real socket; media and log are those of the tests."""
    voice = VoiceSetup()
    agent = SipAgent(AgentSettings(udp_port=0, tcp_port=None, trusted=("127.0.0.0/8",)))
    agent.set_handlers(voice.exchange.incoming)
    await agent.start()
    yield voice, agent
    await agent.stop()


@needs_sipp
@pytest.mark.parametrize(
    ("first", "second", "received"),
    [(EXAMPLE, AGAIN, (True, True)), (BROKEN, EXAMPLE, (False, True)), (EXAMPLE, BROKEN, (True, False))],
)
async def test_a_vehicle_is_acknowledged_asked_and_acknowledged_again(
    centre: tuple[VoiceSetup, SipAgent], tmp_path: Path, first: str, second: str, received: tuple[bool, bool]
) -> None:
    voice, agent = centre
    await voice.sits_down(DESK)
    (tmp_path / "car.xml").write_text(car_scenario(first, second, received=received))
    place = f"127.0.0.1:{agent.ports['udp']}"
    car = asyncio.create_task(
        run(SIPP, place, "-sf", "car.xml", "-m", 1, "-i", "127.0.0.1", "-nostdin", folder=tmp_path)
    )
    async with asyncio.timeout(10):
        while not voice.bytes.kept:
            await asyncio.sleep(0.02)
    [call] = voice.log.calls
    await voice.does(m.AnswerCall(call=call), PAU)
    voice.log.do(m.RequestMsd(call=call), PAU)
    voice.exchange.ask_vehicle(call)
    assert await car == 0
    await settle()
    found = voice.log.calls[call].ecall
    assert found is not None
    assert found.msd is not None
    assert (found.count, found.msd.vin, found.last_unread) == (2, "ECALLEXAMPLE02020", not received[1])
    assert (found.asked_at, found.failure) == (None, None)
    assert [each.hex().upper() for each in voice.bytes.kept] == [first, second]
