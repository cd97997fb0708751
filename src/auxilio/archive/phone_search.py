"""A search by telephone is a fact: it joins calls of one person that nobody has told together.

Each search is a stream of its own with one fact, so that searching never waits for anything.
"""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from auxilio.archive.core.messages import PhoneSearched
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import ShortText
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork


class SearchByPhone(Command, frozen=True, kw_only=True, tag="archive.search_by_phone"):
    """This person looks for the cases of one telephone."""

    permission: ClassVar[str] = Permission.CASE_FILE_SEARCH_PHONE
    object_rule: ClassVar[str] = ObjectRule.SHARED
    search: UUID
    phone: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class PhoneSearch(msgspec.Struct, frozen=True, kw_only=True):
    """One search, for ever as it was made."""

    id: UUID
    phone: ShortText
    by: ShortText
    at: Instant


def evolve(search: PhoneSearch | None, event: PhoneSearched, at: Instant) -> PhoneSearch:
    """A search has one fact."""
    del search
    return PhoneSearch(id=event.search, phone=event.phone, by=event.by, at=at)


SEARCH = Aggregate(
    "search", PhoneSearch, PhoneSearched, evolve, links=lambda _: Links(), live=lambda _: False
)
COMMANDS: tuple[type[Command], ...] = (SearchByPhone,)


class PhoneSearchService:
    """The service of searches by telephone number."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: SearchByPhone, actor: Actor) -> CommandResult:
        """Record a search."""

        async def decide(attempt: CommandContext) -> None:
            attempt.create(SEARCH, command.search)
            made = PhoneSearched(search=command.search, phone=command.phone, by=actor.name)
            attempt.record(SEARCH, command.search, (made,))

        return await self._work.run(command_id, command, actor, decide)
