"""What every source of positions keeps to."""

from auxilio.calls.fakes import KnownPositions
from auxilio.calls.ports import LocationSource
from auxilio.kernel.position import Point, Position, PositionSource
from tests.calls.made import AT, CALL


async def test_a_source_of_positions_says_nothing_of_a_number_it_does_not_know() -> None:
    fix = Position(point=Point(41.6, 0.6), source=PositionSource.AML, uncertainty_m=12, at=AT)
    source: LocationSource = KnownPositions({"+34600111222": [fix]})
    assert await source.positions_of("+34600111222", CALL) == [fix]
    assert await source.positions_of("+34600999999", CALL) == []
