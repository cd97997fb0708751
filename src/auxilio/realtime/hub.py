"""Follows the log, holds every live aggregate, and tells each channel what changed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from auxilio.access.actors import must_match_to_read
from auxilio.access.authorisation import RecordRefusal, record_nothing
from auxilio.access.case_entities import BoardEntity, CaseEntities, case_of_stream
from auxilio.access.case_states import read_entities, withheld_calls
from auxilio.calls.core.model import LineSide, line_side
from auxilio.calls.service import CALL
from auxilio.cases.service import CASE
from auxilio.identity.core.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CallId, CaseId, StreamId, aggregate_name, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import Aggregate, AggregateRegistry
from auxilio.platform.database.connection import Connection, Pool, snapshot_transaction
from auxilio.platform.database.retry import lenient_start, retry_transient, run_through_outages
from auxilio.platform.database.wakeups import Wakeups
from auxilio.realtime.channel import BoardChannel
from auxilio.realtime.channel_scope import calls_of, canonical_params, changes_for, facts_for
from auxilio.realtime.channels import BoardChannels
from auxilio.realtime.model import LIVE_MAX, Board, BoardParameters
from auxilio.realtime.named_persons import NamedPersonIndex
from auxilio.realtime.viewers import BoardViewer, ChannelKey, OpenBoard, SendFrame

PAUSE_MIN_S = 0.01
"""Between two looks at the log: the first fact goes at once, and a flood of facts is a hundred looks a second, no more."""
SHARED_VIEWER_ID = UUID(int=0)
"""Who looks through a channel that several people share."""
_log = logging.getLogger(__name__)


class Hub:
    """One for each process. `run` must be running for boards to move."""

    def __init__(
        self,
        pool: Pool,
        kinds: AggregateRegistry,
        wakeups: Wakeups,
        clock: Clock,
        boards: tuple[Board, ...],
        record_refusal: RecordRefusal = record_nothing,
        on_facts: Callable[[list[Envelope]], None] = lambda _: None,
    ) -> None:
        """`record_refusal` keeps that somebody tried to open a reserved case; `on_facts` is called with each batch of the log,
        once every board has been told."""
        self._pool, self._aggregates, self._wakeups, self._clock = pool, kinds, wakeups, clock
        self._boards = {board.name: board for board in boards}
        self._held: dict[StreamId, BoardEntity] = {}
        self._by_case: dict[CaseId, set[StreamId]] = {}
        self._cases_of_call: dict[CallId, set[StreamId]] = {}
        """Live cases by the calls that tell of them: a caller's page shows what became of its own."""
        self.channels = BoardChannels()
        self._named = NamedPersonIndex()
        self._record_refusal, self._on_facts = record_refusal, on_facts
        self._cursor = Cursor()
        self.ready = asyncio.Event()
        self.database_lost = False

    @property
    def cursor(self) -> Cursor:
        """How far the boards have come."""
        return self._cursor

    # --- following the log ------------------------------------------------------------------------

    async def run(self) -> None:
        """Load, then follow, for ever; when the database is gone, say so and come back by ourselves."""
        await run_through_outages(self._follow, self._clock.sleep, lenient_start(self._on_lost, self.ready))

    async def _follow(self) -> None:
        if self.ready.is_set():
            await log.readable_position(self._pool)  # raises while the database is away
        else:
            await self._load()
        self._report_database_state(lost=False)
        async for batch in log.follow(self._pool, self._wakeups, self._cursor):
            await self._pause(await self._publish_batch(batch))

    def _on_lost(self, error: Exception) -> None:
        self._report_database_state(lost=True, why=type(error).__name__)

    def _report_database_state(self, *, lost: bool, why: str = "") -> None:
        if lost != self.database_lost:
            _log.warning("database_lost" if lost else "database_back", extra={"error": why})
        self.database_lost = lost

    async def _load(self) -> None:
        async with snapshot_transaction(self._pool) as picture:
            self._cursor = await log.readable_position(picture)
            for aggregate in self._aggregates:
                for stream, version, text in await log.live_states(picture, aggregate.name, LIVE_MAX):
                    self._store_entity(stream, version, aggregate.read_state(text), None)
            for aggregate in (each for each in self._aggregates if each.with_case):
                for stream, version, text in await log.ended_in_live_cases(picture, aggregate.name, LIVE_MAX):
                    self._store_entity(stream, version, aggregate.read_state(text), None)
            for case in await log.reserved_cases(picture):
                self._named.hear(CaseId(case), reserved=True)
                self._named.update(CaseId(case), self.of_case(CaseId(case)))
        self.ready.set()

    def _store_entity(
        self, stream: StreamId, version: int, state: Any, envelope: Envelope | None
    ) -> BoardEntity:
        aggregate = self._aggregates[aggregate_name(stream)]
        case = aggregate.links(state).case
        at = envelope.recorded_at if envelope else self._clock.now()
        live = aggregate.live(state) or (
            aggregate.with_case and case is not None and stream_id(CASE.name, case) in self._held
        )
        held = BoardEntity(aggregate, version, state, case, at, live)
        before = self._held.get(stream)
        if before is not None and before.case is not None and before.case != case:
            self._by_case.get(before.case, set()).discard(stream)
        if aggregate is CASE:
            self._index_calls(stream, calls_of(before), calls_of(held) if live else frozenset())
        if live:
            self._held[stream] = held
            if case is not None:
                self._by_case.setdefault(case, set()).add(stream)
        else:
            self._remove_entity(stream, case)
        return held

    def _index_calls(self, case: StreamId, before: frozenset[CallId], after: frozenset[CallId]) -> None:
        for call in before - after:
            left = self._cases_of_call.get(call, set()) - {case}
            if left:
                self._cases_of_call[call] = left
            else:
                self._cases_of_call.pop(call, None)
        for call in after:
            self._cases_of_call.setdefault(call, set()).add(case)

    def _remove_entity(self, stream: StreamId, case: CaseId | None) -> None:
        self._held.pop(stream, None)
        if case is None:
            return
        left = self._by_case.get(case, set()) - {stream}
        if left:
            self._by_case[case] = left
        else:
            self._by_case.pop(case, None)

    async def _publish_batch(self, batch: list[Envelope]) -> float:
        """How many seconds it took to fold a batch and to hand its frames to the sockets."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await self._fold(batch)
        await asyncio.sleep(0)  # the loop writes at the end of its turn
        return loop.time() - begun

    async def _pause(self, took_s: float) -> None:
        """Rest as long as it took: what happens meanwhile is the next frame, not a queue (decision 0112)."""
        await self._clock.sleep(max(PAUSE_MIN_S, took_s))

    async def _fold(self, batch: list[Envelope]) -> None:
        touched: dict[StreamId, BoardEntity] = {}
        cases: set[CaseId | None] = {envelope.case for envelope in batch}
        calls = {envelope.call for envelope in batch if envelope.call is not None}
        unknown, left = set[StreamId](), set[CaseId]()
        for envelope in batch:
            if aggregate_name(envelope.stream) not in self._aggregates:
                continue
            before = self._held.get(envelope.stream)
            held = await self._apply(envelope)
            if held is not None:
                touched[envelope.stream] = held
                if held.aggregate is CASE:
                    touched |= await self._follow_case(held, known=before is not None)
                    calls |= calls_of(before) | calls_of(held)
                if before is None and envelope.version > 1:
                    unknown.add(envelope.stream)
                cases |= {held.case, before.case if before else None}
                if before is not None and before.case is not None and before.case != held.case:
                    left.add(before.case)
        self._cursor = batch[-1].position
        named = self._named.take_over(touched.values(), cases, self.of_case)
        if named.newly_reserved:
            self._forget_deltas()
        await self._admit_again(left | named.to_admit_again)
        concerned = {case for case in cases if case is not None}
        for case in concerned:
            calls |= calls_of(self._held.get(stream_id(CASE.name, case)))
        self._publish(touched, concerned, self.channels.concerned(concerned, calls, unknown), batch)
        self._switch_channels(named.moved)
        if named.newly_reserved:
            self._resend_snapshots()
        self._on_facts(batch)

    # --- reserved cases ---------------------------------------------------------------------------

    def _forget_deltas(self) -> None:
        """A case is reserved from now on: nobody resumes through what was told of it before."""
        for _, channel in self.channels:
            channel.forget()

    def _resend_snapshots(self) -> None:
        """Snapshots in place of rows that tell of the reserved case from elsewhere: a handover, a situation, an order."""
        for key, channel in self.channels:
            viewers = self.channels.viewers(key).values() if channel.board.of is None else ()
            frame = channel.snapshot(self._held.items(), self._cursor) if viewers else b""
            for viewer in viewers:
                viewer.send(frame)

    async def _admit_again(self, cases: set[CaseId]) -> None:
        """Close the windows of a case for whoever may not open it any more."""
        for case in cases:
            looking = [(key, channel) for key, channel in self.channels if channel.case == case]
            if not looking:
                continue
            others = self._entities_of_states(
                await self._retry_read(partial(self._states_of_case, self._pool, case))
            )
            for key, channel in looking:
                try:
                    channel.board.admit(channel.viewer, case, others)
                except Refused as refused:
                    self._revoke(key, refused)

    def _revoke(self, key: ChannelKey, refused: Refused) -> None:
        frame = b'"refused":%s,"facts":{}' % msgspec.json.encode(refused.code)
        for viewer in self.channels.end(key):
            viewer.send(frame)
            viewer.opened.revoked()

    def _switch_channels(self, persons: frozenset[UUID]) -> None:
        """Give windows of shared boards a channel of their own, or back to the shared one, with a new snapshot."""
        for key in self.channels.shared() if persons else ():
            board = self._boards[key[0]]
            for id_, viewer in self.channels.viewers(key).items():
                now = (key[0], key[1], self._viewer_key(viewer.actor, board))
                if viewer.actor.id not in persons or now == key:
                    continue
                self.close(key, id_)
                there = self.channels.get(now) or self._channel(board, {}, viewer.actor)
                self.channels.look(now, there, id_, viewer)
                viewer.opened.key = now
                viewer.send(there.snapshot(self._held.items(), self._cursor))

    async def _follow_case(self, case: BoardEntity, *, known: bool) -> dict[StreamId, BoardEntity]:
        """What is over by itself stays as long as its case: it leaves when the case ends, and comes when it is opened again."""
        of = CaseId(case.state.id)
        if not case.live:
            around = [(stream, self._held[stream]) for stream in self._by_case.get(of, ())]
            over = {key: replace(one, live=False) for key, one in around if not one.aggregate.live(one.state)}
            for stream in over:
                self._remove_entity(stream, of)
            return over
        back: dict[StreamId, BoardEntity] = {}
        if not known and case.version > 1:
            for stream, version, text in await self._retry_read(lambda: log.case_states(self._pool, of)):
                if stream in self._held or aggregate_name(stream) not in self._aggregates:
                    continue
                aggregate = self._aggregates[aggregate_name(stream)]
                if aggregate.with_case:
                    back[stream] = self._store_entity(stream, version, aggregate.read_state(text), None)
        return back

    async def _apply(self, envelope: Envelope) -> BoardEntity | None:
        stream, aggregate = envelope.stream, self._aggregates[aggregate_name(envelope.stream)]
        known = self._held.get(stream)
        version = known.version if known else 0
        if envelope.version <= version:
            return None
        if envelope.version == version + 1:
            return self._store_entity(
                stream, envelope.version, aggregate.apply(known.state if known else None, envelope), envelope
            )
        # It was not live when we began, or was folded away: take it as it stands now.
        now = await self._retry_read(lambda: log.state_of(self._pool, stream))
        assert now is not None, "an aggregate with facts has a state"
        return self._store_entity(stream, now[0], aggregate.read_state(now[1]), envelope)

    async def _retry_read[T](self, read: Callable[[], Awaitable[T]]) -> T:
        """What the log says, however long the database is away: a batch left in the middle would reach no board."""
        found = await retry_transient(read, self._clock.sleep, self._on_lost)
        self._report_database_state(lost=False)
        return found

    def _publish(
        self,
        touched: dict[StreamId, BoardEntity],
        cases: set[CaseId],
        concerned: list[tuple[BoardChannel, list[BoardViewer]]],
        batch: list[Envelope],
    ) -> None:
        around = dict(touched)
        for case in cases:
            # A task brings its case onto a centre's board, and a unit that leaves takes it off its crew's: look
            # again at everything of the case that an aggregate is in, and of the one it was in.
            for stream in self._by_case.get(case, ()):
                around.setdefault(stream, self._held[stream])
        others = self._case_entities(self._with_ended(touched))
        for channel, viewers in concerned:
            told = facts_for(channel, batch)
            delta = channel.change(changes_for(channel, around), told, self._cursor, others)
            if delta is not None:
                for viewer in viewers:
                    viewer.send(delta)

    # --- looking ----------------------------------------------------------------------------------

    def _with_ended(self, touched: dict[StreamId, BoardEntity]) -> Callable[[CaseId], list[BoardEntity]]:
        """What is known of a case, with what this very batch ended: the fact that ends an aggregate is told of it too."""
        over = [held for stream, held in touched.items() if stream not in self._held]

        def of_case(case: CaseId) -> list[BoardEntity]:
            return [*self.of_case(case), *(held for held in over if held.case == case)]

        return of_case

    def _case_entities(self, of_case: Callable[[CaseId], list[BoardEntity]] | None = None) -> CaseEntities:
        """What tables may ask about other aggregates, from what this process holds."""
        return CaseEntities(of_case or self.of_case, self._clock.now(), self._named.reserved, self._case_of)

    def _entities_of_states(self, held: list[tuple[StreamId, BoardEntity]]) -> CaseEntities:
        """The same from the states of one case, over or not."""
        return CaseEntities(lambda _: [one for _, one in held], self._clock.now(), self._named.reserved)

    def _case_of(self, stream: StreamId) -> CaseId | None:
        held = self._held.get(stream)
        return held.case if held is not None else case_of_stream(stream)

    def of_case(self, case: CaseId) -> list[BoardEntity]:
        """Every live aggregate of one case."""
        return [self._held[stream] for stream in self._by_case.get(case, ())]

    def held(self, stream: StreamId) -> BoardEntity | None:
        """One live aggregate as the boards have it; None when it is over, or was never here."""
        return self._held.get(stream)

    def live(self, aggregate: Aggregate[Any]) -> Iterator[BoardEntity]:
        """Every live aggregate of one kind, whole: the caller hides what may not be told."""
        return (one for one in self._held.values() if one.aggregate is aggregate)

    def others(self) -> CaseEntities:
        """What is known of every live case, and which cases are reserved."""
        return self._case_entities()

    async def open(
        self, name: str, params: BoardParameters, actor: Actor, since: Cursor | None, send: SendFrame
    ) -> "OpenBoard":
        """Begin to look: deltas after `since` when they are still here, otherwise a snapshot.

        Raises `Refused`: `unknown_board`, `not_permitted`, `unknown_case`, `unknown_call`, `not_ready`, `not_your_call`,
        `unknown_parameter`.
        """
        board = self._boards.get(name)
        if board is None:
            raise Refused("unknown_board", board=name)
        require(actor, board.permission)
        if not self.ready.is_set():
            raise Refused("not_ready")
        params = canonical_params(board, params)
        about = params[board.of] if board.of is not None else ""
        if actor.kind == "citizen" and params.get("call") != str(actor.id):
            raise Refused("not_your_call")
        key = (name, about, self._viewer_key(actor, board))
        channel = self.channels.get(key)
        first: list[bytes] | None = (
            channel.since(since, self._cursor) if channel is not None and since is not None else None
        )
        if channel is None:
            channel = self._channel(board, params, actor)
        opened = OpenBoard(self, key, id(send), CallId(UUID(about)) if board.of == "call" else None)
        meanwhile: list[bytes] = []
        # Nothing is sent to who may yet be refused, and nothing is missed.
        viewer = BoardViewer(actor, meanwhile.append, opened)
        self.channels.look(key, channel, id(send), viewer)
        try:
            first = first if first is not None else channel.opening()
            first = first if first is not None else [await self._first_snapshot(channel)]
        except BaseException:
            opened.close()
            raise
        viewer.send = send
        for frame in (*first, *meanwhile):
            send(frame)
        return opened

    async def _first_snapshot(self, channel: BoardChannel) -> bytes:
        """Of a case or call the database is asked, which is ahead of the boards. Only the first picture is taken in the
        channel: what a later one told it, its deltas would not tell those who look already."""
        if channel.board.of is None:
            return await self._snapshot(channel)
        if not channel.filled:
            async with channel.filling:
                if not channel.filled:
                    return await self._snapshot(channel)
        beside = BoardChannel(channel.board, channel.params, channel.viewer, self._case_entities())
        return await self._snapshot(beside)

    async def _snapshot(self, channel: BoardChannel) -> bytes:
        if channel.board.of == "case":
            return await self._snapshot_of_case(channel)
        if channel.board.of == "call":
            facts = await log.of_call(self._pool, UUID(channel.params["call"]))
            if facts:
                must_match_to_read(channel.viewer, facts[0].mode)
            if (case := next((fact.case for fact in reversed(facts) if fact.case), None)) is not None:
                await self._admit(channel.board, channel.viewer, case)
                channel.case = case
            for fact in facts:
                channel.tell(fact, {})
            return channel.snapshot(
                self._entities_of_call(CallId(UUID(channel.params["call"]))), self._cursor
            )
        return channel.snapshot(self._held.items(), self._cursor)

    def _entities_of_call(self, call: CallId) -> list[tuple[StreamId, BoardEntity]]:
        """The live call, and the live cases that it tells of."""
        streams = [stream_id(CALL.name, call), *sorted(self._cases_of_call.get(call, ()))]
        return [(stream, self._held[stream]) for stream in streams if stream in self._held]

    async def _snapshot_of_case(self, channel: BoardChannel) -> bytes:
        case = CaseId(UUID(channel.params["case"]))
        async with snapshot_transaction(self._pool) as picture:
            at = await log.readable_position(picture)
            held = await self._states_of_case(picture, case)
            facts = await log.of_case(picture, case)
            withheld = await withheld_calls(
                picture, self._aggregates, case, channel.viewer, self._clock.now()
            )
        if not held:
            raise Refused("unknown_case", id=str(case))
        others = self._entities_of_states(held)
        await self._check_admission(channel.board, channel.viewer, case, others)
        others.withheld = withheld
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
        await self._check_admission(board, actor, case, self._entities_of_states(held))

    async def _check_admission(self, board: Board, actor: Actor, case: CaseId, others: CaseEntities) -> None:
        """Refuse who may not open the case, and keep that they tried where it is reserved."""
        try:
            board.admit(actor, case, others)
        except Refused as refused:
            if refused.code == "case_reserved":
                await self._record_refusal(case, actor, f"board:{board.name}")
            raise

    async def _states_of_case(
        self, reader: Connection | Pool, case: CaseId
    ) -> list[tuple[StreamId, BoardEntity]]:
        """Everything of a case that this process knows how to read, over or not."""
        return await read_entities(reader, self._aggregates, case, self._clock.now())

    def side_of(self, actor: Actor, call: CallId) -> LineSide | None:
        """At which end of a call this person is, as long as it lasts; None for who only looks on."""
        return line_side(held.state, actor) if (held := self._held.get(stream_id(CALL.name, call))) else None

    def _viewer_key(self, actor: Actor, board: Board) -> str:
        """Viewers for whom every cell is the same share a channel: permissions, agency, centre.

        Citizens, crews, whoever opens one case or one call, and whoever is named in a live reserved case have their own:
        there, who it is decides. A shared board shows one mode (decision 0305), so no two modes share a channel.
        """
        own = str(actor.id) if self._has_own_channel(actor, board) else ""
        if actor.kind == "crew" or board.by_desk:
            own = f"{own}@{actor.desk}"  # whose work a crew or a centre's desk sees hangs on it
        who = f"{own}|{actor.agency}|{actor.centre}|{actor.mode}"
        return f"{who}|{','.join(sorted(actor.permissions))}"

    def _has_own_channel(self, actor: Actor, board: Board) -> bool:
        return actor.kind != "person" or board.of is not None or actor.id in self._named

    def _channel(self, board: Board, params: BoardParameters, actor: Actor) -> BoardChannel:
        """A new channel. One that several people share sees as none of them: who opened it first may see more later."""
        if not self._has_own_channel(actor, board):
            desk = actor.desk if board.by_desk else None
            actor = msgspec.structs.replace(actor, id=SHARED_VIEWER_ID, desk=desk)
        return BoardChannel(board, params, actor, self._case_entities())

    def close(self, key: ChannelKey, viewer: int) -> None:
        """This window looks no more."""
        self.channels.leave(key, viewer)
