"""What the archive must know of others."""

from typing import Protocol, runtime_checkable

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Handled
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

    async def bundle(self, case: CaseId, actor: Actor, language: str) -> tuple[str, bytes]:
        """A name for the file, and the sealed bundle. Raises `Refused`: `unknown_case`, `bundle_not_sealed_in_log`."""
        ...

    async def report(self, case: CaseId, actor: Actor, language: str) -> tuple[str, bytes]:
        """A name for the file, and the report alone."""
        ...

    @property
    def public_key(self) -> bytes:
        """The centre's public keys (PEM), to be given away."""
        ...
