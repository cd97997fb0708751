"""What other capabilities ask of a case; the composition root passes `CaseQueries` to them as their ports."""

from collections.abc import Sequence

from auxilio.access.actors import in_room, is_system, works_for
from auxilio.archive.report_mail.core.model import MailableCase
from auxilio.calls import service as calls
from auxilio.calls.core.model import CONNECTED_STATES, Call
from auxilio.cases import service as cases
from auxilio.cases.core.model import CaseState
from auxilio.cases.ports import OpenWorkCheck
from auxilio.dispatch import service as dispatch
from auxilio.dispatch.core.boards import own_unit
from auxilio.dispatch.tasks.core.model import OPEN_STATES
from auxilio.instructions import service as instructions
from auxilio.instructions.core.model import InstructionRun
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId, DeskId, stream_id
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.command_executor import CommandContext
from auxilio.platform.database.connection import Pool
from auxilio.triage import service as triage
from auxilio.triage.core.known_answers import latest_answers
from auxilio.triage.core.model import ProtocolRun
from auxilio.workflows.runner import StateReader


class CaseQueries:
    """The mode of a case, its interviews' answers, who may write, report and locate, the case it goes on in, and whether it
    is open for work or can be sealed."""

    def __init__(
        self, pool: Pool, aggregates: AggregateRegistry, before_seal: Sequence[OpenWorkCheck] = ()
    ) -> None:
        self._pool, self._states, self._before_seal = pool, StateReader(pool, aggregates), before_seal

    async def mode_of(self, case: CaseId) -> Mode:
        """The mode of a case. Raises `Refused("unknown_case")`."""
        found = await log.state_of(self._pool, stream_id("case", case))
        if found is None:
            raise Refused("unknown_case", id=str(case))
        return cases.CASE.read_state(found[1]).mode

    async def facts(self, case: CaseId, desk: DeskId | None) -> dict[str, str]:
        """Each question's latest answer over the case's own interviews and those of callers who are connected with this desk."""
        found = await self._states.of_case(case)
        here = {
            one.id
            for one in found
            if isinstance(one, Call)
            and desk is not None
            and one.desk == desk
            and one.state in CONNECTED_STATES
        }
        runs = [one for one in found if isinstance(one, ProtocolRun)]
        return latest_answers([run for run in runs if run.call is None or run.call in here])

    async def runs(self, case: CaseId) -> Sequence[ProtocolRun]:
        """The interviews of a case, as things stand now."""
        return await self._states.in_case(triage.RUN, case)

    async def cards(self, case: CaseId) -> Sequence[InstructionRun]:
        """The dictated cards of a case, as things stand now."""
        return await self._states.in_case(instructions.DICTATION, case)

    async def speaks(self, case: CaseId, actor: Actor) -> None:
        """A crew writes about a case it works on, or has worked on. Raises `Refused("not_your_case")`."""
        if actor.kind != "crew":
            return
        for of in dict.fromkeys((case, await self.goes_on_in(case))):
            for work in await self._states.in_case(dispatch.ASSIGNMENT, of):
                unit = await self._states.state(dispatch.UNIT, work.unit)
                if unit is not None and own_unit(unit, actor):
                    return
        raise Refused("not_your_case")

    async def reports(self, case: CaseId, actor: Actor) -> None:
        """The room reports of every case; a centre of those that it has or had a task of, a crew of its own.

        Raises `Refused`: `not_your_case`, `no_task_here`.
        """
        await self.speaks(case, actor)
        if actor.kind == "crew" or is_system(actor) or in_room(actor):
            return
        of = dict.fromkeys((case, await self.goes_on_in(case)))
        tasks = [task for each in of for task in await self._states.in_case(dispatch.TASK, each)]
        if not any(works_for(actor, task.centre, task.agency) for task in tasks):
            raise Refused("no_task_here")

    async def locates(self, case: CaseId, actor: Actor) -> None:
        """The room says where every case is; a centre, where those are that it has a task of.

        Raises `Refused("no_task_here")`.
        """
        if is_system(actor) or in_room(actor):
            return
        tasks = await self._states.in_case(dispatch.TASK, case)
        if not any(
            works_for(actor, task.centre, task.agency) and task.state in OPEN_STATES for task in tasks
        ):
            raise Refused("no_task_here")

    async def workable(self, attempt: CommandContext, case: CaseId) -> Mode:
        """The mode of an open case, whose version giving it work then states. Raises `Refused("case_not_open")`."""
        found = await attempt.get(cases.CASE, case)
        if found.state is not CaseState.OPEN:
            raise Refused("case_not_open", number=found.number, state=found.state)
        return found.mode

    async def interviewable(self, attempt: CommandContext, case: CaseId, call: CallId | None) -> Mode:
        """The same of a case in which an interview begins, with this call, which is of the case or was put into it.

        Raises `Refused`: `case_not_open`, `unknown_call`, `call_of_another_case`.
        """
        mode = await self.workable(attempt, case)
        if call is None or call in (await attempt.get(cases.CASE, case)).calls:
            return mode
        held = await attempt.peek(calls.CALL, call)
        if held is None:
            raise Refused("unknown_call", id=str(call))
        known = {*held.was_in, held.case}
        if held.case is not None:
            known.add(await self.lives_on(attempt, held.case))  # it follows a merged case a moment later
        if case not in known:
            raise Conflict("call_of_another_case", call=str(call))
        return mode

    async def lives_on(self, attempt: CommandContext, case: CaseId) -> CaseId:
        """The case in which a case goes on, within one attempt. Raises `Refused("unknown_case")`."""
        return (await cases.surviving_case(attempt, case)).id

    async def goes_on_in(self, case: CaseId) -> CaseId:
        """The same as things stand now; a case that nobody knows is itself."""
        found = await self._states.state(cases.CASE, case)
        while found is not None and found.merged_into is not None:
            found = await self._states.state(cases.CASE, found.merged_into)
        return found.id if found is not None else case

    async def mailable(self, attempt: CommandContext, case: CaseId) -> MailableCase:
        """What a mail with the report of a case must know of it. Of one that was merged, the case that lives on counts too."""
        found = await attempt.get(cases.CASE, case)
        reserved = found.reserved or (await cases.surviving_case(attempt, case)).reserved
        return MailableCase(number=found.number, mode=found.mode, reserved=reserved)

    async def sealable(self, attempt: CommandContext, case: CaseId) -> Mode:
        """The mode of a closed case, whose version sealing then states, with those of all that worked on it.

        Raises `Refused`: `case_not_closed`, and `tasks_open`, `units_still_out`, `calls_open` naming which.
        """
        found = await attempt.get(cases.CASE, case)
        if found.state not in {CaseState.CLOSED, CaseState.SEALED}:
            raise Refused("case_not_closed", number=found.number)
        for check in self._before_seal:
            await check(attempt, case)
        return found.mode
