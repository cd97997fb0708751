"""The process that builds a region for a page: what `auxilio region build` does, with its course told in the data folder."""

import errno
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from auxilio.geo.build.region_build import STEPS, build_region
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.setup.core.region_setup import RegionBuild, RegionBuildState, thin_spots
from auxilio.setup.region_builds import RegionBuilds
from auxilio.setup.region_extracts import ExtractFolder

NICE = 10
"""Calls come first."""
DIES_FIRST = "1000"
"""Where memory runs out, the system ends this process and not the database (proc(5), oom_score_adj)."""
STOPPED = 128 + signal.SIGTERM


def run_build(data: Path, region: Path | None, build: RegionBuild) -> None:
    """Build into `region`, by default that of the data folder. Whatever goes wrong, the region in force stays."""
    # As an exception: the programs that a build runs end with it, and its folder is removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    os.nice(NICE)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(DIES_FIRST)
    builds = RegionBuilds(data)
    going_on = msgspec.structs.replace(build, state=RegionBuildState.BUILDING, steps=len(STEPS))

    def step(name: str) -> None:
        builds.put(msgspec.structs.replace(going_on, step=name, nth=STEPS.index(name) + 1))

    builds.put(_outcome(going_on, data, region or data / "region", step))


def _outcome(build: RegionBuild, data: Path, region: Path, step: Callable[[str], None]) -> RegionBuild:
    source = ExtractFolder(data).folder / build.file
    try:
        info = build_region(source, region, SystemClock().now(), step)
    except Refused as refused:
        return msgspec.structs.replace(
            build, state=RegionBuildState.FAILED, code=refused.code, facts=refused.facts
        )
    except OSError as error:
        code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "region_folder_unwritable"
        facts = {"region": str(region), "reason": error.strerror or ""}
        return msgspec.structs.replace(build, state=RegionBuildState.FAILED, code=code, facts=facts)
    return msgspec.structs.replace(
        build,
        state=RegionBuildState.BUILT,
        version=info.version,
        counts=info.counts,
        thin=thin_spots(info.counts),
    )
