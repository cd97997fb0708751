"""`auxilio worker` as a process: the wiring of `app.worker`, until told to stop."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from auxilio.app.casefile import case_files
from auxilio.app.house import Shell, follow_closures, open_region, open_shell, queries, reactions, started
from auxilio.app.lines import Lines
from auxilio.app.sampling import Sampling
from auxilio.app.sealing import SealClosed
from auxilio.app.settings import Settings
from auxilio.app.silence import Silences
from auxilio.app.supervisor import until_told
from auxilio.app.tracks import LayTracks
from auxilio.app.worker import Seal, Worker, run_worker
from auxilio.archive.store import ArchiveReads
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tracking.store import TrackStore
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.database.heads import AnotherSealer, Sealing
from auxilio.process.runner import House
from auxilio.radio.gateway import addresses
from auxilio.radio.store import RadioStore
from auxilio.review.store import ReviewStore

_log = logging.getLogger(__name__)


def seal_rounds(shell: Shell) -> Seal:
    """One round of sealing: new facts into the tree, and its head signed."""
    sealing = Sealing(shell.pool, shell.clock, shell.keys.key_id, shell.keys.sign)

    async def round_() -> None:
        try:
            await sealing()
        except AnotherSealer:
            # An export seals for itself, so as not to wait for us; what it took is taken.
            _log.info("sealed_elsewhere")

    return round_


def seal_closed(settings: Settings, shell: Shell) -> SealClosed:
    """Sealing of what was closed, with everything that a case file is written from."""
    files = case_files(settings, shell, FolderBlobs(settings.blobs, shell.keys))
    return SealClosed(ArchiveReads(shell.pool), files, shell.clock, settings.seal_after_s)


def sampling(settings: Settings, shell: Shell) -> Sampling:
    """Choosing of calls for review, by the card in force."""
    return Sampling(
        store=ReviewStore(shell.pool),
        reviewed=shell.reviewed,
        door=shell.door,
        clock=shell.clock,
        zone=ZoneInfo(settings.zone),
        mode=settings.mode,
    )


def silences(settings: Settings, shell: Shell) -> Silences:
    """The look for units that have fallen silent."""
    house = House(shell.pool, shell.nouns)
    return Silences(shell.clock, shell.door, house, TrackStore(shell.pool), settings.silences)


def lines(settings: Settings, shell: Shell) -> Lines:
    """The look for gateways that are lost."""
    house = House(shell.pool, shell.nouns)
    gateways = [one.gateway for one in addresses(settings.radio_gateways)]
    return Lines(shell.clock, shell.door, house, RadioStore(shell.pool), gateways, settings.mode)


def lay_tracks(settings: Settings, shell: Shell) -> LayTracks:
    """The ways of works that have ended, kept with their cases."""
    blobs = FolderBlobs(settings.blobs, shell.keys)
    return LayTracks(shell.clock, shell.door, DispatchStore(shell.pool), TrackStore(shell.pool), blobs)


def forget_tracks(settings: Settings, shell: Shell) -> Callable[[], Awaitable[int]]:
    """Deletes what is older than `track_days`."""
    tracks = TrackStore(shell.pool)
    return lambda: tracks.forget(shell.clock.now() - timedelta(days=settings.track_days))


async def run_work(settings: Settings) -> None:
    """Lead or stay warm, until told to stop."""
    told = until_told()
    region = await asyncio.to_thread(open_region, settings)  # its roads say which unit is nearest
    async with contextlib.AsyncExitStack() as open_:
        open_.callback(region.close)
        shell = await open_.enter_async_context(open_shell(settings))
        follow_closures(shell, region, settings.mode)
        asks = queries(shell, region)
        worker = Worker(
            pool=shell.pool,
            nouns=shell.nouns,
            wakeups=shell.wakeups,
            clock=shell.clock,
            door=shell.door,
            reactions=reactions(
                asks.units_for,
                shell.content.reassess_s,
                shared_numbers=settings.numbers_of_many,
                civil=lambda: shell.in_force.civil,
                door_s=(settings.handover_soon_min * 60, settings.handover_late_min * 60),
            ),
            offer_s=settings.offer_s,
            seal=seal_rounds(shell),
            files=seal_closed(settings, shell).run,
            reviews=sampling(settings, shell).run,
            silences=silences(settings, shell).run,
            lines=lines(settings, shell).run,
            ways=lay_tracks(settings, shell).run,
            forget_tracks=forget_tracks(settings, shell),
        )
        started()
        working = asyncio.create_task(run_worker(worker))
        stopping = asyncio.create_task(told.wait())
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()  # a defect ends the process loudly; it is started again
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
