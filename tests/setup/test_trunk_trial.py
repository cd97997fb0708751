"""A call on trial through the line to the network, against a SIP peer on real sockets: what is told of each way in which it ends."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import cast

import pytest

from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.setup import trunk_trial
from auxilio.setup.core.telephone import Trunk, TrunkTrialAsk
from auxilio.setup.saved_settings import save_settings, saved_settings
from auxilio.setup.telephone import Telephone
from auxilio.setup.trunk_trial import TrunkTrial, dialled, is_short, place_of
from auxilio.voice.sip.agent import AgentSettings, IncomingCall, SipAgent
from auxilio.voice.sip.transaction import TimerValues
from tests.actors import person
from tests.database import Database

ADA = person("administrator", name="Ada Mas")

HERE = "127.0.0.1"
type Answer = Callable[[IncomingCall], Awaitable[None]]


class Echo(asyncio.DatagramProtocol):
    """Sends back what it hears."""

    transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.transport.sendto(data, addr)


class Carrier:
    """The other end of a line: answers as it is told."""

    def __init__(self) -> None:
        self.agent = SipAgent(AgentSettings(host=HERE, udp_port=0, tcp_port=0, trusted=("127.0.0.0/8",)))
        self.ended = asyncio.Event()
        self.sounds = list[asyncio.DatagramTransport]()

    @property
    def trunk(self) -> str:
        return f"{HERE}:{self.agent.ports['udp']}"

    def will(self, answer: Answer) -> None:
        self.agent.set_handlers(answer)

    async def talks(self, call: IncomingCall, *, sound: bool = True) -> None:
        await call.ring()
        made = await asyncio.get_running_loop().create_datagram_endpoint(
            Echo if sound else asyncio.DatagramProtocol, local_addr=(HERE, 0)
        )
        self.sounds.append(made[0])
        port = made[0].get_extra_info("sockname")[1]
        leg = await call.answer(
            f"v=0\r\no=- 1 1 IN IP4 {HERE}\r\ns=-\r\nc=IN IP4 {HERE}\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n".encode()
        )

        async def gone(*_: object) -> None:
            self.ended.set()

        leg.on_bye = gone


@pytest.fixture
async def carrier(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Carrier]:
    monkeypatch.setattr(trunk_trial, "TALK_S", 0.4)
    monkeypatch.setattr(trunk_trial, "RING_S", 2.0)
    monkeypatch.setattr(trunk_trial, "NEVER_RANG_S", 1.0)
    found = Carrier()
    await found.agent.start()
    yield found
    await found.agent.stop()
    for each in found.sounds:
        each.close()


async def told(trunk: str) -> list[tuple[str, bool]]:
    trial = TrunkTrial(trunk, AgentSettings(udp_port=0, tcp_port=0), SystemClock())
    return [(step.code, step.failed) for step in await trial.call("+34600000000")]


GOES_OUT = ("resolved", False)
RINGS = (GOES_OUT, ("ringing", False))


async def test_a_call_that_is_answered_is_told_step_by_step_to_its_end(carrier: Carrier) -> None:
    carrier.will(carrier.talks)
    steps = await told(carrier.trunk)
    assert steps == [*RINGS, ("answered", False), ("heard", False), ("hung_up", False)]
    await carrier.ended.wait()


async def test_a_line_without_sound_is_told(carrier: Carrier) -> None:
    carrier.will(lambda call: carrier.talks(call, sound=False))
    assert await told(carrier.trunk) == [
        *RINGS, ("answered", False), ("not_heard", True), ("hung_up", False)
    ]  # fmt: skip


@pytest.mark.parametrize("code", [403, 404, 486])
async def test_a_refusal_is_told_by_its_code(carrier: Carrier, code: int) -> None:
    carrier.will(lambda call: call.reject(code))
    trial = TrunkTrial(carrier.trunk, AgentSettings(udp_port=0, tcp_port=0), SystemClock())
    last = (await trial.call("600000000"))[-1]
    assert (last.code, last.failed, last.facts) == ("refused", True, {"sip": code})


async def test_a_call_that_nobody_picks_up_ends_by_itself(carrier: Carrier) -> None:
    carrier.will(lambda call: call.ring())
    assert await told(carrier.trunk) == [*RINGS, ("not_picked_up", True)]


async def test_a_place_where_nobody_speaks_sip_is_told(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trunk_trial, "SipAgent", partial(SipAgent, times=TimerValues(t1_s=0.1)))
    deaf, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        asyncio.DatagramProtocol, local_addr=(HERE, 0)
    )
    try:
        assert await told(f"{HERE}:{deaf.get_extra_info('sockname')[1]}") == [GOES_OUT, ("silent", True)]
    finally:
        deaf.close()


async def test_a_name_that_is_none_is_told(carrier: Carrier) -> None:
    assert await told("trunk.invalid") == [("not_resolved", True)]


@pytest.mark.parametrize(
    ("number", "short"),
    [
        ("112", True),
        ("061", True),
        ("+34112", True),
        ("0034 112", True),
        ("+34 600 000 000", False),
        ("60012", False),
    ],
)
def test_numbers_that_may_be_for_emergencies_are_known(number: str, short: bool) -> None:
    assert is_short(dialled(number)) is short


@pytest.mark.parametrize(
    "wrong", ["a b", "host:99999", "host;transport=pigeon", "user@host", "host/path", ""]
)
def test_a_line_that_cannot_be_meant_is_refused(wrong: str) -> None:
    with pytest.raises(Refused, match="trunk_malformed"):
        place_of(wrong)
    assert place_of("10.0.0.5;transport=tls") == ("10.0.0.5", 5061, "tls")


def telephone(data: Path, database: Database, *elsewhere: str) -> Telephone:
    nothing = Trunk(sip_trunk="", sip_trusted="")
    speaks = partial(AgentSettings, udp_port=0, tcp_port=0)
    return Telephone(data, nothing, elsewhere, f"{HERE}:5060", speaks, database.pool, SystemClock())


@pytest.mark.database
async def test_the_line_is_saved_and_tried_and_no_emergency_number_is_dialled_by_accident(
    database: Database, tmp_path: Path, carrier: Carrier
) -> None:
    line = telephone(tmp_path, database)
    with pytest.raises(Refused, match="trunk_not_set"):
        await line.call_on_trial(TrunkTrialAsk(number="600000000"))
    save_settings(tmp_path, {"centre_name": "112 Alba"})
    await line.save(Trunk(sip_trunk=carrier.trunk, sip_trusted="10.0.0.0/8, 127.0.0.1"), ADA)
    assert saved_settings(tmp_path)["centre_name"] == "112 Alba"
    assert (await line.view()).saved.sip_trunk == carrier.trunk
    carrier.will(lambda call: call.reject(486))
    with pytest.raises(Refused, match="trial_number_short"):
        await line.call_on_trial(TrunkTrialAsk(number="112"))
    asked = TrunkTrialAsk(number="112", short_allowed=True)
    report = await line.call_on_trial(asked)
    assert report.steps[-1].facts == {"sip": 486}
    for networks in ("0.0.0.0/0", "nowhere"):
        with pytest.raises(Refused, match="networks_malformed"):
            await line.save(Trunk(sip_trunk="", sip_trusted=networks), ADA)
