"""What is said when no road is known: a straight line, marked as one."""

import msgspec

from auxilio.geo.model import Route, TravelBasis, TravelTime
from auxilio.kernel.position import Point, distance_m

DETOUR = 1.4
"""Road metres for each metre of straight line; 1.2 to 1.4 in European road networks (Ballou, Rahardja and
Sakai 2002, from memory): the cautious end."""
STRAIGHT_SPEED_M_S = 35 / 3.6
"""A town's pace, lights and turns counted."""
FASTEST_M_S = 140 / 3.6
"""On no road does the engine drive faster (Valhalla, `top_speed` of a car): no way is shorter than the straight line at this."""
SNAP_M = 30.0
"""As far as a receiver in a street of houses is off (ours): beyond it a vehicle stands in a yard, or flies."""


def straight_line_time(origin: Point, target: Point) -> TravelTime:
    """A cautious time where no road is known, and said to be one."""
    metres = distance_m(origin, target) * DETOUR
    return TravelTime(
        duration_s=round(metres / STRAIGHT_SPEED_M_S, 1),
        distance_m=round(metres),
        by=TravelBasis.STRAIGHT_LINE,
    )


def reckon(origin: Point, target: Point) -> TravelTime:
    """The same before any road is asked."""
    return msgspec.structs.replace(straight_line_time(origin, target), by=TravelBasis.ESTIMATE)


def straight_route(origin: Point, target: Point) -> Route:
    """The same as a line on the map."""
    time = straight_line_time(origin, target)
    return Route(duration_s=time.duration_s, distance_m=time.distance_m, by=time.by, line=(origin, target))
