"""How long tracks of units are kept."""

from dataclasses import dataclass
from datetime import timedelta

from auxilio.dispatch.tracking.store import TrackStore
from auxilio.platform.clock import Clock

DELETE_EVERY_S = 3600.0
"""Seconds between two deletions (ours)."""


@dataclass
class TrackRetention:
    """Deletes tracks that are older than the installation keeps them. Run by the leading worker."""

    tracks: TrackStore
    clock: Clock
    days: int

    async def run(self) -> int:
        """Once; how many rows went."""
        return await self.tracks.forget(self.clock.now() - timedelta(days=self.days))
