"""The whole exchange over a real database: a telephone that calls by SIP and RTP, a desk on its WebSocket, the log between."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection

from auxilio.active_content.content_bundle import content_folder
from auxilio.app.processes.voice import join_text
from auxilio.calls.core import messages as m
from auxilio.calls.core.live_text import UnfinishedLine
from auxilio.calls.core.model import Call, CallChannel, CallState, LineSide, PartyId
from auxilio.calls.service import CALL, DESK, OUTGOING_CALL, CallService
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CommandId, DeskId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.ephemeral_channel import EphemeralChannel
from auxilio.platform.http.outward import OutwardClient
from auxilio.platform.ids import new_id
from auxilio.platform.keys.case_keys import FolderCaseKeys
from auxilio.platform.keys.folder import FolderKeys
from auxilio.voice.control.call_lookup import CallLookup
from auxilio.voice.control.call_media_state import ExchangeDependencies
from auxilio.voice.control.exchange import TelephoneExchange
from auxilio.voice.control.line_admission import DOMAIN, LineAdmission
from auxilio.voice.control.log_follower import CallLogFollower
from auxilio.voice.control.recorder_adapter import RecorderAdapterFactory
from auxilio.voice.control.sounds import AnnouncementSounds
from auxilio.voice.media.announcements.library import Announcements
from auxilio.voice.media.embedded.engine import EmbeddedEngine
from auxilio.voice.media.recorder.service import RecordingService
from auxilio.voice.sip.agent import AgentSettings, CallLeg, IncomingCall, OutgoingCall, SipAgent
from auxilio.voice.sip.trunk import SipTrunk
from auxilio.voice.store import LegStore
from auxilio.voice.tokens import TOKEN_LIFE_S, LineClaim, LineTokens
from auxilio.workflows.runner import StateReader
from tests.actors import person
from tests.database import Database
from tests.voice.desk_line import WITHIN_S, open_line
from tests.voice.media.engine_lines import hears
from tests.voice.media.peers import CALLER, TARGET, Phone
from tests.voice.media.peers import DESK as OPERATOR

SEAT = DeskId("desk-07")
TOKENS = LineTokens(bytes(range(32)))


class Centre:
    """One exchange and the calls of its installation."""

    def __init__(self, database: Database, folder: Path, ports: tuple[int, int]) -> None:
        self.clock, self.calls = SystemClock(), CallService(database.work)
        self.states = StateReader(database.pool, AggregateRegistry(CALL, DESK, OUTGOING_CALL))
        self.media = EmbeddedEngine(self.clock, ports=ports)
        keys = FolderCaseKeys(folder / "case-keys", FolderKeys.open_or_create(folder / "keys"))
        self.blobs = FolderBlobs(folder / "blobs", keys)
        self.recorder = RecordingService(folder / "recording", self.blobs, keys, self.clock)
        parts = ExchangeDependencies(
            media=self.media,
            commands=self.calls,  # type: ignore[arg-type]  # its commands are all that is told here
            calls=CallLookup(self.states),
            sounds=AnnouncementSounds(Announcements([content_folder() / "announcements"])),
            recorders=RecorderAdapterFactory(self.recorder),
            legs=LegStore(database.pool),
            trunk=self,
            location_servers=OutwardClient(()),
            data_servers=OutwardClient(()),
            blobs=self.blobs,
            clock=self.clock,
            mode=Mode.EXERCISE,
        )
        self.exchange = TelephoneExchange(parts)
        self.trunk: SipTrunk | None = None
        self.following = CallLogFollower(
            database.pool,
            self.states,
            database.wakeups,
            self.exchange,
            self.exchange,
            self.exchange.text.send_desk_line,
        )
        self.passing = EphemeralChannel(database.pool, database.dsn)
        join_text(self.exchange, self.passing)

    async def dial(self, number: str, sdp: bytes) -> OutgoingCall:
        """The way out, when a test has given one."""
        assert self.trunk is not None, "a number was rung"
        return await self.trunk.dial(number, sdp)

    @asynccontextmanager
    async def open(self, udp_port: int = 0) -> AsyncIterator[SipAgent]:
        """Everything runs; leaving is a death without a word to anybody."""
        settings = AgentSettings(udp_port=udp_port, tcp_port=None, ws_port=0, domains=frozenset({DOMAIN}))
        agent = SipAgent(settings, admit=LineAdmission(TOKENS, self.clock))
        agent.set_handlers(self.exchange.incoming)
        await self.media.start()
        await self.recorder.start()
        running = (
            self.following.run(),
            self.exchange.handle_media_events(self.media.events()),
            self.exchange.text.run(),
        )
        tasks = [asyncio.create_task(one) for one in running]
        await self.following.ready.wait()
        await agent.start()
        await self.exchange.recover_legs(agent.adopt)
        try:
            async with self.passing:
                yield agent
        finally:
            for task in tasks:
                task.cancel()
            await agent.stop()
            await self.media.close()
            await self.recorder.close()

    async def seated(self) -> bool:
        """The desk has a line."""
        found = await self.states.state(DESK, SEAT)
        return found is not None and found.line

    async def do(self, command: Command, actor: Actor) -> None:
        """A key at a desk."""
        await self.calls.handle(CommandId(new_id()), command, actor)

    async def call(self) -> Call:
        """The one call there is, whatever has become of it. A telephone is answered before the log knows of it."""

        async def look() -> list[Call]:
            return await self.states.live(CALL)

        found = await until(look, "the log knows of a call")
        assert isinstance(found, list)
        assert len(found) == 1, found
        return found[0]


async def until(look: Callable[[], Awaitable[object]], what: str) -> object:
    """What `look` finds at last; `what` says what was missed."""
    try:
        async with asyncio.timeout(WITHIN_S):
            while not (seen := await look()):
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"not within {WITHIN_S:.0f} s: {what}") from None
    return seen


@asynccontextmanager
async def telephone(hertz: int = CALLER, port: int = 0) -> AsyncIterator[tuple[SipAgent, Phone]]:
    """Somebody's telephone: its own SIP, its own sound."""
    agent = SipAgent(AgentSettings(udp_port=port, tcp_port=None))
    await agent.start()
    phone = await Phone(hertz).open()
    try:
        yield agent, phone
    finally:
        phone.close()
        await agent.stop()


async def calls(agent: SipAgent, phone: Phone, port: int, offer: str = "") -> CallLeg:
    """It dials 112, and is answered at once."""
    out = await agent.invite(
        f"sip:112@127.0.0.1:{port}",
        (offer or phone.description()).encode(),
        from_="sip:+34600100200@trunk",
    )
    leg = await out.answered()
    phone.connect(leg.remote_sdp.decode())

    async def again(offer: bytes) -> bytes:
        phone.connect(offer.decode())
        return phone.description().encode()

    leg.on_reinvite = again
    return leg


def answers_at(agent: SipAgent, phone: Phone) -> list[CallLeg]:
    """Whoever rings this telephone is answered; the legs as they come."""
    legs: list[CallLeg] = []

    async def rung(call: IncomingCall) -> None:
        phone.connect(call.sdp.decode())
        legs.append(await call.answer(phone.description().encode()))

    agent.set_handlers(rung)
    return legs


@asynccontextmanager
async def desk(centre: SipAgent, phone: Phone) -> AsyncIterator[ClientConnection]:
    """A page of the desk, with its line."""
    token = TOKENS.give(
        LineClaim(id=new_id(), desk=SEAT), SystemClock().now() + timedelta(seconds=TOKEN_LIFE_S)
    )
    async with open_line(centre.ports["ws"], token, SEAT, phone.description()) as (socket, answer):
        phone.connect(answer)
        yield socket


@pytest.fixture
async def operator() -> AsyncIterator[Phone]:
    phone = await Phone(OPERATOR).open()
    yield phone
    phone.close()


async def test_a_telephone_is_answered_held_heard_and_hung_up_and_each_party_is_kept(
    database: Database, tmp_path: Path, operator: Phone
) -> None:
    centre, lucia = Centre(database, tmp_path, (22_000, 22_499)), person("call_taker", SEAT)
    async with centre.open() as agent, telephone() as (theirs, phone), desk(agent, operator):
        leg = await calls(theirs, phone, agent.ports["udp"])

        async def queued() -> Call | None:
            live = await centre.states.live(CALL, state=CallState.QUEUED.value)
            return live[0] if live else None

        call = await until(queued, "the call waits")
        assert isinstance(call, Call)
        assert (call.phone, call.line, call.mode) == ("+34600100200", "112", Mode.EXERCISE)

        await until(centre.seated, "the desk has a line")
        await centre.do(m.AnswerCall(call=call.id), lucia)
        await hears(phone, OPERATOR)
        await hears(operator, CALLER)
        await centre.do(m.Hold(call=call.id), lucia)
        await hears(operator)
        await centre.do(m.Resume(call=call.id), lucia)
        await hears(phone, OPERATOR)
        await centre.do(m.HangUp(call=call.id), lucia)
        async with asyncio.timeout(WITHIN_S):
            await leg.gone.wait()
        assert leg.gone_reason == "bye"

        async def kept() -> Call | None:
            found = await centre.states.state(CALL, call.id)
            return found if found and found.recordings else None

        over = await until(kept, "the recording is a fact")
        assert isinstance(over, Call)
        [recording] = over.recordings
        assert recording.parties == ("caller", SEAT)
        assert await centre.blobs.exists(recording.digest, call.id)  # type: ignore[arg-type]  # a digest


async def test_a_caller_talks_on_with_the_exchange_that_comes_after_one_that_died(
    database: Database, tmp_path: Path, operator: Phone
) -> None:
    lucia, first = person("call_taker", SEAT), Centre(database, tmp_path, (22_500, 22_749))
    async with telephone() as (theirs, phone):
        async with first.open() as agent, desk(agent, operator):
            port = agent.ports["udp"]
            leg = await calls(theirs, phone, agent.ports["udp"])

            async def answered() -> bool:
                live = await first.states.live(CALL, state=CallState.QUEUED.value)
                found = await first.states.state(DESK, SEAT)
                return bool(live) and found is not None and found.line

            await until(answered, "call and desk are there")
            await first.do(m.AnswerCall(call=(await first.call()).id), lucia)
            await hears(phone, OPERATOR)
            kept = LegStore(database.pool)

            async def written() -> bool:
                return len(await kept.kept()) == 2

            await until(written, "both legs are written through")
        second, again = Centre(database, tmp_path, (22_750, 22_999)), await Phone(OPERATOR).open()
        async with second.open(port) as agent, desk(agent, again):
            await hears(phone, OPERATOR)
            await hears(again, CALLER)
            assert (await second.call()).state is CallState.ANSWERED
            assert not leg.gone.is_set()
        again.close()


async def test_a_number_outside_is_rung_joined_and_handed_the_caller_over_a_trunk(
    database: Database, tmp_path: Path, operator: Phone
) -> None:
    centre, lucia = Centre(database, tmp_path, (23_000, 23_499)), person("call_taker", SEAT)
    async with (
        centre.open() as agent,
        telephone() as (theirs, phone),
        telephone(TARGET) as (hospital, doctor),
        desk(agent, operator),
    ):
        centre.trunk = SipTrunk(agent, f"127.0.0.1:{hospital.ports['udp']}")
        answered = answers_at(hospital, doctor)
        leg = await calls(theirs, phone, agent.ports["udp"])
        await until(centre.seated, "the desk has a line")
        call = (await centre.call()).id
        await centre.do(m.AnswerCall(call=call), lucia)
        await hears(phone, OPERATOR)
        party = PartyId(new_id())
        await centre.do(m.Consult(call=call, whom="Hospital", party=party, number="+34973000001"), lucia)
        await hears(doctor, OPERATOR)
        await hears(operator, TARGET)
        await centre.do(m.Resume(call=call), lucia)
        await hears(phone, OPERATOR, TARGET)
        await hears(doctor, CALLER, OPERATOR)
        await centre.do(m.TransferCall(call=call, party=party), lucia)
        await hears(phone, TARGET)
        await hears(operator)
        assert (await centre.call()).state is CallState.TRANSFERRED
        await answered[0].bye()
        async with asyncio.timeout(WITHIN_S):
            await leg.gone.wait()


async def test_who_was_not_answered_is_rung_back_and_speaks_with_the_desk_that_rang(
    database: Database, tmp_path: Path, operator: Phone
) -> None:
    centre, lucia = Centre(database, tmp_path, (23_500, 23_999)), person("call_taker", SEAT)
    async with centre.open() as agent, telephone() as (theirs, phone), desk(agent, operator):
        centre.trunk = SipTrunk(agent, f"127.0.0.1:{theirs.ports['udp']}")
        answers_at(theirs, phone)
        leg = await calls(theirs, phone, agent.ports["udp"])
        await until(centre.seated, "the desk has a line")
        await leg.bye()

        async def abandoned() -> Call | None:
            live = await centre.states.live(CALL, state=CallState.ABANDONED.value)
            return live[0] if live else None

        call = await until(abandoned, "nobody answered")
        assert isinstance(call, Call)
        await centre.do(m.RingBack(call=call.id), lucia)
        await hears(phone, OPERATOR)
        await hears(operator, CALLER)
        assert (await centre.call()).state is CallState.ANSWERED


class Windows:
    """The windows of the installation, as another process has them: what is typed comes and goes through the database."""

    def __init__(self, database: Database) -> None:
        self.passing, self.seen = EphemeralChannel(database.pool, database.dsn), list[UnfinishedLine]()
        self.passing.set_listener(
            lambda word: self.seen.append(msgspec.json.decode(word, type=UnfinishedLine))
        )

    def types(self, call: Call, line: CommandId, text: str) -> None:
        typed = UnfinishedLine(call=call.id, side=LineSide.DESK, line=line, text=text)
        self.passing.tell(str(line), msgspec.json.encode(typed).decode())


async def written_in(centre: Centre, database: Database, kind: type[Event]) -> list[str]:
    rows = await database.pool.fetch("select body from event where kind = $1 order by tx, seq", kind.kind())
    return [msgspec.json.decode(row["body"])["words"] for row in rows]


@pytest.mark.parametrize("by_voice", [True, False], ids=["beside a voice", "instead of it"])
async def test_a_telephone_is_read_letter_by_letter_and_reads_the_desk_the_same_way(
    database: Database, tmp_path: Path, by_voice: bool
) -> None:
    centre, windows = Centre(database, tmp_path, (24_000, 24_499)), Windows(database)
    lucia, line = person("call_taker", SEAT), CommandId(new_id())
    async with centre.open() as agent, telephone() as (theirs, phone), windows.passing:
        await calls(theirs, phone, agent.ports["udp"], phone.description(text=True, sound=by_voice))

        async def waits() -> Call | None:
            live = await centre.states.live(CALL, state=CallState.QUEUED.value)
            return live[0] if live and live[0].text else None

        call = await until(waits, "the call waits, and has text")
        assert isinstance(call, Call)
        assert call.channel is (CallChannel.VOICE if by_voice else CallChannel.RTT)
        if not by_voice:
            await centre.do(m.AnswerCall(call=call.id), lucia)

        phone.write("Mi padre no resu")
        phone.text.send(0)

        async def seen() -> bool:
            return any(typed.text == "Mi padre no resu" for typed in windows.seen)

        await until(seen, "half a word is seen")
        assert await written_in(centre, database, m.CallerTextSent) == []
        phone.write("\x08pira\u2028")
        phone.text.send(300)

        async def said() -> list[str]:
            return await written_in(centre, database, m.CallerTextSent)

        assert await until(said, "the line is a fact") == ["Mi padre no respira"]

        async def read() -> bool:
            windows.types(call, line, "¿Está desp")  # a word that is lost is mended by the next one
            return phone.read == "¿Está desp"

        await until(read, "the caller reads half a word")
        await centre.calls.handle(line, m.SendDeskText(call=call.id, words="¿Está despierto?"), lucia)

        async def whole_line() -> bool:
            return phone.read == "¿Está despierto?\u2028"

        await until(whole_line, "the caller reads the line")
