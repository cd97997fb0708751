"""What a process that builds a region may do, without building one: functions in place of `region_build.run_build`."""

import os
import signal
import subprocess
import time
from pathlib import Path

import msgspec

from auxilio.setup.core.region_setup import RegionBuild, RegionBuildState
from auxilio.setup.region_builds import RegionBuilds

TOOL = "tool.pid"


def build_well(data: Path, _: Path | None, build: RegionBuild) -> None:
    """A region, at once."""
    RegionBuilds(data).put(msgspec.structs.replace(build, state=RegionBuildState.BUILT, version="v1"))


def build_for_ever(data: Path, _: Path | None, build: RegionBuild) -> None:
    """A program that it started writes its number into the data folder, and goes on."""
    tool = subprocess.Popen(["/bin/sleep", "600"])
    (data / TOOL).write_text(str(tool.pid))
    RegionBuilds(data).put(
        msgspec.structs.replace(build, state=RegionBuildState.BUILDING, step="roads", nth=4)
    )
    time.sleep(600)


def be_killed(data: Path, _: Path | None, build: RegionBuild) -> None:
    """As by a system without memory."""
    RegionBuilds(data).put(
        msgspec.structs.replace(build, state=RegionBuildState.BUILDING, step="read", nth=1)
    )
    os.kill(os.getpid(), signal.SIGKILL)
