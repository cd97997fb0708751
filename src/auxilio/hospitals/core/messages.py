"""What can be asked of a hospital, and what can have happened to one. Closed: `HospitalCommand`, `HospitalEvent`."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.hospitals.core.model import (
    CapacityColour,
    DiversionId,
    FreePlaces,
    HospitalCapability,
    StatedText,
)
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import HospitalId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Phone, ShortText

HospitalCapabilities = Annotated[
    tuple[HospitalCapability, ...], msgspec.Meta(max_length=len(HospitalCapability))
]
FreeByColour = Annotated[dict[CapacityColour, FreePlaces], msgspec.Meta(min_length=1)]


class AddHospital(Command, frozen=True, kw_only=True, tag="hospitals.add"):
    """A place where patients can be handed over."""

    permission: ClassVar[str] = Permission.HOSPITAL_ADMIN
    object_rule: ClassVar[str] = ObjectRule.SHARED
    hospital: HospitalId
    name: StatedText
    place: Point
    phone: Phone | None = None
    facility: ShortText | None = None
    can: HospitalCapabilities = ()


class ChangeHospital(Command, frozen=True, kw_only=True, tag="hospitals.change"):
    """Another name, place, telephone, or what it can do: what is left out stays."""

    permission: ClassVar[str] = Permission.HOSPITAL_ADMIN
    object_rule: ClassVar[str] = ObjectRule.SHARED
    hospital: HospitalId
    name: StatedText | None = None
    place: Point | None = None
    phone: Phone | None = None
    no_phone: bool = False
    """It has no telephone any more."""
    can: HospitalCapabilities | None = None


class RetireHospital(Command, frozen=True, kw_only=True, tag="hospitals.retire"):
    """Nobody is taken there any more."""

    permission: ClassVar[str] = Permission.HOSPITAL_ADMIN
    object_rule: ClassVar[str] = ObjectRule.SHARED
    hospital: HospitalId


class DeclareCapacity(Command, frozen=True, kw_only=True, tag="hospitals.declare_capacity"):
    """How many of each colour it can take, said by `by_there`. A colour that is left out stays as it was said."""

    permission: ClassVar[str] = Permission.HOSPITAL_DECLARE
    object_rule: ClassVar[str] = ObjectRule.SHARED
    hospital: HospitalId
    free: FreeByColour
    by_there: StatedText


class DivertHospital(Command, frozen=True, kw_only=True, tag="hospitals.divert"):
    """It turns away whoever needs this, or everybody, until that moment."""

    permission: ClassVar[str] = Permission.HOSPITAL_DECLARE
    object_rule: ClassVar[str] = ObjectRule.SHARED
    hospital: HospitalId
    diversion: DiversionId
    why: StatedText
    by_there: StatedText
    until: Instant
    what: HospitalCapabilities = ()


class EndHospitalDiversion(Command, frozen=True, kw_only=True, tag="hospitals.take_again"):
    """It takes them again, before the diversion's end."""

    permission: ClassVar[str] = Permission.HOSPITAL_DECLARE
    object_rule: ClassVar[str] = ObjectRule.SHARED
    hospital: HospitalId
    diversion: DiversionId
    by_there: StatedText


type HospitalCommand = (
    AddHospital | ChangeHospital | RetireHospital | DeclareCapacity | DivertHospital | EndHospitalDiversion
)


class HospitalAdded(Event, frozen=True, kw_only=True, tag="hospitals.hospital.added"):
    """A place where patients can be handed over."""

    hospital: HospitalId
    mode: Mode
    name: ShortText
    place: Point
    phone: Phone | None
    facility: ShortText | None
    can: tuple[HospitalCapability, ...]


class HospitalChanged(Event, frozen=True, kw_only=True, tag="hospitals.hospital.changed"):
    """Its fixed data from now on, whole. Without `place`, as earlier versions wrote it, it is where it was."""

    hospital: HospitalId
    name: ShortText
    place: Point | None = None
    """None in events of before a place could change: it stays."""
    phone: Phone | None
    can: tuple[HospitalCapability, ...]


class HospitalRetired(Event, frozen=True, kw_only=True, tag="hospitals.hospital.retired"):
    """Nobody is taken there any more."""

    hospital: HospitalId


class CapacityDeclared(Event, frozen=True, kw_only=True, tag="hospitals.hospital.capacity_declared"):
    """What it can take, by the word of somebody there."""

    hospital: HospitalId
    free: dict[CapacityColour, int]
    by_there: ShortText
    entered_by: ShortText


class HospitalDiverted(Event, frozen=True, kw_only=True, tag="hospitals.hospital.diverted"):
    """Whom it turns away."""

    hospital: HospitalId
    diversion: DiversionId
    what: tuple[HospitalCapability, ...]
    why: ShortText
    until: Instant
    by_there: ShortText
    entered_by: ShortText


class HospitalDiversionEnded(Event, frozen=True, kw_only=True, tag="hospitals.hospital.takes_again"):
    """A diversion is over before its end."""

    hospital: HospitalId
    diversion: DiversionId
    by_there: ShortText
    entered_by: ShortText


type HospitalEvent = (
    HospitalAdded
    | HospitalChanged
    | HospitalRetired
    | CapacityDeclared
    | HospitalDiverted
    | HospitalDiversionEnded
)
