"""Aim: a fix goes to the calls of its telephone and to no other, whatever any telephone or clock says (decision 0391)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.calls.core import messages as m
from auxilio.calls.core.fix_matching import (
    AFTER_CALL_S,
    BEFORE_CALL_S,
    PARKED_S,
    ArrivedFix,
    call_identities,
    fix_identity,
    fixes_for_call,
    match_calls,
)
from auxilio.calls.core.machine import decide, evolve
from auxilio.calls.core.model import FINISHED_STATES, Call, CallChannel, CallState, NumberSource
from auxilio.calls.core.position_machine import MESSAGES_MAX
from auxilio.kernel.ids import CallId
from auxilio.kernel.position import Point, Position, PositionFlag, PositionSource
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from tests.actors import citizen, system

AT = datetime(2026, 12, 2, 3, 12, 45, tzinfo=UTC)
MOBILE, OTHER = "+34600111222", "+34600111223"
IMEI = "35693803564380"


def call(
    n: int = 1,
    state: CallState = CallState.ANSWERED,
    *,
    phone: str | None = MOBILE,
    known_by: NumberSource | None = NumberSource.NETWORK_ASSERTED,
    imei: str | None = None,
    rang_s: float = -30,
    ended_s: float | None = None,
    mode: Mode = Mode.REAL,
) -> Call:
    """A call that rang and ended so many seconds from `AT`."""
    return Call(
        id=CallId(UUID(int=n)),
        number=n,
        channel=CallChannel.VOICE,
        state=state,
        mode=mode,
        rang_at=AT + timedelta(seconds=rang_s),
        ended_at=None if ended_s is None else AT + timedelta(seconds=ended_s),
        phone=phone,
        phone_known_by=known_by,
        imei=imei,
    )


def arrived(
    identity: str = MOBILE, received_s: float = 0, *, position: bool = True, id: UUID | None = None
) -> ArrivedFix:
    at = AT + timedelta(seconds=received_s)
    fix = Position(point=Point(lat=42.5, lon=1.5), source=PositionSource.AML, at=at, received_at=at)
    message = m.LocationMessage(id=id or new_id(), source=PositionSource.AML, received_at=at, raw="v=1")
    return ArrivedFix(identity=identity, message=message, position=fix if position else None)


def matched(*calls: Call, identity: str = MOBILE) -> dict[int, tuple[PositionFlag, ...]]:
    found = match_calls(identity, AT, calls, Mode.REAL)
    return {match.call.number: match.flags for match in found}


calls = st.builds(
    call,
    st.integers(1, 1000),
    st.sampled_from(CallState),
    phone=st.sampled_from([MOBILE, OTHER, None]),
    known_by=st.sampled_from([*NumberSource, None]),
    imei=st.sampled_from([IMEI, None]),
    rang_s=st.floats(-4000, 4000),
    ended_s=st.none() | st.floats(-4000, 4000),
    mode=st.sampled_from(Mode),
)


@given(st.lists(calls, unique_by=lambda one: one.id), st.sampled_from([MOBILE, f"imei:{IMEI}"]))
def test_a_fix_reaches_calls_of_its_asserted_identity_within_the_window_and_no_other(
    known: list[Call], identity: str
) -> None:
    found = match_calls(identity, AT, known, Mode.REAL)
    for match in found:
        one = match.call
        assert one.mode is Mode.REAL
        assert identity in call_identities(one)
        assert identity.startswith("imei:") or one.phone_known_by is NumberSource.NETWORK_ASSERTED
        assert (one.rang_at - AT).total_seconds() <= BEFORE_CALL_S
        assert one.ended_at is None or (AT - one.ended_at).total_seconds() <= AFTER_CALL_S
    over = [match for match in found if match.call.state in FINISHED_STATES]
    assert not over or len(found) == 1, "a call that is over has it alone, and only where none is in progress"
    shared = {PositionFlag.SHARED_NUMBER in match.flags for match in found}
    assert shared <= {len(found) > 1}


def test_the_living_call_of_joined_retries_has_it() -> None:
    joined = call(1, CallState.CALLED_BACK, rang_s=-90, ended_s=-60)
    assert matched(joined, call(2)) == {2: ()}


def test_of_calls_that_are_over_the_last_one_has_it() -> None:
    first, last = (
        call(1, CallState.ENDED, rang_s=-300, ended_s=-200),
        call(2, CallState.ENDED, rang_s=-100, ended_s=-50),
    )
    assert matched(last, first) == {2: ()}


def test_each_of_several_calls_of_one_number_has_it_flagged() -> None:
    flag = (PositionFlag.SHARED_NUMBER,)
    assert matched(call(1), call(2, CallState.QUEUED)) == {1: flag, 2: flag}


@pytest.mark.parametrize(("seconds", "there"), [(-AFTER_CALL_S - 1, False), (-AFTER_CALL_S, True)])
def test_ten_minutes_after_the_end_a_call_has_no_more(seconds: float, there: bool) -> None:
    over = call(1, CallState.ENDED, rang_s=-5000, ended_s=seconds)
    assert bool(matched(over)) is there


@pytest.mark.parametrize(("seconds", "there"), [(BEFORE_CALL_S + 1, False), (BEFORE_CALL_S, True)])
def test_a_minute_before_the_ring_is_of_the_call(seconds: float, there: bool) -> None:
    assert bool(matched(call(1, rang_s=seconds))) is there


@pytest.mark.parametrize(
    ("msisdn", "imei", "identity"),
    [
        ("+34600111222", IMEI + "9", MOBILE),
        ("600 111 222", None, MOBILE),
        ("34600111222", None, MOBILE),
        ("0034600111222", None, MOBILE),
        ("+33612345678", None, "+33612345678"),
        (None, IMEI + "9", f"imei:{IMEI}"),
        (None, IMEI + "01", f"imei:{IMEI}"),
        ("none", IMEI, f"imei:{IMEI}"),
        (None, "000000000000000", None),
        (None, "12345", None),
        (None, "٣" * 15, None),
        (None, None, None),
        ("", "", None),
    ],
)
def test_a_telephone_is_known_by_its_number_and_without_one_by_its_imei(
    msisdn: str | None, imei: str | None, identity: str | None
) -> None:
    assert fix_identity(msisdn, imei, "ES") == identity


def test_a_ring_is_given_what_waits_for_it_oldest_first_and_flagged_where_it_is_older_than_the_call() -> None:
    new, old, gone = arrived(received_s=-40), arrived(received_s=-1000), arrived(received_s=-PARKED_S - 31)
    strange = arrived(OTHER)
    given_ = fixes_for_call(call(rang_s=-30), [new, gone, strange, old])
    assert [fix.message.id for fix in given_] == [old.message.id, new.message.id]
    flags = [fix.position.flags for fix in given_ if fix.position is not None]
    assert flags == [(PositionFlag.BEFORE_CALL,), ()]


def test_a_replay_gives_a_call_that_is_long_over_nothing_that_came_since() -> None:
    over = call(1, CallState.ENDED, rang_s=-5000, ended_s=-4900)
    assert fixes_for_call(over, [arrived()]) == ()


def told(before: Call, fix: ArrivedFix) -> tuple[Call, list[str]]:
    report = m.ReportLocationMessage(call=before.id, message=fix.message, position=fix.position)
    facts = decide(before, report, system(), AT)
    after = before
    for fact in facts:
        after = evolve(after, fact, AT)  # type: ignore[arg-type]  # decide makes facts of calls only
    return after, [fact.kind() for fact in facts]


def test_a_message_is_kept_as_it_came_and_its_fix_stands_in_the_call() -> None:
    after, kinds = told(call(), arrived())
    assert kinds == ["calls.call.location_message_received", "calls.call.position_reported"]
    assert [fix.source for fix in after.positions] == [PositionSource.AML]


def test_a_message_that_is_sent_again_changes_nothing() -> None:
    fix = arrived()
    after, _ = told(call(), fix)
    assert told(after, fix) == (after, [])


def test_a_message_without_a_fix_is_kept_and_moves_nothing() -> None:
    after, kinds = told(call(), arrived(position=False))
    assert kinds == ["calls.call.location_message_received"]
    assert after.positions == ()


def test_messages_of_a_call_are_bounded() -> None:
    full = msgspec.structs.replace(call(), location_message_count=MESSAGES_MAX)
    assert told(full, arrived()) == (full, [])


def test_a_page_gives_its_fix_no_flag() -> None:
    here = Position(
        point=Point(lat=42.5, lon=1.5),
        source=PositionSource.BROWSER,
        at=AT,
        flags=(PositionFlag.SHARED_NUMBER,),
    )
    (fact,) = decide(call(), m.ReportPosition(call=call().id, position=here), citizen(call().id), AT)
    assert isinstance(fact, m.PositionReported)
    assert fact.position.flags == ()
