"""The reservation of a case and its list of named persons: what can be asked, what can have happened, what follows.

A reserved case is open to the persons on its list, and its list is longer by its owner, a supervisor or the system only
(access.cases, workflows.reserved_cases). Pure.
"""

from typing import Annotated, ClassVar, assert_never

import msgspec

from auxilio.cases.core.model import NAMED_MAX, Case, NamedPerson, NamingReason
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CaseId, PersonId
from auxilio.kernel.refusal import NotFound, Refused
from auxilio.kernel.shared_types import LongText, ShortText

# --- commands -------------------------------------------------------------------------------------


class ReserveCase(Command, frozen=True, kw_only=True, tag="cases.reserve"):
    """Only named persons see it from now on."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class NamePerson(Command, frozen=True, kw_only=True, tag="cases.name_person"):
    """The reserved case is open to this person too."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    object_rule: ClassVar[str] = ObjectRule.CASE_OWNER
    case: CaseId
    person: PersonId


class RemovePerson(Command, frozen=True, kw_only=True, tag="cases.remove_person"):
    """The reserved case is not open to this person any more; open windows close."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    object_rule: ClassVar[str] = ObjectRule.CASE_OWNER
    case: CaseId
    person: PersonId


class NameWorkers(Command, frozen=True, kw_only=True, tag="cases.name_for_work"):
    """Work brings these persons to a reserved case: a task at their centre, a caller on their line.

    Who was removed from its list by a person stays off it.
    """

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    case: CaseId
    people: Annotated[tuple[NamedPerson, ...], msgspec.Meta(max_length=NAMED_MAX)]


type ReservationCommand = ReserveCase | NamePerson | RemovePerson | NameWorkers

# --- events ---------------------------------------------------------------------------------------


class CaseReserved(Event, frozen=True, kw_only=True, tag="cases.case.reserved"):
    """Only named persons see it. `named` are the first of them; none in events older than the list."""

    case: CaseId
    reason: ShortText
    named: tuple[NamedPerson, ...] = ()


class PersonsNamed(Event, frozen=True, kw_only=True, tag="cases.case.people_named"):
    """A reserved case is open to these persons too, and why."""

    case: CaseId
    people: tuple[NamedPerson, ...]
    by: ShortText
    names: LongText = ""
    """Their names in one line, for the story of the case."""


class PersonRemoved(Event, frozen=True, kw_only=True, tag="cases.case.person_removed"):
    """A reserved case is not open to this person any more."""

    case: CaseId
    person: PersonId
    name: ShortText
    by: ShortText


type ReservationEvent = CaseReserved | PersonsNamed | PersonRemoved

# --- deciding and evolving ------------------------------------------------------------------------


def decide(
    case: Case, command: ReservationCommand, actor: Actor, name: str | None = None
) -> tuple[Event, ...]:
    """What the command makes happen. `name` is the name of the person in `NamePerson`; None: there is no such person.

    Raises `Refused`: `case_not_reserved`, `named_full`, `unknown_person`, `person_owns_case`.
    """
    if isinstance(command, ReserveCase):
        reserved = CaseReserved(case=case.id, reason=command.reason, named=first_named(case, actor))
        return () if case.reserved else (reserved,)
    if not case.reserved:
        if isinstance(command, NameWorkers):
            return ()
        raise Refused("case_not_reserved", number=case.number)
    match command:
        case NamePerson(person=person):
            if name is None:
                raise NotFound("unknown_person", id=str(person))
            return _named(case, (NamedPerson(person=person, name=name, why=NamingReason.ADDED),), actor)
        case NameWorkers(people=people):
            return _named(case, tuple(one for one in people if one.person not in case.removed), actor)
        case RemovePerson(person=person):
            if case.owner_person == person:
                raise Refused("person_owns_case", number=case.number)
            known = next((one for one in case.named if one.person == person), None)
            if known is None:
                return ()
            return (PersonRemoved(case=case.id, person=person, name=known.name, by=actor.name),)
        case _ as never:
            assert_never(never)


def first_named(case: Case, actor: Actor) -> tuple[NamedPerson, ...]:
    """Who is on the list from the first moment: its owner, and the person who reserves it."""
    people: list[NamedPerson] = []
    if case.owner_person is not None:
        name = case.owner_name or case.opened_by
        people.append(NamedPerson(person=case.owner_person, name=name, why=NamingReason.OWNER))
    if actor.kind == "person" and actor.id != case.owner_person:
        people.append(NamedPerson(person=PersonId(actor.id), name=actor.name, why=NamingReason.RESERVED))
    return tuple(people)


def _named(case: Case, people: tuple[NamedPerson, ...], actor: Actor) -> tuple[Event, ...]:
    new = {one.person: one for one in people if not any(known.person == one.person for known in case.named)}
    if not new:
        return ()
    if len(case.named) + len(new) > NAMED_MAX:
        raise Refused("named_full", number=case.number, most=NAMED_MAX)
    return (persons_named(case, tuple(new.values()), actor),)


def persons_named(case: Case, people: tuple[NamedPerson, ...], actor: Actor) -> PersonsNamed:
    """The fact that these persons are named."""
    names = ", ".join(f"{one.name} ({one.centre})" if one.centre else one.name for one in people)
    return PersonsNamed(case=case.id, people=people, by=actor.name, names=names[:4000])


def evolve(case: Case, event: ReservationEvent) -> Case:
    """The case after this fact."""
    change = msgspec.structs.replace
    match event:
        case CaseReserved(reason=reason, named=named):
            return change(case, reserved=True, reserved_reason=reason, named=named)
        case PersonsNamed(people=people):
            back = {one.person for one in people}
            removed = tuple(one for one in case.removed if one not in back)
            return change(case, named=(*case.named, *people), removed=removed)
        case PersonRemoved(person=person):
            named = tuple(one for one in case.named if one.person != person)
            return change(case, named=named, removed=(*case.removed, person)[-NAMED_MAX:])
        case _ as never:
            assert_never(never)
