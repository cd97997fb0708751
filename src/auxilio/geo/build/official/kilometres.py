"""Official kilometre points of roads: rows of road, kilometre and place."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

import shapely

from auxilio.geo.build.extract import KilometrePost
from auxilio.geo.build.official.findings import RowOutcome, ImportReport
from auxilio.geo.build.official.georeferencing import (RegionBounds, figure, point_of)
from auxilio.geo.build.official.records import Columns
from auxilio.geo.build.official.rows import PlacedRecord
from auxilio.geo.gazetteer.shape_distance import nearest
from auxilio.geo.gazetteer.address_parser import road_key
from auxilio.kernel.position import Point, distance_m

_FAR_M = 250.0
"""A post stands beside its road; both carriageways of a motorway lie within this of the drawn line."""
_KM_MAX = 2000.0
_SLACK_KM, _STRETCH = 0.3, 1.15
"""No road is shorter than the straight line: two posts farther apart than their kilometres say cannot both be right."""


def posts_of(
    placed: Iterable[PlacedRecord], columns: Columns, source: str, ground: RegionBounds, report: ImportReport
) -> Iterator[KilometrePost]:
    """The posts that stand on their road, in order of kilometre. Raises `FileRefused("columns_missing")`."""
    columns.need("road", "km")
    by_road: dict[str, list[KilometrePost]] = defaultdict(list)
    for row in placed:
        record, where = row.record, point_of(row.shape)
        road, said = columns.get(record, "road"), columns.get(record, "km")
        km = kilometre(said, columns.get(record, "metres"))
        key = road_key(road)
        assert where is not None, "what is placed is somewhere"
        if not key:
            report.add("no_road", RowOutcome.REFUSED, record.line, at=where)
        elif km is None:
            report.add("km_unreadable", RowOutcome.REFUSED, record.line, road, where, km=said[:40])
        elif ground.roads and key not in ground.roads:
            report.add("road_unknown", RowOutcome.REFUSED, record.line, road, where)
        elif ground.roads and (away := _away_m(ground.roads[key], where)) > _FAR_M:
            report.add(
                "far_from_road", RowOutcome.REFUSED, record.line, f"{road} km {km:g}", where, metres=round(away)
            )
        else:
            by_road[key].append(
                KilometrePost(road, km, (where.lon, where.lat), f"{source}/{record.line}", official=True)
            )
    for posts in by_road.values():
        yield from _in_order(sorted(posts, key=lambda post: post.km), report)


def kilometre(text: str, metres: str = "") -> float | None:
    """`34`, `34,5`, `34+200`, `34` and `200` -> kilometres; None when it is none."""
    plus = re.fullmatch(r"(\d{1,4})\s*\+\s*(\d{1,3})", text.strip())
    if plus:
        return int(plus[1]) + int(plus[2]) / 1000
    km, more = figure(text), figure(metres) if metres else 0.0
    if km is None or more is None or not 0 <= km + more / 1000 <= _KM_MAX:
        return None
    return round(km + more / 1000, 3)


def _away_m(road: shapely.Geometry, at: Point) -> float:
    return nearest(at, road)[1]


def _in_order(posts: list[KilometrePost], report: ImportReport) -> Iterator[KilometrePost]:
    """A post that fits neither neighbour, while they fit one another, is wrong; of two that only disagree, one is."""
    kept: list[KilometrePost] = []
    for nth, post in enumerate(posts):
        around = posts[max(0, nth - 1) : nth] + posts[nth + 1 : nth + 2]
        if len(around) == 2 and _fit(*around) and not any(_fit(post, other) for other in around):
            _tell("km_out_of_place", RowOutcome.REFUSED, post, report)
        else:
            kept.append(post)
    for before, post in pairwise(kept):
        if not _fit(before, post):
            _tell("km_too_far", RowOutcome.DOUBTED, post, report, other=f"{before.km:g}")
    yield from kept


def _tell(code: str, outcome: RowOutcome, post: KilometrePost, report: ImportReport, **facts: str) -> None:
    line, at = int(post.source.rpartition("/")[2]), Point(lat=post.at[1], lon=post.at[0])
    report.add(code, outcome, line, f"{post.ref} km {post.km:g}", at, **facts)


def _fit(one: KilometrePost, other: KilometrePost) -> bool:
    apart = distance_m(Point(lat=one.at[1], lon=one.at[0]), Point(lat=other.at[1], lon=other.at[0])) / 1000
    return apart <= abs(one.km - other.km) * _STRETCH + _SLACK_KM
