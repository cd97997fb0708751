"""Who would hear a step of a card that a desk says, or plays into a call, and who could give a medicine of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from auxilio.calls.core.guidance_machine import READING_CHANNELS
from auxilio.calls.core.model import CONNECTED_STATES, FINISHED_STATES, VOICE_CHANNELS, Call, CallState
from auxilio.calls.service import CALL
from auxilio.dispatch.aggregates import ASSIGNMENT
from auxilio.instructions.core.ports import PlaybackAudience
from auxilio.kernel.ids import CallId, CaseId, DeskId, StreamId, aggregate_name, stream_id
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.connection import Pool

_WAITS = frozenset({CallState.HELD, CallState.CONSULTING})


def listener_of(call: Call | None, case: CaseId, desk: DeskId | None) -> PlaybackAudience:
    """Who hears what this desk plays into this call. Pure."""
    if call is None or call.case != case or desk is None or call.desk != desk:
        return PlaybackAudience.NOBODY
    if call.channel not in VOICE_CHANNELS:
        return PlaybackAudience.READER
    if call.state in _WAITS:
        return PlaybackAudience.HELD
    return PlaybackAudience.CALLER if call.state is CallState.ANSWERED else PlaybackAudience.NOBODY


def caller_only_reads(calls: Iterable[Call], case: CaseId, desk: DeskId | None) -> bool:
    """Whether every caller of the case who is with this desk has no voice; where none is with it, every caller who is with any.
    False where nobody is connected. Pure."""
    connected = [one for one in calls if one.case == case and one.state in CONNECTED_STATES]
    here = [one for one in connected if one.desk == desk] or connected
    return bool(here) and all(one.channel in READING_CHANNELS for one in here)


def with_another_desk(calls: Iterable[Call], case: CaseId, desk: DeskId | None) -> bool:
    """Whether callers of the case are with desks, and none with this one: another dictates. Pure."""
    desks = {one.desk for one in calls if one.case == case and one.state in CONNECTED_STATES}
    return bool(desks) and desk not in desks


def has_caller_or_crew(calls: Sequence[Call], crews: int) -> bool:
    """Whether a medicine of a card could be given: a caller is on a line, waits or is rung back, or `crews` work on the case. A
    case without any call is not known to have nobody. Pure."""
    return crews > 0 or not calls or any(one.state not in FINISHED_STATES for one in calls)


class CallListeners:
    """`instructions.core.ports.AudienceLookup` over the log."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def listener(self, call: CallId, case: CaseId, desk: DeskId | None) -> PlaybackAudience:
        """Who hears that desk in this call of the case, now."""
        found = await log.state_of(self._pool, stream_id(CALL.name, call))
        return listener_of(CALL.read_state(found[1]) if found else None, case, desk)

    async def only_reads(self, case: CaseId, desk: DeskId | None) -> bool:
        """Whether the caller of this case who is with that desk has nothing but what is written to them."""
        return caller_only_reads(await self._calls(case), case, desk)

    async def connected_calls(self, case: CaseId) -> tuple[CallId, ...]:
        """The calls of this case that have a desk."""
        calls = await self._calls(case)
        return tuple(one.id for one in calls if one.case == case and one.state in CONNECTED_STATES)

    async def with_another_desk(self, case: CaseId, desk: DeskId | None) -> bool:
        """Whether callers of this case are with desks, and none with that one."""
        return with_another_desk(await self._calls(case), case, desk)

    async def has_caller_or_crew(self, case: CaseId) -> bool:
        """Whether a medicine could be given by somebody of the case, now."""
        states = await log.case_states(self._pool, case)
        work = [ASSIGNMENT.read_state(state) for stream, _, state in states if _is_of(ASSIGNMENT, stream)]
        calls = [CALL.read_state(state) for stream, _, state in states if _is_of(CALL, stream)]
        return has_caller_or_crew(calls, sum(ASSIGNMENT.live(one) for one in work))

    async def _calls(self, case: CaseId) -> list[Call]:
        states = await log.case_states(self._pool, case)
        return [CALL.read_state(state) for stream, _, state in states if _is_of(CALL, stream)]


def _is_of(aggregate: Aggregate[Any], stream: StreamId) -> bool:
    return aggregate_name(stream) == aggregate.name
