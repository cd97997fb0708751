"""The map as vector tiles: features in our own schema, cut by tippecanoe into one MBTiles file."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import shapely

from auxilio.geo.build.coast import sea
from auxilio.geo.build.extract import Extract, FeatureFile, RoadPiece
from auxilio.geo.build.layers import ROAD_FROM_ZOOM, LayerFeature, boundary_of_level, facility_layer
from auxilio.geo.build.tools import run
from auxilio.geo.gazetteer.store import GazetteerStore

MIN_ZOOM, MAX_ZOOM = 5, 14
MARGIN = 0.15
"""Degrees around the data, about 15 km; the style asks for tiles as far (`geo.style`)."""


def add_names_and_sea(extract: Extract, features: Path) -> None:
    """What no single element says: a street's name along its whole length, and the sea."""
    with features.open("ab") as out:
        feature_file = FeatureFile(out.write)
        for properties, pieces in _by_name(extract.roads).items():
            kind, name, ref = properties
            line = shapely.line_merge(shapely.union_all([piece.line for piece in pieces]))
            shown = {key: value for key, value in (("class", kind), ("name", name), ("ref", ref)) if value}
            drawn = LayerFeature("road_name", dict(shown), max(ROAD_FROM_ZOOM[kind] + 1, 8))
            feature_file.put(drawn, shapely.to_geojson(line))
        for water in sea(extract.coast, widened(extract.bounds)):
            feature_file.put(LayerFeature("water", {"class": "ocean"}, MIN_ZOOM), shapely.to_geojson(water))


LATER = frozenset({"address", "milestone", "facility", "boundary"})
"""Layers of which official data decide what is in them."""


def add_official(extract: Extract, gazetteer: Path, features: Path) -> None:
    """The layers of `LATER`, as they are known now: what is drawn is what is found."""
    store = GazetteerStore(gazetteer)
    refs = {road.key: road.ref for road in store.roads()}
    with features.open("ab") as out:
        feature_file = FeatureFile(out.write)
        for house in store.all_houses():
            at = shapely.Point(house.lon, house.lat)
            feature_file.put(LayerFeature("address", {"number": house.text}, 14), shapely.to_geojson(at))
        for key, ref in refs.items():
            for post in store.posts(key):
                at = shapely.Point(post.lon, post.lat)
                drawn = LayerFeature("milestone", {"km": f"{post.km:g}", "ref": ref}, 12)
                feature_file.put(drawn, shapely.to_geojson(at))
        for named in extract.named:
            if named.facility:
                feature_file.put(facility_layer(named.facility, named.tags), shapely.to_geojson(shapely.Point(named.at)))
        for outline in extract.outlines:
            if 2 <= outline.level <= 8:
                for ring in shapely.get_parts(shapely.boundary(outline.shape)):
                    feature_file.put(boundary_of_level(outline.level), shapely.to_geojson(ring))


def widened(bounds: Sequence[float]) -> tuple[float, float, float, float]:
    """What is drawn: the data and some sea around it, so that a coast is not cut at the last house."""
    west, south, east, north = bounds
    return west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN


def _by_name(roads: list[RoadPiece]) -> dict[tuple[str, str, str], list[RoadPiece]]:
    """Pieces of one name, reference and kind; a slip road has no label of its own."""
    out: dict[tuple[str, str, str], list[RoadPiece]] = defaultdict(list)
    for piece in roads:
        name, ref = piece.names[0] if piece.names else "", ";".join(piece.refs)
        if (name or ref) and not piece.kind.endswith("_link"):
            out[piece.kind, name, ref].append(piece)
    return out


def build_tiles(features: Path, target: Path, log: Path) -> None:
    """Cut `features` into `target`. Nothing is dropped for size: a dispatcher's map shows every hydrant."""
    run(
        "tippecanoe", "--output", target, "--force", "--quiet", "--read-parallel",
        "--minimum-zoom", str(MIN_ZOOM), "--maximum-zoom", str(MAX_ZOOM), "--drop-rate", "1",
        "--no-feature-limit", "--no-tile-size-limit", "--simplify-only-low-zooms", "--simplification", "4",
        "--buffer", "8", "--temporary-directory", features.parent, features, log=log,
    )  # fmt: skip
