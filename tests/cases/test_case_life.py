"""Aim: every fact of a case's life is whole, and the case after it is exactly what the fact says. Without a database."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.cases.core import machine
from auxilio.cases.core import messages as m
from auxilio.cases.core.model import (
    HEADING_REACH_M,
    Case,
    CaseHazmat,
    ClosingData,
    Hazard,
    HazmatInformant,
    LocationCertainty,
    PlaceWarning,
    Spill,
    Wind,
    WindFrom,
    heading_warning,
)
from auxilio.kernel.ids import CallId, DeskId, PersonId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from tests.actors import person, system
from tests.cases.samples import (
    AT,
    CALL,
    CASE,
    CLARA,
    LATER,
    LUCIA,
    MAYOR,
    NORTH,
    OTHER,
    OWNER,
    PETROL,
    PILAR,
    SECOND,
    SHEET,
    SOUTH,
    TANKER,
    TWO_TOWNS,
    UNION,
    S,
    after,
    case,
    decide,
)


def test_a_case_opens_with_all_that_was_known_each_as_a_fact() -> None:
    said: dict[str, Any] = {"location": MAYOR, "type": "TRA-01", "priority": Priority.P1}
    facts = machine.open_case(m.OpenCase(case=CASE, call=CALL, summary="choque", **said), 4801, LUCIA)
    assert facts == (
        m.CaseOpened(
            case=CASE, number=4801, mode=Mode.REAL, by=LUCIA.name, owner=DeskId("desk-01"), owner_person=OWNER,
            call=CALL, summary="choque",
        ),
        m.CaseLocated(case=CASE, location=MAYOR),
        m.CaseClassified(case=CASE, type="TRA-01", by=LUCIA.name),
        m.PriorityRaised(case=CASE, priority=Priority.P1, by=LUCIA.name),
    )  # fmt: skip
    opened = machine.evolve(None, facts[0], AT)
    assert opened == case(calls=(CALL,), summary="choque")
    known = {"location": MAYOR, "located_at": LATER, "type": "TRA-01", "type_by": LUCIA.name}
    assert after(opened, *facts[1:]) == case(calls=(CALL,), summary="choque", priority=Priority.P1, **known)
    bare = machine.open_case(m.OpenCase(case=CASE), 4801, LUCIA)
    assert len(bare) == 1
    assert machine.evolve(None, bare[0], AT) == case()


# --- priority -------------------------------------------------------------------------------------


def test_a_raised_priority_is_a_fact_with_the_one_before_and_by_whom() -> None:
    for before, wanted in ((None, Priority.P3), (Priority.P3, Priority.P2), (Priority.P1, Priority.P0)):
        facts = decide(case(priority=before), m.SetPriority(case=CASE, priority=wanted))
        assert facts == (m.PriorityRaised(case=CASE, priority=wanted, before=before, by=LUCIA.name),)
        assert after(case(priority=before), *facts) == case(priority=wanted)
    assert decide(case(priority=Priority.P2), m.SetPriority(case=CASE, priority=Priority.P2)) == ()


def test_a_lowered_priority_is_a_fact_with_its_reason() -> None:
    lower = m.SetPriority(case=CASE, priority=Priority.P3, reason="catarro")
    facts = decide(case(priority=Priority.P2, help_sent_at=AT), lower)
    assert facts == (
        m.PriorityLowered(case=CASE, priority=Priority.P3, before=Priority.P2, reason="catarro"),
    ), "P2 may be lowered by the desk also after help was sent"
    assert after(case(priority=Priority.P2), *facts) == case(priority=Priority.P3)
    with pytest.raises(Refused, match=r"^reason_missing"):
        decide(case(priority=Priority.P2), m.SetPriority(case=CASE, priority=Priority.P3))
    for severe in (Priority.P0, Priority.P1):
        with pytest.raises(Refused, match=r"^not_permitted"):
            decide(case(priority=severe, help_sent_at=AT), lower)
        assert len(decide(case(priority=severe, help_sent_at=AT), lower, CLARA)) == 1
        assert len(decide(case(priority=severe), lower)) == 1


def proved(known: Case, priority: Priority, *send: str) -> tuple[Any, ...]:
    command = m.RaiseProvedPriority(case=CASE, priority=priority, rule="no-respira", send=send)
    return decide(known, command, system())


def test_a_proof_raises_the_floor_and_the_priority_each_where_it_is_news() -> None:
    floor = m.ProvedPriorityRaised(case=CASE, priority=Priority.P1, rule="no-respira", send=("bls", "als"))
    raised = m.PriorityRaised(case=CASE, priority=Priority.P1, by="no-respira")
    assert proved(case(), Priority.P1, "bls", "als") == (floor, raised)
    assert after(case(), floor, raised) == case(proved=Priority.P1, priority=Priority.P1, send=("als", "bls"))
    stands = case(proved=Priority.P1, priority=Priority.P1, send=("als", "bls"))
    assert proved(stands, Priority.P1, "als") == ()
    assert proved(stands, Priority.P2) == ()
    more = proved(stands, Priority.P2, "als", "fire")
    expected = m.ProvedPriorityRaised(
        case=CASE, priority=Priority.P1, rule="no-respira", send=("als", "fire")
    )
    assert more == (expected,), "a milder proof asks for more and lowers nothing"
    assert after(stands, *more).send == ("als", "bls", "fire")
    lowered = msgspec.structs.replace(stands, priority=Priority.P3)
    again = m.PriorityRaised(case=CASE, priority=Priority.P1, before=Priority.P3, by="no-respira")
    assert proved(lowered, Priority.P1) == (again,)


# --- place ----------------------------------------------------------------------------------------


def located(known: Case, location: Any, **more: Any) -> tuple[Any, ...]:
    return decide(known, m.LocateCase(case=CASE, location=location, **more))


def test_a_place_is_located_moved_and_corrected() -> None:
    assert located(case(location=MAYOR), MAYOR) == ()
    moved = located(case(location=MAYOR), UNION)
    assert moved == (m.CaseLocated(case=CASE, location=UNION, before="C/ Mayor, 12"),)
    assert after(case(location=MAYOR, corrected=1), *moved) == case(
        location=UNION, located_at=LATER, corrected=1
    )
    agreed = case(location=msgspec.structs.replace(MAYOR, degree=LocationCertainty.AGREED), corrected=1)
    corrected = located(agreed, UNION, correction=True)
    assert corrected == (m.CaseLocated(case=CASE, location=UNION, correction=True, before="C/ Mayor, 12"),)
    assert after(agreed, *corrected).corrected == 2
    there = msgspec.structs.replace(UNION, words="x" * 300, point=MAYOR.point)
    [fact] = located(case(location=there), MAYOR)
    assert fact.before == "x" * 200
    with pytest.raises(Refused, match=r"^location_agreed"):
        located(agreed, msgspec.structs.replace(MAYOR, point=Point(41.65, 0.6)))
    closer = msgspec.structs.replace(MAYOR, detail="3º 2ª")
    assert located(agreed, closer, correction=True) == (m.CaseLocated(case=CASE, location=closer),)


def test_a_warning_is_answered_once_and_others_stay() -> None:
    far = PlaceWarning(code="far_from_caller")
    warned = case(location=msgspec.structs.replace(MAYOR, warnings=(TWO_TOWNS, far)))
    answer = m.AnswerWarning(case=CASE, code="same_name_elsewhere", words="dice Vilanova")
    facts = decide(warned, answer)
    assert facts == (m.WarningAnswered(case=CASE, code="same_name_elsewhere", words="dice Vilanova"),)
    left = case(location=msgspec.structs.replace(MAYOR, warnings=(far,)))
    assert after(warned, *facts) == left
    assert (decide(left, answer), decide(case(), answer)) == ((), ())
    assert after(case(), *facts) == case()


def test_a_disputed_heading_stands_once_beside_other_warnings() -> None:
    [fact] = located(case(location=NORTH), SOUTH)
    doubt = PlaceWarning(code="heading_disputed", facts={"said": "Riudalba", "known": "Fontnova"})
    assert fact == m.HeadingDisputed(case=CASE, warning=doubt)
    older = PlaceWarning(code="heading_disputed", facts={"said": "Vila", "known": "Fontnova"})
    known = case(location=msgspec.structs.replace(NORTH, warnings=(older, TWO_TOWNS)))
    assert after(known, fact) == case(location=msgspec.structs.replace(NORTH, warnings=(TWO_TOWNS, doubt)))
    assert after(case(), fact) == case()


def test_how_far_apart_two_callers_of_one_queue_may_be() -> None:
    assert HEADING_REACH_M == 2_000
    north = NORTH.point
    assert north is not None
    for metres, doubted in ((1_900, True), (2_100, False)):
        there = msgspec.structs.replace(SOUTH, point=Point(north.lat + metres / 111_195, north.lon))
        assert (heading_warning(NORTH, there) is not None) is doubted
    for other in ({"quality": "exact"}, {"point": None}):
        assert heading_warning(NORTH, msgspec.structs.replace(SOUTH, **other)) is None
    assert heading_warning(None, SOUTH) is None


# --- words and dangers ----------------------------------------------------------------------------


def test_a_note_of_blanks_and_marks_of_direction_alone_is_refused() -> None:
    with pytest.raises(Refused, match=r"^words_missing"):
        decide(case(), m.NoteCase(case=CASE, words=" \u202e\u2066 "))


def test_what_is_classified_noted_and_linked_is_told_whole() -> None:
    classify = m.ClassifyCase(case=CASE, type="TRA-02", by="rule:choque")
    facts = decide(case(type="TRA-01"), classify)
    assert facts == (m.CaseClassified(case=CASE, type="TRA-02", by="rule:choque", before="TRA-01"),)
    assert after(case(), *facts) == case(type="TRA-02", type_by="rule:choque")
    [by_hand] = decide(case(), m.ClassifyCase(case=CASE, type="TRA-02"))
    assert by_hand == m.CaseClassified(case=CASE, type="TRA-02", by=LUCIA.name)
    noted = decide(case(), m.NoteCase(case=CASE, words="hay un perro"))
    assert noted == (m.CaseNoted(case=CASE, words="hay un perro"),)
    assert after(case(notes=1), *noted) == case(notes=2)
    second = CallId(UUID(int=33))
    linked = decide(case(calls=(second,)), m.LinkCall(case=CASE, call=CALL))
    assert linked == (m.CallLinked(case=CASE, call=CALL),)
    both = after(case(calls=(second,)), *linked)
    assert both == case(calls=(second, CALL))
    unlinked = decide(both, m.UnlinkCall(case=CASE, call=second))
    assert unlinked == (m.CallUnlinked(case=CASE, call=second),)
    assert after(both, *unlinked) == case(calls=(CALL,))


def test_hazards_goods_and_wind_are_told_whole() -> None:
    gas, weapon = Hazard(code="gas"), Hazard(code="weapon")
    facts = decide(case(hazards=(gas,)), m.NoteHazard(case=CASE, hazard=weapon))
    assert facts == (m.HazardNoted(case=CASE, hazard=weapon),)
    assert after(case(hazards=(gas,)), *facts) == case(hazards=(gas, weapon))

    spilt = msgspec.structs.replace(PETROL, spill=Spill.FIRE, told_by=HazmatInformant.DRIVER)
    stated = decide(case(), spilt)
    goods = CaseHazmat(
        id=TANKER, top="33", bottom="1203", spill=Spill.FIRE, told_by=HazmatInformant.DRIVER, sheet=SHEET
    )
    assert stated == (m.HazmatReported(case=CASE, goods=goods, by=LUCIA.name, plate="33/1203"),)
    stands = msgspec.structs.replace(goods, at=LATER, by=LUCIA.name)
    known = after(case(), *stated)
    assert known == case(goods=(stands,))
    corrected = decide(known, m.ReportHazmat(case=CASE, goods=SECOND, un="1202", replaces=TANKER))
    better = CaseHazmat(id=SECOND, un="1202", sheet=SHEET)
    assert corrected == (
        m.HazmatReported(
            case=CASE, goods=better, by=LUCIA.name, plate="UN 1202", replaces=TANKER, correction=True, before="33/1203"
        ),
    )  # fmt: skip
    kept = msgspec.structs.replace(stands, replaced_by=SECOND)
    assert after(known, *corrected).goods == (kept, msgspec.structs.replace(better, at=LATER, by=LUCIA.name))
    with pytest.raises(Refused, match=r"^goods_corrected_already"):
        decide(case(), m.ReportHazmat(case=CASE, goods=SECOND, un="1202", replaces=TANKER))

    for before, blows, with_goods, turns in (
        (None, WindFrom.N, True, True),
        (WindFrom.S, WindFrom.N, True, True),
        (WindFrom.N, WindFrom.N, True, False),
        (WindFrom.S, WindFrom.N, False, False),
    ):
        wind = Wind(blows_from=before, at=AT, by="Pau") if before else None
        known = case(wind=wind, goods=(stands,) if with_goods else ())
        facts = decide(known, m.ReportWind(case=CASE, blows_from=blows))
        assert facts == (
            m.WindReported(case=CASE, blows_from=blows, by=LUCIA.name, before=before, turns=turns),
        )
        assert after(known, *facts).wind == Wind(blows_from=blows, at=LATER, by=LUCIA.name)


@pytest.mark.parametrize(
    ("read", "plate"),
    [
        ({"top": "33", "bottom": "1203"}, "33/1203"),
        ({"top": "33"}, "33/–"),
        ({"bottom": "1203"}, "–/1203"),
        ({"un": "1203", "hazard_class": "3"}, "UN 1203"),
        ({"hazard_class": "3"}, "3"),
        ({}, "?"),
    ],
)
def test_a_plate_is_said_as_people_say_it(read: dict[str, str], plate: str) -> None:
    assert CaseHazmat(id=TANKER, sheet=SHEET, **read).plate == plate


# --- who has it, help and the end -----------------------------------------------------------------


def test_a_case_is_taken_over_by_another_person_or_desk() -> None:
    pau = person("call_taker", "desk-02", name="Pau Serra")
    take = m.TakeOverCase(case=CASE)
    facts = decide(case(), take, pau)
    assert facts == (
        m.CaseTakenOver(
            case=CASE, owner=DeskId("desk-02"), owner_person=PersonId(pau.id), by="Pau Serra", before=DeskId("desk-01")
        ),
    )  # fmt: skip
    taken = {"owner": DeskId("desk-02"), "owner_person": PersonId(pau.id), "owner_name": "Pau Serra"}
    assert after(case(), *facts) == case(**taken)
    assert decide(case(), take) == ()
    assert len(decide(case(owner=DeskId("desk-09")), take)) == 1, "the same person at another desk"
    assert len(decide(case(owner_person=PILAR), take)) == 1, "another person at the same desk"
    with pytest.raises(Refused, match=r"^no_desk"):
        decide(case(), take, person("call_taker"))


def test_help_is_marked_sent_and_acknowledged_once_each() -> None:
    sent, known = m.MarkHelpSent(case=CASE), m.MarkHelpSent(case=CASE, acknowledged=True)
    assert decide(case(), sent, system()) == (m.HelpSentMarked(case=CASE),)
    assert after(case(), *decide(case(), sent, system())) == case(help_sent_at=LATER)
    helped = case(help_sent_at=AT)
    facts = decide(helped, known, system())
    assert facts == (m.HelpSentMarked(case=CASE, acknowledged=True),)
    assert after(helped, *facts) == case(help_sent_at=AT, acknowledged_at=LATER)
    assert decide(helped, sent, system()) == ()
    assert decide(case(acknowledged_at=AT), known, system()) == ()


def test_a_case_closes_with_what_it_needs_reopens_and_is_sealed() -> None:
    closing = ClosingData(disposition="resolved")
    close = m.CloseCase(case=CASE, closing=closing)
    facts = decide(case(), close)
    assert facts == (m.CaseClosed(case=CASE, closing=closing),)
    closed = after(case(), *facts)
    assert closed == case(state=S.CLOSED, closed_at=LATER, closing=closing)
    assert decide(closed, close) == ()
    with pytest.raises(Refused, match=r"^case_not_open"):
        decide(closed, m.CloseCase(case=CASE, closing=ClosingData(disposition="not_found")))
    for lacking in ({"location": MAYOR}, {"type": "TRA-01"}, {}):
        with pytest.raises(Refused, match=r"^closing_incomplete"):
            decide(case(help_sent_at=AT, **lacking), close)
    assert len(decide(case(help_sent_at=AT, location=MAYOR, type="TRA-01"), close)) == 1
    again = decide(closed, m.ReopenCase(case=CASE, reason="faltaba"))
    assert again == (m.CaseReopened(case=CASE, reason="faltaba"),)
    assert after(closed, *again) == case(closing=closing)
    seal = m.MarkSealed(case=CASE)
    sealed = decide(closed, seal, system())
    assert sealed == (m.CaseSealed(case=CASE),)
    file = after(closed, *sealed)
    assert file == case(state=S.SEALED, closed_at=LATER, closing=closing, sealed_at=LATER)
    assert decide(file, seal, system()) == ()
    for wrong in (seal, m.ReopenCase(case=CASE, reason="x")):
        with pytest.raises(Refused, match=r"^no_such_transition"):
            decide(case(), wrong, system())
    with pytest.raises(Refused, match=r"^no_such_transition"):
        decide(case(state=S.MERGED, merged_into=OTHER), m.ReopenCase(case=CASE, reason="x"))


def test_a_hazard_is_told_once_however_it_is_written() -> None:
    known = case(hazards=(Hazard(code="hazard", words="Bombonas de gas"), Hazard(code="gas")))
    for again in (Hazard(code="hazard", words=" bombonas  de GAS "), Hazard(code="gas", words=" ")):
        assert decide(known, m.NoteHazard(case=CASE, hazard=again)) == ()
    other = Hazard(code="hazard", words="bombonas de oxígeno")
    assert decide(known, m.NoteHazard(case=CASE, hazard=other)) == (m.HazardNoted(case=CASE, hazard=other),)


@pytest.mark.parametrize("code", ["GAS", "gas-1", "x7", "a" * 41, "no.such"])
def test_a_hazard_that_no_protocol_could_name_is_refused(code: str) -> None:
    with pytest.raises(Refused, match="not_a_hazard"):
        decide(case(), m.NoteHazard(case=CASE, hazard=Hazard(code=code)))


def test_fifty_hazards_are_the_most_that_persons_state_and_what_is_proved_is_added() -> None:
    full = case(hazards=tuple(Hazard(code="hazard", words=str(n)) for n in range(50)))
    more = m.NoteHazard(case=CASE, hazard=Hazard(code="nobody_enters"))
    with pytest.raises(Refused, match="hazards_full") as refused:
        decide(full, more)
    assert refused.value.facts == {"number": 4801, "most": 50}
    assert decide(full, m.NoteHazard(case=CASE, hazard=full.hazards[0])) == ()
    assert decide(full, more, system()) == (m.HazardNoted(case=CASE, hazard=more.hazard),)
    last = msgspec.structs.replace(full, hazards=full.hazards[1:])
    assert decide(last, more) == (m.HazardNoted(case=CASE, hazard=more.hazard),)
