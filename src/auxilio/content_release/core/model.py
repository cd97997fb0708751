"""Releases of content and the shelf they stand on (docs/nouns/content-release.md)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import LongText, ShortText

SetDigest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 over the paths and digests of a set's files: one comma more is another set."""
Title = Annotated[str, msgspec.Meta(min_length=3, max_length=120)]
Words = Annotated[str, msgspec.Meta(min_length=3, max_length=4000)]


class Office(StrEnum):
    """In whose name a release is signed. Each must: what callers are told is medicine, what is sent is the service's."""

    MEDICAL_DIRECTOR = "medical_director"
    OPERATIONS = "operations"


class ReleaseState(StrEnum):
    """Where a release is. Approved is not yet in force: the shelf says from when."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    """An approver says what must be mended."""
    WITHDRAWN = "withdrawn"
    """By its author."""
    APPROVED = "approved"
    TAKEN_BACK = "taken_back"
    """What stood before it stands again."""


CONFIRMED = "confirmed"
"""The change of a document that stays as it is and is signed."""
CONFIRMED_MAX = 500
"""Documents of one act (ours): all that is shipped, three times."""


class ConfirmedDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document in force that is to be signed as it is."""

    kind: Literal["protocol", "card", "file"]
    id: ShortText


class ChangedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What a release does to one document, counted when it was proposed: those who sign have seen these numbers."""

    kind: ShortText
    """`protocol`, `card` or `file`."""
    id: ShortText
    change: ShortText
    """`added`, `removed`, `lowered`, `raised`, `otherwise`, `slower`, `reworded`, `changed`, `confirmed`."""
    lowered: int = 0
    """Sets of answers that would get a milder priority."""
    raised: int = 0
    otherwise: int = 0
    """Sets of answers with the same priority and other resources, cards or notices."""
    unread: tuple[ShortText, ...] = ()
    """Languages of the document that nobody has read as they are proposed: signed it is in force, and stays a draft."""


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """One office's yes to this very set, signed with the centre's key in the name of the person."""

    office: Office
    person: PersonId
    name: ShortText
    at: Instant
    key: ShortText
    signature: ShortText
    """Ed25519 over `signed_text`, in hexadecimal."""


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader says of it, of one document or of all."""

    at: Instant
    by: ShortText
    words: LongText
    document: ShortText = ""


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal to put a set in force."""

    id: UUID
    number: int
    title: ShortText
    reason: LongText
    author: PersonId
    author_name: ShortText
    proposed_at: Instant
    content: SetDigest
    base: SetDigest
    """What it was written from: it may only follow this one."""
    changed: tuple[ChangedDocument, ...]
    effective_from: Instant
    state: ReleaseState = ReleaseState.PROPOSED
    signatures: tuple[Signature, ...] = ()
    remarks: tuple[Remark, ...] = ()
    stands_from: Instant | None = None
    """Since its second signature: when it comes, or came, into force."""
    ended_by: ShortText = ""
    ended_because: LongText = ""
    """Returned, withdrawn or taken back: why."""

    @property
    def confirms(self) -> bool:
        """Whether it changes nothing, and signs what is in force."""
        return self.content == self.base


class StandingSet(msgspec.Struct, frozen=True, kw_only=True):
    """One approved set and the moment from which it counts."""

    release: UUID
    number: int
    content: SetDigest
    stands_from: Instant


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """Every approved set that was not taken back, in the order in which they follow one another. There is one shelf."""

    standing: tuple[StandingSet, ...] = ()

    def at(self, moment: datetime) -> StandingSet | None:
        """What is in force; None while nothing was ever published: then it is what the centre was set up with."""
        return next((one for one in reversed(self.standing) if one.stands_from <= moment), None)

    def top(self, ground: str) -> str:
        """The set that a proposal is written from: the newest approved, or what the centre was set up with."""
        return self.standing[-1].content if self.standing else ground

    @property
    def last(self) -> StandingSet | None:
        """The newest, in force or still to come."""
        return self.standing[-1] if self.standing else None


SHELF = "content"
"""The key of the one shelf."""


def set_digest(files: Mapping[str, str]) -> str:
    """The name of a set: over each path and the digest of what is there, in order of paths."""
    return sha256("".join(f"{path}\0{files[path]}\n" for path in sorted(files)).encode()).hexdigest()


def signed_text(release: UUID, content: str, office: Office, person: PersonId) -> bytes:
    """What is signed. The moment is not in it: the log's chain proves that."""
    return f"auxilio release 1\nrelease {release}\ncontent {content}\noffice {office}\nperson {person}\n".encode()
