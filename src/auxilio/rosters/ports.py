"""What rosters need of the directory and of dispatch: whose a centre is, who works here, and who signed in on which unit."""

from collections.abc import Sequence
from typing import Protocol

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId, PersonId, UnitId
from auxilio.kernel.shared_types import Mode, Phone
from auxilio.rosters.core.model import OnCallParty
from auxilio.rosters.core.qualification_model import CrewOnBoard, DirectoryPerson, QualificationCatalogue
from auxilio.rosters.core.shift_model import RosterPerson, RosterUnit


class AgencyOfCentre(Protocol):
    """The directory belongs to `identity`; the wiring asks it."""

    async def __call__(self, centre: CentreId) -> AgencyId | None:
        """None: nobody registered it."""
        ...


class ScopeCheck(Protocol):
    """The directory belongs to `identity`."""

    async def __call__(self, agency: AgencyId | None, centre: CentreId | None) -> None:
        """Raises `Refused("not_in_directory")` for an agency or a centre that nobody registered."""
        ...


class BarredNumberCheck(Protocol):
    """Which numbers are called belongs to `voice`."""

    def __call__(self, number: Phone) -> bool:
        """Whether a number (E.164) is never called by Auxilio: its way `voice` would reach nobody."""
        ...


class PersonCheck(Protocol):
    """People belong to `identity`."""

    async def __call__(self, person: PersonId) -> bool:
        """Whether there is such a person, also one who has left."""
        ...


class DirectoryPeople(Protocol):
    """People belong to `identity`."""

    async def __call__(self) -> Sequence[DirectoryPerson]:
        """Everybody who may sign in."""
        ...


class VisibleCrews(Protocol):
    """Units belong to `dispatch`, and who sees which to `access`."""

    async def __call__(self, actor: Actor) -> Sequence[CrewOnBoard]:
        """Crews of the units that this actor sees with the names of those on board, in the mode of the session."""
        ...


class CurrentNotices(Protocol):
    """The content in force."""

    def __call__(self) -> Sequence[str]:
        """Codes of every notice that a protocol can prove, in order."""
        ...


class CurrentPlanParties(Protocol):
    """The content in force."""

    def __call__(self) -> Sequence[OnCallParty]:
        """Whom the civil protection plans list, each once."""
        ...


class CurrentQualifications(Protocol):
    """The content in force."""

    def __call__(self) -> QualificationCatalogue:
        """Which qualifications there are, and what capabilities need."""
        ...


class PersonOfRoster(Protocol):
    """People belong to `identity`."""

    async def __call__(self, person: PersonId) -> RosterPerson | None:
        """Also one who has left. None: there is no such person."""
        ...


class PeopleOfRosters(Protocol):
    """People belong to `identity`."""

    async def __call__(self) -> Sequence[RosterPerson]:
        """Everybody, also those who have left."""
        ...


class UnitOfRoster(Protocol):
    """Units belong to `dispatch`."""

    async def __call__(self, unit: UnitId) -> RosterUnit | None:
        """None: there is no such unit, or it is retired."""
        ...


class UnitsOfRosters(Protocol):
    """Units belong to `dispatch`."""

    async def __call__(self, mode: Mode) -> Sequence[RosterUnit]:
        """Those of a mode that are not retired, by callsign."""
        ...
