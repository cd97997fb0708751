"""The rows of a file that have a place in the region; the others are told of here, whatever the file lists."""

from collections.abc import Iterator
from dataclasses import dataclass

from shapely import Geometry

from auxilio.geo.build.official.findings import Outcome, Report
from auxilio.geo.build.official.placing import Ground, Placer
from auxilio.geo.build.official.records import Record, Table


@dataclass(slots=True)
class Placed:
    """A row with its shape in WGS84."""

    record: Record
    shape: Geometry


@dataclass(slots=True)
class Tally:
    """How many rows there were, and how many belong to other regions."""

    rows: int = 0
    outside: int = 0


def placed(
    table: Table, records: list[Record], placer: Placer, ground: Ground, report: Report, tally: Tally
) -> Iterator[Placed]:
    """Each row that lies in the region, in order."""
    tally.rows = len(records) + len(table.uneven)
    for line in table.uneven:
        report.add("row_length", Outcome.REFUSED, line, cells=len(table.headers))
    for record in records:
        shape = placer.place(record)
        if shape is None:
            report.add("no_place", Outcome.REFUSED, record.line, crs=placer.crs)
        elif shape.is_empty:
            report.add("no_shape", Outcome.REFUSED, record.line)
        elif not ground.holds(shape):
            tally.outside += 1
        else:
            yield Placed(record, shape)
