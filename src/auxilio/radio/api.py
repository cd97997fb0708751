"""The plan of the radio and its log over HTTP. Every change is a command and goes through the command bus."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, UnitId
from auxilio.radio.core.boards import RadioEntryRow, entry_row
from auxilio.radio.core.directory_check import RadioOverview
from auxilio.radio.core.model import RadioPlan
from auxilio.radio.service import RadioQueries
from auxilio.radio.store import RadioLogQuery

Text = Annotated[str, QueryParameter(max_length=100)]


@get("/api/radio/plan", summary="Talk groups and status codes in force")
async def radio_plan(actor: NamedDependency[Actor], radio_: NamedDependency[RadioQueries]) -> RadioPlan:
    """For whoever works."""
    return radio_.plan(actor)


@get("/api/radio/log", summary="The radio log, the newest line first")
async def radio_log(
    actor: NamedDependency[Actor],
    radio_: NamedDependency[RadioQueries],
    text: Text = "",
    unit: FromQuery[UUID | None] = None,
    case: FromQuery[UUID | None] = None,
    before: FromQuery[datetime | None] = None,
) -> list[RadioEntryRow]:
    """Lines of one's own centre, and what all could hear; at most 200. `before` asks for older ones."""
    asked = RadioLogQuery(
        text=text,
        unit=None if unit is None else UnitId(unit),
        case=None if case is None else CaseId(case),
        before=before,
    )
    return [entry_row(entry) for entry in await radio_.search(asked, actor)]


@get("/api/admin/radio", summary="The radio plan in force beside who carries which radio")
async def radio_overview(
    actor: NamedDependency[Actor], radio_: NamedDependency[RadioQueries]
) -> RadioOverview:
    """For administrators: units with their radios, radios of no unit, and what plan and units differ in."""
    return await radio_.overview(actor)


HANDLERS = (radio_plan, radio_log, radio_overview)
"""What the wiring registers."""
