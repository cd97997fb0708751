"""Official facilities, and the stations that are the home of units."""

import re
from collections.abc import Iterable, Iterator

from auxilio.geo.build.extract import NamedFeature
from auxilio.geo.build.official.findings import RowOutcome, ImportReport
from auxilio.geo.build.official.source_list import (OfficialSource, SourceKind)
from auxilio.geo.build.official.georeferencing import point_of
from auxilio.geo.build.official.records import Columns
from auxilio.geo.build.official.rows import PlacedRecord
from auxilio.geo.model import FACILITY_KINDS

_CALLSIGN = re.compile(r"[A-Z0-9]{1,6}(-[A-Z0-9]{1,6}){0,2}")
_NAMELESS = frozenset(
    {"hydrant", "defibrillator", "water_supply", "helipad", "sos_phone", "access_point", "assembly_point"}
)


def sites_of(placed: Iterable[PlacedRecord], columns: Columns, source: OfficialSource, report: ImportReport) -> Iterator[NamedFeature]:
    """Each with the tags that the map's own data would have. Raises `FileRefused("columns_missing")`."""
    if not source.facility:
        columns.need("kind")
    if source.kind is SourceKind.STATIONS:
        columns.need("name", "units")
    at_home: set[str] = set()
    for row in placed:
        record, where = row.record, point_of(row.shape)
        said = columns.get(record, "kind")
        kind = source.values.get(said, "") or (said if said in FACILITY_KINDS else source.facility)
        name = columns.get(record, "name")
        if not kind:
            report.add("kind_unknown", RowOutcome.REFUSED, record.line, name, where, kind=said[:60])
            continue
        if not name and kind not in _NAMELESS:
            report.add("no_name", RowOutcome.REFUSED, record.line, at=where)
            continue
        meanings = (
            ("ref", "code"), ("phone", "phone"), ("opening_hours", "hours"), ("defibrillator:location", "spot"),
            ("addr:street", "street"), ("addr:housenumber", "number"), ("addr:postcode", "postcode"), ("name", "name"),
        )  # fmt: skip
        tags = {tag: text for tag, meaning in meanings if (text := columns.get(record, meaning))}
        units = tuple(_callsigns(columns.get(record, "units"), record.line, name, report, at_home))
        at = (row.shape.centroid.x, row.shape.centroid.y)
        yield NamedFeature(
            f"{source.id}/{record.line}", (name,) if name else (), at, tags, kind, units=units, official=True
        )


def _callsigns(text: str, line: int, name: str, report: ImportReport, at_home: set[str]) -> Iterator[str]:
    """`A-01, A-02`: those that are callsigns, each at its first station."""
    for said in filter(None, re.split(r"[\s,;/]+", text.upper())):
        if not _CALLSIGN.fullmatch(said):
            report.add("callsign_unreadable", RowOutcome.DOUBTED, line, name, callsign=said[:40])
        elif said in at_home:
            report.add("callsign_twice", RowOutcome.DOUBTED, line, name, callsign=said)
        else:
            at_home.add(said)
            yield said
