"""Rows of people, places and sessions as what they mean."""

from typing import Any

from auxilio.identity.core.model import Agency, Centre, Contact, Desk, Person, Session
from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId, DeskId, PersonId
from auxilio.kernel.shared_types import Mode

type DirectoryPlace = Agency | Centre | Desk | Contact
"""What administrators keep of the directory beside people. A contact is kept as a place is, though it is none."""
RELATIONS: dict[type[DirectoryPlace], str] = {
    Agency: "agency",
    Centre: "centre",
    Desk: "desk",
    Contact: "contact",
}
PERSON_COLUMNS = (
    "id, login, name, roles, agency, centre, languages, active, password_given, phone, staff_number"
)
AGENCY_OF_CENTRE = "select agency from centre where id = $1"


def person_of(row: Any) -> Person:
    """A person from a row."""
    return Person(
        id=PersonId(row["id"]),
        login=row["login"],
        name=row["name"],
        roles=frozenset(row["roles"]),
        agency=row["agency"],
        centre=row["centre"],
        languages=tuple(row["languages"]),
        active=row["active"],
        password_given=row["password_given"],
        phone=row["phone"],
        staff_number=row["staff_number"],
    )


def session_of(row: Any) -> Session:
    """A session from a row of `session` joined with its person."""
    roles = frozenset(row["roles"])
    actor = Actor(
        id=row["person"],
        kind="crew" if "crew" in roles else "person",
        name=row["name"],
        desk=DeskId(row["desk"]) if row["desk"] else None,
        agency=AgencyId(row["agency"]) if row["agency"] else None,
        centre=CentreId(row["centre"]) if row["centre"] else None,
        roles=roles,
        permissions=permissions_of(roles, of_room=row["agency"] is None and row["centre"] is None),
        mode=Mode(row["mode"]),
    )
    return Session(
        token_hash=row["token_hash"],
        csrf=row["csrf"],
        actor=actor,
        language=row["language"],
        expires_at=row["expires_at"],
        password_given=row["password_given"],
        visiting=row["visiting"],
    )


def agency_of(row: Any) -> Agency:
    """An agency, from a row of `agency`."""
    # Earlier versions took a service in small letters only, as no plan writes it.
    return Agency(**{**dict(row), "service": row["service"].upper()})


def contact_of(row: Any) -> Contact:
    """A contact, from a row of `contact`."""
    return Contact(**{**dict(row), "languages": tuple(row["languages"])})


def desk_of(row: Any) -> Desk:
    """A desk, from a row of `desk`."""
    return Desk(**{**dict(row), "roles": tuple(row["roles"])})
