"""Stage 6, close: when a case is closed nothing of it is asked any more, and what it promised itself is over; sealing is
known to the case.

Closing leads to sealing by time, not by a fact: `casefile.sealing` seals what has been closed for a while.
"""

from collections.abc import Iterable

from auxilio.archive.core.messages import FileReopened, FileSealed
from auxilio.cases.core import messages as cases
from auxilio.triage.core import messages as triage
from auxilio.triage.service import RUN
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import cancel_watches, pending_own_case_watches


async def _release_case_work(
    fact: RecordedEvent[cases.CaseClosed], states: StateReader
) -> Iterable[ReactionCommand]:
    case = fact.event.case
    runs = [
        NamedCommand(f"run.{run.id}", triage.CloseRun(run=run.id)) for run in await states.in_case(RUN, case)
    ]
    return (*runs, *cancel_watches(fact, await pending_own_case_watches(fact, states, case)))


async def _file_sealed(fact: RecordedEvent[FileSealed], states: StateReader) -> Iterable[ReactionCommand]:
    del states
    return (cases.MarkSealed(case=fact.event.case),)


async def _file_reopened(fact: RecordedEvent[FileReopened], states: StateReader) -> Iterable[ReactionCommand]:
    del states
    return (cases.ReopenCase(case=fact.event.case, reason=fact.event.reason),)


def reactions() -> tuple[Reaction, ...]:
    """Stage 6."""
    return (
        Reaction("closed.let_go", (cases.CaseClosed,), _release_case_work),
        Reaction("closed.sealed", (FileSealed,), _file_sealed),
        Reaction("closed.reopened", (FileReopened,), _file_reopened),
    )
