"""Who sends commands in the matrix: one person of each role, where people of that role work, and some in odd places."""

from dataclasses import dataclass, field, replace

from auxilio.app.cli.demo_people import AGENCIES, CENTRES
from auxilio.identity.core.model import Desk, PersonData, Seed, SeedPerson
from auxilio.kernel.ids import AgencyId, CentreId, DeskId, PersonId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from tests.http_client import PASSWORD


@dataclass(frozen=True)
class Who:
    """A column of the tables: a role and where the person who has it works."""

    name: str
    role: str
    agency: AgencyId | None = None
    centre: CentreId | None = None
    desk: DeskId | None = None
    person: PersonId = field(default_factory=lambda: PersonId(new_id()))
    """Known once they have signed in."""

    @property
    def citizen(self) -> bool:
        """A caller, who is known by the call and by nothing else."""
        return self.role == "citizen"

    @property
    def crew(self) -> bool:
        """In a vehicle, not at a desk."""
        return self.role == "crew"

    @property
    def room(self) -> bool:
        """Of the 112 centre itself."""
        return not self.citizen and self.agency is None and self.centre is None


def _who(name: str, at: str | None = None, *, role: str | None = None, desk: str | None = "") -> Who:
    """`at`: a centre (`san-1`), or an agency (`san`); `desk`: one of that name, none where it is None."""
    agency, _, nth = (at or "").partition("-")
    return Who(
        name=name,
        role=role or name,
        agency=AgencyId(agency) if agency else None,
        centre=CentreId(at) if at and nth else None,
        desk=DeskId(desk or f"m-{name.replace('_', '-').replace('@', '-')}") if desk is not None else None,
    )


CREW_DESK = "m-1"
CAST: tuple[Who, ...] = (
    _who("call_taker"),
    _who("supervisor"),
    _who("room_chief"),
    _who("dispatcher", "san-1"),
    _who("dispatcher@fire", "bom-1", role="dispatcher"),
    _who("dispatcher@agency", "san", role="dispatcher", desk=None),
    _who("clinical_coordinator", "san-1"),
    _who("supervisor@centre", "bom-1", role="supervisor"),
    _who("civil_protection_officer", "pc-1"),
    _who("crew", "san-1", desk=CREW_DESK),
    _who("records_officer", desk=None),
    _who("reviewer", desk=None),
    _who("content_author", desk=None),
    _who("medical_director", desk=None),
    _who("operations_director", desk=None),
    _who("administrator", desk=None),
    _who("citizen", desk=None),
)
"""`dispatcher@agency` works for an agency and at no centre; `supervisor@centre` has that role at a fire centre,
and does not lead the room."""
NAMES = tuple(who.name for who in CAST)
COLLEAGUES: tuple[Who, ...] = (
    _who("colleague", role="call_taker"),
    _who("police", "pol-1", role="dispatcher"),
    _who("fire_crew", "bom-1", role="crew", desk="f-1"),
    _who("relief", "san-1", role="crew", desk="m-2"),
    _who("second_administrator", role="administrator", desk=None),
)
"""Who else is signed in, in a real session alone, for tests that tell a story."""
MODES = (Mode.TRAINING, Mode.REAL)
"""In this order: the seat of each desk is real afterwards."""
OPERATOR = replace(_who("operator", role="call_taker", desk="m-operator"), person=PersonId(new_id()))
"""Whose calls and cases those are that belong to nobody of the cast."""


def seed() -> Seed:
    """The agencies and centres of the demo, and everybody of the cast."""
    people = tuple(
        SeedPerson(
            data=PersonData(
                login=login_of(who),
                name=name_of(who),
                roles=(who.role,),
                agency=who.agency,
                centre=who.centre,
            ),
            password=PASSWORD,
        )
        for who in (*CAST, *COLLEAGUES)
        if not who.citizen
    )
    desks = tuple(
        Desk(id=who.desk, name=who.name, centre=who.centre)
        for who in (*CAST, *COLLEAGUES, OPERATOR)
        if who.desk is not None
    )
    return Seed(agencies=AGENCIES, centres=CENTRES, desks=desks, people=people)


def login_of(who: Who) -> str:
    """What they sign in with."""
    return f"m.{who.name.replace('@', '.')}"


def name_of(who: Who) -> str:
    """What the log shows."""
    return f"Persona {who.name}"
