"""What a planner reads in, and what is told of operations that are over, over HTTP. What changes something is a command.

Litestar finds `actor` and `past_operations` by name: the wiring provides them (app/processes/web_application.py).
"""

from typing import Annotated, Protocol, runtime_checkable

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import OperationId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Language
from auxilio.planned_events.core.file_import import read_area, read_places
from auxilio.planned_events.core.model import NamedPlace, Operation
from auxilio.planned_events.report import OperationReport, report_csv
from auxilio.platform.i18n import catalogues


class ImportText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The text of a file."""

    text: Annotated[str, msgspec.Meta(max_length=60_000)]


class ImportedArea(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says, and nothing kept of it yet."""

    ring: tuple[Point, ...]


class ImportedPlaces(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says, and nothing kept of it yet."""

    places: tuple[NamedPlace, ...]


@runtime_checkable  # the web framework asks whether it was given one
class PastOperations(Protocol):
    """Operations with what was done in them."""

    async def newest(self, actor: Actor) -> list[Operation]:
        """The last ones that this session may read, also those that are over, newest first."""
        ...

    async def report(self, operation: OperationId, actor: Actor) -> OperationReport:
        """Everything of one. Raises `Refused`: `unknown_operation`, `session_mode_differs`."""
        ...


@post("/api/preventive/area", status_code=200, summary="An area from GeoJSON")
async def area(actor: NamedDependency[Actor], data: JSONBody[ImportText]) -> ImportedArea:
    """Checked as it would be when it is kept."""
    require(actor, Permission.PREVENTIVE_PLAN)
    return ImportedArea(ring=read_area(data.text))


@post("/api/preventive/places", status_code=200, summary="Named places from GeoJSON or CSV")
async def places(actor: NamedDependency[Actor], data: JSONBody[ImportText]) -> ImportedPlaces:
    """All of them, or the first thing that is wrong."""
    require(actor, Permission.PREVENTIVE_PLAN)
    return ImportedPlaces(places=read_places(data.text))


@get("/api/preventive/operations", summary="Operations, also those that are over")
async def operations(
    actor: NamedDependency[Actor], past_operations: NamedDependency[PastOperations]
) -> list[Operation]:
    """Newest first."""
    require(actor, Permission.PREVENTIVE_WATCH)
    return await past_operations.newest(actor)


@get("/api/preventive/operations/{id:uuid}/report", summary="What was done in an operation")
async def report(
    actor: NamedDependency[Actor],
    past_operations: NamedDependency[PastOperations],
    id: FromPath[OperationId],
) -> OperationReport:
    """Cases, tasks, units and their times; nobody's words, and of a reserved case its number alone."""
    require(actor, Permission.PREVENTIVE_PLAN)
    return await past_operations.report(id, actor)


@get("/api/preventive/operations/{id:uuid}/report.csv", media_type="text/csv", summary="The same as a table")
async def report_table(
    actor: NamedDependency[Actor],
    past_operations: NamedDependency[PastOperations],
    id: FromPath[OperationId],
    language: Language = "es",
) -> Response[str]:
    """One line for each unit of each task; times by the clock of the operation."""
    require(actor, Permission.PREVENTIVE_PLAN)
    found = await past_operations.report(id, actor)
    headers = {"content-disposition": f'attachment; filename="operation-{id}.csv"'}
    return Response(
        report_csv(found, catalogues(), language), media_type="text/csv; charset=utf-8", headers=headers
    )


HANDLERS = (area, places, operations, report, report_table)
"""What the wiring registers."""
