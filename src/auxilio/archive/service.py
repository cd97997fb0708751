"""Commands to case files: load, decide, commit."""

import msgspec

from auxilio.archive.core import machine
from auxilio.archive.core import messages as m
from auxilio.archive.core.model import CaseFile
from auxilio.archive.ports import SealableCase
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.keys.ports import Signer

CASE_FILE = Aggregate(
    "case_file",
    CaseFile,
    m.FileEvent,
    machine.evolve,
    links=lambda f: Links(case=f.case, mode=f.mode),
    live=lambda f: False,
)
COMMANDS: tuple[type[Command], ...] = union_members(m.FileCommand)


class Archive:
    """The service of stage 6: the archive."""

    def __init__(self, work: UnitOfWork, signer: Signer, sealable: SealableCase) -> None:
        self._work, self._signer, self._sealable = work, signer, sealable

    async def handle(self, command_id: CommandId, command: m.FileCommand, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            file = await attempt.find(CASE_FILE, command.case)
            acting = actor
            if isinstance(command, m.SealCase):
                # The file always has the mode of its case, not that of the person who seals it.
                acting = msgspec.structs.replace(actor, mode=await self._sealable(attempt, command.case))
            attempt.record(CASE_FILE, command.case, machine.decide(file, command, acting, self._sign))

        return await self._work.run(command_id, command, actor, decide)

    def _sign(self, message: bytes) -> tuple[str, bytes]:
        return self._signer.key_id, self._signer.sign(message)
