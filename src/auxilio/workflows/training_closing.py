"""Ends practice sessions whose time is over, and closes what an ended one opened: calls, watches, tasks, assignments, cases, and
the copies of units.

Every look reads what is still open and sends the commands that close it, as the system and in the mode of the session, whose
object rules keep it from what is real. A worker that is killed leaves the rest to the next look (decision 0323).
"""

import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import FINISHED_STATES, Call, CallDisposition, CallState
from auxilio.calls.service import CALL
from auxilio.cases.core.merging import merged_cases
from auxilio.cases.core.messages import CloseCase
from auxilio.cases.core.model import Case, CaseEnding, CaseState, ClosingData, ServiceOutcome
from auxilio.cases.service import CASE
from auxilio.dispatch.service import UNIT
from auxilio.dispatch.tasks.core.messages import AcknowledgeChange, CancelTask
from auxilio.dispatch.tasks.core.model import Task, TaskOutcome, TaskState, is_settled
from auxilio.dispatch.tasks.core.shared_types import ChangeId, unacknowledged
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep
from auxilio.dispatch.units.core.messages import (
    AcknowledgeOrder,
    ReleaseUnit,
    SignOffCrew,
    WithdrawStandBy,
)
from auxilio.dispatch.units.core.model import Unit
from auxilio.followup.core.messages import CancelWatch
from auxilio.followup.service import WATCH
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId, CommandId, UnitId, stream_id
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.i18n import catalogues
from auxilio.platform.ids import derived_id, new_id
from auxilio.training.core.messages import EndTraining, MarkTrainingClosed, TrainingEnded
from auxilio.training.core.model import PracticeSession, PracticeState
from auxilio.training.core.policy import is_out_of_time
from auxilio.training.ports import AllOver
from auxilio.training.service import PRACTICE_SESSION
from auxilio.workflows.runner import StateReader, system_actor

LOOK_S = 2.0
"""How often what is open is looked for."""
ACTS_MAX = 60
"""Commands of one look at one session: the worker also serves real calls (ours)."""
CLOSE_S_MAX = 600.0
"""What could not be closed so long after the end stays open, and the session says how much it is (ours)."""
_log = logging.getLogger(__name__)


def practice_unit_id(unit: Unit, mode: Mode) -> UnitId:
    """Id of the copy of a unit in a mode."""
    return UnitId(derived_id(unit.id, f"practice.{mode}"))


def calls_all_over(states: StateReader) -> AllOver:
    """Whether each of some calls has rung and is over, for the page of practice sessions."""

    async def all_over(calls: Sequence[CallId]) -> bool:
        found = [await states.state(CALL, one) for one in calls]
        return all(one is not None and one.state in FINISHED_STATES for one in found)

    return all_over


@dataclass
class TrainingCloser:
    """Run by the leader, every `LOOK_S`."""

    clock: Clock
    commands: CommandPort
    states: StateReader
    installed: Mode
    """The mode of the installation, whose units were copied."""

    async def run(self) -> None:
        """One look at every session that is not closed."""
        sessions = await self.states.live(PRACTICE_SESSION)
        for session in sessions:
            try:
                if session.state is PracticeState.ENDED:
                    await self._close(session, sessions)
                elif is_out_of_time(session, self.clock.now()):
                    await self._send(session, EndTraining(training=session.id))
            except TRANSIENT_ERRORS:
                raise
            except Exception:  # noqa: BLE001  the worker also serves real calls: one session must not stop it
                _log.exception("training_failed", extra={"kind": "training_closing"})

    async def _close(self, session: PracticeSession, sessions: Sequence[PracticeSession]) -> None:
        going_on = [
            one for one in sessions if one.mode is session.mode and one.state is not PracticeState.ENDED
        ]
        taken = {call for one in going_on for incident in one.incidents for call in incident.calls}
        left = [command async for command in self._still_open(session, taken, last=not going_on)]
        for command in left[:ACTS_MAX]:
            await self._send(session, command)
        now, ended_at = self.clock.now(), session.ended_at or session.started_at
        if not left or seconds_between(ended_at, now) > CLOSE_S_MAX:
            await self._send(session, MarkTrainingClosed(training=session.id, left_open=len(left)))

    async def _still_open(
        self, session: PracticeSession, taken: set[CallId], *, last: bool
    ) -> AsyncIterator[Command]:
        """What is to be done, in an order in which each makes the next possible. `taken`: calls of sessions that go on;
        `last`: no other session of the mode goes on, so that the copies of units are not needed."""
        found = [
            call
            for incident in session.incidents
            for id in incident.calls
            if (call := await self.states.state(CALL, id)) is not None
        ]
        for call in found:
            for command in _closing_call(call):
                yield command
            for command in await self._cancelled_watches(call=str(call.id)):
                yield command
        for case in await self._cases(found, taken):
            for command in await self._closing_case(case):
                yield command
        if last:
            async for command in self._parked_units(session):
                yield command

    async def _cases(self, found: Sequence[Call], taken: set[CallId]) -> list[Case]:
        """The cases of these calls as they live on, without those that a session that goes on works on too."""
        cases: dict[CaseId, Case] = {}
        for id in {call.case for call in found if call.case is not None}:
            case = await self.states.state(CASE, id)
            while case is not None and case.merged_into is not None:
                case = await self.states.state(CASE, case.merged_into)
            if case is not None and taken.isdisjoint(case.calls):
                cases[case.id] = case
        return list(cases.values())

    async def _closing_case(self, case: Case) -> list[Command]:
        within = await self._within(case)
        work = [one for id in within for one in await self.states.of_case(id)]
        tasks = [one for one in work if isinstance(one, Task)]
        commands: list[Command] = []
        if case.state is CaseState.OPEN:
            for one in work:
                if isinstance(one, Call):
                    commands += _closing_call(one)
                elif isinstance(one, Assignment) and one.step is not AssignmentStep.RELEASED:
                    commands.append(ReleaseUnit(unit=one.unit, reason=_reason()))
            commands += [
                CancelTask(task=one.id, change=ChangeId(derived_id(one.id, "over")), reason=_reason())
                for one in tasks
                if not is_settled(one)
            ]
            closing = ClosingData(disposition=CaseEnding.RESOLVED, outcomes=_outcomes(tasks), words=_reason())
            commands.append(CloseCase(case=case.id, closing=closing))
        commands += [
            AcknowledgeChange(task=task.id, change=change.id, told_to=_reason())
            for task in tasks
            for change in unacknowledged(task.changes)
        ]
        for id in within:
            commands += await self._cancelled_watches(case=str(id))
        return commands

    async def _within(self, case: Case) -> list[CaseId]:
        """The case, and those that go on in it."""
        within = [case.id]
        for id in within:
            found = await self.states.state(CASE, id)
            within += merged_cases(found) if found is not None else []
        return within

    async def _parked_units(self, session: PracticeSession) -> AsyncIterator[Command]:
        """Copies of units go out of service, without a crew, until the next session begins."""
        for unit in await self.states.live(UNIT, mode=self.installed.value):
            copy = await self.states.state(UNIT, practice_unit_id(unit, session.mode))
            if copy is None or copy.mode is not session.mode:
                continue
            for command in await self._cancelled_watches(subject=stream_id(UNIT.name, copy.id)):
                yield command
            for command in _released(copy):
                yield command

    async def _cancelled_watches(self, **of: str) -> list[Command]:
        found = await self.states.live(WATCH, **of)
        return [CancelWatch(watch=one.id, by=TrainingEnded.kind()) for one in found]

    async def _send(self, session: PracticeSession, command: Command) -> None:
        try:
            await self.commands.handle(CommandId(new_id()), command, system_actor(session.mode))
        except Refused as refused:
            # Somebody was quicker, or an earlier command of this look must first be followed: the next look asks again.
            _log.info("training_refused", extra={"kind": type(command).__name__, "code": refused.code})


def _released(unit: Unit) -> list[Command]:
    """From its work, its stand-by and its orders; then it has no crew."""
    commands: list[Command] = []
    if unit.assignment is not None:
        commands.append(ReleaseUnit(unit=unit.id, reason=_reason()))
    if unit.stand_by is not None:
        commands.append(WithdrawStandBy(unit=unit.id, change=ChangeId(new_id()), why=_reason()))
    commands += [
        AcknowledgeOrder(unit=unit.id, change=one.id, told_to=_reason())
        for one in unacknowledged(unit.orders)
    ]
    return [*commands, SignOffCrew(unit=unit.id)] if unit.crew else commands


def _closing_call(call: Call) -> list[Command]:
    """A caller who was not answered, or is owed a call back, is called back by nobody after the end."""
    if call.state is CallState.RINGING_BACK:
        return [calls.HangUp(call=call.id)]
    if call.state not in FINISHED_STATES:
        return [calls.EndByCaller(call=call.id)]
    if call.state is CallState.ABANDONED and call.disposition is None:
        return [calls.SetDisposition(call=call.id, disposition=CallDisposition.TEST)]
    return []


def _outcomes(tasks: Sequence[Task]) -> tuple[ServiceOutcome, ...]:
    """What each service did, as far as its task says; a cancelled task needs nothing."""
    ended = {
        one.service: one.outcome or TaskOutcome.OTHER
        for one in tasks
        if one.state in {TaskState.ENDED, TaskState.RELEASED}
    }
    return tuple(ServiceOutcome(service=service, result=result.value) for service, result in ended.items())


def _reason() -> str:
    return catalogues().text("training.closed_by_end")
