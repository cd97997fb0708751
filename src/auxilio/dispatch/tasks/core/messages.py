"""Commands and facts of a task: the hand-over contract of one centre."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.dispatch.tasks.core.model import (
    AidReason,
    ProposalReason,
    RefusalReason,
    TaskOutcome,
    TelephoneNotice,
)
from auxilio.dispatch.tasks.core.shared_types import (
    Acknowledgement,
    Capabilities,
    ChangeId,
    ChangeKind,
    Code,
    CriticalChange,
    Words,
)
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import AgencyId, AssignmentId, CaseId, CentreId, TaskId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority, ShortText

Centres = Annotated[tuple[CentreId, ...], msgspec.Meta(max_length=20)]

# --- commands -------------------------------------------------------------------------------------


class SendHelp(Command, frozen=True, kw_only=True, tag="dispatch.send_help"):
    """F9. Offer a task to every centre that the plan names for what is known, in one transaction.

    Pressed again it is «AMPLIAR»: centres that have the task are asked for what is new, others are offered one,
    and no centre is asked twice. The facts are those that the person saw when they pressed.
    """

    permission: ClassVar[str] = Permission.TASK_OFFER
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    mode: Mode
    priority: Priority
    type: Code | None = None
    send: Capabilities = ()
    municipality: ShortText | None = None
    place: Point | None = None
    level: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1
    """Of the alarm: what the plan asks in all at this level (`dispatch.response_plan.core.plan.AlarmLevel`)."""


class OfferTask(Command, frozen=True, kw_only=True, tag="dispatch.offer_task"):
    """Ask one centre, by hand. `instead_of` is a task of this case that nobody took: its alarm ends."""

    permission: ClassVar[str] = Permission.TASK_OFFER
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    task: TaskId
    case: CaseId
    mode: Mode
    centre: CentreId
    agency: AgencyId
    service: Code
    capabilities: Capabilities = ()
    priority: Priority
    place: Point | None = None
    by_telephone: bool = False
    reflex: bool = False
    fallbacks: Centres = ()
    reasons: tuple[ProposalReason, ...] = ()
    instead_of: TaskId | None = None


class RequestMutualAid(Command, frozen=True, kw_only=True, tag="dispatch.ask_for_aid"):
    """Mutual aid: a centre that has a task asks a neighbour of the plan for a part of it, and keeps its own.

    The neighbour gets a task of its own. Asked again after it was not taken, it replaces the task that was not taken.
    """

    permission: ClassVar[str] = Permission.TASK_OFFER
    object_rule: ClassVar[str] = ObjectRule.CENTRE_TASK
    task: TaskId
    aid: TaskId
    """The id of the task that the neighbour gets."""
    centre: CentreId
    capabilities: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=40)]
    reason: AidReason
    words: Words | None = None


class AcceptTask(Command, frozen=True, kw_only=True, tag="dispatch.accept_task"):
    """The centre has it. The clock of the first unit starts."""

    permission: ClassVar[str] = Permission.TASK_ANSWER
    object_rule: ClassVar[str] = ObjectRule.CENTRE_TASK
    task: TaskId


class RefuseTask(Command, frozen=True, kw_only=True, tag="dispatch.refuse_task"):
    """The centre does not take it, also after it had accepted and found no unit. The next centre is asked at once."""

    permission: ClassVar[str] = Permission.TASK_ANSWER
    object_rule: ClassVar[str] = ObjectRule.CENTRE_TASK
    task: TaskId
    reason: RefusalReason
    words: Words | None = None


class TimeOutTask(Command, frozen=True, kw_only=True, tag="dispatch.time_out_task"):
    """The accept clock ran out. Says nothing when the task was answered meanwhile or its clock was set anew."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    task: TaskId


class EscalateTask(Command, frozen=True, kw_only=True, tag="dispatch.escalate_task"):
    """Ask the next centre of the plan in place of one that refused or did not answer; or say that no centre is left."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    task: TaskId
    next: TaskId
    """The id of the task that takes its place, if there is a centre left."""


class NotifyTaskByPhone(Command, frozen=True, kw_only=True, tag="dispatch.tell_task"):
    """Told by telephone: to whom, and what they read back. Counts as accepted, unless they said no."""

    permission: ClassVar[str] = Permission.TASK_TELL
    object_rule: ClassVar[str] = ObjectRule.CASE_TASK
    task: TaskId
    to: Words
    read_back: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    refused: RefusalReason | None = None


class ExtendTask(Command, frozen=True, kw_only=True, tag="dispatch.extend_task"):
    """The proof has grown: ask the same centre for more. It must acknowledge."""

    permission: ClassVar[str] = Permission.TASK_OFFER
    object_rule: ClassVar[str] = ObjectRule.SENT_TASK
    task: TaskId
    change: ChangeId
    capabilities: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=40)]


class RecordContactAttempt(Command, frozen=True, kw_only=True, tag="dispatch.try_contact"):
    """One recorded attempt to learn how a silent task goes."""

    permission: ClassVar[str] = Permission.TASK_END
    object_rule: ClassVar[str] = ObjectRule.CASE_TASK
    task: TaskId
    whom: Words
    reached: bool


class EndTask(Command, frozen=True, kw_only=True, tag="dispatch.end_task"):
    """This service's work is over, and how it went. Refused while a unit is still assigned: it is released first."""

    permission: ClassVar[str] = Permission.TASK_END
    object_rule: ClassVar[str] = ObjectRule.CASE_TASK
    task: TaskId
    outcome: TaskOutcome
    words: Words | None = None


class ReleaseTask(Command, frozen=True, kw_only=True, tag="dispatch.release_task"):
    """Give it to its agency, which follows it from here: to whom, and why. Units go on with their work."""

    permission: ClassVar[str] = Permission.TASK_END
    object_rule: ClassVar[str] = ObjectRule.CASE_TASK
    task: TaskId
    to: Words
    reason: Words


class CancelTask(Command, frozen=True, kw_only=True, tag="dispatch.cancel_task"):
    """It is not needed. Centre and crews are interrupted and must acknowledge; no status is changed for anybody."""

    permission: ClassVar[str] = Permission.TASK_OFFER
    object_rule: ClassVar[str] = ObjectRule.SENT_TASK
    task: TaskId
    change: ChangeId
    reason: Words


class RaiseChange(Command, frozen=True, kw_only=True, tag="dispatch.raise_change"):
    """Something critical changed. Interrupts the centre and every assigned unit in one transaction."""

    permission: ClassVar[str] = Permission.TASK_OFFER
    object_rule: ClassVar[str] = ObjectRule.SENT_TASK
    task: TaskId
    change: ChangeId
    change_kind: ChangeKind
    new: Words
    old: ShortText | None = None
    priority: Priority | None = None
    """The new priority, with `priority_raised`."""
    place: Point | None = None
    """The new place, with `location_corrected`, where a point is known."""


class MoveTask(Command, frozen=True, kw_only=True, tag="dispatch.move_task"):
    """This task is of `case`: with its crews it goes to the case in which that one lives on.

    With `left` only as long as it is still there: what was parted meanwhile stays where it is.
    """

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    task: TaskId
    case: CaseId
    left: CaseId | None = None


class AcknowledgeChange(Command, frozen=True, kw_only=True, tag="dispatch.acknowledge_change"):
    """«Enterado» of the centre; `told_to` when it has no console and was told by voice."""

    permission: ClassVar[str] = Permission.CHANGE_ACKNOWLEDGE
    object_rule: ClassVar[str] = ObjectRule.CHANGED_TASK
    task: TaskId
    change: ChangeId
    told_to: ShortText | None = None
    for_centre: CentreId | None = None
    """A desk of the room enters it for this centre, which said it by voice."""


type TaskCommand = (
    SendHelp
    | OfferTask
    | RequestMutualAid
    | AcceptTask
    | RefuseTask
    | TimeOutTask
    | EscalateTask
    | NotifyTaskByPhone
    | ExtendTask
    | RecordContactAttempt
    | EndTask
    | ReleaseTask
    | CancelTask
    | RaiseChange
    | MoveTask
    | AcknowledgeChange
)

# --- events ---------------------------------------------------------------------------------------


class WantedWork(msgspec.Struct, frozen=True, kw_only=True):
    """What each first fact of a task states: of which centre which service is wanted for which case, and who wanted it."""

    task: TaskId
    case: CaseId
    mode: Mode
    centre: CentreId
    agency: AgencyId
    service: Code
    capabilities: Capabilities
    priority: Priority
    by: ShortText


class TaskOffered(WantedWork, Event, frozen=True, kw_only=True, tag="dispatch.task.offered"):
    """A centre is asked (T6), by voice where it has no console. `follows` is the task that nobody took."""

    soon_s: float
    due_s: float
    """The accept clock of that moment: a later change of the table does not change what was promised."""
    place: Point | None = None
    by_telephone: bool = False
    reflex: bool = False
    fallbacks: tuple[CentreId, ...] = ()
    reasons: tuple[ProposalReason, ...] = ()
    follows: TaskId | None = None
    aid_of: TaskId | None = None
    aid_for: CentreId | None = None
    offered_from: CentreId | None = None
    """The centre whose dispatcher offered it by hand; None for the room and the plan."""
    by_centre: Capabilities = ()
    """What a centre gives itself, without a unit, whenever it is asked for it (decision 0380)."""


class TaskWithoutCentre(WantedWork, Event, frozen=True, kw_only=True, tag="dispatch.task.without_centre"):
    """Help was to be sent, and no centre that the plan names for it is registered here: nobody was asked. `centre` is the
    first that it names. An alarm of the room follows (`TaskUnowned`), until another centre is asked in its place."""

    place: Point | None = None
    reasons: tuple[ProposalReason, ...] = ()
    by_centre: Capabilities = ()


class TaskAidRequested(Event, frozen=True, kw_only=True, tag="dispatch.task.aid_asked"):
    """A neighbour was asked for a part of this task, which stays where it is."""

    task: TaskId
    aid: TaskId
    centre: CentreId
    capabilities: Capabilities
    by: ShortText
    reason: AidReason
    words: ShortText | None = None
    uncovered: Capabilities | None = None
    """What nobody covers after it; None where nobody goes yet."""


class TaskAccepted(Event, frozen=True, kw_only=True, tag="dispatch.task.accepted"):
    """The centre has it (T7). `by_rule` when its agency delegated the first alert and no person has answered yet."""

    task: TaskId
    by: ShortText
    soon_s: float | None
    due_s: float | None
    """The clock of the first unit; None where none is asked for."""
    by_rule: bool = False


class TaskNotifiedByPhone(Event, frozen=True, kw_only=True, tag="dispatch.task.told"):
    """Told by telephone and read back (T7)."""

    task: TaskId
    told: TelephoneNotice
    soon_s: float | None
    due_s: float | None


class TaskRefused(Event, frozen=True, kw_only=True, tag="dispatch.task.refused"):
    """Not taken. `next_centre` is who the plan asks now; None when no centre is left."""

    task: TaskId
    by: ShortText
    reason: RefusalReason
    words: ShortText | None = None
    next_centre: CentreId | None = None


class TaskTimedOut(Event, frozen=True, kw_only=True, tag="dispatch.task.timed_out"):
    """Nobody answered in time."""

    task: TaskId
    next_centre: CentreId | None = None


class TaskPassedOn(Event, frozen=True, kw_only=True, tag="dispatch.task.passed_on"):
    """Another centre was asked in its place."""

    task: TaskId
    to: TaskId
    centre: CentreId


class TaskUnowned(Event, frozen=True, kw_only=True, tag="dispatch.task.nobody_has_it"):
    """No centre of the plan is left to ask: an alarm of the room."""

    task: TaskId
    service: ShortText = ""
    """Which is missing: other services may have the case. Empty in events of before."""


class TaskUnitAssigned(Event, frozen=True, kw_only=True, tag="dispatch.task.unit_given"):
    """A unit works on it; the first one is T8."""

    task: TaskId
    assignment: AssignmentId
    can: Capabilities = ()
    """What the unit can do."""
    uncovered: Capabilities = ()
    """What is asked and nobody covers who goes now."""
    soon_s: float | None = None
    due_s: float | None = None
    """The clock of what is uncovered, where it begins with this: where the alert itself accepted the task."""


class TaskUnitWithdrawn(Event, frozen=True, kw_only=True, tag="dispatch.task.unit_gone"):
    """That unit no longer does. Unless its work was `finished`, a task without any runs the clock of the first unit again."""

    task: TaskId
    assignment: AssignmentId
    finished: bool
    did: Capabilities = ()
    """What a unit that finished its work can do."""
    soon_s: float | None
    due_s: float | None
    uncovered: Capabilities = ()
    """What is asked and nobody covers of those who go on."""
    awaited: bool = False
    """Something was uncovered before: the clock runs on."""


class TaskExtended(Event, frozen=True, kw_only=True, tag="dispatch.task.extended"):
    """It is asked for more than it was offered."""

    task: TaskId
    capabilities: Capabilities
    """What came on top."""
    uncovered: Capabilities = ()
    """What is asked and nobody covers who goes."""
    soon_s: float | None = None
    due_s: float | None = None
    """The clock of it, where it begins with this."""


class TaskContactAttempted(Event, frozen=True, kw_only=True, tag="dispatch.task.contact_tried"):
    """Somebody tried to learn how it goes."""

    task: TaskId
    by: ShortText
    whom: ShortText
    reached: bool


class TaskEnded(Event, frozen=True, kw_only=True, tag="dispatch.task.ended"):
    """This service's work is over."""

    task: TaskId
    by: ShortText
    outcome: TaskOutcome
    words: ShortText | None = None


class TaskReleased(Event, frozen=True, kw_only=True, tag="dispatch.task.released"):
    """Its agency follows it from here."""

    task: TaskId
    by: ShortText
    to: ShortText
    reason: ShortText


class TaskCancelled(Event, frozen=True, kw_only=True, tag="dispatch.task.cancelled"):
    """Not needed."""

    task: TaskId
    by: ShortText
    reason: ShortText


class TaskChangeRaised(Event, frozen=True, kw_only=True, tag="dispatch.task.change_raised"):
    """A critical change interrupts the centre."""

    task: TaskId
    change: CriticalChange
    priority: Priority | None = None
    place: Point | None = None
    soon_s: float | None = None
    due_s: float | None = None
    """The clock of the new priority, from the start of the running state."""


class TaskMoved(Event, frozen=True, kw_only=True, tag="dispatch.task.moved"):
    """Its case was the same as another, or was not after all: it is work of that one now."""

    task: TaskId
    case: CaseId
    was_in: CaseId
    centre: CentreId


class TaskChangeAcknowledged(Event, frozen=True, kw_only=True, tag="dispatch.task.change_acknowledged"):
    """The centre knows."""

    task: TaskId
    change: ChangeId
    acknowledgement: Acknowledgement


type TaskEvent = (
    TaskOffered
    | TaskWithoutCentre
    | TaskAidRequested
    | TaskAccepted
    | TaskNotifiedByPhone
    | TaskRefused
    | TaskTimedOut
    | TaskPassedOn
    | TaskUnowned
    | TaskUnitAssigned
    | TaskUnitWithdrawn
    | TaskExtended
    | TaskContactAttempted
    | TaskEnded
    | TaskReleased
    | TaskCancelled
    | TaskChangeRaised
    | TaskMoved
    | TaskChangeAcknowledged
)
