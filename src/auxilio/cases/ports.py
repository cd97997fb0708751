"""What a case must know of others: before it may close, and to find a case that a call may tell of too."""

from typing import Annotated, Protocol, runtime_checkable

import msgspec

from auxilio.cases.model import Code, Location
from auxilio.cases.similar import Candidate
from auxilio.kernel.actor import Actor
from auxilio.kernel.goods import Sheet
from auxilio.kernel.ids import CallId, CaseId
from auxilio.platform.database.work import Attempt

Line = Annotated[str, msgspec.Meta(max_length=4000)]


class Typed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands on a desk and is no fact yet: words in its fields, a place or a type that is on its way."""

    words: Annotated[tuple[Line, ...], msgspec.Meta(max_length=10)] = ()
    location: Location | None = None
    type: Code | None = None


class OpenWork(Protocol):
    """Whoever works on cases: brings its nouns of this case into the attempt, so that closing states their versions."""

    async def __call__(self, attempt: Attempt, case: CaseId) -> None:
        """Return when nothing is open. Raises `Refused`, for example `tasks_open`."""
        ...


class MayLocate(Protocol):
    """Whoever knows who works on a case: a place is stated by who takes calls, or by a centre that has a task of it."""

    async def __call__(self, case: CaseId, actor: Actor) -> None:
        """Raises `Refused("no_task_here")`."""
        ...


class LooksUpGoods(Protocol):
    """Whoever has the tables of dangerous goods in force."""

    def __call__(
        self, *, top: str | None, bottom: str | None, un: str | None, hazard_class: str | None
    ) -> Sheet:
        """What they say of a plate, a number or a class; what they do not know stands in its marks."""
        ...


class OutcomesTold(Protocol):
    """Whoever knows which services worked on a case: how it went for each is stated before the case closes."""

    async def __call__(self, attempt: Attempt, case: CaseId, services: frozenset[str]) -> None:
        """Return when `services`, whose outcome the closing states, are all of them.

        Raises `Refused`, for example `outcomes_missing`.
        """
        ...


@runtime_checkable  # the web framework asks whether it was given one
class FindsSame(Protocol):
    """Whoever knows the live cases and what was said in their calls."""

    async def of_call(self, call: CallId, typed: Typed, actor: Actor) -> tuple[Candidate, ...]:
        """The cases worth showing, the likeliest first; nothing is written and nothing joined.

        Raises `Refused`: `not_permitted`, `not_your_call`.
        """
        ...
