"""The scenarios of Texas A&M's NG9-1-1 conformance suite, by sipp, as they are: some leave out the line between the headers
of a part and its content. They lie beside the checkout (`../shared/standards/tamu`)."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auxilio.kernel.position import Point
from auxilio.voice.control.call_intake import caller_info_of
from auxilio.voice.sip.agent import AgentSettings, CallLeg, IncomingCall, SipAgent
from auxilio.voice.sip.multipart import RUNS_IN
from tests.voice.sip.simulated_network import ANSWER
from tests.voice.sip.test_interop import SIPP, run

SUITE = Path(__file__).parents[4] / "shared" / "standards" / "tamu" / "SIPp_scenarios"
AT = datetime(2026, 11, 24, 3, 12, 45, tzinfo=UTC)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SUITE.is_dir(), reason="shared: the conformance suite is not beside the checkout"),
    pytest.mark.skipif(SIPP is None, reason="missing: sipp (apt-get install sip-tester)"),
]


class Centre:
    """Answers everybody, and keeps what came."""

    def __init__(self) -> None:
        self.agent = SipAgent(AgentSettings(udp_port=0, tcp_port=0, trusted=("127.0.0.0/8",)))
        self.agent.set_handlers(self.answer)
        self.calls: list[IncomingCall] = []
        self.legs: list[CallLeg] = []

    async def answer(self, call: IncomingCall) -> None:
        self.calls.append(call)
        self.legs.append(await call.answer(ANSWER))


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    found = Centre()
    await found.agent.start()
    yield found
    await found.agent.stop()


async def played(centre: Centre, scenario: str, folder: Path) -> int:
    """sipp's verdict on the scenario without its last step, which waits for an answer that never comes (999)."""
    text = (SUITE / scenario).read_text()
    steps = [line for line in text.splitlines() if 'response="999"' not in line]
    (folder / "scenario.xml").write_text("\n".join(steps))
    assert shutil.which(str(SIPP))
    return await run(
        SIPP, "-sf", "scenario.xml", f"127.0.0.1:{centre.agent.ports['tcp']}", "-t", "t1", "-m", 1, "-i", "127.0.0.1",
        "-nostdin", folder=folder,
    )  # fmt: skip


async def test_a_call_whose_part_headers_run_into_their_content_keeps_place_and_offer(
    centre: Centre, tmp_path: Path
) -> None:
    assert await played(centre, "CALLS/SIP_basic_call.xml", tmp_path) == 0
    [call] = centre.calls
    assert call.emergency
    assert not call.test_call
    assert call.sdp.startswith(b"v=0")
    assert b"m=audio" in call.sdp
    [fix] = caller_info_of(call, AT).positions
    assert fix.point == Point(lat=40.71668300756087, lon=-73.99069756654683)
    assert fix.received_at == AT
    assert [(part.content_type, part.flaw) for part in call.parts] == [
        ("application/pidf+xml", RUNS_IN),
        ("application/sdp", RUNS_IN),
    ]
    async with asyncio.timeout(20):
        await centre.legs[0].gone.wait()
    assert centre.legs[0].gone_reason == "bye"


@pytest.mark.parametrize(
    "scenario", ["SIP_INVITE_location_PIDF-LO", "SIP_INVITE_geolocation_HELD", "SIP_INVITE_from_OSP"]
)
async def test_the_others_of_the_suite_are_read_without_a_flaw(
    centre: Centre, tmp_path: Path, scenario: str
) -> None:
    playing = asyncio.ensure_future(played(centre, f"SIP_INVITE/{scenario}.xml", tmp_path))
    try:
        async with asyncio.timeout(20):
            while not centre.calls:
                await asyncio.sleep(0.02)
    finally:  # it waits for more than the scenario says
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)
    [call] = centre.calls
    assert call.sdp.startswith(b"v=0")
    assert not any(part.flaw for part in call.parts)
