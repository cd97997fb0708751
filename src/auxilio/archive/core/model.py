"""What a case file is (docs/nouns/case-file.md): the case as it was sealed, and what came to be known later."""

from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.ids import CaseId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import LongText, Mode, ShortText

Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
KeyId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}$")]


class FileState(StrEnum):
    """Sealed, or open again because the case is. There is no state in which it can be edited."""

    SEALED = "sealed"
    REOPENED = "reopened"


class SealMark(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was sealed: the index of the bundle, the head of the log it hangs on, and the key that signed."""

    index_digest: Sha256
    log_size: Annotated[int, msgspec.Meta(ge=0)]
    log_root: Sha256
    key: KeyId
    bundle: Sha256 | None = None
    """The bundle itself, when it was kept as a blob."""


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """One sealing. A file that was reopened is sealed again; the earlier seal stays."""

    mark: SealMark
    at: Instant
    by: ShortText


class Addendum(msgspec.Struct, frozen=True, kw_only=True):
    """A late fact, signed by the centre's key in the name of the person who adds it."""

    number: int
    at: Instant
    by: ShortText
    person: PersonId
    words: LongText
    key: KeyId
    signature: str


class Destruction(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of the case were destroyed: its recordings, photographs and tracks cannot be read again."""

    at: Instant
    by: ShortText
    reason: ShortText


class CaseFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file of one case. Its id is the case's."""

    case: CaseId
    number: int
    mode: Mode
    state: FileState
    seals: tuple[Seal, ...]
    addenda: tuple[Addendum, ...] = ()
    reopened: int = 0
    """How often."""
    destroyed: Destruction | None = None


def addendum_text(case: CaseId, number: int, person: PersonId, words: str) -> bytes:
    """What is signed of an addendum. The moment is not in it: the log's chain proves that."""
    return f"auxilio addendum 1\ncase {case}\nnumber {number}\nperson {person}\n\n{words}".encode()
