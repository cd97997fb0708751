"""Two cases that were one: what goes on in the other, what it learns by that, and what is left when they part."""

import msgspec

from auxilio.cases.core import messages as m
from auxilio.cases.core.model import (
    AbsorbedCase,
    Case,
    CaseState,
    Location,
    NamedPerson,
    NamingReason,
    heading_warning,
)
from auxilio.cases.core.reservation import first_named, persons_named
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused


def require_mergeable(into: Case, case: Case) -> None:
    """Refused unless `case` can go on in `into`: `case_not_open`, `case_mode_differs`."""
    if into.state != CaseState.OPEN:
        raise Refused("case_not_open", number=into.number, state=into.state)
    if into.mode != case.mode:
        raise Refused("case_mode_differs", case=into.mode, asked=case.mode)


def merge_in(case: Case, other: Case, actor: Actor) -> tuple[Event, ...]:
    """What a case learns of one that goes on in it: the place where it has none, the worse priority, every danger,
    and that it is reserved.

    Those who work on either case follow what this one says. The wind is left out: said again, it would look new.
    """
    place = other.location if case.location is None else None
    # Before its other facts: a reader who may not read the one case may not read it in the other.
    facts: list[Event] = list(stay_reserved(case, other, actor))
    if other.reserved and case.reserved and (carried := _carried_over(case, other)):
        facts.append(persons_named(case, carried, actor))
    facts.append(m.CaseAbsorbed(case=case.id, other=other.id, number=other.number, place=place))
    if place is not None:
        facts.append(m.CaseLocated(case=case.id, location=place))
    else:
        facts += _heading_dispute(case.location, other.location, case.id)
    if case.type is None and other.type is not None:
        facts.append(m.CaseClassified(case=case.id, type=other.type, by=other.type_by or actor.name))
    facts += [m.HazardNoted(case=case.id, hazard=one) for one in other.hazards if one not in case.hazards]
    facts += _hazmat_carried_over(case, other, actor)
    if other.priority is not None and (case.priority is None or other.priority < case.priority):
        raised = m.PriorityRaised(case=case.id, priority=other.priority, before=case.priority, by=actor.name)
        facts.append(raised)
    return tuple(facts)


def stay_reserved(case: Case, other: Case, actor: Actor) -> tuple[Event, ...]:
    """What was known and said in a reserved case is reserved in the case that has it now: the one in which it goes on,
    and one that parts from it."""
    if case.reserved or not other.reserved:
        return ()
    reason, first = other.reserved_reason or str(other.number), first_named(case, actor)
    named = (*first, *_carried_over(msgspec.structs.replace(case, named=first), other))
    return (m.CaseReserved(case=case.id, reason=reason, named=named),)


def _carried_over(case: Case, other: Case) -> tuple[NamedPerson, ...]:
    """Who is named in the case that goes on in this one, and not in this one yet."""
    known = {case.owner_person, *(one.person for one in case.named), *case.removed}
    people = [msgspec.structs.replace(one, why=NamingReason.MERGED) for one in other.named]
    if other.owner_person is not None and not any(one.person == other.owner_person for one in people):
        name = other.owner_name or other.opened_by
        people.append(NamedPerson(person=other.owner_person, name=name, why=NamingReason.MERGED))
    return tuple(one for one in people if one.person not in known)


def _heading_dispute(known: Location | None, said: Location | None, case: CaseId) -> list[Event]:
    """Told of the other carriageway, in a case of its own: what lives on is asked about, and never moved by it."""
    if known is None or said is None:
        return []
    doubt = heading_warning(known, said)
    if doubt is None or doubt in known.warnings:
        return []
    return [m.HeadingDisputed(case=case, warning=doubt)]


def _hazmat_carried_over(case: Case, other: Case, actor: Actor) -> list[Event]:
    """Those that stand uncorrected, with what the tables said when they were stated."""
    known = {one.plate for one in case.goods}
    return [
        m.HazmatReported(case=case.id, goods=one, by=one.by or actor.name, plate=one.plate)
        for one in other.goods
        if one.replaced_by is None and one.plate not in known
    ]


def split_off(case: Case, other: Case) -> tuple[Event, ...]:
    """The other was not the same. Of a file that is sealed nothing is changed."""
    if case.state == CaseState.SEALED or all(one.case != other.id for one in case.took_in):
        return ()
    return (m.CaseReleased(case=case.id, other=other.id, number=other.number),)


def evolve(case: Case, event: m.CaseAbsorbed | m.CaseReleased) -> Case:
    """The case after it took another in, or gave it back."""
    change = msgspec.structs.replace
    if isinstance(event, m.CaseAbsorbed):
        # What it had before the first: of later facts it is unknown to which case they belong.
        own = case.took_in[0] if case.took_in else case
        before = AbsorbedCase(
            case=event.other,
            number=event.number,
            place=event.place,
            help_sent_at=own.help_sent_at,
            acknowledged_at=own.acknowledged_at,
        )
        return change(case, took_in=(*case.took_in, before))
    gone = next((one for one in case.took_in if one.case == event.other), None)
    if gone is None:
        return case
    left = change(
        case,
        took_in=tuple(one for one in case.took_in if one is not gone),
        help_sent_at=gone.help_sent_at,
        acknowledged_at=gone.acknowledged_at,
    )
    return (
        change(left, location=None, located_at=None)
        if gone.place is not None and gone.place == case.location
        else left
    )


def merged_cases(case: Case) -> tuple[CaseId, ...]:
    """The cases that go on in this one."""
    return tuple(one.case for one in case.took_in)
