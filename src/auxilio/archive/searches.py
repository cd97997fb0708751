"""A search by telephone is a fact: it joins calls of one person that nobody has told together.

Each search is a stream of its own with one fact, so that searching never waits for anything.
"""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Event, Handled, Links
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import Instant
from auxilio.kernel.words import ShortText
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork


class SearchByPhone(Command, frozen=True, kw_only=True, tag="archive.search_by_phone"):
    """This person looks for the cases of one telephone."""

    permission: ClassVar[str] = Permission.CASE_FILE_SEARCH_PHONE
    search: UUID
    phone: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class PhoneSearched(Event, frozen=True, kw_only=True, tag="archive.search.made"):
    """Somebody did. The envelope says who and from where."""

    search: UUID
    phone: ShortText
    by: ShortText


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """One search, for ever as it was made."""

    id: UUID
    phone: ShortText
    by: ShortText
    at: Instant


def evolve(search: Search | None, event: PhoneSearched, at: Instant) -> Search:
    """A search has one fact."""
    del search
    return Search(id=event.search, phone=event.phone, by=event.by, at=at)


SEARCH = Noun("search", Search, PhoneSearched, evolve, links=lambda _: Links(), live=lambda _: False)
COMMANDS: tuple[type[Command], ...] = (SearchByPhone,)


class Searching:
    """The shell of searches."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: SearchByPhone, actor: Actor) -> Handled:
        """Record a search. Raises `Refused("not_permitted")`."""
        require(actor, command.permission)

        async def decide(attempt: Attempt) -> None:
            attempt.create(SEARCH, command.search)
            made = PhoneSearched(search=command.search, phone=command.phone, by=actor.name)
            attempt.record(SEARCH, command.search, (made,))

        return await self._work.run(command_id, command, actor, decide)
