"""An interview as it ran, read from its facts: which answers stand, what was changed, what it proved. Pure.

A run that went on with another protocol is several **sittings**, one for each protocol version it was held with: each is
read in the text of its own version.
"""

from collections.abc import Iterable, Iterator
from typing import Any, assert_never

import msgspec

from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId, CaseId, EventId, RunId, aggregate_name, key_of
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Language, Mode
from auxilio.platform.database.upcast import upcast
from auxilio.triage.core.messages import (
    RunAnswered,
    RunClosed,
    RunProtocolChanged,
    RunProved,
    RunReclassified,
    RunStarted,
    RunUndone,
    TriageEvent,
)
from auxilio.triage.core.model import ProvenResult, TypeChoice
from auxilio.triage.service import RUN


class SessionAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, as it was taken down. `event` is the fact that tells it."""

    answer: str
    words: str | None
    at: Instant
    by: str
    desk: str | None
    event: EventId


class WithdrawnAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that no longer stands: corrected by a later one, or taken back with the key for it."""

    answer: str
    words: str | None = None
    taken_at: Instant | None = None
    """None: it was carried from an earlier sitting."""
    event: EventId | None = None
    how: str
    """`corrected` or `undone`."""
    at: Instant
    by: str


class ProtocolSession(msgspec.Struct, frozen=True, kw_only=True):
    """One protocol version, asked from when to when."""

    run: RunId
    place: int
    """1 for the protocol a run began with."""
    case: CaseId
    call: CallId | None
    mode: Mode
    language: Language
    protocol: str
    version: str
    digest: str
    started_at: Instant
    last_at: Instant
    """Of the last answer that was given, changed or taken back; without one, of the beginning."""
    by: str
    desk: str | None
    """Who took the last answer down, and where; without one, who began."""
    carried: dict[str, str]
    answers: dict[str, tuple[SessionAnswer, ...]]
    """By question, in the order in which they were first given; the last one stands. Empty: all were taken back."""
    gone: dict[str, tuple[WithdrawnAnswer, ...]]
    standing: ProvenResult
    chosen: tuple[TypeChoice, ...] = ()
    closed_at: Instant | None = None
    next: str | None = None
    """The protocol that the run went on with."""

    def known(self) -> dict[str, str]:
        """What was known at its end: carried facts, then each question's answer."""
        return {**self.carried, **{q: taken[-1].answer for q, taken in self.answers.items() if taken}}


def runs_of(facts: Iterable[Envelope]) -> list[list[Envelope]]:
    """The facts of each interview of a case, in the order in which they began; `facts` are any of the case's."""
    runs: dict[str, list[Envelope]] = {}
    for fact in facts:
        if aggregate_name(fact.stream) == RUN.name:
            runs.setdefault(fact.stream, []).append(fact)
    ordered = [sorted(run, key=lambda fact: fact.version) for run in runs.values()]
    return sorted(ordered, key=lambda run: (run[0].happened_at, run[0].stream))


def sessions_of(run: Iterable[Envelope]) -> Iterator[ProtocolSession]:
    """Those of one run, from all of its facts in order.

    Raises `Refused("interview_redacted")` where one of them has no words any more: a part would look like the whole.
    """
    current: ProtocolSession | None = None
    for fact in run:
        if not fact.body:
            raise Refused("interview_redacted", run=key_of(fact.stream))
        event: TriageEvent = RUN.read_event(upcast(fact.kind, fact.schema, fact.body))
        if isinstance(event, RunStarted):
            current = _started(event, fact)
            continue
        assert current is not None, "every other fact is of a run that started"
        if isinstance(event, RunProtocolChanged):
            yield msgspec.structs.replace(current, next=event.protocol)
            current = _continue_session(current, event, fact)
            continue
        current = _after(current, event, fact)
    if current is not None:
        yield current


def _started(event: RunStarted, fact: Envelope) -> ProtocolSession:
    return ProtocolSession(
        run=event.run,
        place=1,
        case=event.case,
        call=event.call,
        mode=event.mode,
        language=event.language,
        protocol=event.protocol,
        version=event.version,
        digest=event.digest,
        started_at=fact.happened_at,
        last_at=fact.happened_at,
        by=event.by,
        desk=fact.desk,
        carried=event.facts,
        answers={},
        gone={},
        standing=ProvenResult(),
    )


def _continue_session(before: ProtocolSession, event: RunProtocolChanged, fact: Envelope) -> ProtocolSession:
    """The next sitting of the run: what was proved and chosen stays, what was answered is carried where it is shared."""
    return msgspec.structs.replace(
        before,
        place=before.place + 1,
        protocol=event.protocol,
        version=event.version,
        digest=event.digest,
        started_at=fact.happened_at,
        last_at=fact.happened_at,
        by=event.by,
        desk=fact.desk,
        carried=event.facts,
        answers={},
        gone={},
    )


def _after(now: ProtocolSession, event: TriageEvent, fact: Envelope) -> ProtocolSession:
    at = fact.happened_at
    match event:
        case RunAnswered():
            return _answered(now, event, fact)
        case RunUndone():
            return _undone(now, event, fact)
        case RunProved():
            return msgspec.structs.replace(now, standing=event.standing)
        case RunReclassified():
            chosen = TypeChoice(type=event.type, reason=event.reason, before=event.before, at=at, by=event.by)
            return msgspec.structs.replace(now, chosen=(*now.chosen, chosen))
        case RunClosed():
            return msgspec.structs.replace(now, closed_at=at)
        case RunStarted() | RunProtocolChanged():
            raise AssertionError("a start and a change of protocol begin another sitting")
        case _ as never:
            assert_never(never)


def _answered(now: ProtocolSession, event: RunAnswered, fact: Envelope) -> ProtocolSession:
    question, had = event.question, now.answers.get(event.question, ())
    taken = SessionAnswer(
        answer=event.answer,
        words=event.words,
        at=fact.happened_at,
        by=event.by,
        desk=fact.desk,
        event=fact.id,
    )
    gone = now.gone
    if event.corrects not in (None, event.answer):  # the same answer again brings the caller's words only
        gone = _withdrawn(now, question, had[-1] if had else event.corrects, "corrected", fact, event.by)
    return _touched(now, fact, event.by, answers={**now.answers, question: (*had, taken)}, gone=gone)


def _undone(now: ProtocolSession, event: RunUndone, fact: Envelope) -> ProtocolSession:
    """The key that takes the last answer back: what stood before it stands again, so it is not gone any more."""
    question, had = event.question, now.answers[event.question]
    gone = _withdrawn(now, question, had[-1], "undone", fact, event.by)
    again = had[-2].event if len(had) > 1 else None
    kept = [one for one in gone[question] if one.how == "undone" or one.event != again]
    answers = {**now.answers, question: had[:-1]}
    return _touched(
        now, fact, event.by, answers=answers, gone={**gone, question: tuple(kept)}, standing=event.standing
    )


def _withdrawn(
    now: ProtocolSession, question: str, was: SessionAnswer | str | None, how: str, fact: Envelope, by: str
) -> dict[str, tuple[WithdrawnAnswer, ...]]:
    at = fact.happened_at
    if isinstance(was, SessionAnswer):
        one = WithdrawnAnswer(
            answer=was.answer,
            words=was.words,
            taken_at=was.at,
            event=was.event,
            how=how,
            at=at,
            by=by,
        )
    else:
        one = WithdrawnAnswer(answer=was or "", how=how, at=at, by=by)
    return {**now.gone, question: (*now.gone.get(question, ()), one)}


def _touched(now: ProtocolSession, fact: Envelope, by: str, **more: Any) -> ProtocolSession:
    return msgspec.structs.replace(now, last_at=fact.happened_at, by=by, desk=fact.desk, **more)
