"""Who may say where a unit is, and what becomes of what they say."""

from collections.abc import Callable, Sequence
from typing import NoReturn

from auxilio.dispatch.aggregates import UNIT
from auxilio.dispatch.tracking.core.model import (
    Device,
    DeviceId,
    DeviceKind,
    ImplausibleFix,
    JudgedFix,
    KnownPosition,
    PositionReading,
    RejectedDevice,
    UnitLocation,
)
from auxilio.dispatch.tracking.core.policy import BORDER_M, judge_fix, update_known_position
from auxilio.dispatch.tracking.ports import TrackingRegion
from auxilio.dispatch.tracking.road_matcher import RoadMatcher
from auxilio.dispatch.tracking.store import TrackStore
from auxilio.dispatch.units.core.crew_authority import in_crew
from auxilio.dispatch.units.core.model import Unit
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, UnitId, stream_id
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.platform.http.rate_limit import RateLimit
from auxilio.platform.ids import new_id
from auxilio.platform.keys.device_secrets import device_secret_digest, new_device_secret

DEVICE_PER_MINUTE = 1_200
"""Messages of one phone: twice as many as one that says ten times a second where it is."""
UNKNOWN_DEVICE_PER_MINUTE = 60
"""Wrong tokens from one network. A crew that mistyped one tries again a few times; a guesser does not stop."""
DOUBT_SHOWN_S = 3600.0
"""A doubtful fix older than this says nothing of now; by then a unit that should be heard is silent, and that is said."""
REJECTED_DEVICE_SHOWN_S = 3600.0
"""The room is told of the last hour."""
DEVICES_MAX = 20
"""Phones that speak for one unit at once. More is a mistake."""


type PositionFilter = Callable[[UnitId, CaseId | None], bool]
type PositionFilterOf = Callable[[Actor], PositionFilter]
"""For a person, whether the place of a unit is hidden that was taken while it worked on this case: a reserved case that is
not open to them, then or now, and a unit that is not of their centre."""


def hide_no_position(actor: Actor) -> PositionFilter:
    """For tests that are not about reserved cases."""
    del actor
    return lambda _unit, _case: False


class TrackingService:
    """The service of tracking."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        ground: TrackingRegion,
        hidden_from: PositionFilterOf = hide_no_position,
    ) -> None:
        self._pool, self._clock, self._ground = pool, clock, ground
        self._hidden_from = hidden_from
        self.store = TrackStore(pool)
        self.roadside = RoadMatcher(self.store, ground, clock)
        self._of_device = RateLimit(clock, DEVICE_PER_MINUTE, 60)
        self._strangers = RateLimit(clock, UNKNOWN_DEVICE_PER_MINUTE, 60)

    # --- what phones say --------------------------------------------------------------------------

    async def receive(self, token: str | None, readings: Sequence[PositionReading], network: str) -> None:
        """Judge and keep what a phone says, in whatever order it says it.

        Raises `Refused`: `token_refused` for a wrong token and for one that was revoked, alike; `too_many_requests`.
        """
        now = self._clock.now()
        bearer = await self.store.bearer(device_secret_digest(token)) if token else None
        if bearer is None or bearer.device.revoked_at is not None or bearer.unit is None:
            await self._refuse(None if bearer is None else bearer.device.id, network)
        self._of_device.check(str(bearer.device.id))
        if not readings:
            await self.store.touch(bearer.device.id, now)
            return
        await self._take(bearer.unit, bearer.known, readings, bearer.device)

    async def _refuse(self, device: DeviceId | None, network: str) -> NoReturn:
        await self.store.refused(device, self._clock.now())
        self._strangers.check(network)
        raise Refused("token_refused")

    async def report_own(self, unit: UnitId, reading: PositionReading, actor: Actor) -> bool:
        """A fix of the crew's own vehicle, by its page; whether it is the newest.

        Raises `Refused`: `position_nonsense` with `why` (and keeps it as doubtful), `not_your_unit`, `unknown_unit`,
        `session_mode_differs`, `not_permitted`.
        """
        require(actor, Permission.UNIT_STATUS)
        found = await self._unit(unit)
        if found.mode is not actor.mode:
            raise Refused("session_mode_differs", session=actor.mode, object=found.mode)
        in_crew(found, actor)
        newest, judged = await self._take(found, await self.store.known(unit), [reading], None)
        for one in judged:
            if one.doubtful:
                raise Refused("position_nonsense", why=one.verdict.value)
        return newest

    async def report_radio(self, unit: UnitId, reading: PositionReading) -> None:
        """A fix of a unit's radio, by its network: judged like a phone's. Raises `Refused("unknown_unit")`."""
        await self._take(await self._unit(unit), await self.store.known(unit), [reading], None)

    async def report_stranger(self) -> None:
        """An unknown radio reports its position: counted, and the room is told."""
        await self.store.refused(None, self._clock.now())

    async def _take(
        self,
        unit: Unit,
        known: KnownPosition | None,
        readings: Sequence[PositionReading],
        device: Device | None,
    ) -> tuple[bool, list[JudgedFix]]:
        now, before = self._clock.now(), known
        judged: list[JudgedFix] = []
        # A queue that an app kept while it had no network is judged in the order in which it was lived.
        for reading in sorted(readings, key=lambda one: one.at or now):
            one = judge_fix(reading, known, unit, covered=await self._covered(reading), at=now)
            known = update_known_position(known, one, unit)
            judged.append(one)
        newest = await self.store.keep(unit.id, judged, known, device, now)
        if newest:
            self.roadside.note(unit.id, before, next(one for one in reversed(judged) if not one.doubtful))
        return newest, judged

    async def _covered(self, reading: PositionReading) -> bool:
        return reading.point is None or await self._ground.covers(reading.point, BORDER_M)

    # --- what is shown ----------------------------------------------------------------------------

    async def seen(self, actor: Actor) -> list[UnitLocation]:
        """Where every unit was last seen, but for those whose place would give a reserved case away.

        Raises `Refused("not_permitted")`.
        """
        require(actor, Permission.CASE_LOOK)
        hides = self._hidden_from(actor)
        return [one for one, case in await self.store.seen() if not hides(one.unit, case)]

    async def doubts(self, actor: Actor) -> list[ImplausibleFix]:
        """Units whose newest fix is not believed, and why. Raises `Refused("not_permitted")`."""
        require(actor, Permission.CASE_LOOK)
        hides = self._hidden_from(actor)
        doubts = await self.store.doubts(after_s(self._clock.now(), -DOUBT_SHOWN_S))
        return [one for one, case in doubts if not hides(one.unit, case)]

    async def knocking(self, actor: Actor) -> list[RejectedDevice]:
        """Who tried to say where a unit is and may not, in the last hour. Raises `Refused("not_permitted")`."""
        require(actor, Permission.ROOM_WATCH)
        return await self.store.knocking(after_s(self._clock.now(), -REJECTED_DEVICE_SHOWN_S))

    # --- phones of a unit -------------------------------------------------------------------------

    async def devices(self, unit: UnitId, actor: Actor) -> list[Device]:
        """The phones of a unit, also those that were revoked. Raises `Refused("not_permitted")`."""
        require(actor, Permission.UNIT_ADMIN)
        return await self.store.devices(unit)

    async def add_device(
        self, unit: UnitId, name: str, kind: DeviceKind, actor: Actor
    ) -> tuple[Device, str, str]:
        """A phone that speaks for a unit, its token, which is told this once and kept nowhere, and the callsign.

        Raises `Refused`: `unknown_unit`, `unit_retired`, `too_many_devices`, `not_permitted`.
        """
        require(actor, Permission.UNIT_ADMIN)
        found = await self._unit(unit)
        if found.retired:
            raise Refused("unit_retired")
        speaking = [one for one in await self.store.devices(unit) if one.revoked_at is None]
        if len(speaking) >= DEVICES_MAX:
            raise Refused("too_many_devices", max=DEVICES_MAX)
        token, now = new_device_secret(), self._clock.now()
        device = Device(
            id=DeviceId(new_id()), unit=unit, name=name, kind=kind, added_at=now, added_by=actor.name
        )
        await self.store.add_device(device, device_secret_digest(token), actor)
        return device, token, found.callsign

    async def revoke_device(self, id: DeviceId, actor: Actor) -> Device:
        """From now on its token opens nothing, in every process. Raises `Refused`: `unknown_device`, `not_permitted`."""
        require(actor, Permission.UNIT_ADMIN)
        device = await self.store.revoke_device(id, actor, self._clock.now())
        if device is None:
            raise Refused("unknown_device", id=str(id))
        return device

    async def _unit(self, unit: UnitId) -> Unit:
        found = await log.state_of(self._pool, stream_id("unit", unit))
        if found is None:
            raise Refused("unknown_unit", id=str(unit))
        return UNIT.read_state(found[1])
