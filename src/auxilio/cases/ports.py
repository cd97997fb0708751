"""What a case must know of others: before it may close, and to find a case that a call may tell of too."""

from collections.abc import Awaitable, Callable, Collection
from typing import Annotated, Protocol, runtime_checkable

import msgspec

from auxilio.cases.core.duplicate_incidents import DuplicateCandidate
from auxilio.cases.core.model import Case, Code, Location
from auxilio.kernel.actor import Actor
from auxilio.kernel.hazmat import HazmatSheet
from auxilio.kernel.ids import CallId, CaseId, PersonId
from auxilio.platform.database.command_executor import CommandContext

Line = Annotated[str, msgspec.Meta(max_length=4000)]


class DeskDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands on a desk and is no fact yet: words in its fields, a place or a type that is on its way."""

    words: Annotated[tuple[Line, ...], msgspec.Meta(max_length=10)] = ()
    location: Location | None = None
    type: Code | None = None


class OpenWorkCheck(Protocol):
    """A capability that works on cases: loads its aggregates of this case, so that closing states their versions."""

    async def __call__(self, attempt: CommandContext, case: CaseId) -> None:
        """Return when nothing is open. Raises `Refused`, for example `tasks_open`."""
        ...


class CaseCallCheck(Protocol):
    """Knows the calls: a desk that has a caller on the line keeps the case that they tell of (decision 0358)."""

    async def closable(self, attempt: CommandContext, cases: Collection[Case], actor: Actor) -> None:
        """Return when no call of these cases is connected with another desk. Raises `Refused("call_in_progress")`."""
        ...

    async def mergeable(self, attempt: CommandContext, cases: Collection[Case], actor: Actor) -> None:
        """The same of a case that is to go on in another, which the room lead may decide too."""
        ...

    async def is_over(self, attempt: CommandContext, call: CallId) -> bool:
        """Whether nobody waits or speaks in this call any more."""
        ...


class LocatePermission(Protocol):
    """Knows who works on a case: a place is stated by who takes calls, or by a centre that has a task of it."""

    async def __call__(self, case: CaseId, actor: Actor) -> None:
        """Raises `Refused("no_task_here")`."""
        ...


type PersonName = Callable[[PersonId], Awaitable[str | None]]
"""The name of a person who may sign in; None when there is no such person."""


type TypeCheck = Callable[[str], bool]
"""Whether the content in force has an incident type of this code."""


class HazmatLookup(Protocol):
    """Has the tables of dangerous goods in force."""

    def __call__(
        self, *, top: str | None, bottom: str | None, un: str | None, hazard_class: str | None
    ) -> HazmatSheet:
        """What they say of a plate, a number or a class; what they do not know stands in its marks."""
        ...


class OutcomeCheck(Protocol):
    """Knows which services worked on a case: how it went for each is stated before the case closes."""

    async def __call__(self, attempt: CommandContext, case: CaseId, services: frozenset[str]) -> None:
        """Return when `services`, whose outcome the closing states, are all of them.

        Raises `Refused`, for example `outcomes_missing`.
        """
        ...


@runtime_checkable  # the web framework asks whether it was given one
class DuplicateFinder(Protocol):
    """Knows the live cases and what was said in their calls."""

    async def of_call(self, call: CallId, typed: DeskDraft, actor: Actor) -> tuple[DuplicateCandidate, ...]:
        """The cases worth showing, the likeliest first; nothing is written and nothing joined.

        Raises `Refused`: `not_permitted`, `not_your_call`.
        """
        ...
