"""The aggregate of imports of the directory, and the service that turns their notes into events (`core.imports`)."""

from auxilio.identity.core import imports
from auxilio.identity.core.imports import DirectoryImport, ImportCommand, ImportEvent, RecordImport
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import CommandResult, Links
from auxilio.kernel.ids import CommandId
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork

IMPORT = Aggregate(
    "import",
    DirectoryImport,
    ImportEvent,
    imports.evolve,
    links=lambda one: Links(mode=one.record.mode),
    live=lambda one: one.taken_back_at is None,
)


class ImportLogService:
    """The service of notes about imports of people and places."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: ImportCommand, actor: Actor) -> CommandResult:
        """Raises `Refused("unknown_import")`. A note that is an event already changes nothing."""

        async def decide(attempt: CommandContext) -> None:
            if isinstance(command, RecordImport):
                known = await attempt.find(IMPORT, command.record.id)
                attempt.record(IMPORT, command.record.id, imports.record_import(known, command.record))
                return
            known = await attempt.get(IMPORT, command.id)
            if known.taken_back_at is None:
                attempt.record(IMPORT, known.id, imports.take_back(known, command.by, command.by_name))

        return await self._work.run(command_id, command, actor, decide)
