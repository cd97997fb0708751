"""The life of a hospital in Auxilio: added, its state reported again and again, retired.

| command | refuses |
|---|---|
| add | hospital_exists |
| change, retire, declare_capacity, divert, take_again | hospital_retired, hospital_of_other_mode |
| divert | diversion_exists, diversion_end_not_ahead, diversion_too_long, hospital_cannot |
| take_again | not_diverted |

A diversion ends by itself at its end; nothing has to happen then, because every reader compares it with the clock (policy.py).
"""

from datetime import datetime, timedelta
from typing import assert_never

import msgspec

from auxilio.hospitals.core import messages as m
from auxilio.hospitals.core.model import DeclaredCapacity, Hospital, HospitalCapability, HospitalDiversion
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused

DIVERSION_MAX = timedelta(days=7)
"""Longer is no diversion: the hospital cannot do it, and its fixed data says so."""

type HospitalDecision = (
    m.ChangeHospital | m.RetireHospital | m.DeclareCapacity | m.DivertHospital | m.EndHospitalDiversion
)


def add(known: Hospital | None, command: m.AddHospital, actor: Actor) -> tuple[Event, ...]:
    """The first fact. Raises `Refused("hospital_exists")`."""
    if known is not None:
        raise Refused("hospital_exists", name=known.name)
    return (
        m.HospitalAdded(
            hospital=command.hospital,
            mode=actor.mode,
            name=command.name.strip(),
            place=command.place,
            phone=command.phone,
            facility=command.facility,
            can=_sorted_capabilities(command.can),
        ),
    )


def decide(hospital: Hospital, command: HospitalDecision, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """What happens to one that is here. Raises `Refused` (table above)."""
    # An exercise never fills or diverts a hospital for real work, nor the other way round.
    if hospital.mode is not actor.mode:
        raise Refused("hospital_of_other_mode", name=hospital.name)
    if hospital.retired:
        if isinstance(command, m.RetireHospital):
            return ()
        raise Refused("hospital_retired", name=hospital.name)
    match command:
        case m.ChangeHospital():
            changed = m.HospitalChanged(
                hospital=hospital.id,
                name=hospital.name if command.name is None else command.name.strip(),
                place=command.place or hospital.place,
                phone=None if command.no_phone else command.phone or hospital.phone,
                can=hospital.can if command.can is None else _sorted_capabilities(command.can),
            )
            same = (hospital.name, hospital.place, hospital.phone, hospital.can)
            return () if (changed.name, changed.place, changed.phone, changed.can) == same else (changed,)
        case m.RetireHospital():
            return (m.HospitalRetired(hospital=hospital.id),)
        case m.DeclareCapacity(free=free, by_there=by):
            # The same numbers again are news: they are young again.
            return (
                m.CapacityDeclared(
                    hospital=hospital.id, free=free, by_there=by.strip(), entered_by=actor.name
                ),
            )
        case m.DivertHospital():
            return (_divert(hospital, command, actor, at),)
        case m.EndHospitalDiversion(diversion=id, by_there=by):
            if not any(each.id == id and each.until > at for each in hospital.diversions):
                raise Refused("not_diverted", name=hospital.name)
            return (
                m.HospitalDiversionEnded(
                    hospital=hospital.id, diversion=id, by_there=by.strip(), entered_by=actor.name
                ),
            )
        case _ as never:
            assert_never(never)


def _divert(hospital: Hospital, command: m.DivertHospital, actor: Actor, at: datetime) -> m.HospitalDiverted:
    if any(each.id == command.diversion for each in hospital.diversions):
        raise Refused("diversion_exists")
    if command.until <= at:
        raise Refused("diversion_end_not_ahead", until=iso_us(command.until))
    if command.until - at > DIVERSION_MAX:
        raise Refused("diversion_too_long", most_days=DIVERSION_MAX.days)
    if foreign := [each for each in command.what if each not in hospital.can]:
        raise Refused("hospital_cannot", name=hospital.name, what=foreign[0].value)
    return m.HospitalDiverted(
        hospital=hospital.id,
        diversion=command.diversion,
        what=_sorted_capabilities(command.what),
        why=command.why.strip(),
        until=command.until,
        by_there=command.by_there.strip(),
        entered_by=actor.name,
    )


def _sorted_capabilities(can: tuple[HospitalCapability, ...]) -> tuple[HospitalCapability, ...]:
    """Each once, in the order of the table."""
    return tuple(each for each in HospitalCapability if each in can)


def evolve(hospital: Hospital | None, event: m.HospitalEvent, at: datetime) -> Hospital:
    """The hospital after this fact."""
    if isinstance(event, m.HospitalAdded):
        assert hospital is None, "a hospital is added once"
        return Hospital(
            id=event.hospital,
            mode=event.mode,
            name=event.name,
            place=event.place,
            phone=event.phone,
            facility=event.facility,
            can=event.can,
        )
    assert hospital is not None, "a hospital begins by being added"
    change = msgspec.structs.replace
    match event:
        case m.HospitalChanged():
            place = event.place or hospital.place
            return change(hospital, name=event.name, place=place, phone=event.phone, can=event.can)
        case m.HospitalRetired():
            return change(hospital, retired=True)
        case m.CapacityDeclared(free=free, by_there=by, entered_by=entered):
            said = {
                colour: DeclaredCapacity(free=count, at=at, by_there=by, entered_by=entered)
                for colour, count in free.items()
            }
            return change(hospital, capacity=hospital.capacity | said)
        case m.HospitalDiverted():
            # What ended is in the log; here only what can still turn somebody away, and one for the same need.
            standing = tuple(
                each for each in hospital.diversions if each.until > at and each.what != event.what
            )
            new = HospitalDiversion(
                id=event.diversion,
                what=event.what,
                why=event.why,
                since=at,
                until=event.until,
                by_there=event.by_there,
                entered_by=event.entered_by,
            )
            return change(hospital, diversions=(*standing, new))
        case m.HospitalDiversionEnded(diversion=id):
            return change(hospital, diversions=tuple(each for each in hospital.diversions if each.id != id))
        case _ as never:
            assert_never(never)
