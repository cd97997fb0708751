"""Aim: a region that a page asked for is built beside everything, one at a time, and whatever ends a build leaves the old one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import psutil
import pytest

from auxilio.app.cli import region_builder
from auxilio.app.cli.region_builder import build_regions
from auxilio.app.settings import Settings
from auxilio.calls.core import messages as m
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.ids import new_id
from auxilio.setup.core.region_setup import RegionBuild, RegionBuildState
from auxilio.setup.region_builds import BUILD, RegionBuilds
from tests.app import region_build_processes
from tests.calls.test_service import CallSetup
from tests.database import Database
from tests.setup.extracts import EXTRACT

DEADLINE_S = 60.0
"""For a state that comes; nothing is measured by it."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOOK_EVERY_S", "CALLS_EVERY_S"):
        monkeypatch.setattr(region_builder, name, 0.05)


def asked(file: str = "alba.osm.pbf", state: RegionBuildState = RegionBuildState.WAITING) -> RegionBuild:
    return RegionBuild(id=new_id(), file=file, asked_at="2026-11-29T00:00:00Z", asked_by="Olga", state=state)


class Builder:
    """A supervisor's builder over one data folder."""

    def __init__(self, data: Path) -> None:
        self.data, self.builds, self.renewed = data, RegionBuilds(data), asyncio.Event()

    async def until(self, holds: Callable[[RegionBuild], bool]) -> RegionBuild:
        async with asyncio.timeout(DEADLINE_S):
            while (build := self.builds.latest()) is None or not holds(build):
                await asyncio.sleep(0.02)
        return build

    async def ended(self) -> RegionBuild:
        return await self.until(lambda build: not build.is_open)

    @asynccontextmanager
    async def running(
        self, run: Callable[..., None] | None = None, dsn: str | None = None
    ) -> AsyncIterator[None]:
        settings = Settings(data=self.data, database_url=dsn)
        name = f"{run.__module__}:{run.__name__}" if run else region_builder.RUN_BUILD
        task = asyncio.create_task(build_regions(settings, SystemClock(), self.renewed, name))
        try:
            yield
            assert not task.done(), "it looks on"
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    return Builder(tmp_path)


async def test_a_build_that_is_cancelled_ends_with_the_programs_that_it_started(builder: Builder) -> None:
    async with builder.running(region_build_processes.build_for_ever):
        builder.builds.ask(asked())
        going_on = await builder.until(lambda build: build.step == "roads")
        with pytest.raises(Refused, match="region_build_going_on"):
            builder.builds.ask(asked("bosc.osm.pbf"))
        tool = psutil.Process(int((builder.data / region_build_processes.TOOL).read_text()))
        builder.builds.cancel()
        assert (await builder.ended()) == msgspec.structs.replace(going_on, state=RegionBuildState.CANCELLED)
        tool.wait(DEADLINE_S)
        with pytest.raises(Refused, match="no_region_build"):
            builder.builds.cancel()
    assert not builder.renewed.is_set()


async def test_a_build_that_is_killed_is_told_and_the_next_one_can_be_asked_for(builder: Builder) -> None:
    async with builder.running(region_build_processes.be_killed):
        builder.builds.ask(asked())
        ended = await builder.ended()
        assert (ended.state, ended.step) == (RegionBuildState.INTERRUPTED, "read")
        builder.builds.ask(asked())
        assert (await builder.ended()).state is RegionBuildState.INTERRUPTED
    assert not builder.renewed.is_set()


async def test_a_build_ends_with_the_supervisor_and_the_next_start_says_so(builder: Builder) -> None:
    async with builder.running(region_build_processes.build_for_ever):
        builder.builds.ask(asked())
        await builder.until(lambda build: build.step == "roads")
    assert (await builder.ended()).state is RegionBuildState.INTERRUPTED
    builder.builds.put(asked(state=RegionBuildState.BUILDING))  # of a supervisor that was killed itself
    async with builder.running(region_build_processes.build_well):
        assert (await builder.ended()).state is RegionBuildState.INTERRUPTED


async def test_a_file_of_builds_that_cannot_be_read_ends_nothing(builder: Builder) -> None:
    (builder.data / "region").mkdir()
    (builder.data / "region" / BUILD).write_text("{")
    async with builder.running(region_build_processes.be_killed):
        builder.builds.ask(asked())
        await builder.ended()


async def test_an_extract_without_a_map_fails_with_its_reason_and_leaves_no_region(builder: Builder) -> None:
    incoming = builder.data / "region" / "incoming"
    incoming.mkdir(parents=True)
    (incoming / "alba.osm.pbf").write_bytes(EXTRACT)
    async with builder.running():
        builder.builds.ask(asked())
        failed = await builder.ended()
    assert (failed.state, failed.code) == (RegionBuildState.FAILED, "region_not_osm")
    assert failed.facts["file"] == "alba.osm.pbf"
    assert not (builder.data / "region" / "current").exists()
    assert not list((builder.data / "region").glob(".building-*"))


@pytest.mark.database
async def test_a_new_region_is_in_force_once_no_call_goes_on(builder: Builder, database: Database) -> None:
    room = CallSetup(database)
    call = await room.ring()
    async with builder.running(region_build_processes.build_well, database.dsn):
        builder.builds.ask(asked())
        assert (await builder.ended()).version == "v1"
        builder.builds.ask(asked("bosc.osm.pbf"))  # what is wanted next does not wait for calls
        await builder.ended()
        assert not builder.renewed.is_set()
        operator = await room.sit("desk-01")
        await room.do(operator, m.AnswerCall(call=call))
        await room.do(operator, m.HangUp(call=call))
        async with asyncio.timeout(DEADLINE_S):
            await builder.renewed.wait()


@pytest.mark.database
async def test_a_named_person_puts_a_new_region_in_force_while_a_call_goes_on(
    builder: Builder, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(region_builder, "CALLS_EVERY_S", DEADLINE_S * 10)
    await CallSetup(database).ring()
    async with builder.running(region_build_processes.build_well, database.dsn):
        builder.builds.ask(asked())
        assert (await builder.ended()).version == "v1"
        assert not builder.renewed.is_set()
        with pytest.raises(Refused, match="no_region_waits"):
            builder.builds.put_in_force("v1", "Olga", "2026-11-29T00:00:00Z")
        builder.builds.put_in_force("v0", "Olga", "2026-11-29T00:00:00Z")
        async with asyncio.timeout(DEADLINE_S):
            await builder.renewed.wait()
