"""What an administrator reads of units and of the response plan: fixed data and nothing of a case. Pure."""

import msgspec

from auxilio.dispatch.response_plan.core.plan import PlanCentre, ResponsePlan, ResponseZone
from auxilio.dispatch.response_plan.core.registered import PlanFinding
from auxilio.dispatch.tasks.core.shared_types import Code
from auxilio.dispatch.units.core.model import Unit, own_centre
from auxilio.kernel.ids import AgencyId, CentreId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority


class UnitRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The fixed data of a unit. `out` when it is at work: then its centre and its callsign stay as they are."""

    id: UnitId
    callsign: str
    agency: AgencyId
    centre: CentreId
    capabilities: tuple[Code, ...]
    home: Point
    mode: Mode
    talk_group: str | None
    phone: str | None
    radios: tuple[str, ...]
    retired: bool
    out: bool


class ResponsePlanView(msgspec.Struct, frozen=True, kw_only=True):
    """The response plan in force: whom it asks, for what, and where."""

    id: Code
    version: str
    digest: str
    draft: bool
    area: str
    """Of which area; empty where this installation has no plan of its own."""
    centres: tuple[PlanCentre, ...]
    zones: tuple[ResponseZone, ...]
    usual: dict[Code, tuple[tuple[Code, ...], ...]]
    stands_in: dict[Code, Code]
    support_up_to: Priority
    capabilities: tuple[Code, ...]
    """All that it knows how to ask for."""


class PlanCheck(msgspec.Struct, frozen=True, kw_only=True):
    """Whether this installation has a response plan, and in what plan and directory differ (decision 0277)."""

    planned: bool
    """Without a plan nothing is offered by itself: a person chooses the centre."""
    findings: tuple[PlanFinding, ...]
    """The gravest first."""


def unit_record(unit: Unit) -> UnitRecord:
    """A unit as its record."""
    derived = ("centre", "out")
    fixed = {name: getattr(unit, name) for name in UnitRecord.__struct_fields__ if name not in derived}
    return UnitRecord(
        **fixed, centre=own_centre(unit), out=unit.assignment is not None or unit.emergency is not None
    )


def response_plan_view(plan: ResponsePlan) -> ResponsePlanView:
    """The plan as it is read."""
    return ResponsePlanView(
        id=plan.id,
        version=plan.version,
        digest=plan.digest,
        draft=plan.draft,
        area=plan.area.id,
        centres=tuple(plan.area.centres.values()),
        zones=plan.area.zones,
        usual=plan.usual,
        stands_in=plan.stands_in,
        support_up_to=plan.support_up_to,
        capabilities=tuple(sorted(plan.capability_service)),
    )
