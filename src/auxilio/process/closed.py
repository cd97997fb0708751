"""Stage 6, close: when a case is closed nothing of it is asked or watched any more; sealing is known to the case."""

from collections.abc import Iterable

from auxilio.archive.messages import FileReopened, FileSealed
from auxilio.cases import messages as cases
from auxilio.process.promises import cancel, pending_in_case
from auxilio.process.runner import Fact, House, Named, Reaction, Step
from auxilio.triage import messages as triage
from auxilio.triage.service import RUN


async def _let_go(fact: Fact[cases.CaseClosed], house: House) -> Iterable[Step]:
    case = fact.event.case
    runs = [Named(f"run.{run.id}", triage.CloseRun(run=run.id)) for run in await house.in_case(RUN, case)]
    return (*runs, *cancel(fact, await pending_in_case(fact, house, case)))


async def _sealed(fact: Fact[FileSealed], house: House) -> Iterable[Step]:
    del house
    return (cases.MarkSealed(case=fact.event.case),)


async def _reopened(fact: Fact[FileReopened], house: House) -> Iterable[Step]:
    del house
    return (cases.ReopenCase(case=fact.event.case, reason=fact.event.reason),)


def reactions() -> tuple[Reaction, ...]:
    """Stage 6."""
    return (
        Reaction("closed.let_go", (cases.CaseClosed,), _let_go),
        Reaction("closed.sealed", (FileSealed,), _sealed),
        Reaction("closed.reopened", (FileReopened,), _reopened),
    )
