"""The life of a practice session: running, paused, ended.

| command | refuses |
|---|---|
| start | training_in_real_mode, training_in_other_mode, training_exists, trainee_twice; the service: unknown_practice_scenario, unknown_trainee, too_many_trainings |
| pause, resume, repeat, begin_incident | training_over; repeat: unknown_practice_incident, too_many_incidents |
| comment | unknown_trainee, unknown_practice_incident, too_many_comments, comment_empty |
| practise_alone | training_in_real_mode, training_in_other_mode, training_exists; the service: no_desk, unknown_practice_scenario, practice_running, practice_in_session, practice_closing, too_many_practices |
| end, end_practice, mark_closed | nothing: what has ended stays so |
"""

from datetime import datetime

from msgspec.structs import replace

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.kernel.shared_types import Mode
from auxilio.training.core import messages as m
from auxilio.training.core.model import (
    COMMENTS_MAX,
    INCIDENTS_MAX,
    PRACTICE_LIMIT_MIN,
    BegunIncident,
    PracticeEnd,
    PracticeSession,
    PracticeState,
    Trainee,
    TraineeRole,
    TrainerComment,
)

SEEDS = 100_000
"""The seed of a session is its id modulo this: another session is another evening."""
S = PracticeState


def start(
    known: PracticeSession | None,
    command: m.StartTraining,
    actor: Actor,
    incidents: int,
    trainees: tuple[Trainee, ...],
) -> tuple[Event, ...]:
    """`incidents`: how many the scenario has. Raises `Refused` (table above)."""
    _check_new(known, actor)
    if len({one.person for one in trainees}) < len(trainees):
        raise Refused("trainee_twice")
    return (
        m.TrainingStarted(
            training=command.training,
            mode=actor.mode,
            scenario=command.scenario,
            seed=command.training.int % SEEDS,
            incidents=incidents,
            trainer=PersonId(actor.id),
            trainer_name=actor.name,
            trainees=trainees,
            limit_min=command.limit_min,
        ),
    )


def practise_alone(
    known: PracticeSession | None, command: m.PractiseAlone, actor: Actor, incidents: int
) -> tuple[Event, ...]:
    """A session of which the actor is the only trainee. Raises `Refused` (table above)."""
    _check_new(known, actor)
    return (
        m.PracticeBegun(
            training=command.training,
            mode=actor.mode,
            scenario=command.scenario,
            seed=command.training.int % SEEDS,
            incidents=incidents,
            trainee=Trainee(person=PersonId(actor.id), name=actor.name, role=TraineeRole.OPERATOR),
            language=command.language,
            limit_min=PRACTICE_LIMIT_MIN,
        ),
    )


def _check_new(known: PracticeSession | None, actor: Actor) -> None:
    if actor.mode is Mode.REAL:
        raise Conflict("training_in_real_mode")
    if actor.mode is not Mode.TRAINING:  # in another mode its callers could be rung back (decision 0322)
        raise Conflict("training_in_other_mode")
    if known is not None:
        raise Refused("training_exists")


def decide(session: PracticeSession, command: m.TrainingCommand, actor: Actor) -> tuple[Event, ...]:
    """Everything but the start. Raises `Refused` (table above)."""
    match command:
        case m.CommentTrainee():
            return _comment(session, command, actor)
        case m.EndTraining():
            reason = PracticeEnd.TIME_LIMIT if actor.kind == "system" else PracticeEnd.TRAINER
            return _end(session, reason)
        case m.EndPractice(another=another):
            return _end(session, PracticeEnd.ANOTHER if another else PracticeEnd.TRAINEE)
        case m.MarkTrainingClosed(left_open=left_open):
            if session.state is not S.ENDED or session.closed_at is not None:
                return ()
            return (m.TrainingClosed(training=session.id, left_open=left_open),)
        case _:
            if session.state is S.ENDED:
                raise Conflict("training_over")
    match command:
        case m.PauseTraining():
            return () if session.state is S.PAUSED else (m.TrainingPaused(training=session.id),)
        case m.ResumeTraining():
            return () if session.state is S.RUNNING else (m.TrainingResumed(training=session.id),)
        case m.RepeatIncident():
            return _repeat(session, command)
        case m.BeginIncident():
            return _begin(session, command)
        case _:
            raise AssertionError(type(command).__name__)


def _end(session: PracticeSession, reason: PracticeEnd) -> tuple[Event, ...]:
    return () if session.state is S.ENDED else (m.TrainingEnded(training=session.id, reason=reason),)


def _repeat(session: PracticeSession, command: m.RepeatIncident) -> tuple[Event, ...]:
    if command.incident >= len(session.incidents):
        raise Refused("unknown_practice_incident")
    if len(session.incidents) + len(session.to_repeat) >= INCIDENTS_MAX:
        raise Refused("too_many_incidents", limit=INCIDENTS_MAX)
    nth = session.incidents[command.incident].nth
    return () if nth in session.to_repeat else (m.RepeatAsked(training=session.id, nth=nth),)


def _begin(session: PracticeSession, command: m.BeginIncident) -> tuple[Event, ...]:
    if command.position != len(session.incidents):
        return ()  # another worker began it
    return (
        m.IncidentBegun(
            training=session.id,
            nth=command.nth,
            incident_kind=command.incident_kind,
            place=command.place,
            calls=command.calls,
            repeats=command.repeats,
        ),
    )


def _comment(session: PracticeSession, command: m.CommentTrainee, actor: Actor) -> tuple[Event, ...]:
    if command.person not in {one.person for one in session.trainees}:
        raise Refused("unknown_trainee")
    if command.incident is not None and command.incident >= len(session.incidents):
        raise Refused("unknown_practice_incident")
    if len(session.comments) >= COMMENTS_MAX:
        raise Refused("too_many_comments", limit=COMMENTS_MAX)
    if not (words := command.words.strip()):
        raise Refused("comment_empty")
    if command.comment in {one.id for one in session.comments}:
        return ()
    return (
        m.TraineeCommented(
            training=session.id,
            comment=command.comment,
            person=command.person,
            by_name=actor.name,
            words=words,
            incident=command.incident,
            moment=max(command.moment, session.started_at) if command.moment is not None else None,
        ),
    )


def evolve(session: PracticeSession | None, event: m.TrainingEvent, at: datetime) -> PracticeSession:
    """The session after an event."""
    if isinstance(event, m.TrainingStarted):
        return _started(event, at)
    if isinstance(event, m.PracticeBegun):
        return _begun_alone(event, at)
    assert session is not None
    match event:
        case m.TrainingPaused():
            return replace(session, state=S.PAUSED)
        case m.TrainingResumed():
            return replace(session, state=S.RUNNING)
        case m.TrainingEnded():
            return replace(session, state=S.ENDED, ended_at=at, end_reason=event.reason, to_repeat=())
        case m.TrainingClosed():
            return replace(session, closed_at=at, left_open=event.left_open)
        case m.RepeatAsked():
            return replace(session, to_repeat=(*session.to_repeat, event.nth))
        case m.IncidentBegun():
            return _begun(session, event, at)
        case m.TraineeCommented():
            comment = TrainerComment(
                id=event.comment,
                person=event.person,
                by_name=event.by_name,
                words=event.words,
                at=at,
                incident=event.incident,
                moment=event.moment,
            )
            return replace(session, comments=(*session.comments, comment))


def _started(event: m.TrainingStarted, at: datetime) -> PracticeSession:
    return PracticeSession(
        id=event.training,
        mode=event.mode,
        scenario=event.scenario,
        seed=event.seed,
        incidents_planned=event.incidents,
        trainer=event.trainer,
        trainer_name=event.trainer_name,
        trainees=event.trainees,
        started_at=at,
        limit_min=event.limit_min,
    )


def _begun_alone(event: m.PracticeBegun, at: datetime) -> PracticeSession:
    return PracticeSession(
        id=event.training,
        mode=event.mode,
        scenario=event.scenario,
        seed=event.seed,
        incidents_planned=event.incidents,
        trainer=None,
        trainer_name="",
        trainees=(event.trainee,),
        started_at=at,
        limit_min=event.limit_min,
        language=event.language,
    )


def _begun(session: PracticeSession, event: m.IncidentBegun, at: datetime) -> PracticeSession:
    incident = BegunIncident(
        nth=event.nth,
        kind=event.incident_kind,
        place=event.place,
        calls=event.calls,
        begun_at=at,
        repeats=event.repeats,
    )
    left = tuple(nth for nth in session.to_repeat if not (event.repeats and nth == event.nth))
    return replace(session, incidents=(*session.incidents, incident), to_repeat=left)
