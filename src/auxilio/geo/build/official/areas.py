"""Official outlines: of municipalities and other governments, and of services."""

import re
from collections.abc import Iterable

import shapely
from shapely import Geometry, MultiPolygon, Polygon, STRtree
from shapely.errors import GEOSException
from shapely.ops import polygonize, unary_union

from auxilio.geo.build.extract import Outline
from auxilio.geo.build.official.findings import RowOutcome, ImportReport
from auxilio.geo.build.official.source_list import OfficialSource
from auxilio.geo.build.official.georeferencing import point_of
from auxilio.geo.build.official.records import Columns
from auxilio.geo.build.official.rows import PlacedRecord
from auxilio.kernel.position import Point

_KEPT_OF_OUTLINE = 0.9
"""Of what the line encloses, so much must be inside by the mended shape: else nobody can say which side was meant."""
_OVERLAP = 0.01
"""Of the smaller of two: neighbours drawn by different hands differ by slivers, not by this."""
_PLACE = re.compile(r"\[(-?[\d.eE+-]+) (-?[\d.eE+-]+)\]")
_NATCODE = re.compile(r"34\d{9}")


def outlines_of(placed: Iterable[PlacedRecord], columns: Columns, source: OfficialSource, report: ImportReport) -> list[Outline]:
    """The areas, one for each authority. Raises `FileRefused("columns_missing")`."""
    columns.need("name")
    parts: dict[tuple[str, str], list[tuple[int, MultiPolygon]]] = {}
    for row in placed:
        name, line = columns.get(row.record, "name"), row.record.line
        if not name:
            report.add("no_name", RowOutcome.REFUSED, line, at=point_of(row.shape))
            continue
        shape = repair_shape(row.shape, line, name, report)
        if shape is not None:
            parts.setdefault((official_code(columns.get(row.record, "code")), name), []).append((line, shape))
    found: list[Outline] = []
    for (code, name), pieces in parts.items():
        line, shape = pieces[0]
        if len(pieces) > 1:
            shape = _areas(unary_union([piece for _, piece in pieces])) or shape
        level = 0 if source.service else source.level
        kind = source.service or "administrative"
        found.append(Outline(f"{source.id}/{line}", level, name, code, shape, kind=kind, official=True))
    _tell_overlaps(found, report)
    return found


def repair_shape(shape: Geometry, line: int, name: str, report: ImportReport) -> MultiPolygon | None:
    """The area that a shape encloses; None when there is none, or when nobody can tell which side of its line was meant."""
    if shape.geom_type not in {"Polygon", "MultiPolygon", "GeometryCollection"}:
        report.add("not_an_area", RowOutcome.REFUSED, line, name, point_of(shape), shape=shape.geom_type)
        return None
    if shape.is_valid:
        whole = _areas(shape)
        if whole is None:
            report.add("no_shape", RowOutcome.REFUSED, line, name, point_of(shape))
        return whole
    reason = shapely.is_valid_reason(shape)
    spot = _PLACE.search(reason)
    at = Point(lat=round(float(spot[2]), 6), lon=round(float(spot[1]), 6)) if spot else point_of(shape)
    facts = {"reason": reason.partition("[")[0].strip()}
    try:
        valid = _areas(shapely.make_valid(shape))
        meant = valid is not None and _meant(shape, valid)
    except GEOSException:  # corners so near or so far that the geometry library cannot reckon with them
        valid, meant = None, False
    if not meant:
        report.add("shape_ambiguous", RowOutcome.REFUSED, line, name, at, **facts)
        return None
    report.add("shape_mended", RowOutcome.REPAIRED, line, name, at, **facts)
    return valid


def _meant(shape: Geometry, valid: MultiPolygon) -> bool:
    """Whether the mended shape still holds what the outer lines enclose, holes aside."""
    drawn = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and not part.is_empty]
    enclosed = unary_union(list(polygonize(unary_union([part.exterior for part in drawn])))).area
    holes = [shapely.make_valid(Polygon(hole)) for part in drawn for hole in part.interiors]
    less = unary_union(holes).area if holes else 0.0
    return bool(enclosed > 0 and valid.area >= _KEPT_OF_OUTLINE * max(enclosed - less, 0.0))


def _areas(shape: Geometry) -> MultiPolygon | None:
    parts = [
        part
        for part in shapely.get_parts(shapely.get_parts(shape))
        if isinstance(part, Polygon) and part.area > 0
    ]
    return MultiPolygon(parts) if parts else None


def official_code(text: str) -> str:
    """INE's five figures out of IGN's eleven (`34091717079` -> `17079`); others as they are written."""
    return text[-5:] if _NATCODE.fullmatch(text) else text


def _tell_overlaps(found: list[Outline], report: ImportReport) -> None:
    """Two governments over one place: both stay, and whoever made the file should look."""
    if len(found) < 2:
        return
    tree = STRtree([outline.shape for outline in found])
    for a, b in zip(
        *(side.tolist() for side in tree.query([o.shape for o in found], predicate="intersects")), strict=True
    ):
        if a < b and found[a].level:
            common = found[a].shape.intersection(found[b].shape)
            if common.area > _OVERLAP * min(found[a].shape.area, found[b].shape.area):
                line = int(found[b].source.rpartition("/")[2])
                report.add(
                    "areas_overlap",
                    RowOutcome.DOUBTED,
                    line,
                    found[b].name,
                    point_of(common),
                    other=found[a].name,
                )
