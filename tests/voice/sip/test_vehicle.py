"""Aim: SIPp as a vehicle, on a real socket, is acknowledged by the exchange as RFC 8147 says, and its messages reach its call."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from auxilio.voice.sip.agent import AgentSettings, SipAgent
from tests.interop.test_ecall_fix import EXAMPLE, with_bits
from tests.voice.factories import VoiceSetup, settle
from tests.voice.sip.test_interop import SIPP, needs_sipp, run

pytestmark = pytest.mark.slow
SCENARIO = Path(__file__).with_name("car.xml").read_text()
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


def escaped(msd: str) -> str:
    """Bytes as SIPp writes them in a scenario."""
    return "".join(f"\\x{byte:02x}" for byte in bytes.fromhex(msd))


@needs_sipp
@pytest.mark.parametrize(
    ("first", "second"), [((EXAMPLE, True), (AGAIN, True)), ((BROKEN, False), (EXAMPLE, True))]
)
async def test_a_vehicle_is_acknowledged_in_the_200_of_its_call_and_of_what_it_sends_again(
    centre: tuple[VoiceSetup, SipAgent], tmp_path: Path, first: tuple[str, bool], second: tuple[str, bool]
) -> None:
    voice, agent = centre
    scenario = SCENARIO
    for name, (msd, received) in (("FIRST", first), ("SECOND", second)):
        scenario = scenario.replace(f"{name}_MSD", escaped(msd)).replace(
            f"{name}_RECEIVED", str(received).lower()
        )
    (tmp_path / "car.xml").write_text(scenario)
    place = f"127.0.0.1:{agent.ports['udp']}"
    assert (
        await run(SIPP, place, "-sf", "car.xml", "-m", 1, "-i", "127.0.0.1", "-nostdin", folder=tmp_path) == 0
    )
    await settle()
    [call] = voice.log.calls.values()
    assert call.ecall is not None
    assert call.ecall.msd is not None
    assert (call.ecall.count, call.ecall.msd.vin) == (2, "ECALLEXAMPLE02020")
    assert [each.hex().upper() for each in voice.bytes.kept] == [first[0], second[0]]
