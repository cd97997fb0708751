"""For `up`: builds the regions that a page asks for, each in a process of its own beside everything else (decision 0292).

A build that is cancelled, killed or fails leaves the region in force as it is. Only one goes on at a time.
"""

import asyncio
import logging

from auxilio.app.cli.start_checks import ask
from auxilio.app.settings import Settings
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.forked_process import ForkedProcess
from auxilio.setup.core.region_setup import RegionBuild, RegionBuildState
from auxilio.setup.region_builds import RegionBuilds

LOOK_EVERY_S = 1.0
"""How soon a build begins that was asked for, and one ends that was cancelled."""
CALLS_EVERY_S = 5.0
"""How often it is asked whether a call still goes on: each time a process starts (ours)."""
STOP_S = 10.0
RUN_BUILD = "auxilio.app.cli.region_build_process:run_build"
_log = logging.getLogger(__name__)


async def build_regions(
    settings: Settings, clock: Clock, renewed: asyncio.Event, run: str = RUN_BUILD
) -> None:
    """Until cancelled. `run`: what the process of a build runs. `renewed` is set when a new region is there and no call goes on: the processes are to start again."""
    builds, ask_at = RegionBuilds(settings.data), None
    while True:
        await clock.sleep(LOOK_EVERY_S)
        # A disk that fails must not end a centre that runs: the build is looked at again.
        try:
            if await _built(settings, clock, builds, run):
                ask_at = clock.now()
        except OSError:
            _log.warning("region_build_unknown", exc_info=True)
        if ask_at is None:
            continue
        forced = await asyncio.to_thread(_is_forced, builds)
        if not forced and clock.now() < ask_at:
            continue
        ask_at = after_s(clock.now(), CALLS_EVERY_S)
        if forced or await _no_call_goes_on(settings):
            ask_at = None
            renewed.set()


def _is_forced(builds: RegionBuilds) -> bool:
    """Whether a named person wants the new region at once, calls or not."""
    try:
        latest = builds.latest()
    except OSError:
        return False
    return latest is not None and latest.state is RegionBuildState.BUILT and bool(latest.forced_by)


async def _built(settings: Settings, clock: Clock, builds: RegionBuilds, run: str) -> bool:
    """Whether a build was asked for, and a new region is there."""
    build = await asyncio.to_thread(builds.latest)
    if build is None or not build.is_open:
        return False
    if build.state is RegionBuildState.BUILDING:  # of a supervisor that was killed, or whose disk was full
        await asyncio.to_thread(builds.end_as, build, RegionBuildState.INTERRUPTED)
        return False
    return await _ended_built(settings, clock, builds, build, run)


async def _ended_built(
    settings: Settings, clock: Clock, builds: RegionBuilds, build: RegionBuild, run: str
) -> bool:
    """Whether a new region is there when the process has ended."""
    if await asyncio.to_thread(builds.is_cancelled, build):
        await asyncio.to_thread(builds.end_as, build, RegionBuildState.CANCELLED)
        return False
    child = ForkedProcess("auxilio region build", run, settings.data, settings.region, build)
    ended_as = RegionBuildState.INTERRUPTED
    try:
        await child.start()
        if await _is_cancelled_first(child, clock, builds, build):
            ended_as = RegionBuildState.CANCELLED
    finally:
        await child.stop(STOP_S)
        child.kill_what_it_left()
        await asyncio.to_thread(builds.end_as, build, ended_as)
    latest = await asyncio.to_thread(builds.latest)
    return latest is not None and latest.id == build.id and latest.state is RegionBuildState.BUILT


async def _is_cancelled_first(
    child: ForkedProcess, clock: Clock, builds: RegionBuilds, build: RegionBuild
) -> bool:
    """Whether somebody cancels it before it ends."""
    async with asyncio.TaskGroup() as both:
        ending = both.create_task(child.wait())
        cancelling = both.create_task(_cancelled(clock, builds, build))
        await asyncio.wait((ending, cancelling), return_when=asyncio.FIRST_COMPLETED)
        cancelled = cancelling.done() and not ending.done()
        for task in (ending, cancelling):
            task.cancel()
    return cancelled


async def _cancelled(clock: Clock, builds: RegionBuilds, build: RegionBuild) -> None:
    while not await asyncio.to_thread(builds.is_cancelled, build):
        await clock.sleep(LOOK_EVERY_S)


async def _no_call_goes_on(settings: Settings) -> bool:
    """The exchange starts again too, and would cut off a call (decision 0278). What cannot be asked is asked again."""
    try:
        return await ask("calls_going_on", settings, int) == 0
    except Refused:
        return False
