"""A premise note as it stands, and the looks at the notes of one case."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple, NewType
from uuid import UUID

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.address_words import address_words
from auxilio.kernel.ids import AgencyId, CaseId, CentreId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode

PremiseNoteId = NewType("PremiseNoteId", UUID)
PremiseNoteText = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
PremiseAddress = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
"""As the gazetteer calls the place, or as a person does: as long as the words of a case's location."""
PremiseRadius = Annotated[int, msgspec.Meta(ge=0, le=500)]
"""Metres around the point within which a case is shown the note; 0: of the same address alone."""
VERSION_LETTERS = 16
PremiseNoteVersion = Annotated[str, msgspec.Meta(min_length=VERSION_LETTERS, max_length=VERSION_LETTERS)]
"""Hexadecimal: 64 bits of a digest tell apart what people write about one place."""
DEFAULT_RADIUS_M = 30
"""About the front of a building (ours)."""


class PremiseNoteKind(StrEnum):
    """What a note warns of, or helps with."""

    ACCESS_CODE = "access_code"
    DOG = "dog"
    OXYGEN = "oxygen"
    VIOLENCE = "violence"
    """Violence against crews."""
    DANGEROUS_GOODS = "dangerous_goods"
    MOBILITY = "mobility"
    """Somebody who cannot leave without help."""
    OTHER = "other"


class PremiseNoteState(StrEnum):
    """Whether it stands. That it has expired is no state: its last day is compared with the present."""

    STANDING = "standing"
    ENDED = "ended"


class PremiseNote(msgspec.Struct, frozen=True, kw_only=True):
    """One note about one address. Its agency answers for it; without one, the 112 room (or a centre of no agency)."""

    id: PremiseNoteId
    mode: Mode
    kind: PremiseNoteKind
    text: str
    address: str
    municipality: str
    address_key: str
    """`AddressKeys.whole`."""
    point: Point
    detail: str
    """Stair, floor, door."""
    radius_m: int
    agency: AgencyId | None
    centre: CentreId | None
    expires_at: Instant
    entered_at: Instant
    changed_at: Instant
    by: PersonId
    """Who entered or changed it last."""
    by_name: str
    state: PremiseNoteState = PremiseNoteState.STANDING
    opened: dict[str, Instant] = {}
    """Who opened it to maintain it, and when last."""

    @property
    def version(self) -> str:
        """Of what a change states: a look and a renewal leave it the same."""
        stated = (
            self.kind,
            self.text,
            self.address,
            self.municipality,
            self.point,
            self.detail,
            self.radius_m,
        )
        return hashlib.sha256(msgspec.json.encode(stated)).hexdigest()[:VERSION_LETTERS]

    def has_expired(self, at: datetime) -> bool:
        """Whether its time is over at this moment: from then on nobody who works on a case is shown it."""
        return self.expires_at <= at


class PremiseLooks(msgspec.Struct, frozen=True, kw_only=True):
    """Which notes were shown to whom in one case."""

    case: CaseId
    mode: Mode
    shown: dict[str, tuple[PremiseNoteId, ...]] = {}
    """By person."""


def owns_note(note: PremiseNote, actor: Actor) -> bool:
    """Whether the actor's agency owns a note; one of no agency is of the centre, or of the room, that entered it."""
    if actor.agency is not None or note.agency is not None:
        return actor.agency == note.agency
    return actor.centre == note.centre


class AddressKeys(NamedTuple):
    """An address as it is compared: case, accents, signs and spaces between words do not count."""

    street: str
    """Without its municipality, also where the words of the address end with it."""
    whole: str
    """With it."""


def address_keys(address: str, municipality: str) -> AddressKeys:
    """Two spellings of one address have one key, whether or not its words name the municipality too."""
    words, town = address_words(address), address_words(municipality)
    if not town:
        return AddressKeys(words, words)
    street = words.removesuffix(f" {town}")
    return AddressKeys(street, f"{street} {town}")


DEFAULT_TERM = timedelta(days=365)
LONGEST_TERM = timedelta(days=5 * 365)
LONGEST_TERM_OF_VIOLENCE = timedelta(days=365)
"""A warning against people is judged again each year (decision 0398)."""


def longest_term(kind: PremiseNoteKind) -> timedelta:
    """How far ahead a note of this kind may expire."""
    return LONGEST_TERM_OF_VIOLENCE if kind is PremiseNoteKind.VIOLENCE else LONGEST_TERM
