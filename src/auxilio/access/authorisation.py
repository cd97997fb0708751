"""Asks the object rule of every command, inside the transaction of that command.

`platform.database.command_executor.CommandExecutor` calls it in every attempt, before the service decides. The permission
was asked by the command bus, which every command passes first. The objects that a rule reads are usually those that the
command loads anyway, so that most rules cost no further round trip.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from auxilio.access.actors import is_system
from auxilio.access.object_reader import CaseMembers, ObjectReader, ServicesOfActor, no_person
from auxilio.access.rules import RULES
from auxilio.identity.core.gate import holds
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.refusal import Forbidden
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.command_executor import CommandContext
from auxilio.rosters.ports import PersonOfRoster

type RecordRefusal = Callable[[UUID, Actor, str], Awaitable[None]]
"""Keeps that this actor tried to reach this reserved case, by which command, board or route."""


async def record_nothing(case: UUID, actor: Actor, what: str) -> None:
    """For tests that are not about refused attempts."""
    del case, actor, what


class Authorisation:
    """The `authorise` of `CommandExecutor`."""

    def __init__(
        self,
        index: CaseMembers,
        services_of: ServicesOfActor,
        record_refusal: RecordRefusal = record_nothing,
        *,
        installed: Mode = Mode.REAL,
        person_of_roster: PersonOfRoster = no_person,
    ) -> None:
        """`installed`: the mode of this installation; `person_of_roster`: where somebody of the directory works."""
        self._person_of_roster = person_of_roster
        self._index, self._services_of, self._installed = index, services_of, installed
        self.record_refusal = record_refusal
        """Set by the composition root once the command bus stands."""

    async def __call__(self, attempt: CommandContext, command: Command, actor: Actor) -> None:
        """Raises `Refused` with the code of the object rule."""
        assert holds(actor, command.permission), "the command bus has checked the permission"
        if is_system(actor):
            return
        reader = ObjectReader(
            attempt, self._index, self._services_of, self._installed, self._person_of_roster
        )
        try:
            await RULES[command.object_rule](reader, command, actor)
        except Forbidden as refused:
            if refused.code == "case_reserved":
                await self.record_refusal(UUID(refused.facts["case"]), actor, kind_of(command))
            raise


def kind_of(command: Command) -> str:
    """The tag of a command: `cases.take_over`."""
    return str(command.__struct_config__.tag)
