"""Looking at a case, from wherever it is done: first whether this person may, then the fact, then what is seen."""

from uuid import UUID

from auxilio.app.door import Door
from auxilio.calls.model import Call
from auxilio.calls.service import CALL
from auxilio.identity.gate import require
from auxilio.identity.messages import LookAtCase
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId, CommandId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.platform.ids import new_id
from auxilio.realtime.hub import Hub


class Looking:
    """Implements `calls.ports.SeenCalls`, and what the socket of the boards asks for."""

    def __init__(self, pool: Pool, door: Door, hub: Hub) -> None:
        self._pool, self._door, self._hub = pool, door, hub

    async def board(self, actor: Actor, board: str, params: dict[str, str]) -> None:
        """A board was opened; the one of a case is a look at it."""
        if board == "case":
            await self._record(CaseId(UUID(params["case"])), actor, "board")

    async def look(self, call: CallId, actor: Actor) -> Call:
        """A call for who may see it: of its case, or of no case yet for who answers calls."""
        found = await log.state_of(self._pool, stream_id(CALL.name, call))
        if found is None:
            raise Refused("unknown_call", id=str(call))
        seen: Call = CALL.read_state(found[1])
        if seen.case is None:
            require(actor, Permission.CALL_ANSWER)
            return seen
        await self._hub.admit(actor, seen.case)
        await self._record(seen.case, actor, "attachment")
        return seen

    async def _record(self, case: CaseId, actor: Actor, how: str) -> None:
        await self._door.handle(CommandId(new_id()), LookAtCase(case=case, how=how), actor)
