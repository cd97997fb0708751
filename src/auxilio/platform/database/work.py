"""The life of a command: load the nouns, decide, and commit facts, states, outbox and answer together.

    handled = await work.run(command_id, command, actor, attempt)

`attempt` is the shell's short middle function. It is run again from the start when another command
was quicker on one of its nouns, so it only decides; whatever else it does must bear repeating.
"""

import hashlib
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import asyncpg
import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Cursor, Envelope, Event, Handled, Links
from auxilio.kernel.ids import CommandId, EventId, StreamId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.questions import Commit, Kept, Questions, Wanted
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.ids import new_id
from auxilio.platform.proof.chain import GENESIS, digest_of

ATTEMPTS_MAX = 12
"""Sixteen desks press one key at once; each loser decides again on what the winner left."""
SALT_BYTES = 32


class _Repeated(Exception):
    """The command was here before; this is the first answer."""

    def __init__(self, answer: str) -> None:
        self.answer = answer


@dataclass
class _Held:
    """One noun in the hands of an attempt."""

    noun: Noun[Any]
    version: int
    head: bytes
    state: Any
    seen: int = 0
    envelopes: list[Envelope] = field(default_factory=list)


class Attempt:
    """What a command sees and records. Nothing of it is durable before `Work.run` returns."""

    def __init__(
        self, questions: Questions, command: CommandId, body_hash: bytes, actor: Actor, at: datetime
    ) -> None:
        self._questions, self._command, self._body_hash, self._actor = questions, command, body_hash, actor
        self._held: dict[StreamId, _Held] = {}
        self._asked = False
        self._created: dict[StreamId, tuple[Noun[Any], UUID]] = {}
        self.at = at
        self.facts: dict[str, str] = {}
        self.outbox: list[tuple[str, str]] = []

    async def get[S: msgspec.Struct](self, noun: Noun[S], key: UUID | str) -> S:
        """The noun as it stands. Raises `Refused("unknown_<noun>")`."""
        state = await self.find(noun, key)
        if state is None:
            raise Refused(f"unknown_{noun.name}", id=str(key))
        return state

    async def find[S: msgspec.Struct](self, noun: Noun[S], key: UUID | str) -> S | None:
        """The noun as it stands, or None when it has no history yet."""
        stream = stream_id(noun.name, key)
        if stream not in self._held:
            await self.load((noun, key))
        state: S | None = self._held[stream].state
        return state

    async def load(self, *wanted: tuple[Noun[Any], UUID | str]) -> None:
        """Bring several nouns in one round trip. The first load also asks whether the command is a repeat."""
        streams = {stream_id(noun.name, key): noun for noun, key in wanted}
        missing = [stream for stream in streams if stream not in self._held]
        if not missing and self._asked:
            return
        found = await self._questions.load(Wanted(missing, self._command))
        if found.repeat is not None:
            self._check_repeat(found.repeat)
            raise _Repeated(found.repeat["answer"])
        for stream, row in found.streams.items():
            noun, version = streams[stream], row["version"]
            self._held[stream] = _Held(noun, version, row["head"], noun.read_state(row["state"]), version)
        self._asked = True
        for stream in missing:
            self._held.setdefault(stream, _Held(streams[stream], 0, GENESIS, None))

    def create(self, noun: Noun[Any], key: UUID, *, derived: bool = False) -> None:
        """State that this noun is new, which saves asking. If it is not, the commit refuses it.

        `derived`: its id is reckoned from what is there. Two who reckon at once reach the same one, and whoever was
        later is decided about again, with what the quicker one made.
        """
        stream = stream_id(noun.name, key)
        if not derived:
            self._created[stream] = noun, key
        self._held.setdefault(stream, _Held(noun, 0, GENESIS, None))

    async def check_created(self) -> None:
        """After a commit was refused: whether it was because what was to be new is not.

        Asking again would be refused for ever. Raises `Refused("id_taken")`, or `_Repeated` when it was us.
        """
        if not self._created:
            return
        self._held, self._asked = {}, False
        await self.load(*self._created.values())
        for stream, (noun, key) in self._created.items():
            if self._held[stream].version > 0:
                raise Refused("id_taken", noun=noun.name, id=str(key))

    async def next_number(self, sequence: str) -> int:
        """The next number for people: `case`, `call` or `release`. A number drawn and not used leaves a gap; that is no fault."""
        return await self._questions.number(sequence)

    def record(
        self,
        noun: Noun[Any],
        key: UUID | str,
        events: tuple[Event, ...],
        *,
        happened_at: datetime | None = None,
    ) -> None:
        """Add facts to a noun that was loaded or created; its state moves at once for the rest of the attempt."""
        stream = stream_id(noun.name, key)
        held = self._held[stream]
        for event in events:
            held.state = noun.evolve(held.state, event, happened_at or self.at)
            held.version += 1
            links: Links = noun.links(held.state)
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
                case=links.case,
                call=links.call,
                mode=links.mode,
                body=msgspec.json.encode(event).decode(),
                salt=os.urandom(SALT_BYTES),
                digest=b"",
            )
            held.head = digest_of(held.head, envelope)
            held.envelopes.append(msgspec.structs.replace(envelope, digest=held.head))

    def send(self, channel: str, body: msgspec.Struct) -> None:
        """Put something into the outbox: it leaves the house after commit, with bounded retries."""
        self.outbox.append((channel, msgspec.json.encode(body).decode()))

    def recorded(self) -> list[Envelope]:
        """The facts of this attempt, in order of recording within each noun."""
        return [envelope for held in self._held.values() for envelope in held.envelopes]

    def _check_repeat(self, row: Any) -> None:
        if row["actor"] != self._actor.id or row["body_hash"] != self._body_hash:
            raise Refused("command_id_reused", command=str(self._command))

    async def commit(self) -> Handled | None:
        """Everything or nothing; None when another command was quicker on one of the nouns."""
        versions = {stream: held.version for stream, held in self._held.items() if held.envelopes}
        handled = Handled(command=self._command, versions=versions, facts=self.facts)
        verdict = await self._questions.append(
            Commit(
                command=self._command,
                actor=self._actor.id,
                actor_name=self._actor.name,
                desk=self._actor.desk,
                body_hash=self._body_hash,
                answer=msgspec.json.encode(handled).decode(),
                at=self.at,
                nouns=[_kept(stream, held) for stream, held in sorted(self._held.items())],
                facts=self.recorded(),
                outbox=self.outbox,
            )
        )
        match verdict.word:
            case "done":
                return handled
            case "repeat":
                assert verdict.answer is not None, "a repeat has its first answer"
                return msgspec.json.decode(verdict.answer, type=Handled)
            case "reused":
                raise Refused("command_id_reused", command=str(self._command))
            case "conflict":
                return None


def _kept(stream: StreamId, held: _Held) -> Kept:
    links = held.noun.links(held.state) if held.state else Links()
    return Kept(
        stream=stream,
        noun=held.noun.name,
        seen=held.seen,
        version=held.version,
        head=held.head,
        state=msgspec.json.encode(held.state).decode() if held.envelopes else "null",
        live=bool(held.state) and held.noun.live(held.state),
        case=links.case,
        call=links.call,
        mode=links.mode.value,
    )


type Decide = Callable[[Attempt], Awaitable[None]]


class UnitOfWork(Protocol):
    """What a service needs of the database: `run`. The fake keeps everything in memory (platform.database.fakes)."""

    async def run(self, command_id: CommandId, command: Command, actor: Actor, decide: Decide) -> Handled:
        """Decide and commit, or give the first answer again."""
        ...


class Work:
    """Runs commands against PostgreSQL."""

    def __init__(self, pool: Pool, clock: Clock, wakeups: Wakeups | None = None) -> None:
        self._questions, self._clock, self._wakeups = Questions(pool), clock, wakeups

    async def run(self, command_id: CommandId, command: Command, actor: Actor, decide: Decide) -> Handled:
        """Decide and commit, or give the first answer again.

        Raises `Refused` with the capability's own code, `command_id_reused`, `id_taken`, or `too_busy` when other
        commands were quicker on the same noun every time.
        """
        body_hash = hashlib.sha256(msgspec.json.encode(command)).digest()
        for _ in range(ATTEMPTS_MAX):
            attempt = Attempt(self._questions, command_id, body_hash, actor, self._clock.now())
            try:
                handled = await self._try(attempt, decide)
            except _Repeated as first:
                return msgspec.json.decode(first.answer, type=Handled)
            if handled is None:
                continue
            if self._wakeups is not None:
                self._wakeups.committed()
            return handled
        raise Refused("too_busy")

    async def _try(self, attempt: Attempt, decide: Decide) -> Handled | None:
        """The answer, or None when somebody was quicker and it is worth deciding again."""
        await decide(attempt)
        try:
            handled = await attempt.commit()
        except (asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError):
            handled = None  # another process made the same noun in the same moment
        if handled is None:
            await attempt.check_created()
        return handled
