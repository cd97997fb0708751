"""Imports of the directory, for the composition root."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from auxilio.access.command_bus import CommandBus
from auxilio.directory_import import api
from auxilio.directory_import.core import messages
from auxilio.directory_import.core.table import FileFinding
from auxilio.directory_import.import_handler import (
    ImportCommandService,
    LoginsOfPeople,
    PartBus,
    UnitsOfAttempt,
)
from auxilio.directory_import.premise_note_file import NoteFilePreview
from auxilio.directory_import.service import AppliedImport, ImportPreview
from auxilio.directory_import.store import ImportSummary
from auxilio.dispatch import service as dispatch
from auxilio.dispatch.capability import DispatchEnvironment
from auxilio.dispatch.store import DispatchStore
from auxilio.hospitals import service as hospitals
from auxilio.kernel.command_port import CommandPort
from auxilio.platform.capability import Capability, CommandHandler
from auxilio.platform.database.command_executor import CommandContext
from auxilio.platform.database.joined_commands import JoinedCommands
from auxilio.rosters import qualification_service as qualifications
from auxilio.rosters import shift_service as shifts
from auxilio.rosters.capability import RosterEnvironment


class ImportEnvironment(DispatchEnvironment, RosterEnvironment, Protocol):
    """What the services of all parts need, and the names under which people sign in."""

    logins: LoginsOfPeople


def _parts(env: ImportEnvironment) -> PartBus:
    """The services of units, hospitals, qualifications and shifts as the wiring makes them, over an attempt instead of the database."""
    units = DispatchStore(env.pool)

    def bus(attempt: CommandContext) -> CommandPort:
        joined = JoinedCommands(attempt)
        of_units = dispatch.DispatchService(
            joined,
            units,
            units,
            env.response_plan,
            env.open_case,
            env.surviving_case,
            UnitsOfAttempt(units, attempt),
            env.plan_amendment,
        )
        return CommandBus(
            (dispatch.COMMANDS, of_units.handle),
            (hospitals.COMMANDS, hospitals.HospitalService(joined).handle),
            (
                qualifications.COMMANDS,
                qualifications.QualificationService(joined, env.is_person, env.qualifications).handle,
            ),
            (
                shifts.COMMANDS,
                shifts.ShiftService(joined, env.person_of_roster, env.unit_of_roster, env.zone).handle,
            ),
        )

    return bus


def _handler(env: ImportEnvironment) -> CommandHandler:
    units = DispatchStore(env.pool)

    async def callsigns() -> Mapping[UUID, str]:
        return {one.id: one.callsign for one in await units.units()}

    return ImportCommandService(env.work, _parts(env), env.logins, callsigns).handle


CAPABILITY: Capability[ImportEnvironment, object, object] = Capability(
    name="directory_import",
    routed_handlers=((messages.COMMANDS, _handler),),
    routes=api.HANDLERS,
    schemas=(FileFinding, ImportPreview, ImportSummary, AppliedImport, NoteFilePreview),
)
