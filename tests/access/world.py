"""The objects of one cell of the matrix: whose they are follows from who asks and from the scenario.

Everything is written as events, so that an object stands in the state that a command needs, without the commands that
would lead there. Nothing is in the database before `Running.settle` commits it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import Any
from uuid import UUID

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel
from auxilio.calls.service import CALL, DESK
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Location, LocationCertainty
from auxilio.cases.service import CASE
from auxilio.dispatch.patients.core import messages as patients
from auxilio.dispatch.patients.core.model import PatientState
from auxilio.dispatch.service import ASSIGNMENT, PATIENT, TASK, UNIT
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.model import TaskOutcome, TelephoneNotice
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind, CriticalChange
from auxilio.dispatch.units.core import assignment_messages as assignments
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.assignment_model import AssignmentStep
from auxilio.dispatch.units.core.model import CrewMember, UnitStatus
from auxilio.followup.core import messages as followup
from auxilio.followup.core.model import (
    EscalationLevel,
    FollowupParty,
    HandoverId,
    MessageId,
    OpenItem,
    WatchKind,
)
from auxilio.followup.service import HANDOVER, MESSAGE, WATCH
from auxilio.kernel.event import Event
from auxilio.kernel.ids import (
    AgencyId,
    AssignmentId,
    CallId,
    CaseId,
    CentreId,
    DeskId,
    PatientId,
    PersonId,
    TaskId,
    UnitId,
    WatchId,
)
from auxilio.kernel.instant import after_s
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import CallBackPolicy, Mode, Priority
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.ids import new_id
from tests.access.actors import OPERATOR, Who
from tests.access.factory_context import Known

PLACE = Point(41.61, 0.62)
PHONE = "+34600100200"
CAN: dict[str, tuple[str, ...]] = {
    "san": ("als", "bls", "aed"),
    "bom": ("pump", "rescue"),
    "pol": ("patrol", "local"),
    "pc": ("cp_officer",),
}
"""What units of each agency can do."""
SERVICE = {"san": "HEALTH", "bom": "FIRE", "pol": "POLICE", "pc": "CIVIL_PROTECTION"}
_numbers = count(500_000)
_callsigns = count(1_000)


def next_callsign() -> str:
    """A name that no other unit has."""
    return f"X-{next(_callsigns)}"


class Scenario(StrEnum):
    """Whose the object is, seen from who asks."""

    OWN = "own"
    """A case of the own desk, or with a task of the own centre; the own call, unit, patient, message."""
    NEIGHBOUR = "neighbour"
    """A case in which the own centre has no task; in a shared case, another one's call, task, unit, patient, message."""
    RESERVED = "reserved"
    """As own, in a reserved case in which the sender is not named; calls are at another desk."""
    MODE = "mode"
    """As own, and the session is a training while the object is real."""
    MISSING = "missing"
    """There is no such object."""


@dataclass
class World:
    """The objects of one cell."""

    who: Who
    scenario: Scenario
    known: Known
    at: datetime
    facts: list[tuple[Aggregate[Any], UUID | str, Event]] = field(default_factory=list)
    undo: list[tuple[Aggregate[Any], UUID | str, Event]] = field(default_factory=list)
    calls: list[CallId] = field(default_factory=list)
    """The first is the one that a citizen's token speaks for."""
    _case: CaseId | None = None

    def tell(self, aggregate: Aggregate[Any], key: UUID | str, *events: Event) -> None:
        """These events happened."""
        self.facts += [(aggregate, key, event) for event in events]

    def afterwards(self, aggregate: Aggregate[Any], key: UUID | str, *events: Event) -> None:
        """These happen when the command was refused, so that the next cell finds what is shared as it was."""
        self.undo += [(aggregate, key, event) for event in events]

    # --- whose ------------------------------------------------------------------------------------

    @property
    def other(self) -> bool:
        """Whether the object is a neighbour's."""
        return self.scenario is Scenario.NEIGHBOUR

    @property
    def reserved(self) -> bool:
        return self.scenario is Scenario.RESERVED

    @property
    def own_centre(self) -> CentreId:
        """Where who asks works; a health centre for those who work at none."""
        return self.who.centre or CentreId(f"{self.who.agency or 'san'}-1")

    @property
    def centre(self) -> CentreId:
        """Whose the tasks and units are. A crew's neighbour is another crew of its own centre."""
        if self.other and not self.who.crew:
            return CentreId("bom-1" if self.own_centre == "san-1" else "san-1")
        return self.own_centre

    @property
    def agency(self) -> AgencyId:
        return AgencyId(self.centre.partition("-")[0])

    @property
    def service(self) -> str:
        return SERVICE[self.agency]

    @property
    def can(self) -> tuple[str, ...]:
        return CAN[self.agency]

    @property
    def owner(self) -> Who:
        """Whose cases these are: of who asks, where they sit in the room; else of an operator."""
        mine = self.who.room and self.who.desk is not None
        return self.who if mine and not self.other and not self.reserved else OPERATOR

    @property
    def speaker(self) -> Who:
        """At whose desk the calls are."""
        mine = self.who.desk is not None and not self.who.crew and not self.other and not self.reserved
        return self.who if mine else OPERATOR

    @property
    def seat(self) -> DeskId:
        """The desk of who asks, or another."""
        desk = OPERATOR.desk if self.other else self.who.desk or OPERATOR.desk
        assert desk is not None, "the operator has one"
        return desk

    # --- cases ------------------------------------------------------------------------------------

    def case(self, *, over: bool = False, alone: bool = True) -> CaseId:
        """A case. `over`: the own centre's task of it has ended; `alone`: a neighbour's is none of ours."""
        if self._case is None:
            self._case = self._open_case(over=over, alone=alone)
        return self._case

    def own_case(self) -> CaseId:
        """One more, which is an own one in every scenario."""
        return replace(self, scenario=Scenario.OWN, _case=None).case()

    def open_case(self, *, reserved: bool = False, mode: Mode = Mode.REAL) -> CaseId:
        """A case of the owner, without anything else in it."""
        case, owner = CaseId(new_id()), self.owner
        self.tell(
            CASE,
            case,
            cases.CaseOpened(
                case=case,
                number=next(_numbers),
                mode=mode,
                by=owner.name,
                owner=owner.desk,
                owner_person=owner.person,
                summary="humo",
            ),
            cases.CaseLocated(case=case, location=location()),
            cases.CaseClassified(case=case, type="MED.PCR", by=owner.name),
            cases.PriorityRaised(case=case, priority=Priority.P2, by=owner.name),
        )
        if reserved:
            self.tell(CASE, case, cases.CaseReserved(case=case, reason="menores"))
        return case

    def _open_case(self, *, over: bool, alone: bool) -> CaseId:
        case = self.open_case(reserved=self.reserved)
        theirs = self.other and alone
        if theirs:
            self.new_task(case, CentreId("bom-1" if self.own_centre == "san-1" else "san-1"))
        elif self.who.agency is not None:
            part = self.new_task(case, self.own_centre)
            if self.who.crew:
                self._work(case, part, self.new_unit(self.own_centre, mine=True))
            elif over:
                ended = tasks.TaskEnded(task=part, by="Ana", outcome=TaskOutcome.ATTENDED)
                self.tell(TASK, part, ended)
        return case

    # --- calls ------------------------------------------------------------------------------------

    def call(
        self,
        *events: Callable[[CallId], Event],
        by: Who | None = None,
        in_case: bool = True,
        channel: CallChannel = CallChannel.CHAT,
    ) -> CallId:
        """A call that was answered, and what happened to it afterwards. In a reserved case always of that case."""
        call, speaker = self._receive_call(channel), by or self.speaker
        assert speaker.desk is not None, "whoever answers sits at a desk"
        answered = calls.CallAnswered(
            call=call, desk=speaker.desk, operator=speaker.person, operator_name=speaker.name
        )
        self.tell(CALL, call, answered)
        if in_case or (self.reserved and by is None):
            self._join(call)
        self.tell(CALL, call, *(event(call) for event in events))
        return call

    def queued_call(self, *, in_case: bool = False) -> CallId:
        """A call that waits."""
        call = self._receive_call(CallChannel.CHAT)
        if in_case or self.reserved:
            self._join(call)
        return call

    def abandoned_call(self) -> CallId:
        """A call that nobody answered; of a case in every scenario but that of an own one."""
        call = self._receive_call(CallChannel.VOICE)
        if self.other or self.reserved:
            self._join(call)
        lost = calls.CallAbandoned(call=call, reason=calls.EndReason.CALLER, call_back=CallBackPolicy.RING)
        self.tell(CALL, call, lost)
        return call

    def over(self, call: CallId) -> Event:
        """It ends."""
        return calls.CallEnded(call=call, reason=calls.EndReason.DESK)

    def _receive_call(self, channel: CallChannel) -> CallId:
        call = CallId(new_id())
        self.calls.append(call)
        rang = calls.CallReceived(
            call=call, number=next(_numbers), channel=channel, mode=Mode.REAL, urgency=50, phone=PHONE
        )
        self.tell(CALL, call, rang, calls.CallQueued(call=call))
        return call

    def _join(self, call: CallId) -> None:
        case = self.case(alone=False)
        self.tell(CALL, call, calls.CallJoinedCase(call=call, case=case))
        self.tell(CASE, case, cases.CallLinked(case=case, call=call))

    def desk(self, *events: Callable[[DeskId], Event]) -> None:
        """The desk of who asks stands ready, with a line, in no call; and what happened afterwards."""
        if (desk := self.who.desk) is None:
            return
        ready = calls.DeskReady(desk=desk, person=self.who.person, person_name="A", mode=Mode.REAL)
        up = calls.DeskLineChanged(desk=desk, up=True)
        self.tell(DESK, desk, ready, calls.DeskLeftCall(desk=desk), up, *(event(desk) for event in events))

    # --- tasks ------------------------------------------------------------------------------------

    def task(self, *events: Callable[[TaskId], Event], accepted: bool = True, **offer: Any) -> TaskId:
        """A task of the centre."""
        return self.new_task(self.case(alone=False), self.centre, *events, accepted=accepted, **offer)

    def new_task(
        self,
        case: CaseId,
        centre: CentreId,
        *events: Callable[[TaskId], Event],
        accepted: bool = True,
        **offer: Any,
    ) -> TaskId:
        task, agency = TaskId(new_id()), AgencyId(centre.partition("-")[0])
        fields = {
            "task": task, "case": case, "mode": Mode.REAL, "centre": centre, "agency": agency,
            "service": SERVICE[agency], "capabilities": CAN[agency], "priority": Priority.P2, "by": OPERATOR.name,
            "soon_s": 30.0, "due_s": 60.0, "place": PLACE,
        } | offer  # fmt: skip
        self.tell(TASK, task, tasks.TaskOffered(**fields))
        if accepted:
            self.tell(TASK, task, tasks.TaskAccepted(task=task, by="Ana", soon_s=60.0, due_s=120.0))
        self.tell(TASK, task, *(event(task) for event in events))
        return task

    def told(self, task: TaskId) -> Event:
        """It was told by telephone."""
        told = TelephoneNotice(
            by=OPERATOR.person, by_name=OPERATOR.name, to="Joan", read_back="humo", at=self.at
        )
        return tasks.TaskNotifiedByPhone(task=task, told=told, soon_s=60.0, due_s=120.0)

    def change(self, kind: ChangeKind = ChangeKind.HAZARD) -> CriticalChange:
        """Something that must be acknowledged."""
        return CriticalChange(id=ChangeId(new_id()), kind=kind, new="gas", at=self.at)

    # --- units ------------------------------------------------------------------------------------

    def unit(self, *events: Callable[[UnitId], Event]) -> UnitId:
        """A unit of the centre that stands ready; the crew's own, where a crew asks."""
        unit = self.new_unit(self.centre, mine=not self.other)
        self.tell(UNIT, unit, *(event(unit) for event in events))
        return unit

    def unit_at_work(
        self,
        *events: Callable[[UnitId], Event],
        task: TaskId | None = None,
        status: UnitStatus = UnitStatus.EN_ROUTE,
    ) -> UnitId:
        """A unit of the centre on its way to a task."""
        unit = self.new_unit(self.centre, mine=not self.other)
        of = task or self.task()
        self._work(self.case(alone=False), of, unit, status)
        self.tell(UNIT, unit, *(event(unit) for event in events))
        return unit

    def new_unit(self, centre: CentreId, *, mine: bool) -> UnitId:
        unit, agency = UnitId(new_id()), AgencyId(centre.partition("-")[0])
        person = self.who.person if mine and self.who.crew else PersonId(new_id())
        self.tell(
            UNIT,
            unit,
            units.UnitRegistered(
                unit=unit,
                callsign=next_callsign(),
                agency=agency,
                centre=centre,
                capabilities=CAN[agency],
                home=PLACE,
                mode=Mode.REAL,
                radios=(f"001-1-{next(_callsigns)}",),
            ),
            units.CrewSignedOn(
                unit=unit, crew=(CrewMember(name="Ana", role="nurse", person=person),), by="Ana"
            ),
            units.UnitStatusReported(unit=unit, status=UnitStatus.AVAILABLE),
        )
        return unit

    def _work(
        self, case: CaseId, task: TaskId, unit: UnitId, status: UnitStatus = UnitStatus.EN_ROUTE
    ) -> None:
        work = AssignmentId(new_id())
        self.tell(UNIT, unit, units.UnitAlerted(unit=unit, assignment=work, task=task, case=case))
        begun = assignments.AssignmentStarted(
            assignment=work, unit=unit, callsign="X-1", task=task, case=case, centre=self.centre, mode=Mode.REAL,
            priority=Priority.P2, by="Ana",
        )  # fmt: skip
        self.tell(ASSIGNMENT, work, begun)
        self.tell(TASK, task, tasks.TaskUnitAssigned(task=task, assignment=work))
        steps = {
            UnitStatus.EN_ROUTE: (AssignmentStep.EN_ROUTE,),
            UnitStatus.AT_DESTINATION: (
                AssignmentStep.EN_ROUTE,
                AssignmentStep.ON_SCENE,
                AssignmentStep.TRANSPORTING,
                AssignmentStep.AT_DESTINATION,
            ),
        }
        for step in steps[status]:
            self.tell(ASSIGNMENT, work, assignments.AssignmentStepReached(assignment=work, step=step))
        self.tell(UNIT, unit, units.UnitStatusReported(unit=unit, status=status))

    # --- patients, messages, watches, handovers -----------------------------------------------------

    def patient(self, *events: Callable[[PatientId], Event], unit: UnitId | None = None) -> PatientId:
        """A patient whom a unit of the centre has."""
        has, patient = unit or self.unit_at_work(), PatientId(new_id())
        recorded = patients.PatientRecorded(
            patient=patient, case=self.case(alone=False), mode=Mode.REAL, number=1
        )
        with_unit = patients.PatientUpdated(patient=patient, unit=has, state=PatientState.WITH_UNIT)
        self.tell(PATIENT, patient, recorded, with_unit, *(event(patient) for event in events))
        return patient

    def party(self) -> FollowupParty:
        """Who is concerned: the desk, the centre or the unit of who asks; a neighbour's."""
        if self.who.crew:
            return FollowupParty(unit=self.unit_at_work())
        if self.who.agency is not None:
            return FollowupParty(centre=self.centre)
        return FollowupParty(desk=self.speaker.desk)

    def message(self) -> MessageId:
        """Words for them."""
        message, to = MessageId(new_id()), self.party()
        sent = followup.MessageSent(
            message=message, case=self.case(alone=False), mode=Mode.REAL, by=OPERATOR.person, by_name="Op",
            sender=FollowupParty(desk=OPERATOR.desk), to=(to,), words="hay humo",
        )  # fmt: skip
        self.tell(MESSAGE, message, sent)
        return message

    def watch(self, kind: WatchKind = WatchKind.NO_UNIT, about: str | None = None) -> WatchId:
        """A promise that concerns them."""
        watch, to, case = WatchId(new_id()), self.party(), self.case(alone=False)
        set_ = followup.WatchSet(
            watch=watch, kind_of=kind, about=about, subject=f"case:{case}", mode=Mode.REAL, case=case, to=(to,),
            red_at=after_s(self.at, 3_600), first=EscalationLevel.DESK,
        )  # fmt: skip
        self.tell(WATCH, watch, set_)
        return watch

    def handover(self, *, by_me: bool) -> HandoverId:
        """A desk that is offered to its next person."""
        handover = HandoverId(new_id())
        desk = OPERATOR.desk if self.other else self.who.desk or OPERATOR.desk
        by = self.who if by_me and not self.other else OPERATOR
        offered = followup.HandoverOffered(
            handover=handover, desk=desk, mode=Mode.REAL, by=by.person, by_name=by.name,
            items=(OpenItem(subject=f"case:{self.case()}"),),
        )  # fmt: skip
        self.tell(HANDOVER, handover, offered)
        return handover


def location(words: str = "Carrer Major 1") -> Location:
    """A place that was read back and agreed."""
    return Location(degree=LocationCertainty.AGREED, words=words, point=PLACE, municipality="Vila")
