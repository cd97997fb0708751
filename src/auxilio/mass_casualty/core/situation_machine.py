"""Where a plan stands: a rule proposes, a person declares, raises, lowers, ends or does not follow. Nothing else moves it."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty.core import situation_messages as m
from auxilio.mass_casualty.core.civil_plan import CivilPlan, CivilPlans
from auxilio.mass_casualty.core.situation import (
    DeclaredPhase,
    PhaseProposal,
    PlanTrigger,
    Situation,
    SituationEnd,
    SituationId,
    situation_id,
)

LANGUAGE = "es"
"""In which a plan's own names are kept in its facts: they are names, and a file must read by itself years later."""


def find_phase(plans: CivilPlans, plan: str, phase: str) -> tuple[CivilPlan, str]:
    """A plan with the name of one of its phases. Refused: `unknown_plan`, `unknown_phase`."""
    found = plans.find(plan)
    if found is None:
        raise Refused("unknown_plan", plan=plan)
    at = found.rank(phase)
    if at < 0:
        raise Refused("unknown_phase", plan=plan, phase=phase)
    return found, found.phases[at].name[LANGUAGE]


def decide(
    situation: Situation | None,
    command: m.SituationCommand,
    actor: Actor,
    plans: CivilPlans,
    mode: Mode,
    at: datetime,
) -> tuple[Event, ...]:
    """What becomes of it, in this mode.

    Refused: `unknown_plan`, `unknown_phase`, `situation_not_proposed`, `situation_not_declared`, `declared_in_the_future`.
    """
    id = situation_id(mode, command.plan)
    match command:
        case m.ProposeSituation():
            return _propose(situation, command, plans, id, mode)
        case m.DeclareSituation():
            return _declare(situation, command, actor, plans, id, mode, at)
        case m.DismissSituation(reason=reason):
            if situation is None or situation.proposal is None:
                raise Refused("situation_not_proposed", plan=command.plan)
            waits = situation.proposal
            return (
                m.SituationDismissed(
                    situation=id,
                    plan=situation.plan,
                    name=situation.name,
                    cases=situation.cases,
                    phase=waits.phase,
                    phase_name=waits.phase_name,
                    by=actor.name,
                    reason=reason,
                ),
            )
        case m.EndSituation(act=act, reason=reason):
            if situation is None or situation.standing is None:
                raise Refused("situation_not_declared", plan=command.plan)
            stands = situation.standing
            return (
                m.SituationEnded(
                    situation=id,
                    plan=situation.plan,
                    name=situation.name,
                    cases=situation.cases,
                    phase=stands.phase,
                    phase_name=stands.phase_name,
                    by=actor.name,
                    act=act,
                    reason=reason,
                ),
            )
        case _ as never:
            assert_never(never)


def _propose(
    situation: Situation | None,
    command: m.ProposeSituation,
    plans: CivilPlans,
    id: SituationId,
    mode: Mode,
) -> tuple[Event, ...]:
    plan, phase_name = find_phase(plans, command.plan, command.phase)
    ground = command.ground
    standing = situation.standing if situation else None
    if standing is not None and plan.rank(standing.phase) >= plan.rank(command.phase):
        return ()  # it stands there already, or higher
    waiting = situation.proposal if situation else None
    heard = (*(situation.answered if situation else ()), *(waiting.grounds if waiting else ()))
    if any(_is_same_trigger(one, ground) for one in heard):
        return ()
    if waiting is None:
        return (
            m.SituationProposed(
                situation=id,
                plan=plan.id,
                name=plan.name[LANGUAGE],
                phase=command.phase,
                phase_name=phase_name,
                mode=mode,
                draft=plans.draft,
                version=plans.version,
                ground=ground,
            ),
        )
    graver = plan.rank(command.phase) > plan.rank(waiting.phase)
    phase = command.phase if graver else waiting.phase
    found = plan.rank(phase)
    name = plan.phases[found].name[LANGUAGE] if found >= 0 else phase
    return (
        m.SituationTriggerAdded(
            situation=id, plan=plan.id, name=plan.name[LANGUAGE], phase=phase, phase_name=name, ground=ground
        ),
    )


def _is_same_trigger(one: PlanTrigger, two: PlanTrigger) -> bool:
    """The same rule for the same case: said again with another number it is still the same reason."""
    return one.rule == two.rule and one.case == two.case


def _declare(
    situation: Situation | None,
    command: m.DeclareSituation,
    actor: Actor,
    plans: CivilPlans,
    id: SituationId,
    mode: Mode,
    at: datetime,
) -> tuple[Event, ...]:
    plan, phase_name = find_phase(plans, command.plan, command.phase)
    if command.since is not None and command.since > at:
        raise Refused("declared_in_the_future", since=command.since.isoformat())
    standing = situation.standing if situation else None
    waits = situation is not None and situation.proposal is not None
    said = (command.phase, command.area, command.act, command.words)
    if (
        standing is not None
        and not waits
        and said == (standing.phase, standing.area, standing.act, standing.words)
    ):
        return ()  # a repeated press is not news
    return (
        m.SituationDeclared(
            situation=id,
            plan=plan.id,
            name=plan.name[LANGUAGE],
            phase=command.phase,
            phase_name=phase_name,
            before=standing.phase if standing else None,
            cases=situation.cases if situation else (),
            mode=mode,
            draft=plans.draft,
            version=plans.version,
            by=actor.name,
            area=command.area,
            act=command.act,
            words=command.words,
            since=command.since or at,
        ),
    )


def evolve(situation: Situation | None, event: m.SituationEvent, at: datetime) -> Situation:
    """The situation after this fact."""
    change = msgspec.structs.replace
    match event:
        case m.SituationProposed():
            known = _known(situation, event)
            proposal = PhaseProposal(
                phase=event.phase, phase_name=event.phase_name, since=at, grounds=(event.ground,)
            )
            return change(known, proposal=proposal, cases=_with_case(known, event.ground))
        case m.SituationDeclared():
            known = _known(situation, event)
            standing = DeclaredPhase(
                phase=event.phase,
                phase_name=event.phase_name,
                before=event.before,
                since=event.since,
                declared_at=at,
                by=event.by,
                area=event.area,
                act=event.act,
                words=event.words,
            )
            return change(known, standing=standing, proposal=None, answered=_answered_triggers(known))
        case _:
            assert situation is not None, "a situation begins by being proposed or declared"
            return _moved(situation, event, at)


def _moved(
    situation: Situation,
    event: m.SituationTriggerAdded | m.SituationDismissed | m.SituationEnded,
    at: datetime,
) -> Situation:
    change = msgspec.structs.replace
    match event:
        case m.SituationTriggerAdded(phase=phase, phase_name=name, ground=ground):
            waiting = situation.proposal
            assert waiting is not None, "a reason is added to a proposal"
            proposal = change(waiting, phase=phase, phase_name=name, grounds=(*waiting.grounds, ground))
            return change(situation, proposal=proposal, cases=_with_case(situation, ground))
        case m.SituationDismissed(by=by, reason=reason):
            last = SituationEnd(at=at, by=by, reason=reason, dismissed=True)
            return change(situation, proposal=None, last=last, answered=_answered_triggers(situation))
        case m.SituationEnded(by=by, reason=reason):
            last = SituationEnd(at=at, by=by, reason=reason, dismissed=False)
            # A proposal that waits goes on waiting: nobody has answered it by ending what stood.
            cases = situation.cases if situation.proposal else ()
            return change(situation, standing=None, last=last, cases=cases)
        case _ as never:
            assert_never(never)


def _known(situation: Situation | None, event: m.SituationProposed | m.SituationDeclared) -> Situation:
    name, draft, version = event.name, event.draft, event.version
    if situation is None:
        return Situation(
            id=event.situation, plan=event.plan, name=name, mode=event.mode, draft=draft, version=version
        )
    return msgspec.structs.replace(situation, name=name, draft=draft, version=version)


def _with_case(situation: Situation, ground: PlanTrigger) -> tuple[CaseId, ...]:
    return tuple(dict.fromkeys((*situation.cases, ground.case)))


def _answered_triggers(situation: Situation) -> tuple[PlanTrigger, ...]:
    grounds = situation.proposal.grounds if situation.proposal else ()
    return (*situation.answered, *grounds)
