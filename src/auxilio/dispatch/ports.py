"""What dispatch needs of other capabilities: travel times, positions, what belongs to a case, the directory.

Each has a stand-in (`fakes.py`), and one suite that the stand-in and the real one both pass
(`tests/dispatch/test_ports.py`).
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Protocol
from uuid import UUID

import msgspec

from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.dispatch.response_plan.core.registered import RegisteredCentres
from auxilio.dispatch.tasks.core.shared_types import Code
from auxilio.dispatch.units.core.model import Unit, UnitPosition
from auxilio.geo.model import TravelTime
from auxilio.identity.core.model import Contact
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CaseId, CentreId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.database.command_executor import CommandContext


class UnitTravelTimes(Protocol):
    """Times from many units to one place. `geo.service.RegionService` is one."""

    async def times_to(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """One for each source, in their order; a straight line, and said so, where no road is known."""
        ...

    def reckon(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        """An estimate for each before any road is asked, at once."""
        ...


class UnitPositions(Protocol):
    """Where units were last seen."""

    async def latest(self, units: Sequence[UnitId] | None = None) -> list[UnitPosition]:
        """The newest fix of these units, or of all; a unit that was never seen is not in it."""
        ...


class UnitDirectory(Protocol):
    """Every unit there is, also those that are retired."""

    async def units(self) -> list[Unit]:
        """By callsign."""
        ...


class CaseWorkIndex(Protocol):
    """Which aggregates belong to a case."""

    async def ids(self, aggregate: str, case: CaseId) -> list[UUID]:
        """The ids of one kind (`task`, `assignment`, `patient`), in order of birth."""
        ...


class OpenCaseCheck(Protocol):
    """Whether a case may be given work. The case is a stranger here; the wiring knows it."""

    async def __call__(self, attempt: CommandContext, case: CaseId) -> Mode:
        """Its mode, with its version stated: a case cannot close while help is being sent to it.

        Raises `Refused`: `unknown_case`, `case_not_open`.
        """
        ...


class SurvivingCaseLookup(Protocol):
    """In which case another goes on that was the same."""

    async def __call__(self, attempt: CommandContext, case: CaseId) -> CaseId:
        """Itself, unless it was merged; with the versions of all between stated. Raises `Refused("unknown_case")`."""
        ...


class PlanQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What the response plan is asked for: what it is, how severe, where, in which world."""

    mode: Mode
    type: Code | None = None
    priority: Priority = Priority.P4
    place: Point | None = None
    municipality: str | None = None


type PlanAmendment = Callable[[ResponsePlan, PlanQuery], Awaitable[ResponsePlan]]
"""The plan as it is at that place at this moment: with the command posts of the operations that run there."""


async def plan_unchanged(plan: ResponsePlan, asked: PlanQuery) -> ResponsePlan:
    """Nothing runs anywhere."""
    del asked
    return plan


type CentreCheck = Callable[[CentreId, AgencyId], Awaitable[None]]
"""Whether the directory has this centre, of this agency. Raises `Refused`: `not_in_directory`, `centre_of_other_agency`."""


async def accept_every_centre(centre: CentreId, agency: AgencyId) -> None:
    """For tests of dispatch alone: the wiring gives `identity.store.IdentityStore.check_centre`."""
    del centre, agency


type CentreRegister = Callable[[], Awaitable[RegisteredCentres | None]]
"""The operational centres of the directory now, with those that are there for a time."""


type ContactsOf = Callable[[Actor], Awaitable[tuple[Contact, ...]]]
"""The contacts of the directory that somebody may read."""


async def no_contacts(_actor: Actor) -> tuple[Contact, ...]:
    """For tests of dispatch alone: no directory is asked."""
    return ()


async def every_centre_of_the_plan() -> None:
    """For tests of dispatch alone: no directory is asked, and each centre of the plan counts as registered."""


type CaseAdmissionCheck = Callable[[CaseId, Actor], Awaitable[object]]
"""Lets an actor read of a case. Raises `Refused`: `case_reserved`, `no_task_here`, `session_mode_differs`."""
type HiddenCaseLookup = Callable[[Actor, Collection[CaseId]], Awaitable[Collection[CaseId]]]
"""Those of these cases that are reserved and not open to this actor."""


async def admit_every_case(case: CaseId, actor: Actor) -> None:
    """For tests of dispatch alone: the wiring gives `access.case_access`."""
    del case, actor


async def hide_no_case(actor: Actor, cases: Collection[CaseId]) -> Collection[CaseId]:
    """For tests of dispatch alone: the wiring gives `access.reserved_cases`."""
    del actor, cases
    return ()
