"""Who may open a case through a read route: as `access.cases` decides it for commands and boards."""

from auxilio.access.authorisation import RecordRefusal, record_nothing
from auxilio.access.case_entities import CaseEntities
from auxilio.access.case_states import entities_of, withheld_calls
from auxilio.access.case_visibility import CaseVisibility
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Forbidden, Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.connection import Pool


class CaseAccess:
    """Asked before the look is recorded, and before anything is shown."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        aggregates: AggregateRegistry,
        sight: CaseVisibility,
        record_refusal: RecordRefusal = record_nothing,
    ) -> None:
        self._pool, self._clock, self._aggregates, self._sight = pool, clock, aggregates, sight
        self.record_refusal = record_refusal
        """Set by the composition root once the command bus stands."""

    async def others(self, case: CaseId) -> CaseEntities:
        """Every aggregate of the case as it stands: what decides who may see it (`access.case_visibility`)."""
        return await entities_of(self._pool, self._aggregates, case, self._clock.now())

    async def is_open(self, case: CaseId, reader: Actor) -> bool:
        """Whether somebody may open a case. Nothing is recorded: it is asked of lists."""
        try:
            self._sight.admit(reader, case, await self.others(case))
        except Refused:
            return False
        return True

    async def admit(self, case: CaseId, reader: Actor) -> CaseEntities:
        """Let somebody open a case; what is returned also says which calls' facts are withheld from them.

        Raises `Refused`: `unknown_case`, `case_reserved`, `no_task_here`, `not_your_case`, `session_mode_differs`.
        """
        others = await self.others(case)
        try:
            self._sight.admit(reader, case, others)
        except Refused as refused:
            if refused.code == "case_reserved":
                await self.record_refusal(case, reader, "read")
                if not self._sight.may_know_reserved(reader, case, others):
                    raise Forbidden("no_task_here") from None
            raise
        others.withheld = await withheld_calls(self._pool, self._aggregates, case, reader, self._clock.now())
        return others
