"""Who may be given which roles, and who is found by name. Nobody approves or reviews their own work."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence

import msgspec

from auxilio.identity.core.model import Agency, Centre, Colleague, Contact, Desk, PersonData
from auxilio.identity.core.permissions import ROLES, Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.kernel.written_words import must_be_one_line

NOT_FOR_PEOPLE = frozenset({"citizen", "system"})

_SEES_CONTENT = frozenset(role for role, words in ROLES.items() if Permission.CASE_LOOK in words)
INCOMPATIBLE_ROLES: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset({"content_author"}), frozenset({"medical_director", "operations_director"})),
    (frozenset({"medical_director"}), frozenset({"operations_director"})),
    # Administrators see no content: whoever gives permissions out does not hold those that look into cases.
    (frozenset({"administrator"}), _SEES_CONTENT - NOT_FOR_PEOPLE),
)
"""Pairs of which nobody holds one of each."""


def check_roles_known(roles: frozenset[str]) -> None:
    """Raises `Refused("no_such_role")`."""
    known = ROLES.keys() - NOT_FOR_PEOPLE
    if strange := roles - known:
        raise Refused("no_such_role", role=min(strange), known=" ".join(sorted(known)), field="$.roles")


def check_roles(roles: frozenset[str]) -> None:
    """Raises `Refused("no_such_role")`, `Refused("roles_apart")`."""
    check_roles_known(roles)
    for one, other in INCOMPATIBLE_ROLES:
        if roles & one and roles & other:
            raise Refused("roles_apart", one=min(roles & one), other=min(roles & other), field="$.roles")


def check_service(agency: Agency, services: Collection[str]) -> None:
    """An agency is of a service of the catalogue in force. Raises `Refused("no_such_service")`."""
    if agency.service not in services:
        raise Refused(
            "no_such_service", service=agency.service, known=" ".join(sorted(services)), field="$.service"
        )


def check_one_line(stated: Agency | Centre | Desk | Contact | PersonData) -> None:
    """Each text that somebody states of a person or a place is one line, which lists, letters and files can hold.

    Raises `Refused("malformed")` with the field. What is stored is read as it is.
    """
    must_be_one_line(**msgspec.structs.asdict(stated))


def check_place(place: Agency | Centre | Desk | Contact, services: Collection[str]) -> None:
    """What an agency, a centre, a desk or a contact names by itself. Raises `Refused`: `no_such_service`, `no_such_role`."""
    if isinstance(place, Agency):
        check_service(place, services)
    elif isinstance(place, Desk):
        check_roles_known(frozenset(place.roles))


def check_centre(centre: str, agency: str | None, owner: str | None) -> None:
    """Who or what belongs to a centre is of the agency of that centre. `owner`: that agency; None: there is no such centre.

    Raises `Refused`: `not_in_directory`, `centre_of_other_agency`.
    """
    if owner is None:
        raise Refused("not_in_directory", id=centre, field="$.centre")
    if owner != agency:
        raise Refused("centre_of_other_agency", centre=centre, field="$.centre")


def contacts_for(contacts: Sequence[Contact], actor: Actor) -> tuple[Contact, ...]:
    """Contacts that somebody may read: the room all of them, the people of an agency its own and those of everybody."""
    if actor.agency is None and actor.centre is None:
        return tuple(contacts)
    return tuple(one for one in contacts if one.agency in (None, actor.agency))


COLLEAGUES_MAX = 12


def find_colleagues(people: Iterable[Colleague], text: str) -> list[Colleague]:
    """People in whose name each word of `text` begins a word, those at a desk first; at most `COLLEAGUES_MAX`."""
    parts = _plain(text)
    found = [one for one in people if parts and all(_begins(one.name, part) for part in parts)]
    return sorted(found, key=lambda one: (one.desk is None, one.name))[:COLLEAGUES_MAX]


def _begins(name: str, part: str) -> bool:
    return any(word.startswith(part) for word in _plain(name))


def _plain(text: str) -> list[str]:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold().split()
