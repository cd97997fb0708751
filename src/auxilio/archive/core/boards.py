"""What screens see of a case file. Pure: a row is a view of its state."""

import msgspec

from auxilio.archive.core.model import Addendum, CaseFile, FileState
from auxilio.kernel.ids import CaseId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode


class CaseFileRow(msgspec.Struct, frozen=True, kw_only=True):
    """One case file as the archive shows it."""

    id: CaseId
    number: int
    mode: Mode
    state: FileState
    sealed_at: Instant
    sealed_by: str
    key: str
    index_digest: str
    seals: int
    addenda: tuple[Addendum, ...]
    reopened: int


def case_file_row(file: CaseFile) -> CaseFileRow:
    """The row of a case file; the seal shown is the last."""
    seal = file.seals[-1]
    return CaseFileRow(
        id=file.case,
        number=file.number,
        mode=file.mode,
        state=file.state,
        sealed_at=seal.at,
        sealed_by=seal.by,
        key=seal.mark.key,
        index_digest=seal.mark.index_digest,
        seals=len(file.seals),
        addenda=file.addenda,
        reopened=file.reopened,
    )
