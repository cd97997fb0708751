"""Is this case file what was sealed? Asked without our database, our network or our word.

Needs nothing but the file and, to know who sealed it, the centre's public key. What it finds is named by the
part of the bundle or the fact it concerns; wording is in the catalogues (`verify.<code>`).
"""

import mmap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import msgspec

from auxilio.archive.core import bundle_layout
from auxilio.archive.core.bundle_layout import EventRecord, Events, Inclusion, Index, SealText, StreamRecord
from auxilio.archive.core.zip_container import BrokenContainer, ContainerEntry, Sliceable, compare, read
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import EventId
from auxilio.kernel.refusal import Refused
from auxilio.platform.keys.public import PublicKeys, parse_public_keys, read_public_keys
from auxilio.platform.proof.chain import commitment, digest_of, verify_stream
from auxilio.platform.proof.head import BadHead, SignedHead, parse_note
from auxilio.platform.proof.merkle import inclusion_proof, leaf_hash, verify_inclusion


class BundleFaultCode(StrEnum):
    """What can be wrong with a bundle."""

    NOT_A_BUNDLE = "not_a_bundle"
    CONTAINER_CHANGED = "container_changed"
    ENTRY_DUPLICATED = "entry_duplicated"
    ENTRY_MISSING = "entry_missing"
    ENTRY_EXTRA = "entry_extra"
    ENTRY_CHANGED = "entry_changed"
    ENTRY_UNREADABLE = "entry_unreadable"
    SEAL_SIGNATURE = "seal_signature"
    SEAL_MISMATCH = "seal_mismatch"
    SIGNER_NOT_EXPECTED = "signer_not_expected"
    HEAD_SIGNATURE = "head_signature"
    EVENT_CHANGED = "event_changed"
    EVENT_REMOVED = "event_removed"
    EVENT_REORDERED = "event_reordered"
    EVENT_INSERTED = "event_inserted"
    EVENT_NOT_IN_LOG = "event_not_in_log"
    DOCUMENT_NOT_OF_EVENT = "document_not_of_event"


class BundleFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong: `name` is an entry or an event's id, `facts` say more where there is more."""

    code: BundleFaultCode
    name: str
    facts: dict[str, str] = {}


class BundleVerdict(StrEnum):
    """The answer in a word."""

    INTACT = "intact"
    INTACT_SIGNER_UNKNOWN = "intact_signer_unknown"
    CHANGED = "changed"


class BundleReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at and what was found, worst first."""

    verdict: BundleVerdict
    case: str | None = None
    number: str | None = None
    sealed_at: str | None = None
    sealed: bool = True
    """False for a working copy: it may be intact, and it is not a sealed file."""
    key: str | None = None
    entries: int = 0
    events: int = 0
    redacted: int = 0
    log_size: int | None = None
    findings: tuple[BundleFinding, ...] = ()

    @property
    def holds(self) -> bool:
        """Nothing was changed. Whether the signer is known is said by `verdict`."""
        return self.verdict is not BundleVerdict.CHANGED


def verify_bundle(path: Path, public_key: Path | None = None) -> BundleReport:
    """Check a bundle. Refused with `key_missing` or `key_invalid` for the given key, `file_missing` for the file;
    anything that is wrong with the bundle itself is a finding."""
    keys = read_public_keys(public_key) if public_key else None
    try:
        with path.open("rb") as file:
            if not path.stat().st_size:
                return _changed([BundleFinding(code=BundleFaultCode.NOT_A_BUNDLE, name=path.name)])
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                return verify_bytes(mapped, keys, name=path.name)
    except OSError as wrong:
        raise Refused("file_missing", path=str(path)) from wrong


def verify_bytes(file: Sliceable, keys: PublicKeys | None, *, name: str = "") -> BundleReport:
    """The same for a bundle at hand."""
    if file[:4] not in (b"PK\x03\x04", b"PK\x05\x06"):
        # The very first byte is a byte of the file too; only what has no end like ours is something else.
        ours = bundle_layout.SIGNATURE.encode() in file[max(0, len(file) - 200) :]
        code = BundleFaultCode.CONTAINER_CHANGED if ours else BundleFaultCode.NOT_A_BUNDLE
        return _changed(
            [BundleFinding(code=code, name=bundle_layout.README if ours else name, facts={"place": "header"})]
        )
    try:
        entries = read(file)
    except BrokenContainer as broken:
        return _changed([_container(broken)])
    return _BundleCheck(file, entries, keys).report()


def _changed(findings: Sequence[BundleFinding]) -> BundleReport:
    return BundleReport(verdict=BundleVerdict.CHANGED, findings=tuple(findings))


def _container(broken: BrokenContainer) -> BundleFinding:
    return BundleFinding(
        code=BundleFaultCode.CONTAINER_CHANGED, name=broken.entry or "", facts={"place": broken.place}
    )


class _BundleCheck:
    """One bundle under examination. Each question yields what it finds; none stops the others."""

    def __init__(self, file: Sliceable, entries: Sequence[ContainerEntry], keys: PublicKeys | None) -> None:
        self._file, self._entries, self._given = file, entries, keys
        self._data = {e.name: e.data for e in entries}
        self._sums = {e.name: sha256(e.data).hexdigest() for e in entries}
        self._seal = bundle_layout.parse_seal(self._text(bundle_layout.SEAL))
        self._index = self._json(bundle_layout.INDEX, Index)
        self._events = self._json(bundle_layout.EVENTS, Events)
        self._inclusion = self._json(bundle_layout.INCLUSION, Inclusion)
        self._head = self._read_head()
        self._own_keys = self._read_own_keys()

    def report(self) -> BundleReport:
        findings = [
            *self._names(),
            *self._contents(),
            *self._container(),
            *self._unreadable(),
            *self._sealed(),
            *self._facts(),
            *self._documents(),
        ]
        records = [r for s in (self._events.streams if self._events else ()) for r in s.events]
        seal = self._seal
        known = bool(self._given) and seal is not None
        verdict = BundleVerdict.INTACT if known else BundleVerdict.INTACT_SIGNER_UNKNOWN
        return BundleReport(
            verdict=BundleVerdict.CHANGED if findings else verdict,
            case=seal.case if seal else None,
            number=seal.number if seal else None,
            sealed_at=seal.sealed_at if seal else None,
            sealed=seal.sealed if seal else True,
            key=seal.key if seal else None,
            entries=len(self._entries),
            events=len(records),
            redacted=sum(r.body is None for r in records),
            log_size=seal.log_size if seal else None,
            findings=tuple(findings),
        )

    def _text(self, name: str) -> str:
        return self._data.get(name, b"").decode(errors="replace")

    def _json[T](self, name: str, type_: type[T]) -> T | None:
        try:
            return msgspec.json.decode(self._data.get(name, b""), type=type_)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None

    def _read_head(self) -> SignedHead | None:
        try:
            return parse_note(self._text(bundle_layout.HEAD))
        except BadHead:
            return None

    def _read_own_keys(self) -> PublicKeys | None:
        try:
            return parse_public_keys(
                self._data.get(bundle_layout.PUBLIC_KEY, b""), source=bundle_layout.PUBLIC_KEY
            )
        except Refused:
            return None

    def _names(self) -> Iterator[BundleFinding]:
        """Every part that must be there is there, once, and no other."""
        seen: set[str] = set()
        for entry in self._entries:
            if entry.name in seen:
                yield BundleFinding(code=BundleFaultCode.ENTRY_DUPLICATED, name=entry.name)
            seen.add(entry.name)
        proof = {bundle_layout.INDEX, bundle_layout.HEAD, bundle_layout.INCLUSION, bundle_layout.PUBLIC_KEY}
        wanted = proof | {bundle_layout.SUMS, bundle_layout.SEAL, bundle_layout.SIGNATURE}
        wanted |= (
            {d.name for d in self._index.documents}
            if self._index
            else {bundle_layout.README, bundle_layout.EVENTS}
        )
        for name in sorted(wanted - seen):
            yield BundleFinding(code=BundleFaultCode.ENTRY_MISSING, name=name)
        if self._index:
            for name in sorted(seen - wanted):
                yield BundleFinding(code=BundleFaultCode.ENTRY_EXTRA, name=name)

    def _contents(self) -> Iterator[BundleFinding]:
        """Each part has the digest and the size that the index, and the sums, give it."""
        said = dict(self._said())
        for name, digest in self._sums.items():
            if name in said and said[name] != digest:
                yield BundleFinding(code=BundleFaultCode.ENTRY_CHANGED, name=name)
        if self._index:
            for document in self._index.documents:
                data = self._data.get(document.name)
                if (
                    data is not None
                    and len(data) != document.size
                    and said[document.name] == self._sums[document.name]
                ):
                    yield BundleFinding(code=BundleFaultCode.ENTRY_CHANGED, name=document.name)

    def _said(self) -> Iterator[tuple[str, str]]:
        for line in self._text(bundle_layout.SUMS).splitlines():
            digest, _, name = line.partition("  ")
            yield name, digest
        if self._seal:
            yield bundle_layout.SUMS, self._seal.sums_sha256
            yield bundle_layout.INDEX, self._seal.index_sha256
        if self._index and self._seal and self._sums.get(bundle_layout.INDEX) == self._seal.index_sha256:
            # A sum that was altered must not accuse the part it speaks of: the index is nearer to the seal.
            yield from ((d.name, d.sha256) for d in self._index.documents)

    def _container(self) -> Iterator[BundleFinding]:
        """Not a byte of the file lies outside what we would have written."""
        if self._seal is None or len(self._data) != len(self._entries):
            return
        broken = compare(self._file, self._entries, datetime.fromisoformat(self._seal.sealed_at))
        if broken:
            yield _container(broken)

    def _unreadable(self) -> Iterator[BundleFinding]:
        parts: Iterable[tuple[str, object]] = (
            (bundle_layout.SEAL, self._seal),
            (bundle_layout.INDEX, self._index),
            (bundle_layout.EVENTS, self._events),
            (bundle_layout.INCLUSION, self._inclusion),
            (bundle_layout.HEAD, self._head),
            (bundle_layout.PUBLIC_KEY, self._own_keys),
        )
        for name, part in parts:
            if part is None and name in self._data:
                yield BundleFinding(code=BundleFaultCode.ENTRY_UNREADABLE, name=name)

    def _sealed(self) -> Iterator[BundleFinding]:
        """The seal is signed by a key we know, and it speaks of this index and this head."""
        seal, keys = self._seal, self._given or self._own_keys
        if seal is None or keys is None:
            return
        if seal.key not in keys:
            yield BundleFinding(
                code=BundleFaultCode.SIGNER_NOT_EXPECTED, name=bundle_layout.SEAL, facts={"key": seal.key}
            )
        elif not keys.check(
            seal.key, self._data[bundle_layout.SEAL], self._data.get(bundle_layout.SIGNATURE, b"")
        ):
            yield BundleFinding(
                code=BundleFaultCode.SEAL_SIGNATURE, name=bundle_layout.SIGNATURE, facts={"key": seal.key}
            )
        yield from self._seal_agrees(seal)
        head = self._head
        if head and not head.verify(keys.check):
            yield BundleFinding(
                code=BundleFaultCode.HEAD_SIGNATURE, name=bundle_layout.HEAD, facts={"key": head.key}
            )

    def _seal_agrees(self, seal: SealText) -> Iterator[BundleFinding]:
        index, head = self._index, self._head
        said = (seal.case, seal.number, seal.sealed_at, seal.sealed)
        if index and (index.case, index.number, index.sealed_at, index.sealed) != said:
            yield BundleFinding(code=BundleFaultCode.SEAL_MISMATCH, name=bundle_layout.INDEX)
        if head and (head.head.size, head.head.root.hex()) != (seal.log_size, seal.log_root):
            yield BundleFinding(code=BundleFaultCode.SEAL_MISMATCH, name=bundle_layout.HEAD)

    def _facts(self) -> Iterator[BundleFinding]:
        for stream in self._events.streams if self._events else ():
            try:
                envelopes = [bundle_layout.envelope_of(record, stream.stream) for record in stream.events]
                kept = {EventId(e.id): bytes.fromhex(r.commitment) for e, r in _pairs(envelopes, stream)}
            except (ValueError, AssertionError):
                yield BundleFinding(
                    code=BundleFaultCode.EVENT_CHANGED, name=stream.stream, facts={"stream": stream.stream}
                )
                continue
            yield from self._chain(stream, envelopes, kept)
            yield from self._in_log(envelopes)

    def _chain(
        self, stream: StreamRecord, envelopes: Sequence[Envelope], kept: dict[EventId, bytes]
    ) -> Iterator[BundleFinding]:
        for envelope, record in _pairs(envelopes, stream):
            if record.body is not None and commitment(envelope.salt, envelope.body) != kept[envelope.id]:
                yield _event(BundleFaultCode.EVENT_CHANGED, envelope)
                return
        if stream.whole:
            fault = verify_stream(envelopes, redacted=kept)
            if fault:
                facts = {"stream": fault.stream, "version": str(fault.version)}
                name = str(fault.event) if fault.event else fault.stream
                yield BundleFinding(code=BundleFaultCode(f"event_{fault.kind.value}"), name=name, facts=facts)
            return
        before: tuple[int, str] | None = None
        for envelope, record in _pairs(envelopes, stream):
            previous = record.previous or ""
            if before and envelope.version <= before[0]:
                yield _event(BundleFaultCode.EVENT_REORDERED, envelope)
                return
            follows = before is not None and envelope.version == before[0] + 1
            broken = follows and before is not None and previous != before[1]
            if broken or not _agrees_with_itself(envelope, previous, kept[envelope.id]):
                yield _event(BundleFaultCode.EVENT_CHANGED, envelope)
                return
            before = envelope.version, record.digest

    def _in_log(self, envelopes: Sequence[Envelope]) -> Iterator[BundleFinding]:
        """Each fact is a leaf of the tree whose head was signed."""
        proof, head = self._inclusion, self._head
        if proof is None or head is None:
            return
        try:
            nodes = {
                bundle_layout.place_of(place): bytes.fromhex(value) for place, value in proof.nodes.items()
            }
        except ValueError:
            yield BundleFinding(code=BundleFaultCode.ENTRY_UNREADABLE, name=bundle_layout.INCLUSION)
            return
        for envelope in envelopes:
            leaf = proof.leaves.get(str(envelope.id), -1)
            try:
                path = inclusion_proof(nodes, leaf, proof.size)
            except (ValueError, KeyError, RecursionError):
                yield _event(BundleFaultCode.EVENT_NOT_IN_LOG, envelope)
                continue
            proven = verify_inclusion(leaf_hash(envelope.digest), leaf, proof.size, path, head.head.root)
            if proof.size != head.head.size or not proven:
                yield _event(BundleFaultCode.EVENT_NOT_IN_LOG, envelope)

    def _documents(self) -> Iterator[BundleFinding]:
        """A fact that brought a document names it by its digest."""
        if not self._index or not self._events:
            return
        bodies = {r.id: r.body for s in self._events.streams for r in s.events}
        for document in self._index.documents:
            if document.event is None:
                continue
            body = bodies.get(document.event, "")
            if body is not None and document.sha256 not in body:
                yield BundleFinding(
                    code=BundleFaultCode.DOCUMENT_NOT_OF_EVENT,
                    name=document.name,
                    facts={"event": document.event},
                )


def _pairs(envelopes: Sequence[Envelope], stream: StreamRecord) -> Iterator[tuple[Envelope, EventRecord]]:
    return zip(envelopes, stream.events, strict=True)


def _agrees_with_itself(envelope: Envelope, previous: str, committed: bytes) -> bool:
    try:
        before = bytes.fromhex(previous)
        return digest_of(before, envelope, committed=committed) == envelope.digest
    except (ValueError, AssertionError):
        return False


def _event(code: BundleFaultCode, envelope: Envelope) -> BundleFinding:
    return BundleFinding(
        code=code, name=str(envelope.id), facts={"stream": envelope.stream, "version": str(envelope.version)}
    )
