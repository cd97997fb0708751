"""What a case must know of others before it may close."""

from typing import Protocol

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.platform.database.work import Attempt


class OpenWork(Protocol):
    """Whoever works on cases: brings its nouns of this case into the attempt, so that closing states their versions."""

    async def __call__(self, attempt: Attempt, case: CaseId) -> None:
        """Return when nothing is open. Raises `Refused`, for example `tasks_open`."""
        ...


class MayLocate(Protocol):
    """Whoever knows who works on a case: a place is stated by who takes calls, or by a centre that has a task of it."""

    async def __call__(self, case: CaseId, actor: Actor) -> None:
        """Raises `Refused("no_task_here")`."""
        ...


class OutcomesTold(Protocol):
    """Whoever knows which services worked on a case: how it went for each is stated before the case closes."""

    async def __call__(self, attempt: Attempt, case: CaseId, services: frozenset[str]) -> None:
        """Return when `services`, whose outcome the closing states, are all of them.

        Raises `Refused`, for example `outcomes_missing`.
        """
        ...
