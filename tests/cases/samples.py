"""Cases, places, goods and people that tests of the case are written with."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from auxilio.cases.core import machine
from auxilio.cases.core import messages as m
from auxilio.cases.core.model import Case, CaseState, Location, LocationCertainty, PlaceWarning
from auxilio.kernel.hazmat import DistanceBasis, HazardDistances, HazmatSheet
from auxilio.kernel.ids import CallId, CaseId, DeskId, HazmatId, PersonId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from tests.actors import person

AT = datetime(2026, 11, 24, 3, 12, 45, tzinfo=UTC)
CASE, OTHER, CALL = CaseId(UUID(int=1)), CaseId(UUID(int=2)), CallId(UUID(int=3))
PILAR = PersonId(UUID(int=6))
LUCIA, CLARA = person("call_taker", "desk-01"), person("supervisor", "room")
MAYOR = Location(
    degree=LocationCertainty.SAID, words="C/ Mayor, 12", point=Point(41.6, 0.6), municipality="Vilanova"
)
UNION = msgspec.structs.replace(MAYOR, words="Carrer de la Unió, 5", point=Point(41.61, 0.6))
NORTH = Location(
    degree=LocationCertainty.MATCHED,
    words="A-99 km 40 → Fontnova",
    point=Point(41.7, 0.6),
    quality="kilometre",
    heading="Fontnova",
)
SOUTH = msgspec.structs.replace(NORTH, words="A-99 km 40 → Riudalba", heading="Riudalba")
TWO_TOWNS = PlaceWarning(code="same_name_elsewhere")
TANKER, SECOND = HazmatId(UUID(int=4)), HazmatId(UUID(int=5))
SHEET = HazmatSheet(
    basis=DistanceBasis.GUIDE,
    edition="ERG 2016",
    source="made",
    guide="128",
    guide_title="Flammable Liquids",
    un="1203",
    large=HazardDistances(isolation_m=50, day_m=300, night_m=300),
)
PETROL = m.ReportHazmat(case=CASE, goods=TANKER, top="33", bottom="1203")
LATER = AT + timedelta(minutes=3)
S = CaseState
OWNER = PersonId(LUCIA.id)


def case(**more: Any) -> Case:
    fixed: dict[str, Any] = {
        "id": CASE, "number": 4801, "mode": Mode.REAL, "state": S.OPEN, "opened_at": AT, "opened_by": LUCIA.name,
        "owner": DeskId("desk-01"), "owner_person": OWNER, "owner_name": LUCIA.name,
    }  # fmt: skip
    return Case(**(fixed | more))


def decide(known: Case, command: Any, actor: Any = LUCIA, name: str | None = "Pilar Ros") -> tuple[Any, ...]:
    return machine.decide(known, command, actor, SHEET, name)


def after(known: Case, *facts: Any) -> Case:
    for fact in facts:
        known = machine.evolve(known, fact, LATER)
    return known
