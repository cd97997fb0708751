"""Who sees which cell, cell by cell: the table `CELL_VISIBILITY` written out once more, by hand."""

from uuid import UUID

import msgspec
import pytest

from auxilio.dispatch.core.boards import (
    CELL_VISIBILITY,
    CellTopic,
    DispatchViewer,
    PatientRow,
    ServiceFamily,
    TaskRow,
    UnitRow,
    may_see_cell,
    patient_row,
    redact_row,
    service_family,
    task_row,
    unit_row,
    viewer_of,
)
from auxilio.dispatch.patients.core.model import AgeBand, PatientDestination, PatientOutcome, TriageColour
from auxilio.dispatch.tasks.core.model import TaskState, TelephoneNotice
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.kernel.shared_types import Priority
from tests.actors import person
from tests.dispatch.factories import AT, crew_of, dispatcher, supervisor
from tests.dispatch.test_machines import a_patient, a_task, a_unit

#                    room  health  h.crew  police  p.crew  other  o.crew  administrator
EXPECTED = {
    "work":          ( 1,    1,      1,      1,      1,      1,     1,      0),
    "clinical":      ( 1,    1,      1,      0,      0,      0,     0,      0),
    "police_note":   ( 0,    0,      0,      1,      1,      0,     0,      0),
    "caller_number": ( 1,    1,      0,      1,      0,      1,     0,      0),
    "crew_names":    ( 1,    1,      0,      1,      0,      1,     0,      0),
}  # fmt: skip
VIEWERS = (
    DispatchViewer(service=ServiceFamily.ROOM),
    DispatchViewer(service=ServiceFamily.HEALTH),
    DispatchViewer(service=ServiceFamily.HEALTH, crew=True),
    DispatchViewer(service=ServiceFamily.POLICE),
    DispatchViewer(service=ServiceFamily.POLICE, crew=True),
    DispatchViewer(service=ServiceFamily.OTHER),
    DispatchViewer(service=ServiceFamily.OTHER, crew=True),
    DispatchViewer(service=ServiceFamily.NOBODY),
)
ROOM, HEALTH, HEALTH_CREW, POLICE, POLICE_CREW, FIRE, FIRE_CREW, ADMINISTRATOR = VIEWERS


@pytest.mark.parametrize("facet", CellTopic)
@pytest.mark.parametrize("nth", range(len(VIEWERS)))
def test_a_cell_is_seen_as_the_table_says(facet: CellTopic, nth: int) -> None:
    assert EXPECTED.keys() == {one.value for one in CELL_VISIBILITY}
    assert may_see_cell(VIEWERS[nth], facet) == bool(EXPECTED[facet][nth])


def a_patient_row() -> PatientRow:
    patient = msgspec.structs.replace(
        a_patient(),
        age=AgeBand.ADULT,
        words="dolor en el pecho",
        triage=TriageColour.RED,
        priority=Priority.P0,
        outcome=PatientOutcome.HOSPITAL,
        hospital=PatientDestination(name="Comarcal", words="infarto"),
    )
    return patient_row(patient)


@pytest.mark.parametrize("viewer", [ROOM, HEALTH, HEALTH_CREW])
def test_health_sees_the_patient_whole(viewer: DispatchViewer) -> None:
    assert redact_row(a_patient_row(), viewer) == a_patient_row()


@pytest.mark.parametrize("viewer", [POLICE, POLICE_CREW, FIRE, FIRE_CREW])
def test_the_others_see_that_there_is_a_patient_and_where_they_go(viewer: DispatchViewer) -> None:
    row = redact_row(a_patient_row(), viewer)
    assert row is not None
    assert (row.number, row.state, row.clinical) == (1, a_patient_row().state, False)
    assert [getattr(row, name) for name in ("age", "words", "triage", "priority", "outcome")] == [None] * 5
    assert row.hospital is not None
    assert (row.hospital.name, row.hospital.words) == ("Comarcal", None)


def a_task_row(service: str) -> TaskRow:
    told = TelephoneNotice(by=UUID(int=1), by_name="L", to="Pérez", read_back="mujer de 40, sangra", at=AT)
    task = msgspec.structs.replace(a_task(TaskState.TOLD), service=service, words="nota", told=told)
    return task_row(task)


@pytest.mark.parametrize(
    ("service", "seen_by"),
    [
        ("HEALTH", {ROOM, HEALTH, HEALTH_CREW}),
        ("LOCAL_POLICE", {POLICE, POLICE_CREW}),
        ("FIRE", {ROOM, HEALTH, HEALTH_CREW, POLICE, POLICE_CREW, FIRE, FIRE_CREW}),
    ],
)
def test_the_words_of_a_task_are_for_those_of_its_service(service: str, seen_by: set[DispatchViewer]) -> None:
    for viewer in VIEWERS:
        row = redact_row(a_task_row(service), viewer)
        if viewer is ADMINISTRATOR:
            assert row is None
            continue
        assert row is not None
        assert row.told is not None
        assert (row.words == "nota") == (viewer in seen_by)
        assert (row.told.read_back == "mujer de 40, sangra") == (viewer in seen_by)
        assert row.place is not None, "the location goes with every task"


def test_crews_see_the_roles_of_another_crew_and_not_their_names() -> None:
    row: UnitRow = unit_row(a_unit(UnitStatus.AVAILABLE))
    for_desk, for_crew = redact_row(row, FIRE), redact_row(row, FIRE_CREW)
    assert for_desk is not None
    assert for_crew is not None
    assert [one.name for one in for_desk.crew] == ["Marta Soler", "Pau Riba"]
    assert [one.name for one in for_crew.crew] == ["nurse", "technician"]


def test_a_viewer_is_known_by_their_centre_and_an_administrator_sees_nothing() -> None:
    assert viewer_of(dispatcher(), ("HEALTH",)) == HEALTH
    assert viewer_of(crew_of("B-12"), ("FIRE",)) == FIRE_CREW
    assert viewer_of(supervisor(), ()) == ROOM
    assert viewer_of(dispatcher("xyz-1"), ()) == FIRE, (
        "nobody knows the service: the least that lets them work"
    )
    assert viewer_of(person("administrator"), ()) == ADMINISTRATOR
    assert service_family("police") == service_family("TRAFFIC_POLICE") == ServiceFamily.POLICE


class VisitorRow(msgspec.Struct, frozen=True):
    words: str


def test_a_row_that_has_no_rule_is_shown_to_nobody() -> None:
    assert redact_row(VisitorRow(words="infarto"), HEALTH) is None  # type: ignore[type-var]  # what a new table would pass
