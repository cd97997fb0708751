"""What the archive must know of others."""

from typing import Protocol

from auxilio.kernel.ids import CaseId
from auxilio.kernel.words import Mode
from auxilio.platform.database.work import Attempt


class SealableCase(Protocol):
    """Whoever knows cases: brings the case into the attempt, so that sealing states its version."""

    async def __call__(self, attempt: Attempt, case: CaseId) -> Mode:
        """The case's mode when it is closed. Raises `Refused`, for example `case_not_closed`, `unknown_case`."""
        ...
