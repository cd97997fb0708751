"""Where a region lives on disk, and how a new one takes the place of the old.

    DIR/current -> versions/20260101T000000-ab12cd34ef56      one link, switched in one step
    DIR/versions/<version>/  manifest.json  findings.json  map.mbtiles  gazetteer.sqlite  names/  roads/

A build that fails never touches `current`; the version before stays until the next build.
"""

import shutil
from pathlib import Path

import msgspec

from auxilio.geo.model import FORMER_TOWN_ATTRIBUTION, TOWN_ATTRIBUTION, RegionInfo
from auxilio.kernel.refusal import Refused

FORMAT = 1
"""Raised when an older build can no longer be opened."""
MANIFEST = "manifest.json"
FINDINGS = "findings.json"
"""What was found in the official data of the build, one by one."""


def find_region(configured: Path | None, folder: Path) -> Path | None:
    """The region that an installation works with: the configured one, else the newest that was built in `folder` or in a
    folder of it. None where none was built."""
    if configured is not None:
        return configured
    built = [
        region for region in (folder, *sorted(folder.glob("*"))) if (region / "current" / MANIFEST).is_file()
    ]
    return max(built, key=lambda region: (region / "current" / MANIFEST).stat().st_mtime, default=None)


def read_info(region: Path) -> tuple[Path, RegionInfo]:
    """The folder of the current version, and what its manifest says.

    Raises `Refused`: `region_missing` when nothing was built there, `region_broken` when the manifest cannot
    be read, `region_too_old` when another release built it.
    """
    current = region / "current"
    if not (current / MANIFEST).is_file():
        raise Refused("region_missing", region=str(region))
    folder = current.resolve()
    try:
        info = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=RegionInfo)
    except msgspec.DecodeError as wrong:
        raise Refused("region_broken", region=str(region), reason=str(wrong)) from wrong
    if info.format != FORMAT:
        raise Refused("region_too_old", region=str(region), format=info.format, wanted=FORMAT)
    credit = info.attribution.replace(FORMER_TOWN_ATTRIBUTION, TOWN_ATTRIBUTION)
    return folder, msgspec.structs.replace(info, attribution=credit)


def write_info(folder: Path, info: RegionInfo) -> None:
    """The manifest, last of all: a folder without one is no region."""
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(info), indent=2) + b"\n")


def switch_version(region: Path, built: Path, version: str) -> Path:
    """Make `built` the current version in one step, and drop all but it and the one before."""
    versions = region / "versions"
    before = (region / "current").resolve().name
    target = versions / version
    built.rename(target)
    link = region / f".current-{version}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("versions") / version)
    link.replace(region / "current")
    for old in versions.iterdir():
        if old.name not in {version, before}:
            shutil.rmtree(old)
    return target
