"""Aim: who is named in a reserved case, why, and who is not named again. Without a database."""

from typing import Any
from uuid import UUID

import pytest

from auxilio.cases.core import messages as m
from auxilio.cases.core import reservation
from auxilio.cases.core.model import NAMED_MAX, NamedPerson, NamingReason
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import NotFound, Refused
from tests.actors import system
from tests.cases.samples import CASE, CLARA, LUCIA, OWNER, PILAR, after, case, decide


def named(id: PersonId = PILAR, why: NamingReason = NamingReason.ADDED, **more: Any) -> NamedPerson:
    return NamedPerson(person=id, name="Pilar Ros", why=why, **more)


def test_a_case_is_reserved_once_for_its_owner_and_who_reserves_it() -> None:
    reserve = m.ReserveCase(case=CASE, reason="maltrato")
    owner = NamedPerson(person=OWNER, name=LUCIA.name, why=NamingReason.OWNER)
    clara = NamedPerson(person=PersonId(CLARA.id), name=CLARA.name, why=NamingReason.RESERVED)
    for actor, people in ((LUCIA, (owner,)), (CLARA, (owner, clara)), (system(), (owner,))):
        facts = decide(case(), reserve, actor)
        assert facts == (m.CaseReserved(case=CASE, reason="maltrato", named=people),)
        known = after(case(), *facts)
        assert known == case(reserved=True, reserved_reason="maltrato", named=people)
        assert decide(known, reserve, actor) == ()
    assert reservation.first_named(case(owner_person=None), system()) == ()


def test_persons_are_named_and_removed_and_work_does_not_bring_back_who_was_removed() -> None:
    secret = case(reserved=True)
    name, remove = m.NamePerson(case=CASE, person=PILAR), m.RemovePerson(case=CASE, person=PILAR)
    facts = decide(secret, name)
    assert facts == (m.PersonsNamed(case=CASE, people=(named(),), by=LUCIA.name, names="Pilar Ros"),)
    listed = after(secret, *facts)
    assert listed == case(reserved=True, named=(named(),))
    assert decide(listed, name) == ()
    gone = decide(listed, remove)
    assert gone == (m.PersonRemoved(case=CASE, person=PILAR, name="Pilar Ros", by=LUCIA.name),)
    off = after(listed, *gone)
    assert off == case(reserved=True, removed=(PILAR,))
    assert decide(off, remove) == ()
    work = m.NameWorkers(case=CASE, people=(named(why=NamingReason.DISPATCHER, centre="pol-1"),))
    assert decide(off, work, system()) == ()
    [by_work] = decide(secret, work, system())
    assert by_work.names == "Pilar Ros (pol-1)"
    assert after(off, *decide(off, name)) == case(reserved=True, named=(named(),)), "a person may"


def test_who_cannot_be_named_or_removed() -> None:
    name, remove = m.NamePerson(case=CASE, person=PILAR), m.RemovePerson(case=CASE, person=OWNER)
    for command in (name, remove):
        with pytest.raises(Refused, match=r"^case_not_reserved"):
            decide(case(), command)
    assert decide(case(), m.NameWorkers(case=CASE, people=(named(),)), system()) == ()
    with pytest.raises(NotFound, match=r"^unknown_person"):
        decide(case(reserved=True), name, name=None)
    with pytest.raises(Refused, match=r"^person_owns_case"):
        decide(case(reserved=True), remove)
    people = tuple(named(PersonId(UUID(int=1000 + n))) for n in range(NAMED_MAX))
    assert len(decide(case(reserved=True, named=people[1:]), name)) == 1
    with pytest.raises(Refused, match=r"^named_full"):
        decide(case(reserved=True, named=people), name)


def test_whom_a_list_names() -> None:
    known = case(named=(named(),))
    assert [known.names(id) for id in (OWNER, PILAR, UUID(int=77))] == [True, True, False]
