"""Who acts in tests: a call taker, a supervisor, a citizen, Auxilio itself."""

from uuid import UUID

from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId, DeskId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id


def person(
    role: str,
    desk: str | None = None,
    *,
    name: str = "Lucía Ferrer",
    mode: Mode = Mode.REAL,
    agency: str | None = None,
    centre: str | None = None,
) -> Actor:
    """Somebody with this role, and a new identity each time."""
    return Actor(
        id=new_id(),
        kind="crew" if role == "crew" else "person",
        name=name,
        desk=DeskId(desk) if desk else None,
        agency=AgencyId(agency) if agency else None,
        centre=CentreId(centre) if centre else None,
        roles=frozenset({role}),
        permissions=permissions_of(frozenset({role})),
        mode=mode,
    )


def citizen(call: UUID) -> Actor:
    """The person at the other end of this call, and of no other."""
    return Actor(id=call, kind="citizen", name="citizen", permissions=permissions_of(frozenset({"citizen"})))


def system() -> Actor:
    """A reaction or a timer."""
    return Actor(
        id=UUID(int=1), kind="system", name="auxilio", permissions=permissions_of(frozenset({"system"}))
    )
