"""Which plans the facts of a case propose, and why. Pure: the same facts give the same proposals."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from auxilio.kernel.ids import CaseId
from auxilio.mass_casualty.core.civil_plan import ActivationRule, CivilPlans
from auxilio.mass_casualty.core.scene import Casualties, MajorDeclaration
from auxilio.mass_casualty.core.situation import PlanTrigger
from auxilio.mass_casualty.core.situation_messages import ProposeSituation


class RuleFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What one fact of a case says, as far as a plan's rule may ask."""

    notices: tuple[str, ...] = ()
    declared: MajorDeclaration | None = None
    red: Casualties | None = None
    casualties: Casualties | None = None


def propose_phases(
    plans: CivilPlans, seen: RuleFacts, case: CaseId, case_number: int, at: datetime
) -> Iterator[ProposeSituation]:
    """What each plan's rules propose of this."""
    for plan in plans.plans:
        for rule in plan.rules:
            held = _matched_fact(rule, seen)
            if held is None:
                continue
            fact, value = held
            ground = PlanTrigger(
                rule=rule.id, case=case, case_number=case_number, fact=fact, value=value, at=at
            )
            yield ProposeSituation(plan=plan.id, phase=rule.phase, ground=ground)


def _matched_fact(rule: ActivationRule, seen: RuleFacts) -> tuple[str, str] | None:
    """What made the rule hold: the name of the fact and its value; None when it does not hold."""
    if rule.notice is not None:
        return ("notice", rule.notice) if rule.notice in seen.notices else None
    if rule.declared is not None:
        return ("declared", rule.declared.value) if seen.declared is rule.declared else None
    if rule.red_from is not None:
        return _reaches_threshold("red", seen.red, rule.red_from)
    if rule.casualties_from is not None:
        return _reaches_threshold("casualties", seen.casualties, rule.casualties_from)
    return None


def _reaches_threshold(fact: str, number: Casualties | None, least: int) -> tuple[str, str] | None:
    """An estimate reaches it when it may: doubt counts as danger."""
    if number is None:
        return None
    reaches = number.most is None or number.most >= least
    return (fact, format_casualties(number)) if reaches else None


def format_casualties(number: Casualties) -> str:
    """`6`, `6-8`, `20+`."""
    if number.most is None:
        return f"{number.least}+"
    return str(number.least) if number.most == number.least else f"{number.least}-{number.most}"
