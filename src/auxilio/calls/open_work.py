"""What must be over before a case is sealed, and before the exchange starts again.

`OpenCallCheck` implements `cases.ports.OpenWorkCheck`; `count_open_calls` is asked by the set-up and by `auxilio up`.
"""

from typing import Protocol
from uuid import UUID

from auxilio.calls.core.model import FINISHED_STATES
from auxilio.calls.core.outgoing_model import OutgoingState
from auxilio.calls.service import CALL, OUTGOING_CALL
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.command_executor import CommandContext
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where

OPEN_CALLS_MAX = 10_000
"""Calls that are looked at: far more than one installation has at once (ours)."""


async def count_open_calls(pool: Pool) -> int:
    """How many calls, of any mode, are not over."""
    callers = sum(call.state not in FINISHED_STATES for call in await live_where(pool, CALL, OPEN_CALLS_MAX))
    return callers + len(await live_where(pool, OUTGOING_CALL, OPEN_CALLS_MAX))


class CaseCallLookup(Protocol):
    """Which aggregates belong to a case."""

    async def ids(self, aggregate: str, case: CaseId) -> list[UUID]:
        """The ids of one kind, in order of birth."""
        ...


class OpenCallCheck:
    """Brings every call of the case into the attempt: while one goes on, what is said belongs to the case."""

    def __init__(self, lookup: CaseCallLookup) -> None:
        self._lookup = lookup

    async def __call__(self, attempt: CommandContext, case: CaseId) -> None:
        """Return when every call is over. Raises `Refused("calls_open")` with the numbers of those that are not, and whom a desk calls."""
        ids = await self._lookup.ids("call", case)
        await attempt.load(*((CALL, id) for id in ids))
        found = [await attempt.get(CALL, id) for id in ids]
        going_on = [str(call.number) for call in found if call.state not in FINISHED_STATES]
        ids = await self._lookup.ids("outgoing_call", case)
        await attempt.load(*((OUTGOING_CALL, id) for id in ids))
        outgoing = [await attempt.get(OUTGOING_CALL, id) for id in ids]
        going_on += [call.whom for call in outgoing if call.state is not OutgoingState.OVER]
        if going_on:
            raise Refused("calls_open", calls=", ".join(going_on))
