"""A hospital as it stands.

The words follow the report of a hospital's state of OASIS, EDXL-HAVE 1.0 (`ServiceCoverageStatus`, `EMSTraffic`,
capacity by triage colour), so that one that comes by machine will say the same.
"""

from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.kernel.ids import HospitalId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Phone, ShortText

DiversionId = NewType("DiversionId", UUID)
StatedText = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
"""Words that must be there: a name, a reason."""
FreePlaces = Annotated[int, msgspec.Meta(ge=0, le=999)]


class HospitalCapability(StrEnum):
    """What a hospital can do beyond an emergency department; worded as `hospitals.can.<code>`."""

    TRAUMA = "trauma"
    BURNS = "burns"
    STROKE = "stroke"
    CATH_LAB = "cath_lab"
    NEUROSURGERY = "neurosurgery"
    PAEDIATRICS = "paediatrics"
    NEONATAL = "neonatal"
    OBSTETRICS = "obstetrics"
    PSYCHIATRY = "psychiatry"
    TOXICOLOGY = "toxicology"
    HYPERBARIC = "hyperbaric"
    DECONTAMINATION = "decontamination"
    ISOLATION = "isolation"
    HELIPAD = "helipad"


class CapacityColour(StrEnum):
    """Whom it can take, by triage colour on the spot. There is no capacity for the dead here."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


class DeclaredCapacity(msgspec.Struct, frozen=True, kw_only=True):
    """How many of one colour it can take, as somebody there said."""

    free: int
    at: Instant
    by_there: str
    entered_by: str


class HospitalDiversion(msgspec.Struct, frozen=True, kw_only=True):
    """Whom it turns away, and until when. Empty `what` is everybody."""

    id: DiversionId
    what: tuple[HospitalCapability, ...]
    why: str
    since: Instant
    until: Instant
    by_there: str
    entered_by: str


class Hospital(msgspec.Struct, frozen=True, kw_only=True):
    """A place where patients are handed over."""

    id: HospitalId
    mode: Mode
    name: str
    place: Point
    phone: Phone | None = None
    facility: ShortText | None = None
    """The element of the region that it is, `way/123`; none where it was added by hand."""
    can: tuple[HospitalCapability, ...] = ()
    capacity: dict[CapacityColour, DeclaredCapacity] = {}
    """A colour that was not reported is not in it: unknown and nought are two things."""
    diversions: tuple[HospitalDiversion, ...] = ()
    retired: bool = False
