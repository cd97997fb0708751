"""Stage 6, close: when a case is closed nothing of it is asked any more, and what it promised itself is over; sealing is
known to the case; and whoever forces a reserved case open is told of to its owner.

Closing leads to sealing by time, not by a fact: `app.sealing` seals what has been closed for a while.
"""

from collections.abc import Iterable

from auxilio.archive.messages import FileReopened, FileSealed
from auxilio.cases import messages as cases
from auxilio.cases.service import CASE
from auxilio.followup.messages import SendMessage
from auxilio.followup.model import MessageId, Party
from auxilio.identity.messages import ReservedOpened
from auxilio.platform.i18n import REFERENCE, catalogues
from auxilio.process.promises import cancel, pending_of_case_itself
from auxilio.process.runner import Fact, House, Named, Reaction, Step
from auxilio.triage import messages as triage
from auxilio.triage.service import RUN


async def _let_go(fact: Fact[cases.CaseClosed], house: House) -> Iterable[Step]:
    case = fact.event.case
    runs = [Named(f"run.{run.id}", triage.CloseRun(run=run.id)) for run in await house.in_case(RUN, case)]
    return (*runs, *cancel(fact, await pending_of_case_itself(fact, house, case)))


async def _sealed(fact: Fact[FileSealed], house: House) -> Iterable[Step]:
    del house
    return (cases.MarkSealed(case=fact.event.case),)


async def _reopened(fact: Fact[FileReopened], house: House) -> Iterable[Step]:
    del house
    return (cases.ReopenCase(case=fact.event.case, reason=fact.event.reason),)


async def _opened(fact: Fact[ReservedOpened], house: House) -> Iterable[Step]:
    case = await house.state(CASE, fact.event.case)
    if case is None or case.owner is None:
        return ()
    facts = {"by": fact.event.by, "reason": fact.event.reason}
    words = catalogues().text(f"story.{fact.event.kind()}", REFERENCE, **facts)
    told = SendMessage(
        message=MessageId(fact.derived("closed.opened")),
        case=case.id,
        to=(Party(desk=case.owner),),
        words=words,
    )
    return (told,)


def reactions() -> tuple[Reaction, ...]:
    """Stage 6."""
    return (
        Reaction("closed.let_go", (cases.CaseClosed,), _let_go),
        Reaction("closed.sealed", (FileSealed,), _sealed),
        Reaction("closed.reopened", (FileReopened,), _reopened),
        Reaction("closed.opened", (ReservedOpened,), _opened),
    )
