"""Follows the log, holds every live noun, and tells each channel what changed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec

from auxilio.calls.model import OVER, TALKING, Side
from auxilio.calls.service import CALL
from auxilio.cases.service import CASE
from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CallId, CaseId, StreamId, noun_of, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.connection import WEATHER, Connection, Pool, one_picture
from auxilio.platform.database.nouns import Noun, Nouns
from auxilio.platform.database.wakeups import Wakeups
from auxilio.realtime.channel import Channel
from auxilio.realtime.model import Board, Held, Others, Params

LIVE_MAX = 100_000
"""Live nouns of one kind that a process holds; far above any day's work."""
RETRY_S = 0.5
BREATH_S = 0.01
"""Between two looks at the log: the first fact goes at once, and a flood of facts is a hundred looks a second, no more."""
_log = logging.getLogger(__name__)
type Send = Callable[[bytes], None]


class Hub:
    """One for each process. `run` must be running for boards to move."""

    def __init__(
        self, pool: Pool, nouns: Nouns, wakeups: Wakeups, clock: Clock, boards: tuple[Board, ...]
    ) -> None:
        self._pool, self._nouns, self._wakeups, self._clock = pool, nouns, wakeups, clock
        self._boards = {board.name: board for board in boards}
        self._held: dict[StreamId, Held] = {}
        self._by_case: dict[CaseId, set[StreamId]] = {}
        self._channels: dict[tuple[str, str, str], Channel] = {}
        self._viewers: dict[tuple[str, str, str], dict[int, Send]] = {}
        self._cursor = Cursor()
        self.ready = asyncio.Event()
        self.database_lost = False
        self.roads_lost: Callable[[], bool] = lambda: False
        """Whether ways and times are straight lines now; every window is told."""
        self.on_facts: Callable[[list[Envelope]], None] = lambda _: None
        """Called with each batch of the log, once every board has been told."""

    @property
    def cursor(self) -> Cursor:
        """How far the boards have come."""
        return self._cursor

    # --- following the log ------------------------------------------------------------------------

    async def run(self) -> None:
        """Load, then follow, for ever; when the database is gone, say so and come back by ourselves."""
        while True:
            try:
                if not self.ready.is_set():
                    await self._load()
                self._say_lost(lost=False)
                async for batch in log.follow(self._pool, self._wakeups, self._cursor):
                    await self._breathe(await self._told(batch))
            except WEATHER as weather:
                self._say_lost(lost=True, why=type(weather).__name__)
                await self._clock.sleep(RETRY_S)

    def _say_lost(self, *, lost: bool, why: str = "") -> None:
        if lost != self.database_lost:
            _log.warning("database_lost" if lost else "database_back", extra={"error": why})
        self.database_lost = lost

    async def _load(self) -> None:
        async with one_picture(self._pool) as picture:
            self._cursor = await log.gate(picture)
            for noun in self._nouns:
                for stream, version, text in await log.live_states(picture, noun.name, LIVE_MAX):
                    self._hold(stream, version, noun.read_state(text), None)
            for noun in (each for each in self._nouns if each.with_case):
                for stream, version, text in await log.over_in_live_cases(picture, noun.name, LIVE_MAX):
                    self._hold(stream, version, noun.read_state(text), None)
        self.ready.set()

    def _hold(self, stream: StreamId, version: int, state: Any, envelope: Envelope | None) -> Held:
        noun = self._nouns[noun_of(stream)]
        case = noun.links(state).case
        at = envelope.recorded_at if envelope else self._clock.now()
        live = noun.live(state) or (
            noun.with_case and case is not None and stream_id(CASE.name, case) in self._held
        )
        held = Held(noun, version, state, case, at, live)
        before = self._held.get(stream)
        if before is not None and before.case is not None and before.case != case:
            self._by_case.get(before.case, set()).discard(stream)
        if live:
            self._held[stream] = held
            if case is not None:
                self._by_case.setdefault(case, set()).add(stream)
        else:
            self._let_go(stream, case)
        return held

    def _let_go(self, stream: StreamId, case: CaseId | None) -> None:
        self._held.pop(stream, None)
        if case is None:
            return
        left = self._by_case.get(case, set()) - {stream}
        if left:
            self._by_case[case] = left
        else:
            self._by_case.pop(case, None)

    async def _told(self, batch: list[Envelope]) -> float:
        """How many seconds it took to fold a batch and to hand its frames to the sockets."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await self._fold(batch)
        await asyncio.sleep(0)  # the loop writes at the end of its turn
        return loop.time() - begun

    async def _breathe(self, took_s: float) -> None:
        """Rest as long as it took: what happens meanwhile is the next frame, not a queue (decision 0112)."""
        await self._clock.sleep(max(BREATH_S, took_s))

    async def _fold(self, batch: list[Envelope]) -> None:
        touched: dict[StreamId, Held] = {}
        cases: set[CaseId | None] = set()
        for envelope in batch:
            if noun_of(envelope.stream) not in self._nouns:
                continue
            before = self._held.get(envelope.stream)
            held = await self._apply(envelope)
            if held is not None:
                touched[envelope.stream] = held
                if held.noun is CASE:
                    touched |= await self._go_with(held, known=before is not None)
                cases |= {held.case, before.case if before else None}
        self._cursor = batch[-1].position
        self._publish(touched, cases - {None}, batch)
        self.on_facts(batch)

    async def _go_with(self, case: Held, *, known: bool) -> dict[StreamId, Held]:
        """What is over by itself stays as long as its case: it leaves when the case ends, and comes when it is opened again."""
        of = CaseId(case.state.id)
        if not case.live:
            around = [(stream, self._held[stream]) for stream in self._by_case.get(of, ())]
            over = {
                stream: replace(one, live=False) for stream, one in around if not one.noun.live(one.state)
            }
            for stream in over:
                self._let_go(stream, of)
            return over
        back: dict[StreamId, Held] = {}
        if not known and case.version > 1:
            for stream, version, text in await self._sure(lambda: log.case_states(self._pool, of)):
                if stream in self._held or noun_of(stream) not in self._nouns:
                    continue
                noun = self._nouns[noun_of(stream)]
                if noun.with_case:
                    back[stream] = self._hold(stream, version, noun.read_state(text), None)
        return back

    async def _apply(self, envelope: Envelope) -> Held | None:
        stream, noun = envelope.stream, self._nouns[noun_of(envelope.stream)]
        known = self._held.get(stream)
        version = known.version if known else 0
        if envelope.version <= version:
            return None
        if envelope.version == version + 1:
            return self._hold(
                stream, envelope.version, noun.apply(known.state if known else None, envelope), envelope
            )
        # It was not live when we began, or was folded away: take it as it stands now.
        now = await self._sure(lambda: log.state_of(self._pool, stream))
        assert now is not None, "a noun with facts has a state"
        return self._hold(stream, now[0], noun.read_state(now[1]), envelope)

    async def _sure[T](self, read: Callable[[], Awaitable[T]]) -> T:
        """What the log says, however long the database is away: a batch left in the middle would be told to nobody."""
        while True:
            try:
                found = await read()
            except WEATHER as weather:
                self._say_lost(lost=True, why=type(weather).__name__)
                await self._clock.sleep(RETRY_S)
            else:
                self._say_lost(lost=False)
                return found

    def _publish(
        self, touched: dict[StreamId, Held], cases: set[CaseId | None], batch: list[Envelope]
    ) -> None:
        around = dict(touched)
        for case in cases:
            # A task brings its case onto a centre's board, and a unit that leaves takes it off its crew's: look
            # again at everything of the case that a noun is in, and of the one it was in.
            for stream in self._by_case.get(case, ()) if case else ():
                around.setdefault(stream, self._held[stream])
        others = Others(self._with(touched))
        for key, channel in self._channels.items():
            told = _told(channel, batch)
            delta = channel.change(_concerned(channel, around), told, self._cursor, others)
            if delta is not None:
                for send in self._viewers[key].values():
                    send(delta)

    # --- looking ----------------------------------------------------------------------------------

    def _with(self, touched: dict[StreamId, Held]) -> Callable[[CaseId], list[Held]]:
        """What is known of a case, with what this very batch ended: the fact that ends a noun is told of it too."""
        over = [held for stream, held in touched.items() if stream not in self._held]

        def of_case(case: CaseId) -> list[Held]:
            return [*self.of_case(case), *(held for held in over if held.case == case)]

        return of_case

    def of_case(self, case: CaseId) -> list[Held]:
        """Every live noun of one case."""
        return [self._held[stream] for stream in self._by_case.get(case, ())]

    def held(self, stream: StreamId) -> Held | None:
        """One live noun as the boards have it; None when it is over, or was never here."""
        return self._held.get(stream)

    def live(self, noun: Noun[Any]) -> Iterator[Held]:
        """Every live noun of one kind, whole: whoever asks hides what may not be told."""
        return (one for one in self._held.values() if one.noun is noun)

    async def open(
        self, name: str, params: Params, actor: Actor, since: Cursor | None, send: Send
    ) -> "Opened":
        """Begin to look: deltas after `since` when they are still here, otherwise a snapshot.

        Raises `Refused`: `unknown_board`, `not_permitted`, `unknown_case`, `unknown_call`, `not_ready`, `not_your_call`.
        """
        board = self._boards.get(name)
        if board is None:
            raise Refused("unknown_board", board=name)
        require(actor, board.permission)
        if not self.ready.is_set():
            raise Refused("not_ready")
        if board.of is not None:
            # Written as the log writes it, or not at all: a channel without its noun would fall at the next fact.
            params = {**params, board.of: str(_uuid(params.get(board.of, ""), f"unknown_{board.of}"))}
        if actor.kind == "citizen" and params.get("call") != str(actor.id):
            raise Refused("not_your_call")
        key = (name, msgspec.json.encode(dict(sorted(params.items()))).decode(), _viewer_key(actor, board))
        channel = self._channels.get(key)
        first: list[bytes] | None = (
            channel.since(since) if channel is not None and since is not None else None
        )
        if channel is None:
            channel = Channel(board, params, actor, Others(self.of_case))
        viewers = self._viewers.setdefault(key, {})
        self._channels[key] = channel
        call = CallId(UUID(params["call"])) if board.of == "call" else None
        opened = Opened(self, key, id(send), call)
        meanwhile: list[bytes] = []
        viewers[id(send)] = (
            meanwhile.append
        )  # nothing is sent to who may yet be refused, and nothing is missed
        try:
            first = first if first is not None else channel.opening()
            first = first if first is not None else [await self._picture(channel)]
        except BaseException:
            opened.close()
            raise
        viewers[id(send)] = send
        for frame in (*first, *meanwhile):
            send(frame)
        return opened

    async def _picture(self, channel: Channel) -> bytes:
        """Of a case or call the database is asked, which is ahead of the boards. Only the first picture is taken in the
        channel: what a later one told it, its deltas would not tell those who look already."""
        if channel.board.of is None:
            return await self._snapshot(channel)
        if not channel.filled:
            async with channel.filling:
                if not channel.filled:
                    return await self._snapshot(channel)
        beside = Channel(channel.board, channel.params, channel.viewer, Others(self.of_case))
        return await self._snapshot(beside)

    async def _snapshot(self, channel: Channel) -> bytes:
        if channel.board.of == "case":
            return await self._snapshot_of_case(channel)
        if channel.board.of == "call":
            facts = await log.of_call(self._pool, _uuid(channel.params["call"], "unknown_call"))
            if (case := next((fact.case for fact in reversed(facts) if fact.case), None)) is not None:
                await self._admit(channel.board, channel.viewer, case)
            for fact in facts:
                channel.tell(fact, {})
        return channel.snapshot(self._held.items(), self._cursor)

    async def _snapshot_of_case(self, channel: Channel) -> bytes:
        case = CaseId(_uuid(channel.params["case"], "unknown_case"))
        async with one_picture(self._pool) as picture:
            at = await log.gate(picture)
            held = await self._states_of_case(picture, case)
            facts = await log.of_case(picture, case)
        if not held:
            raise Refused("unknown_case", id=str(case))
        others = Others(lambda _: [one for _, one in held])
        channel.board.admit(channel.viewer, case, others)
        for fact in facts:
            channel.tell(fact, {}, others)
        return channel.snapshot(held, at)

    async def admit(self, actor: Actor, case: CaseId) -> None:
        """Refuse, as the board of a case does, who may not open it."""
        board = self._boards["case"]
        require(actor, board.permission)
        await self._admit(board, actor, case)

    async def _admit(self, board: Board, actor: Actor, case: CaseId) -> None:
        held = await self._states_of_case(self._pool, case)
        board.admit(actor, case, Others(lambda _: [one for _, one in held]))

    async def _states_of_case(self, reader: Connection | Pool, case: CaseId) -> list[tuple[StreamId, Held]]:
        """Everything of a case that this process knows how to read, over or not."""
        now, held = self._clock.now(), list[tuple[StreamId, Held]]()
        for stream, version, text in await log.case_states(reader, case):
            if noun_of(stream) in self._nouns:
                noun = self._nouns[noun_of(stream)]
                held.append((stream, Held(noun, version, noun.read_state(text), case, now)))
        return held

    def side_of(self, actor: Actor, call: CallId) -> Side | None:
        """At which end of a call this person is, as long as it lasts; None for who only looks on."""
        held = self._held.get(stream_id(CALL.name, call))
        if held is None or held.state.state in OVER:
            return None
        if actor.kind == "citizen":
            return Side.CALLER if actor.id == call else None
        speaks = held.state.state in TALKING and held.state.desk == actor.desk
        return Side.DESK if speaks else None

    def close(self, key: tuple[str, str, str], viewer: int) -> None:
        """Nobody looks any more: the channel goes."""
        viewers = self._viewers.get(key, {})
        viewers.pop(viewer, None)
        if not viewers:
            self._viewers.pop(key, None)
            self._channels.pop(key, None)


class Opened:
    """A board that somebody looks at."""

    def __init__(self, hub: Hub, key: tuple[str, str, str], viewer: int, call: CallId | None = None) -> None:
        self._hub, self._key, self._viewer = hub, key, viewer
        self.call = call
        """Of a board that is about one call, which."""

    def close(self) -> None:
        """Stop looking."""
        self._hub.close(self._key, self._viewer)


def _viewer_key(actor: Actor, board: Board) -> str:
    """Viewers for whom every cell is the same share a channel: permissions, agency, centre.

    Citizens, crews, and whoever opens one case or one call have their own: there, who it is decides.
    """
    own = str(actor.id) if actor.kind != "person" or board.of is not None else ""
    if actor.kind == "crew":
        own = f"{own}@{actor.desk}"  # the callsign of a vehicle: whose work they see hangs on it
    return f"{own}|{actor.agency}|{actor.centre}|{','.join(sorted(actor.permissions))}"


def _concerned(channel: Channel, around: dict[StreamId, Held]) -> dict[StreamId, Held]:
    if channel.board.of != "case":
        return around
    case = channel.params["case"]
    return {
        stream: held
        for stream, held in around.items()
        if str(held.case) == case
        or channel.holds(stream)  # what has left the case must be told that it is gone
    }


def _told(channel: Channel, batch: list[Envelope]) -> list[Envelope]:
    if channel.board.of is None:
        return []
    wanted = channel.params[channel.board.of]
    return [fact for fact in batch if str(fact.case if channel.board.of == "case" else fact.call) == wanted]


def _uuid(text: str, code: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(code, id=text[:64]) from None
