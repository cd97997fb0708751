"""What a case must know of others before it may close."""

from typing import Protocol

from auxilio.kernel.ids import CaseId
from auxilio.platform.database.work import Attempt


class OpenWork(Protocol):
    """Whoever works on cases: brings its nouns of this case into the attempt, so that closing states their versions."""

    async def __call__(self, attempt: Attempt, case: CaseId) -> None:
        """Return when nothing is open. Raises `Refused`, for example `tasks_open`."""
        ...
