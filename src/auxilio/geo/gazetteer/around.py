"""What is at a point: the nearest door, street and kilometre, and everybody who may be responsible there."""

import shapely

from auxilio.geo.gazetteer.atlas import Atlas
from auxilio.geo.gazetteer.describe import facility_of, label, point_of
from auxilio.geo.gazetteer.kilometre import kilometre_of, nearest_post
from auxilio.geo.gazetteer.measure import around, nearest
from auxilio.geo.gazetteer.store import DocRow, GazetteerStore
from auxilio.geo.model import Facility, Found, Kind, Quality, Surroundings
from auxilio.kernel.position import Point, distance_m

_DOOR_M, _STREET_M, _ROAD_M, _FACILITY_M = 60.0, 400.0, 120.0, 1500.0
_NEAREST_FACILITIES = 6


def look_around(store: GazetteerStore, atlas: Atlas, point: Point, radius_m: float) -> Surroundings:
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


def is_covered(store: GazetteerStore, atlas: Atlas, point: Point, radius_m: float) -> bool:
    """See `ports.Gazetteer.covers`."""
    return bool(atlas.jurisdictions(point, radius_m)) or _street(store, atlas, point) is not None


def _address(store: GazetteerStore, atlas: Atlas, point: Point) -> Found | None:
    houses = store.houses_in(around(point, _DOOR_M))
    house = min(houses, key=lambda h: distance_m(point, Point(lat=h.lat, lon=h.lon)), default=None)
    if house is None:
        return None
    at = Point(lat=house.lat, lon=house.lon)
    distance = distance_m(point, at)
    if distance > _DOOR_M:
        return None
    street = store.doc(house.street)
    return Found(
        kind=Kind.ADDRESS, quality=Quality.EXACT, point=at, name=street.name, number=house.text,
        label=label(f"{street.name}, {house.text}", street.municipality, street.locality), municipality=street.municipality,
        locality=street.locality, postcode=house.postcode, distance_m=round(distance), uncertainty_m=15.0,
        source=house.source, origin=atlas.origin(house.source),
    )  # fmt: skip


def _street(store: GazetteerStore, atlas: Atlas, point: Point) -> Found | None:
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
    return Found(
        kind=Kind.STREET, quality=Quality.STREET, point=on, name=doc.name, label=label(doc.name, doc.municipality, doc.locality),
        municipality=doc.municipality, locality=doc.locality, distance_m=round(distance),
        uncertainty_m=round(distance), source=doc.source, origin=atlas.origin(doc.source),
    )  # fmt: skip


def _kilometre(store: GazetteerStore, atlas: Atlas, point: Point, municipality: str) -> Found | None:
    best: tuple[float, Found] | None = None
    for road in atlas.roads_near(point, _ROAD_M):
        posts = store.posts(road.key)
        found = kilometre_of(road, posts, point)
        if found is None or found[1] > _ROAD_M or (best and best[0] <= found[1]):
            continue
        on, distance = found
        quality = Quality.KILOMETRE_MEASURED if on.measured else Quality.KILOMETRE
        best = (
            distance,
            Found(
                kind=Kind.KILOMETRE, quality=quality, point=on.point, name=road.ref, km=on.km,
                label=f"{road.ref} km {on.km:g}", municipality=municipality, distance_m=round(distance),
                uncertainty_m=1000.0 if on.measured else 100.0, source=nearest_post(posts, on.km),
                origin=atlas.origin(nearest_post(posts, on.km)),
            ),
        )  # fmt: skip
    return best[1] if best else None


def _facilities(store: GazetteerStore, atlas: Atlas, point: Point) -> tuple[Facility, ...]:
    rows = store.docs_in(around(point, _FACILITY_M), "facility")
    rows.sort(key=lambda row: distance_m(point, point_of(row)))
    return tuple(facility_of(row, atlas.origin) for row in rows[:_NEAREST_FACILITIES])
