"""People and the places they work at. Reference data with history: what they *do* is in the log, what they *are* is here."""

from typing import Annotated
from uuid import UUID

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Language, Phone

Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
"""An id that people chose: `san`, `san-1`, `desk-14`. It is kept for ever."""

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Login = Annotated[str, msgspec.Meta(pattern=r"^[^\s\x00-\x1f]{1,64}$")]
Password = Annotated[str, msgspec.Meta(min_length=12, max_length=200)]
"""Twelve characters or more and no other rule (NIST SP 800-63B, 3.1.1): length is what guessing costs."""


StaffNumber = Annotated[str, msgspec.Meta(pattern=r"^[^\s\x00-\x1f]{1,40}$")]

ContactText = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]

ServiceCode = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
"""A service of the catalogue of the content in force (`HEALTH`). Which there are, `policy.check_service` knows."""


class Agency(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who responds: a service's organisation. Without a console its tasks are told by telephone."""

    id: Key
    service: ServiceCode
    name: Name
    phone: Phone | None = None
    has_console: bool = True


class Centre(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An operational centre (centro operativo) of one agency; `zone` names the jurisdiction it answers for."""

    id: Key
    agency: Key
    name: Name
    phone: Phone | None = None
    zone: Key | None = None


class Desk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place where one person sits at a time. One that belongs to a centre is for that centre's people."""

    id: Key
    name: Name
    centre: Key | None = None
    roles: Annotated[tuple[Key, ...], msgspec.Meta(max_length=12)] = ()
    """Who may sit there, by any of these roles; everybody where none is named."""


class Contact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom the centre telephones and who is no centre, desk, person or hospital here: a utility, an interpreter, the duty
    telephone of an organisation (docs/nouns/contact.md)."""

    id: Key
    name: Name
    phone: Phone
    organisation: ContactText | None = None
    purpose: ContactText | None = None
    """What they are asked for."""
    hours: ContactText | None = None
    """When they answer, as people say it; None: at all hours."""
    languages: Annotated[tuple[Language, ...], msgspec.Meta(max_length=20)] = ()
    """Languages that they interpret; none: they are no interpreter."""
    agency: Key | None = None
    """Whose contact it is: read by the room and by the people of that agency. None: by everybody."""


class PersonData(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an administrator states about a person."""

    login: Login
    name: Name
    roles: Annotated[tuple[Key, ...], msgspec.Meta(max_length=12)] = ()
    agency: Key | None = None
    centre: Key | None = None
    languages: Annotated[tuple[Language, ...], msgspec.Meta(max_length=20)] = ("es",)
    active: bool = True
    """Nobody is ever deleted: their name stays beside what they did."""
    phone: Phone | None = None
    staff_number: StaffNumber | None = None


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person who may sign in."""

    id: PersonId
    login: str
    name: str
    roles: frozenset[str]
    agency: AgencyId | None
    centre: CentreId | None
    languages: tuple[str, ...]
    active: bool
    password_given: bool = False
    """Their password is one that an administrator chose: it is changed before anything else is done."""
    phone: str | None = None
    """By which a colleague reaches them. Shown to those who administer people, and to nobody else."""
    staff_number: str | None = None
    """That of their employer. Two employers may have given the same one."""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One sign-in: who, at which desk, in which mode, until when. The token itself is nowhere in it."""

    token_hash: bytes
    csrf: str
    actor: Actor
    language: str
    expires_at: Instant
    password_given: bool = False
    """Until the password is one's own, this session changes it or ends, and nothing else."""
    visiting: bool = False
    """The desk is of no centre of ours: of one that is there for a time, or was (temporary_centres.py)."""


class PresentPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whose window at a desk asked us something within the last minutes."""

    desk: Key
    centre: Key | None
    person: PersonId
    name: Name
    roles: tuple[str, ...]


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to whom a reserved case can be opened, found by name; `desk` is where they sit just now."""

    id: PersonId
    name: Name
    centre: Key | None
    desk: Key | None


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """Agencies, centres and desks by id, as everybody who is signed in may know them."""

    agencies: tuple[Agency, ...]
    centres: tuple[Centre, ...]
    desks: tuple[Desk, ...]


class SeedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person of a first start, with the password that is told to whoever starts it."""

    data: PersonData
    password: Password
    id: UUID | None = None


class Seed(msgspec.Struct, frozen=True, kw_only=True):
    """What a first start brings. What is already there stays as people have made it."""

    agencies: tuple[Agency, ...] = ()
    centres: tuple[Centre, ...] = ()
    desks: tuple[Desk, ...] = ()
    people: tuple[SeedPerson, ...] = ()


class TemporaryCentre(msgspec.Struct, frozen=True, kw_only=True):
    """A centre that exists for a time, with its desks and the agencies whose people may sit there."""

    centre: Centre
    desks: tuple[Desk, ...]
    agencies: frozenset[AgencyId]
