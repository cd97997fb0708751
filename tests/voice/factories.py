"""An exchange with legs that tests hold: media that remember who hears whom, SIP without a wire, a log in memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from auxilio.calls.core import machine, outgoing_machine
from auxilio.calls.core import messages as m
from auxilio.calls.core.model import Call, CallRecording
from auxilio.calls.core.outgoing_model import OutgoingCaseCall
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CallId, CommandId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Language, Mode
from auxilio.platform.blobs.ports import Digest
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.http.outward import OutwardAnswer, OutwardRequest
from auxilio.voice.control.call_media_state import ExchangeDependencies
from auxilio.voice.control.exchange import TelephoneExchange
from auxilio.voice.control.hold_limit import NO_HOLD_LIMIT, HoldLimit
from auxilio.voice.core.media_plan import ParkedSound
from auxilio.voice.media.ports import AudioLevels, AudioSink, Gains, LegId, LegMemo, LegProfile, RoomId, Sound
from auxilio.voice.sip.agent import CallFailed, MessageSource, PeerIdentity
from auxilio.voice.store import StoredLeg
from tests.actors import person

SDP = b"v=0\r\nm=audio 4000 RTP/AVP 8\r\n"
PIDF = b"""<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"
 xmlns:gml="http://www.opengis.net/gml" xmlns:gs="http://www.opengis.net/pidflo/1.0"><tuple id="a"><status><gp:geopriv>
 <gp:location-info><gs:Circle srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>41.61 0.62</gml:pos>
 <gs:radius uom="urn:ogc:def:uom:EPSG::9001">35</gs:radius></gs:Circle></gp:location-info>
 </gp:geopriv></status></tuple></presence>"""
AT = datetime(2026, 11, 24, 3, 12, 45, tzinfo=UTC)


class Ears:
    """Media: each leg is joined with another, or parked with a sound. `taps` are those who take down."""

    relayed = False

    def __init__(self) -> None:
        self.legs: dict[LegId, LegId | str | set[LegId]] = {}
        self.rooms: dict[RoomId, set[LegId]] = {}
        self.taps: dict[LegId, AudioSink] = {}
        self.relay: set[LegId] = set()
        self.refuses: str | None = None
        self.counts: list[tuple[LegId, int]] = []
        self.played: list[str] = []
        self.said_db = -96.0

    def _leg(self, leg: LegId) -> None:
        if leg not in self.legs:
            raise Refused("unknown_leg", leg=leg)

    async def attach_in(self, leg: LegId, offer: str, *, group: str | None = None) -> str:
        if self.refuses:
            raise Refused(self.refuses)
        self.legs.setdefault(leg, "nothing")
        return "v=0\r\nours"

    async def attach_out(self, leg: LegId, profile: LegProfile, *, group: str | None = None) -> str:
        self.legs[leg] = "nothing"
        return "v=0\r\nours"

    async def reanchor(self, leg: LegId) -> str:
        self._leg(leg)
        if self.refuses:
            raise Refused(self.refuses)
        self.legs[leg] = "nothing"
        return "v=0\r\nanew"

    async def set_answer(self, leg: LegId, answer: str) -> None:
        self._leg(leg)

    async def detach(self, leg: LegId) -> None:
        other = self.legs.pop(leg, None)
        self.taps.pop(leg, None)
        if isinstance(other, str) and other in self.legs:
            self.legs[LegId(other)] = "nothing"

    def memo(self, leg: LegId) -> LegMemo:
        self._leg(leg)
        return LegMemo(leg, "ears", {"hears": self.legs[leg]})

    async def adopt(self, memo: LegMemo) -> None:
        """As far as its own legs outlive it: `relay` holds those that do."""
        if memo.leg not in self.relay:
            raise Refused("media_gone", leg=memo.leg)
        self.legs[memo.leg] = memo.state["hears"]

    async def bridge(self, one: LegId, other: LegId) -> None:
        self._leg(one)
        self._leg(other)
        self.legs[one], self.legs[other] = other, one

    async def park(self, leg: LegId, sound: Sound | None = None, *, held: bool = True) -> None:
        self._leg(leg)
        self.legs[leg] = sound.name if sound else "nothing"

    async def mix(self, room: RoomId, gains: Gains) -> None:
        for leg in self.rooms.pop(room, ()):
            if leg in self.legs and leg not in gains:
                self.legs[leg] = "nothing"
        for leg, row in gains.items():
            self._leg(leg)
            self.legs[leg] = {other for other, gain in row.items() if gain}
        if gains:
            self.rooms[room] = set(gains)

    async def play(self, leg: LegId, sound: Sound) -> None:
        self._leg(leg)
        self.played.append(sound.name)

    def levels(self, leg: LegId) -> AudioLevels:
        self._leg(leg)
        return AudioLevels(said_db=self.said_db, heard_db=-96.0)

    async def note_receiver_report(self, leg: LegId, packets: int) -> None:
        self._leg(leg)
        self.counts.append((leg, packets))

    async def attach_sink(self, leg: LegId, sink: AudioSink | None) -> None:
        self._leg(leg)
        if sink is None:
            self.taps.pop(leg, None)
        else:
            self.taps[leg] = sink


class Telephone:
    """A leg of SIP: what call control does to it is seen here, what its person does is `hangs_up`."""

    remote_sdp = SDP

    def __init__(self, transport: Any = "udp") -> None:
        self.source = MessageSource(transport, "192.0.2.7", 5060)
        self.gone, self.gone_reason, self.remote_sdp = asyncio.Event(), "", SDP
        self.on_bye: Callable[[Any], Awaitable[None]] | None = None
        self.on_state: Any = None
        self.on_reinvite: Any = None
        self.on_answer: Any = None
        self.on_dtmf: Any = None
        self.on_info: Any = None
        self.takes_info: Any = None
        self.info_answer: Any = None
        self.said: list[str] = []
        self.asked: list[tuple[str, bytes, tuple[Any, ...]]] = []
        self.answers_again = True
        self.remote_sdp = SDP
        self.dialog = SimpleNamespace(remote_target="sip:192.0.2.7")

    async def hangs_up(self, reason: str = "bye") -> None:
        self.gone_reason = reason
        self.gone.set()
        if self.on_bye is not None:
            await self.on_bye(self)

    async def bye(self, reason: str = "") -> None:
        self.gone.set()
        self.gone_reason = self.gone_reason or "hung_up"
        self.said.append(f"bye {reason}".strip())

    async def reinvite(self, sdp: bytes) -> bytes:
        if not self.answers_again:
            raise CallFailed(481)
        self.said.append("reinvite")
        return SDP

    async def info(self, content_type: str, content: bytes, *, headers: Any = ()) -> None:
        if not self.answers_again:
            raise CallFailed(469)
        self.said.append("info")
        self.asked.append((content_type, content, tuple(headers)))

    def state(self) -> bytes:
        return b"{}"


@dataclass
class Invite:
    """An INVITE as call control meets it."""

    identity: PeerIdentity | None = None
    sdp: bytes = SDP
    parts: tuple[Any, ...] = ()
    caller: str = "sip:+34600100200@trunk"
    caller_name: str = ""
    called: str = "sip:112@host"
    service_urn: str = ""
    user_agent: str = "telephone"
    asserted: bool = True
    test_call: bool = False
    id: str = "an-invite"
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    geolocation: tuple[str, ...] = ()
    additional_data: tuple[str, ...] = ()
    geolocation_unreadable: bool = False
    early: list[Any] = field(default_factory=list)
    leg: Telephone = field(default_factory=Telephone)
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    refused: int | None = None
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> MessageSource:
        return MessageSource("ws" if self.identity else "udp", "192.0.2.7", 5060, identity=self.identity)

    async def answer(self, sdp: bytes, **told: Any) -> Telephone:
        if self.cancelled.is_set():
            raise CallFailed(487)
        self.told = told
        self.leg.source = self.source
        return self.leg

    async def reject(self, code: int, *_: Any, **told: Any) -> None:
        self.refused, self.told = code, told


class Going:
    """A number that rings: its person answers, says no, or never hears it."""

    def __init__(self) -> None:
        self.leg: Telephone | None = None
        self.cancelled = False
        self._outcome: asyncio.Future[Telephone] = asyncio.get_running_loop().create_future()

    async def answered(self) -> Telephone:
        return await asyncio.shield(self._outcome)

    async def cancel(self, reason: str = "") -> None:
        self.cancelled = True

    async def answers(self) -> Telephone:
        self.leg = Telephone()
        self._outcome.set_result(self.leg)
        await settle()
        return self.leg

    async def fails(self, code: int) -> None:
        self._outcome.set_exception(CallFailed(code))
        await settle()


class Trunk:
    """The way out, and who was rung."""

    def __init__(self) -> None:
        self.rung: dict[str, Going] = {}
        self.none = False

    async def dial(self, number: str, sdp: bytes) -> Going:
        if self.none:
            raise CallFailed(503)
        self.rung[number] = Going()
        return self.rung[number]


class OutsideServer:
    """The servers that a setting names: what they were asked, and an answer that is waited for."""

    def __init__(self) -> None:
        self.asked: list[OutwardRequest] = []
        self.answer: OutwardAnswer | Refused = Refused("outward_too_slow", host="lis.example")
        self.answers = asyncio.Event()

    async def ask(self, request: OutwardRequest) -> OutwardAnswer:
        self.asked.append(request)
        await self.answers.wait()
        if isinstance(self.answer, Refused):
            raise self.answer
        return self.answer


@dataclass
class Log:
    """The calls, decided by the true machine; what was told in order. `loses` is weather."""

    clock: SimulatedClock
    calls: dict[CallId, Call] = field(default_factory=dict)
    outgoing: dict[CallId, OutgoingCaseCall] = field(default_factory=dict)
    told: list[Command] = field(default_factory=list)
    loses: int = 0
    weather: Exception = field(default_factory=ConnectionError)

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        if self.loses:
            self.loses -= 1
            raise self.weather
        self.told.append(command)
        self.do(command, actor)
        return CommandResult(command=command_id, versions={}, facts={})

    def do(self, command: Command, actor: Actor) -> None:
        if isinstance(command, m.ReportLine | m.RecordTestCall):
            return
        id: CallId = command.call  # type: ignore[attr-defined]  # every other one names its call
        at = self.clock.now()
        if id in self.outgoing:
            for fact in outgoing_machine.decide(self.outgoing[id], command):
                self.outgoing[id] = outgoing_machine.evolve(self.outgoing[id], fact, at)  # type: ignore[arg-type]  # of it
            return
        if isinstance(command, m.ReceiveCall):
            facts, call = machine.receive_call(command, 7, actor), None
        else:
            call = self.calls[id]
            facts = machine.decide(call, command, actor, at)  # type: ignore[arg-type]  # a command of a call
        for fact in facts:
            call = machine.evolve(call, fact, at)  # type: ignore[arg-type]  # an event of a call
        assert call is not None
        self.calls[id] = call

    async def call(self, id: CallId) -> Call | OutgoingCaseCall | None:
        return self.calls.get(id) or self.outgoing.get(id)

    def told_of(self, kind: type[Command]) -> list[Any]:
        return [one for one in self.told if isinstance(one, kind)]


class FakeRecording:
    """One recording."""

    def __init__(self) -> None:
        self.parties: list[str] = []
        self.finished = self.settled = False

    def sink_of(self, party: str) -> Any:
        if party not in self.parties:
            self.parties.append(party)
        return party

    async def finish(self) -> CallRecording | None:
        self.finished = True
        return CallRecording(
            digest="d" * 64, media_type="audio/wav", parties=tuple(self.parties), began_at=AT, duration_s=2.0
        )

    async def settle(self) -> None:
        assert self.finished
        self.settled = True


class Tapes:
    def __init__(self) -> None:
        self.of: dict[CallId, FakeRecording] = {}

    async def begin(self, call: CallId) -> FakeRecording:
        self.of[call] = FakeRecording()
        return self.of[call]


class Names:
    """Sounds whose name is what they are for."""

    def sound_of(self, what: ParkedSound, language: Language | None) -> Sound | None:
        return None if what is ParkedSound.NOTHING else Sound(what.value, b"\xd5")


class Shelf:
    def __init__(self) -> None:
        self.legs: dict[LegId, StoredLeg] = {}

    async def keep(self, leg: StoredLeg) -> None:
        self.legs[leg.leg] = leg

    async def forget(self, leg: LegId) -> None:
        self.legs.pop(leg, None)

    async def kept(self) -> list[StoredLeg]:
        return list(self.legs.values())


class Bytes:
    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.full = False

    async def put(self, data: AsyncIterator[bytes], case: Any) -> Digest:
        if self.full:
            raise Refused("disk_full")
        self.kept.append(b"".join([piece async for piece in data]))
        return Digest(f"{len(self.kept):064x}")


class VoiceSetup:
    """An exchange, and what it was given. `before` is the one that died and left its log and its shelf."""

    def __init__(
        self,
        before: "VoiceSetup | None" = None,
        media: Ears | None = None,
        bound: HoldLimit = NO_HOLD_LIMIT,
        mode: Mode = Mode.EXERCISE,
    ) -> None:
        self.clock = before.clock if before else SimulatedClock(AT)
        self.log = before.log if before else Log(self.clock)
        self.shelf = before.shelf if before else Shelf()
        self.media, self.tapes, self.bytes, self.trunk = media or Ears(), Tapes(), Bytes(), Trunk()
        self.location_servers, self.data_servers = OutsideServer(), OutsideServer()
        parts: Any = ExchangeDependencies(
            media=self.media,  # type: ignore[arg-type]  # as much of it as call control uses
            commands=self.log,
            calls=self.log,
            sounds=Names(),
            recorders=self.tapes,
            legs=self.shelf,
            trunk=self.trunk,
            location_servers=self.location_servers,
            data_servers=self.data_servers,
            blobs=self.bytes,
            clock=self.clock,
            mode=mode,
            hold_limit=bound,
        )
        self.exchange = TelephoneExchange(parts)

    async def calls(self, invite: Invite | None = None) -> tuple[CallId, Telephone]:
        """Somebody's telephone calls."""
        invite = invite or Invite()
        await self.exchange.incoming(invite)
        ring = self.log.told_of(m.ReceiveCall)[-1]
        return ring.call, invite.leg

    async def page(self, id: CallId) -> Invite:
        """The page of a call opens its line."""
        invite = Invite(PeerIdentity(str(id), "citizen"), leg=Telephone("ws"))
        await self.exchange.incoming(invite)
        return invite

    async def sits_down(self, desk: str) -> Telephone:
        """Somebody's page opens the line of a desk."""
        invite = Invite(PeerIdentity(desk, "desk"), leg=Telephone("ws"))
        await self.exchange.incoming(invite)
        return invite.leg

    async def does(self, command: Command, who: Actor) -> None:
        """Somebody asks for something, and media follow the facts."""
        self.log.do(command, who)
        await self.follows(command.call)

    async def follows(self, id: CallId) -> None:
        """Media are told how this call stands."""
        await self.exchange.apply_call(self.log.calls[id])
        await settle()

    def hears(self, leg: Telephone) -> str:
        """Who or what this leg hears: `desk-07`, `caller`, both with a plus, a sound, or nothing."""
        legs = self._legs()
        heard = self.media.legs[next(id for _, id, sip in legs if sip is leg)]
        if isinstance(heard, set):
            return "+".join(sorted(name for name, id, _ in legs if id in heard)) or "nothing"
        return next((name for name, id, _ in legs if id == heard), str(heard))

    def _legs(self) -> list[tuple[str, LegId, Any]]:
        desks = [(str(desk), leg.id, leg.sip) for desk, leg in self.exchange.states.desks.items()]
        rooms = self.exchange.states.calls.values()
        callers = [("caller", room.caller.id, room.caller.sip) for room in rooms if room.caller]
        outside = [("outside", leg.id, leg.sip) for room in rooms for leg in room.outside.values()]
        return desks + callers + outside

    async def pass_s(self, span_s: float) -> None:
        """Time passes, and what comes due is done."""
        await self.clock.advance(span_s)
        await settle()


async def settle() -> None:
    """Let what was begun be done."""
    for _ in range(20):
        await asyncio.sleep(0)


DESK = DeskId("desk-07")
PAU = person("call_taker", DESK, name="Pau Serra")


async def answered(voice: VoiceSetup) -> tuple[CallId, Telephone, Telephone]:
    """A call that a desk has answered."""
    desk = await voice.sits_down(DESK)
    call, caller = await voice.calls()
    await voice.does(m.AnswerCall(call=call), PAU)
    return call, caller, desk
