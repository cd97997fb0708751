"""What is at a point: the nearest door, street and kilometre, and everybody who may be responsible there."""

from collections import Counter

import shapely

from auxilio.geo.gazetteer.atlas import AreaIndex
from auxilio.geo.gazetteer.kilometre import kilometre_of, nearest_post
from auxilio.geo.gazetteer.row_mapping import facility_of, label, point_of
from auxilio.geo.gazetteer.shape_distance import around, nearest
from auxilio.geo.gazetteer.store import DocRow, GazetteerStore, PostRow
from auxilio.geo.model import (
    FACILITY_KINDS,
    Facility,
    GeocodeKind,
    GeocodeQuality,
    GeocodeResult,
    MapSurroundings,
    Surroundings,
)
from auxilio.kernel.position import Point, distance_m

_DOOR_M, _STREET_M, _ROAD_M, _FACILITY_M = 60.0, 400.0, 120.0, 1500.0
_NEAREST_FACILITIES = 6
_NEAR_M = 5_000.0
"""About as far as a map of streets shows."""
_OF_EACH_KIND, _POSTS = 5, 12
_DRIVEN_TO = (
    "hospital",
    "fire_station",
    "ambulance_station",
    "police",
    "civil_protection",
    "mountain_rescue",
    "helipad",
)
"""However far: the nearest hospital is worth knowing at forty kilometres."""
_ORDER = {kind: rank for rank, kind in enumerate(FACILITY_KINDS)}


def reverse_geocode(store: GazetteerStore, atlas: AreaIndex, point: Point, radius_m: float) -> Surroundings:
    """See `ports.Gazetteer.reverse`."""
    jurisdictions = atlas.jurisdictions(point, radius_m)
    certain = [j for j in jurisdictions if j.level >= 6]
    municipality = certain[0].name if certain and certain[0].whole else ""
    return Surroundings(
        point=point, radius_m=radius_m, address=_address(store, atlas, point),
        street=_street(store, atlas, point),
        kilometre=_kilometre(store, atlas, point, municipality), municipality=municipality, jurisdictions=jurisdictions,
        facilities=_facilities(store, atlas, point),
        inside=bool(jurisdictions) or _street(store, atlas, point) is not None,
    )  # fmt: skip


def map_surroundings(store: GazetteerStore, atlas: AreaIndex, point: Point) -> MapSurroundings:
    """See `ports.Gazetteer.around`."""
    return MapSurroundings(
        point=point,
        address=_address(store, atlas, point) or _street(store, atlas, point),
        kilometres=_posts(store, atlas, point),
        jurisdictions=atlas.jurisdictions(point, 0),
        facilities=_of_each_kind(store, atlas, point),
    )


def _of_each_kind(store: GazetteerStore, atlas: AreaIndex, point: Point) -> tuple[Facility, ...]:
    """Of what is driven to, the nearest in the region; of the rest, what stands within `_NEAR_M`."""
    rows = {row.id: row for row in store.facilities(_DRIVEN_TO)}
    rows |= {row.id: row for row in store.docs_in(around(point, _NEAR_M), "facility")}
    kept: Counter[str] = Counter()
    found: list[Facility] = []
    for row in sorted(rows.values(), key=lambda row: distance_m(point, point_of(row))):
        kept[row.facility] += 1
        if kept[row.facility] <= _OF_EACH_KIND:
            found.append(facility_of(row, atlas.origin))
    return tuple(sorted(found, key=lambda each: _ORDER.get(each.kind, len(_ORDER))))


def _posts(store: GazetteerStore, atlas: AreaIndex, point: Point) -> tuple[GeocodeResult, ...]:
    nearest_of: dict[tuple[str, float], tuple[float, GeocodeResult]] = {}
    for road in atlas.roads_near(point, _NEAR_M):
        for post in store.posts(road.key):
            at = Point(lat=post.lat, lon=post.lon)
            metres = distance_m(point, at)
            # Each carriageway has its own post for the same kilometre: one of them is said.
            known = nearest_of.get((road.key, post.km))
            if metres <= _NEAR_M and (known is None or metres < known[0]):
                nearest_of[road.key, post.km] = metres, _post(atlas, road.ref, post, metres)
    return tuple(post for _, post in sorted(nearest_of.values(), key=lambda each: each[0])[:_POSTS])


def _post(atlas: AreaIndex, ref: str, post: PostRow, metres: float) -> GeocodeResult:
    return GeocodeResult(
        kind=GeocodeKind.KILOMETRE, quality=GeocodeQuality.KILOMETRE, point=Point(lat=post.lat, lon=post.lon), name=ref, km=post.km,
        label=f"{ref} km {post.km:g}", distance_m=round(metres), source=post.source, origin=atlas.origin(post.source),
    )  # fmt: skip


def is_covered(store: GazetteerStore, atlas: AreaIndex, point: Point, radius_m: float) -> bool:
    """See `ports.Gazetteer.covers`."""
    return bool(atlas.jurisdictions(point, radius_m)) or _street(store, atlas, point) is not None


def _address(store: GazetteerStore, atlas: AreaIndex, point: Point) -> GeocodeResult | None:
    houses = store.houses_in(around(point, _DOOR_M))
    house = min(houses, key=lambda h: distance_m(point, Point(lat=h.lat, lon=h.lon)), default=None)
    if house is None:
        return None
    at = Point(lat=house.lat, lon=house.lon)
    distance = distance_m(point, at)
    if distance > _DOOR_M:
        return None
    street = store.doc(house.street)
    return GeocodeResult(
        kind=GeocodeKind.ADDRESS, quality=GeocodeQuality.EXACT, point=at, name=street.name, number=house.text,
        label=label(f"{street.name}, {house.text}", street.municipality, street.locality), municipality=street.municipality,
        locality=street.locality, postcode=house.postcode, distance_m=round(distance), uncertainty_m=15.0,
        source=house.source, origin=atlas.origin(house.source),
    )  # fmt: skip


def _street(store: GazetteerStore, atlas: AreaIndex, point: Point) -> GeocodeResult | None:
    best: tuple[float, Point, DocRow] | None = None
    for doc in store.docs_in(around(point, _STREET_M), "street"):
        if doc.geom is None:
            continue
        on, distance = nearest(point, shapely.from_wkb(doc.geom))
        if distance <= _STREET_M and (best is None or distance < best[0]):
            best = (distance, on, doc)
    if best is None:
        return None
    distance, on, doc = best
    return GeocodeResult(
        kind=GeocodeKind.STREET, quality=GeocodeQuality.STREET, point=on, name=doc.name, label=label(doc.name, doc.municipality, doc.locality),
        municipality=doc.municipality, locality=doc.locality, distance_m=round(distance),
        uncertainty_m=round(distance), source=doc.source, origin=atlas.origin(doc.source),
    )  # fmt: skip


def _kilometre(
    store: GazetteerStore, atlas: AreaIndex, point: Point, municipality: str
) -> GeocodeResult | None:
    best: tuple[float, GeocodeResult] | None = None
    for road in atlas.roads_near(point, _ROAD_M):
        posts = store.posts(road.key)
        found = kilometre_of(road, posts, point)
        if found is None or found[1] > _ROAD_M or (best and best[0] <= found[1]):
            continue
        on, distance = found
        quality = GeocodeQuality.KILOMETRE_MEASURED if on.measured else GeocodeQuality.KILOMETRE
        best = (
            distance,
            GeocodeResult(
                kind=GeocodeKind.KILOMETRE, quality=quality, point=on.point, name=road.ref, km=on.km,
                label=f"{road.ref} km {on.km:g}", municipality=municipality, distance_m=round(distance),
                uncertainty_m=1000.0 if on.measured else 100.0, source=nearest_post(posts, on.km),
                origin=atlas.origin(nearest_post(posts, on.km)),
            ),
        )  # fmt: skip
    return best[1] if best else None


def _facilities(store: GazetteerStore, atlas: AreaIndex, point: Point) -> tuple[Facility, ...]:
    rows = store.docs_in(around(point, _FACILITY_M), "facility")
    rows.sort(key=lambda row: distance_m(point, point_of(row)))
    return tuple(facility_of(row, atlas.origin) for row in rows[:_NEAREST_FACILITIES])
