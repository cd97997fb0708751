"""Takes a message about a telephone's place to the calls of that telephone, or parks it. Called by the ways in of AML and eCall.

It is parked before a call is looked for: a call that rings in between finds it there, and so does the leading worker
when this process dies.
"""

import logging
from dataclasses import dataclass

from auxilio.calls.core.fix_matching import (
    PARKED_S,
    ArrivedFix,
    FixMatch,
    match_calls,
    report_of,
    with_flags,
)
from auxilio.calls.parked_fixes.store import ParkedFixStore
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.ids import new_id

LEFT_AFTER_S = 5.0
"""A fix for which nobody has looked for so long is one whose process died."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LocationMessages:
    """One for each process. `system`: Auxilio itself, in the mode of the installation."""

    store: ParkedFixStore
    clock: Clock
    commands: CommandPort
    system: Actor

    async def receive(self, fix: ArrivedFix) -> int:
        """Report the fix to its calls; to how many. With none it stays parked. Raises what the database raises."""
        return await self._deliver(await self.store.park(fix))

    async def _deliver(self, fix: ArrivedFix) -> int:
        received_at = fix.message.received_at
        calls = await self.store.calls_of(fix.identity, received_at)
        matches = match_calls(fix.identity, received_at, calls, self.system.mode)
        told = [match for match in matches if await self._tell(match, fix)]
        await (self.store.remove(fix) if told else self.store.settle(fix))
        return len(told)

    async def _tell(self, match: FixMatch, fix: ArrivedFix) -> bool:
        """Report the fix to one call. One that refuses it keeps it from no other call, and holds up no later fix."""
        report = report_of(with_flags(fix, match.flags), match.call.id)
        try:
            # The call itself knows a message that it has: the id need not say so.
            await self.commands.handle(CommandId(new_id()), report, self.system)
        except Refused as refused:
            _log.warning("fix_refused", extra={"call": match.call.id, "code": refused.code})
            return False
        return True

    async def tidy(self) -> None:
        """Deliver what a process that died has left, and forget what has waited its time. Run by the leading worker."""
        now = self.clock.now()
        await self.store.forget(now)
        for fix in await self.store.unsettled(after_s(now, -LEFT_AFTER_S)):
            await self._deliver(fix)

    async def parked(self, identities: tuple[str, ...]) -> list[ArrivedFix]:
        """What waits for a call of this telephone."""
        return await self.store.of_telephone(identities, after_s(self.clock.now(), -PARKED_S))
