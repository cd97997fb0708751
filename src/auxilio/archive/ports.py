"""What the archive must know of others."""

from typing import Protocol, runtime_checkable

from auxilio.archive.reading import Proof, Reading
from auxilio.archive.search import Page, Reader, Wanted
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.words import Mode
from auxilio.platform.database.work import Attempt


class SealableCase(Protocol):
    """Whoever knows cases: brings the case into the attempt, so that sealing states its version."""

    async def __call__(self, attempt: Attempt, case: CaseId) -> Mode:
        """The case's mode when it is closed. Raises `Refused`, for example `case_not_closed`, `unknown_case`."""
        ...


@runtime_checkable  # the web framework asks whether it was given one
class CaseFiles(Protocol):
    """Whoever can gather a whole case: its facts, its words, its documents, its proof (app.casefile)."""

    async def seal(self, command_id: CommandId, case: CaseId, actor: Actor) -> Handled:
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
class ReadsCases(Protocol):
    """Whoever can show a case as far as its reader may see it (app.reading). Each look is a fact."""

    async def read(self, case: CaseId, actor: Actor, language: str) -> Reading:
        """The whole page. Raises `Refused`: `unknown_case`, `case_reserved`, `no_task_here`."""
        ...

    async def prove(self, case: CaseId, actor: Actor) -> Proof:
        """Write a bundle now and check it as a stranger would. Raises `Refused` as `read` does."""
        ...

    async def document(self, case: CaseId, digest: str, actor: Actor) -> tuple[str, str, bytes]:
        """Name, media type and bytes. Raises `Refused("unknown_document")` too."""
        ...

    def types(self, language: str) -> dict[str, str]:
        """The name of each type of incident by its code."""
        ...


@runtime_checkable
class FindsCases(Protocol):
    """Whoever can search every case there ever was (archive.store)."""

    async def find(self, wanted: Wanted, reader: Reader, phone: str | None = None) -> Page:
        """A page, newest first. Raises `Refused("unknown_case")` for a page before that never was."""
        ...


@runtime_checkable
class Orders(Protocol):
    """The one door for commands."""

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> Handled:
        """Decide and commit. Raises `Refused`."""
        ...
