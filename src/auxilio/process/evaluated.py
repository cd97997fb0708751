"""Stage 2, evaluate: what an interview proves, its case knows at once. A floor rises; it never falls by itself.

A call that was joined to a case is asked only what is new, in a run of its own. Of that a type of the group `GES` says
what the call was, not what happens: it renames no case, and that nothing is new gives no priority to one that has none.
"""

from collections.abc import Iterable

from auxilio.cases import messages as cases
from auxilio.cases.service import CASE
from auxilio.cases.similar import OF_THE_CALL
from auxilio.kernel.words import Priority
from auxilio.process.runner import Fact, House, Named, Reaction, Step
from auxilio.triage import messages as triage
from auxilio.triage.service import RUN


async def _prove(fact: Fact[triage.RunProved], house: House) -> Iterable[Step]:
    standing, case = fact.event.standing, fact.event.case
    steps: list[Step] = []
    rule = f"{fact.event.protocol}:{standing.rule or 'floor'}"
    of_the_call = await _of_the_call(fact, house)
    known = await house.state(CASE, case) if of_the_call else None
    # Without a priority the strictest clocks run; only danger may take their place.
    mild = (
        known is not None and known.priority is None and standing.priority not in {Priority.P0, Priority.P1}
    )
    if standing.priority is not None and not mild:
        floor = cases.ProveFloor(case=case, priority=standing.priority, rule=rule, send=standing.send)
        steps.append(Named("floor", floor))
    if standing.type is not None and not of_the_call:
        steps.append(Named("type", cases.Classify(case=case, type=standing.type, by=rule)))
    return steps


async def _of_the_call(fact: Fact[triage.RunProved], house: House) -> bool:
    """Whether what is proved says what a call was that had been joined to a case."""
    if not (fact.event.standing.type or "").startswith(OF_THE_CALL):
        return False
    run = await house.state(RUN, fact.event.run)
    return run is not None and run.call is not None


async def _chosen(fact: Fact[triage.RunReclassified], house: House) -> Iterable[Step]:
    run = await house.state(RUN, fact.event.run)
    return (cases.Classify(case=run.case, type=fact.event.type, by=fact.event.by),) if run else ()


def reactions() -> tuple[Reaction, ...]:
    """Stage 2."""
    return (
        Reaction("evaluated.prove", (triage.RunProved,), _prove),
        Reaction("evaluated.chosen", (triage.RunReclassified,), _chosen),
    )
