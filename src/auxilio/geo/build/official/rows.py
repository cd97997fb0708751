"""The rows of a file that have a place in the region; the others are told of here, whatever the file lists."""

from collections.abc import Iterator
from dataclasses import dataclass

from shapely import Geometry

from auxilio.geo.build.official.findings import RowOutcome, ImportReport
from auxilio.geo.build.official.georeferencing import (RegionBounds, Georeferencer)
from auxilio.geo.build.official.records import Record, RecordTable


@dataclass(slots=True)
class PlacedRecord:
    """A row with its shape in WGS84."""

    record: Record
    shape: Geometry


@dataclass(slots=True)
class RowTally:
    """How many rows there were, and how many belong to other regions."""

    rows: int = 0
    outside: int = 0


def place_records(
    table: RecordTable, records: list[Record], placer: Georeferencer, ground: RegionBounds, report: ImportReport, tally: RowTally
) -> Iterator[PlacedRecord]:
    """Each row that lies in the region, in order."""
    tally.rows = len(records) + len(table.uneven)
    for line in table.uneven:
        report.add("row_length", RowOutcome.REFUSED, line, cells=len(table.headers))
    for record in records:
        shape = placer.place(record)
        if shape is None:
            report.add("no_place", RowOutcome.REFUSED, record.line, crs=placer.crs)
        elif shape.is_empty:
            report.add("no_shape", RowOutcome.REFUSED, record.line)
        elif not ground.holds(shape):
            tally.outside += 1
        else:
            yield PlacedRecord(record, shape)
