"""Finds places by what people say: every reading of the text, scored, best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import shapely
from rapidfuzz import fuzz
from shapely import Geometry
from shapely.ops import nearest_points

from auxilio.geo.gazetteer import address_parser, coordinates
from auxilio.geo.gazetteer.atlas import AreaIndex
from auxilio.geo.gazetteer.demand import where_people_are
from auxilio.geo.gazetteer.house_numbers import locate, street_alone
from auxilio.geo.gazetteer.index import NameIndex
from auxilio.geo.gazetteer.kilometre import nearest_post, point_at
from auxilio.geo.gazetteer.name_keys import NameKeys, keys, plain, readings, side
from auxilio.geo.gazetteer.row_mapping import (
    OriginOf,
    coordinates_result,
    facility_of,
    label,
    no_origin,
    point_of,
)
from auxilio.geo.gazetteer.store import DocRow, GazetteerStore, NameRow
from auxilio.geo.gazetteer.surroundings import is_covered, map_surroundings, reverse_geocode
from auxilio.geo.model import (
    Demand,
    Facility,
    GeocodeKind,
    GeocodeQuality,
    GeocodeResult,
    MapSurroundings,
    Municipality,
    Surroundings,
)
from auxilio.kernel.position import Point, distance_m

_HITS = 24
_LEAST_LIKENESS = 62.0
"""Below this a name is another name."""
_FAR_BEHIND = 22.0
"""An answer this much less like than the best is noise beneath it."""
_NEAR_BONUS, _NEAR_M = 4.0, 4000.0
"""Nearness settles ties; it never lifts a worse name over a better one by much: help is wanted elsewhere too."""
_AREA_BONUS, _AREA_MALUS = 8.0, 20.0
_READING_BONUS = 3.0
_OTHER_READING = 2.0
"""What was said counts before what may have been meant: some streets are misspelt on their own sign."""
_TO_THE_LETTER = 2.0
"""Between two that sound alike, the one that was said with more of its letters and small words: «de la», «del»."""
_ANOTHER_NAME = 2.0
"""The street with the name on its plate goes before one that is called so too, or once was."""
_KIND_LIKENESS = 90.0
"""Of a street that was said by its kind alone and meets the other one: its name has not been heard."""
_SETTLEMENT_WEIGHT, _SETTLEMENT_M, _FACILITY_M, _CROSSING_M = 0.6, 400.0, 50.0, 15.0
_NEAR_CROSSING_M = 300.0
_APART_M = 150.0
"""Streets of one name that come nearer than this are one street across a border, not two."""


@dataclass(frozen=True, slots=True)
class _Hit:
    doc: DocRow
    likeness: float
    other_name: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    found: GeocodeResult
    street: DocRow | None = None
    """The street it lies on, to ask afterwards where else one is called so."""


class RegionGazetteer:
    """The gazetteer of one region (port `Gazetteer`). Thread-safe."""

    def __init__(self, folder: Path, origin: OriginOf = no_origin) -> None:
        """`origin` tells from which data an element came (`RegionInfo.origin`)."""
        self._store = GazetteerStore(folder / "gazetteer.sqlite")
        self._index = NameIndex(folder / "names")
        self._atlas = AreaIndex(self._store, origin)

    def search(
        self, text: str, near: Point | None = None, radius_m: float | None = None, limit: int = 8
    ) -> list[GeocodeResult]:
        """See `ports.Gazetteer.search`."""
        text = " ".join(text.split())
        if not text:
            return []
        point = coordinates.parse(text, near or self._atlas.centre)
        if point is not None:
            return [coordinates_result(point, self._atlas.municipality(point), near)]
        found = self._kilometres(text) or self._corners(text, near) or self._named(text, near)
        return [self._finished(candidate, near) for candidate in _ranked(found, near)[:limit]]

    def reverse(self, point: Point, radius_m: float = 0.0) -> Surroundings:
        """See `ports.Gazetteer.reverse`."""
        return reverse_geocode(self._store, self._atlas, point, radius_m)

    def demand(self) -> Demand:
        """See `ports.Gazetteer.demand`."""
        return where_people_are(self._store)

    def around(self, point: Point) -> MapSurroundings:
        """See `ports.Gazetteer.around`."""
        return map_surroundings(self._store, self._atlas, point)

    def municipalities(self) -> list[Municipality]:
        """See `ports.Gazetteer.municipalities`."""
        return self._atlas.municipalities()

    def covers(self, point: Point, radius_m: float = 0.0) -> bool:
        """See `ports.Gazetteer.covers`."""
        return is_covered(self._store, self._atlas, point, radius_m)

    def facilities(
        self, kinds: Sequence[str] = (), near: Point | None = None, limit: int | None = None
    ) -> list[Facility]:
        """See `ports.Gazetteer.facilities`."""
        found = [facility_of(row, self._atlas.origin) for row in self._store.facilities(list(kinds))]
        if near is not None:
            found.sort(key=lambda facility: distance_m(facility.point, near))
        return found[:limit]

    def _kilometres(self, text: str) -> list[_Candidate]:
        asked = address_parser.road_km(text)
        road = self._store.road(asked.ref) if asked else None
        posts = self._store.posts(road.key) if road else []
        at = point_at(road, posts, asked.km) if asked and road else None
        if asked is None or road is None or at is None:
            return []
        municipality = self._atlas.municipality(at.point)
        said = address_parser.heading(text)
        # A town is written as its data writes it, so that two who say the same are seen to.
        heading = self._atlas.split_area(f"zz {said}")[1] or said
        found = GeocodeResult(
            kind=GeocodeKind.KILOMETRE,
            quality=GeocodeQuality.KILOMETRE_MEASURED if at.measured else GeocodeQuality.KILOMETRE,
            point=at.point,
            name=road.ref,
            km=asked.km,
            label=label(f"{road.ref} km {asked.km:g}{f' → {heading}' if heading else ''}", municipality),
            heading=heading,
            municipality=municipality,
            uncertainty_m=1000.0 if at.measured else 60.0,
            source=nearest_post(posts, asked.km),
        )
        return [_Candidate(found)]

    def _corners(self, text: str, near: Point | None) -> list[_Candidate]:
        asked = address_parser.corner(text)
        if asked is None:
            return []
        other, area = self._atlas.split_area(asked.other)
        ones, others = self._sides(asked.one, other, area, near)
        return [
            _Candidate(found, one.doc)
            for one in ones
            for another in others
            if one.doc.id != another.doc.id and (found := self._corner(one, another)) is not None
        ]

    def _sides(
        self, one: str, other: str, area: str, near: Point | None
    ) -> tuple[Sequence[_Hit], Sequence[_Hit]]:
        """What each side of a crossing may be. Of «con la ronda» the other street tells which of them is meant."""
        (first, first_kind), (second, second_kind) = side(one), side(other)
        ones, others = (self._streets(name, area, near)[:8] for name in (first, second))
        if second_kind and not first_kind:
            return ones, self._of_kind(second_kind, ones) or others
        if first_kind and not second_kind:
            return self._of_kind(first_kind, others) or ones, others
        return ones, others

    def _of_kind(self, kind: str, others: Sequence[_Hit]) -> list[_Hit]:
        """Streets of a kind that meet one of those, as like as the kind alone can be."""
        near = {doc.id: doc for other in others for doc in self._store.docs_in(_box(other.doc), "street")}
        return [
            _Hit(doc, _KIND_LIKENESS)
            for doc in near.values()
            if keys(doc.name).kind == kind
            and any(self._store.crossings(doc.id, other.doc.id) for other in others)
        ]

    def _corner(self, one: _Hit, other: _Hit) -> GeocodeResult | None:
        meeting = self._meeting(one.doc, other.doc)
        if meeting is None:
            return None
        point, quality, apart_m = meeting
        score = (one.likeness + other.likeness) / 2
        if quality is GeocodeQuality.NEAR_CROSSING:
            score -= 2.0 + apart_m / 20.0
        return GeocodeResult(
            kind=GeocodeKind.CROSSING,
            quality=quality,
            point=point,
            name=one.doc.name,
            crossing=other.doc.name,
            label=label(f"{one.doc.name} / {other.doc.name}", one.doc.municipality, one.doc.locality),
            municipality=one.doc.municipality,
            locality=one.doc.locality,
            score=score,
            uncertainty_m=max(_CROSSING_M, round(apart_m)),
            source=one.doc.source,
        )

    def _meeting(self, one: DocRow, other: DocRow) -> tuple[Point, GeocodeQuality, float] | None:
        """Where two streets meet, or come nearest within `_NEAR_CROSSING_M`."""
        junctions = [Point(lat=lat, lon=lon) for lat, lon in self._store.crossings(one.id, other.id)]
        if junctions:
            middle = Point(
                lat=sum(p.lat for p in junctions) / len(junctions),
                lon=sum(p.lon for p in junctions) / len(junctions),
            )
            # Of two junctions (a ring, two carriageways) a real one, never the point between both.
            return min(junctions, key=lambda p: distance_m(p, middle)), GeocodeQuality.CROSSING, 0.0
        if one.geom is None or other.geom is None:
            return None
        a, b = nearest_points(shapely.from_wkb(one.geom), shapely.from_wkb(other.geom))
        apart_m = distance_m(Point(lat=a.y, lon=a.x), Point(lat=b.y, lon=b.x))
        point = Point(lat=(a.y + b.y) / 2, lon=(a.x + b.x) / 2)
        return (point, GeocodeQuality.NEAR_CROSSING, apart_m) if apart_m <= _NEAR_CROSSING_M else None

    def _named(self, text: str, near: Point | None) -> list[_Candidate]:
        """The text as an address and as a bare name; «2 de mayo 5» and «alfonso 13» are settled by likeness."""
        found: dict[int, _Candidate] = {}
        for asked in address_parser.addresses(text):
            rest_area, detail = self._atlas.area_in(asked.rest)
            street, area = self._atlas.split_area(asked.street)
            for hit in self._streets(street, rest_area or area, near):
                house = self._house(hit, asked.number, detail)
                if hit.doc.id not in found or found[hit.doc.id].found.score < house.score:
                    found[hit.doc.id] = _Candidate(house, hit.doc)
        name, area = self._atlas.split_area(text)
        hits = self._hits(name, area, near) + (self._hits(text, "", near) if area else [])
        for hit in hits:
            before = found.get(hit.doc.id)
            if before is None or before.found.score < hit.likeness:
                found[hit.doc.id] = _Candidate(
                    self._thing(hit), hit.doc if hit.doc.kind == "street" else None
                )
        return list(found.values())

    def _streets(self, name: str, area: str, near: Point | None) -> list[_Hit]:
        return [hit for hit in self._hits(name, area, near) if hit.doc.kind == "street"]

    def _hits(self, text: str, area: str, near: Point | None) -> list[_Hit]:
        said = readings(text)
        ids = list(dict.fromkeys(id for one in said for id in self._index.candidates(one)))
        names = {name.id: name for name in self._store.names(ids)}
        likeness = {
            id: max(_likeness(one, name) - nth * _OTHER_READING for nth, one in enumerate(said))
            for id, name in names.items()
        }
        kept = [id for id, value in likeness.items() if value >= _LEAST_LIKENESS]
        best: dict[int, _Hit] = {}
        for name_id, doc in self._store.bearers(kept):
            value, called = likeness[name_id] + doc.weight + _area_score(doc, area), names[name_id]
            by_another = doc.kind == "street" and called.plain != plain(doc.name)
            if by_another:
                value -= _ANOTHER_NAME
            if doc.id not in best or best[doc.id].likeness < value:
                best[doc.id] = _Hit(doc, value, called.text if by_another else "")
        hits = sorted(best.values(), key=lambda hit: -(hit.likeness + _nearness(point_of(hit.doc), near)))
        return hits[:_HITS]

    def _house(self, hit: _Hit, number: str, detail: str) -> GeocodeResult:
        doc = hit.doc
        door = locate(doc, self._store.houses(doc.id), number)
        bonus = _READING_BONUS if door.quality in {GeocodeQuality.EXACT, GeocodeQuality.INTERPOLATED} else 0.0
        return GeocodeResult(
            kind=GeocodeKind.ADDRESS if door.quality is not GeocodeQuality.STREET else GeocodeKind.STREET,
            quality=door.quality,
            point=door.point,
            name=doc.name,
            other_name=hit.other_name,
            number=number,
            detail=detail,
            label=label(f"{doc.name}, {number}", doc.municipality, doc.locality),
            municipality=doc.municipality,
            locality=doc.locality,
            postcode=door.postcode,
            score=hit.likeness + bonus,
            uncertainty_m=door.uncertainty_m,
            source=door.source,
        )

    def _thing(self, hit: _Hit) -> GeocodeResult:
        doc = hit.doc
        kind, quality, uncertainty_m = _nature(doc)
        return GeocodeResult(
            kind=kind,
            quality=quality,
            point=point_of(doc),
            name=doc.name,
            other_name=hit.other_name,
            label=label(doc.name or doc.ref, doc.municipality, doc.locality),
            municipality=doc.municipality,
            locality=doc.locality,
            postcode=doc.postcode,
            facility=doc.facility,
            score=hit.likeness,
            uncertainty_m=uncertainty_m,
            source=doc.source,
        )

    def _elsewhere(self, street: DocRow) -> tuple[str, ...]:
        """Where else in the region a street of this name is."""
        mine = _shape(street)
        names = [
            other.municipality if other.municipality != street.municipality else other.locality
            for other in self._store.namesakes(street.id)
            if _apart_m(mine, _shape(other)) > _APART_M
        ]
        return tuple(dict.fromkeys(name for name in names if name))

    def _finished(self, candidate: _Candidate, near: Point | None) -> GeocodeResult:
        found = candidate.found
        return msgspec.structs.replace(
            found,
            score=round(max(0.0, min(100.0, found.score)), 1),
            distance_m=round(distance_m(found.point, near)) if near else None,
            origin=self._atlas.origin(found.source),
            same_name_elsewhere=self._elsewhere(candidate.street) if candidate.street else (),
        )


def _nature(doc: DocRow) -> tuple[GeocodeKind, GeocodeQuality, float]:
    if doc.kind == "street":
        return GeocodeKind.STREET, GeocodeQuality.STREET, street_alone(doc).uncertainty_m
    if doc.facility:
        return GeocodeKind.FACILITY, GeocodeQuality.FACILITY, _FACILITY_M
    return (
        GeocodeKind.PLACE,
        GeocodeQuality.PLACE,
        _FACILITY_M if doc.weight < _SETTLEMENT_WEIGHT else _SETTLEMENT_M,
    )


def _area_score(doc: DocRow, area: str) -> float:
    if not area:
        return 0.0
    here = {doc.municipality, doc.locality} | ({doc.name} if doc.kind == "place" else set())
    return _AREA_BONUS if area in here else -_AREA_MALUS


def _box(doc: DocRow) -> tuple[float, float, float, float]:
    west, south, east, north = _shape(doc).bounds
    return west, south, east, north


def _shape(doc: DocRow) -> Geometry:
    return shapely.from_wkb(doc.geom) if doc.geom else shapely.Point(doc.lon, doc.lat)


def _apart_m(one: Geometry, other: Geometry) -> float:
    a, b = nearest_points(one, other)
    return distance_m(Point(lat=a.y, lon=a.x), Point(lat=b.y, lon=b.x))


def _nearness(point: Point, near: Point | None) -> float:
    return _NEAR_BONUS / (1.0 + distance_m(point, near) / _NEAR_M) if near else 0.0


def _likeness(said: NameKeys, name: NameRow) -> float:
    """0 to 100: by sound and by spelling, a little for the kind of street, less when kinds contradict."""
    by_sound = _alike(said.sound, name.sound)
    by_spelling = max(_alike(said.plain, name.plain), 0.99 * _alike(said.words, name.words))
    kind = 0.0
    if said.kind and name.kind:
        kind = 2.0 if said.kind == name.kind else -7.0
    elif said.kind:
        kind = -5.0
    to_the_letter = _TO_THE_LETTER * fuzz.ratio(_called(said), _called(name)) / 100
    return 0.6 * by_sound + 0.4 * by_spelling + kind + to_the_letter


def _called(name: NameKeys | NameRow) -> str:
    """The name without its kind, with its small words."""
    return name.plain.partition(" ")[2] if name.kind else name.plain


def _alike(said: str, name: str) -> float:
    """Alike as a whole, as a beginning (while typing), with words turned round, or with words left out.

    Words left out are forgiven to who speaks, not to the name: «hospital meritxell» is not any hospital.
    """
    fewer = said.count(" ") < name.count(" ")
    return max(
        fuzz.ratio(said, name),
        0.96 * fuzz.ratio(said, name[: len(said)]) if len(said) >= 2 else 0.0,
        0.93 * fuzz.token_sort_ratio(said, name),
        0.97 * fuzz.ratio(said.replace(" ", ""), name.replace(" ", "")),
        0.86 * fuzz.token_set_ratio(said, name) if fewer else 0.0,
    )


def _ranked(candidates: list[_Candidate], near: Point | None) -> list[_Candidate]:
    """Best first, one of each, without the far behind; what was said tells first, then how near it is."""
    best: dict[tuple[str, ...], _Candidate] = {}
    for candidate in candidates:
        f = candidate.found
        where = (f.municipality, f.locality) if f.name else (f.source,)
        key = (f.kind, f.name.casefold(), f.number, f.crossing, *where)
        if key not in best or best[key].found.score < f.score:
            best[key] = candidate
    ordered = sorted(best.values(), key=lambda c: -(c.found.score + _nearness(c.found.point, near)))
    least = max((c.found.score for c in ordered), default=0.0) - _FAR_BEHIND
    return [c for c in ordered if c.found.score >= least]
