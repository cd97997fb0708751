"""A practice session: who trains whom with which scenario, what has begun, and what the trainer remarked."""

from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.kernel.ids import CallId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Language, LongText, Mode, ShortText

TrainingId = NewType("TrainingId", UUID)
CommentId = NewType("CommentId", UUID)
TRAINEES_MAX = 30
"""A class (ours)."""
INCIDENTS_MAX = 60
"""An evening, with repeats (ours)."""
COMMENTS_MAX = 500
"""Of one session: some eight for each incident (ours)."""
LIMIT_MIN = 120
"""Minutes after which a session ends by itself, where its trainer says nothing else: an evening (ours)."""
LIMIT_MIN_LEAST, LIMIT_MIN_MOST = 5, 480
"""A short incident, and a shift (ours)."""
PRACTICE_LIMIT_MIN = 20
"""Minutes after which a practice alone ends by itself: two calls with their cards (ours)."""
ALONE_SCENARIOS = ("arrest", "fire", "silent")
"""What somebody can practise alone, the easiest first; worded as `training.scenario.<name>`."""
ScenarioName = Annotated[str, msgspec.Meta(pattern=r"^[a-z_]{1,40}$")]


class TraineeRole(StrEnum):
    """What somebody trains; worded as `training.role.<code>`. It decides what is measured."""

    OPERATOR = "operator"
    DISPATCHER = "dispatcher"
    CREW = "crew"
    SUPERVISOR = "supervisor"
    RECORDS = "records"


class Trainee(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who trains."""

    person: PersonId
    name: ShortText
    role: TraineeRole


class PracticeState(StrEnum):
    """Where a session stands."""

    RUNNING = "running"
    PAUSED = "paused"
    """Nobody new calls, and callers say nothing more until it goes on."""
    ENDED = "ended"


class PracticeEnd(StrEnum):
    """Why a session ended; worded as `training.end_reason.<code>`."""

    TRAINER = "trainer"
    TRAINEE = "trainee"
    """Who practised alone."""
    ANOTHER = "another"
    """Who practised alone began another call."""
    TIME_LIMIT = "time_limit"


class PracticePlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where an incident happens: what people there call it, and the point where the region has one."""

    words: ShortText
    point: Point | None = None
    ground: ShortText = "street"
    """`street`, `road` or `hill`: which kinds of incident happen there."""


class BegunIncident(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that has begun. Its truth is the trainer's; a trainee reads it when the session is over."""

    nth: int
    """Of the scenario: the same number is the same incident, with the same callers and words."""
    kind: ShortText
    place: PracticePlace | None
    calls: tuple[CallId, ...]
    begun_at: Instant
    repeats: bool = False


class TrainerComment(msgspec.Struct, frozen=True, kw_only=True):
    """What a trainer remarked to one trainee, at a moment."""

    id: CommentId
    person: PersonId
    by_name: ShortText
    words: LongText
    at: Instant
    incident: int | None = None
    """Position of the incident in the session, from 0; None: about the session."""
    moment: Instant | None = None
    """Of what the trainee did then; None: it is about the moment at which it was made."""


class PracticeSession(msgspec.Struct, frozen=True, kw_only=True):
    """One practice session."""

    id: TrainingId
    mode: Mode
    scenario: ShortText
    seed: int
    incidents_planned: int
    trainer: PersonId | None
    """None: its only trainee began it, to practise alone."""
    trainer_name: ShortText
    trainees: tuple[Trainee, ...]
    started_at: Instant
    state: PracticeState = PracticeState.RUNNING
    incidents: tuple[BegunIncident, ...] = ()
    to_repeat: tuple[int, ...] = ()
    """Numbers of incidents that the trainer wants again, and that have not begun yet."""
    comments: tuple[TrainerComment, ...] = ()
    limit_min: int = LIMIT_MIN
    ended_at: Instant | None = None
    end_reason: PracticeEnd | None = None
    closed_at: Instant | None = None
    """When what it opened was closed."""
    left_open: int = 0
    """What could not be closed."""
    language: Language | None = None
    """In which callers of a practice alone write, where they can; None: as the story has it."""


class ScenarioView(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario that a trainer can choose; worded as `training.scenario.<name>`."""

    name: str
    incidents: int


class PossibleTrainee(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is signed in in the mode of the trainer's session, and what their roles suggest that they train."""

    person: PersonId
    name: ShortText
    role: TraineeRole


class TrainingView(msgspec.Struct, frozen=True, kw_only=True):
    """Sessions of the mode of the reader's session, the newest first, as far as they may be read, and what a trainer can choose."""

    leads: bool
    scenarios: tuple[ScenarioView, ...]
    sessions: tuple[PracticeSession, ...]
    people: tuple[PossibleTrainee, ...]
    """Whom a trainer can choose; empty for others."""
    alone: tuple[str, ...] = ()
    """Scenarios that the reader can practise alone, the easiest first; empty for who answers no calls."""
    calls_over: tuple[TrainingId, ...] = ()
    """Practices alone that have not ended and in which nobody calls any more: every call of them is over."""
