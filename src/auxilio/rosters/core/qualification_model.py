"""Qualifications: which there are, which capability needs one, who holds them until when, and what a crew lacks (docs/nouns/qualification.md)."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.ids import AgencyId, CentreId, PersonId, UnitId
from auxilio.kernel.shared_types import ShortText

QualificationCode = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class QualificationKind(msgspec.Struct, frozen=True, kw_only=True):
    """A qualification as the content in force names it."""

    code: str
    words: dict[str, str]
    """Its name, by language."""


class RequiredQualification(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with this capability needs somebody on board who holds one of these qualifications."""

    capability: str
    any_of: tuple[str, ...]


class QualificationCatalogue(msgspec.Struct, frozen=True, kw_only=True):
    """What the content in force says of qualifications. Without a file there are none, and nothing is needed."""

    kinds: tuple[QualificationKind, ...] = ()
    needs: tuple[RequiredQualification, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """Of all qualifications."""
        return frozenset(one.code for one in self.kinds)


class HeldQualification(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody holds, from the first day to the last; both count."""

    code: QualificationCode
    since: date
    until: date | None = None
    """None: it has no end."""


class PersonQualifications(msgspec.Struct, frozen=True, kw_only=True):
    """All that one person holds. Nothing means that nobody recorded it."""

    person: PersonId
    held: tuple[HeldQualification, ...] = ()


class DirectoryPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the directory, as far as rosters need to know them."""

    id: PersonId
    name: str
    agency: AgencyId | None
    """Of their centre where they are of one."""
    centre: CentreId | None


class CrewOnBoard(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed in on a unit: name and account; somebody without an account has a name alone."""

    unit: UnitId
    callsign: str
    agency: AgencyId
    capabilities: tuple[str, ...]
    members: tuple[tuple[str, PersonId | None], ...]


class CrewWarningKind(StrEnum):
    """Why a crew may not do what its unit is there for; worded as `rosters.crew.<code>`."""

    MISSING = "missing"
    """Nobody on board holds what the capability needs."""
    ENDED = "ended"
    """Somebody on board held it, and it has ended."""
    NOT_RECORDED = "not_recorded"
    """Of somebody on board nothing is recorded: they may hold it."""


class CrewWarning(msgspec.Struct, frozen=True, kw_only=True):
    """What the crew of a unit lacks. It informs, and refuses nothing."""

    unit: UnitId
    callsign: ShortText
    kind: CrewWarningKind
    capabilities: tuple[str, ...]
    any_of: tuple[str, ...]
    """Codes of qualifications, one of which is needed; none with `not_recorded`."""
    people: tuple[ShortText, ...]
    """Whose has ended, or of whom nothing is recorded."""
    ended: date | None = None
    """The last day of the one that ended last."""


class CrewWarnings(msgspec.Struct, frozen=True, kw_only=True):
    """The warnings of all crews that somebody may see, and what the qualifications in them are called."""

    warnings: tuple[CrewWarning, ...]
    kinds: tuple[QualificationKind, ...]


class QualifiedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person as an administrator reads them."""

    person: PersonId
    name: ShortText
    agency: AgencyId | None
    centre: CentreId | None
    held: tuple[HeldQualification, ...]


class EndingQualification(msgspec.Struct, frozen=True, kw_only=True):
    """One that ends soon or has ended."""

    person: PersonId
    name: ShortText
    code: ShortText
    until: date
    ended: bool


class QualificationTable(msgspec.Struct, frozen=True, kw_only=True):
    """What an administrator reads: everybody with what they hold, what ends soon, and what the content in force needs."""

    people: tuple[QualifiedPerson, ...]
    ending: tuple[EndingQualification, ...]
    kinds: tuple[QualificationKind, ...]
    needs: tuple[RequiredQualification, ...]
    today: date
