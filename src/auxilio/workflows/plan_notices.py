"""Whom a civil protection plan lists is told when it is declared in their phase, and again when it moves (decision 0417)."""

from collections.abc import Iterable, Sequence

from auxilio.mass_casualty.core import situation_messages as situations
from auxilio.mass_casualty.core.civil_plan import CivilPlan, CivilPlans, PlanParty
from auxilio.mass_casualty.ports import CivilPlansSource
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.model import NotificationId, NotifiedPlan
from auxilio.rosters.core.model import OnCallParty
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader


def plan_parties(plans: CivilPlans) -> Sequence[OnCallParty]:
    """See `rosters.ports.CurrentPlanParties`. The first plan that lists a code names it."""
    found = dict[str, OnCallParty]()
    for plan in plans.plans:
        for party in plan.tell:
            found.setdefault(party.code, OnCallParty(code=party.code, name=party.name))
    return tuple(found.values())


def _declared_reaction(plans: CivilPlansSource) -> Reaction:
    async def declared(
        fact: RecordedEvent[situations.SituationDeclared], states: StateReader
    ) -> Iterable[ReactionCommand]:
        """Another phase, graver or milder: each party of it. The same phase in other words tells nobody again."""
        event = fact.event
        plan = plans().find(event.plan)
        if event.before == event.phase:
            return ()
        parties = plan.parties(event.phase) if plan is not None else ()
        told = [_tell(fact, plan, party) for party in parties] if plan is not None else []
        return (*await _file_earlier(fact, states), *told)

    return Reaction("plan_told.declared", (situations.SituationDeclared,), declared)


def _tell(
    fact: RecordedEvent[situations.SituationDeclared], plan: CivilPlan, party: PlanParty
) -> NamedCommand:
    event = fact.event
    phase = next(one.name for one in plan.phases if one.code == event.phase)
    command = m.TellPlanParty(
        notification=NotificationId(fact.derived(f"party.{party.code}")),
        situation=event.situation,
        mode=event.mode,
        party=party.code,
        by=event.by,
        plan=NotifiedPlan(plan=plan.id, name=plan.name, phase=phase, party=party.name, area=event.area),
    )
    return NamedCommand(f"tell.{party.code}", command)


async def _file_earlier(
    fact: RecordedEvent[situations.SituationDeclared | situations.SituationEnded], states: StateReader
) -> list[NamedCommand]:
    """What was told of the phase before. In a replay those that a later phase told are there too, and stay."""
    found = await states.live(NOTIFICATION, situation=str(fact.event.situation))
    earlier = [one for one in found if one.asked_at < fact.at]
    return [NamedCommand(f"file.{one.id}", m.FileNotification(notification=one.id)) for one in earlier]


async def _ended(
    fact: RecordedEvent[situations.SituationEnded], states: StateReader
) -> Iterable[ReactionCommand]:
    return await _file_earlier(fact, states)


def reactions(plans: CivilPlansSource) -> tuple[Reaction, ...]:
    """`plans` gives the civil protection plans in force."""
    return (
        _declared_reaction(plans),
        Reaction("plan_told.ended", (situations.SituationEnded,), _ended),
    )
