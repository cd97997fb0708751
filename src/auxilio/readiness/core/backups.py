"""Backups that the system makes by itself: what is known of each, and when the next one is due. Pure."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from auxilio.kernel.instant import Instant

RUNS_KEPT = 60
"""So many of the newest are listed: a month of two a day (ours)."""
RETRY_AFTER = timedelta(minutes=15)
"""After one that failed: a folder that is not mounted is soon mounted again, or not for hours (ours)."""


class BackupRun(msgspec.Struct, frozen=True, kw_only=True):
    """One that ended, well or not."""

    started_at: Instant
    ended_at: Instant
    place: str
    """The folder that was made; of one that failed, the folder in which it would have been."""
    size_bytes: int = 0
    blobs: int = 0
    failure: str = ""
    """The code of the refusal; empty: it is whole."""
    detail: str = ""


class BackupRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody wants one now."""

    at: Instant
    by_name: str


def next_due(runs: Sequence[BackupRun], every: timedelta, now: Instant) -> Instant:
    """When the next one is due, by the clock alone. `runs`: the newest first."""
    if not runs:
        return now
    last = runs[0]
    if last.failure:
        return last.ended_at + min(RETRY_AFTER, every)
    return last.started_at + every


def is_due(runs: Sequence[BackupRun], request: BackupRequest | None, every: timedelta, now: Instant) -> bool:
    """Whether one is to be made now: its time has come, or it was asked for since the last one began."""
    if request is not None and (not runs or request.at > runs[0].started_at):
        return True
    return next_due(runs, every, now) <= now


def last_failure(runs: Sequence[BackupRun]) -> BackupRun | None:
    """The newest one, where it failed."""
    return runs[0] if runs and runs[0].failure else None
