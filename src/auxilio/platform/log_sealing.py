"""Sealing of the log on the worker's clock."""

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from auxilio.platform.capability import Job, RunningSystem
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.external_heads import ExternalHeads
from auxilio.platform.database.seal_store import LogSealer, SealConflict
from auxilio.platform.keys.ports import Signer

SEAL_S = 60.0
"""The signed head of the log is published this often, also when nothing is new: a missing head is then noticed."""


class SealingWorker(RunningSystem, Protocol):
    """What sealing needs of the leading worker."""

    @property
    def keys(self) -> Signer:
        """The centre's signing key."""
        ...

    @property
    def heads_folder(self) -> Path | None:
        """A folder outside the database for signed heads."""
        ...


_log = logging.getLogger(__name__)


def sealing_round(
    pool: Pool, clock: Clock, keys: Signer, heads_folder: Path | None = None
) -> Callable[[], Awaitable[None]]:
    """One round: new events into the tree, its head signed, and laid down in `heads_folder` outside the database."""
    outside = ExternalHeads(heads_folder) if heads_folder is not None else None
    seal = LogSealer(pool, clock, keys.key_id, keys.sign, outside)

    async def run() -> None:
        try:
            await seal()
        except SealConflict:
            # An export seals for itself, so that it need not wait for the worker; the next round goes on from there.
            _log.info("sealed_elsewhere")

    return run


LOG_SEALING: Job[SealingWorker] = Job(
    "sealing",
    lambda worker: sealing_round(worker.pool, worker.clock, worker.keys, worker.heads_folder),
    SEAL_S,
)
"""The only job that belongs to no capability: the proof covers the events of all."""
