"""Aim: a unit that should be heard and is not is a watch that centre and room hear; a position or a status ends it, and
one silence is told once."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from auxilio.dispatch.aggregates import UNIT
from auxilio.dispatch.tracking.core.model import DeviceKind, PositionReading
from auxilio.dispatch.tracking.core.policy import SILENCE_POLICIES
from auxilio.dispatch.tracking.service import TrackingService
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.model import Unit, UnitStatus
from auxilio.followup.core import messages as f
from auxilio.followup.core.model import EscalationLevel, FollowupParty, Watch, WatchState
from auxilio.followup.service import WATCH
from auxilio.geo.service import RegionService
from auxilio.kernel.position import Point
from auxilio.platform.clock import SimulatedClock
from auxilio.workflows.unit_silence_monitor import UnitSilenceMonitor
from tests.actors import person, system
from tests.database import Database
from tests.dispatch.factories import CREW, crew_of, registered
from tests.workflows.conftest import WorkflowSetup, make_room

HERE = Point(41.92, 1.90)


@dataclass
class Night:
    """A centre, one unit with a crew, its phone, and the look for silence."""

    room: WorkflowSetup
    tracking: TrackingService
    silences: UnitSilenceMonitor
    unit: Unit
    token: str

    async def says(self, point: Point = HERE) -> None:
        await self.tracking.receive(self.token, [PositionReading(point=point)], "")

    async def passes(self, span_s: float) -> list[Watch]:
        """Time goes on, somebody looks, and what came due fires; the watches that stand."""
        await self.room.clock.advance(span_s)
        await self.silences.look()
        await self.room.wait(0.1)
        return await self.standing()

    async def standing(self) -> list[Watch]:
        return await self.room.states.live(WATCH, kind="unit_silent")

    async def presses(self, status: UnitStatus) -> None:
        await self.room.do(crew_of("A-1"), u.ReportStatus(unit=self.unit.id, status=status))


@pytest.fixture
async def night(database: Database) -> Night:
    room = make_room(database, SimulatedClock(), ())
    tracking = TrackingService(database.pool, room.clock, RegionService.without_data())
    command = registered("A-1")
    await room.do(system(), command)
    await room.do(crew_of("A-1"), u.SignOnCrew(unit=command.unit, crew=CREW))
    unit = await room.states.state(UNIT, command.unit)
    assert unit is not None
    _, token, _ = await tracking.add_device(unit.id, "Móvil", DeviceKind.TRACCAR, person("administrator"))
    silences = UnitSilenceMonitor(room.clock, room.commands, room.states, tracking.store, {})
    return Night(room, tracking, silences, unit, token)


def span_s(status: UnitStatus) -> float:
    found = SILENCE_POLICIES[status].after_s
    assert found is not None
    return found


async def test_a_unit_whose_positions_stop_is_told_to_its_centre_and_to_the_room(night: Night) -> None:
    await night.says()
    assert await night.passes(span_s(UnitStatus.AVAILABLE) - 10) == []
    [watch] = await night.passes(20)
    assert (watch.state, watch.level) == (WatchState.FIRED, EscalationLevel.ROOM)
    assert watch.to == (FollowupParty(centre=night.unit.centre),)
    assert [one.id for one in await night.passes(600)] == [watch.id], "one silence, one watch"


async def test_a_position_ends_it_and_the_next_silence_is_another(night: Night) -> None:
    await night.says()
    [first] = await night.passes(span_s(UnitStatus.AVAILABLE) + 10)
    await night.says()
    assert await night.passes(5) == []
    kept = await night.room.states.state(WATCH, first.id)
    assert kept is not None
    assert kept.state is WatchState.KEPT
    [second] = await night.passes(span_s(UnitStatus.AVAILABLE) + 10)
    assert second.id != first.id


async def test_a_status_ends_it_too(night: Night) -> None:
    await night.passes(span_s(UnitStatus.AVAILABLE) + 10)
    assert len(await night.standing()) == 1, "a phone speaks for it, and never did"
    await night.presses(UnitStatus.OUT_OF_SERVICE)
    assert await night.passes(5) == []


async def test_a_doubtful_fix_is_no_word(night: Night) -> None:
    await night.says()
    await night.room.clock.advance(span_s(UnitStatus.AVAILABLE) - 5)
    await night.says(Point(0, 0))
    assert len(await night.passes(10)) == 1


async def test_who_said_that_they_know_is_not_told_of_the_same_silence_again(night: Night) -> None:
    [watch] = await night.passes(span_s(UnitStatus.AVAILABLE) + 10)
    await night.room.do(person("dispatcher"), f.AnswerWatch(watch=watch.id))
    assert await night.passes(5) == []
    assert await night.passes(3600) == []


async def test_an_agency_may_set_a_shorter_span(night: Night) -> None:
    night.silences.after = {UnitStatus.AVAILABLE: 30.0}
    assert await night.passes(25) == []
    assert len(await night.passes(10)) == 1


async def test_tracks_are_forgotten_when_their_days_are_over(night: Night) -> None:
    await night.says()
    days = timedelta(days=90)
    assert await night.tracking.store.forget(night.room.clock.now() - days) == 0
    await night.room.clock.advance(days.total_seconds() + 1)
    assert await night.tracking.store.forget(night.room.clock.now() - days) == 1
