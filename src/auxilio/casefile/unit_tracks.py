"""The way that a unit drove on a work is laid down with its case, soon after the work ended and long before it is sealed.

The tracks of all units are telemetry and go after `track_days`; what a unit drove for a case is of the case, and lives as
long as the case does (decision 0223). GeoJSON (RFC 7946): a line, and the moment and accuracy of each of its points.
"""

import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tracking.store import TrackPoint, TrackStore
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep, AssignmentTrack
from auxilio.dispatch.units.core.messages import KeepAssignmentTrack
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs.ports import Blobs
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.ids import derived_id
from auxilio.workflows.runner import system_actor

MEDIA_TYPE = "application/geo+json"
LOOK_S = 20.0
AFTER = timedelta(seconds=60)
"""A phone that had no network sends its queue when it is back: so long is waited for the last points."""
BACK = timedelta(days=2)
"""A leader that was away this long finds nothing: the case is sealed, and a sealed file is not added to by itself."""
AT_ONCE = 50
_log = logging.getLogger(__name__)


@dataclass
class UnitTrackRecorder:
    """Run by the leader."""

    clock: Clock
    commands: CommandPort
    store: DispatchStore
    tracks: TrackStore
    blobs: Blobs

    async def run(self) -> None:
        """For ever, until cancelled. Weather is the caller's."""
        while True:
            await self.look()
            await self.clock.sleep(LOOK_S)

    async def look(self) -> int:
        """Lay down the ways of the works that have ended; how many there were."""
        now = self.clock.now()
        ended = await self.store.untracked(now - BACK, now - AFTER, AT_ONCE)
        for work in ended:
            await self._lay(work)
        return len(ended)

    async def _lay(self, work: Assignment) -> None:
        since, until = work.times[AssignmentStep.ALERTED], work.times[AssignmentStep.RELEASED]
        fixes = await self.tracks.way(work.unit, since, until)
        try:
            digest = (
                await self.blobs.put(_track_command_id(track_bytes(work, fixes)), work.case)
                if fixes
                else None
            )
            track = AssignmentTrack(digest=digest, points=len(fixes), since=since, until=until)
            command = KeepAssignmentTrack(assignment=work.id, track=track)
            id = CommandId(derived_id(work.id, "track"))
            await self.commands.handle(id, command, system_actor(work.mode))
        except TRANSIENT_ERRORS:
            raise
        except Refused as refused:
            # A full disk, a case that is gone: the next look tries again, and no other work waits.
            _log.warning("track_not_kept", extra={"case": work.case, "code": refused.code})


async def _track_command_id(data: bytes) -> AsyncIterator[bytes]:
    yield data


def track_bytes(work: Assignment, fixes: Sequence[TrackPoint]) -> bytes:
    """One feature: the line with longitude first, and of each of its points when and how exactly."""
    feature = {
        "type": "Feature",
        "geometry": {
            "type": "LineString" if len(fixes) > 1 else "MultiPoint",
            "coordinates": [[round(one.point.lon, 6), round(one.point.lat, 6)] for one in fixes],
        },
        "properties": {
            "callsign": work.callsign,
            "assignment": str(work.id),
            "times": [iso_us(one.at) for one in fixes],
            "accuracy_m": [one.accuracy_m for one in fixes],
        },
    }
    return msgspec.json.encode({"type": "FeatureCollection", "features": [feature]})


def line_of(data: bytes) -> tuple[Point, ...]:
    """The points of what `track_bytes` wrote; none of anything else."""
    try:
        found: Any = msgspec.json.decode(data)
        pairs = found["features"][0]["geometry"]["coordinates"]
        return tuple(Point(lat=lat, lon=lon) for lon, lat in pairs)
    except (msgspec.DecodeError, KeyError, IndexError, TypeError, ValueError):
        return ()
