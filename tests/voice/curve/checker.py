"""Was anybody lost? What callers lived is held against what the log says, try by try. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.voice.curve.callers import Outcome, Try, person_of
from tests.voice.curve.plan import Person, Telephone

CALLERS = {"caller", "lost"}


@dataclass
class CallRecord:
    """One call as its facts tell it."""

    id: str
    name: str
    number: str | None
    order: int
    """Its place in the log."""
    answered: int = 0
    ended: str | None = None
    """Why it was over, answered or not; None: never."""
    abandoned: bool = False
    refusal: Mapping[str, Any] | None = None
    joined_to: str | None = None
    case: str | None = None
    disposition: str | None = None
    rang: int = 0
    promised: bool = False
    """A call-back is still owed."""


@dataclass
class Verdict:
    """What was found wrong, in words, and the numbers of the play."""

    wrong: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)


def read(facts: Iterable[tuple[str, Mapping[str, Any]]], owed: Iterable[str]) -> dict[str, CallRecord]:
    """Calls by id, from kinds and bodies of facts in order. `owed`: calls for which a promise to call back stands."""
    calls: dict[str, CallRecord] = {}
    for order, (kind, body) in enumerate(facts):
        id = str(body.get("call"))
        match kind:
            case "calls.call.rang" if id not in calls:
                calls[id] = CallRecord(id, body.get("caller_name") or "", body.get("phone"), order, rang=1)
            case "calls.call.rang":
                calls[id].rang += 1
            case "calls.call.answered":
                calls[id].answered += 1
            case "calls.call.ended":
                calls[id].ended = body["reason"]
            case "calls.call.abandoned":
                calls[id].ended, calls[id].abandoned = body["reason"], True
            case "calls.call.refused":
                calls[id].refusal = body["refusal"]
            case "calls.call.retry_joined":
                calls[id].joined_to = str(body["by"])
            case "calls.call.joined_case":
                calls[id].case = str(body["case"])
            case "calls.call.disposed":
                calls[id].disposition = body["disposition"]
    for id in owed:
        calls[id].promised = True
    return calls


def judge(everybody: Sequence[Person], tries: Sequence[Try], calls: Mapping[str, CallRecord]) -> Verdict:
    """Everything that must be so of a play that is over."""
    verdict = Verdict()
    known = _one_call_for_each_try(tries, calls, verdict)
    _same_end_for_both(tries, known, verdict)
    _queue_is_complete(everybody, calls, verdict)
    _cases_are_told(everybody, calls, verdict)
    verdict.numbers |= _numbers(tries, calls)
    return verdict


def _one_call_for_each_try(
    tries: Sequence[Try], calls: Mapping[str, CallRecord], verdict: Verdict
) -> dict[str, CallRecord]:
    sent = {one.name for one in tries}
    known: dict[str, CallRecord] = {}
    for call in calls.values():
        if call.rang != 1 or call.name in known:
            verdict.wrong.append(f"{call.name} is in the log twice")
        if call.name not in sent:
            verdict.wrong.append(f"{call.name} is in the log, and nobody called")
        known[call.name] = call
    verdict.wrong += [f"{name} called and is in no log" for name in sorted(sent - known.keys())]
    return known


def _same_end_for_both(tries: Sequence[Try], known: Mapping[str, CallRecord], verdict: Verdict) -> None:
    for one in tries:
        call = known.get(one.name)
        if call is None:
            continue
        over = call.ended is not None or call.refusal is not None
        match one.outcome:
            case Outcome.GAVE_UP | Outcome.CALLER:
                # Which of the two it was can cross with the answer: an operator who answers while they hang up may
                # be the one who ends the call (`answered_gone` counts those).
                agree = call.ended in CALLERS or (call.ended == "desk" and call.answered == 1)
            case Outcome.DESK:
                agree = call.ended == "desk" and call.answered == 1
            case Outcome.REFUSED:
                agree = call.refusal is not None and not call.answered
            case Outcome.NOTHING:
                agree = False  # an INVITE that is never answered is a person who hears nothing
        if not agree or not over:
            verdict.wrong.append(f"{one.name} ended by «{one.outcome}», and the log says {call}")


def _queue_is_complete(
    everybody: Sequence[Person], calls: Mapping[str, CallRecord], verdict: Verdict
) -> None:
    """Whom nobody answered is owed a call-back, or is one of a mobile's earlier tries: exactly those."""
    by_number = defaultdict[str, list[CallRecord]](list)
    for call in sorted(calls.values(), key=lambda one: one.order):
        if call.number and everybody[person_of(call.name)[0]].telephone is Telephone.MOBILE:
            by_number[call.number].append(call)
    joined = {
        earlier.id
        for own in by_number.values()
        for earlier, later in pairwise(own)
        if earlier.abandoned and any(one.refusal is None for one in own[own.index(later) :])
    }
    for call in calls.values():
        waits = call.abandoned and call.id not in joined
        if (call.joined_to is not None) != (call.id in joined):
            verdict.wrong.append(f"{call.name} should {'' if call.id in joined else 'not '}be joined: {call}")
        if call.promised != waits:
            verdict.wrong.append(f"{call.name} is {'not ' if waits else ''}owed a call-back: {call}")
        by = calls.get(call.joined_to or "")
        if by is not None and by.number != call.number:
            verdict.wrong.append(f"{call.name} was joined to a stranger, {by.name}")


def _cases_are_told(everybody: Sequence[Person], calls: Mapping[str, CallRecord], verdict: Verdict) -> None:
    """Answered callers who tell of the same are in one case, others in none of theirs."""
    case_of: dict[int, str] = {}
    for call in sorted(calls.values(), key=lambda one: one.order):
        if not call.answered:
            if call.case is not None:
                verdict.wrong.append(f"{call.name} was never answered and has a case")
            continue
        event = everybody[person_of(call.name)[0]].event
        if event is None:
            if call.case is not None or call.disposition is None:
                verdict.wrong.append(f"{call.name} told of nothing, and the log says {call}")
        elif call.case is None or case_of.setdefault(event, call.case) != call.case:
            verdict.wrong.append(f"{call.name} told of event {event}, and is in another case or none: {call}")
    if len(set(case_of.values())) != len(case_of):
        verdict.wrong.append("two events are one case")


def _numbers(tries: Sequence[Try], calls: Mapping[str, CallRecord]) -> dict[str, int]:
    held = list(calls.values())
    known = {one.name: one for one in held}
    return {
        "persons": len({one.person for one in tries}),
        "invites": len(tries),
        "calls": len(calls),
        "answered": sum(one.answered > 0 for one in held),
        "unanswered": sum(one.abandoned for one in held),
        "retries_joined": sum(one.joined_to is not None for one in held),
        "refused": sum(one.refusal is not None for one in held),
        "owed_a_call_back": sum(one.promised for one in held),
        "cases": len({one.case for one in held if one.case}),
        "answered_gone": sum(
            known[one.name].answered > 0
            for one in tries
            if one.outcome is Outcome.GAVE_UP and one.name in known
        ),
    }
