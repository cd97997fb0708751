"""The hash chain of a stream (decision 0050).

    commitment = SHA-256(salt ‖ body)
    digest     = SHA-256(0x01 ‖ previous ‖ field₁ ‖ … ‖ field₁₄ ‖ commitment)

Each field is a four-byte big-endian length and UTF-8 bytes; a field that is absent has the length
0xFFFFFFFF and no bytes, so that nothing and empty text differ. The body is hashed as the text that was
written, never as parsed JSON: a database may reorder keys. Because only the commitment of a body enters
the chain, a body and its salt can be removed later and the chain still verifies.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import msgspec

from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId, CaseId, EventId, StreamId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.shared_types import Mode

GENESIS = bytes(32)
"""What stands before the first event of a stream."""

ABSENT = b"\xff\xff\xff\xff"
_DIGEST_BYTES = 32


class ChainFaultKind(StrEnum):
    """What was done to a stream, as far as the chain can tell."""

    CHANGED = "changed"
    REMOVED = "removed"
    REORDERED = "reordered"
    INSERTED = "inserted"


class ChainFault(msgspec.Struct, frozen=True, kw_only=True):
    """The first place where a stream is not what was written.

    `event` is None when the event itself is gone. `version` is the place in the stream where it is missed,
    or at which it was found.
    """

    kind: ChainFaultKind
    stream: StreamId
    version: int
    event: EventId | None


def commitment(salt: bytes, body: str) -> bytes:
    """What the chain keeps of a body for ever, and what may stay when the body must go."""
    return sha256(salt + body.encode()).digest()


_LENGTHS = tuple(length.to_bytes(4, "big") for length in range(256))
"""Every field but a stranger's name is short, and this is on the path of every fact."""


def _field(value: str | None) -> bytes:
    if value is None:
        return ABSENT
    raw = value.encode()
    return (_LENGTHS[len(raw)] if len(raw) < len(_LENGTHS) else len(raw).to_bytes(4, "big")) + raw


def chain_digest(
    previous: bytes,
    *,
    id: UUID,
    stream: str,
    version: int,
    kind: str,
    schema: int,
    happened_at: datetime,
    recorded_at: datetime,
    actor: UUID,
    actor_name: str,
    desk: str | None,
    cause: UUID,
    case: UUID | None,
    call: UUID | None,
    mode: str,
    committed: bytes,
) -> bytes:
    """The digest of an event whose body is known only by its commitment."""
    assert len(previous) == _DIGEST_BYTES, "a chain hangs on a whole digest"
    assert len(committed) == _DIGEST_BYTES, "a commitment is a whole digest"
    fields = (
        str(id),
        stream,
        str(version),
        kind,
        str(schema),
        iso_us(happened_at),
        iso_us(recorded_at),
        str(actor),
        actor_name,
        desk,
        str(cause),
        None if case is None else str(case),
        None if call is None else str(call),
        str(mode),
    )
    return sha256(b"".join((b"\x01", previous, *map(_field, fields), committed))).digest()


def envelope_digest(
    previous: bytes,
    *,
    id: EventId,
    stream: StreamId,
    version: int,
    kind: str,
    schema: int,
    happened_at: datetime,
    recorded_at: datetime,
    actor: UUID,
    actor_name: str,
    desk: str | None,
    cause: UUID,
    case: CaseId | None,
    call: CallId | None,
    mode: Mode,
    salt: bytes,
    body: str,
) -> bytes:
    """The digest of an event about to be written after one whose digest is `previous` (GENESIS at first)."""
    return chain_digest(
        previous,
        id=id,
        stream=stream,
        version=version,
        kind=kind,
        schema=schema,
        happened_at=happened_at,
        recorded_at=recorded_at,
        actor=actor,
        actor_name=actor_name,
        desk=desk,
        cause=cause,
        case=case,
        call=call,
        mode=mode.value,
        committed=commitment(salt, body),
    )


def digest_of(
    previous: bytes, envelope: Envelope, *, committed: bytes | None = None, version: int | None = None
) -> bytes:
    """What `envelope.digest` must be after `previous`; the digest it carries is not looked at.

    `committed` stands for a body that was redacted; `version` asks what it would be at another place.
    """
    return chain_digest(
        previous,
        id=envelope.id,
        stream=envelope.stream,
        version=envelope.version if version is None else version,
        kind=envelope.kind,
        schema=envelope.schema,
        happened_at=envelope.happened_at,
        recorded_at=envelope.recorded_at,
        actor=envelope.actor,
        actor_name=envelope.actor_name,
        desk=envelope.desk,
        cause=envelope.cause,
        case=envelope.case,
        call=envelope.call,
        mode=envelope.mode.value,
        committed=commitment(envelope.salt, envelope.body) if committed is None else committed,
    )


_WINDOW = 64
"""How far from its place a moved event is looked for: diagnosis may not turn quadratic over a long stream."""


def verify_stream(
    envelopes: Sequence[Envelope], *, redacted: Mapping[EventId, bytes] | None = None
) -> ChainFault | None:
    """The first fault of one whole stream, given in the order of its versions; None when it is intact.

    `redacted` holds the commitments of events whose body and salt were removed by right. A stream cut off
    at its end looks intact from inside: only a signed head shows that (proof.audit).
    """
    kept = redacted or {}
    previous = GENESIS
    for index, envelope in enumerate(envelopes):
        expected = index + 1
        if envelope.version != expected:
            return _misplaced(envelopes, index)
        if digest_of(previous, envelope, committed=kept.get(envelope.id)) != envelope.digest:
            return _diagnose(envelopes, index, previous, kept)
        previous = envelope.digest
    return None


def _misplaced(envelopes: Sequence[Envelope], index: int) -> ChainFault:
    """A version that is not the next one: something is missing, came twice, or stands elsewhere."""
    envelope, expected = envelopes[index], index + 1
    if envelope.version < expected:
        kind = ChainFaultKind.INSERTED
    elif any(later.version == expected for later in envelopes[index + 1 :]):
        kind = ChainFaultKind.REORDERED
    else:
        return ChainFault(kind=ChainFaultKind.REMOVED, stream=envelope.stream, version=expected, event=None)
    return ChainFault(kind=kind, stream=envelope.stream, version=envelope.version, event=envelope.id)


def _diagnose(
    envelopes: Sequence[Envelope], index: int, previous: bytes, kept: Mapping[EventId, bytes]
) -> ChainFault:
    """Its digest does not fit here. Does it fit somewhere else, or does the next one fit in its place?"""
    envelope = envelopes[index]

    def fits(candidate: Envelope, after: bytes, version: int) -> bool:
        return (
            digest_of(after, candidate, committed=kept.get(candidate.id), version=version) == candidate.digest
        )

    def fault(kind: ChainFaultKind, named: Envelope) -> ChainFault:
        return ChainFault(kind=kind, stream=named.stream, version=named.version, event=named.id)

    # An event that was true before others were pushed in ahead of it still fits at its old place.
    for place in range(index - 1, max(-1, index - _WINDOW), -1):
        before = envelopes[place - 1].digest if place else GENESIS
        if fits(envelope, before, place + 1):
            return fault(ChainFaultKind.INSERTED, envelopes[place])
    # It is true, and belongs further on.
    window = envelopes[max(0, index - _WINDOW) : index + _WINDOW]
    for place in range(index + 2, min(len(envelopes), index + _WINDOW) + 1):
        if any(fits(envelope, other.digest, place) for other in window if other is not envelope):
            return fault(ChainFaultKind.REORDERED, envelope)
    # The next one fits here: this one was pushed in, with whatever digest.
    if index + 1 < len(envelopes) and fits(envelopes[index + 1], previous, index + 1):
        return fault(ChainFaultKind.INSERTED, envelope)
    # It stands where it was, or too far away to say; either way it is not what was written.
    return fault(ChainFaultKind.CHANGED, envelope)
