"""What comes back without having been asked: events of the media engine, and connections of pages that are gone."""

from collections.abc import AsyncIterator

from auxilio.kernel.ids import DeskId
from auxilio.platform.background_tasks import report_fault
from auxilio.voice.control.call_media_state import (
    CallerOwner,
    ConnectedLeg,
    DeskOwner,
    GuestOwner,
    LegOwner,
)
from auxilio.voice.control.caller_legs import CallerLegs
from auxilio.voice.control.desk_legs import DeskLegs
from auxilio.voice.control.guest_legs import GuestLegs
from auxilio.voice.control.leg_lifecycle import LegLifecycle
from auxilio.voice.media.ports import LegEvent, LegEventKind


class MediaEvents:
    """One for each exchange."""

    def __init__(self, legs: LegLifecycle, callers: CallerLegs, desks: DeskLegs, guests: GuestLegs) -> None:
        self._legs, self._states = legs, legs.states
        self._callers, self._desks, self._guests = callers, desks, guests

    async def run(self, events: AsyncIterator[LegEvent]) -> None:
        """Read what the media engine tells, for ever."""
        async for event in events:
            try:
                await self._handle(event)
            except Exception as defect:  # noqa: BLE001  one leg's fault ends no other's call
                report_fault("media_fact", defect)

    async def on_page_gone(self, user: str) -> None:
        """The connection of a page closed: what it carried is dead, whatever its media still say."""
        desk = self._states.desks.get(DeskId(user))
        if desk is not None:
            await self._desks.on_leg_gone(DeskId(user), desk)
            return
        for call, state in list(self._states.calls.items()):
            if str(call) == user and state.caller is not None:
                await self._callers.on_leg_gone(call, state.caller)

    async def on_flow_gone(self, flow: str) -> None:
        """The edge lost the connection of a page: requests to the page would go by `flow`."""
        for owner, leg in self._states.owned_legs():
            if f";alias={flow}~" in leg.sip.dialog.remote_target:
                await self._drop(leg, owner)

    async def _handle(self, event: LegEvent) -> None:
        if (listener := self._states.listeners.get(event.leg)) is not None:
            listener(event)
            return
        owner = self._states.owners.get(event.leg)
        if event.kind is not LegEventKind.LOST or owner is None:
            self._legs.monitor.on_leg_event(event)
            self._legs.text.on_leg_event(event)
            return
        leg = self._states.leg_of(owner)
        if leg is None or leg.id != event.leg:
            return
        if self._legs.leg_media.relayed:  # one relay loses all its legs at once
            self._legs.spawn(self._reanchor_or_drop(leg, owner))
        else:
            await self._drop(leg, owner)

    async def _reanchor_or_drop(self, leg: ConnectedLeg, owner: LegOwner) -> None:
        if not await self._legs.leg_media.reanchor(leg):
            await self._drop(leg, owner)
            return
        for call in self._states.calls_of(owner):
            if call in self._states.calls:
                await self._legs.apply_media_plan(call)

    async def _drop(self, leg: ConnectedLeg, owner: LegOwner) -> None:
        """As if it had hung up without a BYE."""
        match owner:
            case GuestOwner(call=call, seat=seat):
                await self._guests.on_leg_gone(call, seat, leg)
            case CallerOwner(call=call):
                await self._callers.on_leg_gone(call, leg)
            case DeskOwner(desk=desk):
                await self._desks.on_leg_gone(desk, leg)
