"""What a row of a reserved case still says to persons to whom it is not open."""

import msgspec

from auxilio.calls.core.boards import CallRow, call_row
from auxilio.calls.core.model import Call, CallChannel, CallDisposition, CallState, Participant, PartyId
from auxilio.cases.core.boards import CaseRow, case_row
from auxilio.cases.core.model import Case, CaseState, NamedPerson, NamingReason
from auxilio.followup.core.boards import WatchRow, watch_row
from auxilio.followup.core.model import NoticeAttempt, Watch, WatchKind, WatchState
from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId, StreamId, WatchId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.realtime.reserved_rows import ALLOWED, reserved_row

AT = SimulatedClock().now()


def a_call(**more: object) -> CallRow:
    call = Call(
        id=CallId(new_id()),
        number=1,
        channel=CallChannel.VOICE,
        state=CallState.ANSWERED,
        mode=Mode.REAL,
        rang_at=AT,
        caller_name="Ana",
        case=CaseId(new_id()),
    )
    return call_row(msgspec.structs.replace(call, **more))


def hidden_call(row: CallRow) -> CallRow:
    seen = reserved_row(row)
    assert isinstance(seen, CallRow)
    return seen


def test_a_row_says_that_it_is_hidden_and_shows_nothing_that_is_not_named() -> None:
    owner = NamedPerson(person=PersonId(new_id()), name="Lucía", why=NamingReason.OWNER)
    case = Case(
        id=CaseId(new_id()),
        number=4821,
        mode=Mode.REAL,
        state=CaseState.OPEN,
        opened_at=AT,
        opened_by="Lucía",
        type="POL-01",
        reserved=True,
        named=(owner,),
    )
    assert case_row(case).hidden is False
    seen = reserved_row(case_row(case))
    assert isinstance(seen, CaseRow)
    assert (seen.hidden, seen.number, seen.type, seen.named) == (True, 4821, None, ())
    assert hidden_call(a_call()).hidden
    assert hidden_call(a_call()).caller_name is None


def test_a_desk_that_is_asked_into_a_call_of_a_reserved_case_still_hears_it_ring() -> None:
    def party(desk: str | None, name: str, number: str | None = None) -> Participant:
        return Participant(
            id=PartyId(new_id()),
            name=name,
            rang_at=AT,
            desk=DeskId(desk) if desk else None,
            number=number,
            joined_at=None,
            person=PersonId(new_id()),
            person_name="Pau",
        )

    parties = (party("desk-02", "the mother's friend"), party(None, "Arabic interpreter", "+34600111222"))
    [seen] = hidden_call(a_call(parties=parties)).parties
    assert (seen.desk, seen.name, seen.number, seen.person_name) == ("desk-02", "desk-02", None, None)


def test_a_call_that_was_accounted_for_does_not_look_unanswered() -> None:
    row = a_call(state=CallState.ABANDONED, disposition=CallDisposition.INFORMATION)
    assert hidden_call(row).disposition is CallDisposition.INFORMATION


def test_every_field_that_is_named_exists() -> None:
    for row, shown in ALLOWED.items():
        assert shown <= set(row.__struct_fields__), row


def test_a_notice_of_a_reserved_case_says_neither_what_it_is_nor_who_was_told() -> None:
    attempt = NoticeAttempt(whom="ADIF", reached=False, at=AT, by_name="Lucía")
    notice = Watch(
        id=WatchId(new_id()),
        kind=WatchKind.NOTICE,
        state=WatchState.FIRED,
        mode=Mode.REAL,
        subject=StreamId("case:1"),
        about="rail_stop_traffic",
        set_at=AT,
        due=None,
        attempts=(attempt,),
    )
    seen = reserved_row(watch_row(notice))
    assert isinstance(seen, WatchRow)
    assert (seen.kind, seen.about, seen.attempts, seen.stands) == (WatchKind.NOTICE, None, (), True)
