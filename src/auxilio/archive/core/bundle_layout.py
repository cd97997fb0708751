"""What lies in a bundle, and how each part is written (docs/nouns/case-file.md).

    README.txt              how to check all of this by hand
    index.json              every part below but proof/ and SHA256SUMS, with digest and size
    events.json             the facts, stream by stream, with salts, bodies and digests
    story.json              the same, to be read
    report.pdf              the same, to be printed
    documents/…             recordings, chat, photographs
    proof/log-head.txt      the signed head of the log (platform.proof.head)
    proof/inclusion.json    where each fact stands in the log's tree, and the hashes that prove it
    proof/public-key.pem    the key, for a reader who has no trusted copy; worth nothing against a forger
    SHA256SUMS              for `sha256sum -c`
    seal.txt, seal.sig      what was signed, and the 64 bytes of the signature

The index is the *índice electrónico* of the Spanish norm (NTI de Expediente Electrónico, BOE-A-2011-13170):
identifier, digest, digest function, moment of incorporation and order of each document.
"""

import re
from datetime import datetime
from uuid import UUID

import msgspec

from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CallId, CaseId, EventId, StreamId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.shared_types import Mode
from auxilio.platform.proof.chain import commitment
from auxilio.platform.proof.merkle import Place

README, INDEX, EVENTS, STORY, REPORT = "README.txt", "index.json", "events.json", "story.json", "report.pdf"
DOCUMENTS = "documents/"
HEAD, INCLUSION, PUBLIC_KEY = "proof/log-head.txt", "proof/inclusion.json", "proof/public-key.pem"
SUMS, SEAL, SIGNATURE = "SHA256SUMS", "seal.txt", "seal.sig"
FORMAT = "auxilio case file 1"
SEALED, UNSEALED = "sealed", "unsealed"
"""The word in `seal.txt`: a working copy is signed too, and what is signed says that it is none."""
SHA256_FUNCTION = "http://www.w3.org/2001/04/xmlenc#sha256"
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")


class IndexedDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the index; names as in the norm where it has one."""

    order: int
    name: str
    title: str
    media_type: str
    sha256: str
    digest_function: str = SHA256_FUNCTION
    size: int
    incorporated_at: str
    event: str | None = None
    """The fact that names this document, when there is one."""


class Index(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`index.json`."""

    format: str = FORMAT
    case: str
    number: str
    mode: str
    organ: str
    classification: str
    opened_at: str
    sealed_at: str
    """When the case was sealed; of a working copy, when it was written."""
    documents: tuple[IndexedDocument, ...]
    sealed: bool = True
    """False: a working copy of a case that is not sealed. What is signed says the same."""


class EventRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One fact. Without body and salt it was redacted: its commitment still holds its place."""

    id: str
    version: int
    kind: str
    schema: int
    happened_at: str
    recorded_at: str
    actor: str
    actor_name: str
    desk: str | None
    cause: str
    case: str | None
    call: str | None
    mode: str
    body: str | None
    salt: str | None
    commitment: str
    digest: str
    previous: str | None = None
    """Only in a stream that is not given whole: the digest of the fact before."""


class StreamRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One aggregate's facts. A unit's stream also tells of other cases, so only a part of it is here."""

    stream: str
    whole: bool
    events: tuple[EventRecord, ...]


class Events(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`events.json`."""

    streams: tuple[StreamRecord, ...]


class StoryLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the story as people read it."""

    at: str
    who: str
    words: str
    event: str | None = None


class Inclusion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`proof/inclusion.json`: event -> number of its leaf, and "level/index" -> hash."""

    size: int
    leaves: dict[str, int]
    nodes: dict[str, str]


class SealText(msgspec.Struct, frozen=True, kw_only=True):
    """`seal.txt`: what the centre signs."""

    case: str
    number: str
    index_sha256: str
    sums_sha256: str
    log_size: int
    log_root: str
    sealed_at: str
    key: str
    sealed: bool = True

    @property
    def text(self) -> str:
        """The lines that are signed."""
        return (
            f"{FORMAT}\ncase {self.case}\nnumber {self.number}\nindex {self.index_sha256}\nsums {self.sums_sha256}\n"
            f"log {self.log_size} {self.log_root}\n{SEALED if self.sealed else UNSEALED} {self.sealed_at}\nkey {self.key}\n"
        )


_SEAL = re.compile(
    rf"{re.escape(FORMAT)}\ncase (?P<case>[0-9a-f-]{{36}})\nnumber (?P<number>[^\n]{{1,40}})\n"
    r"index (?P<index_sha256>[0-9a-f]{64})\nsums (?P<sums_sha256>[0-9a-f]{64})\n"
    r"log (?P<log_size>\d{1,19}) (?P<log_root>[0-9a-f]{64})\n"
    rf"(?P<state>{SEALED}|{UNSEALED}) (?P<sealed_at>\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{6}}Z)\nkey (?P<key>[0-9a-f]{{16}})\n"
)


def parse_seal(text: str) -> SealText | None:
    """The seal, or None when it is not one."""
    found = _SEAL.fullmatch(text)
    if not found:
        return None
    fields: dict[str, str] = found.groupdict()
    return SealText(log_size=int(fields.pop("log_size")), sealed=fields.pop("state") == SEALED, **fields)


def sums_text(sums: dict[str, str]) -> str:
    """`SHA256SUMS` as `sha256sum` writes and reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in sums.items())


def record_of(envelope: Envelope, *, committed: bytes | None, previous: bytes | None) -> EventRecord:
    """A fact as it goes into the bundle; `committed` is given for one whose body is not."""
    return EventRecord(
        id=str(envelope.id),
        version=envelope.version,
        kind=envelope.kind,
        schema=envelope.schema,
        happened_at=iso_us(envelope.happened_at),
        recorded_at=iso_us(envelope.recorded_at),
        actor=str(envelope.actor),
        actor_name=envelope.actor_name,
        desk=envelope.desk,
        cause=str(envelope.cause),
        case=None if envelope.case is None else str(envelope.case),
        call=None if envelope.call is None else str(envelope.call),
        mode=envelope.mode.value,
        body=envelope.body if committed is None else None,
        salt=envelope.salt.hex() if committed is None else None,
        commitment=(commitment(envelope.salt, envelope.body) if committed is None else committed).hex(),
        digest=envelope.digest.hex(),
        previous=None if previous is None else previous.hex(),
    )


def _moment(text: str) -> datetime:
    """ValueError for one without a zone: a byte changed in its `Z` makes such a one."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a moment without a zone")
    return at


def envelope_of(record: EventRecord, stream: str) -> Envelope:
    """The fact again. ValueError when a field is not what it must be."""
    return Envelope(
        position=Cursor(),
        id=EventId(UUID(record.id)),
        stream=StreamId(stream),
        version=record.version,
        kind=record.kind,
        schema=record.schema,
        happened_at=_moment(record.happened_at),
        recorded_at=_moment(record.recorded_at),
        actor=UUID(record.actor),
        actor_name=record.actor_name,
        desk=record.desk,
        cause=UUID(record.cause),
        case=None if record.case is None else CaseId(UUID(record.case)),
        call=None if record.call is None else CallId(UUID(record.call)),
        mode=Mode(record.mode),
        body=record.body or "",
        salt=bytes.fromhex(record.salt or ""),
        digest=bytes.fromhex(record.digest),
    )


def place_text(place: Place) -> str:
    """`(3, 5)` as "3/5"."""
    return f"{place[0]}/{place[1]}"


def place_of(text: str) -> Place:
    """ "3/5" as `(3, 5)`."""
    level, _, index = text.partition("/")
    return int(level), int(index)
