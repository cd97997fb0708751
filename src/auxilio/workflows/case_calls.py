"""What a case must know of its calls before it closes, is merged or is told by one more. Implements `cases.ports.CaseCallCheck`."""

from collections.abc import Collection

from auxilio.access.actors import is_system, leads_room
from auxilio.calls.core.model import CONNECTED_STATES, FINISHED_STATES, Call
from auxilio.calls.service import CALL
from auxilio.cases.core.model import Case
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.command_executor import CommandContext


class CaseCalls:
    """Brings the calls of a case into the attempt, so that the command states their versions (decision 0358)."""

    async def closable(self, attempt: CommandContext, cases: Collection[Case], actor: Actor) -> None:
        """Return when no call of these cases is connected with another desk, or the system asks.

        Raises `Refused("call_in_progress")` with the number of the call and the desk that has it.
        """
        if is_system(actor):
            return
        ids = {case.id for case in cases}
        listed = list(dict.fromkeys(call for case in cases for call in case.calls))
        await attempt.load(*((CALL, id) for id in listed))
        for id in listed:
            call = await attempt.find(CALL, id)
            # A call that was moved is listed by the case that it left until the reaction has followed.
            if call is None or (call.case is not None and call.case not in ids):
                continue
            if call.state in CONNECTED_STATES and not _has(call, actor):
                raise Refused("call_in_progress", call=call.number, desk=call.desk or "")

    async def mergeable(self, attempt: CommandContext, cases: Collection[Case], actor: Actor) -> None:
        """As `closable`. The room lead merges over a desk, whose call then tells of the case that lives on."""
        if not leads_room(actor):
            await self.closable(attempt, cases, actor)

    async def is_over(self, attempt: CommandContext, call: CallId) -> bool:
        """Whether nobody waits or speaks in this call any more."""
        found = await attempt.find(CALL, call)
        return found is None or found.state in FINISHED_STATES


def _has(call: Call, actor: Actor) -> bool:
    return call.operator == actor.id or (actor.desk is not None and call.desk == actor.desk)
