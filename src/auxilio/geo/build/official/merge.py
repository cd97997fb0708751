"""Puts official data in the place of what the map's own data say of the same things."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import shapely
from shapely import MultiLineString, STRtree

from auxilio.geo.build.extract import Extract, NamedFeature, HouseNumber, Outline, KilometrePost
from auxilio.geo.build.official.check import CheckedFile
from auxilio.geo.build.official.georeferencing import RegionBounds
from auxilio.geo.gazetteer.address_parser import road_key
from auxilio.geo.gazetteer.name_keys import keys
from auxilio.kernel.position import Point, distance_m

_SAME_AREA = 0.5
"""Two outlines of one level that share so much of the smaller are one government, drawn twice."""
_SAME_SITE_M, _ONE_SPOT_M, _SAME_NAME_M = 150.0, 15.0, 600.0
_STAND_ALONE = frozenset(
    {
        "hospital",
        "fire_station",
        "ambulance_station",
        "police",
        "civil_protection",
        "mountain_rescue",
        "town_hall",
    }
)
"""Two of one kind within a street's length are one, whatever each list calls it; two pharmacies there are two."""
_SAME_SITE = 0.008
"""Degrees, wider than `_SAME_NAME_M` anywhere in Europe: what is looked at."""


def region_bounds_of(extract: Extract) -> RegionBounds:
    """What official data are judged by."""
    lines: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for piece in extract.roads:
        for ref in piece.refs:
            lines[road_key(ref)].append(piece.line)
    west, south, east, north = extract.bounds
    roads = {key: MultiLineString(found) for key, found in lines.items()}
    return RegionBounds((west, south, east, north), roads)


def merge(extract: Extract, judged: Sequence[CheckedFile]) -> Counter[str]:
    """Add everything to the extract. How many of the map's own each source replaced, by its id.

    Numbers and posts are added beside the map's own and decided on where streets and roads are known (`build.gazetteer`).
    """
    replaced: Counter[str] = Counter()
    for one in judged:
        for thing in one.things:
            match thing:
                case HouseNumber():
                    extract.numbers.append(thing)
                case KilometrePost():
                    extract.posts.append(thing)
                case Outline():
                    extract.outlines.append(thing)
                case NamedFeature():
                    extract.named.append(thing)
    _replace_outlines(extract, replaced)
    _replace_sites(extract, replaced)
    return replaced


def _replace_outlines(extract: Extract, replaced: Counter[str]) -> None:
    official = [outline for outline in extract.outlines if outline.official and outline.level]
    tree = STRtree([outline.shape for outline in official])
    kept: list[Outline] = []
    for outline in extract.outlines:
        by = None if outline.official else _redraw_outline(outline, official, tree)
        if by is None:
            kept.append(outline)
        else:
            replaced[_source(by.source)] += 1
    extract.outlines = kept


def _redraw_outline(outline: Outline, official: list[Outline], tree: STRtree) -> Outline | None:
    near: list[int] = tree.query(outline.shape, predicate="intersects").tolist()
    for other in (official[k] for k in near):
        if other.level != outline.level:
            continue
        if other.name.casefold() == outline.name.casefold() or (other.code and other.code == outline.code):
            return other
        common = shapely.make_valid(outline.shape).intersection(other.shape).area
        if common > _SAME_AREA * min(outline.shape.area, other.shape.area):
            return other
    return None


def _replace_sites(extract: Extract, replaced: Counter[str]) -> None:
    official = [named for named in extract.named if named.official]
    tree = STRtree([shapely.Point(named.at) for named in official])
    kept: list[NamedFeature] = []
    for named in extract.named:
        near = (
            []
            if named.official or not named.facility
            else tree.query(shapely.Point(named.at).buffer(_SAME_SITE)).tolist()
        )
        by = next((official[k] for k in near if _is_same_site(named, official[k])), None)
        if by is None:
            kept.append(named)
        else:
            replaced[_source(by.source)] += 1
    extract.named = kept


def _is_same_site(mapped: NamedFeature, official: NamedFeature) -> bool:
    if mapped.facility != official.facility:
        return False
    apart = distance_m(
        Point(lat=mapped.at[1], lon=mapped.at[0]), Point(lat=official.at[1], lon=official.at[0])
    )
    sounds = {keys(name).sound for name in mapped.names}
    namesake = any(keys(name).sound in sounds for name in official.names)
    alone = _SAME_SITE_M if official.facility in _STAND_ALONE else _ONE_SPOT_M
    return apart <= (_SAME_NAME_M if namesake else alone)


def _source(element: str) -> str:
    return element.partition("/")[0]
