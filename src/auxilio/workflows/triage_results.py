"""Stage 2, evaluate: what an interview proves, its case knows at once. A floor rises; it never falls by itself.

A call that was joined to a case is asked only what is new, in a run of its own. Of that a type of the group `GES` says
what the call was, not what happens: it renames no case, and that nothing is new gives no priority to one that has none.
"""

from collections.abc import Iterable

from auxilio.cases.core import messages as cases
from auxilio.cases.core.duplicate_incidents import CALL_TYPES_GROUP
from auxilio.cases.core.model import Hazard
from auxilio.cases.service import CASE
from auxilio.dispatch.tasks.core.shared_types import ChangeKind
from auxilio.kernel.shared_types import Priority
from auxilio.triage.core import messages as triage
from auxilio.triage.service import RUN
from auxilio.workflows.case_merging import merge_chain
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader

_HAZARD_OF = {"stage_until_police": ChangeKind.WAIT_FOR_POLICE.value}
"""Codes of `safety` in protocols whose hazard, by which crews are told, has another code."""


async def _apply_triage_result(
    fact: RecordedEvent[triage.RunProved], states: StateReader
) -> Iterable[ReactionCommand]:
    standing = fact.event.standing
    # A case that was merged meanwhile takes nothing any more: what it would have learnt is told to the one that lives on.
    way = await merge_chain(states, fact.event.case)
    case = way[-1].id if way else fact.event.case
    steps: list[ReactionCommand] = []
    rule = f"{fact.event.protocol}:{standing.rule or 'floor'}"
    of_the_call = await _is_call_type(fact, states)
    known = await states.state(CASE, case) if of_the_call else None
    # Without a priority the strictest clocks run; only danger may take their place.
    mild = (
        known is not None and known.priority is None and standing.priority not in {Priority.P0, Priority.P1}
    )
    if standing.priority is not None and not mild:
        floor = cases.RaiseProvedPriority(
            case=case, priority=standing.priority, rule=rule, send=standing.send
        )
        steps.append(NamedCommand("floor", floor))
    if (
        standing.type is not None
        and not of_the_call
        and len(way) < 2
        and not await _is_outranked(fact, states)
    ):
        steps.append(NamedCommand("type", cases.ClassifyCase(case=case, type=standing.type, by=rule)))
    for code in standing.safety:  # what the case knows already is not news
        hazard = Hazard(code=_HAZARD_OF.get(code, code))
        steps.append(NamedCommand(f"safety.{code}", cases.NoteHazard(case=case, hazard=hazard)))
    return steps


async def _is_call_type(fact: RecordedEvent[triage.RunProved], states: StateReader) -> bool:
    """Whether what is proved says what a call was that had been joined to a case."""
    if not (fact.event.standing.type or "").startswith(CALL_TYPES_GROUP):
        return False
    run = await states.state(RUN, fact.event.run)
    return run is not None and run.call is not None


async def _is_outranked(fact: RecordedEvent[triage.RunProved], states: StateReader) -> bool:
    """Whether another interview of the case has proved what is more severe: the case is called by that."""
    own = fact.event.standing.priority
    others = await states.in_case(RUN, fact.event.case)
    severities = [
        run.standing.priority
        for run in others
        if run.id != fact.event.run and run.call is None and run.closed_at is None
    ]
    return any(theirs is not None and (own is None or theirs < own) for theirs in severities)


async def _run_reclassified(
    fact: RecordedEvent[triage.RunReclassified], states: StateReader
) -> Iterable[ReactionCommand]:
    run = await states.state(RUN, fact.event.run)
    return (cases.ClassifyCase(case=run.case, type=fact.event.type, by=fact.event.by),) if run else ()


def reactions() -> tuple[Reaction, ...]:
    """Stage 2."""
    return (
        Reaction("evaluated.prove", (triage.RunProved,), _apply_triage_result),
        Reaction("evaluated.chosen", (triage.RunReclassified,), _run_reclassified),
    )
