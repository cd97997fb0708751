"""Looking at a case, from wherever it is done: first whether this person may, then the fact, then what is seen."""

from uuid import UUID

from auxilio.access.actors import in_room, must_match_to_read
from auxilio.access.calls import must_own
from auxilio.access.command_bus import CommandBus
from auxilio.calls.core.model import Call
from auxilio.calls.core.outgoing_model import OutgoingCaseCall
from auxilio.calls.service import CALL, OUTGOING_CALL
from auxilio.identity.core.gate import holds, require
from auxilio.identity.core.messages import RecordCaseView
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId, CommandId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.platform.ids import new_id
from auxilio.realtime.hub import Hub


class CaseAccessRecorder:
    """Implements `calls.ports.VisibleCalls`, and what the socket of the boards asks for."""

    def __init__(self, pool: Pool, commands: CommandBus, hub: Hub) -> None:
        self._pool, self._commands, self._hub = pool, commands, hub

    async def board(self, actor: Actor, board: str, params: dict[str, str]) -> None:
        """A board was opened; the one of a case is a look at it."""
        if board == "case":
            await self._record(CaseId(UUID(params["case"])), actor, "board")

    async def look(self, call: CallId, actor: Actor) -> Call:
        """A call for who may see it: of its case, or of no case yet for those of the room who answer calls.

        Raises `Refused`: `unknown_call`, `session_mode_differs`, `not_permitted`, `not_your_call`, and what opening a case
        refuses.
        """
        if not holds(actor, Permission.CALL_ANSWER):
            require(actor, Permission.CASE_LOOK)
        found = await log.state_of(self._pool, stream_id(CALL.name, call))
        if found is None:
            raise Refused("unknown_call", id=str(call))
        seen: Call = CALL.read_state(found[1])
        must_match_to_read(actor, seen.mode)
        if seen.case is None:
            require(actor, Permission.CALL_ANSWER)
            if not in_room(actor):
                must_own(seen, actor)
            return seen
        await self._hub.admit(actor, seen.case)
        await self._record(seen.case, actor, "attachment")
        return seen

    async def look_outgoing(self, call: CallId, actor: Actor) -> OutgoingCaseCall:
        """A call for a case, for who may see the case.

        Raises `Refused`: `unknown_outgoing_call`, `session_mode_differs`, `not_permitted`, and what opening a case refuses.
        """
        require(actor, Permission.CASE_LOOK)
        found = await log.state_of(self._pool, stream_id(OUTGOING_CALL.name, call))
        if found is None:
            raise Refused("unknown_outgoing_call", id=str(call))
        seen: OutgoingCaseCall = OUTGOING_CALL.read_state(found[1])
        must_match_to_read(actor, seen.mode)
        await self._hub.admit(actor, seen.case)
        await self._record(seen.case, actor, "attachment")
        return seen

    async def _record(self, case: CaseId, actor: Actor, how: str) -> None:
        await self._commands.handle(CommandId(new_id()), RecordCaseView(case=case, how=how), actor)
