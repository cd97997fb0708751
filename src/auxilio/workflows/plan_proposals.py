"""Beside the six stages, what is larger than a case: what an interview or a report proves proposes a plan to a person.

A rule of the plan proposes; only a person declares. The proposal is a promise with a clock: somebody answers it. What
becomes of a plan is told in the story of every case that was a reason for it. Nothing here touches a priority or a type.
"""

from collections.abc import Iterable

from auxilio.cases.service import CASE
from auxilio.followup.core.model import WatchKind
from auxilio.kernel.ids import CaseId
from auxilio.mass_casualty.core import scene_messages
from auxilio.mass_casualty.core import situation_messages as m
from auxilio.mass_casualty.core.policy import RuleFacts, propose_phases
from auxilio.mass_casualty.core.scene import CasualtyColour, MethaneField, PlanOutcome
from auxilio.mass_casualty.ports import CivilPlansSource
from auxilio.triage.core import messages as triage
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import keep_watches, pending_watches, set_watch

type PlanTriggerEvent = triage.RunProved | scene_messages.SceneReported | scene_messages.CasualtiesCounted


def plan_trigger(event: PlanTriggerEvent) -> RuleFacts:
    """What a fact says, as far as a plan's rule may ask."""
    match event:
        case triage.RunProved():
            return RuleFacts(notices=event.standing.notify)
        case scene_messages.SceneReported(said=said):
            major, number = said.get(MethaneField.MAJOR), said.get(MethaneField.NUMBER)
            return RuleFacts(
                declared=major.declared if major else None, casualties=number.number if number else None
            )
        case scene_messages.CasualtiesCounted(colours=colours):
            return RuleFacts(red=colours.get(CasualtyColour.RED))


def _proposal_reaction(plans: CivilPlansSource) -> Reaction:
    async def propose(
        fact: RecordedEvent[PlanTriggerEvent], states: StateReader
    ) -> Iterable[ReactionCommand]:
        case = await states.state(CASE, fact.event.case)
        if case is None:
            return ()
        found = propose_phases(plans(), plan_trigger(fact.event), case.id, case.number, fact.at)
        return [NamedCommand(f"propose.{one.plan}.{one.ground.rule}", one) for one in found]

    return Reaction(
        "many_victims.propose",
        (triage.RunProved, scene_messages.SceneReported, scene_messages.CasualtiesCounted),
        propose,
    )


async def _situation_proposed(
    fact: RecordedEvent[m.SituationProposed], states: StateReader
) -> Iterable[ReactionCommand]:
    """Somebody must answer it, and its case tells of it."""
    del states
    watched = set_watch(fact, WatchKind.PLAN_PROPOSED, about=fact.event.plan)
    return (watched, *_tell_cases(fact, PlanOutcome.PROPOSED, "auxilio", (fact.event.ground.case,)))


async def _reason_added(
    fact: RecordedEvent[m.SituationTriggerAdded], states: StateReader
) -> Iterable[ReactionCommand]:
    """Told to the case that brought the new reason; the others know. The clock of the proposal goes on."""
    del states
    return _tell_cases(fact, PlanOutcome.PROPOSED, "auxilio", (fact.event.ground.case,))


async def _situation_answered(
    fact: RecordedEvent[m.SituationDeclared | m.SituationDismissed], states: StateReader
) -> Iterable[ReactionCommand]:
    met = keep_watches(fact, await pending_watches(fact, states, WatchKind.PLAN_PROPOSED))
    became = PlanOutcome.DECLARED if isinstance(fact.event, m.SituationDeclared) else PlanOutcome.DISMISSED
    return (*met, *_tell_cases(fact, became, fact.event.by, fact.event.cases))


async def _situation_ended(
    fact: RecordedEvent[m.SituationEnded], states: StateReader
) -> Iterable[ReactionCommand]:
    del states
    return _tell_cases(fact, PlanOutcome.ENDED, fact.event.by, fact.event.cases)


def _tell_cases(
    fact: RecordedEvent[m.SituationEvent], became: PlanOutcome, by: str, cases: tuple[CaseId, ...]
) -> list[NamedCommand]:
    """In the story of each case. One that has ended is left alone: its command is refused."""
    event = fact.event
    return [
        NamedCommand(
            f"tell.{case}",
            scene_messages.RecordPlanOutcome(
                case=case, plan=event.plan, name=event.name, what=became, phase=event.phase_name, by=by
            ),
        )
        for case in cases
    ]


def reactions(plans: CivilPlansSource) -> tuple[Reaction, ...]:
    """`plans` gives the civil protection plans in force."""
    return (
        _proposal_reaction(plans),
        Reaction("many_victims.proposed", (m.SituationProposed,), _situation_proposed),
        Reaction("many_victims.more", (m.SituationTriggerAdded,), _reason_added),
        Reaction("many_victims.answered", (m.SituationDeclared, m.SituationDismissed), _situation_answered),
        Reaction("many_victims.ended", (m.SituationEnded,), _situation_ended),
    )
