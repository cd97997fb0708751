"""Aim: what a unit drove for a case lies with the case, once, as data and on the report's map, after the telemetry is gone too."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from auxilio.app.case_files import case_files
from auxilio.app.composition import open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.app.storage import blobs_of
from auxilio.casefile.unit_tracks import UnitTrackRecorder, line_of
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Location, LocationCertainty
from auxilio.dispatch.aggregates import ASSIGNMENT
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tracking.core.model import FixVerdict, JudgedFix, PositionReading
from auxilio.dispatch.tracking.retention import TrackRetention
from auxilio.dispatch.tracking.store import TrackStore
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.assignment_model import Assignment
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.kernel.ids import AssignmentId, CaseId, CommandId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Priority
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.workflows.runner import StateReader
from tests.actors import system
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres
from tests.dispatch.factories import CREW, call_taker, crew_of, dispatcher, offer, registered

PLACE = Location(degree=LocationCertainty.AGREED, words="Calle Mayor 12", point=Point(41.5, 1.5))


@dataclass
class Centre:
    runtime: Runtime
    settings: Settings
    clock: SimulatedClock
    lays: UnitTrackRecorder

    async def do(self, actor, command) -> None:
        await self.runtime.commands.handle(CommandId(new_id()), command, actor)

    async def seen(self, unit, lat: float) -> None:
        now = self.clock.now()
        reading = PositionReading(point=Point(lat, 1.5), at=now, accuracy_m=8.0)
        judged = JudgedFix(reading=reading, verdict=FixVerdict.GOOD, at=now)
        await TrackStore(self.runtime.pool).keep(unit, [judged], None, None, now)

    async def run(self, *, drives: bool = True) -> tuple[CaseId, AssignmentId]:
        """A work from alert to clear, with a fix each ten seconds, and others before and after that are none of its."""
        case, unit, work = CaseId(new_id()), registered("SVA-1"), AssignmentId(new_id())
        await self.do(system(), unit)
        await self.do(crew_of("SVA-1"), u.SignOnCrew(unit=unit.unit, crew=CREW))
        await self.do(call_taker(), cases.OpenCase(case=case, location=PLACE, priority=Priority.P1))
        task = offer(case)
        await self.do(call_taker(), task)
        await self.seen(unit.unit, 41.4)
        await self.clock.advance(60, settle=0)
        await self.do(dispatcher(), u.AlertUnit(assignment=work, unit=unit.unit, task=task.task))
        for nth, status in enumerate(("en_route", "on_scene", "transporting", "at_destination", "available")):
            await self.clock.advance(10, settle=0)
            if drives:
                await self.seen(unit.unit, 41.49 + nth / 1000)
            await self.clock.advance(10, settle=0)
            press = u.ReportStatus(unit=unit.unit, status=UnitStatus(status))
            await self.do(crew_of("SVA-1"), press)
        await self.clock.advance(61, settle=0)
        if drives:
            await self.seen(unit.unit, 41.6)
        return case, work

    async def work(self, id: AssignmentId) -> Assignment:
        found = await StateReader(self.runtime.pool, self.runtime.aggregates).state(ASSIGNMENT, id)
        assert found is not None
        return found


@pytest.fixture
async def centre(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Centre]:
    clock = SimulatedClock()
    async with fresh_database(postgres_server) as database:
        await register_demo_centres(database.pool)
        settings = Settings(area="demo", database_url=database.dsn, data=tmp_path)
        async with open_runtime(settings, clock) as runtime:
            units, tracks = DispatchStore(runtime.pool), TrackStore(runtime.pool)
            blobs = blobs_of(settings, runtime.keys)
            recorder = UnitTrackRecorder(clock, runtime.commands, units, tracks, blobs)
            yield Centre(runtime, settings, clock, recorder)


async def test_the_way_of_a_work_is_a_document_of_its_case_and_a_line_on_its_map(centre: Centre):
    case, id = await centre.run()
    assert await centre.lays.look() == 1
    assert await centre.lays.look() == 0, "once"
    track = (await centre.work(id)).track
    assert track is not None
    assert (track.points, track.since < track.until) == (5, True)

    # The telemetry goes after its days; what is of the case stays.
    await centre.clock.advance(timedelta(days=91).total_seconds(), settle=0)
    assert await TrackRetention(TrackStore(centre.runtime.pool), centre.clock, 90).run() > 0
    files = case_files(centre.settings, centre.runtime, blobs_of(centre.settings, centre.runtime.keys))
    gathered = await files.gather(case)
    (document,) = gathered.documents
    assert (document.media_type, document.name) == ("application/geo+json", "0001-track-SVA-1.geojson")
    assert [round(point.lat, 3) for point in line_of(document.data)] == [
        41.49,
        41.491,
        41.492,
        41.493,
        41.494,
    ]
    properties = msgspec.json.decode(document.data)["features"][0]["properties"]
    assert (properties["callsign"], len(properties["times"]), properties["accuracy_m"][0]) == (
        "SVA-1",
        5,
        8.0,
    )
    whole = await files.whole(gathered, "es", sealed_at=None)
    assert whole.report.startswith(b"%PDF")


async def test_a_unit_that_nobody_heard_has_no_way_and_is_not_looked_for_again(centre: Centre):
    case, id = await centre.run(drives=False)
    assert await centre.lays.look() == 1
    track = (await centre.work(id)).track
    assert track is not None
    assert (track.digest, track.points) == (None, 0)
    assert await centre.lays.look() == 0
    files = case_files(centre.settings, centre.runtime, blobs_of(centre.settings, centre.runtime.keys))
    assert (await files.gather(case)).documents == ()


def test_what_is_no_track_has_no_line():
    for wrong in (
        b"",
        b"{}",
        b'{"features": []}',
        b'{"features": [{"geometry": {"coordinates": [1]}}]}',
        b"\xff",
    ):
        assert line_of(wrong) == ()
