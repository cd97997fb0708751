"""Writing a case file as one sealed file that anybody can check (decision 0054)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import msgspec

from auxilio.archive.core import bundle_layout
from auxilio.archive.core.bundle_layout import (
    EventRecord,
    Events,
    Inclusion,
    Index,
    IndexedDocument,
    SealText,
    StoryLine,
    StreamRecord,
)
from auxilio.archive.core.zip_container import BYTES_MAX, ENTRIES_MAX, ContainerEntry, write
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CaseId, EventId, StreamId, aggregate_name
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.files import make_folder, write_pieces_durably
from auxilio.platform.keys.ports import Signer
from auxilio.platform.proof.chain import GENESIS
from auxilio.platform.proof.head import SignedHead
from auxilio.platform.proof.merkle import Place, inclusion_places


class BundleDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A recording, a chat, a photograph. `event` is the fact that names it by its digest."""

    name: str
    title: str
    media_type: str
    data: bytes
    incorporated_at: datetime
    event: EventId | None = None


def digest_of(document: BundleDocument) -> str:
    """What the index will say of it."""
    return sha256(document.data).hexdigest()


class StreamPart(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one aggregate that belong to the case. `previous` is given for each when they are not all."""

    stream: StreamId
    events: tuple[Envelope, ...]
    previous: tuple[bytes, ...] | None = None


class CaseFileInput(msgspec.Struct, frozen=True, kw_only=True):
    """All that goes into a bundle, gathered by a reader who may read it. Nothing here reads a clock."""

    case: CaseId
    number: str
    mode: Mode
    organ: str
    """Who answers for the file: in Spain the DIR3 code of the body, such as A13002908."""
    classification: str
    opened_at: datetime
    sealed_at: datetime
    """When the case was sealed; of a working copy, when it is written."""
    sealed: bool = True
    streams: tuple[StreamPart, ...]
    leaves: dict[EventId, int]
    """Where each fact stands in the log's tree."""
    nodes: dict[Place, bytes]
    """The subtree roots that prove it (merkle.inclusion_places)."""
    head: SignedHead
    documents: tuple[BundleDocument, ...] = ()
    story: tuple[StoryLine, ...] = ()
    report: bytes
    """The PDF (archive.report)."""
    redacted: dict[EventId, bytes] = {}
    """Facts whose body does not go out, and their commitments."""


OUTLIVE_A_CASE = frozenset({"unit", "desk"})
"""Their streams tell of crews and shifts too: what is not of the case stays at home, whatever it is."""


LEFT = "calls.call.left_case"
"""A fact of the case that was left. Until decision 0346 it was recorded without one."""


def part_of(case: CaseId, events: Sequence[Envelope]) -> StreamPart | None:
    """What of a stream belongs to a case: all of it when it tells of no other, else its own facts, each with
    the digest before it. None when nothing does."""
    assert events, "a stream has a first fact"
    alone = aggregate_name(events[0].stream) not in OUTLIVE_A_CASE and all(
        e.case in (None, case) for e in events
    )
    if alone:
        return StreamPart(stream=events[0].stream, events=tuple(events))
    before = [GENESIS, *(e.digest for e in events[:-1])]
    came = next((n for n, e in enumerate(events) if e.case == case), None)
    if came is None:
        return None
    # What was told before it came to any case, its ring, is of each case that it came to; what it left for another is not.
    brought = 0 if aggregate_name(events[0].stream) in OUTLIVE_A_CASE else came
    own = [
        (e, previous)
        for n, (e, previous) in enumerate(zip(events, before, strict=True))
        if e.case == case or (n < brought and e.case is None and e.kind != LEFT)
    ]
    return StreamPart(
        stream=events[0].stream, events=tuple(e for e, _ in own), previous=tuple(p for _, p in own)
    )


def places_for(leaves: Mapping[EventId, int], size: int) -> frozenset[Place]:
    """The rows of the tree a bundle needs."""
    return frozenset(place for leaf in leaves.values() for place in inclusion_places(leaf, size))


def write_bundle(case_file: CaseFileInput, out: Path, signer: Signer) -> Index:
    """Write the sealed file, whole or not at all; readable by its owner only.

    The same input and key always give the same bytes. Refused with `bundle_too_large`,
    `document_name_unusable`, or `bundle_not_sealed_in_log` when a fact has no leaf under the head yet.
    """
    entries, index = _entries(case_file, signer)
    if sum(len(e.data) + 256 for e in entries) > BYTES_MAX or len(entries) > ENTRIES_MAX:
        raise Refused("bundle_too_large", case=str(case_file.case))
    make_folder(out.resolve().parent, mode=0o755)
    write_pieces_durably(out, write(entries, case_file.sealed_at), mode=0o600)
    return index


def index_of(case_file: CaseFileInput, signer: Signer) -> Index:
    """The index of the bundle that would be written; what is wrong with the input is refused as by `write_bundle`."""
    return _entries(case_file, signer)[1]


def facts_digest(streams: Sequence[StreamPart], redacted: Mapping[EventId, bytes]) -> str:
    """The SHA-256 of `events.json`, which the report prints as the fingerprint of the facts."""
    return sha256(encode(_events(streams, redacted))).hexdigest()


def seal_digest(index: Index) -> str:
    """The digest the fact `archive.case.sealed` keeps."""
    return sha256(encode(index)).hexdigest()


def encode(value: object) -> bytes:
    """JSON as it lies in the bundle: one line for each thing, so that it can be read and compared."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _entries(case_file: CaseFileInput, signer: Signer) -> tuple[list[ContainerEntry], Index]:
    contents = [
        ContainerEntry(bundle_layout.README, readme(sealed=case_file.sealed)),
        ContainerEntry(bundle_layout.EVENTS, encode(_events(case_file.streams, case_file.redacted))),
        ContainerEntry(bundle_layout.STORY, encode(case_file.story)),
        ContainerEntry(bundle_layout.REPORT, case_file.report),
        *(ContainerEntry(_document_name(d), d.data) for d in case_file.documents),
    ]
    if len({e.name for e in contents}) != len(contents):
        raise Refused("document_name_unusable", case=str(case_file.case))
    index = _index(case_file, contents)
    indexed = ContainerEntry(bundle_layout.INDEX, encode(index))
    proof = [
        ContainerEntry(bundle_layout.HEAD, case_file.head.note.encode()),
        ContainerEntry(bundle_layout.INCLUSION, encode(_inclusion(case_file))),
        ContainerEntry(bundle_layout.PUBLIC_KEY, signer.public_keys().pem),
    ]
    summed = [contents[0], indexed, *contents[1:], *proof]
    sums = bundle_layout.sums_text({e.name: sha256(e.data).hexdigest() for e in summed}).encode()
    seal = SealText(
        case=str(case_file.case),
        number=case_file.number,
        index_sha256=sha256(indexed.data).hexdigest(),
        sums_sha256=sha256(sums).hexdigest(),
        log_size=case_file.head.head.size,
        log_root=case_file.head.head.root.hex(),
        sealed_at=iso_us(case_file.sealed_at),
        key=signer.key_id,
        sealed=case_file.sealed,
    ).text.encode()
    sealed = [
        ContainerEntry(bundle_layout.SUMS, sums),
        ContainerEntry(bundle_layout.SEAL, seal),
        ContainerEntry(bundle_layout.SIGNATURE, signer.sign(seal)),
    ]
    return summed + sealed, index


_WORKING_COPY = "COPIA DE TRABAJO, SIN SELLAR · CÒPIA DE TREBALL, SENSE SEGELLAR · WORKING COPY, NOT SEALED · COPIE DE TRAVAIL, NON SCELLÉE"


def readme(*, sealed: bool = True) -> bytes:
    """How to check a bundle by hand, in our four languages; a working copy says in its first line that it is one."""
    text = files("auxilio.archive").joinpath("templates", "README.txt").read_bytes()
    return text if sealed else _WORKING_COPY.encode() + text[text.index(b"\n") :]


def _document_name(document: BundleDocument) -> str:
    if not bundle_layout.SAFE_NAME.fullmatch(document.name):
        raise Refused("document_name_unusable", name=document.name)
    return bundle_layout.DOCUMENTS + document.name


def _events(streams: Sequence[StreamPart], redacted: Mapping[EventId, bytes]) -> Events:
    def records(part: StreamPart) -> tuple[EventRecord, ...]:
        previous: Sequence[bytes | None] = part.previous or [None] * len(part.events)
        return tuple(
            bundle_layout.record_of(event, committed=redacted.get(event.id), previous=before)
            for event, before in zip(part.events, previous, strict=True)
        )

    return Events(
        streams=tuple(
            StreamRecord(stream=part.stream, whole=part.previous is None, events=records(part))
            for part in sorted(streams, key=lambda part: part.stream)
        )
    )


_OWN_PARTS = {
    bundle_layout.README: "text/plain; charset=utf-8",
    bundle_layout.EVENTS: "application/json",
    bundle_layout.STORY: "application/json",
    bundle_layout.REPORT: "application/pdf",
}


def _index(case_file: CaseFileInput, contents: Sequence[ContainerEntry]) -> Index:
    given = {_document_name(d): d for d in case_file.documents}
    lines = []
    for order, entry in enumerate(contents, start=1):
        document = given.get(entry.name)
        lines.append(
            IndexedDocument(
                order=order,
                name=entry.name,
                title=document.title if document else entry.name,
                media_type=document.media_type if document else _OWN_PARTS[entry.name],
                sha256=sha256(entry.data).hexdigest(),
                size=len(entry.data),
                incorporated_at=iso_us(document.incorporated_at if document else case_file.sealed_at),
                event=str(document.event) if document and document.event else None,
            )
        )
    return Index(
        case=str(case_file.case),
        number=case_file.number,
        mode=case_file.mode.value,
        organ=case_file.organ,
        classification=case_file.classification,
        opened_at=iso_us(case_file.opened_at),
        sealed_at=iso_us(case_file.sealed_at),
        documents=tuple(lines),
        sealed=case_file.sealed,
    )


def _inclusion(case_file: CaseFileInput) -> Inclusion:
    events = [event.id for part in case_file.streams for event in part.events]
    size = case_file.head.head.size
    unsealed = [event for event in events if case_file.leaves.get(event, size) >= size]
    if unsealed:
        raise Refused("bundle_not_sealed_in_log", case=str(case_file.case), event=str(unsealed[0]))
    leaves = {event: case_file.leaves[event] for event in events}
    needed = sorted(places_for(leaves, size))
    return Inclusion(
        size=size,
        leaves={str(event): leaf for event, leaf in leaves.items()},
        nodes={bundle_layout.place_text(place): case_file.nodes[place].hex() for place in needed},
    )
