"""The life of a command: load the aggregates, decide, and commit facts, states, outbox and answer together.

    handled = await work.run(command_id, command, actor, attempt)

`attempt` is the short function in which a service decides. It is run again from the start when another command
was quicker on one of its aggregates, so it only decides; whatever else it does must bear repeating.
"""

import hashlib
import os
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import asyncpg
import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Cursor, Envelope, Event, Links
from auxilio.kernel.ids import CommandId, EventId, StreamId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_store import AggregateWrite, CommandStore, Commit, LoadRequest, Row
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.ids import new_id
from auxilio.platform.proof.chain import GENESIS, digest_of

ATTEMPTS_MAX = 12
"""Sixteen desks press one key at once; each loser decides again on what the winner left."""
SALT_BYTES = 32
NUL_IN_JSON = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
"""An escaped U+0000, after an even number of backslashes."""


class _RepeatedCommand(Exception):
    """The command was here before; this is the first answer."""

    def __init__(self, answer: str) -> None:
        self.answer = answer


@dataclass
class _LoadedAggregate:
    """One aggregate as an attempt holds it."""

    aggregate: Aggregate[Any]
    version: int
    head: bytes
    state: Any
    seen: int = 0
    envelopes: list[Envelope] = field(default_factory=list)


class CommandContext:
    """What a command sees and records. Nothing of it is durable before `CommandExecutor.run` returns."""

    def __init__(
        self,
        questions: CommandStore,
        command: CommandId,
        body_hash: bytes,
        actor: Actor,
        at: datetime,
        authorise: "Authorise",
    ) -> None:
        self._questions, self._command, self._body_hash, self._actor = questions, command, body_hash, actor
        self._authorise = authorise
        self._held: dict[StreamId, _LoadedAggregate] = {}
        self._peeked: dict[StreamId, _LoadedAggregate] = {}
        self._asked = False
        self._created: dict[StreamId, tuple[Aggregate[Any], UUID]] = {}
        self.at = at
        self.facts: dict[str, str] = {}
        self.outbox: list[tuple[str, str]] = []

    @property
    def command(self) -> CommandId:
        """The id of the command that is decided."""
        return self._command

    async def get[S: msgspec.Struct](self, aggregate: Aggregate[S], key: UUID | str) -> S:
        """The aggregate as it stands. Raises `Refused("unknown_<noun>")`."""
        state = await self.find(aggregate, key)
        if state is None:
            raise Refused(f"unknown_{aggregate.name}", id=str(key))
        return state

    async def find[S: msgspec.Struct](self, aggregate: Aggregate[S], key: UUID | str) -> S | None:
        """The aggregate as it stands, or None when it has no history yet."""
        stream = stream_id(aggregate.name, key)
        if stream not in self._held:
            await self.load((aggregate, key))
        state: S | None = self._held[stream].state
        return state

    async def load(self, *wanted: tuple[Aggregate[Any], UUID | str]) -> None:
        """Bring several aggregates in one round trip. The first load also asks whether the command is a repeat.

        The commit states the version of each: it is refused, and decided again, when one has moved meanwhile.
        """
        streams = {stream_id(aggregate.name, key): aggregate for aggregate, key in wanted}
        await self._fetch(streams)
        for stream in streams:
            if stream not in self._held:
                self._held[stream] = self._peeked[stream]

    async def peek[S: msgspec.Struct](self, aggregate: Aggregate[S], key: UUID | str) -> S | None:
        """The aggregate as it stands, without stating its version in the commit; None when it has no history.

        For an authorisation that reads more than the command changes: other writers of that aggregate are not held up.
        An aggregate that is loaded afterwards is not asked for a second time.
        """
        stream = stream_id(aggregate.name, key)
        await self._fetch({stream: aggregate})
        state: S | None = (self._held.get(stream) or self._peeked[stream]).state
        return state

    async def peek_all[S: msgspec.Struct](
        self, aggregate: Aggregate[S], keys: Iterable[UUID | str]
    ) -> list[S]:
        """Those of these aggregates that have a history, in one round trip, as `peek` gives one."""
        streams = {stream_id(aggregate.name, key): aggregate for key in keys}
        if not streams:
            return []
        await self._fetch(streams)
        states = ((self._held.get(stream) or self._peeked[stream]).state for stream in streams)
        return [state for state in states if state is not None]

    async def _fetch(self, streams: dict[StreamId, Aggregate[Any]]) -> None:
        missing = [stream for stream in streams if stream not in self._held and stream not in self._peeked]
        if not missing and self._asked:
            return
        found = await self._questions.load(LoadRequest(missing, self._command))
        if found.repeat is not None:
            self._check_repeat(found.repeat)
            raise _RepeatedCommand(found.repeat["answer"])
        self._asked = True
        for stream in missing:
            self._peeked[stream] = _held(streams[stream], found.streams.get(stream))

    def create(self, aggregate: Aggregate[Any], key: UUID, *, derived: bool = False) -> None:
        """State that this aggregate is new, which saves asking. If it is not, the commit refuses it.

        `derived`: its id is reckoned from what is there. Two who reckon at once reach the same one, and the one that was
        later is decided about again, with what the quicker one made.
        """
        stream = stream_id(aggregate.name, key)
        if not derived:
            self._created[stream] = aggregate, key
        self._held.setdefault(stream, _LoadedAggregate(aggregate, 0, GENESIS, None))

    async def check_created(self) -> None:
        """After a commit was refused: whether it was because what was to be new is not.

        Asking again would be refused for ever. Raises `Refused("id_taken")`, or `_RepeatedCommand` when it was us.
        """
        if not self._created:
            return
        self._held, self._peeked, self._asked = {}, {}, False
        await self.load(*self._created.values())
        for stream, (aggregate, key) in self._created.items():
            if self._held[stream].version > 0:
                raise Refused("id_taken", noun=aggregate.name, id=str(key))

    async def next_number(self, sequence: str) -> int:
        """The next number for people: `case`, `call` or `release`. A number drawn and not used leaves a gap; that is no fault."""
        return await self._questions.number(sequence)

    def record(
        self,
        aggregate: Aggregate[Any],
        key: UUID | str,
        events: tuple[Event, ...],
        *,
        happened_at: datetime | None = None,
    ) -> None:
        """Add facts to an aggregate that was loaded or created; its state moves at once for the rest of the attempt."""
        stream = stream_id(aggregate.name, key)
        held = self._held[stream]
        for event in events:
            body = msgspec.json.encode(event).decode()
            _check_readable(aggregate.read_event, body)
            held.state = aggregate.evolve(held.state, event, happened_at or self.at)
            held.version += 1
            links: Links = aggregate.links(held.state)
            envelope = Envelope(
                position=Cursor(),
                id=EventId(new_id()),
                stream=stream,
                version=held.version,
                kind=event.kind(),
                schema=event.schema,
                happened_at=happened_at or self.at,
                recorded_at=self.at,
                actor=self._actor.id,
                actor_name=self._actor.name,
                desk=self._actor.desk,
                cause=self._command,
                case=aggregate.leaves(event) or links.case,
                call=links.call,
                mode=links.mode,
                body=body,
                salt=os.urandom(SALT_BYTES),
                digest=b"",
            )
            held.head = digest_of(held.head, envelope)
            held.envelopes.append(msgspec.structs.replace(envelope, digest=held.head))

    def states_of[S: msgspec.Struct](self, aggregate: Aggregate[S]) -> list[S]:
        """Aggregates of this kind that were loaded or created, as this attempt has left them."""
        found = (held.state for held in self._held.values() if held.aggregate is aggregate)
        return [state for state in found if state is not None]

    async def include(self, command: Command, actor: Actor, decide: "Decide") -> None:
        """Authorise and decide another command as a part of this attempt: both are committed, or neither (decision 0282).

        Raises what the object rule and `decide` raise; then the whole attempt is refused.
        """
        await self._authorise(self, command, actor)
        await decide(self)

    def send(self, channel: str, body: msgspec.Struct) -> None:
        """Put something into the outbox: it is sent after the commit, with bounded retries. Nothing of training is."""
        if self._actor.mode is Mode.TRAINING:
            return
        self.outbox.append((channel, msgspec.json.encode(body).decode()))

    def recorded(self) -> list[Envelope]:
        """The facts of this attempt, in order of recording within each aggregate."""
        return [envelope for held in self._held.values() for envelope in held.envelopes]

    def _check_repeat(self, row: Any) -> None:
        if row["actor"] != self._actor.id or row["body_hash"] != self._body_hash:
            raise Refused("command_id_reused", command=str(self._command))

    async def commit(self) -> CommandResult | None:
        """Everything or nothing; None when another command was quicker on one of the aggregates."""
        versions = {stream: held.version for stream, held in self._held.items() if held.envelopes}
        handled = CommandResult(command=self._command, versions=versions, facts=self.facts)
        verdict = await self._questions.append(
            Commit(
                command=self._command,
                actor=self._actor.id,
                actor_name=self._actor.name,
                desk=self._actor.desk,
                body_hash=self._body_hash,
                answer=msgspec.json.encode(handled).decode(),
                at=self.at,
                aggregates=[_aggregate_write(stream, held) for stream, held in sorted(self._held.items())],
                facts=self.recorded(),
                outbox=self.outbox,
            )
        )
        match verdict.word:
            case "done":
                return handled
            case "repeat":
                assert verdict.answer is not None, "a repeat has its first answer"
                return msgspec.json.decode(verdict.answer, type=CommandResult)
            case "reused":
                raise Refused("command_id_reused", command=str(self._command))
            case "conflict":
                return None


def _held(aggregate: Aggregate[Any], row: Row | None) -> _LoadedAggregate:
    if row is None:
        return _LoadedAggregate(aggregate, 0, GENESIS, None)
    version = row["version"]
    return _LoadedAggregate(aggregate, version, row["head"], aggregate.read_state(row["state"]), version)


def _aggregate_write(stream: StreamId, held: _LoadedAggregate) -> AggregateWrite:
    links = held.aggregate.links(held.state) if held.state else Links()
    state = "null"
    if held.envelopes:
        state = msgspec.json.encode(held.state).decode()
        _check_readable(held.aggregate.read_state, state)
    return AggregateWrite(
        stream=stream,
        aggregate=held.aggregate.name,
        seen=held.seen,
        version=held.version,
        head=held.head,
        state=state,
        live=bool(held.state) and held.aggregate.live(held.state),
        case=links.case,
        call=links.call,
        mode=links.mode.value,
    )


def _check_readable(read: Callable[[str], Any], text: str) -> None:
    """What cannot be read again is not written: one such fact would stop every process that follows the log.

    A command that came as JSON was checked when it was decoded; one that our own code made was not (decision 0255).
    PostgreSQL keeps no U+0000 in text. Raises `Refused("malformed")`.
    """
    # The pattern alone looks behind at every letter: 50 µs for 1.5 kB, which each event and state would pay.
    if r"\u0000" in text and NUL_IN_JSON.search(text):
        raise Refused("malformed", field="$", reason="nul")
    try:
        read(text)
    except msgspec.ValidationError as wrong:
        reason, _, place = str(wrong).partition(" - at ")
        raise Refused("malformed", field=place.strip("`") or "$", reason=reason) from wrong


type Decide = Callable[[CommandContext], Awaitable[None]]
type Authorise = Callable[[CommandContext, Command, Actor], Awaitable[None]]
"""Whether this actor may give this command about these objects (access.authorisation). Raises `Refused`."""


async def authorise_all(attempt: CommandContext, command: Command, actor: Actor) -> None:
    """Permit everything: for tests of one capability alone. A running system is given `access.authorisation.Authorisation`."""


class UnitOfWork(Protocol):
    """What a service needs of the database: `run`. The fake keeps everything in memory (platform.database.fakes)."""

    async def run(
        self, command_id: CommandId, command: Command, actor: Actor, decide: Decide
    ) -> CommandResult:
        """Decide and commit, or give the first answer again."""
        ...


class CommandExecutor:
    """Runs commands against PostgreSQL. Every command of every service passes here, and so does `authorise`."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        wakeups: Wakeups | None = None,
        authorise: Authorise = authorise_all,
    ) -> None:
        self._questions, self._clock, self._wakeups = CommandStore(pool), clock, wakeups
        self._authorise = authorise

    async def run(
        self, command_id: CommandId, command: Command, actor: Actor, decide: Decide
    ) -> CommandResult:
        """Decide and commit, or give the first answer again.

        Raises `Refused` with the capability's own code, `command_id_reused`, `id_taken`, `malformed` for what could not
        be read again, or `too_busy` when other commands were quicker on the same aggregate every time.
        """
        body_hash = hashlib.sha256(msgspec.json.encode(command)).digest()
        for _ in range(ATTEMPTS_MAX):
            attempt = CommandContext(
                self._questions, command_id, body_hash, actor, self._clock.now(), self._authorise
            )
            try:
                await self._authorise(attempt, command, actor)
                handled = await self._try(attempt, decide)
            except _RepeatedCommand as first:
                return msgspec.json.decode(first.answer, type=CommandResult)
            if handled is None:
                continue
            if self._wakeups is not None:
                self._wakeups.committed()
            return handled
        raise Refused("too_busy")

    async def _try(self, attempt: CommandContext, decide: Decide) -> CommandResult | None:
        """The answer, or None when somebody was quicker and it is worth deciding again."""
        await decide(attempt)
        try:
            handled = await attempt.commit()
        except (asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError):
            handled = None  # another process made the same aggregate in the same moment
        if handled is None:
            await attempt.check_created()
        return handled
