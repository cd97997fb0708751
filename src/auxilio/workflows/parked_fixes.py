"""A call that rings is given the fixes that wait for its telephone, and fixes whose process died are delivered (decision 0391)."""

from collections.abc import Awaitable, Callable, Iterable

from auxilio.calls.core import messages as calls
from auxilio.calls.core.fix_matching import ArrivedFix, call_identities, fixes_for_call, report_of
from auxilio.calls.location_messages import LocationMessages
from auxilio.calls.parked_fixes.store import ParkedFixStore
from auxilio.calls.service import CALL
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.workflows.runner import (
    NamedCommand,
    Reaction,
    ReactionCommand,
    RecordedEvent,
    StateReader,
    system_actor,
)

TIDY_S = 10.0
"""Seconds between two rounds of the leading worker."""
type ParkedFixes = Callable[[tuple[str, ...]], Awaitable[list[ArrivedFix]]]
"""What waits for a call of this telephone, by what a network asserts of it."""


def location_messages(pool: Pool, clock: Clock, commands: CommandPort, mode: Mode) -> LocationMessages:
    """The service of messages about places, in the mode of the installation."""
    return LocationMessages(ParkedFixStore(pool), clock, commands, system_actor(mode))


def reactions(parked: ParkedFixes, mode: Mode) -> tuple[Reaction, ...]:
    """What a ring brings. `mode`: of the installation; calls of another have no telephone outside."""

    async def rang(fact: RecordedEvent[calls.CallReceived], states: StateReader) -> Iterable[ReactionCommand]:
        call = await states.state(CALL, fact.event.call)
        if call is None or call.mode is not mode or not (identities := call_identities(call)):
            return ()
        found = fixes_for_call(call, await parked(identities))
        return [NamedCommand(str(fix.message.id), report_of(fix, call.id)) for fix in found]

    return (Reaction("answered.parked_fixes", (calls.CallReceived,), rang),)
