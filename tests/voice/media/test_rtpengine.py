"""What is true of the rtpengine engine alone: its calls outlive us, and we outlive its node."""

import asyncio
from pathlib import Path
from typing import Any

import aioice.ice
import msgspec
import pytest
from aiortc import RTCDtlsTransport

from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.voice.media.embedded.engine import EmbeddedEngine
from auxilio.voice.media.ports import FaultDirection, LegEventKind, LegId, LegMemo, RoomId
from auxilio.voice.media.rtpengine.engine import RtpengineEngine
from auxilio.voice.media.rtpengine.ng import NgClient
from auxilio.voice.media.rtpengine.relay_calls import LEGS_MAX, RelayCallAllocator
from auxilio.voice.media.rtpengine.rtcp_reports import parse
from tests.free_ports import free_port
from tests.voice.media.conftest import over
from tests.voice.media.engine_lines import Lines, hears
from tests.voice.media.peers import CALLER, DESK, MUSIC, TARGET, sound, until
from tests.voice.media.rtpengine_node import Node

pytestmark = pytest.mark.slow  # real time: a line is dead after a second and a half

A, B, C = LegId("a"), LegId("b"), LegId("c")


async def test_a_call_goes_on_without_us_and_another_process_takes_it_up(node: Node, tmp_path: Path) -> None:
    first = over(node, tmp_path)
    await first.start()
    lines = Lines(first)
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    await first.bridge(A, B)
    await hears(caller, DESK)
    stored = msgspec.json.encode([first.memo(A), first.memo(B)])
    await first.close()
    spoken, gaps = desk.spoken, desk.gaps
    await until(lambda: desk.spoken > spoken + 25)
    await hears(caller, DESK)
    second = over(node, tmp_path)
    await second.start()
    again = Lines(second)
    for memo in msgspec.json.decode(stored, type=list[LegMemo]):
        await second.adopt(memo)
    await hears(desk, CALLER)
    assert (desk.gaps, len(desk.sources)) == (gaps, 1), "nobody noticed that we were gone"
    await second.park(A, sound(MUSIC))
    await hears(caller, MUSIC)
    await hears(desk)
    await second.bridge(A, B)
    await hears(desk, CALLER)
    caller.dumb = True
    await until(lambda: again.seen("a", LegEventKind.DEAD, FaultDirection.FROM), 6)
    for leg in (A, B):
        await second.detach(leg)
    with pytest.raises(Refused, match="media_gone"):
        await second.adopt(msgspec.json.decode(stored, type=list[LegMemo])[0])
    for one in (lines, again):
        await one.close()
    await second.close()


async def test_a_lost_node_is_said_and_its_legs_are_anchored_anew(tmp_path: Path) -> None:
    node = Node(tmp_path)
    await node.start()
    engine = over(node, tmp_path)
    await engine.start()
    lines = Lines(engine)
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    await engine.bridge(A, B)
    await hears(caller, DESK)
    await until(lambda: engine.node.up_s > 0)
    await node.kill()
    await node.start()
    await until(lambda: lines.seen("a", LegEventKind.LOST) and lines.seen("b", LegEventKind.LOST), 15)
    for leg, phone in ((A, caller), (B, desk)):
        phone.connect(await engine.reanchor(leg))
        await engine.set_answer(leg, phone.description())
    await engine.bridge(A, B)
    await hears(caller, DESK)
    await hears(desk, CALLER)
    await lines.close()
    await engine.close()
    await node.kill()


async def test_nobody_is_joined_with_a_leg_that_has_not_answered_the_next_node(tmp_path: Path) -> None:
    node = Node(tmp_path)
    await node.start()
    engine = over(node, tmp_path)
    await engine.start()
    lines = Lines(engine)
    caller, desk = await lines.phone("a", CALLER), await lines.phone("b", DESK)
    await engine.bridge(A, B)
    await until(lambda: engine.node.up_s > 0)
    await node.kill()
    await node.start()
    await until(lambda: lines.seen("a", LegEventKind.LOST) and lines.seen("b", LegEventKind.LOST), 15)
    caller.connect(await engine.reanchor(A))
    desk.connect(await engine.reanchor(B))
    await engine.set_answer(A, caller.description())
    await engine.bridge(A, B)
    assert (engine.memo(A).state["partner"], engine.memo(B).state["partner"]) == (None, None)
    await engine.set_answer(B, desk.description())
    await engine.bridge(A, B)
    await hears(caller, DESK)
    await hears(desk, CALLER)
    await lines.close()
    await engine.close()
    await node.kill()


async def test_together_two_of_different_groups_are_joined_without_us_and_a_word_said_twice_is_not_heard(
    node: Node, tmp_path: Path
) -> None:
    mixer = EmbeddedEngine(SystemClock(), ports=(22_000, 22_999))
    engine = RtpengineEngine(
        SystemClock(), node.control, mixer, tmp_path, ports=(23_000, 23_999), together=True
    )
    await engine.start()
    lines = Lines(engine)
    caller, desk = await lines.phone("a", CALLER, group="call"), await lines.phone("b", DESK, group="desk")
    await engine.bridge(A, B)
    await hears(caller, DESK)
    missed = desk.missed
    await engine.bridge(B, A)
    await engine.close()
    spoken = desk.spoken
    await until(lambda: desk.spoken > spoken + 25)
    await hears(desk, CALLER)
    assert (desk.missed, len(desk.sources)) == (missed, 1)
    await lines.close()


async def test_a_browser_hears_one_source_whoever_it_is_joined_with_and_however_slow_we_are(
    rtpengine: RtpengineEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chromium listens to the newest source, also when the one before it goes on and that one does not."""
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])
    sources: dict[RTCDtlsTransport, set[int]] = {}
    handle, ask = RTCDtlsTransport._handle_rtp_data, NgClient.ask

    async def heard(line: RTCDtlsTransport, data: bytes, arrival_time_ms: int) -> None:
        sources.setdefault(line, set()).add(int.from_bytes(data[8:12]))
        await handle(line, data, arrival_time_ms)

    async def slowly(ng: NgClient, command: str, **more: Any) -> dict[str, Any]:
        if command in ("offer", "answer"):
            await asyncio.sleep(0.1)
        return await ask(ng, command, **more)

    monkeypatch.setattr(RTCDtlsTransport, "_handle_rtp_data", heard)
    monkeypatch.setattr(NgClient, "ask", slowly)
    lines = Lines(rtpengine)
    caller, desk, target = [
        await lines.page(leg, hertz) for leg, hertz in (("a", CALLER), ("b", DESK), ("c", TARGET))
    ]
    await rtpengine.bridge(A, B)
    await hears(desk, CALLER)
    await rtpengine.park(A, sound(MUSIC))
    await rtpengine.bridge(B, C)
    await hears(target, DESK)
    pairs = {one: {other: 1.0 for other in (A, B, C) if other != one} for one in (A, B, C)}
    await rtpengine.mix(RoomId("room"), pairs)
    await hears(target, CALLER, DESK)
    await rtpengine.bridge(A, C)
    await hears(caller, TARGET)
    lost = [(await rtpengine.stats(leg)).lost for leg in (A, B, C)]
    await lines.close()
    assert [len(seen) for seen in sources.values()] == [1, 1, 1]
    assert lost == [0, 0, 0], "and what they say meanwhile is on record"


def test_a_generation_ends_after_some_hundred_legs_and_legs_of_another_process_carry_theirs_on() -> None:
    names = RelayCallAllocator(together=True)
    first = [names.of("call") for _ in range(LEGS_MAX)]
    second = names.of("desk")
    assert len(set(first)) == 1
    assert second > first[0]
    after = RelayCallAllocator(together=True)
    for name in (*first[:2], second, first[2]):
        after.taken_up(name)
    assert after.of("call") == second
    assert RelayCallAllocator(together=False).of("call") == "call"


def test_who_comes_while_the_last_one_leaves_is_not_ended_with_them() -> None:
    names = RelayCallAllocator(together=True)
    first = names.of("call")
    assert names.of("desk") == first
    assert not names.left(first)
    assert names.left(first)
    assert names.of("call") != first


async def test_an_embedded_leg_cannot_be_taken_up(embedded: EmbeddedEngine) -> None:
    with pytest.raises(Refused, match="media_gone"):
        await embedded.adopt(LegMemo(A, "embedded", {}))


async def test_a_node_that_does_not_answer_is_a_refusal_and_a_lost_datagram_is_none(tmp_path: Path) -> None:
    class Deaf(asyncio.DatagramProtocol):
        heard = 0
        cookies: set[bytes] = set()

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
            self.heard += 1
            cookie = data.partition(b" ")[0]
            self.cookies.add(cookie)
            if self.heard == 3:
                self.transport.sendto(cookie + b' {"result":"pong"}', addr)

    port = free_port()
    transport, deaf = await asyncio.get_running_loop().create_datagram_endpoint(
        Deaf, local_addr=("127.0.0.1", port)
    )
    ng = NgClient(("127.0.0.1", port))
    await ng.start()
    assert await ng.ask("ping") == {"result": "pong"}
    assert (deaf.heard, len(deaf.cookies)) == (3, 1)
    transport.close()
    quick = NgClient(("127.0.0.1", port), tries=2)
    await quick.start()
    with pytest.raises(Refused, match="no_media_node"):
        await quick.ask("ping")
    ng.close()
    quick.close()


@pytest.mark.parametrize(
    "data", [b"", b"HEP3", b"HEP3\0\6", b"HEP3\0\x20\0\0\0\x0f\0\x02{}", b"HEP3\0\x20\0\0\0\x0f\0\x0a{x}"]
)
def test_no_datagram_harms_the_reader_of_reports(data: bytes) -> None:
    assert parse(data) is None
