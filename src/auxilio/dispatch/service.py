"""Commands to tasks, units, assignments and patients: one gate, one transaction each."""

from collections.abc import Callable
from datetime import datetime
from typing import assert_never, get_args

from msgspec import structs

from auxilio.dispatch.aggregates import ASSIGNMENT, PATIENT, TASK, UNIT
from auxilio.dispatch.case_transfer import CaseTransfer, next_number, patients_of
from auxilio.dispatch.core.messages import DispatchCommand, PatientCommand, TaskCommand, UnitCommand
from auxilio.dispatch.hospital_arrivals import HospitalArrivals
from auxilio.dispatch.patients.core import machine as patient_machine
from auxilio.dispatch.patients.core import messages as patient_messages
from auxilio.dispatch.ports import (
    CaseWorkIndex,
    CentreCheck,
    CentreRegister,
    OpenCaseCheck,
    PlanAmendment,
    PlanQuery,
    SurvivingCaseLookup,
    UnitDirectory,
    UnitPositions,
    accept_every_centre,
    every_centre_of_the_plan,
    plan_unchanged,
)
from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.dispatch.task_commands import TaskCommandHandler
from auxilio.dispatch.tasks.core import messages as task_messages
from auxilio.dispatch.unit_commands import UnitCommandHandler
from auxilio.dispatch.units.core import assignment_machine
from auxilio.dispatch.units.core import messages as unit_messages
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork

COMMANDS: tuple[type[Command], ...] = (
    *get_args(TaskCommand.__value__),
    *get_args(UnitCommand.__value__),
    *get_args(PatientCommand.__value__),
)
ASKS_A_CENTRE = (
    task_messages.SendHelp,
    task_messages.OfferTask,
    task_messages.RequestMutualAid,
    task_messages.EscalateTask,
)
"""Commands that offer a task to a centre: none offers it to one that is not registered."""
__all__ = ["ASSIGNMENT", "COMMANDS", "PATIENT", "TASK", "UNIT", "DispatchService"]


class DispatchService:
    """The service of stage 4: dispatch. `plan` gives the response plan in force at that moment."""

    def __init__(
        self,
        work: UnitOfWork,
        work_index: CaseWorkIndex,
        positions: UnitPositions,
        plan: Callable[[], ResponsePlan],
        workable: OpenCaseCheck,
        lives_on: SurvivingCaseLookup,
        fleet: UnitDirectory,
        here: PlanAmendment = plan_unchanged,
        check_centre: CentreCheck = accept_every_centre,
        register: CentreRegister = every_centre_of_the_plan,
    ) -> None:
        self._fleet, self._lives_on, self._check_centre = fleet, lives_on, check_centre
        self._here, self._register = here, register
        self._work, self._work_index, self._positions = work, work_index, positions
        self._plan, self._workable = plan, workable

    async def handle(self, command_id: CommandId, command: DispatchCommand, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            if isinstance(command, get_args(TaskCommand.__value__)):
                await self._task(attempt, command, actor)
            elif isinstance(command, get_args(UnitCommand.__value__)):
                await self._unit(attempt, command, actor)
            elif isinstance(command, get_args(PatientCommand.__value__)):
                await self._patient(attempt, command, actor)

        return await self._work.run(command_id, command, actor, decide)

    async def _task(self, attempt: CommandContext, command: TaskCommand, actor: Actor) -> None:
        plan = self._plan()
        if isinstance(command, task_messages.SendHelp | task_messages.RequestMutualAid):
            plan = await self._here(plan, _plan_query(command, actor))
        asks_centre = isinstance(command, ASKS_A_CENTRE)
        registered = await self._register() if asks_centre else None
        tasks = TaskCommandHandler(attempt, actor, plan, self._work_index, self._lives_on, registered)
        match command:
            case task_messages.SendHelp():
                await self._check(attempt, command)
                await tasks.send_help(command)
            case task_messages.OfferTask():
                await self._check(attempt, command)
                await tasks.offer(command)
            case task_messages.RequestMutualAid():
                task = await attempt.get(TASK, command.task)
                await self._workable(attempt, await self._lives_on(attempt, task.case))
                await tasks.ask_for_aid(command, task)
            case task_messages.EscalateTask():
                await tasks.escalate(command)
            case task_messages.MoveTask():
                await CaseTransfer(attempt, self._work_index, self._lives_on).task(command)
            case _:
                await tasks.change(command)

    async def _check(
        self,
        attempt: CommandContext,
        command: task_messages.SendHelp | task_messages.OfferTask | patient_messages.RecordPatient,
    ) -> None:
        """What belongs to a case is of the case's mode for ever: an exercise never becomes a real task by a field."""
        mode = await self._workable(attempt, command.case)
        if command.mode != mode:
            raise Refused("case_mode_differs", case=mode, asked=command.mode)

    async def _unit(self, attempt: CommandContext, command: UnitCommand, actor: Actor) -> None:
        arrivals = HospitalArrivals(attempt, actor, self._work_index)
        crews = UnitCommandHandler(
            attempt, actor, self._plan().area.clocks, self._positions, self._fleet, arrivals
        )
        match command:
            case unit_messages.RegisterUnit():
                if not command.retired:
                    await self._check_centre(command.centre, command.agency)
                await crews.register(command)
            case unit_messages.AlertUnit() | unit_messages.EnterUnit():
                await crews.alert(command)
            case unit_messages.ReportStatus() | unit_messages.EnterStatus():
                await crews.report(command)
            case unit_messages.ReportCareTransfer():
                await arrivals.hand_over(command)
            case unit_messages.KeepAssignmentTrack():
                work = await attempt.get(ASSIGNMENT, command.assignment)
                attempt.record(ASSIGNMENT, work.id, assignment_machine.keep_track(work, command.track))
            case unit_messages.ReleaseUnit():
                await crews.release(command)
            case unit_messages.DivertUnit():
                await crews.divert(command)
            case _:
                await crews.change(command)

    async def _patient(self, attempt: CommandContext, command: PatientCommand, actor: Actor) -> None:
        match command:
            case patient_messages.RecordPatient():
                # A crew's page may still show the case that was merged, or have stored this without network.
                command = structs.replace(command, case=await self._lives_on(attempt, command.case))
                await self._check(attempt, command)
                number = next_number(await patients_of(attempt, self._work_index, command.case))
                attempt.create(PATIENT, command.patient)
                facts = patient_machine.record(command, number)
                attempt.record(PATIENT, command.patient, facts, happened_at=_reported_at(command, attempt))
                attempt.facts["number"] = str(number)
            case patient_messages.MovePatient():
                await CaseTransfer(attempt, self._work_index, self._lives_on).patient(command)
            case (
                patient_messages.UpdatePatient()
                | patient_messages.WarnHospital()
                | patient_messages.AcknowledgeHospitalWarning()
                | patient_messages.TransferPatientCare()
            ):
                patient = await attempt.get(PATIENT, command.patient)
                at = _reported_at(command, attempt)
                facts = patient_machine.decide(patient, command, actor, at)
                attempt.record(PATIENT, patient.id, facts, happened_at=at)
                if facts and isinstance(command, patient_messages.TransferPatientCare):
                    await HospitalArrivals(attempt, actor, self._work_index).after(patient, at)
            case _ as never:
                assert_never(never)


def _plan_query(command: task_messages.SendHelp | task_messages.RequestMutualAid, actor: Actor) -> PlanQuery:
    if isinstance(command, task_messages.RequestMutualAid):
        return PlanQuery(mode=actor.mode)
    return PlanQuery(
        mode=command.mode,
        type=command.type,
        priority=command.priority,
        place=command.place,
        municipality=command.municipality,
    )


def _reported_at(
    command: patient_messages.RecordPatient | patient_machine.PatientDecision, attempt: CommandContext
) -> datetime:
    """A telephone's clock may run ahead; nothing is said later than it is heard."""
    return attempt.at if command.at is None else min(command.at, attempt.at)
