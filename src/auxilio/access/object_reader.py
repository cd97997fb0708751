"""What an object rule reads: the aggregates of one command as they stand, through the transaction of that command."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from auxilio.access.case_context import CaseContext
from auxilio.calls.core.model import Call
from auxilio.calls.service import CALL
from auxilio.cases.core.model import Case
from auxilio.cases.service import CASE
from auxilio.dispatch.service import ASSIGNMENT, TASK, UNIT
from auxilio.dispatch.tasks.core.model import Task
from auxilio.dispatch.units.core.model import Unit
from auxilio.identity.access_audit import CASE_ACCESS_LOG, has_open_access
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, PersonId
from auxilio.kernel.refusal import NotFound
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext
from auxilio.rosters.ports import PersonOfRoster


class CaseMembers(Protocol):
    """Which aggregates belong to a case. `dispatch.store.DispatchStore` is one."""

    async def ids(self, aggregate: str, case: CaseId) -> list[UUID]:
        """The ids of one kind (`task`, `assignment`, `call`), in order of birth."""
        ...


type ServicesOfActor = Callable[[Actor], Sequence[str]]
"""The services that an actor's agency answers for, by the response plan in force; none for the room."""


async def no_person(person: PersonId) -> None:
    """For tests in which nobody is in the directory."""
    del person


class ObjectReader:
    """Reads for one command. Nothing that it reads is stated in the commit (`CommandContext.peek`)."""

    def __init__(
        self,
        attempt: CommandContext,
        index: CaseMembers,
        services_of: ServicesOfActor,
        installed: Mode = Mode.REAL,
        person_of_roster: PersonOfRoster = no_person,
    ) -> None:
        self._attempt, self._index, self.services_of = attempt, index, services_of
        self.installed = installed
        """The mode of this installation."""
        self.person_of_roster = person_of_roster
        """Where somebody of the directory works."""

    @property
    def at(self) -> datetime:
        """The moment of the command."""
        return self._attempt.at

    async def find[S: msgspec.Struct](self, aggregate: Aggregate[S], key: UUID | str) -> S | None:
        """An aggregate, or None when it has no history."""
        return await self._attempt.peek(aggregate, key)

    async def get[S: msgspec.Struct](self, aggregate: Aggregate[S], key: UUID | str) -> S:
        """An aggregate. Raises `NotFound("unknown_<noun>")`."""
        found = await self.find(aggregate, key)
        if found is None:
            raise NotFound(f"unknown_{aggregate.name}", id=str(key))
        return found

    async def call(self, key: UUID) -> Call:
        """Raises `NotFound("unknown_call")`."""
        return await self.get(CALL, key)

    async def find_call(self, key: UUID) -> Call | None:
        """None when no such call has rung."""
        return await self.find(CALL, key)

    async def case(self, key: UUID) -> Case:
        """Raises `NotFound("unknown_case")`."""
        return await self.get(CASE, key)

    async def living_case(self, key: UUID) -> Case:
        """The case in which a merged one goes on. Raises `NotFound("unknown_case")`."""
        found = await self.case(key)
        while found.merged_into is not None:
            found = await self.case(found.merged_into)
        return found

    async def task(self, key: UUID) -> Task:
        """Raises `NotFound("unknown_task")`."""
        return await self.get(TASK, key)

    async def unit(self, key: UUID) -> Unit:
        """Raises `NotFound("unknown_unit")`."""
        return await self.get(UNIT, key)

    async def context(self, case: Case, actor: Actor) -> CaseContext:
        """What decides whether this actor may open the case; no more is read than can matter."""
        context = CaseContext(case=case)
        if actor.kind == "crew":
            return msgspec.structs.replace(context, units=await self.units_of(case))
        if case.reserved:
            looks = await self.find(CASE_ACCESS_LOG, case.id)
            calls = await self._attempt.peek_all(CALL, case.calls)
            opened = has_open_access(looks, str(actor.id), self.at)
            context = msgspec.structs.replace(context, calls=calls, opened=opened)
        if actor.centre is None and actor.agency is None:
            return context
        if not context.calls:
            calls = await self._attempt.peek_all(CALL, case.calls)
            context = msgspec.structs.replace(context, calls=calls)
        return msgspec.structs.replace(context, tasks=await self._of_case(TASK, case.id))

    async def units_of(self, case: Case) -> list[Unit]:
        """Units that work on it or have worked on it, also where it was merged into another one meanwhile."""
        living = await self.living_case(case.id)
        works = [
            work for id in dict.fromkeys((case.id, living.id)) for work in await self._of_case(ASSIGNMENT, id)
        ]
        return await self._attempt.peek_all(UNIT, dict.fromkeys(work.unit for work in works))

    async def _of_case[S: msgspec.Struct](self, aggregate: Aggregate[S], case: CaseId) -> list[S]:
        return await self._attempt.peek_all(aggregate, await self._index.ids(aggregate.name, case))


type Evaluate = Callable[[ObjectReader, Any, Actor], Awaitable[None]]
"""An object rule. Raises `Refused` where the actor may not give this command about its objects."""
