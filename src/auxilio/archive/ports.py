"""What the archive must know of others."""

from typing import Protocol, runtime_checkable

from auxilio.archive.core.case_page import CaseFileProof, CasePage
from auxilio.archive.core.case_search import ArchiveReader, CaseQuery, Page
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import CommandResult
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.command_executor import CommandContext


class SealableCase(Protocol):
    """Implemented by cases: brings the case into the attempt, so that sealing states its version."""

    async def __call__(self, attempt: CommandContext, case: CaseId) -> Mode:
        """The case's mode when it is closed. Raises `Refused`, for example `case_not_closed`, `unknown_case`."""
        ...


@runtime_checkable  # the web framework asks whether it was given one
class CaseFiles(Protocol):
    """Gathers a whole case: its facts, its words, its documents, its proof (`casefile.assembly`)."""

    async def seal(self, command_id: CommandId, case: CaseId, actor: Actor) -> CommandResult:
        """Seal what is known now. Raises `Refused` as the command `archive.seal_case` does."""
        ...

    async def bundle(
        self, case: CaseId, actor: Actor, language: str, *, working_copy: bool = False
    ) -> tuple[str, bytes]:
        """A name for the file, and the sealed bundle; of a case that is not sealed only a working copy, marked as such.

        Raises `Refused`: `unknown_case`, `case_not_sealed`, `case_reserved`, `bundle_not_sealed_in_log`.
        """
        ...

    async def report(
        self, case: CaseId, actor: Actor, language: str, *, working_copy: bool = False
    ) -> tuple[str, bytes]:
        """A name for the file, and the report alone, by the same rules."""
        ...

    @property
    def public_key(self) -> bytes:
        """The centre's public keys (PEM), to be given away."""
        ...


@runtime_checkable
class CasePages(Protocol):
    """Shows a case as far as its reader may see it (`casefile.case_page_reader`). Each look is a fact."""

    async def read(self, case: CaseId, actor: Actor, language: str) -> CasePage:
        """The whole page. Raises `Refused`: `unknown_case`, `case_reserved`, `no_task_here`."""
        ...

    async def prove(self, case: CaseId, actor: Actor) -> CaseFileProof:
        """Write a bundle now and check it as a stranger would. Raises `Refused` as `read` does."""
        ...

    async def document(self, case: CaseId, digest: str, actor: Actor) -> tuple[str, str, bytes]:
        """Name, media type and bytes. Raises `Refused("unknown_document")` too."""
        ...

    def types(self, language: str) -> dict[str, str]:
        """The name of each type of incident by its code."""
        ...


@runtime_checkable
class CaseFinder(Protocol):
    """Searches every case there ever was (archive.store)."""

    async def find(self, wanted: CaseQuery, reader: ArchiveReader, phone: str | None = None) -> Page:
        """A page, newest first. Raises `Refused("unknown_case")` for a page before that never was."""
        ...
