"""Stage 2, evaluate: what an interview proves, its case knows at once. A floor rises; it never falls by itself.

A type of the group `GES` says what a call was (a repeat, a silent one); a case that knows what it is keeps that.
"""

from collections.abc import Iterable

from auxilio.cases import messages as cases
from auxilio.cases.service import CASE
from auxilio.cases.similar import OF_THE_CALL
from auxilio.kernel.ids import CaseId
from auxilio.process.runner import Fact, House, Named, Reaction, Step
from auxilio.triage import messages as triage
from auxilio.triage.service import RUN


async def _prove(fact: Fact[triage.RunProved], house: House) -> Iterable[Step]:
    standing, case = fact.event.standing, fact.event.case
    steps: list[Step] = []
    rule = f"{fact.event.protocol}:{standing.rule or 'floor'}"
    if standing.priority is not None:
        floor = cases.ProveFloor(case=case, priority=standing.priority, rule=rule, send=standing.send)
        steps.append(Named("floor", floor))
    if standing.type is not None and not await _says_less(house, case, standing.type):
        steps.append(Named("type", cases.Classify(case=case, type=standing.type, by=rule)))
    return steps


async def _says_less(house: House, case: CaseId, type_: str) -> bool:
    """Whether this is what a second call was, of a case whose own type stands."""
    if not type_.startswith(OF_THE_CALL):
        return False
    known = await house.state(CASE, case)
    return known is not None and known.type is not None and not known.type.startswith(OF_THE_CALL)


async def _chosen(fact: Fact[triage.RunReclassified], house: House) -> Iterable[Step]:
    run = await house.state(RUN, fact.event.run)
    return (cases.Classify(case=run.case, type=fact.event.type, by=fact.event.by),) if run else ()


def reactions() -> tuple[Reaction, ...]:
    """Stage 2."""
    return (
        Reaction("evaluated.prove", (triage.RunProved,), _prove),
        Reaction("evaluated.chosen", (triage.RunReclassified,), _chosen),
    )
