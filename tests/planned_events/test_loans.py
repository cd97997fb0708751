"""Aim: a unit is lent by its own centre's word, to one operation at a time, and is of exactly one centre at every moment."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.dispatch.units.core import loan_machine as moves
from auxilio.dispatch.units.core import loan_messages as lending
from auxilio.dispatch.units.core import machine as units
from auxilio.dispatch.units.core.assignment_model import ReleaseReason
from auxilio.dispatch.units.core.model import StandBy, Unit, own_centre
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import AssignmentId, CentreId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.planned_events.core import loan_machine as loans
from auxilio.planned_events.core import machine as life
from auxilio.planned_events.core import messages as m
from auxilio.planned_events.core.model import LoanState, Operation, post_of
from tests.actors import person, system
from tests.dispatch.factories import registered
from tests.planned_events.factories import (
    AT,
    ID,
    OTHER,
    SANITARY,
    after,
    at_centre,
    planner,
    running,
    standing,
)

POST = post_of(ID)
ASK = m.RequestUnit(operation=ID, unit=SANITARY.id)
GIVE = m.OfferUnitLoan(operation=ID, unit=SANITARY.id)
YES = m.AnswerLoan(operation=ID, unit=SANITARY.id, agreed=True)
NO = m.AnswerLoan(operation=ID, unit=SANITARY.id, agreed=False, words="es la única")
RETURN = m.ReturnLentUnit(operation=ID, unit=SANITARY.id)
BACK = m.RecallUnit(operation=ID, unit=SANITARY.id, words="hace falta")
KEEP = m.RefuseRecall(operation=ID, unit=SANITARY.id, words="aquí también")


def decided(
    operation: Operation, command: Any, actor: Actor, others: tuple[Operation, ...] = ()
) -> Operation:
    match command:
        case m.RequestUnit() | m.OfferUnitLoan():
            facts = loans.ask(operation, command, SANITARY, others, actor)
        case m.AnswerLoan():
            facts = loans.answer(operation, command, SANITARY, others, actor)
        case _:
            facts = loans.decide(operation, command, actor)
    return after(operation, facts)


def code_of(operation: Operation, command: Any, actor: Actor, others: tuple[Operation, ...] = ()) -> str:
    with pytest.raises(Refused) as refusal:
        decided(operation, command, actor, others)
    return refusal.value.code


def state(operation: Operation) -> LoanState:
    loan = operation.loan(SANITARY.id)
    assert loan is not None
    return loan.state


def agreed(operation: Operation) -> Operation:
    return decided(decided(operation, ASK, planner()), YES, at_centre())


def test_a_planner_asks_and_the_units_own_centre_answers() -> None:
    asked = decided(standing(), ASK, planner())
    assert state(asked) is LoanState.ASKED
    assert code_of(asked, YES, at_centre("bom-1")) == "not_your_centre"
    assert code_of(asked, ASK, planner()) == "loan_open"
    assert state(decided(asked, NO, at_centre())) is LoanState.DECLINED
    done = decided(asked, YES, at_centre())
    assert (state(done), done.loans[0].lender, done.loans[0].answered_by) == (
        "agreed",
        "san-1",
        "Marta Soler",
    )
    assert loans.answer(done, YES, SANITARY, (), at_centre()) == ()
    assert code_of(standing(), YES, at_centre()) == "loan_not_asked"


def test_a_centre_gives_unasked_and_whoever_coordinates_the_room_does() -> None:
    assert state(decided(standing(), GIVE, at_centre())) is LoanState.AGREED
    assert state(decided(standing(), GIVE, person("supervisor", "room"))) is LoanState.AGREED
    assert code_of(standing(), GIVE, at_centre("bom-1")) == "not_your_centre"


def test_a_unit_is_promised_to_one_operation_at_a_time() -> None:
    first = agreed(standing())
    same_hours = standing(OTHER, name="Concierto")
    command = m.OfferUnitLoan(operation=OTHER, unit=SANITARY.id)
    assert code_of(same_hours, command, at_centre(), (first,)) == "loan_overlaps"
    next_day = standing(OTHER, starts="2026-08-16T16:00", ends="2026-08-16T20:00")
    assert state(decided(next_day, command, at_centre(), (first,))) is LoanState.AGREED
    # Nor by moving one of them over the other.
    both = decided(next_day, command, at_centre(), (first,))
    moved = after(
        first,
        life.decide(
            first, m.ExtendOperation(operation=ID, ends="2026-08-16T17:00", reason="más"), planner(), AT
        ),
    )
    with pytest.raises(Refused, match="loan_overlaps"):
        loans.require_no_overlap_after_change(moved, [both, moved])


def test_it_is_asked_back_and_a_person_at_the_post_says_yes_or_no() -> None:
    at_post = person("dispatcher", "post-1", centre=POST, agency="pc", name="Núria")
    lent = agreed(running())
    asked = decided(lent, BACK, at_centre())
    assert code_of(lent, KEEP, at_post) == "not_asked_back"
    kept = decided(asked, KEEP, at_post)
    assert kept.loans[0].back is not None
    assert kept.loans[0].back.refused_by == "Núria"
    again = decided(kept, BACK, at_centre())
    assert again.loans[0].back is not None
    assert again.loans[0].back.refused_by is None
    assert state(decided(again, RETURN, at_post)) is LoanState.OVER


def test_a_promise_is_taken_back_before_anything_begins() -> None:
    assert state(decided(agreed(standing()), BACK, at_centre())) is LoanState.OVER


def test_what_cannot_be_lent_is_refused() -> None:
    def refused(**changed: Any) -> str:
        unit = msgspec.structs.replace(SANITARY, **changed)
        with pytest.raises(Refused) as refusal:
            loans.ask(standing(), ASK, unit, (), planner())
        return refusal.value.code

    assert refused(mode=Mode.EXERCISE) == "mode_differs"
    assert refused(retired=True) == "unit_retired"
    assert refused(home=POST) == "unit_of_the_post"
    over = after(running(), life.decide(running(), m.EndOperation(operation=ID, reason="fin"), planner(), AT))
    assert code_of(over, ASK, planner()) == "operation_over"


# --- where the unit is ----------------------------------------------------------------------------

LEND = lending.LendUnit(unit=SANITARY.id, operation=ID, name="Festa", post=POST, lender=CentreId("san-1"))
HOME = lending.BringUnitHome(unit=SANITARY.id, operation=ID)


def unit(*facts: Event) -> Unit:
    known = units.evolve(None, units.register(None, registered(unit=SANITARY.id), system())[0], AT)
    return moved(known, *facts)


def moved(known: Unit, *facts: Event) -> Unit:
    for fact in facts:
        known = units.evolve(known, fact, AT)
    return known


def at_work(known: Unit) -> Unit:
    return msgspec.structs.replace(known, assignment=AssignmentId(UUID(int=3)))


def test_a_free_unit_goes_at_once_and_comes_home_at_once() -> None:
    there = moved(unit(), *moves.decide(unit(), LEND))
    assert (there.centre, there.lent_by, own_centre(there)) == (POST, "san-1", "san-1")
    assert moves.decide(there, LEND) == ()
    home = moved(there, *moves.decide(there, HOME))
    assert (home.centre, home.lent_by, home.lent) == ("san-1", None, None)
    assert moves.decide(home, HOME) == ()


def test_a_unit_at_work_goes_and_comes_home_with_the_end_of_its_run() -> None:
    waits = moved(at_work(unit()), *moves.decide(at_work(unit()), LEND))
    assert (waits.centre, waits.lent_by) == ("san-1", "san-1")
    there = moved(waits, *units.free_unit(waits, ReleaseReason.FINISHED, system()))
    assert (there.centre, there.assignment) == (POST, None)
    homeward = moved(at_work(there), *moves.decide(at_work(there), HOME))
    assert (homeward.centre, homeward.lent is not None and homeward.lent.homeward) == (POST, True)
    assert moves.decide(homeward, HOME) == ()
    stays = moved(homeward, *moves.decide(homeward, LEND))
    assert stays.lent is not None
    assert not stays.lent.homeward
    assert not stays.lent.waits
    home = moved(homeward, *units.free_unit(homeward, ReleaseReason.FINISHED, system()))
    assert (home.centre, home.lent) == ("san-1", None)


def test_where_its_own_centre_told_it_to_wait_holds_no_longer_at_the_post() -> None:
    waiting = msgspec.structs.replace(
        unit(), stand_by=StandBy(place=Point(lat=41.92, lon=1.9), name="Fontnova", at=AT, by_name="Marta")
    )
    there = moved(waiting, *moves.decide(waiting, LEND))
    assert (there.centre, there.stand_by) == (POST, None)
    promised = moved(at_work(waiting), *moves.decide(at_work(waiting), LEND))
    assert promised.stand_by == waiting.stand_by, "it is still of its own centre"


def test_a_unit_that_waits_to_go_and_is_not_wanted_any_more_just_stays() -> None:
    waits = moved(at_work(unit()), *moves.decide(at_work(unit()), LEND))
    home = moved(waits, *moves.decide(waits, HOME))
    assert (home.centre, home.lent, home.assignment is not None) == ("san-1", None, True)


def test_a_lent_unit_is_not_lent_again_nor_moved_by_an_administrator() -> None:
    there = moved(unit(), *moves.decide(unit(), LEND))
    with pytest.raises(Refused, match="unit_lent"):
        moves.decide(there, msgspec.structs.replace(LEND, operation=OTHER))
    with pytest.raises(Refused, match="unit_lent"):
        units.register(there, registered(unit=SANITARY.id, centre=CentreId("san-2")), system())
    renamed = units.register(there, registered("SVA-9", unit=SANITARY.id), system())
    assert moved(there, *renamed).centre == POST
    assert moved(there, *renamed).callsign == "SVA-9"
    assert units.register(there, registered(unit=SANITARY.id), system()) == ()
    with pytest.raises(Refused, match="unit_of_another_centre"):
        moves.decide(unit(), msgspec.structs.replace(LEND, lender=CentreId("bom-1")))
