"""Streams of made-up events, chained as the log chains them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CallId, CaseId, EventId, StreamId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.proof.chain import GENESIS, digest_of

START = datetime(2026, 11, 24, 3, 12, 45, 1, tzinfo=UTC)


def event(
    version: int, *, stream: str = "case:0192", body: str | None = None, previous: bytes = GENESIS
) -> Envelope:
    """One event, chained after `previous`."""
    at = START + timedelta(seconds=version)
    blank = Envelope(
        position=Cursor(1, 100 + version, version),
        id=EventId(UUID(int=(sum(stream.encode())) << 64 | version)),
        stream=StreamId(stream),
        version=version,
        kind="cases.case.opened" if version == 1 else "cases.case.noted",
        schema=1,
        happened_at=at,
        recorded_at=at + timedelta(milliseconds=3),
        actor=UUID(int=7),
        actor_name="Núria Öz",
        desk="desk-14" if version % 2 else None,
        cause=UUID(int=1000 + version),
        case=CaseId(UUID(int=42)),
        call=CallId(UUID(int=43)) if version % 3 == 0 else None,
        mode=Mode.REAL,
        body=f'{{"words":"línea {version}","z":1,"a":2}}' if body is None else body,
        salt=bytes([version % 256]) * 32,
        digest=b"",
    )
    return msgspec.structs.replace(blank, digest=digest_of(previous, blank))


def stream(length: int, *, name: str = "case:0192") -> list[Envelope]:
    """A whole, intact stream."""
    made: list[Envelope] = []
    for version in range(1, length + 1):
        made.append(event(version, stream=name, previous=made[-1].digest if made else GENESIS))
    return made


def change(envelope: Envelope, **fields: object) -> Envelope:
    """What a hand in the database would leave behind."""
    return msgspec.structs.replace(envelope, **fields)
