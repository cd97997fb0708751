"""Commands to units, with the assignment and the task that move with them: load, decide, record."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from auxilio.dispatch.aggregates import ASSIGNMENT, TASK, UNIT
from auxilio.dispatch.hospital_arrivals import HospitalArrivals
from auxilio.dispatch.ports import UnitDirectory, UnitPositions
from auxilio.dispatch.recommendation.core.joint_assignment import is_divertible
from auxilio.dispatch.tasks.core import centre_authority
from auxilio.dispatch.tasks.core import machine as task_machine
from auxilio.dispatch.tasks.core.model import GoingUnit, Task
from auxilio.dispatch.tasks.core.shared_types import ChangeKind, CriticalChange
from auxilio.dispatch.tasks.core.time_limits import TaskTimeLimits
from auxilio.dispatch.units.core import assignment_machine, machine
from auxilio.dispatch.units.core import messages as m
from auxilio.dispatch.units.core.assignment_model import STEP_OF, Assignment, ReleaseReason
from auxilio.dispatch.units.core.model import LateStatusReason, Unit, UnitStatus
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.command_executor import CommandContext


@dataclass(frozen=True)
class UnitCommandHandler:
    """The units of one command."""

    attempt: CommandContext
    actor: Actor
    clocks: TaskTimeLimits
    positions: UnitPositions
    fleet: UnitDirectory
    arrivals: HospitalArrivals

    async def register(self, command: m.RegisterUnit) -> None:
        """A unit exists. Two of one mode that answer to one name, or two to one radio, are one too many.

        Raises `Refused`: `callsign_taken`, `radio_taken`.
        """
        unit = await self.attempt.find(UNIT, command.unit)
        facts = machine.register(unit, command, self.actor)
        for other in await self.fleet.units() if facts else ():
            same = (other.callsign, other.mode) == (command.callsign, command.mode)
            if same and other.id != command.unit and not other.retired:
                raise Refused("callsign_taken", callsign=command.callsign, field="$.callsign")
            if not (other.id == command.unit or other.retired or command.retired):
                shared = set(command.radios) & set(other.radios)
                if shared:
                    raise Refused(
                        "radio_taken", address=min(shared), callsign=other.callsign, field="$.radios"
                    )
        self.attempt.record(UNIT, command.unit, facts)

    async def alert(self, command: m.AlertUnit | m.EnterUnit) -> None:
        """Unit, assignment and task change together or not at all."""
        attempt = self.attempt
        await attempt.load((UNIT, command.unit), (TASK, command.task), (ASSIGNMENT, command.assignment))
        unit, task = await attempt.get(UNIT, command.unit), await attempt.get(TASK, command.task)
        told = isinstance(command, m.EnterUnit)
        self._may_alert(task, told=told)
        known = await attempt.find(ASSIGNMENT, command.assignment)
        if known is not None:
            if known.unit == unit.id and known.task == task.id:
                return  # the same alert again
            raise Refused("assignment_exists", callsign=known.callsign)
        facts = machine.alert(unit, command.assignment, task, told=told)
        given = task_machine.assign_unit(
            task,
            GoingUnit(assignment=command.assignment, can=unit.capabilities),
            self.actor,
            self.clocks,
            by_rule=self.actor.kind == "system",
        )
        seen = next(iter(await self.positions.latest([unit.id])), None)
        begun = assignment_machine.begin(command, unit, task, seen, self.actor, attempt.at)
        attempt.record(UNIT, unit.id, facts)
        attempt.record(ASSIGNMENT, command.assignment, begun)
        attempt.record(TASK, task.id, given)

    def _may_alert(self, task: Task, *, told: bool) -> None:
        if told:
            if not task.by_telephone and task.told is None:
                raise Refused("task_has_console", centre=task.centre)
            return
        centre_authority.require_centre(task.centre, self.actor, task.agency)
        if self.actor.kind == "system" and not task.reflex:
            raise Refused("reflex_not_delegated", agency=task.agency)

    async def report(self, command: m.ReportStatus | m.EnterStatus) -> None:
        """What the crew says, and what it means for its work."""
        unit = await self.attempt.get(UNIT, command.unit)
        work = await self.attempt.get(ASSIGNMENT, unit.assignment) if unit.assignment else None
        happened_at = None
        if isinstance(command, m.ReportStatus) and command.at is not None:
            happened_at = min(
                command.at, self.attempt.at
            )  # a telephone's clock may run ahead; nothing is from later
            command = msgspec.structs.replace(command, at=happened_at)
        facts = machine.report(unit, command, self.actor, work)
        self.attempt.record(UNIT, unit.id, facts, happened_at=happened_at)
        if work is None:
            return
        for fact in facts:
            match fact:
                case m.UnitStatusReported(status=status) if status in machine.ENDS_WORK:
                    await self._let_go(unit, work, _release_reason(status, work), happened_at)
                case m.UnitStatusReported(status=status):
                    await self._reach(work, command, happened_at, status)
                case m.UnitLateStatusKept(status=status, reason=LateStatusReason.LATE_IN_ORDER):
                    await self._reach(work, command, happened_at, status)
                case _:
                    pass
        if not facts and command.destination is not None:  # same status, another hospital
            await self._reach(work, command, happened_at, command.status)

    async def _reach(
        self,
        work: Assignment,
        command: m.ReportStatus | m.EnterStatus,
        happened_at: datetime | None,
        status: UnitStatus,
    ) -> None:
        hospital = command.hospital if isinstance(command, m.ReportStatus) else None
        step = STEP_OF.get(status)
        facts = () if step is None else assignment_machine.reach(work, step, command.destination, hospital)
        self.attempt.record(ASSIGNMENT, work.id, facts, happened_at=happened_at)
        if status is UnitStatus.TRANSPORTING:
            await self.arrivals.leave(work, command, happened_at or self.attempt.at)

    async def release(self, command: m.ReleaseUnit) -> None:
        """A dispatcher lets it go. What the crew reported stays, until the crew says otherwise."""
        unit = await self.attempt.get(UNIT, command.unit)
        centre_authority.require_centre(unit.centre, self.actor, unit.agency)
        if unit.assignment is None:
            return
        work = await self.attempt.get(ASSIGNMENT, unit.assignment)
        await self._let_go(unit, work, ReleaseReason.DESK, None, command.reason)

    async def divert(self, command: m.DivertUnit) -> None:
        """What it was going to and what it goes to change together or not at all.

        Raises `Refused`: `not_your_centre`, `not_on_that_task`, `unit_not_divertible` for one that is there, has a patient, or
        goes to something as severe; and what alerting raises.
        """
        unit, to = await self.attempt.get(UNIT, command.unit), await self.attempt.get(TASK, command.task)
        if unit.assignment == command.assignment:
            return
        centre_authority.require_centre(unit.centre, self.actor, unit.agency)
        if unit.task != command.leaves or unit.assignment is None:
            raise Refused("not_on_that_task", callsign=unit.callsign)
        work, of = (
            await self.attempt.get(ASSIGNMENT, unit.assignment),
            await self.attempt.get(TASK, command.leaves),
        )
        if not is_divertible(unit, to, of):
            raise Refused(
                "unit_not_divertible",
                callsign=unit.callsign,
                status=unit.status,
                priority=of.priority.name,
                wanted=to.priority.name,
            )
        await self._let_go(unit, work, ReleaseReason.DIVERTED, None, command.reason)
        alert = m.AlertUnit(
            assignment=command.assignment,
            unit=unit.id,
            task=to.id,
            eta_s=command.eta_s,
            eta_by=command.eta_by,
            proposed=command.proposed,
        )
        await self.alert(alert)
        news = CriticalChange(
            id=command.change,
            case=to.case,
            kind=ChangeKind.DIVERTED,
            new=command.reason,
            at=self.attempt.at,
        )
        now = await self.attempt.get(UNIT, unit.id)
        self.attempt.record(UNIT, unit.id, machine.order(now, news, self.actor))

    async def _let_go(
        self,
        unit: Unit,
        work: Assignment,
        reason: ReleaseReason,
        happened_at: datetime | None,
        words: str | None = None,
    ) -> None:
        now, attempt = await self.attempt.get(UNIT, unit.id), self.attempt
        attempt.record(
            UNIT, unit.id, machine.free_unit(now, reason, self.actor, words), happened_at=happened_at
        )
        released = assignment_machine.release(work, reason, self.actor)
        attempt.record(ASSIGNMENT, work.id, released, happened_at=happened_at)
        task = await attempt.get(TASK, work.task)
        did = unit.capabilities if reason is ReleaseReason.FINISHED else None
        taken = reason is ReleaseReason.DIVERTED
        gone = task_machine.withdraw_unit(task, work.id, self.clocks, did=did, taken=taken)
        attempt.record(TASK, task.id, gone, happened_at=happened_at)

    async def change(self, command: machine.UnitDecision) -> None:
        """What concerns the unit alone."""
        unit = await self.attempt.get(UNIT, command.unit)
        happened_at = None
        if isinstance(command, m.RaiseCrewEmergency | m.AcknowledgeOrder) and command.at is not None:
            happened_at = min(command.at, self.attempt.at)
        facts = machine.decide(unit, command, self.actor, self.attempt.at)
        self.attempt.record(UNIT, unit.id, facts, happened_at=happened_at)


def _release_reason(status: UnitStatus, work: Assignment) -> ReleaseReason:
    if status is UnitStatus.OUT_OF_SERVICE:
        return ReleaseReason.OUT_OF_SERVICE
    return ReleaseReason.FINISHED if assignment_machine.has_arrived(work) else ReleaseReason.NOT_ARRIVED
