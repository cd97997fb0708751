"""What can be asked of a practice session, and what has happened in one."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Language, LongText, Mode, ShortText
from auxilio.training.core.model import (
    INCIDENTS_MAX,
    LIMIT_MIN,
    LIMIT_MIN_LEAST,
    LIMIT_MIN_MOST,
    TRAINEES_MAX,
    CommentId,
    PracticeEnd,
    PracticePlace,
    ScenarioName,
    Trainee,
    TraineeRole,
    TrainingId,
)

IncidentNumber = Annotated[int, msgspec.Meta(ge=0, lt=INCIDENTS_MAX)]


class ChosenTrainee(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person and what they train."""

    person: PersonId
    role: TraineeRole


class StartTraining(Command, frozen=True, kw_only=True, tag="training.start"):
    """A trainer plays a scenario for these people."""

    permission: ClassVar[str] = Permission.TRAINING_LEAD
    object_rule: ClassVar[str] = ObjectRule.SHARED
    training: TrainingId
    scenario: ScenarioName
    trainees: Annotated[tuple[ChosenTrainee, ...], msgspec.Meta(min_length=1, max_length=TRAINEES_MAX)]
    limit_min: Annotated[int, msgspec.Meta(ge=LIMIT_MIN_LEAST, le=LIMIT_MIN_MOST)] = LIMIT_MIN
    """Minutes after which it ends by itself, paused or not."""


class PractiseAlone(Command, frozen=True, kw_only=True, tag="training.practise_alone"):
    """Somebody who answers calls practises one without a trainer. It rings at their own desk as soon as this stands ready."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.OWN_DESK
    training: TrainingId
    scenario: ScenarioName
    language: Language
    """Of the caller, where the story has it."""


class EndPractice(Command, frozen=True, kw_only=True, tag="training.end_practice"):
    """Who practises alone has done enough."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.OWN_PRACTICE
    training: TrainingId
    another: bool = False
    """They begin another call at once."""


class PauseTraining(Command, frozen=True, kw_only=True, tag="training.pause"):
    """Nobody new calls, and callers fall silent."""

    permission: ClassVar[str] = Permission.TRAINING_LEAD
    object_rule: ClassVar[str] = ObjectRule.SHARED
    training: TrainingId


class ResumeTraining(Command, frozen=True, kw_only=True, tag="training.resume"):
    """It goes on."""

    permission: ClassVar[str] = Permission.TRAINING_LEAD
    object_rule: ClassVar[str] = ObjectRule.SHARED
    training: TrainingId


class EndTraining(Command, frozen=True, kw_only=True, tag="training.end"):
    """It is over: callers hang up, and trainees read what was true."""

    permission: ClassVar[str] = Permission.TRAINING_LEAD
    object_rule: ClassVar[str] = ObjectRule.SHARED
    training: TrainingId


class RepeatIncident(Command, frozen=True, kw_only=True, tag="training.repeat"):
    """The incident at this position of the session happens once more: the same callers with the same words."""

    permission: ClassVar[str] = Permission.TRAINING_LEAD
    object_rule: ClassVar[str] = ObjectRule.SHARED
    training: TrainingId
    incident: IncidentNumber


class CommentTrainee(Command, frozen=True, kw_only=True, tag="training.comment"):
    """A remark to one trainee, which they read at once and which is kept."""

    permission: ClassVar[str] = Permission.TRAINING_LEAD
    object_rule: ClassVar[str] = ObjectRule.SHARED
    training: TrainingId
    comment: CommentId
    person: PersonId
    words: LongText
    incident: IncidentNumber | None = None
    moment: Instant | None = None
    """Within the session; None: now."""


class BeginIncident(Command, frozen=True, kw_only=True, tag="training.begin_incident"):
    """The next incident of the scenario, or one that is repeated, happens now; its callers ring under these ids."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    training: TrainingId
    position: IncidentNumber
    """In the session: of a second worker that begins the same one it is accepted without an event."""
    nth: IncidentNumber
    incident_kind: ShortText
    place: PracticePlace | None
    calls: Annotated[tuple[CallId, ...], msgspec.Meta(min_length=1, max_length=10)]
    repeats: bool = False


class MarkTrainingClosed(Command, frozen=True, kw_only=True, tag="training.mark_closed"):
    """What the session opened is closed, or `left_open` of it could not be."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    training: TrainingId
    left_open: int = 0


type TrainingCommand = (
    StartTraining
    | PractiseAlone
    | PauseTraining
    | ResumeTraining
    | EndTraining
    | EndPractice
    | RepeatIncident
    | CommentTrainee
    | BeginIncident
    | MarkTrainingClosed
)


class TrainingStarted(Event, frozen=True, kw_only=True, tag="training.session.started"):
    """A practice session began."""

    training: TrainingId
    mode: Mode
    scenario: ShortText
    seed: int
    incidents: int
    trainer: PersonId
    trainer_name: ShortText
    trainees: tuple[Trainee, ...]
    limit_min: int = LIMIT_MIN


class PracticeBegun(Event, frozen=True, kw_only=True, tag="training.practice.begun"):
    """Somebody practises alone: the only trainee, and nobody the trainer."""

    training: TrainingId
    mode: Mode
    scenario: ShortText
    seed: int
    incidents: int
    trainee: Trainee
    language: Language
    limit_min: int


class TrainingPaused(Event, frozen=True, kw_only=True, tag="training.session.paused"):
    """It stands still."""

    training: TrainingId


class TrainingResumed(Event, frozen=True, kw_only=True, tag="training.session.resumed"):
    """It goes on."""

    training: TrainingId


class TrainingEnded(Event, frozen=True, kw_only=True, tag="training.session.ended"):
    """It is over."""

    training: TrainingId
    reason: PracticeEnd = PracticeEnd.TRAINER


class TrainingClosed(Event, frozen=True, kw_only=True, tag="training.session.closed"):
    """What it opened is closed."""

    training: TrainingId
    left_open: int = 0


class RepeatAsked(Event, frozen=True, kw_only=True, tag="training.incident.repeat_asked"):
    """An incident is to happen once more."""

    training: TrainingId
    nth: int


class IncidentBegun(Event, frozen=True, kw_only=True, tag="training.incident.begun"):
    """An incident happens; its callers ring under these ids."""

    training: TrainingId
    nth: int
    incident_kind: ShortText
    place: PracticePlace | None
    calls: tuple[CallId, ...]
    repeats: bool


class TraineeCommented(Event, frozen=True, kw_only=True, tag="training.trainee.commented"):
    """The trainer remarked something to one trainee."""

    training: TrainingId
    comment: CommentId
    person: PersonId
    by_name: ShortText
    words: LongText
    incident: int | None
    moment: Instant | None = None


type TrainingEvent = (
    TrainingStarted
    | PracticeBegun
    | TrainingPaused
    | TrainingResumed
    | TrainingEnded
    | TrainingClosed
    | RepeatAsked
    | IncidentBegun
    | TraineeCommented
)
