"""Aim: what two cases that are one tell one another, event by event, and what is left when they part. Without a database."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.cases.core import messages as m
from auxilio.cases.core.merging import merge_in, merged_cases, split_off
from auxilio.cases.core.model import (
    AbsorbedCase,
    Case,
    CaseHazmat,
    Hazard,
    NamedPerson,
    NamingReason,
    heading_warning,
)
from auxilio.kernel.ids import CaseId, PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from tests.cases.samples import (
    AT,
    CASE,
    CLARA,
    LATER,
    LUCIA,
    MAYOR,
    NORTH,
    OTHER,
    OWNER,
    PILAR,
    SECOND,
    SHEET,
    SOUTH,
    TANKER,
    UNION,
    S,
    after,
    case,
    decide,
)


def test_a_case_is_related_merged_and_parted() -> None:
    third = CaseId(UUID(int=9))
    related = decide(case(related=(third,)), m.RelateCase(case=CASE, other=OTHER))
    assert related == (m.CaseRelated(case=CASE, other=OTHER),)
    assert after(case(related=(third,)), *related) == case(related=(third, OTHER))
    with pytest.raises(Refused, match=r"^same_case"):
        decide(case(), m.RelateCase(case=CASE, other=CASE))
    merged = decide(case(), m.MergeCase(case=CASE, into=OTHER))
    assert merged == (m.CaseMerged(case=CASE, into=OTHER),)
    gone = after(case(), *merged)
    assert gone == case(state=S.MERGED, merged_into=OTHER, closed_at=LATER)
    parted = decide(gone, m.UnmergeCase(case=CASE))
    assert parted == (m.CaseUnmerged(case=CASE, was_in=OTHER),)
    assert after(gone, *parted) == case()
    with pytest.raises(Refused, match=r"^no_such_transition"):
        decide(case(), m.UnmergeCase(case=CASE))


def other(**more: Any) -> Case:
    return case(**({"id": OTHER, "number": 4802} | more))


def test_a_reserved_case_makes_the_one_it_goes_on_in_reserved_before_it_tells_anything() -> None:
    why = NamingReason
    marta = NamedPerson(person=PILAR, name="Pilar", why=why.DISPATCHER, centre="pol-1")
    secret = other(
        reserved=True, reserved_reason="maltrato", named=(marta,), owner_person=PersonId(CLARA.id), owner_name="Clara"
    )  # fmt: skip
    reserved, absorbed, *_ = merge_in(case(), secret, LUCIA)
    owner = NamedPerson(person=OWNER, name=LUCIA.name, why=why.OWNER)
    carried = (
        msgspec.structs.replace(marta, why=why.MERGED),
        NamedPerson(person=PersonId(CLARA.id), name="Clara", why=why.MERGED),
    )
    assert reserved == m.CaseReserved(case=CASE, reason="maltrato", named=(owner, *carried))
    assert absorbed == m.CaseAbsorbed(case=CASE, other=OTHER, number=4802)
    [bare, *_] = merge_in(case(), msgspec.structs.replace(secret, reserved_reason=None), LUCIA)
    assert isinstance(bare, m.CaseReserved)
    assert bare.reason == "4802"
    known = case(reserved=True, named=(owner, carried[0]), removed=())
    [named, *_] = merge_in(known, secret, LUCIA)
    assert named == m.PersonsNamed(case=CASE, people=carried[1:], by=LUCIA.name, names="Clara")
    off = msgspec.structs.replace(known, removed=(PersonId(CLARA.id),))
    assert isinstance(merge_in(off, secret, LUCIA)[0], m.CaseAbsorbed), "who was removed stays off the list"


def test_what_a_case_learns_is_told_fact_by_fact() -> None:
    gas = Hazard(code="gas")
    goods = CaseHazmat(id=TANKER, top="33", bottom="1203", sheet=SHEET, at=AT, by="Pau")
    told = other(
        location=MAYOR, type="TRA-01", type_by="rule:x", priority=Priority.P1, hazards=(gas,), goods=(goods,)
    )
    assert merge_in(case(priority=Priority.P2), told, LUCIA) == (
        m.CaseAbsorbed(case=CASE, other=OTHER, number=4802, place=MAYOR),
        m.CaseLocated(case=CASE, location=MAYOR),
        m.CaseClassified(case=CASE, type="TRA-01", by="rule:x"),
        m.HazardNoted(case=CASE, hazard=gas),
        m.HazmatReported(case=CASE, goods=goods, by="Pau", plate="33/1203"),
        m.PriorityRaised(case=CASE, priority=Priority.P1, before=Priority.P2, by=LUCIA.name),
    )
    assert merge_in(case(location=NORTH), other(location=SOUTH), LUCIA)[1:] == (
        m.HeadingDisputed(case=CASE, warning=heading_warning(NORTH, SOUTH)),
    )
    gone = other(goods=(msgspec.structs.replace(goods, replaced_by=SECOND),))
    assert len(merge_in(case(), gone, LUCIA)) == 1, "what was corrected is not carried over"
    same = case(priority=Priority.P1, hazards=(gas,), goods=(goods,), type="TRA-02", location=UNION)
    assert merge_in(same, told, LUCIA) == (m.CaseAbsorbed(case=CASE, other=OTHER, number=4802),)


def test_parting_gives_back_what_was_the_others() -> None:
    mine = case(help_sent_at=AT)
    one = after(mine, *merge_in(mine, other(location=MAYOR), LUCIA))
    own = AbsorbedCase(case=OTHER, number=4802, place=MAYOR, help_sent_at=AT)
    assert one == case(help_sent_at=AT, took_in=(own,), location=MAYOR, located_at=LATER)
    assert merged_cases(one) == (OTHER,)
    assert split_off(one, other()) == (m.CaseReleased(case=CASE, other=OTHER, number=4802),)
    late = msgspec.structs.replace(one, help_sent_at=LATER, acknowledged_at=LATER)
    assert after(late, *split_off(late, other())) == mine
    moved = msgspec.structs.replace(one, location=UNION)
    assert after(moved, *split_off(moved, other())) == case(
        help_sent_at=AT, location=UNION, located_at=LATER
    ), "a place of its own since then stays"
    assert after(case(), m.CaseReleased(case=CASE, other=OTHER, number=4802)) == case()
