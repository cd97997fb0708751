"""A person as the directory holds them, and as the actor of what they do. Pure."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from auxilio.identity.core.grants import SEES_CASES, TWO_PERSON_ROLES
from auxilio.identity.core.model import Person, PersonData
from auxilio.identity.core.permissions import Permission, permissions_of
from auxilio.identity.core.policy import check_roles
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId, DeskId, PersonId
from auxilio.kernel.refusal import Refused
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
        phone=data.phone,
        staff_number=data.staff_number,
    )


def data_of(person: Person) -> PersonData:
    """What an administrator states when they change nothing of a person: `person_of` of it is the same person."""
    return PersonData(
        login=person.login,
        name=person.name,
        roles=tuple(sorted(person.roles)),
        agency=person.agency,
        centre=person.centre,
        languages=person.languages,
        active=person.active,
        phone=person.phone,
        staff_number=person.staff_number,
    )


def split_confirmed_roles(
    wanted: Person, by_two: frozenset[str], actor: Actor
) -> tuple[Person, frozenset[str]]:
    """The person without the roles that a second one must confirm, and those roles. The system gives all of them."""
    wait = frozenset[str]() if actor.kind == "system" else by_two
    return msgspec.structs.replace(wanted, roles=wanted.roles - wait), wait


class PersonChange(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a person at once, the roles that wait for a second person, and why their sessions end, if they do."""

    person: Person
    waits: frozenset[str]
    ends: Literal["password", "roles"] | None


def change_of_person(
    before: Person, data: PersonData, actor: Actor, *, new_password: bool = False
) -> PersonChange:
    """The change of a person to what an administrator states.

    Raises `Refused`: `no_such_role`, `roles_apart`, `own_roles` (nobody gives themselves a permission).
    """
    given = actor.id != before.id if new_password else before.password_given
    wanted = person_of(before.id, data, password_given=given)
    check_roles(wanted.roles)
    if actor.id == before.id and wanted.roles != before.roles:
        raise Refused("own_roles", field="$.roles")
    opened_anew = (new_password and actor.id != before.id) or (wanted.active and not before.active)
    moved = (wanted.agency, wanted.centre) != (before.agency, before.centre)
    new = wanted.roles if opened_anew else wanted.roles - before.roles
    if moved:
        new |= wanted.roles & SEES_CASES
    person, waits = split_confirmed_roles(wanted, new & TWO_PERSON_ROLES, actor)
    ends = new_password or moved or not person.active or person.roles != before.roles
    why: Literal["password", "roles"] = "password" if new_password else "roles"
    return PersonChange(person=person, waits=waits, ends=why if ends else None)


def confirms(person: Person) -> bool:
    """Whether this person may confirm, as the second one, what an administrator asks for."""
    of_room = person.agency is None and person.centre is None
    return person.active and Permission.PEOPLE_CONFIRM in permissions_of(person.roles, of_room=of_room)


def check_second_person(before: Person, lost: frozenset[str], people: Iterable[Person], actor: Actor) -> None:
    """A change that takes roles away until they are confirmed must leave somebody who can confirm them: neither the one who
    asks nor the one who gets them (decision 0320). Raises `Refused("no_second_person")`."""
    if not confirms(before) or confirms(msgspec.structs.replace(before, roles=before.roles - lost)):
        return
    if not any(confirms(one) for one in people if one.id not in {before.id, actor.id}):
        raise Refused("no_second_person", name=before.name, login=before.login)


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
