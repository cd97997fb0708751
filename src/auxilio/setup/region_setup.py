"""The map of the installation, as `/setup` brings it: extracts, their upload, and the build that `auxilio up` runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import msgspec

from auxilio.geo.model import RegionInfo
from auxilio.kernel.actor import Actor
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Conflict
from auxilio.platform.clock import Clock
from auxilio.platform.ids import new_id
from auxilio.setup.core.region_setup import (
    ExtractUpload,
    NewExtractUpload,
    RegionBuild,
    RegionBuildState,
    RegionInForce,
    RegionSetupView,
    extract_name,
)
from auxilio.setup.region_builds import RegionBuilds
from auxilio.setup.region_extracts import ExtractFolder

_log = logging.getLogger(__name__)


async def _no_calls() -> int:
    """For tests without a database."""
    return 0


class RegionSetup:
    """Over the data folder of this installation. `can_build`: `auxilio up` is there, which builds."""

    def __init__(
        self,
        data: Path,
        in_force: RegionInfo | None,
        clock: Clock,
        *,
        can_build: bool,
        extracts: ExtractFolder | None = None,
        open_calls: Callable[[], Awaitable[int]] = _no_calls,
    ) -> None:
        self._extracts, self._builds = extracts or ExtractFolder(data), RegionBuilds(data)
        self._clock, self._can_build, self._open_calls = clock, can_build, open_calls
        self._in_force = _shown(in_force) if in_force is not None else None

    async def view(self) -> RegionSetupView:
        """What there is, and what goes on."""
        view = await asyncio.to_thread(self._view)
        return msgspec.structs.replace(view, open_calls=await self._open_calls())

    def _view(self) -> RegionSetupView:
        return RegionSetupView(
            in_force=self._in_force,
            files=self._extracts.files(),
            upload=self._extracts.upload(),
            build=self._builds.latest(),
            can_build=self._can_build,
            folder=str(self._extracts.folder),
            free_bytes=self._extracts.free_bytes(),
        )

    async def begin(self, new: NewExtractUpload) -> ExtractUpload:
        """See `ExtractFolder.begin`. Raises `Refused` also: `region_file_in_use`."""
        await asyncio.to_thread(self._check_unused, extract_name(new.name))
        return await asyncio.to_thread(self._extracts.begin, new)

    async def append(self, id: UUID, offset: int, piece: bytes) -> ExtractUpload:
        """See `ExtractFolder.append`."""
        return await asyncio.to_thread(self._extracts.append, id, offset, piece)

    async def discard(self, id: UUID) -> None:
        """See `ExtractFolder.discard`."""
        await asyncio.to_thread(self._extracts.discard, id)

    async def delete(self, name: str) -> None:
        """See `ExtractFolder.delete`. Raises `Refused` also: `region_file_in_use`."""
        await asyncio.to_thread(self._check_unused, name)
        await asyncio.to_thread(self._extracts.delete, name)

    async def build(self, file: str, actor: Actor) -> RegionBuild:
        """Ask for a build. Raises `Refused`: `region_builder_missing`, `region_build_going_on`, and as `ExtractFolder.checked`."""
        if not self._can_build:
            raise Conflict("region_builder_missing")
        await asyncio.to_thread(self._extracts.checked, file)
        asked = RegionBuild(
            id=new_id(),
            file=file,
            asked_at=iso_us(self._clock.now()),
            asked_by=actor.name,
            state=RegionBuildState.WAITING,
        )
        await asyncio.to_thread(self._builds.ask, asked)
        return asked

    async def cancel(self) -> None:
        """End the build that waits or goes on; the region in force stays. Raises `Conflict("no_region_build")`."""
        await asyncio.to_thread(self._builds.cancel)

    async def put_in_force(self, actor: Actor) -> RegionBuild:
        """Put a region that was built in force without waiting for the end of calls: the exchange starts again, and cuts them off.

        Raises `Refused`: `region_builder_missing`, `no_region_waits`.
        """
        if not self._can_build:
            raise Conflict("region_builder_missing")
        version = self._in_force.version if self._in_force is not None else ""
        at = iso_us(self._clock.now())
        forced = await asyncio.to_thread(self._builds.put_in_force, version, actor.name, at)
        _log.warning("region_forced", extra={"version": forced.version})
        return forced

    def _check_unused(self, name: str) -> None:
        build = self._builds.latest()
        if build is not None and build.is_open and build.file == name:
            raise Conflict("region_file_in_use", file=name)


def _shown(info: RegionInfo) -> RegionInForce:
    return RegionInForce(
        version=info.version, source=info.source, data_at=info.data_at, is_invented=info.is_invented
    )
