"""A log in memory: the same commands, by the same rules, without a server. For tests that play thousands of days.

`tests/days` plays one set of rules over this and over PostgreSQL.
"""

import asyncio
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import msgspec

from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CommandId, StreamId
from auxilio.platform.clock import Clock
from auxilio.platform.database.command_executor import Authorise, CommandExecutor, authorise_all
from auxilio.platform.database.command_store import (
    DONE,
    AggregateWrite,
    Commit,
    CommitResult,
    LoadRequest,
    LoadResult,
    Row,
)


@dataclass
class MemoryLog:
    """Answers what `CommandStore` answers, and what readers of the log ask."""

    facts: list[Envelope] = field(default_factory=list)
    aggregates: dict[StreamId, AggregateWrite] = field(default_factory=dict)
    """Each aggregate as the last command left it."""
    _answers: dict[CommandId, Row] = field(default_factory=dict)
    _numbers: dict[str, "itertools.count[int]"] = field(default_factory=dict)

    async def load(self, wanted: LoadRequest) -> LoadResult:
        """The aggregates, and the command when it was here before."""
        await asyncio.sleep(0)  # others act meanwhile, as they do while a server is asked
        return LoadResult(
            {stream: _row(self.aggregates[stream]) for stream in wanted.streams if stream in self.aggregates},
            self._answers.get(wanted.command),
        )

    async def append(self, commit: Commit) -> CommitResult:
        """Everything of a command, or nothing: see `append_together` in the migrations."""
        await asyncio.sleep(0)
        first = self._answers.get(commit.command)
        if first is not None:
            same = first["actor"] == commit.actor and first["body_hash"] == commit.body_hash
            return CommitResult("repeat", first["answer"]) if same else CommitResult("reused")
        if any(self._version(aggregate.stream) != aggregate.seen for aggregate in commit.aggregates):
            return CommitResult("conflict")
        self._answers[commit.command] = {
            "answer": commit.answer,
            "actor": commit.actor,
            "body_hash": commit.body_hash,
        }
        kept = {aggregate.stream: aggregate for aggregate in commit.aggregates}
        for fact in commit.facts:
            self.aggregates[fact.stream] = kept[
                fact.stream
            ]  # in order of birth, so that a day can be played again
            at = Cursor(1, len(self.facts) + 1, len(self.facts) + 1)
            self.facts.append(msgspec.structs.replace(fact, position=at))
        return DONE

    async def number(self, sequence: str) -> int:
        """The next number for people."""
        return next(self._numbers.setdefault(sequence, itertools.count(1)))

    def _version(self, stream: StreamId) -> int:
        return self.aggregates[stream].version if stream in self.aggregates else 0

    def after(self, cursor: Cursor) -> list[Envelope]:
        """Everything that was recorded after this place."""
        return self.facts[cursor.seq :]

    def of(self, aggregate: str, *, case: UUID | None = None) -> Iterable[AggregateWrite]:
        """The aggregates of one kind, of one case or of all, in order of birth."""
        return [
            one
            for one in self.aggregates.values()
            if one.aggregate == aggregate and (case is None or one.case == case)
        ]


class MemoryCommandExecutor(CommandExecutor):
    """Runs commands against a log in memory."""

    def __init__(self, log: MemoryLog, clock: Clock, authorise: Authorise = authorise_all) -> None:
        self._questions, self._clock, self._wakeups = log, clock, None  # type: ignore[assignment]  # asked the same
        self._authorise = authorise


def _row(aggregate: AggregateWrite) -> Mapping[str, object]:
    return {"version": aggregate.version, "head": aggregate.head, "state": aggregate.state}
