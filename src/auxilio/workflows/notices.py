"""Notices: whom a protocol says to tell, somebody must tell. An interview sets a watch for each; a telephone call ends it.

One for each code and case, whichever of its interviews proves it. Codes that something else acts on are not set here: the
hospitals (`hospital_alerts`) and what proposes a plan in force (`plan_proposals`).
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from auxilio.cases.core import messages as cases
from auxilio.cases.core.merging import merged_cases
from auxilio.cases.core.model import Case, CaseState
from auxilio.cases.service import CASE
from auxilio.followup.core.messages import MoveWatch, ReviewNotice
from auxilio.followup.core.model import OVER, FollowupParty, Watch, WatchKind, WatchState
from auxilio.followup.core.policy import notice_moments
from auxilio.followup.service import WATCH
from auxilio.kernel.event import Cursor, Event, union_members
from auxilio.kernel.ids import CaseId, key_of, stream_id
from auxilio.mass_casualty.core.civil_plan import CivilPlans
from auxilio.mass_casualty.ports import CivilPlansSource
from auxilio.triage.core import messages as triage
from auxilio.triage.service import RUN
from auxilio.workflows.case_merging import merge_chain
from auxilio.workflows.hospital_alerts import ALERT_HOSPITALS
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import cancel_watches, pending_case_watches, set_watch

NOTICE = WatchKind.NOTICE
type NoticeReviewEvent = (
    triage.RunProved
    | triage.RunUndone
    | cases.CaseClosed
    | cases.CaseReopened
    | cases.CaseMerged
    | cases.CaseUnmerged
    | cases.CaseReleased
)
REVIEWED: tuple[type[Event], ...] = union_members(NoticeReviewEvent)


def _owner(case: Case | None) -> tuple[FollowupParty, ...]:
    return (FollowupParty(desk=case.owner),) if case is not None and case.owner is not None else ()


async def _notices(states: StateReader, *of: CaseId) -> list[Watch]:
    """All notices of these cases, also those that are over."""
    found = [watch for case in dict.fromkeys(of) for watch in await states.in_case(WATCH, case)]
    return [watch for watch in found if watch.kind is NOTICE]


async def _asked_for(states: StateReader, case: Case) -> set[str]:
    """What the interviews of a case prove together, with those of the cases that go on in it; a closed one proves it still."""
    runs = [run for part in (case.id, *merged_cases(case)) for run in await states.in_case(RUN, part)]
    return {code for run in runs for code in run.standing.notify}


def _answers(watch: Watch, position: Cursor) -> bool:
    """Whether this notice stands for what is proved at a place of the log. One that a person ended because nothing asked for it
    any more stands for nothing that is proved afterwards."""
    return watch.state is not WatchState.CLOSED or watch.withdrawn is None or position < watch.withdrawn


def _set_notice(
    fact: RecordedEvent[Any], code: str, case: CaseId, of: CaseId, to: Sequence[FollowupParty]
) -> NamedCommand:
    """A notice of `case`; `of` is the case whose interview proves it, to which it goes back when they are parted."""
    return set_watch(
        fact,
        NOTICE,
        subject=stream_id("case", of),
        about=code,
        clock=notice_moments(code, fact.at),
        to=to,
        case=case,
    )


def _proof_reaction(plans: CivilPlansSource) -> Reaction:
    async def proved(fact: RecordedEvent[triage.RunProved], states: StateReader) -> Iterable[ReactionCommand]:
        event = fact.event
        # A case that was merged meanwhile is told of by the one that lives on.
        chain = await merge_chain(states, event.case)
        case = chain[-1].id if chain else event.case
        position = fact.envelope.position
        known = {
            watch.about for watch in await _notices(states, case, event.case) if _answers(watch, position)
        }
        to = _owner(chain[-1] if chain else None)
        return [
            _set_notice(fact, code, case, event.case, to)
            for code in event.standing.notify
            if code not in known and code not in _done_elsewhere(plans())
        ]

    return Reaction("noticed.proved", (triage.RunProved,), proved)


def _done_elsewhere(plans: CivilPlans) -> set[str]:
    """Codes on which something else acts; a plan that is not in force here acts on none."""
    return {ALERT_HOSPITALS, *(rule.notice for plan in plans.plans for rule in plan.rules if rule.notice)}


# --- what asks for it, and whom ---------------------------------------------------------------------


async def _review(fact: RecordedEvent[NoticeReviewEvent], states: StateReader) -> Iterable[ReactionCommand]:
    """Whether anything still asks for it: nothing does once the answer is taken back, or the case is closed. That does not lift
    it, because somebody may be telephoning: a person says that it is over."""
    if fact.envelope.case is None:
        return ()
    chain = await merge_chain(states, fact.envelope.case)
    if not chain:
        return ()
    case, position = chain[-1], fact.envelope.position
    found = await pending_case_watches(fact, states, case.id, NOTICE)
    asked = await _asked_for(states, case) if found and case.state is CaseState.OPEN else set[str]()
    required = {
        watch.id: watch.about in asked or await _asks_where_it_came_from(states, watch, case)
        for watch in found
    }
    return [
        NamedCommand(
            f"review.{watch.id}", ReviewNotice(watch=watch.id, stands=not watch.stands, since=position)
        )
        for watch in found
        if required[watch.id] is not watch.stands
    ]


async def _asks_where_it_came_from(states: StateReader, watch: Watch, case: Case) -> bool:
    """Whether the other case that a notice was set for asks for it: they may be parted before the notice moves."""
    of = CaseId(UUID(key_of(watch.subject)))
    found = await states.state(CASE, of) if of != case.id else None
    if found is None:
        return False
    is_open = found.state is CaseState.OPEN or (
        found.state is CaseState.MERGED and case.state is CaseState.OPEN
    )
    return is_open and watch.about in await _asked_for(states, found)


async def _take_over(
    fact: RecordedEvent[cases.CaseTakenOver], states: StateReader
) -> Iterable[ReactionCommand]:
    """Who has the case gives its notices."""
    case = await states.state(CASE, fact.event.case)
    if case is None:
        return ()
    return _move(await pending_case_watches(fact, states, case.id, NOTICE), case)


def _move(watches: Sequence[Watch], to: Case) -> list[NamedCommand]:
    return [
        NamedCommand(f"move.{watch.id}", MoveWatch(watch=watch.id, case=to.id, to=_owner(to)))
        for watch in watches
        if (watch.case, watch.to) != (to.id, _owner(to))
    ]


# --- merged, parted ---------------------------------------------------------------------------------


async def _case_merged(
    fact: RecordedEvent[cases.CaseMerged], states: StateReader
) -> Iterable[ReactionCommand]:
    """Its notices go with it; of one that the other case has, or has given, there is one. What a person there found no longer
    needed was of that case's answers."""
    chain = await merge_chain(states, fact.event.case)
    if len(chain) < 2:
        return ()
    there = {
        watch.about
        for watch in await _notices(states, chain[-1].id)
        if watch.state not in (WatchState.CLOSED, WatchState.CANCELLED)
    }
    found = await pending_case_watches(fact, states, fact.event.case, NOTICE)
    moved = [watch for watch in found if watch.about not in there]
    return (*_move(moved, chain[-1]), *cancel_watches(fact, [each for each in found if each.about in there]))


def _parting_reactions(plans: CivilPlansSource) -> tuple[Reaction, ...]:
    """Each of the two has the notices that its own interviews prove: what merging ended is asked for again."""

    async def again(
        fact: RecordedEvent[Any], states: StateReader, case: Case, own: Sequence[Watch]
    ) -> list[NamedCommand]:
        known = {watch.about for watch in own if watch.state is not WatchState.CANCELLED}
        missing = await _asked_for(states, case) - known - _done_elsewhere(plans())
        return [_set_notice(fact, code, case.id, case.id, _owner(case)) for code in sorted(missing)]

    async def parted(
        fact: RecordedEvent[cases.CaseUnmerged], states: StateReader
    ) -> Iterable[ReactionCommand]:
        case = await states.state(CASE, fact.event.case)
        if case is None or case.state is not CaseState.OPEN:
            return ()
        chain = await merge_chain(states, fact.event.was_in)
        found = await _notices(states, case.id, *(one.id for one in chain))
        own = [watch for watch in found if watch.subject == stream_id("case", case.id)]
        back = [watch for watch in own if watch.state not in OVER and watch.made < fact.envelope.position]
        return (*_move(back, case), *await again(fact, states, case, own))

    async def released(
        fact: RecordedEvent[cases.CaseReleased], states: StateReader
    ) -> Iterable[ReactionCommand]:
        case = await states.state(CASE, fact.event.case)
        if case is None or case.state is not CaseState.OPEN:
            return ()
        others = stream_id("case", fact.event.other)
        found = await _notices(states, case.id)
        # What the other brought goes back with it; what was given meanwhile was given for both.
        own = [watch for watch in found if watch.subject != others or watch.state in OVER]
        return await again(fact, states, case, own)

    return (
        Reaction("noticed.parted", (cases.CaseUnmerged,), parted),
        Reaction("noticed.released", (cases.CaseReleased,), released),
    )


def reactions(plans: CivilPlansSource = CivilPlans) -> tuple[Reaction, ...]:
    """`plans` gives the civil protection plans in force: what proposes one of them is told there."""
    return (
        _proof_reaction(plans),
        Reaction("noticed.taken_over", (cases.CaseTakenOver,), _take_over),
        Reaction("noticed.merged", (cases.CaseMerged,), _case_merged),
        *_parting_reactions(plans),
        Reaction("noticed.reviewed", REVIEWED, _review),
    )
