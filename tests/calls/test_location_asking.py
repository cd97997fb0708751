"""Aim: who is asked about next, and what a desk's request for a position is (decision 0401)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.calls.core import messages as m
from auxilio.calls.core.boards import call_row
from auxilio.calls.core.location_answer import LocationAnswer, reports_of
from auxilio.calls.core.location_asking import ASK_EVERY_S, LocatableCall, next_questions
from auxilio.calls.core.machine import decide, evolve
from auxilio.calls.core.model import (
    FINISHED_STATES,
    Call,
    CallState,
    LocationFailure,
    LocationRequest,
    NumberSource,
)
from auxilio.kernel.ids import CallId
from auxilio.kernel.position import Point, Position, PositionSource
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.realtime.reserved_rows import reserved_row
from tests.actors import system
from tests.calls.factories import AT, CALL, LUCIA, a_call

PHONE = "+34600111222"
SLOW = LocationFailure(server="lis.example", code="outward_too_slow")
AWAITED = LocationRequest(asked_at=AT)


def named(nth: int, request: LocationRequest | None = None) -> LocatableCall:
    return LocatableCall(id=CallId(UUID(int=nth)), phone=PHONE, mode=Mode.REAL, location_request=request)


def asserted(state: CallState = CallState.ANSWERED, **fields: Any) -> Call:
    known_by = fields.pop("phone_known_by", NumberSource.NETWORK_ASSERTED)
    return msgspec.structs.replace(a_call(state), phone=PHONE, phone_known_by=known_by, **fields)


def after(call: Call, command: Any) -> Call:
    for fact in decide(call, command, LUCIA, AT):
        call = evolve(call, fact, AT)
    return call


# --- which call is next ---


def test_a_call_that_rings_is_asked_about_at_once_and_again_half_a_minute_after_its_answer() -> None:
    call = named(1)
    assert next_questions([call], {}, (), AT, 1) == (call,)
    assert next_questions([call], {}, {call.id}, AT, 1) == (), "one question at a time"
    answered = {call.id: AT}
    assert next_questions([call], answered, (), AT + timedelta(seconds=ASK_EVERY_S - 1), 1) == ()
    assert next_questions([call], answered, (), AT + timedelta(seconds=ASK_EVERY_S), 1) == (call,)


def test_a_desk_that_asks_waits_for_no_interval_and_a_request_that_has_ended_asks_nothing() -> None:
    ended = LocationRequest(asked_at=AT, ended_at=AT)
    calls, answered = [named(1, ended), named(2, AWAITED)], {CallId(UUID(int=1)): AT, CallId(UUID(int=2)): AT}
    assert [call.id.int for call in next_questions(calls, answered, (), AT, 9)] == [2]


def test_desks_that_wait_come_first_then_calls_without_any_answer_then_the_oldest_answer() -> None:
    calls = [named(1), named(2), named(3), named(4, AWAITED)]
    at = AT + timedelta(hours=1)
    answered = {
        CallId(UUID(int=1)): AT + timedelta(seconds=9),
        CallId(UUID(int=2)): AT,
        CallId(UUID(int=4)): AT,
    }
    assert [call.id.int for call in next_questions(calls, answered, (), at, 9)] == [4, 3, 2, 1]


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 90)), max_size=30), st.integers(-2, 9))
def test_never_more_questions_than_places_and_none_twice(
    calls: list[tuple[bool, bool, int]], free: int
) -> None:
    every = [named(nth, AWAITED if awaited else None) for nth, (awaited, _, _) in enumerate(calls)]
    busy = {every[nth].id for nth, (_, asked, _) in enumerate(calls) if asked}
    answered = {every[nth].id: AT + timedelta(seconds=age) for nth, (_, _, age) in enumerate(calls)}
    found = next_questions(every, answered, busy, AT + timedelta(seconds=60), free)
    assert len(found) <= max(0, free)
    assert len({call.id for call in found}) == len(found)
    assert not busy & {call.id for call in found}


# --- what the call keeps ---


def test_a_request_waits_until_it_is_answered_and_the_row_shows_its_failure() -> None:
    asked = after(asserted(), m.RequestLocation(call=CALL))
    assert call_row(asked).location_request == LocationRequest(asked_at=AT)
    assert decide(asked, m.RequestLocation(call=CALL), LUCIA, AT) == (), "a second press changes nothing"
    failed = after(asked, m.EndLocationRequest(call=CALL, failure=SLOW))
    assert call_row(failed).location_request == LocationRequest(asked_at=AT, ended_at=AT, failure=SLOW)
    again = after(failed, m.RequestLocation(call=CALL))
    assert call_row(again).location_request == LocationRequest(asked_at=AT), "it can be asked again"


def test_an_answer_that_no_desk_waits_for_ends_no_request() -> None:
    for call in (asserted(), after(asserted(), m.EndLocationRequest(call=CALL))):
        assert decide(call, m.EndLocationRequest(call=CALL, failure=SLOW), LUCIA, AT) == ()


@pytest.mark.parametrize("state", CallState)
def test_what_is_over_is_not_asked_about(state: CallState) -> None:
    call = asserted(state)
    if state not in FINISHED_STATES:
        assert decide(call, m.RequestLocation(call=CALL), LUCIA, AT) == (m.LocationRequested(call=CALL),)
        return
    with pytest.raises(Refused, match="call_over"):
        decide(call, m.RequestLocation(call=CALL), LUCIA, AT)


@pytest.mark.parametrize("known_by", [None, NumberSource.SAID, NumberSource.TOKEN])
def test_nobody_is_asked_about_a_number_that_is_only_said(known_by: NumberSource | None) -> None:
    with pytest.raises(Refused, match="location_number_not_asserted"):
        decide(asserted(phone_known_by=known_by), m.RequestLocation(call=CALL), LUCIA, AT)


def test_of_a_reserved_case_the_request_is_not_shown() -> None:
    row = reserved_row(call_row(after(asserted(), m.RequestLocation(call=CALL))))
    assert getattr(row, "location_request", AWAITED) is None


def test_an_answer_is_one_report_with_all_its_positions_and_a_failure_beside_it() -> None:
    message = m.LocationMessage(id=CALL, source=PositionSource.HELD, received_at=AT, raw="<a/>")
    fixes = tuple(
        Position(point=Point(lat=lat, lon=1.0), source=PositionSource.HELD, at=AT) for lat in (41.0, 42.0)
    )
    (report,) = reports_of(CALL, LocationAnswer(message=message, positions=fixes))
    assert report == m.ReportLocationMessage(call=CALL, message=message, position=fixes[0], further=fixes[1:])
    facts = decide(asserted(), report, system(), AT)
    assert [fact.position for fact in facts if isinstance(fact, m.PositionReported)] == [
        msgspec.structs.replace(fix, received_at=AT) for fix in fixes
    ]
    kept, failed = reports_of(CALL, LocationAnswer(message=message, failure=SLOW))
    assert isinstance(kept, m.ReportLocationMessage)
    assert failed == m.ReportLocationFailure(call=CALL, failure=SLOW)
    assert reports_of(CALL, LocationAnswer(failure=SLOW)) == (failed,)
