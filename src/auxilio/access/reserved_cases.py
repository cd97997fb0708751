"""Reserved cases in read routes that tell of many cases at once: shared tasks, reviews.

Nothing is recorded here: a list is no attempt to open one of its cases.
"""

from collections.abc import Collection

from auxilio.access.actors import may_read, sees_reserved
from auxilio.access.case_access import CaseAccess
from auxilio.cases.service import CASE
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, stream_id
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool


class ReservedCaseFilter:
    """What is hidden from one reader."""

    def __init__(self, pool: Pool, admission: CaseAccess) -> None:
        self._pool, self._admission = pool, admission

    async def cases(self, actor: Actor, cases: Collection[CaseId]) -> frozenset[CaseId]:
        """Those of these cases that are of another mode, or reserved, and not open to this person."""
        if not cases:
            return frozenset()
        found = await log.states_of(self._pool, [stream_id(CASE.name, one) for one in cases])
        states = [CASE.read_state(text) for _, text in found.values()]
        other = frozenset(one.id for one in states if not may_read(actor, one.mode))
        if sees_reserved(actor):
            return other
        reserved = [one.id for one in states if one.reserved]
        return other | {one for one in reserved if not await self._admission.is_open(one, actor)}
