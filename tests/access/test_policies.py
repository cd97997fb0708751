"""The policies of objects decide by actor and object alone, and each object has one module and one table."""

import importlib
import pkgutil
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from auxilio import access
from auxilio.access import calls, desks, grants, interviews, patients, rules, units
from auxilio.calls.core.model import CallId
from auxilio.dispatch.units.core.model import CrewMember, Unit, UnitStatus
from auxilio.identity.core.grants import Grant, GrantState
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.seats import Seat
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId, DeskId, PersonId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Forbidden
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from tests.actors import citizen, person, system

AT = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
UNIT = Unit(
    id=UnitId(new_id()),
    callsign="SVA-1",
    agency=AgencyId("san"),
    centre=CentreId("san-1"),
    capabilities=("als",),
    home=Point(41.51, 1.50),
    mode=Mode.REAL,
    status=UnitStatus.AVAILABLE,
    status_at=AT,
)
LENT = msgspec.structs.replace(UNIT, centre=CentreId("post-1"), lent_by=CentreId("san-1"))


def refused(code: str) -> pytest.RaisesExc[Forbidden]:
    return pytest.raises(Forbidden, match=code)


def test_each_module_with_rules_is_an_object_of_the_table() -> None:
    found = {
        module.name
        for module in pkgutil.iter_modules(access.__path__)
        if hasattr(importlib.import_module(f"auxilio.access.{module.name}"), "RULES")
    }
    assert found - {"authorisation", "command_bus", "rules"} == {
        one.__name__.rpartition(".")[2] for one in rules.OBJECTS
    }


def test_a_crew_acts_for_its_own_unit_only() -> None:
    units.must_be_crew(UNIT, person("crew", "sva-1"))
    signed_on = person("crew", "phone-3")
    crew = (CrewMember(name="Nil Pons", role="nurse", person=PersonId(signed_on.id)),)
    units.must_be_crew(msgspec.structs.replace(UNIT, crew=crew), signed_on)
    with refused("not_your_unit"):
        units.must_be_crew(UNIT, person("crew", "SVA-2"))
    with refused("not_your_unit"):
        units.must_be_crew(UNIT, person("dispatcher", centre="san-1"))


def test_a_crew_of_the_centre_that_has_or_lent_a_unit_relieves_its_crew() -> None:
    for unit, centre in ((UNIT, "san-1"), (LENT, "san-1"), (LENT, "post-1")):
        units.must_be_relief(unit, person("crew", centre=centre))
    with refused("not_your_unit"):
        units.must_be_relief(UNIT, person("crew", centre="bom-1"))


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (person("dispatcher", centre="san-1", agency="san"), True),
        (person("dispatcher", agency="san"), True),
        (person("supervisor", "room-1"), True),
        (system(), True),
        (person("dispatcher", centre="bom-1", agency="bom"), False),
        (person("dispatcher", centre="san-2", agency="san"), False),
        (person("supervisor", centre="bom-1", agency="bom"), False),
        (person("call_taker", "desk-1"), False),
    ],
)
def test_a_unit_is_of_its_centre_and_of_who_leads_the_room(actor: Actor, *, may: bool) -> None:
    assert units.is_of_centre(UNIT, actor) is may


def test_a_citizen_speaks_for_no_call_but_their_own() -> None:
    mine, theirs = CallId(new_id()), CallId(new_id())
    calls.must_be_caller(mine, citizen(mine))
    for actor in (citizen(theirs), person("supervisor", "room-1")):
        with refused("not_your_call"):
            calls.must_be_caller(mine, actor)


def test_who_asked_for_roles_and_who_gains_by_them_do_not_confirm_them() -> None:
    ana, olga, third = (person("administrator") for _ in range(3))
    grant = Grant(
        id=new_id(),
        state=GrantState.OPEN,
        person=PersonId(ana.id),
        name="Ana",
        login="ana",
        roles=("supervisor",),
        by=PersonId(olga.id),
        by_name="Olga",
        at=AT,
    )
    grants.must_be_second_person(grant, third)
    for actor in (ana, olga):
        with refused("own_grant"):
            grants.must_be_second_person(grant, actor)


def test_the_person_at_a_desk_or_the_room_lead_decides_about_its_seat() -> None:
    there = person("call_taker", "desk-1")
    seat = Seat(desk=DeskId("desk-1"), person=PersonId(there.id), name=there.name)
    desks.must_hold_seat(seat, there)
    desks.must_hold_seat(seat, person("supervisor", "room-1"))
    elsewhere = msgspec.structs.replace(there, desk=DeskId("desk-2"))
    for actor in (
        elsewhere,
        person("call_taker", "desk-1"),
        person("supervisor", centre="pol-1", agency="pol"),
    ):
        with refused("not_your_desk"):
            desks.must_hold_seat(seat, actor)


def test_a_medicine_is_authorised_by_a_health_service_or_the_room_and_by_no_other() -> None:
    doctor = person("clinical_coordinator", centre="san-1", agency="san")
    patients.must_answer_for_medicines(doctor, ("HEALTH",))
    patients.must_answer_for_medicines(person("clinical_coordinator", "desk-1"), ())
    for services in (("FIRE",), ("POLICE", "HEALTH"), ()):
        with refused("not_your_medicine"):
            patients.must_answer_for_medicines(
                person("clinical_coordinator", centre="bom-1", agency="bom"), services
            )


async def test_a_medicine_is_asked_for_no_more_by_who_asked_the_owner_of_the_case_and_the_room_lead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def works_on(*_: Any) -> None:
        """Everybody here is admitted to the case."""

    monkeypatch.setattr(interviews, "must_work_on", works_on)
    asked, owner, other = (person("call_taker", f"desk-0{n}") for n in (1, 2, 3))
    run = SimpleNamespace(case="c", requests=[SimpleNamespace(step="aspirina", person=asked.id)])
    case = SimpleNamespace(owner_person=owner.id, number=7)

    class Reader:
        async def get(self, *_: Any) -> Any:
            return run

        async def case(self, *_: Any) -> Any:
            return case

    async def withdraws(actor: Actor, step: str = "aspirina") -> None:
        command = SimpleNamespace(run="r", step=step)
        await interviews.RULES[ObjectRule.ASKED_DICTATION](Reader(), command, actor)  # type: ignore[arg-type]

    for allowed in (asked, owner, person("supervisor", "desk-09"), system()):
        await withdraws(allowed)
    with refused("not_your_request"):
        await withdraws(other)
    with refused("not_your_request"):
        await withdraws(asked, "naloxona")
