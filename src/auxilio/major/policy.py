"""Which plans the facts of a case propose, and why. Pure: the same facts give the same proposals."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from auxilio.kernel.ids import CaseId
from auxilio.major.messages.situations import ProposeSituation
from auxilio.major.model.plans import CivilPlans, Rule
from auxilio.major.model.scene import Declared, HowMany
from auxilio.major.model.situation import Ground


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What one fact of a case says, as far as a plan's rule may ask."""

    notices: tuple[str, ...] = ()
    declared: Declared | None = None
    red: HowMany | None = None
    casualties: HowMany | None = None


def proposals(
    plans: CivilPlans, seen: Seen, case: CaseId, case_number: int, at: datetime
) -> Iterator[ProposeSituation]:
    """What each plan's rules propose of this."""
    for plan in plans.plans:
        for rule in plan.rules:
            held = _holds(rule, seen)
            if held is None:
                continue
            fact, value = held
            ground = Ground(rule=rule.id, case=case, case_number=case_number, fact=fact, value=value, at=at)
            yield ProposeSituation(plan=plan.id, phase=rule.phase, ground=ground)


def _holds(rule: Rule, seen: Seen) -> tuple[str, str] | None:
    """What made the rule hold: the name of the fact and its value; None when it does not hold."""
    if rule.notice is not None:
        return ("notice", rule.notice) if rule.notice in seen.notices else None
    if rule.declared is not None:
        return ("declared", rule.declared.value) if seen.declared is rule.declared else None
    if rule.red_from is not None:
        return _reaches("red", seen.red, rule.red_from)
    if rule.casualties_from is not None:
        return _reaches("casualties", seen.casualties, rule.casualties_from)
    return None


def _reaches(fact: str, number: HowMany | None, least: int) -> tuple[str, str] | None:
    """An estimate reaches it when it may: doubt counts as danger."""
    if number is None:
        return None
    reaches = number.most is None or number.most >= least
    return (fact, spelled(number)) if reaches else None


def spelled(number: HowMany) -> str:
    """`6`, `6-8`, `20+`."""
    if number.most is None:
        return f"{number.least}+"
    return str(number.least) if number.most == number.least else f"{number.least}-{number.most}"
