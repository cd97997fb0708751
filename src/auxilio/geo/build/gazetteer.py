"""From an extract to a gazetteer: streets with their numbers and crossings, roads with kilometres, places, areas."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyproj
import shapely
from shapely import Geometry, LineString, MultiLineString, Point, STRtree

from auxilio.geo.build.axis import axis_of
from auxilio.geo.build.extract import Extract, LonLat, NamedFeature, HouseNumber, KilometrePost, RoadPiece
from auxilio.geo.gazetteer.index import build_index
from auxilio.geo.gazetteer.house_numbers import normalise_number
from auxilio.geo.gazetteer.address_parser import road_key
from auxilio.geo.gazetteer.name_keys import (NameKeys, keys)
from auxilio.geo.gazetteer.store import AreaRow, DocRow, GazetteerWriter, HouseRow, NameRow, PostRow, RoadRow
from auxilio.geo.gazetteer.vocabulary import FACILITY_WORDS

_ONE_STREET = 0.004
"""Degrees (about 400 m): pieces of one name nearer than this are one street; farther, they are namesakes."""
_HOUSE_TO_STREET = 0.005
"""Degrees: a number farther from every street of its name belongs to a street the data does not have."""
_POST_TO_ROAD = 0.0006
_SCALE = 2
"""So many posts make a ruler."""
_WEIGHTS = {
    "motorway": 1.0, "trunk": 0.95, "primary": 0.9, "secondary": 0.8, "tertiary": 0.7, "residential": 0.6,
    "pedestrian": 0.55, "unclassified": 0.5, "living_street": 0.55,
}  # fmt: skip
_PLACE_WEIGHTS = {"city": 1.0, "town": 0.95, "village": 0.9, "hamlet": 0.6}
_RESPONDERS = frozenset({"hospital", "fire_station", "police", "ambulance_station"})


@dataclass(slots=True)
class _Street:
    id: int
    name: str
    names: set[str]
    municipality: str
    shape: Geometry
    weight: float
    pieces: list[RoadPiece]


@dataclass(slots=True)
class GazetteerDraft:
    """The gazetteer while it is written."""

    docs: list[tuple[DocRow, tuple[float, float, float, float]]] = field(default_factory=list)
    names: dict[NameKeys, NameRow] = field(default_factory=dict)
    pairs: list[tuple[int, int]] = field(default_factory=list)

    def next_id(self) -> int:
        return len(self.docs) + 1

    def add(self, row: DocRow, bounds: tuple[float, float, float, float], names: Sequence[str]) -> None:
        self.docs.append((row, bounds))
        for name in names:
            k = keys(name)
            fresh = NameRow(len(self.names) + 1, k.kind, k.words, k.sound, k.plain, name)
            self.pairs.append((self.names.setdefault(k, fresh).id, row.id))


def build_gazetteer(extract: Extract, database: Path, index: Path) -> tuple[dict[str, int], Counter[str]]:
    """Write both files; the counts of what they hold, and how many of the map's own numbers and posts each official
    source replaced."""
    areas = _Areas(extract)
    book = GazetteerDraft()
    streets = _streets(extract.roads, areas)
    for street in streets:
        _add_street(book, street, areas)
    houses, replaced = _houses(extract.numbers, streets, book, areas)
    _add_named(book, extract.named, areas)
    roads = list(_roads(extract.roads, _main_settlement(extract)))
    posts, posts_replaced = _posts(extract, roads)
    replaced += posts_replaced
    writer = GazetteerWriter(database)
    writer.docs(book.docs)
    names = list(book.names.values())
    writer.names(names, book.pairs)
    writer.houses(houses)
    crossings = list(_crossings(streets))
    writer.crossings(crossings)
    writer.roads(roads, posts)
    writer.areas(areas.rows())
    writer.close()
    build_index(index, names)
    counts = {
        "streets": len(streets), "house_numbers": len(houses), "crossings": len(crossings), "roads": len(roads),
        "kilometre_posts": len(posts), "jurisdictions": len(extract.outlines), "names": len(names),
        "facilities": sum(bool(row.facility) for row, _ in book.docs),
        "places": sum(row.kind == "place" for row, _ in book.docs),
    }  # fmt: skip
    return counts, replaced


class _Areas:
    """Answers in which municipality and near which settlement a point lies."""

    def __init__(self, extract: Extract) -> None:
        self._outlines = sorted(extract.outlines, key=lambda o: -o.level)
        self._tree = STRtree([o.shape for o in self._outlines])
        self._places = [
            (n.names[0], Point(n.at)) for n in extract.named if n.names and n.tags.get("place") in _PLACE_WEIGHTS
        ]
        self._near = STRtree([point for _, point in self._places])

    def municipality(self, at: LonLat) -> str:
        """The smallest area of an authority around a point, or empty."""
        hits = sorted(int(k) for k in self._tree.query(Point(at), predicate="within"))
        return self._outlines[hits[0]].name if hits and self._outlines[hits[0]].level >= 6 else ""

    def locality(self, at: LonLat, municipality: str) -> str:
        """The nearest settlement when it is not called as the municipality; empty beyond 1.5 km."""
        if not self._places:
            return ""
        k = int(self._near.nearest(Point(at)))
        name, point = self._places[k]
        return name if name != municipality and point.distance(Point(at)) < 0.0165 else ""

    def rows(self) -> Iterator[AreaRow]:
        """For the store."""
        for o in self._outlines:
            yield AreaRow(o.source, o.kind, o.level, o.name, o.code, shapely.to_wkb(o.shape))


def _streets(roads: Sequence[RoadPiece], areas: _Areas) -> list[_Street]:
    # By its keys, not its letters: «carrer Prat de la Creu» and «Carrer Prat de La Creu» are one street.
    groups: dict[tuple[NameKeys, str], list[RoadPiece]] = defaultdict(list)
    for piece in roads:
        if piece.names:
            middle = piece.line.interpolate(0.5, normalized=True)
            groups[keys(piece.names[0]), areas.municipality((middle.x, middle.y))].append(piece)
    streets: list[_Street] = []
    for (_, municipality), pieces in groups.items():
        for cluster in _clusters(pieces):
            shape = shapely.line_merge(shapely.union_all([p.line for p in cluster]))
            weight = max(_WEIGHTS.get(p.kind, 0.3) for p in cluster)
            plate = Counter(p.names[0] for p in cluster).most_common(1)[0][0]
            names = {n for p in cluster for n in p.names}
            streets.append(_Street(len(streets) + 1, plate, names, municipality, shape, weight, cluster))
    return streets


def _clusters(pieces: list[RoadPiece]) -> list[list[RoadPiece]]:
    """Pieces grouped so that those of one group hang together."""
    if len(pieces) == 1:
        return [pieces]
    tree = STRtree([p.line for p in pieces])
    left, groups = set(range(len(pieces))), []
    while left:
        stack, group = [min(left)], []
        left.discard(stack[0])
        while stack:
            k = stack.pop()
            group.append(pieces[k])
            near = {int(j) for j in tree.query(pieces[k].line, predicate="dwithin", distance=_ONE_STREET)} & left
            left -= near
            stack.extend(sorted(near))
        groups.append(group)
    return groups


def _middle(shape: Geometry) -> Point:
    """A point on the longest part of a line, half-way along: a street's own middle, not that of its box."""
    part = max(shape.geoms, key=lambda g: g.length) if isinstance(shape, MultiLineString) else shape
    return part.interpolate(0.5, normalized=True)


def _add_street(book: GazetteerDraft, street: _Street, areas: _Areas) -> None:
    middle = _middle(street.shape)
    locality = areas.locality((middle.x, middle.y), street.municipality)
    row = DocRow(
        street.id, "street", street.name, street.municipality, locality, middle.y, middle.x, street.weight,
        shapely.to_wkb(street.shape), "", f"way/{street.pieces[0].id}",
    )  # fmt: skip
    book.add(row, street.shape.bounds, [street.name, *sorted(street.names - {street.name})])


def _houses(
    numbers: Sequence[HouseNumber], streets: list[_Street], book: GazetteerDraft, areas: _Areas
) -> tuple[list[HouseRow], Counter[str]]:
    by_sound: dict[str, list[_Street]] = defaultdict(list)
    for street in streets:
        for sound in {keys(name).sound for name in street.names | {street.name}}:
            by_sound[sound].append(street)
    unplaced: dict[tuple[str, str], list[HouseNumber]] = defaultdict(list)
    placed: list[tuple[int, HouseNumber]] = []
    for number in numbers:
        candidates = by_sound.get(keys(number.street).sound, [])
        at = Point(number.at)
        best = min(candidates, key=lambda street: street.shape.distance(at), default=None)
        if best is not None and best.shape.distance(at) < _HOUSE_TO_STREET:
            placed.append((best.id, number))
        else:
            unplaced[number.street, areas.municipality(number.at)].append(number)
    for (name, municipality), found in unplaced.items():
        placed.extend((_add_bare_street(book, name, municipality, found, areas), number) for number in found)
    kept, replaced = _official_first(placed)
    return [_house(id, street, number) for id, (street, number) in enumerate(kept, 1)], replaced


def _official_first(placed: list[tuple[int, HouseNumber]]) -> tuple[list[tuple[int, HouseNumber]], Counter[str]]:
    """Of a number that an official list has on this street too, the map's own is left out: one door, one answer."""
    official = {(street, normalise_number(n.number)): n.source.partition("/")[0] for street, n in placed if n.official}
    replaced: Counter[str] = Counter()
    kept: list[tuple[int, HouseNumber]] = []
    for street, number in placed:
        by = None if number.official else official.get((street, normalise_number(number.number)))
        if by is None:
            kept.append((street, number))
        else:
            replaced[by] += 1
    return kept, replaced


def _house(id: int, street: int, number: HouseNumber) -> HouseRow:
    figure = re.match(r"\d+", number.number)
    lon, lat = number.at
    return HouseRow(
        id, street, number.number, int(figure[0]) if figure else None, lat, lon, number.postcode, number.source
    )


def _add_bare_street(book: GazetteerDraft, name: str, municipality: str, found: list[HouseNumber], areas: _Areas) -> int:
    """A street known only by its houses: `addr:street` with no way of that name near."""
    id = book.next_id()
    lon = sum(n.at[0] for n in found) / len(found)
    lat = sum(n.at[1] for n in found) / len(found)
    locality = areas.locality((lon, lat), municipality)
    row = DocRow(id, "street", name, municipality, locality, lat, lon, 0.4, None, "", found[0].source)
    xs, ys = [n.at[0] for n in found], [n.at[1] for n in found]
    book.add(row, (min(xs), min(ys), max(xs), max(ys)), [name])
    return id


def _add_named(book: GazetteerDraft, named: Sequence[NamedFeature], areas: _Areas) -> None:
    seen: set[tuple[str, str, str, int, int]] = set()
    for thing in named:
        name = thing.names[0] if thing.names else ""
        # One hospital is often a node, an outline and a building, all of one name: about 100 m apart is one.
        spot = (name, thing.facility, thing.tags.get("place", ""), round(thing.at[0] * 900), round(thing.at[1] * 900))
        if name and spot in seen:
            continue
        seen.add(spot)
        place = thing.tags.get("place", "")
        kind = "facility" if thing.facility else "place"
        weight = _PLACE_WEIGHTS.get(place, 0.9 if thing.facility in _RESPONDERS else 0.5 if thing.facility else 0.4)
        municipality = areas.municipality(thing.at)
        own = {name, municipality}
        locality = "" if place in _PLACE_WEIGHTS else areas.locality(thing.at, municipality)
        tags = thing.tags
        row = DocRow(
            book.next_id(), kind, name, municipality, "" if locality in own else locality, thing.at[1], thing.at[0],
            weight, None, thing.facility, thing.source, tags.get("addr:postcode", ""),
            tags.get("phone", tags.get("contact:phone", "")), tags.get("ref", ""), tags.get("addr:street", ""),
            tags.get("addr:housenumber", ""), tags.get("opening_hours", ""),
            tags.get("defibrillator:location", ""), " ".join(thing.units),
        )  # fmt: skip
        said = list(FACILITY_WORDS.get(thing.facility, ()))
        if row.ref and thing.facility in {"access_point", "sos_phone"}:
            said.append(row.ref)
        lon, lat = thing.at
        book.add(row, (lon, lat, lon, lat), [*thing.names, *said])


def _crossings(streets: list[_Street]) -> Iterator[tuple[int, int, float, float]]:
    at: dict[int, dict[int, LonLat]] = defaultdict(dict)
    for street in streets:
        for piece in street.pieces:
            for node, coords in zip(piece.nodes, piece.line.coords, strict=True):
                at[node][street.id] = (coords[0], coords[1])
    for meeting in at.values():
        ids = sorted(meeting)
        for k, a in enumerate(ids):
            for b in ids[k + 1 :]:
                lon, lat = meeting[a]
                yield a, b, lat, lon


def _main_settlement(extract: Extract) -> LonLat | None:
    """The most important settlement: roads are measured from there where no post says otherwise."""
    def weight(named: NamedFeature) -> tuple[bool, float, int]:
        population = named.tags.get("population", "")
        return (
            named.tags.get("capital") == "yes",
            _PLACE_WEIGHTS.get(named.tags.get("place", ""), 0),
            int(population) if population.isdigit() else 0,
        )

    settlements = [n for n in extract.named if n.tags.get("place") in _PLACE_WEIGHTS]
    return max(settlements, key=weight).at if settlements else None


def _roads(pieces: Sequence[RoadPiece], heart: LonLat | None) -> Iterator[RoadRow]:
    by_ref: dict[str, list[RoadPiece]] = defaultdict(list)
    spelt: dict[str, str] = {}
    for piece in pieces:
        for ref in piece.refs:
            by_ref[road_key(ref)].append(piece)
            spelt.setdefault(road_key(ref), ref)
    if not by_ref:
        return
    some = next(iter(by_ref.values()))[0].line.coords[0]
    zone = int((some[0] + 180) // 6) + 1
    to_metres = pyproj.Transformer.from_crs(4326, 32600 + zone, always_xy=True)
    to_degrees = pyproj.Transformer.from_crs(32600 + zone, 4326, always_xy=True)
    for key, found in by_ref.items():
        lines = [LineString(list(zip(*to_metres.transform(*piece.line.coords.xy), strict=True))) for piece in found]
        axis = axis_of(lines)
        if heart is not None:
            middle = Point(to_metres.transform(*heart))
            if Point(axis.coords[-1]).distance(middle) < Point(axis.coords[0]).distance(middle):
                axis = axis.reverse()
        lonlat = LineString(list(zip(*to_degrees.transform(*axis.coords.xy), strict=True)))
        yield RoadRow(key, spelt[key], shapely.to_wkb(lonlat), round(axis.length / 1000, 3))


def _posts(extract: Extract, roads: Sequence[RoadRow]) -> tuple[list[PostRow], Counter[str]]:
    """Where an official list has a road, it has it whole: two rulers along one road would disagree between two posts."""
    found = list(_post_rows(extract, roads))
    official: dict[str, str] = {row.key: row.source.partition("/")[0] for row, of in found if of.official}
    scales = Counter(row.key for row, of in found if of.official)
    replaced = Counter(
        official[row.key] for row, of in found if not of.official and scales[row.key] >= _SCALE
    )
    kept = [row for row, of in found if of.official or scales[row.key] < _SCALE]
    return kept, replaced


def _post_rows(extract: Extract, roads: Sequence[RoadRow]) -> Iterator[tuple[PostRow, KilometrePost]]:
    axes = {road.key: shapely.from_wkb(road.axis) for road in roads}
    for post in extract.posts:
        key, at = road_key(post.ref), Point(post.at)
        if key not in axes and not post.ref:
            key = min(axes, key=lambda k: axes[k].distance(at), default="")
            if not key or axes[key].distance(at) > _POST_TO_ROAD:
                continue
        if key in axes:
            yield PostRow(key, post.km, post.at[1], post.at[0], post.source), post
