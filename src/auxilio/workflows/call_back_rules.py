"""What the interviews of a case prove about ringing its callers back holds for each of its calls (decision 0371).

The strictest of all interviews of the case counts, with those of cases that go on in it. A call that is over and waits for
nobody is told nothing. What an interview has proved stays with a call that goes to another case: only an interview of that
protocol lifts it, or a person who says so, or leaving a case that has other callers, which the call was put to by mistake.
"""

from collections.abc import Iterable

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import Call, CallState
from auxilio.calls.core.policy import call_back_policy
from auxilio.calls.service import CALL
from auxilio.cases.core import messages as cases
from auxilio.cases.core.merging import merged_cases
from auxilio.cases.service import CASE
from auxilio.followup.core.model import WatchKind
from auxilio.kernel.event import Event, union_members
from auxilio.kernel.shared_types import CALL_BACK_STRICTNESS, CallBackPolicy
from auxilio.triage.core import messages as triage
from auxilio.triage.core.model import ProtocolRun
from auxilio.triage.service import RUN
from auxilio.workflows.case_merging import merge_chain
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import cancel_watches, pending_watches, set_watch

type CallBackReviewEvent = (
    triage.RunProved
    | triage.RunUndone
    | calls.CallJoinedCase
    | cases.CaseMerged
    | cases.CaseUnmerged
    | cases.CaseReleased
)
REVIEWED: tuple[type[Event], ...] = union_members(CallBackReviewEvent)
type _ProvenCallBack = tuple[CallBackPolicy | None, str | None]
_OVER = frozenset({CallState.ENDED, CallState.CALLED_BACK, CallState.REFUSED})


async def _review(fact: RecordedEvent[CallBackReviewEvent], states: StateReader) -> Iterable[ReactionCommand]:
    """Tell each call of the case, as it lives on, what is proved now."""
    if fact.envelope.case is None:
        return ()
    chain = await merge_chain(states, fact.envelope.case)
    if not chain:
        return ()
    last = chain[-1]
    parts = (last.id, *merged_cases(last))
    runs = [run for part in parts for run in await states.in_case(RUN, part)]
    found = [
        call
        for part in dict.fromkeys((fact.envelope.case, *parts))
        for call in await states.in_case(CALL, part)
    ]
    proved, protocols = _proved_by(runs), _protocols_of(runs)
    return [
        command
        for call in found
        if call.call_back_protocol in {None, *protocols} or _is_stricter(proved[0], call.call_back_proved)
        for command in _tell(call, proved)
    ]


def _protocols_of(runs: Iterable[ProtocolRun]) -> frozenset[str]:
    """Those that these interviews are or were held with."""
    return frozenset(of.split()[0] for run in runs for of in (run.protocol, *run.before))


def _proved_by(runs: Iterable[ProtocolRun]) -> _ProvenCallBack:
    """The strictest that these interviews prove, with its protocol."""
    strictest: _ProvenCallBack = (None, None)
    for run in runs:
        rule = run.standing.call_back
        if _is_stricter(rule, strictest[0]):
            strictest = (rule, run.standing.call_back_by)
    return strictest


def _is_stricter(rule: CallBackPolicy | None, than: CallBackPolicy | None) -> bool:
    return rule is not None and (
        than is None or CALL_BACK_STRICTNESS.index(rule) > CALL_BACK_STRICTNESS.index(than)
    )


def _tell(call: Call, proved: _ProvenCallBack) -> Iterable[NamedCommand]:
    rule, protocol = proved
    if call.state not in _OVER and proved != (call.call_back_proved, call.call_back_protocol):
        command = calls.RuleCallBack(call=call.id, rule=rule, protocol=protocol)
        yield NamedCommand(f"call_back.{call.id}", command)


async def _call_left(
    fact: RecordedEvent[calls.CallLeftCase], states: StateReader
) -> Iterable[ReactionCommand]:
    """A call that was put to a case of other callers by mistake has no interview; one that was its only caller keeps its own."""
    call = await states.state(CALL, fact.event.call)
    left = await states.state(CASE, fact.event.case)
    mistaken = call is not None and call.case is None and left is not None and left.calls
    return _tell(call, (None, None)) if call is not None and mistaken else ()


async def _rang_again(
    fact: RecordedEvent[calls.CallAbandoned], states: StateReader
) -> Iterable[ReactionCommand]:
    """Nobody answered, and the same number or page has a call of an open case in which an interview forbids or delays ringing."""
    call = await states.state(CALL, fact.event.call)
    if call is None or (call.phone is None and call.earlier is None):
        return ()
    strict = [
        run for run in await states.live(RUN) if _is_stricter(run.standing.call_back, CallBackPolicy.RING)
    ]
    theirs = []
    for run in strict:
        known = [one for one in await states.in_case(CALL, run.case) if one.mode == call.mode]
        if any(
            one.id == call.earlier or (call.phone is not None and one.phone == call.phone) for one in known
        ):
            theirs.append(run)
    proved = _proved_by(theirs)
    return _tell(call, proved) if _is_stricter(proved[0], call.call_back_proved) else ()


async def _ruled(fact: RecordedEvent[calls.CallBackRuled], states: StateReader) -> Iterable[ReactionCommand]:
    """Nobody is hurried to ring whom nobody may ring; whoever may be rung again is waited for again."""
    call = await states.state(CALL, fact.event.call)
    if call is None or call.state is not CallState.ABANDONED or call.disposition is not None:
        return ()
    if fact.event.rule is CallBackPolicy.NEVER:
        return cancel_watches(fact, await pending_watches(fact, states, WatchKind.CALL_BACK))
    if call.ended_at is None or fact.envelope.recorded_at <= call.ended_at:
        return ()  # the end of the call told what held then
    lifted = fact.event.before is CallBackPolicy.NEVER and call_back_policy(call) is not CallBackPolicy.NEVER
    return (set_watch(fact, WatchKind.CALL_BACK),) if lifted and call.messaged_at is None else ()


def reactions() -> tuple[Reaction, ...]:
    """Stage 2: what is proved, its calls obey at once."""
    return (
        Reaction("evaluated.call_back", REVIEWED, _review),
        Reaction("evaluated.call_back_left", (calls.CallLeftCase,), _call_left),
        Reaction("evaluated.call_back_again", (calls.CallAbandoned,), _rang_again),
        Reaction("evaluated.call_back_ruled", (calls.CallBackRuled,), _ruled),
    )
