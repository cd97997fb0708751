"""Medicines of a card that wait for a clinician: the health centres of the case hear of it at once, the room when none answers.

What was authorised ends when an answer changes on which it rests.
"""

from collections.abc import Iterable
from typing import assert_never
from uuid import UUID

from auxilio.calls.core.messages import CallEnded
from auxilio.calls.core.model import CONNECTED_STATES
from auxilio.calls.service import CALL
from auxilio.cases.core.messages import CaseClosed, CaseMerged, CaseTakenOver
from auxilio.cases.service import CASE
from auxilio.dispatch.core.boards import ServiceFamily, service_family
from auxilio.dispatch.service import TASK
from auxilio.dispatch.tasks.core.messages import TaskOffered
from auxilio.dispatch.tasks.core.model import OPEN_STATES, TaskState
from auxilio.followup.core.messages import MoveWatch
from auxilio.followup.core.model import FollowupParty, WatchKind
from auxilio.instructions.core import messages as m
from auxilio.instructions.service import DICTATION
from auxilio.kernel.ids import CaseId, RunId, key_of
from auxilio.triage.core.messages import RunAnswered, RunProtocolChanged, RunStarted, RunUndone
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import (
    cancel_watches,
    keep_watches,
    pending_case_watches,
    pending_watches,
    set_watch,
)

K = WatchKind


async def _clinicians(states: StateReader, case: CaseId) -> tuple[FollowupParty, ...]:
    """The health centres that have, or are asked for, a task of the case, also where the offer lapsed and another was not asked:
    they may accept it still. Without one, the desk that has the case."""
    tasks = await states.in_case(TASK, case)
    centres = dict.fromkeys(
        one.centre
        for one in tasks
        if service_family(one.service) is ServiceFamily.HEALTH
        and (one.state in OPEN_STATES or one.state is TaskState.TIMED_OUT)
        and one.passed_to is None
    )
    if centres:
        return tuple(FollowupParty(centre=one) for one in centres)
    found = await states.state(CASE, case)
    return (FollowupParty(desk=found.owner),) if found is not None and found.owner is not None else ()


async def _asked(
    fact: RecordedEvent[m.AuthorisationRequested], states: StateReader
) -> Iterable[ReactionCommand]:
    case = fact.envelope.case
    assert case is not None, "a dictation is of a case"
    return (set_watch(fact, K.STEP_AUTHORISE, about=fact.event.step, to=await _clinicians(states, case)),)


async def _answered(
    fact: RecordedEvent[m.StepAuthorised | m.StepRefused], states: StateReader
) -> Iterable[ReactionCommand]:
    return keep_watches(fact, await pending_watches(fact, states, K.STEP_AUTHORISE, about=fact.event.step))


async def _withdrawn(
    fact: RecordedEvent[m.RequestWithdrawn], states: StateReader
) -> Iterable[ReactionCommand]:
    return cancel_watches(fact, await pending_watches(fact, states, K.STEP_AUTHORISE, about=fact.event.step))


async def _answers_changed(
    fact: RecordedEvent[RunStarted | RunAnswered | RunUndone | RunProtocolChanged], states: StateReader
) -> Iterable[ReactionCommand]:
    """In whatever interview of the case: what two callers tell of a medicine differently is a clinician's to weigh."""
    case = fact.envelope.case
    if case is None:
        return ()
    return [
        NamedCommand(
            f"recheck.{one.id}", m.RecheckAuthorisations(run=one.id, answers=_answers_of(fact.event))
        )
        for one in await states.in_case(DICTATION, case)
        if one.authorised and one.closed_at is None
    ]


def _answers_of(
    event: RunStarted | RunAnswered | RunUndone | RunProtocolChanged,
) -> dict[str, str | None]:
    match event:
        case RunAnswered(question=question, answer=answer):
            return {question: answer}
        case RunUndone(question=question, restored=restored):
            return {question: restored}
        case RunStarted() | RunProtocolChanged():
            return {}  # what is carried over counts less than an answer
        case _ as never:
            assert_never(never)


async def _card_closed(fact: RecordedEvent[m.CardClosed], states: StateReader) -> Iterable[ReactionCommand]:
    return cancel_watches(fact, await pending_watches(fact, states, K.STEP_AUTHORISE))


async def _case_left(
    fact: RecordedEvent[CallEnded | CaseClosed | CaseMerged], states: StateReader
) -> Iterable[ReactionCommand]:
    """Nobody on the line can give it any more; rung back, the desk asks anew with one key."""
    case = fact.envelope.case
    if case is None:
        return ()
    if isinstance(fact.event, CallEnded):
        calls = await states.in_case(CALL, case)
        if any(one.state in CONNECTED_STATES for one in calls):
            return ()
    return [
        NamedCommand(
            f"withdraw.{watch.id}",
            m.WithdrawRequest(run=RunId(UUID(key_of(watch.subject))), step=watch.about or ""),
        )
        for watch in await pending_case_watches(fact, states, case, K.STEP_AUTHORISE)
    ]


async def _addressees_changed(
    fact: RecordedEvent[TaskOffered | CaseTakenOver], states: StateReader
) -> Iterable[ReactionCommand]:
    """A health centre that is asked for the case later hears what waits; so does the desk that has the case where none is."""
    case = fact.envelope.case
    if case is None:
        return ()
    waiting = await pending_case_watches(fact, states, case, K.STEP_AUTHORISE)
    to = await _clinicians(states, case) if waiting else ()
    return [
        NamedCommand(f"move.{watch.id}", MoveWatch(watch=watch.id, case=case, to=to))
        for watch in waiting
        if watch.to != to
    ]


def reactions() -> tuple[Reaction, ...]:
    """Stage 5, between the desk that dictates and the clinician who authorises."""
    return (
        Reaction("medicine.asked", (m.AuthorisationRequested,), _asked),
        Reaction("medicine.answered", (m.StepAuthorised, m.StepRefused), _answered),
        Reaction("medicine.withdrawn", (m.RequestWithdrawn,), _withdrawn),
        Reaction(
            "medicine.answers", (RunStarted, RunAnswered, RunUndone, RunProtocolChanged), _answers_changed
        ),
        Reaction("medicine.card_closed", (m.CardClosed,), _card_closed),
        Reaction("medicine.left", (CallEnded, CaseClosed, CaseMerged), _case_left),
        Reaction("medicine.addressees", (TaskOffered, CaseTakenOver), _addressees_changed),
    )
