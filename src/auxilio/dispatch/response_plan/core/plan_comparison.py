"""What another plan would ask for the same facts: of whom, for what, and what of it is otherwise. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.dispatch.response_plan.core.plan import CentreRequest, ResponsePlan, ResponseProposal, propose
from auxilio.dispatch.tasks.core.shared_types import Code
from auxilio.kernel.ids import CentreId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Priority, ShortText

DIFFERENCES_MAX = 200


class PlanFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan is asked by."""

    type: Code | None = None
    priority: Priority
    send: Annotated[tuple[Code, ...], msgspec.Meta(max_length=40)] = ()
    municipality: ShortText | None = None
    at: Instant
    level: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1


class DifferenceKind(StrEnum):
    """What differs for one centre."""

    ASKED = "asked"
    """It would be asked, and is not now."""
    NOT_ASKED = "not_asked"
    MORE = "more"
    LESS = "less"
    ELSE = "else"
    """For something else."""
    FALLBACKS = "fallbacks"
    """The same, with others after it or another way of asking."""


class PlanDifference(msgspec.Struct, frozen=True, kw_only=True):
    """One centre of which the draft asks otherwise."""

    centre: CentreId
    what: DifferenceKind
    now: tuple[Code, ...] = ()
    draft: tuple[Code, ...] = ()


class DraftComparison(msgspec.Struct, frozen=True, kw_only=True):
    """Both proposals side by side, and what differs."""

    now: ResponseProposal
    draft: ResponseProposal
    differences: tuple[PlanDifference, ...]
    unanswered: tuple[Code, ...]
    """Services that have a centre now and would have none by the draft."""


class PastCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case for which help was sent: the facts that a plan is asked by, and nothing of anybody."""

    number: int
    facts: PlanFacts
    reserved: bool = False
    """It is counted and not listed."""


class CaseDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A past case of which the draft would have asked otherwise."""

    number: int
    facts: PlanFacts
    differences: tuple[PlanDifference, ...]
    unanswered: tuple[Code, ...]


class PlanReplay(msgspec.Struct, frozen=True, kw_only=True):
    """Past cases by both plans. `cases` are the gravest first, not more than `DIFFERENCES_MAX`."""

    tried: int
    otherwise: int
    worse: int
    """Those in which a centre is no longer asked, is asked for less, or a service has no centre."""
    since: Instant
    by: dict[DifferenceKind, int]
    cases: tuple[CaseDifference, ...]
    names: dict[str, str]
    """What each centre of either plan is called."""


def compare_plans(now: ResponsePlan, draft: ResponsePlan, facts: PlanFacts) -> DraftComparison:
    """One set of facts by both."""
    old, new = _by(now, facts), _by(draft, facts)
    before, after = {one.centre: one for one in old.centres}, {one.centre: one for one in new.centres}
    found = [_difference(id, before.get(id), after.get(id)) for id in dict.fromkeys((*before, *after))]
    return DraftComparison(
        now=old,
        draft=new,
        differences=tuple(one for one in found if one is not None),
        unanswered=tuple(service for service in new.unanswered if service not in old.unanswered),
    )


def replay(now: ResponsePlan, draft: ResponsePlan, past: Iterable[PastCase], since: datetime) -> PlanReplay:
    """Every past case by both, the gravest differences first; reserved ones are counted only."""
    tried, otherwise, worse = 0, 0, 0
    by: Counter[DifferenceKind] = Counter()
    found: list[CaseDifference] = []
    for case in past:
        tried += 1
        both = compare_plans(now, draft, case.facts)
        if not both.differences and not both.unanswered:
            continue
        by.update({one.what for one in both.differences})
        one = CaseDifference(
            number=case.number, facts=case.facts, differences=both.differences, unanswered=both.unanswered
        )
        otherwise += 1
        worse += is_worse(one)
        if not case.reserved:
            found.append(one)
    found.sort(key=lambda one: (not is_worse(one), one.facts.priority, -one.number))
    return PlanReplay(
        tried=tried, otherwise=otherwise, worse=worse, since=since, by=dict(by), cases=tuple(found[:DIFFERENCES_MAX]),
        names=names(now, draft),
    )  # fmt: skip


def names(*plans: ResponsePlan) -> dict[str, str]:
    """What each of their centres is called."""
    return {str(id): centre.name for plan in plans for id, centre in plan.area.centres.items()}


def is_worse(case: CaseDifference) -> bool:
    """Whether a case would get less help than it got."""
    less = {DifferenceKind.NOT_ASKED, DifferenceKind.LESS, DifferenceKind.ELSE}
    return bool(case.unanswered) or any(one.what in less for one in case.differences)


def _by(plan: ResponsePlan, facts: PlanFacts) -> ResponseProposal:
    return propose(
        plan, facts.type, facts.priority, facts.send, facts.municipality, at=facts.at, level=facts.level
    )


def _difference(
    centre: CentreId, now: CentreRequest | None, draft: CentreRequest | None
) -> PlanDifference | None:
    if now is None or draft is None:
        what = DifferenceKind.ASKED if now is None else DifferenceKind.NOT_ASKED
        return PlanDifference(
            centre=centre, what=what, now=now.capabilities if now else (), draft=draft.capabilities if draft else ()
        )  # fmt: skip
    before, after = Counter(now.capabilities), Counter(draft.capabilities)
    if before == after:
        if (now.fallbacks, now.by_telephone, now.reflex) == (
            draft.fallbacks,
            draft.by_telephone,
            draft.reflex,
        ):
            return None
        what = DifferenceKind.FALLBACKS
    elif before < after:
        what = DifferenceKind.MORE
    else:
        what = DifferenceKind.LESS if after < before else DifferenceKind.ELSE
    return PlanDifference(centre=centre, what=what, now=now.capabilities, draft=draft.capabilities)
