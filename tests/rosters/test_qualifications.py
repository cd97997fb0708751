"""Aim: a crew is told what it lacks on the day, once and never more than is known; and an agency that records nothing hears nothing."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.active_content.content_bundle import content_folder
from auxilio.kernel.ids import AgencyId, PersonId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.rosters.core import qualification_machine as machine
from auxilio.rosters.core import qualification_messages as m
from auxilio.rosters.core.qualification_model import (
    CrewOnBoard,
    CrewWarningKind,
    DirectoryPerson,
    HeldQualification,
    PersonQualifications,
    RequiredQualification,
)
from auxilio.rosters.core.qualification_policy import (
    ENDING_WITHIN,
    QualificationRegister,
    ending,
    is_valid,
)
from auxilio.rosters.qualification_content import FILE, read_qualifications
from auxilio.triage.content import read_triage

AT = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
TODAY = AT.date()
SAN, BOM = AgencyId("san"), AgencyId("bom")
ANA, PAU, EVA = (PersonId(UUID(int=n)) for n in (1, 2, 3))
PEOPLE = (
    DirectoryPerson(id=ANA, name="Ana Soler", agency=SAN, centre=None),
    DirectoryPerson(id=PAU, name="Pau Riu", agency=SAN, centre=None),
    DirectoryPerson(id=EVA, name="Eva Mas", agency=BOM, centre=None),
)
NEEDS = (
    RequiredQualification(capability="als", any_of=("physician", "nurse")),
    RequiredQualification(capability="hems", any_of=("physician", "nurse")),
    RequiredQualification(capability="bls", any_of=("technician", "nurse")),
)
CODES = frozenset({"physician", "nurse", "technician"})


def held(person: PersonId, *codes: str, until: date | None = None) -> dict[PersonId, PersonQualifications]:
    each = tuple(HeldQualification(code=code, since=date(2020, 1, 1), until=until) for code in codes)
    return {person: PersonQualifications(person=person, held=each)}


def crew(*members: tuple[str, PersonId | None], agency: AgencyId = SAN, can: str = "als") -> CrewOnBoard:
    return CrewOnBoard(
        unit=UnitId(UUID(int=9)),
        callsign="A-1",
        agency=agency,
        capabilities=tuple(can.split()),
        members=members,
    )


def kinds(known: dict[PersonId, PersonQualifications], on_board: CrewOnBoard, day: date = TODAY) -> list[str]:
    return [one.kind.value for one in QualificationRegister(known, PEOPLE).warnings(on_board, NEEDS, day)]


def test_whoever_holds_one_of_those_needed_is_enough() -> None:
    assert kinds(held(ANA, "nurse"), crew(("Ana", ANA), ("Pau", PAU))) == []


def test_a_crew_without_it_is_told_which_and_capabilities_that_need_the_same_are_one_warning() -> None:
    register = QualificationRegister(held(ANA, "technician"), PEOPLE)
    (only,) = register.warnings(crew(("Ana", ANA), can="als hems bls patrol"), NEEDS, TODAY)
    assert (only.kind, only.capabilities, only.any_of) == (
        CrewWarningKind.MISSING,
        ("als", "hems"),
        ("physician", "nurse"),
    )


def test_one_that_ended_names_whose_and_since_when_and_counts_to_its_last_day() -> None:
    known = held(ANA, "nurse", until=TODAY)
    assert kinds(known, crew(("Ana", ANA))) == []
    register = QualificationRegister(known, PEOPLE)
    (only,) = register.warnings(crew(("Ana", ANA)), NEEDS, TODAY + timedelta(days=1))
    assert (only.kind, only.people, only.ended) == (CrewWarningKind.ENDED, ("Ana",), TODAY)


def test_somebody_of_whom_nothing_is_recorded_is_one_warning_of_its_own_and_none_where_nobody_is() -> None:
    known = held(PAU, "technician")
    register = QualificationRegister(known, PEOPLE)
    (only,) = register.warnings(crew(("Ana", ANA), ("Joan", None)), NEEDS, TODAY)
    assert (only.kind, only.people) == (CrewWarningKind.NOT_RECORDED, ("Ana", "Joan"))
    assert kinds(known, crew(("Eva", EVA), agency=BOM, can="als bls")) == []
    assert kinds({}, crew(("Ana", ANA))) == []


def test_a_typed_name_is_of_the_one_person_of_the_agency_who_is_called_so() -> None:
    known = held(ANA, "nurse") | held(EVA, "nurse")
    assert kinds(known, crew((" ana  SOLER", None))) == []
    assert kinds(known, crew(("Eva Mas", None))) == ["not_recorded"]


def test_a_unit_without_crew_is_not_told_of() -> None:
    assert kinds(held(ANA, "technician"), crew()) == []


@given(st.dates(), st.none() | st.dates(), st.dates())
def test_what_ended_is_never_counted_again(since: date, until: date | None, day: date) -> None:
    one = HeldQualification(code="nurse", since=since, until=until)
    valid = is_valid(one, day)
    assert valid == (since <= day and (until is None or day <= until))
    if until is not None and day < date.max:
        assert not (is_valid(one, day + timedelta(days=1)) and day >= until)


@given(st.lists(st.tuples(st.sampled_from(sorted(CODES)), st.dates(), st.none() | st.dates()), max_size=4))
def test_a_crew_that_holds_all_that_is_needed_today_is_never_warned_whatever_else_it_holds(
    others: list[tuple[str, date, date | None]],
) -> None:
    mine = held(ANA, *sorted(CODES))[ANA].held
    more = tuple(HeldQualification(code=code, since=since, until=until) for code, since, until in others)
    known = {
        ANA: PersonQualifications(person=ANA, held=mine),
        PAU: PersonQualifications(person=PAU, held=more),
    }
    assert kinds(known, crew(("Ana", ANA), ("Pau", PAU), can="als hems bls")) == []


def test_what_ends_within_sixty_days_is_listed_the_first_first_and_what_has_no_end_is_not() -> None:
    known = (
        held(ANA, "nurse", until=TODAY + ENDING_WITHIN)
        | held(PAU, "technician", until=TODAY - timedelta(days=1))
        | held(EVA, "nurse")
    )
    assert [(one.name, one.ended) for one in ending(known, PEOPLE, TODAY)] == [
        ("Pau Riu", True),
        ("Ana Soler", False),
    ]
    assert ending(held(ANA, "nurse", until=TODAY + ENDING_WITHIN + timedelta(days=1)), PEOPLE, TODAY) == ()


def record(code: str = "nurse", since: date = TODAY, until: date | None = None) -> m.RecordQualification:
    return m.RecordQualification(person=ANA, code=code, since=since, until=until)


def after(*commands: m.RecordQualification) -> PersonQualifications | None:
    state: PersonQualifications | None = None
    for command in commands:
        for event in machine.record(state, command, CODES):
            state = machine.evolve(state, event, AT)
    return state


def test_the_same_again_is_nothing_new_and_another_end_renews_it() -> None:
    state = after(record())
    assert machine.record(state, record(), CODES) == ()
    renewed = after(record(), record(until=TODAY + timedelta(days=365)))
    assert renewed is not None
    assert [one.until for one in renewed.held] == [TODAY + timedelta(days=365)]


def test_what_the_content_knows_no_more_may_be_renewed_and_not_begun() -> None:
    state = after(record())
    assert machine.record(state, record(until=TODAY), ())
    with pytest.raises(Refused, match="qualification_unknown"):
        machine.record(None, record(), ())


def test_days_run_forward_and_what_is_withdrawn_twice_is_withdrawn_once() -> None:
    with pytest.raises(Refused, match="qualification_days_reversed"):
        machine.record(None, record(until=TODAY - timedelta(days=1)), CODES)
    state = after(record())
    assert state is not None
    gone = m.WithdrawQualification(person=ANA, code="nurse")
    (event,) = machine.withdraw(state, gone)
    assert isinstance(event, m.QualificationWithdrawn)
    assert machine.evolve(state, event, AT).held == ()
    assert machine.withdraw(machine.evolve(state, event, AT), gone) == ()


def test_the_shipped_list_is_whole_in_four_languages_and_names_capabilities_that_exist() -> None:
    folder = content_folder()
    catalogue, faults = read_qualifications(folder, read_triage(folder).content.catalog.capabilities)
    assert faults == []
    assert all(set(one.words) == {"es", "ca", "en", "fr"} for one in catalogue.kinds)
    assert catalogue.codes >= {code for need in catalogue.needs for code in need.any_of}


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("{code: nurse,", "{code: physician,", "item_twice"),
        ("capability: als,", "capability: alss,", "unknown_capability"),
        ("capability: rrv,", "capability: als,", "item_twice"),
        ("any_of: [cbrn]", "any_of: [cbrm]", "qualification_unknown"),
        ('en: "Rescue diving"', "en: 5", "not_text"),
        ("format: qualifications/1", "format: qualifications/2", "schema_choice"),
    ],
)
def test_a_spoiled_list_is_refused_with_its_line(tmp_path: Path, right: str, wrong: str, code: str) -> None:
    folder = content_folder()
    text = (folder / FILE).read_text()
    assert right in text
    (tmp_path / "data").mkdir()
    (tmp_path / FILE).write_text(text.replace(right, wrong, 1))
    catalogue, faults = read_qualifications(tmp_path, read_triage(folder).content.catalog.capabilities)
    assert code in {one.code for one in faults}
    assert catalogue.kinds == ()
