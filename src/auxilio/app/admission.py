"""Who may open a case, from wherever it is asked: as the boards decide it, and a reserved one also opens with a reason."""

from auxilio.identity.looks import LOOKS, is_open_to
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, noun_of
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.nouns import Nouns
from auxilio.realtime.model import Held, Others
from auxilio.realtime.sight import Sight


class Admission:
    """Asked before the look is recorded, and before anything is shown."""

    def __init__(self, pool: Pool, clock: Clock, nouns: Nouns, sight: Sight) -> None:
        self._pool, self._clock, self._nouns, self._sight = pool, clock, nouns, sight

    async def others(self, case: CaseId) -> Others:
        """Every noun of the case as it stands: what decides who may see it (realtime.sight)."""
        now, nouns = self._clock.now(), self._nouns
        held = [
            Held(nouns[noun_of(stream)], version, nouns[noun_of(stream)].read_state(text), case, now)
            for stream, version, text in await log.case_states(self._pool, case)
            if noun_of(stream) in nouns
        ]
        return Others(lambda _: held)

    async def admit(self, case: CaseId, reader: Actor) -> Others:
        """Let somebody open a case. Raises `Refused`: `case_reserved`, `no_task_here`."""
        others = await self.others(case)
        try:
            self._sight.admit(reader, case, others)
        except Refused as refused:
            looks = next((h.state for h in others.of_case(case) if h.noun is LOOKS), None)
            opened = is_open_to(looks, str(reader.id), self._clock.now())
            if refused.code != "case_reserved" or not opened:
                raise
        return others
