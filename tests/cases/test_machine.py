"""Every state of a case with every command: the table holds, severity rises by itself, and only a person lowers it."""

import contextlib
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.cases.core import messages as m
from auxilio.cases.core.machine import NEXT, evolve, open_case
from auxilio.cases.core.machine import decide as decided
from auxilio.cases.core.merging import merge_in, require_mergeable, split_off
from auxilio.cases.core.model import (
    Case,
    CaseState,
    ClosingData,
    Hazard,
    Location,
    LocationCertainty,
    NamedPerson,
    NamingReason,
    Spill,
    WindFrom,
    heading_warning,
)
from auxilio.kernel.event import union_members
from auxilio.kernel.ids import CaseId, HazmatId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority, more_severe
from tests.actors import system
from tests.cases.samples import (
    AT,
    CALL,
    CASE,
    CLARA,
    LUCIA,
    MAYOR,
    NORTH,
    OTHER,
    PETROL,
    PILAR,
    SECOND,
    SHEET,
    SOUTH,
    TANKER,
    TWO_TOWNS,
    UNION,
)

COMMANDS: tuple[Any, ...] = (
    m.OpenCase(case=CASE),
    m.LocateCase(case=CASE, location=MAYOR),
    m.LocateCase(case=CASE, location=UNION, correction=True),
    m.AnswerWarning(case=CASE, code="same_name_elsewhere", words="dice Vilanova"),
    m.LocateCase(case=CASE, location=NORTH),
    m.LocateCase(case=CASE, location=SOUTH, correction=True),
    m.ClassifyCase(case=CASE, type="san-pcr"),
    m.RaiseProvedPriority(case=CASE, priority=Priority.P0, rule="no-respira", send=("als",)),
    m.RaiseProvedPriority(case=CASE, priority=Priority.P2, rule="fiebre"),
    m.SetPriority(case=CASE, priority=Priority.P1),
    m.SetPriority(case=CASE, priority=Priority.P3, reason="es un catarro"),
    m.NoteCase(case=CASE, words="hay un perro"),
    m.NoteHazard(case=CASE, hazard=Hazard(code="weapon")),
    PETROL,
    m.ReportWind(case=CASE, blows_from=WindFrom.NW),
    m.LinkCall(case=CASE, call=CALL),
    m.UnlinkCall(case=CASE, call=CALL),
    m.RelateCase(case=CASE, other=OTHER),
    m.MergeCase(case=CASE, into=OTHER),
    m.UnmergeCase(case=CASE),
    m.ReserveCase(case=CASE, reason="violencia de género"),
    m.NamePerson(case=CASE, person=PILAR),
    m.RemovePerson(case=CASE, person=PILAR),
    m.NameWorkers(
        case=CASE,
        people=(NamedPerson(person=PILAR, name="Pilar Ros", why=NamingReason.DISPATCHER, centre="pol-1"),),
    ),
    m.TakeOverCase(case=CASE),
    m.MarkHelpSent(case=CASE),
    m.MarkHelpSent(case=CASE, acknowledged=True),
    m.CloseCase(case=CASE, closing=ClosingData(disposition="attended")),
    m.ReopenCase(case=CASE, reason="faltaba un herido"),
    m.MarkSealed(case=CASE),
)


def decide(case: Case, command: Any, actor: Any) -> Any:
    """As the service asks: with what the tables say of goods."""
    return decided(case, command, actor, SHEET, "Pilar Ros")


def fold(case: Case | None, facts: Any) -> Case:
    for fact in facts:
        case = evolve(case, fact, AT)
    assert case is not None
    return case


def opened(**fields: Any) -> Case:
    """A case that was just opened."""
    return fold(None, open_case(m.OpenCase(case=CASE, **fields), 4801, LUCIA))


def after(case: Case, *commands: Any, actor: Any = CLARA) -> Case:
    for command in commands:
        case = fold(case, decide(case, command, actor))
    return case


def in_state(state: CaseState) -> Case:
    return msgspec.structs.replace(opened(), state=state)


def test_every_command_of_a_case_is_tried_here() -> None:
    assert {type(c) for c in COMMANDS} == set(union_members(m.CaseCommand))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: type(c).__name__)
@pytest.mark.parametrize("state", CaseState)
def test_a_case_never_leaves_its_table(state: CaseState, command: Any) -> None:
    before = in_state(state)
    for actor in (CLARA, system()):
        try:
            facts = decide(before, command, actor)
        except Refused:
            continue
        now = fold(before, facts)
        assert now.state == state or now.state in NEXT[state]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: type(c).__name__)
def test_the_same_command_again_is_no_news(command: Any) -> None:
    if isinstance(command, m.NoteCase | m.ReportWind | m.ReopenCase | m.OpenCase | m.MergeCase):
        return  # a note said twice was said twice, and a wind said again is younger; the others are refused by the table
    with contextlib.suppress(Refused):
        once = after(opened(location=msgspec.structs.replace(MAYOR, warnings=(TWO_TOWNS,))), command)
        assert decide(once, command, CLARA) == ()


@pytest.mark.parametrize(
    "command", [c for c in COMMANDS if not isinstance(c, m.MarkSealed)], ids=lambda c: type(c).__name__
)
def test_nobody_changes_a_sealed_file(command: Any) -> None:
    with pytest.raises(Refused, match="case_sealed"):
        decide(in_state(CaseState.SEALED), command, CLARA)


def test_late_words_are_taken_after_closing_and_a_new_priority_is_not() -> None:
    closed = in_state(CaseState.CLOSED)
    assert decide(closed, m.NoteCase(case=CASE, words="llamó el vecino"), LUCIA)
    assert decide(closed, m.LinkCall(case=CASE, call=CALL), LUCIA)
    with pytest.raises(Refused, match="case_not_open"):
        decide(closed, m.SetPriority(case=CASE, priority=Priority.P0), LUCIA)


def test_a_case_has_an_owner_from_its_first_moment_and_is_refused_for_nothing_it_lacks() -> None:
    case = opened()
    assert (case.owner, case.owner_person, case.location, case.type) == ("desk-01", LUCIA.id, None, None)


def test_an_agreed_place_is_never_replaced_in_silence() -> None:
    agreed = after(
        opened(),
        m.LocateCase(case=CASE, location=msgspec.structs.replace(MAYOR, degree=LocationCertainty.AGREED)),
    )
    with pytest.raises(Refused, match="location_agreed"):
        decide(agreed, m.LocateCase(case=CASE, location=UNION), LUCIA)
    [fact] = decide(agreed, m.LocateCase(case=CASE, location=UNION, correction=True), LUCIA)
    assert isinstance(fact, m.CaseLocated)
    assert (fact.correction, fact.before) == (True, "C/ Mayor, 12")


def test_once_help_was_sent_a_said_place_is_as_fast_as_an_agreed_one() -> None:
    sent = after(opened(location=MAYOR), m.MarkHelpSent(case=CASE))
    with pytest.raises(Refused, match="location_agreed"):
        decide(sent, m.LocateCase(case=CASE, location=UNION), LUCIA)
    closer = msgspec.structs.replace(MAYOR, detail="3º 2ª")
    [fact] = decide(sent, m.LocateCase(case=CASE, location=closer), LUCIA)
    assert isinstance(fact, m.CaseLocated)
    assert not fact.correction, "the same place, better known"


def test_a_warning_stays_until_a_person_answers_it() -> None:
    warned = opened(location=msgspec.structs.replace(MAYOR, warnings=(TWO_TOWNS,)))
    answer = m.AnswerWarning(case=CASE, code="same_name_elsewhere", words="dice Vilanova")
    assert after(warned, m.NoteCase(case=CASE, words="…")).location == warned.location
    answered = after(warned, answer)
    assert answered.location is not None
    assert answered.location.warnings == ()
    assert decide(answered, answer, LUCIA) == ()


def test_p0_and_p1_once_offered_are_lowered_only_by_who_may_and_with_a_reason() -> None:
    lower = m.SetPriority(case=CASE, priority=Priority.P3, reason="es un catarro")
    severe = opened(priority=Priority.P1)
    assert after(severe, lower, actor=LUCIA).priority == Priority.P3, "before help was sent the desk may"
    sent = after(severe, m.MarkHelpSent(case=CASE))
    with pytest.raises(Refused, match="not_permitted"):
        decide(sent, lower, LUCIA)
    with pytest.raises(Refused, match="reason_missing"):
        decide(sent, m.SetPriority(case=CASE, priority=Priority.P3), CLARA)
    assert after(sent, lower).priority == Priority.P3


def test_a_proof_after_a_lowering_raises_again_and_lowering_keeps_what_was_proved() -> None:
    proved = after(
        opened(), m.RaiseProvedPriority(case=CASE, priority=Priority.P1, rule="dolor", send=("als",))
    )
    lowered = after(proved, m.SetPriority(case=CASE, priority=Priority.P3, reason="ya no duele"))
    assert (lowered.priority, lowered.proved) == (Priority.P3, Priority.P1)
    assert (
        after(lowered, m.RaiseProvedPriority(case=CASE, priority=Priority.P0, rule="no respira")).priority
        == Priority.P0
    )


@given(st.lists(st.tuples(st.sampled_from(Priority), st.booleans()), max_size=12))
def test_the_proved_floor_never_falls_and_the_priority_falls_only_by_a_person(
    steps: list[tuple[Priority, bool]],
) -> None:
    case = opened()
    for priority, by_a_person in steps:
        before = case
        if by_a_person:
            case = after(case, m.SetPriority(case=CASE, priority=priority, reason="lo digo yo"))
        else:
            case = after(case, m.RaiseProvedPriority(case=CASE, priority=priority, rule="r"))
            assert case.proved == more_severe(before.proved, priority)
            assert case.priority == more_severe(before.priority, priority)
        assert more_severe(before.proved, case.proved) == case.proved


def test_two_cases_are_merged_into_one_that_goes_on() -> None:
    with pytest.raises(Refused, match="same_case"):
        decide(opened(), m.MergeCase(case=CASE, into=CASE), LUCIA)
    with pytest.raises(Refused, match="case_not_open"):
        require_mergeable(in_state(CaseState.MERGED), opened())
    exercise = msgspec.structs.replace(opened(), mode=Mode.EXERCISE)
    with pytest.raises(Refused, match="case_mode_differs"):
        require_mergeable(opened(), exercise)


def joined(case: Case, other: Case) -> Case:
    return fold(case, merge_in(case, other, LUCIA))


def test_what_lives_on_learns_every_danger_the_place_it_lacks_and_the_worse_of_two_priorities() -> None:
    other = after(
        msgspec.structs.replace(opened(location=MAYOR, type="TRA-01"), id=OTHER, number=4802),
        m.NoteHazard(case=OTHER, hazard=Hazard(code="gas")),
        msgspec.structs.replace(PETROL, case=OTHER),
        m.SetPriority(case=OTHER, priority=Priority.P1),
    )
    case = joined(after(opened(), m.SetPriority(case=CASE, priority=Priority.P3)), other)
    assert (case.location, case.type, case.priority) == (MAYOR, "TRA-01", Priority.P1)
    assert (case.hazards, [one.plate for one in case.goods]) == (other.hazards, ["33/1203"])
    assert [(one.case, one.number) for one in case.took_in] == [(OTHER, 4802)]
    again = joined(case, msgspec.structs.replace(other, id=CaseId(UUID(int=5))))
    assert (len(again.hazards), len(again.goods)) == (1, 1), "what it knows is not news"


def test_a_place_and_a_priority_of_its_own_stand_when_another_is_merged_into_it() -> None:
    other = msgspec.structs.replace(opened(location=UNION, priority=Priority.P3), id=OTHER)
    before = opened(location=MAYOR, priority=Priority.P1)
    case = joined(before, other)
    assert msgspec.structs.replace(case, took_in=()) == before


def test_parted_it_keeps_what_was_its_own_and_says_no_more_that_the_others_help_comes() -> None:
    other = msgspec.structs.replace(opened(location=MAYOR), id=OTHER)
    third = msgspec.structs.replace(opened(), id=CaseId(UUID(int=5)))
    case = after(joined(joined(opened(), other), third), m.MarkHelpSent(case=CASE))
    alone = fold(case, split_off(case, third))
    assert (alone.help_sent_at, alone.location, len(alone.took_in)) == (None, MAYOR, 1)
    alone = fold(after(alone, m.MarkHelpSent(case=CASE)), split_off(alone, other))
    assert (alone.help_sent_at, alone.location, alone.took_in) == (None, None, ())
    assert split_off(alone, other) == ()

    helped = after(opened(location=UNION), m.MarkHelpSent(case=CASE))
    assert fold(joined(helped, other), split_off(joined(helped, other), other)) == helped


def test_a_sealed_file_gives_nothing_back() -> None:
    other = msgspec.structs.replace(opened(), id=OTHER)
    sealed = msgspec.structs.replace(joined(opened(), other), state=CaseState.SEALED)
    assert split_off(sealed, other) == ()


def test_a_sealed_case_goes_on_only_because_its_file_was_reopened() -> None:
    sealed = in_state(CaseState.SEALED)
    again = m.ReopenCase(case=CASE, reason="faltaba un herido")
    with pytest.raises(Refused, match="case_sealed"):
        decide(sealed, again, CLARA)
    assert fold(sealed, decide(sealed, again, system())).state == CaseState.OPEN


def test_a_plate_is_kept_as_it_was_read_with_what_the_tables_said() -> None:
    [fact] = decide(opened(), m.ReportHazmat(case=CASE, goods=TANKER, top="3?", bottom="12O3"), LUCIA)
    assert (fact.plate, fact.by, fact.correction) == ("3?/12O3", LUCIA.name, False)
    [goods] = fold(opened(), [fact]).goods
    assert (goods.sheet, goods.at, goods.by, goods.replaced_by) == (SHEET, AT, LUCIA.name, None)


def test_nothing_read_and_nothing_seen_is_no_goods() -> None:
    with pytest.raises(Refused, match="goods_nothing_said"):
        decide(opened(), m.ReportHazmat(case=CASE, goods=TANKER, spill=Spill.FIRE), LUCIA)
    assert decide(opened(), m.ReportHazmat(case=CASE, goods=TANKER, hazard_class="3"), LUCIA)


def test_a_correction_keeps_the_old_plate_beside_the_new_one() -> None:
    said = after(opened(), PETROL)
    better = m.ReportHazmat(case=CASE, goods=SECOND, top="30", bottom="1202", replaces=TANKER)
    [fact] = decide(said, better, LUCIA)
    assert (fact.correction, fact.before, fact.plate) == (True, "33/1203", "30/1202")
    old, new = fold(said, [fact]).goods
    assert (old.id, old.replaced_by, new.replaced_by) == (TANKER, SECOND, None)


def test_two_who_correct_the_same_plate_are_told_of_one_another() -> None:
    said = after(opened(), PETROL)
    corrected = after(said, m.ReportHazmat(case=CASE, goods=SECOND, bottom="1202", replaces=TANKER))
    third = m.ReportHazmat(case=CASE, goods=HazmatId(UUID(int=6)), bottom="1223", replaces=TANKER)
    with pytest.raises(Refused, match="goods_corrected_already"):
        decide(corrected, third, CLARA)


def test_a_second_tanker_stands_beside_the_first() -> None:
    both = after(opened(), PETROL, m.ReportHazmat(case=CASE, goods=SECOND, bottom="1017"))
    assert [goods.replaced_by for goods in both.goods] == [None, None]


def test_a_wind_ages_from_when_it_was_last_said_and_names_the_one_before() -> None:
    said = after(opened(), m.ReportWind(case=CASE, blows_from=WindFrom.NW))
    assert said.wind is not None
    assert (said.wind.at, said.wind.by) == (AT, CLARA.name)
    [fact] = decide(said, m.ReportWind(case=CASE, blows_from=WindFrom.N), LUCIA)
    assert fact.before is WindFrom.NW


def test_the_other_carriageway_is_a_warning_that_moves_nothing_until_a_person_says_so() -> None:
    """One caller says towards Riudalba, the case stands towards Fontnova: nobody is sent to the other side by it."""
    known = after(opened(), m.LocateCase(case=CASE, location=NORTH), m.MarkHelpSent(case=CASE))
    said = m.LocateCase(case=CASE, location=SOUTH, correction=True)
    [doubt] = decide(known, said, LUCIA)
    assert isinstance(doubt, m.HeadingDisputed)
    assert doubt.warning.facts == {"said": "Riudalba", "known": "Fontnova"}
    warned = after(known, said)
    assert warned.location is not None
    assert (warned.location.words, warned.location.heading) == (NORTH.words, "Fontnova")

    answered = after(warned, m.AnswerWarning(case=CASE, code=doubt.warning.code, words="lo confirma la DGT"))
    assert answered.location == NORTH
    assert after(warned, said).location == SOUTH, "said again while it stands, it is a person's decision"
    [fact] = decide(warned, said, LUCIA)
    assert (fact.correction, fact.before) == (True, NORTH.words)


@pytest.mark.parametrize(
    "said",
    [
        msgspec.structs.replace(NORTH, heading="fontnova", words="A-99 km 40"),
        msgspec.structs.replace(SOUTH, heading=None),
        msgspec.structs.replace(SOUTH, point=Point(41.9, 0.6)),
        MAYOR,
    ],
)
def test_what_does_not_contradict_a_carriageway_is_no_doubt(said: Location) -> None:
    assert heading_warning(NORTH, said) is None


@pytest.mark.parametrize("field", ["words", "municipality", "detail", "heading"])
@pytest.mark.parametrize("mark", ["\u202e", "\u2067", "\n", "\u2028", "\x1b"])
def test_what_a_person_states_of_a_place_is_one_line_and_turns_nothing_round(field: str, mark: str) -> None:
    place = msgspec.structs.replace(MAYOR, **{field: f"Carrer {mark}Major 9"})
    case = evolve(None, open_case(m.OpenCase(case=CASE), 1, LUCIA)[0], AT)
    for command in (m.LocateCase(case=CASE, location=place),):
        with pytest.raises(Refused, match="malformed"):
            decided(case, command, LUCIA)
        assert decided(case, command, system()), "what another system sends is taken"
    with pytest.raises(Refused, match="malformed"):
        open_case(m.OpenCase(case=CASE, location=place), 1, LUCIA)
