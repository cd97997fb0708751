"""A small case file with everything in it that a large one has."""

from datetime import UTC, datetime
from hashlib import sha256

import msgspec

from auxilio.archive.bundle import BundleDocument, CaseFileInput, StreamPart, part_of, places_for
from auxilio.archive.core.bundle_layout import StoryLine
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CaseId, EventId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.shared_types import Mode
from auxilio.platform.keys.fakes import MemoryKeys
from auxilio.platform.proof.chain import GENESIS, commitment, digest_of
from auxilio.platform.proof.head import sign_head
from auxilio.platform.proof.merkle import CompactRange, leaf_hash
from tests.platform.proof.factories import change, stream

KEYS = MemoryKeys(seed=bytes(range(32)))
SEALED_AT = datetime(2026, 11, 24, 4, 2, 19, tzinfo=UTC)
VOICE = b"OggS not really a voice"


def chained(events: list[Envelope]) -> list[Envelope]:
    """The same events with true digests."""
    out: list[Envelope] = []
    for event in events:
        previous = out[-1].digest if out else GENESIS
        out.append(msgspec.structs.replace(event, digest=digest_of(previous, event)))
    return out


def case_file(
    *, documents: int = 2, redacted: bool = False, pdf: bytes = b"%PDF-1.7 a report"
) -> CaseFileInput:
    """A case with its own stream, a call's, and a part of a unit's that also served another case."""
    events = stream(4, name="case:0192")
    case = events[0].case
    assert case is not None
    other = CaseId(type(case)(int=77))
    call = stream(3, name="call:0193")
    body = f'{{"kind":"calls.call.recorded","recording":"{sha256(VOICE).hexdigest()}"}}'
    call = chained([change(call[0], case=None), change(call[1], body=body), call[2]])
    unit = stream(6, name="unit:b-12")
    unit = chained([change(e, case=other) if e.version in (1, 2, 5) else e for e in unit])
    streams = [chained(events), call, unit]
    tree, nodes = CompactRange().append(leaf_hash(e.digest) for s in streams for e in s)
    every = [e for s in streams for e in s]
    parts = [part for s in streams if (part := part_of(case, s))]
    leaves: dict[EventId, int] = {e.id: n for n, e in enumerate(every)}
    own = {e.id: leaves[e.id] for part in parts for e in part.events}
    return CaseFileInput(
        case=case,
        number="4821/2026",
        mode=Mode.EXERCISE,
        organ="A13002908",
        classification="A13002908_PRO_ATENCION112",
        opened_at=events[0].happened_at,
        sealed_at=SEALED_AT,
        streams=tuple(parts),
        leaves=own,
        nodes={place: nodes[place] for place in places_for(own, tree.size)},
        head=sign_head(tree, SEALED_AT, KEYS.key_id, KEYS.sign),
        documents=tuple(document(n, call[1].id) for n in range(documents)),
        story=tuple(
            StoryLine(at=iso_us(e.happened_at), who=e.actor_name, words=e.kind, event=str(e.id))
            for e in events
        ),
        report=pdf,
        redacted={e.id: commitment(e.salt, e.body) for e in events[1:2]} if redacted else {},
    )


def document(number: int, event: EventId) -> BundleDocument:
    """The first is the recording that the call's second fact names."""
    return BundleDocument(
        name=f"{number + 1:04d}-voice.opus",
        title="Grabación de la llamada",
        media_type="audio/ogg",
        data=VOICE if number == 0 else b"x" * number,
        incorporated_at=SEALED_AT,
        event=event if number == 0 else None,
    )


def without(part: StreamPart, place: int) -> StreamPart:
    """The same with one fact taken out."""
    previous = part.previous and tuple(p for n, p in enumerate(part.previous) if n != place)
    return msgspec.structs.replace(
        part, events=tuple(e for n, e in enumerate(part.events) if n != place), previous=previous
    )
