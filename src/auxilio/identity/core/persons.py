"""A person as the directory holds them, and as the actor of what they do. Pure."""

import msgspec

from auxilio.identity.core.model import Person, PersonData
from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId, DeskId, PersonId
from auxilio.kernel.shared_types import Mode


def same_login(login: str) -> str:
    """One spelling of a login: capitals and surrounding blanks are slips of the hand."""
    return login.strip().casefold()


def person_of(id: PersonId, data: PersonData, *, password_given: bool = False) -> Person:
    """The person that an administrator wrote down."""
    return Person(
        id=id,
        login=same_login(data.login),
        name=data.name,
        roles=frozenset(data.roles),
        agency=AgencyId(data.agency) if data.agency else None,
        centre=CentreId(data.centre) if data.centre else None,
        languages=data.languages,
        active=data.active,
        password_given=password_given,
    )


def split_confirmed_roles(
    wanted: Person, by_two: frozenset[str], actor: Actor
) -> tuple[Person, frozenset[str]]:
    """The person without the roles that a second one must confirm, and those roles. The system gives all of them."""
    wait = frozenset[str]() if actor.kind == "system" else by_two
    return msgspec.structs.replace(wanted, roles=wanted.roles - wait), wait


def actor_of(person: Person, desk: str | None, mode: Mode) -> Actor:
    """Who acts when this person sits at this desk; the room's own permissions need no agency and no centre."""
    return Actor(
        id=person.id,
        kind="crew" if "crew" in person.roles else "person",
        name=person.name,
        desk=DeskId(desk) if desk else None,
        agency=person.agency,
        centre=person.centre,
        roles=person.roles,
        permissions=permissions_of(person.roles, of_room=person.agency is None and person.centre is None),
        mode=mode,
    )
