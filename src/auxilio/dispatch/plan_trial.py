"""What another plan would ask for the same facts: of whom, for what, and what of it is otherwise. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.dispatch.model.shared import Code
from auxilio.dispatch.plan import Ask, Plan, Proposal, propose
from auxilio.kernel.ids import CentreId
from auxilio.kernel.instant import Instant
from auxilio.kernel.words import Priority, ShortText

DIFFERENCES_MAX = 200


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan is asked by."""

    type: Code | None = None
    priority: Priority
    send: Annotated[tuple[Code, ...], msgspec.Meta(max_length=40)] = ()
    municipality: ShortText | None = None
    at: Instant
    level: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1


class Otherwise(StrEnum):
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
    what: Otherwise
    now: tuple[Code, ...] = ()
    draft: tuple[Code, ...] = ()


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """Both proposals side by side, and what differs."""

    now: Proposal
    draft: Proposal
    differences: tuple[PlanDifference, ...]
    unanswered: tuple[Code, ...]
    """Services that would have nobody by the draft, and have somebody now."""


class PastCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case for which help was sent: the facts that a plan is asked by, and nothing of anybody."""

    number: int
    facts: Facts


class CaseDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A past case of which the draft would have asked otherwise."""

    number: int
    facts: Facts
    differences: tuple[PlanDifference, ...]
    unanswered: tuple[Code, ...]


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """Past cases by both plans. `cases` are the gravest first, not more than `DIFFERENCES_MAX`."""

    tried: int
    otherwise: int
    worse: int
    """Of them with somebody no longer asked, asked for less, or a service that nobody answers."""
    since: Instant
    by: dict[Otherwise, int]
    cases: tuple[CaseDifference, ...]
    names: dict[str, str]
    """What each centre of either plan is called."""


def compare(now: Plan, draft: Plan, facts: Facts) -> Tried:
    """One set of facts by both."""
    old, new = _by(now, facts), _by(draft, facts)
    before, after = {one.centre: one for one in old.centres}, {one.centre: one for one in new.centres}
    found = [_difference(id, before.get(id), after.get(id)) for id in dict.fromkeys((*before, *after))]
    return Tried(
        now=old,
        draft=new,
        differences=tuple(one for one in found if one is not None),
        unanswered=tuple(service for service in new.unanswered if service not in old.unanswered),
    )


def replay(now: Plan, draft: Plan, past: Iterable[PastCase], since: datetime) -> Replay:
    """Every past case by both, the gravest differences first."""
    tried, worse = 0, 0
    by: Counter[Otherwise] = Counter()
    found: list[CaseDifference] = []
    for case in past:
        tried += 1
        both = compare(now, draft, case.facts)
        if not both.differences and not both.unanswered:
            continue
        by.update({one.what for one in both.differences})
        one = CaseDifference(
            number=case.number, facts=case.facts, differences=both.differences, unanswered=both.unanswered
        )
        worse += is_worse(one)
        found.append(one)
    found.sort(key=lambda one: (not is_worse(one), one.facts.priority, -one.number))
    return Replay(
        tried=tried, otherwise=len(found), worse=worse, since=since, by=dict(by), cases=tuple(found[:DIFFERENCES_MAX]),
        names=names(now, draft),
    )  # fmt: skip


def names(*plans: Plan) -> dict[str, str]:
    """What each of their centres is called."""
    return {str(id): centre.name for plan in plans for id, centre in plan.area.centres.items()}


def is_worse(case: CaseDifference) -> bool:
    """Whether somebody would get less help than they got."""
    less = {Otherwise.NOT_ASKED, Otherwise.LESS, Otherwise.ELSE}
    return bool(case.unanswered) or any(one.what in less for one in case.differences)


def _by(plan: Plan, facts: Facts) -> Proposal:
    return propose(
        plan, facts.type, facts.priority, facts.send, facts.municipality, at=facts.at, level=facts.level
    )


def _difference(centre: CentreId, now: Ask | None, draft: Ask | None) -> PlanDifference | None:
    if now is None or draft is None:
        what = Otherwise.ASKED if now is None else Otherwise.NOT_ASKED
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
        what = Otherwise.FALLBACKS
    elif before < after:
        what = Otherwise.MORE
    else:
        what = Otherwise.LESS if after < before else Otherwise.ELSE
    return PlanDifference(centre=centre, what=what, now=now.capabilities, draft=draft.capabilities)
