"""Where a patient could be taken, in which order and why; and how many victims could be shared out. Nothing here decides.

What was declared and what is on its way are shown side by side; what is left is reckoned from both and never replaces
either. Old words count as unknown, and unknown is not nought: such a hospital is proposed, and the page says that
somebody has to ask it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

import msgspec

from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.hospitals.core.model import (
    CapacityColour,
    DeclaredCapacity,
    Hospital,
    HospitalCapability,
    HospitalDiversion,
)
from auxilio.kernel.ids import HospitalId
from auxilio.kernel.instant import Instant

CAPACITY_VALID_FOR = timedelta(hours=2)
"""What a hospital said it can take is unknown after this (ours; to be set by whoever runs the centre)."""


class InboundPatient(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody a hospital was warned of, who is on the way or was handed over there."""

    hospital: HospitalId | None
    name: str
    """As it was said: a crew without network may name one that it did not choose from a list."""
    colour: CapacityColour | None
    over_at: Instant | None = None
    """Handed over; None as long as they are on their way."""
    meant: bool = False
    """The hospital was told of somebody who has not left yet: they count, and no patient has a name for them."""


class HospitalReason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason or doubt: a code, worded as `hospitals.why.<code>`, and its facts."""

    code: str
    facts: dict[str, str] = {}


class AvailableCapacity(msgspec.Struct, frozen=True, kw_only=True):
    """What it can take of one colour: declared, against it, and what that leaves. None: unknown."""

    declared: int | None
    said_at: Instant | None
    """Also of a word that is too old to count."""
    coming: int
    arrived: int
    """Handed over since it was declared."""
    meant: int = 0
    """Whom it was told of at scenes of many, less those who are in `coming` and `arrived`."""
    left: int | None


class HospitalOption(msgspec.Struct, frozen=True, kw_only=True):
    """A hospital for these needs, with every reason."""

    hospital: HospitalId
    name: str
    travel_s: float | None
    by: TravelBasis | None
    room: dict[CapacityColour, AvailableCapacity]
    coming: int
    """Everybody who is on the way there, also those of no colour yet."""
    why: tuple[HospitalReason, ...] = ()
    """Set aside: why. Proposed: what makes it less sure."""


class HospitalOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Hospitals in order of the road, and those set aside with their reason."""

    at: Instant
    proposed: tuple[HospitalOption, ...]
    aside: tuple[HospitalOption, ...]


class HospitalShare(msgspec.Struct, frozen=True, kw_only=True):
    """So many of one colour to one hospital."""

    hospital: HospitalId
    name: str
    colour: CapacityColour
    count: int


class DistributionTarget(msgspec.Struct, frozen=True, kw_only=True):
    """A hospital of a distribution, as it stands before anybody is sent there."""

    hospital: HospitalId
    name: str
    phone: str | None
    travel_s: float | None
    by: TravelBasis | None
    room: dict[CapacityColour, AvailableCapacity]
    aside: tuple[HospitalReason, ...]


class VictimDistribution(msgspec.Struct, frozen=True, kw_only=True):
    """How many victims could be shared out; those for whom no room was reported stay unplaced."""

    at: Instant
    shares: tuple[HospitalShare, ...]
    unplaced: dict[CapacityColour, int]
    ask: tuple[str, ...]
    """Hospitals on the way whose room is unknown, nearest first: those to telephone."""
    hospitals: tuple[DistributionTarget, ...] = ()
    """All of them, by the road; those set aside last."""


def active_diversions(hospital: Hospital, at: datetime) -> tuple[HospitalDiversion, ...]:
    """Diversions that turn somebody away at this moment."""
    return tuple(each for each in hospital.diversions if each.until > at)


def valid_capacity(said: DeclaredCapacity | None, at: datetime) -> DeclaredCapacity | None:
    """What was said, while it still counts."""
    return said if said is not None and at - said.at <= CAPACITY_VALID_FOR else None


def available_capacity(
    hospital: Hospital, colour: CapacityColour, coming: Sequence[InboundPatient], at: datetime
) -> AvailableCapacity:
    """What it can take of one colour. Whoever comes without a colour counts in none: `HospitalOption.coming` has everybody."""
    said = hospital.capacity.get(colour)
    counts = valid_capacity(said, at)
    own = [each for each in coming if each.colour is colour and _is_bound_for(each, hospital)]
    meant = sum(each.meant for each in own)
    on_way = sum(each.over_at is None and not each.meant for each in own)
    arrived = sum(
        each.over_at is not None and counts is not None and each.over_at >= counts.at for each in own
    )
    return AvailableCapacity(
        declared=counts.free if counts else None,
        said_at=said.at if said else None,
        coming=on_way,
        arrived=arrived,
        meant=meant,
        left=counts.free - on_way - arrived - meant if counts else None,
    )


def propose_hospitals(
    hospitals: Sequence[Hospital],
    times: Mapping[HospitalId, TravelTime],
    coming: Sequence[InboundPatient],
    at: datetime,
    *,
    colour: CapacityColour | None = None,
    needs: Sequence[HospitalCapability] = (),
) -> HospitalOptions:
    """Hospitals for one patient, by the road; whom no road reaches after everybody whom one does."""
    proposed, aside = list[HospitalOption](), list[HospitalOption]()
    for hospital in sorted(hospitals, key=lambda each: _distance(each, times)):
        room = {each: available_capacity(hospital, each, coming, at) for each in CapacityColour}
        against = _reasons_against(hospital, colour, needs, room, at)
        travel = times.get(hospital.id)
        option = HospitalOption(
            hospital=hospital.id,
            name=hospital.name,
            travel_s=travel.duration_s if travel else None,
            by=travel.by if travel else None,
            room=room,
            coming=sum(
                each.over_at is None and not each.meant and _is_bound_for(each, hospital) for each in coming
            ),
            why=against or _doubts(colour, room, travel),
        )
        (aside if against else proposed).append(option)
    return HospitalOptions(at=at, proposed=tuple(proposed), aside=tuple(aside))


def distribute_victims(
    options: HospitalOptions,
    victims: Mapping[CapacityColour, int],
    phones: Mapping[HospitalId, str | None] = MappingProxyType({}),
) -> VictimDistribution:
    """Reds first, each to the nearest that said it has room: never more than is left, never by a guess."""
    left = {
        (option.hospital, colour): max(0, room.left)
        for option in options.proposed
        for colour, room in option.room.items()
        if room.left is not None
    }
    shares, unplaced = list[HospitalShare](), dict[CapacityColour, int]()
    for colour in CapacityColour:
        rest = max(0, victims.get(colour, 0))
        for option in options.proposed:
            count = min(rest, left.get((option.hospital, colour), 0))
            if count:
                shares.append(
                    HospitalShare(hospital=option.hospital, name=option.name, colour=colour, count=count)
                )
                rest -= count
        if rest:
            unplaced[colour] = rest
    ask = tuple(
        option.name
        for option in options.proposed
        if any(option.room[colour].left is None for colour in unplaced)
    )
    return VictimDistribution(
        at=options.at,
        shares=tuple(shares),
        unplaced=unplaced,
        ask=ask,
        hospitals=(
            *(_reach(each, phones) for each in options.proposed),
            *(_reach(each, phones, aside=each.why) for each in options.aside),
        ),
    )


def _reach(
    of: HospitalOption, phones: Mapping[HospitalId, str | None], aside: tuple[HospitalReason, ...] = ()
) -> DistributionTarget:
    return DistributionTarget(
        hospital=of.hospital,
        name=of.name,
        phone=phones.get(of.hospital),
        travel_s=of.travel_s,
        by=of.by,
        room=of.room,
        aside=aside,
    )


def _is_bound_for(coming: InboundPatient, hospital: Hospital) -> bool:
    if coming.hospital is not None:
        return coming.hospital == hospital.id
    return coming.name.strip().casefold() == hospital.name.casefold()


def _distance(hospital: Hospital, times: Mapping[HospitalId, TravelTime]) -> tuple[bool, bool, float, str]:
    travel = times.get(hospital.id)
    if travel is None:
        return True, True, 0.0, hospital.name
    return False, travel.by is not TravelBasis.ROAD, travel.duration_s, hospital.name


def _reasons_against(
    hospital: Hospital,
    colour: CapacityColour | None,
    needs: Sequence[HospitalCapability],
    room: Mapping[CapacityColour, AvailableCapacity],
    at: datetime,
) -> tuple[HospitalReason, ...]:
    """Every reason to set it aside; none: it is proposed."""
    found = [
        HospitalReason(
            code="diverted" if not each.what else "diverted_for",
            facts={
                "why": each.why,
                "until": each.until.isoformat(),
                "by": each.by_there,
                "what": ",".join(each.what),
            },
        )
        for each in active_diversions(hospital, at)
        if not each.what or set(each.what) & set(needs)
    ]
    found += [
        HospitalReason(code="cannot", facts={"what": each.value})
        for each in needs
        if each not in hospital.can
    ]
    if colour is not None and (left := room[colour].left) is not None and left <= 0:
        found.append(HospitalReason(code="full", facts={"colour": colour.value}))
    return tuple(found)


def _doubts(
    colour: CapacityColour | None, room: Mapping[CapacityColour, AvailableCapacity], travel: TravelTime | None
) -> tuple[HospitalReason, ...]:
    doubts = list[HospitalReason]()
    if travel is None:
        doubts.append(HospitalReason(code="no_place"))
    elif travel.by is not TravelBasis.ROAD:
        doubts.append(HospitalReason(code=travel.by.value))
    if colour is not None and room[colour].left is None:
        doubts.append(HospitalReason(code="room_unknown", facts={"colour": colour.value}))
    return tuple(doubts)
