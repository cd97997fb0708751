"""What each trainee of a practice session did, and how fast, told from the log. Read by `TrainingScores`; `scores_of` is pure.

Nothing of it is a figure of a period: it is computed when a trainer or the trainee asks, and kept nowhere.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from auxilio.archive.core.messages import AddendumAdded, FileSealed
from auxilio.calls.core.messages import CallAnswered, CallReceived
from auxilio.calls.core.messages.guidance import CallerMarked, StepSent
from auxilio.calls.core.messages.text import DeskTextSent
from auxilio.cases.core.messages import (
    CaseClosed,
    CaseLocated,
    CaseOpened,
    HelpSentMarked,
    PriorityLowered,
    PriorityRaised,
    ProvedPriorityRaised,
)
from auxilio.dispatch.tasks.core.messages import TaskAccepted, TaskOffered
from auxilio.dispatch.units.core.assignment_messages import AssignmentStarted, AssignmentStepReached
from auxilio.followup.core.messages import MessageSent
from auxilio.followup.core.model import WatchKind
from auxilio.followup.core.policy import WATCH_SPANS, span_s
from auxilio.identity.core.gate import holds
from auxilio.identity.core.messages import CaseViewed
from auxilio.identity.core.permissions import Permission
from auxilio.instructions.core.messages import MomentMarked, StepPlayed, StepSaid
from auxilio.kernel.actor import Actor
from auxilio.kernel.card_moments import FIRST_COMPRESSION
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId, PersonId
from auxilio.kernel.instant import Instant, iso_us, seconds_between
from auxilio.kernel.shared_types import Priority
from auxilio.kernel.spreadsheet import text_cell
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.training.core.model import PracticeSession, Trainee, TraineeRole, TrainingId
from auxilio.training.service import readable_session


class PracticeMeasure(StrEnum):
    """What is timed; worded as `training.measure.<code>`."""

    ANSWER = "answer"
    """From the first ring to a human voice."""
    QUESTION = "question"
    """From the answer to the first line that the trainee wrote to the caller; a question of a protocol is no such line."""
    ADDRESS = "address"
    """From the answer to the place of the case."""
    PRIORITY = "priority"
    """From the answer to its priority."""
    HELP = "help"
    """From the answer to the moment help was sent."""
    INSTRUCTION = "instruction"
    """From the answer to the first step of a card."""
    COMPRESSION = "compression"
    """From the answer to the first compression."""
    ACCEPT = "accept"
    """From the offer of a task to its acceptance."""
    ALERT = "alert"
    """From the offer of a task to the first unit that is alerted for it."""
    ACKNOWLEDGE = "acknowledge"
    """From the alert of a unit to the first thing that its crew says: that it knows, or that it is on its way."""
    LOOK = "look"
    """From the moment at which there is something to read, the open case in the room and the closed one in the archive, to the
    first look at it."""
    MESSAGE = "message"
    """From the opening of the case to a message about it."""
    SEAL = "seal"
    """From the closing of the case to its seal."""
    ADDENDUM = "addendum"
    """From the closing of the case to an addendum to its file."""


PROMISED: Mapping[PracticeMeasure, WatchKind] = {
    PracticeMeasure.ANSWER: WatchKind.ANSWER,
    PracticeMeasure.ADDRESS: WatchKind.LOCATION,
    PracticeMeasure.HELP: WatchKind.OFFER,
    PracticeMeasure.ACCEPT: WatchKind.TASK_ACCEPT,
    PracticeMeasure.ACKNOWLEDGE: WatchKind.ALERT_ACKNOWLEDGE,
}
"""Measures whose target is the moment at which the clock of the page turns red, by the priority that the trainee knew."""
TARGET_S: Mapping[PracticeMeasure, float] = {
    PracticeMeasure.QUESTION: 30,
    PracticeMeasure.PRIORITY: 60,
    PracticeMeasure.INSTRUCTION: 120,
    PracticeMeasure.COMPRESSION: 180,
    PracticeMeasure.ALERT: 60,
    PracticeMeasure.LOOK: 120,
    PracticeMeasure.MESSAGE: 240,
    PracticeMeasure.SEAL: 300,
    PracticeMeasure.ADDENDUM: 480,
}
"""Seconds, of what has no watch. Compression: the clock of the card (console/src/state/response-targets.ts), amber after the 150 s that
the American Heart Association recommends for telephone CPR. The others (ours)."""


def target_s(measure: PracticeMeasure, priority: Priority | None) -> float:
    """Seconds within which it is to be done. Without a priority doubt counts as danger, as on the page."""
    if (kind := PROMISED.get(measure)) is None:
        return TARGET_S[measure]
    promised = span_s(WATCH_SPANS[kind].red_s, priority)
    assert promised is not None, f"{kind} has no limit"
    return promised


class MeasuredTime(msgspec.Struct, frozen=True, kw_only=True):
    """One time of one trainee."""

    measure: PracticeMeasure
    at: Instant
    """When it was done."""
    seconds: float
    target_s: float
    met: bool


class IncidentScore(msgspec.Struct, frozen=True, kw_only=True):
    """What one trainee did in one incident; no row for an incident in which they did nothing."""

    person: PersonId
    incident: int
    """Position in the session, from 0."""
    times: tuple[MeasuredTime, ...]
    commands: int
    """Commands that changed something: keys and buttons. Fewer for the same result is better."""


class TrainingScoreSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The scores that this reader may see."""

    training: TrainingId
    scores: tuple[IncidentScore, ...]


_PRIORITY = (ProvedPriorityRaised.kind(), PriorityRaised.kind(), PriorityLowered.kind())
_FROM_ANSWER: Mapping[PracticeMeasure, tuple[str, ...]] = {
    PracticeMeasure.ADDRESS: (CaseLocated.kind(),),
    PracticeMeasure.PRIORITY: _PRIORITY,
    PracticeMeasure.HELP: (HelpSentMarked.kind(),),
    PracticeMeasure.INSTRUCTION: (StepSaid.kind(), StepPlayed.kind(), StepSent.kind()),
}
_OF_SUPERVISOR: Mapping[PracticeMeasure, str] = {
    PracticeMeasure.LOOK: CaseViewed.kind(),
    PracticeMeasure.MESSAGE: MessageSent.kind(),
}
_OF_RECORDS: Mapping[PracticeMeasure, str] = {
    PracticeMeasure.LOOK: CaseViewed.kind(),
    PracticeMeasure.SEAL: FileSealed.kind(),
    PracticeMeasure.ADDENDUM: AddendumAdded.kind(),
}
_MARKS = (StepSaid.kind(), MomentMarked.kind(), CallerMarked.kind())


def scores_of(
    session: PracticeSession, facts: Mapping[int, Sequence[Envelope]], of: Iterable[Trainee]
) -> list[IncidentScore]:
    """`facts`: of each incident by its position, those of its calls and of their cases, in order; `of`: whose scores."""
    found = []
    for trainee in of:
        for position, _ in enumerate(session.incidents):
            told = facts.get(position, ())
            commands = {fact.cause for fact in told if fact.actor == trainee.person}
            if commands:
                times = tuple(_measured(one, told) for one in _times(trainee, told))
                found.append(
                    IncidentScore(
                        person=trainee.person, incident=position, times=times, commands=len(commands)
                    )
                )
    return found


type _Span = tuple[PracticeMeasure, datetime, datetime]


def _measured(span: _Span, facts: Sequence[Envelope]) -> MeasuredTime:
    measure, since, until = span
    seconds, target = round(seconds_between(since, until), 1), target_s(measure, _priority_at(facts, until))
    return MeasuredTime(measure=measure, at=until, seconds=seconds, target_s=target, met=seconds <= target)


def _priority_at(facts: Sequence[Envelope], at: datetime) -> Priority | None:
    """What the case had then."""
    told = [fact for fact in facts if fact.kind in _PRIORITY and fact.happened_at <= at]
    return Priority(_body(told[-1])["priority"]) if told else None


def _times(trainee: Trainee, facts: Sequence[Envelope]) -> list[_Span]:
    match trainee.role:
        case TraineeRole.OPERATOR:
            return _of_operator(trainee.person, facts)
        case TraineeRole.DISPATCHER:
            return _of_dispatcher(trainee.person, facts)
        case TraineeRole.CREW:
            return _of_crew(trainee.person, facts)
        case TraineeRole.SUPERVISOR:
            return _since(CaseOpened.kind(), _OF_SUPERVISOR, trainee, facts)
        case TraineeRole.RECORDS:
            return _since(CaseClosed.kind(), _OF_RECORDS, trainee, facts)


def _first(facts: Iterable[Envelope], *kinds: str) -> Envelope | None:
    return next((fact for fact in facts if fact.kind in kinds), None)


def _of_operator(person: PersonId, facts: Sequence[Envelope]) -> list[_Span]:
    answered = _first((fact for fact in facts if fact.actor == person), CallAnswered.kind())
    if answered is None:
        return []
    found: list[_Span] = []
    rang = _first((fact for fact in facts if fact.call == answered.call), CallReceived.kind())
    if rang is not None:
        found.append((PracticeMeasure.ANSWER, rang.happened_at, answered.happened_at))
    later = [fact for fact in facts if fact.happened_at >= answered.happened_at]
    asked = _first(
        (fact for fact in later if fact.actor == person and fact.call == answered.call), DeskTextSent.kind()
    )
    if asked is not None:
        found.append((PracticeMeasure.QUESTION, answered.happened_at, asked.happened_at))
    for measure, kinds in _FROM_ANSWER.items():
        if (fact := _first(later, *kinds)) is not None:
            found.append((measure, answered.happened_at, fact.happened_at))
    pressed = (fact for fact in later if fact.kind in _MARKS and _body(fact).get("mark") == FIRST_COMPRESSION)
    if (fact := next(pressed, None)) is not None:
        found.append((PracticeMeasure.COMPRESSION, answered.happened_at, fact.happened_at))
    return found


def _of_dispatcher(person: PersonId, facts: Sequence[Envelope]) -> list[_Span]:
    own = [fact for fact in facts if fact.actor == person]
    accepted = _first(own, TaskAccepted.kind())
    if accepted is None:
        return []
    offered = _first((fact for fact in facts if fact.stream == accepted.stream), TaskOffered.kind())
    if offered is None:
        return []
    found = [(PracticeMeasure.ACCEPT, offered.happened_at, accepted.happened_at)]
    if (alerted := _first(own, AssignmentStarted.kind())) is not None:
        found.append((PracticeMeasure.ALERT, offered.happened_at, alerted.happened_at))
    return found


def _of_crew(person: PersonId, facts: Sequence[Envelope]) -> list[_Span]:
    for fact in facts:
        reached = fact.kind == AssignmentStepReached.kind() and fact.actor == person
        if reached:
            alerted = _first((one for one in facts if one.stream == fact.stream), AssignmentStarted.kind())
            if alerted is not None:
                return [(PracticeMeasure.ACKNOWLEDGE, alerted.happened_at, fact.happened_at)]
    return []


def _since(
    begin: str, done_by: Mapping[PracticeMeasure, str], trainee: Trainee, facts: Sequence[Envelope]
) -> list[_Span]:
    """What this trainee did first of each kind after the first fact of the kind `begin`. The system seals, as they ask."""
    begun = _first(facts, begin)
    if begun is None:
        return []
    later = [fact for fact in facts if fact.happened_at >= begun.happened_at]
    own = [
        fact
        for fact in later
        if fact.actor == trainee.person
        or (fact.kind == FileSealed.kind() and _body(fact).get("asked_by") == trainee.name)
    ]
    found = ((measure, _first(own, kind)) for measure, kind in done_by.items())
    return [(measure, begun.happened_at, fact.happened_at) for measure, fact in found if fact is not None]


def _body(fact: Envelope) -> dict[str, Any]:
    return log.raw_body(fact)


def scores_csv(session: PracticeSession, scores: Sequence[IncidentScore]) -> str:
    """A line for each time of each trainee. A name that a spreadsheet would take for a formula begins with an apostrophe."""
    trainees, out = {one.person: one for one in session.trainees}, io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(("trainee", "role", "incident", "commands", "measure", "at", "seconds", "target_s", "met"))
    for score in scores:
        trainee = trainees[score.person]
        head = (text_cell(trainee.name), trainee.role.value, score.incident + 1, score.commands)
        for time in score.times:
            table.writerow(
                (*head, time.measure.value, iso_us(time.at), time.seconds, time.target_s, int(time.met))
            )
        if not score.times:
            table.writerow((*head, "", "", "", "", ""))
    return "\ufeff" + out.getvalue()


class TrainingScores:
    """Reads the log of a session's calls and cases."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def of(self, training: TrainingId, actor: Actor) -> TrainingScoreSheet:
        """A trainer reads everybody's, a trainee their own. Raises `NotFound("unknown_training")`."""
        session = await readable_session(self._pool, training, actor)
        leads = holds(actor, Permission.TRAINING_LEAD)
        whose = [one for one in session.trainees if leads or one.person == actor.id]
        facts = {
            position: await self.facts_of(incident.calls)
            for position, incident in enumerate(session.incidents)
        }
        return TrainingScoreSheet(training=training, scores=tuple(scores_of(session, facts, whose)))

    async def table(self, training: TrainingId, actor: Actor) -> str:
        """The sheet as CSV: a line for each time, with codes, semicolons for the spreadsheets of our four languages, and a mark of
        UTF-8. Raises `NotFound("unknown_training")`."""
        session = await readable_session(self._pool, training, actor)
        return scores_csv(session, (await self.of(training, actor)).scores)

    async def facts_of(self, calls: Sequence[CallId]) -> list[Envelope]:
        """What happened to these calls and to their cases, in order."""
        found = {fact.id: fact for call in calls for fact in await log.of_call(self._pool, call)}
        for case in sorted({fact.case for fact in found.values() if fact.case is not None}):
            found |= {fact.id: fact for fact in await log.of_case(self._pool, case)}
        return sorted(found.values(), key=lambda fact: fact.position)
