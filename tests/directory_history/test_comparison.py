"""What changed between two states of a row, without a database."""

from datetime import UTC, date, datetime
from uuid import UUID

from auxilio.directory_history.core.comparison import RowFields, RowState, change_between, changes_of
from auxilio.directory_history.core.log_states import RowEvent, RowEventRecord, states_after
from auxilio.directory_history.core.model import FieldChange, RowAct
from auxilio.hospitals.core.messages import HospitalAdded, HospitalChanged, HospitalRetired
from auxilio.kernel.ids import HospitalId, PersonId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.rosters.core.qualification_messages import QualificationRecorded, QualificationWithdrawn

AT = datetime(2026, 11, 29, 9, tzinfo=UTC)
ID = UUID(int=7)


def state(fields: RowFields | None, number: int = 1) -> RowState:
    return RowState(number=number, at=AT, by_name="Ada", fields=fields)


def recorded(*events: RowEvent) -> list[RowEventRecord]:
    return [
        RowEventRecord(number=number, at=AT, by_name="Ada", cause="", event=event)
        for number, event in enumerate(events, 1)
    ]


def test_a_change_names_the_fields_that_differ_with_before_and_after() -> None:
    change = change_between({"id": "a", "name": "Uno", "phone": None}, state({"id": "a", "name": "Dos"}))
    assert change is not None
    assert (change.act, change.fields) == (
        RowAct.CHANGED,
        (FieldChange(field="name", before='"Uno"', after='"Dos"'),),
    )


def test_a_state_that_repeats_what_was_is_no_change() -> None:
    before = {"roles": ["b", "a"], "phone": "", "retired": False}
    assert change_between(before, state({"roles": ["a", "b"], "phone": None})) is None


def test_a_password_is_told_as_changed_and_shown_nowhere() -> None:
    change = change_between({"login": "ada"}, state({"login": "ada", "password_changed": True}))
    assert change is not None
    assert (change.password_changed, change.fields) == (True, ())


def test_what_is_gone_or_retired_is_removed_and_what_comes_first_is_added() -> None:
    states = [state({"name": "A"}), state({"name": "A", "retired": True}, 2), state(None, 3)]
    assert [one.act for one in changes_of(states)] == [RowAct.ADDED, RowAct.REMOVED, RowAct.REMOVED]


def test_a_hospital_keeps_its_place_in_changes_of_before_a_place_could_change() -> None:
    hospital, place = HospitalId(ID), Point(lat=42.5, lon=1.5)
    added = HospitalAdded(
        hospital=hospital, mode=Mode.REAL, name="Sur", place=place, phone=None, facility=None, can=()
    )
    renamed = HospitalChanged(hospital=hospital, name="Norte", phone=None, can=())
    first, second, third = changes_of(
        states_after(recorded(added, renamed, HospitalRetired(hospital=hospital)))
    )
    assert {one.field for one in first.fields} == {"name", "place"}
    assert [one.field for one in second.fields] == ["name"]
    assert (third.act, third.fields) == (RowAct.REMOVED, ())


def test_qualifications_of_a_person_are_fields_by_their_code() -> None:
    person = PersonId(ID)
    nurse = QualificationRecorded(person=person, code="nurse", since=date(2024, 1, 31), until=None)
    driver = QualificationRecorded(
        person=person, code="driving_c", since=date(2024, 2, 1), until=date(2026, 2, 1)
    )
    away = QualificationWithdrawn(person=person, code="nurse")
    changes = changes_of(states_after(recorded(nurse, driver, away)))
    assert [one.fields[0].field for one in changes] == ["nurse", "driving_c", "nurse"]
    assert changes[2].fields[0].after == "null"
