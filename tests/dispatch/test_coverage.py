"""Coverage of a centre in the invented town, against PostgreSQL and the road: who counts, what a closure does, what is kept."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from auxilio.dispatch.coverage.core.model import CentreCoverage
from auxilio.dispatch.coverage.service import CoverageQueries
from auxilio.dispatch.tasks.core.shared_types import ChangeId
from auxilio.dispatch.units.core import messages as u
from auxilio.geo.model import Isochrone, RoadRestriction, TravelBasis
from auxilio.geo.service import RegionService
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CentreId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.ids import new_id
from tests.dispatch.factories import CREW, DispatchSetup, call_taker, crew_of, dispatcher, supervisor
from tests.geo.conftest import town, town_file

__all__ = ["town", "town_file"]
STATION, FONTNOVA = Point(lat=41.9142, lon=1.8975), Point(lat=41.9393, lon=1.9239)
AROUND_FONTNOVA = (Point(lat=41.930, lon=1.905), Point(lat=41.930, lon=1.945), Point(lat=41.934, lon=1.925))
pytestmark = pytest.mark.region


class Counting(RegionService):
    """The town, and how often its roads were asked for an area."""

    asked = 0

    async def isochrones(self, origin: Point, minutes: Sequence[int]) -> list[Isochrone]:
        self.asked += 1
        return await super().isochrones(origin, minutes)


@pytest.fixture
async def ground(town: Path) -> AsyncIterator[Counting]:
    region = Counting.open(town)
    yield region
    region.close()


@pytest.fixture
def ask(room: DispatchSetup, ground: Counting) -> CoverageQueries:
    return CoverageQueries(room.database.pool, SystemClock(), room.store, ground)


async def of_san(ask: CoverageQueries, actor: Actor | None = None, within: int = 8) -> CentreCoverage:
    return await ask.now(actor or dispatcher(), None, None, within)


async def test_who_is_free_counts_and_nobody_covers_nothing(
    room: DispatchSetup, ask: CoverageQueries
) -> None:
    nobody = await of_san(ask)
    assert [(band.reached, band.area) for band in nobody.bands] == [(0, ())] * 3
    assert sum(hole.weight for hole in nobody.holes) <= nobody.total
    unit = await room.unit(home=STATION)
    await room.unit("SVA-2", home=FONTNOVA, crewed=False)
    now = await of_san(ask)
    assert [(one.callsign, one.seen) for one in now.units] == [("SVA-1", False)]
    assert now.by is TravelBasis.ROAD
    shares = [band.share for band in now.bands]
    assert 0 < shares[0] <= shares[1] <= shares[2] <= 1
    assert now.more_holes == 0
    assert now.bands[0].reached + sum(hole.weight for hole in now.holes) == now.total
    await room.alerted(await room.task(), unit)
    assert (await of_san(ask)).units == ()


async def test_a_closure_makes_a_hole_and_a_move_pays_until_the_road_is_open(
    room: DispatchSetup, ask: CoverageQueries, ground: Counting
) -> None:
    await room.unit(home=STATION)
    await room.unit("SVA-2", home=STATION)
    before = await of_san(ask)
    asked = ground.asked
    assert (await of_san(ask)).bands == before.bands
    assert ground.asked == asked, "nobody has moved and nothing was closed"

    await ground.hold([RoadRestriction(ring=AROUND_FONTNOVA)])
    cut = await of_san(ask)
    assert cut.bands[0].reached < before.bands[0].reached
    assert cut.holes
    await ground.hold([RoadRestriction(ring=AROUND_FONTNOVA, km_h=5)])
    closed = await of_san(ask)
    assert ground.asked > asked
    assert closed.bands[0].reached < before.bands[0].reached
    (move, *_) = closed.moves
    assert move.gain.won > 0
    assert move.after - move.before == pytest.approx((move.gain.won - move.gain.lost) / closed.total)

    told = u.OrderStandBy(
        unit=move.unit, change=ChangeId(new_id()), place=move.place, name=move.name, gain=move.gain
    )
    await room.do(told, dispatcher())
    sent = await of_san(ask)
    assert [one.stand_by for one in sent.units if one.unit == move.unit] == [move.name]
    assert sent.bands[0].reached == closed.bands[0].reached, "it has not driven yet"
    assert all(each.unit != move.unit for each in sent.moves), "and is not sent to and fro"

    left_out = await ask.now(dispatcher(), None, None, 8, tuple(one.unit for one in sent.units))
    assert left_out.moves == ()

    await ground.hold([])
    assert (await of_san(ask)).bands == before.bands


async def test_only_the_own_centre_is_asked_and_the_room_asks_all(
    room: DispatchSetup, ask: CoverageQueries
) -> None:
    await room.unit(home=STATION)
    await room.unit("B-1", centre=CentreId("bom-1"), home=STATION)
    assert len((await of_san(ask, supervisor())).units) == 2
    with pytest.raises(Refused, match="not_your_centre"):
        await ask.now(dispatcher(), CentreId("bom-1"), None, 8)
    for who in (call_taker(), crew_of("SVA-1")):
        with pytest.raises(Refused, match="not_permitted"):
            await of_san(ask, who)
    with pytest.raises(Refused, match="not_a_coverage_time"):
        await of_san(ask, within=9)


async def test_a_capability_that_nobody_free_has_is_reached_by_nobody(
    room: DispatchSetup, ask: CoverageQueries
) -> None:
    unit = await room.unit(home=STATION, capabilities=("als", "bls"))
    await room.do(u.SignOnCrew(unit=unit.id, crew=CREW), crew_of("SVA-1"))
    now = await ask.now(dispatcher(), None, "ladder", 12)
    assert (now.units, now.capabilities) == ((), ("als", "bls"))
