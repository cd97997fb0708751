"""Stage 1, answer: a waiting call finds a desk, a promise runs until a human voice, and no unanswered caller is lost."""

from collections.abc import Iterable
from typing import Any

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import AgentState, Call, CallState, NumberSource
from auxilio.calls.core.policy import is_retry
from auxilio.calls.service import CALL, DESK, next_offers
from auxilio.cases.core.messages import CallLinked, CallUnlinked, CaseOpened, UnlinkCall
from auxilio.cases.core.model import CaseState
from auxilio.cases.service import CASE
from auxilio.followup.core.model import FollowupParty, WatchKind
from auxilio.identity.core.seats import SeatLeft, SeatTaken
from auxilio.identity.log_service import SEAT
from auxilio.kernel.ids import CallId, CaseId, PersonId
from auxilio.kernel.shared_types import CallBackPolicy, Mode
from auxilio.training.core.policy import practising_alone
from auxilio.training.service import PRACTICE_SESSION
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import cancel_watches, keep_watches, pending_watches, set_watch

RETRY_WITHIN_S = 1800.0
"""A call of the same mobile within half an hour of one that nobody answered is the same person again (ours)."""
CALL_BACK_TRIES = 2
"""Tries at 0 and 60 s, then a message."""


async def queue_offers(states: StateReader) -> list[NamedCommand]:
    """What the queue offers now. Named by call and desk, so that a replay never gives a call to another's desk."""
    desks = await states.live(DESK, stand=AgentState.READY.value)
    if not desks:
        return []  # the usual answer in a surge: nothing is read of a queue of thousands
    waiting = await states.live(CALL, state=CallState.QUEUED.value)
    alone: frozenset[PersonId] = frozenset()
    if any(call.mode is Mode.TRAINING for call in waiting):  # nothing of practice is read for a real call
        alone = practising_alone(await states.live(PRACTICE_SESSION))
    return [NamedCommand(f"{offer.call}.{offer.desk}", offer) for offer in next_offers(waiting, desks, alone)]


async def offered_calls(states: StateReader) -> list[Call]:
    """Calls that ring at a desk now: the timers take the offer back when it has stood too long."""
    found = await states.live(CALL, state=CallState.OFFERED.value)
    return [call for call in found if call.offered_to is not None and call.offered_at is not None]


async def _seat_left(
    fact: RecordedEvent[SeatTaken] | RecordedEvent[SeatLeft], states: StateReader
) -> Iterable[ReactionCommand]:
    """Somebody else sits down, or nobody: calls are not offered because the person before was ready."""
    event = fact.event
    left = event.before if isinstance(event, SeatTaken) else event.person
    seat = await states.state(SEAT, event.desk)
    if left is None or (seat is not None and seat.person == left):
        return ()  # nobody left, or they are back
    return (calls.VacateDesk(desk=event.desk, person=left),)


async def _offer(fact: RecordedEvent[Any], states: StateReader) -> Iterable[ReactionCommand]:
    return await queue_offers(states)


async def _set_answer_watch(
    fact: RecordedEvent[calls.CallQueued], states: StateReader
) -> Iterable[ReactionCommand]:
    # After a lapsed offer the first promise goes on: the caller has waited all this time.
    if fact.event.again and await pending_watches(fact, states, WatchKind.ANSWER):
        return ()
    return (set_watch(fact, WatchKind.ANSWER),)


async def _call_answered(
    fact: RecordedEvent[calls.CallAnswered], states: StateReader
) -> Iterable[ReactionCommand]:
    return keep_watches(fact, await pending_watches(fact, states, WatchKind.ANSWER))


async def _call_ended(fact: RecordedEvent[calls.CallEnded], states: StateReader) -> Iterable[ReactionCommand]:
    return cancel_watches(fact, await pending_watches(fact, states))


async def _call_back(
    fact: RecordedEvent[calls.CallAbandoned], states: StateReader
) -> Iterable[ReactionCommand]:
    gone = cancel_watches(fact, await pending_watches(fact, states))
    # A ring can kill: where the rule says never, nobody is hurried to ring; the call stays in sight of the room.
    if fact.event.call_back == CallBackPolicy.NEVER:
        return gone
    return (*gone, set_watch(fact, WatchKind.CALL_BACK))


async def _call_back_tried(
    fact: RecordedEvent[calls.CallBackAttempted], states: StateReader
) -> Iterable[ReactionCommand]:
    tried = keep_watches(fact, await pending_watches(fact, states, WatchKind.CALL_BACK))
    call = await states.state(CALL, fact.event.call)
    if fact.event.reached or call is None:
        return tried
    if call.call_back_tries >= CALL_BACK_TRIES:
        return (*tried, NamedCommand("message", calls.EscalateCallBack(call=call.id)))
    return (*tried, set_watch(fact, WatchKind.CALL_BACK))


async def _caller_wrote(
    fact: RecordedEvent[calls.CallerTextSent], states: StateReader
) -> Iterable[ReactionCommand]:
    """What is written after the end stands on nobody's screen: the desk that has the case, and the room, are told."""
    call = await states.state(CALL, fact.event.call)
    if call is None or call.ended_at is None or fact.envelope.recorded_at <= call.ended_at:
        return ()
    # Each line is news; one alarm stands for them.
    before = cancel_watches(fact, await pending_watches(fact, states, WatchKind.CALLER_WROTE))
    case = await states.state(CASE, call.case) if call.case is not None else None
    to = (FollowupParty(desk=case.owner),) if case is not None and case.owner is not None else ()
    return (*before, set_watch(fact, WatchKind.CALLER_WROTE, to=to))


async def _call_disposed(
    fact: RecordedEvent[calls.DispositionSet], states: StateReader
) -> Iterable[ReactionCommand]:
    return cancel_watches(fact, await pending_watches(fact, states, WatchKind.CALL_BACK))


async def _retry_joined(
    fact: RecordedEvent[calls.RetryJoined], states: StateReader
) -> Iterable[ReactionCommand]:
    return cancel_watches(fact, await pending_watches(fact, states))


async def _join_case(fact: RecordedEvent[CaseOpened], states: StateReader) -> Iterable[ReactionCommand]:
    call = fact.event.call
    return (calls.JoinCase(call=call, case=fact.event.case),) if call is not None else ()


async def _call_linked(fact: RecordedEvent[CallLinked], states: StateReader) -> Iterable[ReactionCommand]:
    if not await _is_listed(states, fact.event.case, fact.event.call):
        return ()  # it was unlinked meanwhile, and no case would know of it
    return (calls.JoinCase(call=fact.event.call, case=fact.event.case),)


async def _call_unlinked(fact: RecordedEvent[CallUnlinked], states: StateReader) -> Iterable[ReactionCommand]:
    call = await states.state(CALL, fact.event.call)
    if call is None or call.case != fact.event.case:
        return ()  # it has gone elsewhere meanwhile
    if await _is_listed(states, fact.event.case, call.id):
        return ()  # and has come back
    return (calls.LeaveCase(call=call.id, case=fact.event.case),)


async def _call_left(
    fact: RecordedEvent[calls.CallLeftCase], states: StateReader
) -> Iterable[ReactionCommand]:
    """A call tells of one case: that which it has left lists it no more, and says so in its story."""
    event = fact.event
    call, case = await states.state(CALL, event.call), await states.state(CASE, event.case)
    # What was merged keeps its calls for the day on which it is parted.
    if call is None or case is None or case.state is CaseState.MERGED or call.case == case.id:
        return ()
    return (UnlinkCall(case=case.id, call=call.id),) if call.id in case.calls else ()


async def _is_listed(states: StateReader, case: CaseId, call: CallId) -> bool:
    found = await states.state(CASE, case)
    return found is not None and call in found.calls


async def _desk_asks_help(
    fact: RecordedEvent[calls.DeskRequestedHelp], states: StateReader
) -> Iterable[ReactionCommand]:
    return (
        *cancel_watches(fact, await pending_watches(fact, states, WatchKind.DESK_HELP)),
        set_watch(fact, WatchKind.DESK_HELP),
    )


async def _audio_died(fact: RecordedEvent[calls.AudioDied], states: StateReader) -> Iterable[ReactionCommand]:
    # One promise for all that is dead in a call: another direction is no second alarm.
    return () if fact.event.others else (set_watch(fact, WatchKind.SILENT_LEG),)


async def _audio_restored(
    fact: RecordedEvent[calls.AudioCameBack], states: StateReader
) -> Iterable[ReactionCommand]:
    return (
        ()
        if fact.event.others
        else keep_watches(fact, await pending_watches(fact, states, WatchKind.SILENT_LEG))
    )


async def _clear_silent_leg(fact: RecordedEvent[Any], states: StateReader) -> Iterable[ReactionCommand]:
    """A line that leaves the call takes its fault with it."""
    if isinstance(fact.event, calls.CallQueued) and fact.event.desk_lost is None:
        return ()  # in a surge nothing is read for a call that only waits
    call = await states.state(CALL, fact.event.call)
    if call is not None and call.dead:
        return ()
    return cancel_watches(fact, await pending_watches(fact, states, WatchKind.SILENT_LEG))


def _join_retries(shared_numbers: frozenset[str]) -> tuple[Reaction, ...]:
    """Whichever is told last, the new call or the end of the old: a telephone that lost the network rings again first."""

    def joins(earlier: Call, later: Call) -> bool:
        return (
            earlier.id != later.id
            and earlier.mode == later.mode
            and later.state != CallState.REFUSED  # it waits elsewhere, and we are not told how it goes on
            and (
                later.earlier == earlier.id
                or is_retry(later, earlier, within_s=RETRY_WITHIN_S, shared_numbers=shared_numbers)
            )
        )

    async def rang(fact: RecordedEvent[calls.CallReceived], states: StateReader) -> Iterable[ReactionCommand]:
        event = fact.event
        by_number = event.phone is not None and event.phone_known_by is NumberSource.NETWORK_ASSERTED
        if event.earlier is None and not by_number:
            return ()  # the usual answer in a flood of pages: nothing is read
        call = await states.state(CALL, event.call)
        assert call is not None, "it rang"
        unanswered = (
            await states.live(CALL, state=CallState.ABANDONED.value, phone=call.phone) if by_number else []
        )
        before = await states.state(CALL, event.earlier) if event.earlier is not None else None
        if before is not None and before.state == CallState.ABANDONED:
            unanswered = [before, *(one for one in unanswered if one.id != before.id)]
        return [
            NamedCommand(str(one.id), calls.JoinRetry(call=one.id, by=call.id))
            for one in unanswered
            if joins(one, call)
        ]

    async def abandoned(
        fact: RecordedEvent[calls.CallAbandoned], states: StateReader
    ) -> Iterable[ReactionCommand]:
        call = await states.state(CALL, fact.event.call)
        if call is None:
            return ()
        by_number = call.phone is not None and call.phone_known_by is NumberSource.NETWORK_ASSERTED
        known = await states.live(CALL, phone=call.phone) if by_number else []
        # A page that was told as lost may have rung again before: its new call names this one.
        again = [one for one in [*known, *await states.live(CALL, earlier=str(call.id))] if joins(call, one)]
        newest = max(again, key=lambda one: (one.rang_at, one.number), default=None)
        return [NamedCommand(str(newest.id), calls.JoinRetry(call=call.id, by=newest.id))] if newest else ()

    return (
        Reaction("answered.join_retries", (calls.CallReceived,), rang),
        Reaction("answered.join_abandoned", (calls.CallAbandoned,), abandoned),
    )


def reactions(*, shared_numbers: frozenset[str] = frozenset()) -> tuple[Reaction, ...]:
    """Stage 1. `shared_numbers` are switchboards, residences, hotels: never joined by number alone."""
    return (
        Reaction(
            "answered.offer",
            (
                calls.CallQueued,
                calls.DeskReady,
                calls.DeskLineChanged,
                calls.CallAnswered,
                calls.CallAbandoned,
            ),
            _offer,
        ),
        Reaction("answered.promise", (calls.CallQueued,), _set_answer_watch),
        Reaction("answered.answered", (calls.CallAnswered,), _call_answered),
        Reaction("answered.over", (calls.CallEnded,), _call_ended),
        Reaction("answered.call_back", (calls.CallAbandoned,), _call_back),
        Reaction("answered.caller_wrote", (calls.CallerTextSent,), _caller_wrote),
        Reaction("answered.called_back", (calls.CallBackAttempted,), _call_back_tried),
        Reaction("answered.said_what_it_was", (calls.DispositionSet,), _call_disposed),
        Reaction("answered.retry_joined", (calls.RetryJoined,), _retry_joined),
        Reaction("answered.join_case", (CaseOpened,), _join_case),
        Reaction("answered.linked", (CallLinked,), _call_linked),
        Reaction("answered.unlinked", (CallUnlinked,), _call_unlinked),
        Reaction("answered.left", (calls.CallLeftCase,), _call_left),
        Reaction("answered.seat_left", (SeatTaken, SeatLeft), _seat_left),
        Reaction("answered.desk_asks_help", (calls.DeskRequestedHelp,), _desk_asks_help),
        Reaction("answered.audio_died", (calls.AudioDied,), _audio_died),
        Reaction("answered.audio_back", (calls.AudioCameBack,), _audio_restored),
        Reaction(
            "answered.lines_changed",
            (calls.CallQueued, calls.CallTransferred, calls.PartyLeft),
            _clear_silent_leg,
        ),
        *_join_retries(shared_numbers),
    )
