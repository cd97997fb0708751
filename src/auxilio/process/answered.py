"""Stage 1, answer: a waiting call finds a desk, a promise runs until a human voice, and no unanswered caller is lost."""

from collections.abc import Iterable
from typing import Any

from auxilio.calls import messages as calls
from auxilio.calls.model import Call, CallBackRule, CallState, Stand
from auxilio.calls.policy import same_person
from auxilio.calls.service import CALL, DESK, offers
from auxilio.cases.messages import (
    CallLinked,
    CallUnlinked,
    CaseOpened,
)
from auxilio.followup.model import WatchKind
from auxilio.process.promises import cancel, keep, pending, promise
from auxilio.process.runner import Fact, House, Named, Reaction, Step

RETRY_WITHIN_S = 1800.0
"""A call of the same mobile within half an hour of one that nobody answered is the same person again (ours)."""
CALL_BACK_TRIES = 2
"""Tries at 0 and 60 s, then a message (console.md 6)."""


async def queue(house: House) -> list[Named]:
    """What the queue offers now. Named by call and desk, so that a replay never gives a call to another's desk."""
    desks = await house.live(DESK, stand=Stand.READY.value)
    if not desks:
        return []  # the usual answer in a surge: nothing is read of a queue of thousands
    waiting = await house.live(CALL, state=CallState.QUEUED.value)
    return [Named(f"{offer.call}.{offer.desk}", offer) for offer in offers(waiting, desks)]


async def ringing(house: House) -> list[Call]:
    """Calls that ring at a desk now: the timers take the offer back when it has stood too long."""
    found = await house.live(CALL, state=CallState.OFFERED.value)
    return [call for call in found if call.offered_to is not None and call.offered_at is not None]


async def _offer(fact: Fact[Any], house: House) -> Iterable[Step]:
    return await queue(house)


async def _promise_an_answer(fact: Fact[calls.CallQueued], house: House) -> Iterable[Step]:
    # After a lapsed offer the first promise goes on: the caller has waited all this time.
    if fact.event.again and await pending(fact, house, WatchKind.ANSWER):
        return ()
    return (promise(fact, WatchKind.ANSWER),)


async def _answered(fact: Fact[calls.CallAnswered], house: House) -> Iterable[Step]:
    return keep(fact, await pending(fact, house, WatchKind.ANSWER))


async def _over(fact: Fact[calls.CallEnded], house: House) -> Iterable[Step]:
    return cancel(fact, await pending(fact, house))


async def _call_back(fact: Fact[calls.CallAbandoned], house: House) -> Iterable[Step]:
    gone = cancel(fact, await pending(fact, house))
    # A ring can kill: where the rule says never, nobody is hurried to ring; the call stays in sight of the room.
    if fact.event.call_back == CallBackRule.NEVER:
        return gone
    return (*gone, promise(fact, WatchKind.CALL_BACK))


async def _called_back(fact: Fact[calls.CallBackTried], house: House) -> Iterable[Step]:
    tried = keep(fact, await pending(fact, house, WatchKind.CALL_BACK))
    call = await house.state(CALL, fact.event.call)
    if fact.event.reached or call is None:
        return tried
    if call.call_back_tries >= CALL_BACK_TRIES:
        return (*tried, Named("message", calls.MessageCaller(call=call.id)))
    return (*tried, promise(fact, WatchKind.CALL_BACK))


async def _said_what_it_was(fact: Fact[calls.CallDisposed], house: House) -> Iterable[Step]:
    return cancel(fact, await pending(fact, house, WatchKind.CALL_BACK))


async def _retry_joined(fact: Fact[calls.RetryJoined], house: House) -> Iterable[Step]:
    return cancel(fact, await pending(fact, house))


async def _join_case(fact: Fact[CaseOpened], house: House) -> Iterable[Step]:
    call = fact.event.call
    return (calls.JoinCase(call=call, case=fact.event.case),) if call is not None else ()


async def _linked(fact: Fact[CallLinked], house: House) -> Iterable[Step]:
    del house
    return (calls.JoinCase(call=fact.event.call, case=fact.event.case),)


async def _unlinked(fact: Fact[CallUnlinked], house: House) -> Iterable[Step]:
    call = await house.state(CALL, fact.event.call)
    if call is None or call.case != fact.event.case:
        return ()  # it has gone elsewhere meanwhile
    return (calls.LeaveCase(call=call.id),)


async def _desk_asks_help(fact: Fact[calls.DeskAskedHelp], house: House) -> Iterable[Step]:
    return (
        *cancel(fact, await pending(fact, house, WatchKind.DESK_HELP)),
        promise(fact, WatchKind.DESK_HELP),
    )


async def _audio_died(fact: Fact[calls.AudioDied], house: House) -> Iterable[Step]:
    # One promise for all that is dead in a call: another direction is no second alarm.
    return () if fact.event.others else (promise(fact, WatchKind.SILENT_LEG),)


async def _audio_back(fact: Fact[calls.AudioCameBack], house: House) -> Iterable[Step]:
    return () if fact.event.others else keep(fact, await pending(fact, house, WatchKind.SILENT_LEG))


async def _lines_changed(fact: Fact[Any], house: House) -> Iterable[Step]:
    """A line that leaves the call takes its fault with it."""
    if isinstance(fact.event, calls.CallQueued) and fact.event.desk_lost is None:
        return ()  # in a surge nothing is read for a call that only waits
    call = await house.state(CALL, fact.event.call)
    if call is not None and call.dead:
        return ()
    return cancel(fact, await pending(fact, house, WatchKind.SILENT_LEG))


def _join_retries(shared_numbers: frozenset[str]) -> tuple[Reaction, ...]:
    """Whichever is told last, the new call or the end of the old: a telephone that lost the network rings again first."""

    def joins(earlier: Call, later: Call) -> bool:
        return (
            earlier.id != later.id
            and earlier.mode == later.mode
            and later.state != CallState.REFUSED  # it waits elsewhere, and we are not told how it goes on
            and same_person(later, earlier, within_s=RETRY_WITHIN_S, shared_numbers=shared_numbers)
        )

    async def rang(fact: Fact[calls.CallRang], house: House) -> Iterable[Step]:
        if fact.event.phone is None:
            return ()
        call = await house.state(CALL, fact.event.call)
        assert call is not None, "it rang"
        unanswered = await house.live(CALL, state=CallState.ABANDONED.value, phone=fact.event.phone)
        return [
            Named(str(one.id), calls.JoinRetry(call=one.id, by=call.id))
            for one in unanswered
            if joins(one, call)
        ]

    async def abandoned(fact: Fact[calls.CallAbandoned], house: House) -> Iterable[Step]:
        call = await house.state(CALL, fact.event.call)
        if call is None or call.phone is None:
            return ()
        again = [one for one in await house.live(CALL, phone=call.phone) if joins(call, one)]
        newest = max(again, key=lambda one: (one.rang_at, one.number), default=None)
        return [Named(str(newest.id), calls.JoinRetry(call=call.id, by=newest.id))] if newest else ()

    return (
        Reaction("answered.join_retries", (calls.CallRang,), rang),
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
        Reaction("answered.promise", (calls.CallQueued,), _promise_an_answer),
        Reaction("answered.answered", (calls.CallAnswered,), _answered),
        Reaction("answered.over", (calls.CallEnded,), _over),
        Reaction("answered.call_back", (calls.CallAbandoned,), _call_back),
        Reaction("answered.called_back", (calls.CallBackTried,), _called_back),
        Reaction("answered.said_what_it_was", (calls.CallDisposed,), _said_what_it_was),
        Reaction("answered.retry_joined", (calls.RetryJoined,), _retry_joined),
        Reaction("answered.join_case", (CaseOpened,), _join_case),
        Reaction("answered.linked", (CallLinked,), _linked),
        Reaction("answered.unlinked", (CallUnlinked,), _unlinked),
        Reaction("answered.desk_asks_help", (calls.DeskAskedHelp,), _desk_asks_help),
        Reaction("answered.audio_died", (calls.AudioDied,), _audio_died),
        Reaction("answered.audio_back", (calls.AudioCameBack,), _audio_back),
        Reaction(
            "answered.lines_changed",
            (calls.CallQueued, calls.CallTransferred, calls.PartyLeft),
            _lines_changed,
        ),
        *_join_retries(shared_numbers),
    )
