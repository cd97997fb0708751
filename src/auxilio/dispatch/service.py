"""Commands to tasks, units, assignments and patients: one gate, one transaction each."""

from collections.abc import Callable
from datetime import datetime
from typing import assert_never, get_args

from msgspec import structs

from auxilio.dispatch.arrivals import Arrivals
from auxilio.dispatch.crews import Crews
from auxilio.dispatch.handover import HandOver
from auxilio.dispatch.machine import assignments, patients
from auxilio.dispatch.machine.place import is_own
from auxilio.dispatch.messages import DispatchCommand, PatientCommand, TaskCommand, UnitCommand
from auxilio.dispatch.messages import patients as p
from auxilio.dispatch.messages import tasks as t
from auxilio.dispatch.messages import units as u
from auxilio.dispatch.moving import Moving, next_number, patients_of
from auxilio.dispatch.nouns import ASSIGNMENT, PATIENT, TASK, UNIT
from auxilio.dispatch.plan import Plan
from auxilio.dispatch.ports import (
    Asked,
    CaseNouns,
    Fleet,
    LivesOn,
    PlanHere,
    Positions,
    Workable,
    as_approved,
)
from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.work import Attempt, UnitOfWork

COMMANDS: tuple[type[Command], ...] = (
    *get_args(TaskCommand.__value__),
    *get_args(UnitCommand.__value__),
    *get_args(PatientCommand.__value__),
)
__all__ = ["ASSIGNMENT", "COMMANDS", "PATIENT", "TASK", "UNIT", "Dispatch"]


class Dispatch:
    """The shell of stage 4. `plan` gives the response plan in force at that moment."""

    def __init__(
        self,
        work: UnitOfWork,
        nouns: CaseNouns,
        positions: Positions,
        plan: Callable[[], Plan],
        workable: Workable,
        lives_on: LivesOn,
        fleet: Fleet,
        here: PlanHere = as_approved,
    ) -> None:
        self._fleet, self._lives_on = fleet, lives_on
        self._here = here
        self._work, self._nouns, self._positions = work, nouns, positions
        self._plan, self._workable = plan, workable

    async def handle(self, command_id: CommandId, command: DispatchCommand, actor: Actor) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)

        async def decide(attempt: Attempt) -> None:
            if isinstance(command, get_args(TaskCommand.__value__)):
                await self._task(attempt, command, actor)
            elif isinstance(command, get_args(UnitCommand.__value__)):
                await self._unit(attempt, command, actor)
            elif isinstance(command, get_args(PatientCommand.__value__)):
                await self._patient(attempt, command, actor)

        return await self._work.run(command_id, command, actor, decide)

    async def _task(self, attempt: Attempt, command: TaskCommand, actor: Actor) -> None:
        plan = self._plan()
        if isinstance(command, t.SendHelp | t.AskForAid):
            plan = await self._here(plan, _asked(command, actor))
        tasks = HandOver(attempt, actor, plan, self._nouns, self._lives_on)
        match command:
            case t.SendHelp():
                await self._check(attempt, command)
                await tasks.send_help(command)
            case t.OfferTask():
                await self._check(attempt, command)
                await tasks.offer(command)
            case t.AskForAid():
                task = await attempt.get(TASK, command.task)
                await self._workable(attempt, await self._lives_on(attempt, task.case))
                await tasks.ask_for_aid(command, task)
            case t.EscalateTask():
                await tasks.escalate(command)
            case t.MoveTask():
                await Moving(attempt, self._nouns, self._lives_on).task(command)
            case _:
                await tasks.change(command)

    async def _check(self, attempt: Attempt, command: t.SendHelp | t.OfferTask | p.RecordPatient) -> None:
        """What belongs to a case is of the case's mode for ever: an exercise never becomes a real task by a field."""
        mode = await self._workable(attempt, command.case)
        if command.mode != mode:
            raise Refused("case_mode_differs", case=mode, asked=command.mode)

    async def _unit(self, attempt: Attempt, command: UnitCommand, actor: Actor) -> None:
        arrivals = Arrivals(attempt, actor, self._nouns)
        crews = Crews(attempt, actor, self._plan().area.clocks, self._positions, self._fleet, arrivals)
        match command:
            case u.RegisterUnit():
                await crews.register(command)
            case u.AlertUnit() | u.EnterUnit():
                await crews.alert(command)
            case u.ReportStatus() | u.EnterStatus():
                await crews.report(command)
            case u.ReportHandover():
                await arrivals.hand_over(command)
            case u.KeepTrack():
                work = await attempt.get(ASSIGNMENT, command.assignment)
                attempt.record(ASSIGNMENT, work.id, assignments.keep_track(work, command.track))
            case u.ReleaseUnit():
                await crews.release(command)
            case u.DivertUnit():
                await crews.divert(command)
            case _:
                await crews.change(command)

    async def _patient(self, attempt: Attempt, command: PatientCommand, actor: Actor) -> None:
        match command:
            case p.RecordPatient():
                await self._own_case(attempt, command.case, actor)
                # A crew's page may still show the case that was merged, or have stored this without network.
                command = structs.replace(command, case=await self._lives_on(attempt, command.case))
                await self._check(attempt, command)
                number = next_number(await patients_of(attempt, self._nouns, command.case))
                attempt.create(PATIENT, command.patient)
                facts = patients.record(command, number)
                attempt.record(PATIENT, command.patient, facts, happened_at=_said_at(command, attempt))
                attempt.facts["number"] = str(number)
            case p.MovePatient():
                await Moving(attempt, self._nouns, self._lives_on).patient(command)
            case p.UpdatePatient() | p.WarnHospital() | p.HospitalAcknowledged() | p.HandOver():
                patient = await attempt.get(PATIENT, command.patient)
                await self._own_case(attempt, patient.case, actor)
                at = _said_at(command, attempt)
                facts = patients.decide(patient, command, actor, at)
                attempt.record(PATIENT, patient.id, facts, happened_at=at)
                if facts and isinstance(command, p.HandOver):
                    await Arrivals(attempt, actor, self._nouns).after(patient, at)
            case _ as never:
                assert_never(never)

    async def _own_case(self, attempt: Attempt, case: CaseId, actor: Actor) -> None:
        """A crew speaks of the patients of a case it works on, or has worked on. Raises `Refused("not_your_case")`."""
        if actor.kind != "crew":
            return
        for of in dict.fromkeys((case, await self._lives_on(attempt, case))):
            for id in await self._nouns.ids("assignment", of):
                work = await attempt.get(ASSIGNMENT, id)
                if is_own(await attempt.get(UNIT, work.unit), actor):
                    return
        raise Refused("not_your_case")


def _asked(command: t.SendHelp | t.AskForAid, actor: Actor) -> Asked:
    if isinstance(command, t.AskForAid):
        return Asked(mode=actor.mode)
    return Asked(
        mode=command.mode,
        type=command.type,
        priority=command.priority,
        place=command.place,
        municipality=command.municipality,
    )


def _said_at(command: p.RecordPatient | patients.PatientDecision, attempt: Attempt) -> datetime:
    """A telephone's clock may run ahead; nothing is said later than it is heard."""
    return attempt.at if command.at is None else min(command.at, attempt.at)
