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
from auxilio.platform.database.questions import DONE, Commit, Found, Kept, Row, Verdict, Wanted
from auxilio.platform.database.work import Work


@dataclass
class MemoryLog:
    """Answers what `Questions` answers, and what readers of the log ask."""

    facts: list[Envelope] = field(default_factory=list)
    nouns: dict[StreamId, Kept] = field(default_factory=dict)
    """Each noun as the last command left it."""
    _answers: dict[CommandId, Row] = field(default_factory=dict)
    _numbers: dict[str, "itertools.count[int]"] = field(default_factory=dict)

    async def load(self, wanted: Wanted) -> Found:
        """The nouns, and the command when it was here before."""
        await asyncio.sleep(0)  # others act meanwhile, as they do while a server is asked
        return Found(
            {stream: _row(self.nouns[stream]) for stream in wanted.streams if stream in self.nouns},
            self._answers.get(wanted.command),
        )

    async def append(self, commit: Commit) -> Verdict:
        """Everything of a command, or nothing: see `append_together` in the migrations."""
        await asyncio.sleep(0)
        first = self._answers.get(commit.command)
        if first is not None:
            same = first["actor"] == commit.actor and first["body_hash"] == commit.body_hash
            return Verdict("repeat", first["answer"]) if same else Verdict("reused")
        if any(self._version(noun.stream) != noun.seen for noun in commit.nouns):
            return Verdict("conflict")
        self._answers[commit.command] = {
            "answer": commit.answer,
            "actor": commit.actor,
            "body_hash": commit.body_hash,
        }
        kept = {noun.stream: noun for noun in commit.nouns}
        for fact in commit.facts:
            self.nouns[fact.stream] = kept[
                fact.stream
            ]  # in order of birth, so that a day can be played again
            at = Cursor(1, len(self.facts) + 1, len(self.facts) + 1)
            self.facts.append(msgspec.structs.replace(fact, position=at))
        return DONE

    async def number(self, sequence: str) -> int:
        """The next number for people."""
        return next(self._numbers.setdefault(sequence, itertools.count(1)))

    def _version(self, stream: StreamId) -> int:
        return self.nouns[stream].version if stream in self.nouns else 0

    def after(self, cursor: Cursor) -> list[Envelope]:
        """Everything that was recorded after this place."""
        return self.facts[cursor.seq :]

    def of(self, noun: str, *, case: UUID | None = None) -> Iterable[Kept]:
        """The nouns of one kind, of one case or of all, in order of birth."""
        return [one for one in self.nouns.values() if one.noun == noun and (case is None or one.case == case)]


class MemoryWork(Work):
    """Runs commands against a log in memory."""

    def __init__(self, log: MemoryLog, clock: Clock) -> None:
        self._questions, self._clock, self._wakeups = log, clock, None  # type: ignore[assignment]  # asked the same


def _row(noun: Kept) -> Mapping[str, object]:
    return {"version": noun.version, "head": noun.head, "state": noun.state}
