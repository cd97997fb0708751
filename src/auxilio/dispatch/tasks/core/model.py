"""A task (activación): one centre's part of a case, with its hand-over contract."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from auxilio.dispatch.tasks.core.shared_types import Capabilities, Code, CriticalChange, unacknowledged
from auxilio.kernel.ids import AgencyId, AssignmentId, CaseId, CentreId, TaskId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority, ShortText


class TaskState(StrEnum):
    """Where the hand-over stands. `accepted` and `told` are without a unit; `active` has one at least."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    TOLD = "told"
    """A centre without a console was told by a named person and read it back."""
    ACTIVE = "active"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"
    """Nobody answered in time. It may still be accepted, until it has passed to another centre."""
    ENDED = "ended"
    RELEASED = "released"
    """Given to its agency by a named person: the agency follows it from here."""
    CANCELLED = "cancelled"


HELD_STATES = frozenset({TaskState.ACCEPTED, TaskState.TOLD, TaskState.ACTIVE})
"""A centre has it."""
OPEN_STATES = HELD_STATES | {TaskState.OFFERED}
UNANSWERED_STATES = frozenset({TaskState.REFUSED, TaskState.TIMED_OUT, TaskState.CANCELLED})
"""Such a task brings nothing to the case: what it was asked for is still wanted."""


class RefusalReason(StrEnum):
    """Why a centre does not take it; the number is the key."""

    NO_UNIT = "no_unit"  # 1
    NOT_OURS = "not_ours"  # 2
    NOT_OUR_AREA = "not_our_area"  # 3
    FACTS_MISSING = "facts_missing"  # 4
    ATTENDED = "attended"  # 5
    SAFETY = "safety"  # 6
    OTHER = "other"  # 9


REFUSAL_KEYS: dict[int, RefusalReason] = {
    1: RefusalReason.NO_UNIT,
    2: RefusalReason.NOT_OURS,
    3: RefusalReason.NOT_OUR_AREA,
    4: RefusalReason.FACTS_MISSING,
    5: RefusalReason.ATTENDED,
    6: RefusalReason.SAFETY,
    9: RefusalReason.OTHER,
}
assert set(REFUSAL_KEYS.values()) == set(RefusalReason), "every reason has its key"


ESCALATING_REASONS = frozenset(RefusalReason) - {RefusalReason.FACTS_MISSING, RefusalReason.ATTENDED}
"""After these the next centre of the plan is asked at once. The other two are for a person: another centre would
lack the same facts, and "already attended" is only sure when somebody has looked."""


class AidReason(StrEnum):
    """Why a centre asks a neighbour for mutual aid; its order is that of the keys."""

    NO_FREE_UNIT = "no_free_unit"
    NO_SUCH_UNIT = "no_such_unit"
    NEARER = "nearer"
    """A unit of the neighbour is there sooner."""
    RELIEF = "relief"
    """Ours have been at it for long."""
    OTHER = "other"


class TaskOutcome(StrEnum):
    """What this service did in the end."""

    ATTENDED = "attended"
    TRANSPORTED = "transported"
    HANDED_OVER = "handed_over"
    NOT_NEEDED = "not_needed"
    NOT_FOUND = "not_found"
    CARE_REFUSED = "care_refused"
    FALSE_ALARM = "false_alarm"
    NO_REPORT = "no_report"
    """The centre never said; allowed after two recorded attempts to reach it, and counted."""
    OTHER = "other"


CONTACT_ATTEMPTS_MIN = 2
"""Before a task may end as `no_report` (issue 2, stage 6)."""


class TelephoneNotice(msgspec.Struct, frozen=True, kw_only=True):
    """A task told by telephone: who told whom, and what was read back."""

    by: UUID
    by_name: ShortText
    to: ShortText
    read_back: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    at: Instant


class ProposalReason(msgspec.Struct, frozen=True, kw_only=True):
    """Why something was proposed or set aside: a code, worded at the edge, and its facts."""

    code: Code
    facts: dict[str, str] = {}


class GoingUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that works on a task, and what it can do; empty where an older version gave it."""

    assignment: AssignmentId
    can: Capabilities = ()


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One centre's part of a case."""

    id: TaskId
    case: CaseId
    was_in: tuple[CaseId, ...] = ()
    """The cases it was of before, the first first: each was the same as the next."""
    mode: Mode
    state: TaskState
    centre: CentreId
    agency: AgencyId
    service: Code
    capabilities: Capabilities
    priority: Priority
    offered_at: Instant
    offered_by: ShortText
    reasons: tuple[ProposalReason, ...] = ()
    """Why this centre was asked: `lead_of_type`, `proved`, `passed_on` …"""
    place: Point | None = None
    """Where help must go, as this centre knows it: recommendations are reckoned to here."""
    by_telephone: bool = False
    """The centre has no console: the task is told by voice, by the same clocks."""
    reflex: bool = False
    """Its agency has delegated the first alert for a P0 (decision 0073)."""
    fallbacks: tuple[CentreId, ...] = ()
    """The next centres of the plan, in order, should this one not take it."""
    since: Instant
    """When its present state began: the start of the running clock."""
    soon_at: Instant | None = None
    due_at: Instant | None = None
    """When the running clock turns amber and red; None where no clock runs."""
    accepted_at: Instant | None = None
    accepted_by: ShortText | None = None
    accepted_by_rule: bool = False
    told: TelephoneNotice | None = None
    refusal: RefusalReason | None = None
    words: ShortText | None = None
    """What was said with the refusal, the end, the release or the cancellation."""
    assignments: tuple[AssignmentId, ...] = ()
    """Those that are open now. An active task without any waits for its outcome."""
    going: tuple[GoingUnit, ...] = ()
    """The same, with what each can do."""
    lent: Capabilities = ()
    """What neighbours were asked for: that nobody comes for it is an alarm of their own task."""
    uncovered: Capabilities = ()
    """What is asked and nobody covers, while somebody goes: until it is covered the clock of the first unit runs (decision 0326)."""
    by_centre: Capabilities = ()
    """What a centre gives itself, without a unit, whenever it is asked for it (decision 0380)."""
    done: tuple[Capabilities, ...] = ()
    """What each unit that finished its work here can do: no other unit is missed for it."""
    units: int = 0
    """How many units have been given to it so far."""
    first_unit_at: Instant | None = None
    changes: tuple[CriticalChange, ...] = ()
    contact_attempts: int = 0
    aid_of: TaskId | None = None
    """Mutual aid: the task for which a neighbour asked this centre. That one stays with the centre that asked."""
    aid_for: CentreId | None = None
    """Who asked for it."""
    offered_from: CentreId | None = None
    """The centre whose dispatcher offered it by hand: it may withdraw it."""
    aids: tuple[TaskId, ...] = ()
    """What this centre has asked of its neighbours, each a task of theirs with its own life."""
    passed_to: TaskId | None = None
    nobody_since: Instant | None = None
    """Since when no centre is left to ask: the alarm "nobody has it"."""
    outcome: TaskOutcome | None = None
    over_at: Instant | None = None
    over_by: ShortText | None = None
    released_to: ShortText | None = None


def unowned(task: Task) -> bool:
    """No centre has this part of the case: it was refused or not answered, and no other centre took its place."""
    return task.state in {TaskState.REFUSED, TaskState.TIMED_OUT} and task.passed_to is None


def is_settled(task: Task) -> bool:
    """Whether a case may close over this task. A refusal is not enough: another centre took it, or a person cancelled it."""
    if task.state is TaskState.CANCELLED:
        return not task.assignments
    return task.state in {TaskState.ENDED, TaskState.RELEASED} or task.passed_to is not None


def is_on_boards(task: Task) -> bool:
    """Whether screens still show it: something of it is running, unheard or unowned."""
    return not is_settled(task) or bool(unacknowledged(task.changes)) or bool(task.assignments)
