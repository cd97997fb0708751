"""Commands to partners and their keys: load, decide, commit."""

from collections.abc import Awaitable, Callable

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import AgencyId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.partners.core import machine
from auxilio.partners.core import messages as m
from auxilio.partners.core.model import ApiKey, KeyRefusals, Partner
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where

PARTNER = Aggregate(
    "partner",
    Partner,
    m.PartnerEvent,
    machine.evolve_partner,
    links=lambda partner: Links(mode=partner.mode),
    live=lambda _: True,
)
API_KEY = Aggregate(
    "api_key",
    ApiKey,
    m.ApiKeyEvent,
    machine.evolve,
    links=lambda key: Links(mode=key.mode),
    live=lambda _: True,
)
KEY_REFUSALS = Aggregate(
    "api_key_refusals",
    KeyRefusals,
    m.ApiKeyRefused,
    machine.evolve_refusals,
    links=lambda refusals: Links(mode=refusals.mode),
    live=lambda _: False,
)
PARTNERS_MAX = 500
"""Partners of an installation that are read."""
COMMANDS: tuple[type[Command], ...] = union_members(m.PartnerCommand)
SECRET_COMMANDS: tuple[type[Command], ...] = union_members(m.SecretCommand)

type AgencyRegister = Callable[[], Awaitable[frozenset[AgencyId]]]
"""The agencies of the directory."""


class PartnerService:
    """The service of partners and keys."""

    def __init__(self, work: UnitOfWork, pool: Pool, agencies: AgencyRegister) -> None:
        self._work, self._pool, self._agencies = work, pool, agencies

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`, as `core.machine` and `not_in_directory`."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case m.RegisterPartner() | m.ChangePartner():
                    await self._partner(attempt, command, actor)
                case m.IssueApiKey():
                    partner = await attempt.get(PARTNER, command.partner)
                    known = await attempt.find(API_KEY, command.key)
                    issued = machine.issue(known, partner, command, actor, attempt.at)
                    attempt.record(API_KEY, command.key, issued)
                case m.RotateApiKey() | m.ConfirmApiKey() | m.RevokeApiKey():
                    key = await attempt.get(API_KEY, command.key)
                    attempt.record(API_KEY, key.id, machine.decide(key, command, actor, attempt.at))
                case m.RecordRefusedKey():
                    refusals = await attempt.find(KEY_REFUSALS, command.about)
                    refused = machine.record_refused(refusals, command, actor, attempt.at)
                    attempt.record(KEY_REFUSALS, command.about, refused)
                case _:
                    raise TypeError(f"not a command of partners: {type(command).__name__}")

        return await self._work.run(command_id, command, actor, decide)

    async def _partner(
        self, attempt: CommandContext, command: m.RegisterPartner | m.ChangePartner, actor: Actor
    ) -> None:
        others = await live_where(self._pool, PARTNER, PARTNERS_MAX, mode=actor.mode.value)
        if isinstance(command, m.ChangePartner):
            partner = await attempt.get(PARTNER, command.partner)
            attempt.record(PARTNER, partner.id, machine.change(partner, others, command, actor))
            return
        if command.agency is not None and command.agency not in await self._agencies():
            raise Refused("not_in_directory", id=command.agency, field="$.agency")
        known = await attempt.find(PARTNER, command.partner)
        attempt.record(PARTNER, command.partner, machine.register(known, others, command, actor))
