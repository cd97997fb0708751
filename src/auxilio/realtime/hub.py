"""Follows the log, holds every live noun, and tells each channel what changed."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CaseId, StreamId, noun_of
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.connection import WEATHER, Pool, one_picture
from auxilio.platform.database.nouns import Nouns
from auxilio.platform.database.wakeups import Wakeups
from auxilio.realtime.channel import Channel
from auxilio.realtime.model import Board, Held, Others, Params

LIVE_MAX = 100_000
"""Live nouns of one kind that a process holds; far above any day's work."""
RETRY_S = 0.5
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
                    await self._fold(batch)
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
        self.ready.set()

    def _hold(self, stream: StreamId, version: int, state: Any, envelope: Envelope | None) -> Held:
        noun = self._nouns[noun_of(stream)]
        case = noun.links(state).case
        at = envelope.recorded_at if envelope else self._clock.now()
        held = Held(noun, version, state, case, at)
        before = self._held.get(stream)
        if before is not None and before.case is not None and before.case != case:
            self._by_case.get(before.case, set()).discard(stream)
        if noun.live(state):
            self._held[stream] = held
            if case is not None:
                self._by_case.setdefault(case, set()).add(stream)
        else:
            self._held.pop(stream, None)
            if case is not None and not (left := self._by_case.get(case, set()) - {stream}):
                self._by_case.pop(case, None)
            elif case is not None:
                self._by_case[case] = left
        return held

    async def _fold(self, batch: list[Envelope]) -> None:
        touched: dict[StreamId, Held] = {}
        for envelope in batch:
            if noun_of(envelope.stream) not in self._nouns:
                continue
            held = await self._apply(envelope)
            if held is not None:
                touched[envelope.stream] = held
        self._cursor = batch[-1].position
        self._publish(touched, batch)

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
        now = await log.state_of(self._pool, stream)
        assert now is not None, "a noun with facts has a state"
        return self._hold(stream, now[0], noun.read_state(now[1]), envelope)

    def _publish(self, touched: dict[StreamId, Held], batch: list[Envelope]) -> None:
        around = dict(touched)
        for held in touched.values():
            # A task brings its case onto a centre's board: look again at everything of the same case.
            for stream in self._by_case.get(held.case, ()) if held.case else ():
                around.setdefault(stream, self._held[stream])
        for key, channel in self._channels.items():
            delta = channel.change(_concerned(channel, around), _told(channel, batch), self._cursor)
            if delta is not None:
                for send in self._viewers[key].values():
                    send(delta)

    # --- looking ----------------------------------------------------------------------------------

    def _of_case(self, case: CaseId) -> list[Held]:
        return [self._held[stream] for stream in self._by_case.get(case, ())]

    async def open(
        self, name: str, params: Params, actor: Actor, since: Cursor | None, send: Send
    ) -> "Opened":
        """Begin to look: deltas after `since` when they are still here, otherwise a snapshot.

        Raises `Refused`: `unknown_board`, `not_permitted`, `unknown_case`, `not_ready`.
        """
        board = self._boards.get(name)
        if board is None:
            raise Refused("unknown_board", board=name)
        require(actor, board.permission)
        if not self.ready.is_set():
            raise Refused("not_ready")
        if actor.kind == "citizen" and params.get("call") != str(actor.id):
            raise Refused("not_your_call")
        key = (name, msgspec.json.encode(dict(sorted(params.items()))).decode(), _viewer_key(actor))
        channel = self._channels.get(key)
        first: list[bytes] | None = (
            channel.since(since) if channel is not None and since is not None else None
        )
        if channel is None:
            channel = Channel(board, params, actor, Others(self._of_case))
        viewers = self._viewers.setdefault(key, {})
        self._channels[key] = channel
        opened = Opened(self, key, id(send))
        viewers[id(send)] = send  # before the snapshot: what comes meanwhile is a delta with a later version
        if first is None:
            first = [await self._snapshot(channel)]
        for frame in first:
            send(frame)
        return opened

    async def _snapshot(self, channel: Channel) -> bytes:
        if channel.board.of == "case":
            return await self._snapshot_of_case(channel)
        if channel.board.of == "call":
            for fact in await log.of_call(self._pool, _uuid(channel.params.get("call", ""), "unknown_call")):
                channel.tell(fact, {})
        return channel.snapshot(self._held.items(), self._cursor)

    async def _snapshot_of_case(self, channel: Channel) -> bytes:
        case = _uuid(channel.params.get("case", ""), "unknown_case")
        async with one_picture(self._pool) as picture:
            at = await log.gate(picture)
            states = await log.case_states(picture, case)
            facts = await log.of_case(picture, case)
        if not states:
            raise Refused("unknown_case", id=str(case))
        for fact in facts:
            channel.tell(fact, {})
        now = self._clock.now()
        held = []
        for stream, version, text in states:
            if noun_of(stream) in self._nouns:
                noun = self._nouns[noun_of(stream)]
                held.append((stream, Held(noun, version, noun.read_state(text), CaseId(case), now)))
        return channel.snapshot(held, at)

    def close(self, key: tuple[str, str, str], viewer: int) -> None:
        """Nobody looks any more: the channel goes."""
        viewers = self._viewers.get(key, {})
        viewers.pop(viewer, None)
        if not viewers:
            self._viewers.pop(key, None)
            self._channels.pop(key, None)


class Opened:
    """A board that somebody looks at."""

    def __init__(self, hub: Hub, key: tuple[str, str, str], viewer: int) -> None:
        self._hub, self._key, self._viewer = hub, key, viewer

    def close(self) -> None:
        """Stop looking."""
        self._hub.close(self._key, self._viewer)


def _viewer_key(actor: Actor) -> str:
    """Viewers for whom every cell is the same share a channel: permissions, agency, centre; citizens and crews by id."""
    own = str(actor.id) if actor.kind != "person" else ""
    return f"{own}|{actor.agency}|{actor.centre}|{','.join(sorted(actor.permissions))}"


def _concerned(channel: Channel, around: dict[StreamId, Held]) -> dict[StreamId, Held]:
    if channel.board.of != "case":
        return around
    case = channel.params["case"]
    return {
        stream: held for stream, held in around.items() if held.case is not None and str(held.case) == case
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
