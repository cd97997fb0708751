"""Commands to case files: load, decide, commit."""

import msgspec

from auxilio.archive import machine
from auxilio.archive import messages as m
from auxilio.archive.model import CaseFile
from auxilio.archive.ports import SealableCase
from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled, Links, members
from auxilio.kernel.ids import CommandId
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork
from auxilio.platform.keys.ports import Signer

CASE_FILE = Noun(
    "case_file",
    CaseFile,
    m.FileEvent,
    machine.evolve,
    links=lambda f: Links(case=f.case, mode=f.mode),
    live=lambda f: False,
)
COMMANDS: tuple[type[Command], ...] = members(m.FileCommand)


class Archive:
    """The shell of stage 6."""

    def __init__(self, work: UnitOfWork, signer: Signer, sealable: SealableCase) -> None:
        self._work, self._signer, self._sealable = work, signer, sealable

    async def handle(self, command_id: CommandId, command: m.FileCommand, actor: Actor) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)

        async def decide(attempt: Attempt) -> None:
            file = await attempt.find(CASE_FILE, command.case)
            acting = actor
            if isinstance(command, m.SealCase):
                # The file has the mode of its case for ever, whoever seals it.
                acting = msgspec.structs.replace(actor, mode=await self._sealable(attempt, command.case))
            attempt.record(CASE_FILE, command.case, machine.decide(file, command, acting, self._sign))

        return await self._work.run(command_id, command, actor, decide)

    def _sign(self, message: bytes) -> tuple[str, bytes]:
        return self._signer.key_id, self._signer.sign(message)
