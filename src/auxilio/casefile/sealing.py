"""Closing leads to sealing, without a person who must remember it (decision 0098).

Nothing is kept in memory but how often a case was tried: which cases are closed and not sealed stands in the
database, so the next leader goes on. A case that cannot be sealed yet (a crew still out, a call still going on)
is tried again, later and later, and keeps no other waiting; the archive shows it as closed and not sealed.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from auxilio.archive.ports import CaseFiles
from auxilio.archive.store import ArchiveReads, ClosedCase
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import after_s, iso_us
from auxilio.kernel.refusal import Refused
from auxilio.platform.backoff import backoff_s
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.ids import derived_id
from auxilio.workflows.runner import system_actor

LOOK_S = 5.0
AGAIN_S = 30.0
AGAIN_MAX_S = 1800.0
_log = logging.getLogger(__name__)


@dataclass
class ClosedCaseSealer:
    """Run by the leader, one case after another: a seal draws a report, and no request waits for it."""

    reads: ArchiveReads
    files: CaseFiles
    clock: Clock
    after_s: float
    """From closing to sealing: time to take a closing back, or to add a word to it."""
    _tried: dict[UUID, tuple[int, datetime]] = field(init=False, default_factory=dict)

    async def run(self) -> None:
        """For ever, until cancelled. Weather is the caller's."""
        while True:
            await self.round()
            await self.clock.sleep(LOOK_S)

    async def round(self) -> int:
        """Seal all that has been closed long enough; how many were."""
        now = self.clock.now()
        due = await self.reads.closed_before(after_s(now, -self.after_s))
        self._tried = {case.id: self._tried[case.id] for case in due if case.id in self._tried}
        sealed = 0
        for case in due:
            _, again_at = self._tried.get(case.id, (0, now))
            if again_at <= now:
                sealed += await self._seal(case)
        return sealed

    async def _seal(self, case: ClosedCase) -> bool:
        id = CommandId(derived_id(case.id, f"seal.{iso_us(case.closed_at)}"))
        try:
            await self.files.seal(id, case.id, system_actor(case.mode))
        except Refused as refused:
            _log.info("case_not_sealed_yet", extra={"case": case.id, "code": refused.code})
        except TRANSIENT_ERRORS:
            raise
        except Exception:  # noqa: BLE001  one file that cannot be written keeps no other from being sealed
            _log.exception("seal_failed", extra={"case": case.id})
        else:
            # Until the case itself knows (workflows/case_closing.py) it is still among those that are due.
            self._again_later(case.id)
            return True
        self._again_later(case.id)
        return False

    def _again_later(self, case: UUID) -> None:
        tries, _ = self._tried.get(case, (0, None))
        wait_s = backoff_s(tries + 1, AGAIN_S, AGAIN_MAX_S)
        self._tried[case] = tries + 1, after_s(self.clock.now(), wait_s)
