"""Aim: whatever is done to a stream behind our back is found, and the first of it is named."""

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import EventId, StreamId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.proof.chain import (
    GENESIS,
    ChainFault,
    ChainFaultKind,
    commitment,
    digest_of,
    envelope_digest,
    verify_stream,
)
from tests.platform.proof.factories import change, event, stream


def named(fault: ChainFault | None) -> tuple[ChainFaultKind, int, EventId | None]:
    assert fault is not None
    return fault.kind, fault.version, fault.event


def test_the_digest_is_what_the_page_says_byte_by_byte() -> None:
    one = event(1)

    def field(text: str | None) -> bytes:
        return b"\xff\xff\xff\xff" if text is None else len(text.encode()).to_bytes(4, "big") + text.encode()

    written = b"".join(
        [
            b"\x01",
            bytes(32),
            field(str(one.id)),
            field("case:0192"),
            field("1"),
            field("cases.case.opened"),
            field("1"),
            field("2026-11-24T03:12:46.000001Z"),
            field("2026-11-24T03:12:46.003001Z"),
            field("00000000-0000-0000-0000-000000000007"),
            field("Núria Öz"),
            field("desk-14"),
            field("00000000-0000-0000-0000-0000000003e9"),
            field("00000000-0000-0000-0000-00000000002a"),
            field(None),
            field("real"),
            sha256(one.salt + one.body.encode()).digest(),
        ]
    )
    assert one.digest == sha256(written).digest()


def test_nothing_and_empty_text_are_two_digests() -> None:
    one = event(1)
    assert digest_of(GENESIS, change(one, desk=None)) != digest_of(GENESIS, change(one, desk=""))


def test_one_moment_has_one_digest_in_every_zone() -> None:
    one = event(1)
    madrid = one.happened_at.astimezone(timezone(timedelta(hours=1)))
    assert digest_of(GENESIS, change(one, happened_at=madrid)) == one.digest


def test_position_is_no_part_of_the_proof_for_a_restore_may_change_it() -> None:
    one = event(1)
    assert digest_of(GENESIS, change(one, position=type(one.position)(9, 9, 9))) == one.digest


def test_the_words_of_the_append_and_of_the_envelope_give_the_same_digest() -> None:
    one = event(3, previous=sha256(b"x").digest())
    fields = {f: getattr(one, f) for f in one.__struct_fields__ if f not in {"position", "digest"}}
    assert envelope_digest(sha256(b"x").digest(), **fields) == one.digest


@given(st.integers(0, 12))
def test_an_untouched_stream_has_no_fault(length: int) -> None:
    assert verify_stream(stream(length)) is None


OTHER = {
    "id": EventId(UUID(int=99)),
    "stream": StreamId("case:other"),
    "kind": "cases.case.closed",
    "schema": 2,
    "happened_at": datetime(2020, 1, 1, tzinfo=UTC),
    "recorded_at": datetime(2020, 1, 1, tzinfo=UTC),
    "actor": UUID(int=8),
    "actor_name": "Otra",
    "desk": "desk-99",
    "cause": UUID(int=1),
    "case": None,
    "call": UUID(int=5),
    "mode": Mode.TRAINING,
    "body": '{"words":"otra"}',
    "salt": bytes(32),
    "digest": bytes(32),
}


def test_every_field_of_an_envelope_but_its_position_is_tried_here() -> None:
    assert OTHER.keys() | {"position", "version"} == set(Envelope.__struct_fields__)


@pytest.mark.parametrize("field", sorted(OTHER))
def test_a_changed_field_is_found_and_its_event_is_named(field: str) -> None:
    events = stream(5)
    events[2] = change(events[2], **{field: OTHER[field]})
    assert named(verify_stream(events)) == (ChainFaultKind.CHANGED, 3, events[2].id)


def test_a_removed_event_is_missed_at_its_version() -> None:
    events = stream(5)
    del events[2]
    assert named(verify_stream(events)) == (ChainFaultKind.REMOVED, 3, None)


def test_a_removed_first_event_is_missed() -> None:
    assert named(verify_stream(stream(3)[1:])) == (ChainFaultKind.REMOVED, 1, None)


@pytest.mark.parametrize("other", [2, 3, 4])
def test_two_events_with_their_versions_swapped_are_called_reordered(other: int) -> None:
    events = stream(6)
    events[1], events[other] = change(events[other], version=2), change(events[1], version=other + 1)
    kind, version, _ = named(verify_stream(events))
    assert (kind, version) == (ChainFaultKind.REORDERED, 2)


def test_events_that_come_in_another_order_are_called_reordered() -> None:
    events = stream(4)
    events[1], events[2] = events[2], events[1]
    assert named(verify_stream(events)) == (ChainFaultKind.REORDERED, 3, events[1].id)


def test_an_event_pushed_in_with_a_true_looking_digest_is_called_inserted() -> None:
    events = stream(4)
    forged = change(
        event(3, body='{"words":"never said"}', previous=events[1].digest), id=EventId(UUID(int=5))
    )
    forged = change(forged, digest=digest_of(events[1].digest, forged))
    tampered = [*events[:2], forged, *(change(e, version=e.version + 1) for e in events[2:])]
    assert named(verify_stream(tampered)) == (ChainFaultKind.INSERTED, 3, forged.id)


def test_an_event_pushed_in_with_any_digest_is_called_inserted() -> None:
    events = stream(4)
    forged = change(events[1], version=3, id=EventId(UUID(int=5)), digest=bytes(32))
    tampered = [*events[:2], forged, *(change(e, version=e.version + 1) for e in events[2:])]
    assert named(verify_stream(tampered)) == (ChainFaultKind.INSERTED, 3, forged.id)


def test_a_version_that_comes_twice_is_called_inserted() -> None:
    events = stream(3)
    twice = change(events[2], id=EventId(UUID(int=5)))
    assert named(verify_stream([*events, twice])) == (ChainFaultKind.INSERTED, 3, twice.id)


def test_a_redacted_event_still_verifies_by_its_commitment() -> None:
    events = stream(4)
    kept = {events[1].id: commitment(events[1].salt, events[1].body)}
    events[1] = change(events[1], body="", salt=b"")
    assert verify_stream(events, redacted=kept) is None
    assert named(verify_stream(events)) == (ChainFaultKind.CHANGED, 2, events[1].id)


@given(st.data())
def test_any_edit_of_any_stream_is_found(data: st.DataObject) -> None:
    events = stream(data.draw(st.integers(2, 8)))
    place = data.draw(st.integers(0, len(events) - 1))
    field = data.draw(st.sampled_from(sorted(OTHER)))
    tampered = [*events[:place], change(events[place], **{field: OTHER[field]}), *events[place + 1 :]]
    if tampered != events:
        fault = verify_stream(tampered)
        assert fault is not None
        assert fault.version == place + 1


def test_an_envelope_read_back_from_its_json_has_the_same_digest() -> None:
    one = event(1)
    again = msgspec.json.decode(msgspec.json.encode(one), type=Envelope)
    assert digest_of(GENESIS, again) == one.digest
