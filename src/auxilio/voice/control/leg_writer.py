"""Write legs through to the database: dialog and media of each, so that another process can take it up.

A leg changes often and fast (an answer, its ACK, a bridge); what is written is its state at the time of writing. Each leg
has one writer, so that an older state never overwrites a newer one.
"""

import asyncio
from dataclasses import dataclass

from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.voice.control.call_media_state import ConnectedLeg
from auxilio.voice.control.command_reporter import CommandReporter
from auxilio.voice.core.media_plan import PartyKey
from auxilio.voice.media.ports import LegId, LegMemo, MediaEngine
from auxilio.voice.store import LegRepository, StoredLeg


@dataclass(frozen=True)
class _OwnedLeg:
    leg: ConnectedLeg
    call: CallId | None
    desk: DeskId | None
    seat: PartyKey | None


class LegWriter:
    """One for each exchange."""

    def __init__(self, media: MediaEngine, legs: LegRepository, commands: CommandReporter) -> None:
        self._media, self._legs, self._commands = media, legs, commands
        self._owned = dict[LegId, _OwnedLeg]()
        self._due = set[LegId]()
        self._tasks = BackgroundTasks("leg_not_kept")
        self._writing = dict[LegId, asyncio.Task[None]]()

    def keep(
        self,
        leg: ConnectedLeg,
        *,
        call: CallId | None = None,
        desk: DeskId | None = None,
        seat: PartyKey | None = None,
    ) -> None:
        """Write this leg, with its owner, at each change until `forget`."""
        self._owned[leg.id] = _OwnedLeg(leg, call, desk, seat)
        leg.sip.on_state = lambda _: self.changed(leg)
        self.changed(leg)

    def changed(self, *legs: ConnectedLeg | None) -> None:
        """The dialog of these legs has changed, or what they hear."""
        for leg in legs:
            if leg is not None and leg.id in self._owned:
                self._write(leg.id)

    def forget(self, leg: ConnectedLeg) -> None:
        """Delete what is stored of a leg that has ended."""
        leg.sip.on_state = None
        self._owned.pop(leg.id, None)
        self._write(leg.id)

    def _write(self, id: LegId) -> None:
        self._due.add(id)
        if id not in self._writing:
            self._writing[id] = self._tasks.spawn(self._write_loop(id))

    async def _write_loop(self, id: LegId) -> None:
        try:
            while id in self._due:
                self._due.discard(id)
                await self._commands.retry_transient(lambda: self._write_once(id))
        finally:
            del self._writing[id]  # also after a defect: the next change is written

    async def _write_once(self, id: LegId) -> None:
        owned = self._owned.get(id)
        if owned is None:
            await self._legs.forget(id)
            return
        kept = StoredLeg(
            leg=id,
            call=owned.call,
            desk=owned.desk,
            seat=owned.seat,
            dialog=owned.leg.sip.state(),
            media=self._memo(id),
        )
        await self._legs.keep(kept)

    def _memo(self, id: LegId) -> LegMemo | None:
        try:
            return self._media.memo(id)
        except Refused:  # it was let go in this moment
            return None
