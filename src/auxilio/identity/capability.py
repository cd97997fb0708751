"""Accounts, seats, grants and the record of who looked at what, for the composition root."""

from functools import partial
from typing import Protocol

from auxilio.identity import access_audit, import_log, log_service
from auxilio.identity.api import CONTROLLERS
from auxilio.identity.contacts.api import Contacts
from auxilio.identity.contacts.book import ContactBook
from auxilio.identity.core import accounts, grants, imports, seats
from auxilio.identity.core.model import Colleague, Contact
from auxilio.identity.core.narrative import NARRATIVE
from auxilio.identity.core.permissions import Permission
from auxilio.identity.event_writer import IdentityEventWriter
from auxilio.identity.preferences.api import OwnPreferences
from auxilio.identity.preferences.model import Preferences
from auxilio.identity.preferences.store import PreferenceStore
from auxilio.identity.store import IdentityStore
from auxilio.kernel.case_mode import ModeOf
from auxilio.kernel.command_port import CommandPort
from auxilio.platform.capability import Capability, Job, RunningSystem
from auxilio.platform.database.command_executor import UnitOfWork


class IdentityEnvironment(Protocol):
    """What commands to seats and to the access record need."""

    work: UnitOfWork
    mode_of: ModeOf


class IdentitySystem(RunningSystem, Protocol):
    """What the job of identity and the routes of contacts need."""

    @property
    def commands(self) -> CommandPort:
        """The command bus."""
        ...


NOTES_S = 5.0
"""Notes become events right after they are made; this is for those of a process that died in between."""


async def _record_notes(running: IdentitySystem) -> None:
    writer = IdentityEventWriter(running.commands, IdentityStore(running.pool))
    await writer.catch_up(running.clock.now())


CAPABILITY: Capability[IdentityEnvironment, IdentitySystem, IdentitySystem] = Capability(
    name="identity",
    aggregates=(
        access_audit.CASE_ACCESS_LOG,
        log_service.ACCOUNT,
        log_service.DIRECTORY,
        log_service.SIGN_INS,
        log_service.GRANT,
        log_service.SEAT,
        import_log.IMPORT,
    ),
    handlers=(
        (access_audit.COMMANDS, lambda env: access_audit.AccessAudit(env.work, env.mode_of).handle),
        (seats.COMMANDS, lambda env: log_service.SeatService(env.work).handle),
    ),
    routed_handlers=(
        (accounts.COMMANDS, lambda env: log_service.AccountService(env.work).handle),
        (grants.COMMANDS, lambda env: log_service.GrantService(env.work).handle),
        (imports.COMMANDS, lambda env: import_log.ImportLogService(env.work).handle),
    ),
    narratives=(NARRATIVE,),
    jobs=(Job("notes", lambda worker: partial(_record_notes, worker), NOTES_S),),
    schemas=(Colleague, Contact, Preferences),
    routes=(*CONTROLLERS, Contacts, OwnPreferences),
    dependencies=lambda running: {
        "contact_book": ContactBook(running.pool, running.clock, running.commands),
        "preference_store": PreferenceStore(running.pool),
    },
    permissions=(
        Permission.PEOPLE_ADMIN,
        Permission.PEOPLE_CONFIRM,
        Permission.SEAT_GIVE,
        Permission.LOG_VERIFY,
        Permission.LOOKS_READ,
        Permission.SYSTEM,
    ),
)
