"""Reads an OpenStreetMap extract once: draws the map's features as they pass, keeps what the gazetteer needs."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import osmium
import shapely
from shapely import LineString, MultiPolygon

from auxilio.geo.build.facilities import facility_kind
from auxilio.geo.build.layers import ROAD_FROM_ZOOM, LayerFeature, area_layers, boundary_layer, line_layers, point_layers
from auxilio.kernel.refusal import Refused

LonLat = tuple[float, float]
_NAME_KEYS = ("name", "name:es", "name:ca", "name:gl", "name:eu", "alt_name", "old_name", "official_name", "short_name", "loc_name")
_PLACES = frozenset(
    "city town village hamlet suburb quarter neighbourhood isolated_dwelling locality farm square island".split()
)
_REF_ROADS = frozenset({"motorway", "trunk", "primary", "secondary", "tertiary", "unclassified"})
_POI_KEYS = ("amenity", "shop", "tourism", "leisure", "office", "healthcare", "historic", "aeroway", "railway", "natural", "man_made")
_M2_PER_SQUARE_DEGREE = 111_195.0**2


@dataclass(slots=True)
class RoadPiece:
    """One way of the road network, with the nodes it shares with others."""

    id: int
    kind: str
    names: tuple[str, ...]
    refs: tuple[str, ...]
    line: LineString
    nodes: tuple[int, ...]


@dataclass(slots=True)
class NamedFeature:
    """A place, a facility or anything else with a name that people use."""

    source: str
    names: tuple[str, ...]
    at: LonLat
    tags: dict[str, str]
    facility: str = ""
    units: tuple[str, ...] = ()
    """Callsigns whose home it is."""
    official: bool = False


@dataclass(slots=True)
class HouseNumber:
    """A house number where it stands."""

    street: str
    number: str
    at: LonLat
    postcode: str
    source: str
    official: bool = False


@dataclass(slots=True)
class KilometrePost:
    """A kilometre post."""

    ref: str
    km: float
    at: LonLat
    source: str
    official: bool = False


@dataclass(slots=True)
class Outline:
    """The area of an authority; `level` 0 and `kind` the service: the area of a service."""

    source: str
    level: int
    name: str
    code: str
    shape: MultiPolygon
    kind: str = "administrative"
    official: bool = False


@dataclass(slots=True)
class Extract:
    """What the gazetteer is made of."""

    data_at: str = ""
    generator: str = ""
    roads: list[RoadPiece] = field(default_factory=list)
    named: list[NamedFeature] = field(default_factory=list)
    numbers: list[HouseNumber] = field(default_factory=list)
    posts: list[KilometrePost] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    coast: list[LineString] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    bounds: list[float] = field(default_factory=lambda: [180.0, 90.0, -180.0, -90.0])

    def see(self, lon: float, lat: float) -> None:
        """Widen the bounds to this point."""
        b = self.bounds
        b[0], b[1], b[2], b[3] = min(b[0], lon), min(b[1], lat), max(b[2], lon), max(b[3], lat)


def read_extract(source: Path, features: Path, later: frozenset[str] = frozenset()) -> Extract:
    """Read `source`; write the map's features to `features` as GeoJSON lines for tippecanoe.

    `later` are layers that are not drawn yet: official data decide what is in them.

    Raises `Refused("region_not_osm")` when the file is no OpenStreetMap data, `region_file_missing` when it
    is not there, `region_has_no_roads` when nothing can be driven on.
    """
    if not source.is_file():
        raise Refused("region_file_missing", file=source.name)
    try:
        with features.open("wb") as out:
            extract = _ExtractReader(source, FeatureFile(out.write, later)).read()
    except (RuntimeError, osmium.InvalidLocationError) as wrong:
        # pyosmium has one error for all it cannot read; its words name the block and help the author of the file.
        raise Refused("region_not_osm", file=source.name, reason=str(wrong)) from wrong
    if not extract.roads:
        raise Refused("region_has_no_roads", file=source.name)
    return extract


class FeatureFile:
    """GeoJSON text lines with tippecanoe's own key for layer and zoom."""

    def __init__(self, write: Callable[[bytes], object], without: frozenset[str] = frozenset()) -> None:
        self._write, self._without = write, without

    def put(self, drawn: LayerFeature, geometry: str) -> None:
        """One feature; `geometry` is GeoJSON text."""
        if drawn.layer in self._without:
            return
        head = msgspec.json.encode({"layer": drawn.layer, "minzoom": drawn.minzoom, "maxzoom": 14})
        properties = msgspec.json.encode(drawn.properties)
        self._write(
            b'{"type":"Feature","tippecanoe":%s,"properties":%s,"geometry":%s}\n'
            % (head, properties, geometry.encode())
        )


class _ExtractReader:
    def __init__(self, source: Path, features: FeatureFile) -> None:
        self._source = source
        self._features = features
        self._json = osmium.geom.GeoJSONFactory()
        self._wkb = osmium.geom.WKBFactory()
        self._out = Extract()

    def read(self) -> Extract:
        processor = (
            osmium.FileProcessor(str(self._source))
            .with_locations()
            .with_areas()
            .with_filter(osmium.filter.EmptyTagFilter())
        )
        self._out.data_at = processor.header.get("osmosis_replication_timestamp", "")
        self._out.generator = processor.header.get("generator", "")
        for element in processor:
            if isinstance(element, osmium.osm.Node):
                self._node(element)
            elif isinstance(element, osmium.osm.Way):
                self._way(element)
            elif isinstance(element, osmium.osm.Area):
                self._area(element)
        return self._out

    def _node(self, node: "osmium.osm.Node") -> None:
        tags = dict(node.tags)
        at = (node.lon, node.lat)
        self._out.counts["nodes"] += 1
        geometry = self._json.create_point(node)
        for drawn in point_layers(tags):
            self._features.put(drawn, geometry)
        if tags.get("highway") == "milestone":
            self._post(tags, at, f"node/{node.id}")
        self._nameable(tags, at, f"node/{node.id}")

    def _way(self, way: "osmium.osm.Way") -> None:
        tags = dict(way.tags)
        self._out.counts["ways"] += 1
        wanted = {"highway", "waterway", "railway", "aerialway", "aeroway", "natural"} & tags.keys()
        if not wanted:
            return
        placed = [n for n in way.nodes if n.location.valid()]
        if len(placed) < 2:
            return
        line = LineString([(n.lon, n.lat) for n in placed])
        geometry = shapely.to_geojson(line)
        for drawn in line_layers(tags):
            self._features.put(drawn, geometry)
        if tags.get("natural") == "coastline":
            self._out.coast.append(line)
        highway = tags.get("highway", "")
        if highway in ROAD_FROM_ZOOM and tags.get("area") != "yes":
            x0, y0, x1, y1 = line.bounds
            self._out.see(x0, y0)
            self._out.see(x1, y1)
            refs = tuple(r.strip() for r in tags.get("ref", "").split(";") if r.strip())
            kept = refs if highway in _REF_ROADS else ()
            self._out.roads.append(
                RoadPiece(way.id, highway, names_of(tags), kept, line, tuple(n.ref for n in placed))
            )

    def _area(self, area: "osmium.osm.Area") -> None:
        tags = dict(area.tags)
        source = f"{'way' if area.from_way() else 'relation'}/{area.orig_id()}"
        if area.from_way() and not _is_area(tags):
            return
        try:
            shape = shapely.from_wkb(bytes.fromhex(self._wkb.create_multipolygon(area)))
        except RuntimeError:
            self._out.counts["broken_areas"] += 1
            return
        self._out.counts["areas"] += 1
        square_m = shape.area * _M2_PER_SQUARE_DEGREE
        outline = list(area_layers(tags, square_m))
        border = boundary_layer(tags)
        if outline:
            geometry = self._json.create_multipolygon(area)
            for drawn in outline:
                self._features.put(drawn, geometry)
        if border:
            self._boundary(tags, source, shape, border)
            return
        middle = shape.point_on_surface()
        at = (middle.x, middle.y)
        geometry = shapely.to_geojson(middle)
        for drawn in point_layers(tags):
            self._features.put(drawn, geometry)
        self._nameable(tags, at, source)

    def _boundary(self, tags: Mapping[str, str], source: str, shape: MultiPolygon, border: LayerFeature) -> None:
        for ring in shape.boundary.geoms if shape.boundary.geom_type == "MultiLineString" else [shape.boundary]:
            self._features.put(border, shapely.to_geojson(ring))
        if tags.get("name"):
            code = tags.get("ine:municipio") or tags.get("ref:ine") or tags.get("ref") or ""
            self._out.outlines.append(Outline(source, int(tags["admin_level"]), tags["name"], code, shape))

    def _nameable(self, tags: dict[str, str], at: LonLat, source: str) -> None:
        kind = facility_kind(tags)
        place = tags.get("place") in _PLACES
        poi = "highway" not in tags and any(key in tags for key in _POI_KEYS)
        names = names_of(tags)
        if kind or (names and (place or poi)):
            self._out.named.append(NamedFeature(source, names, at, tags, kind))
        street = tags.get("addr:street") or tags.get("addr:place") or ""
        for number in _numbers(tags.get("addr:housenumber", "")):
            if street:
                self._out.numbers.append(HouseNumber(street, number, at, tags.get("addr:postcode", ""), source))

    def _post(self, tags: Mapping[str, str], at: LonLat, source: str) -> None:
        figure = re.match(r"\s*(\d{1,4}(?:[.,]\d+)?)", tags.get("distance") or tags.get("pk") or "")
        if figure:
            self._out.posts.append(KilometrePost(tags.get("ref", ""), float(figure[1].replace(",", ".")), at, source))


def names_of(tags: Mapping[str, str]) -> tuple[str, ...]:
    """Every name a thing goes by, the one on its plate first."""
    found: Iterator[str] = (
        name.strip() for key in _NAME_KEYS if key in tags for name in tags[key].split(";") if name.strip()
    )
    return tuple(dict.fromkeys(found))


def _numbers(text: str) -> list[str]:
    """`12`, `12;14` and `12-16` (both ends) as single numbers."""
    parts = re.split(r"\s*[;,]\s*", text.strip()) if text else []
    out: list[str] = []
    for part in parts:
        ends = re.fullmatch(r"(\d+)\s*[-–]\s*(\d+)", part)
        out.extend([ends[1], ends[2]] if ends else [part] if part else [])
    return out


def _is_area(tags: Mapping[str, str]) -> bool:
    """A closed way is an outline unless it is a road, a river or a fence that happens to end where it began."""
    if tags.get("area") == "yes":
        return True
    return not ({"highway", "barrier", "railway", "waterway"} & tags.keys()) or "building" in tags
