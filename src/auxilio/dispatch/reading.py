"""What an administrator reads of units and of the response plan: fixed data and nothing of a case. Pure."""

import msgspec

from auxilio.dispatch.machine.loans import own_centre
from auxilio.dispatch.model.shared import Code
from auxilio.dispatch.model.unit import Unit
from auxilio.dispatch.plan import Centre, Plan, Zone
from auxilio.kernel.ids import AgencyId, CentreId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.words import Mode, Priority


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


class PlanRead(msgspec.Struct, frozen=True, kw_only=True):
    """The response plan in force: whom it asks, for what, and where."""

    id: Code
    version: str
    digest: str
    draft: bool
    area: Code
    centres: tuple[Centre, ...]
    zones: tuple[Zone, ...]
    usual: dict[Code, tuple[tuple[Code, ...], ...]]
    stands_in: dict[Code, Code]
    support_up_to: Priority
    capabilities: tuple[Code, ...]
    """All that it knows how to ask for."""


def record_of(unit: Unit) -> UnitRecord:
    """A unit as its record."""
    derived = ("centre", "out")
    fixed = {name: getattr(unit, name) for name in UnitRecord.__struct_fields__ if name not in derived}
    return UnitRecord(
        **fixed, centre=own_centre(unit), out=unit.assignment is not None or unit.emergency is not None
    )


def read_of(plan: Plan) -> PlanRead:
    """The plan as it is read."""
    return PlanRead(
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
