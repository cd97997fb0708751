"""What somebody holds: recorded, renewed, withdrawn.

| command | refuses |
|---|---|
| record_qualification | qualification_unknown, qualification_days_reversed, qualifications_full |
| withdraw_qualification | nothing: what they do not hold is withdrawn already |
"""

from collections.abc import Collection
from datetime import datetime

import msgspec

from auxilio.kernel.event import Event
from auxilio.kernel.refusal import Refused
from auxilio.rosters.core import qualification_messages as m
from auxilio.rosters.core.qualification_model import HeldQualification, PersonQualifications

HELD_MAX = 50
"""Of one person (ours): the standard list has ten."""


def record(
    known: PersonQualifications | None, command: m.RecordQualification, codes: Collection[str]
) -> tuple[Event, ...]:
    """The same again is nothing new. `codes`: which the content in force knows; one that is held already may be renewed when
    it knows it no more. Raises `Refused` (table above)."""
    held = {one.code: one for one in known.held} if known is not None else {}
    if command.code not in codes and command.code not in held:
        raise Refused("qualification_unknown", qualification=command.code)
    check_days(command)
    if command.code not in held and len(held) >= HELD_MAX:
        raise Refused("qualifications_full", max=HELD_MAX)
    stated = HeldQualification(code=command.code, since=command.since, until=command.until)
    if held.get(command.code) == stated:
        return ()
    return (
        m.QualificationRecorded(
            person=command.person, code=command.code, since=command.since, until=command.until
        ),
    )


def check_days(command: m.RecordQualification) -> None:
    """Raises `Refused("qualification_days_reversed")`."""
    if command.until is not None and command.until < command.since:
        raise Refused("qualification_days_reversed", first=str(command.since), last=str(command.until))


def withdraw(known: PersonQualifications, command: m.WithdrawQualification) -> tuple[Event, ...]:
    """The second press finds it withdrawn."""
    if all(one.code != command.code for one in known.held):
        return ()
    return (m.QualificationWithdrawn(person=command.person, code=command.code),)


def evolve(
    known: PersonQualifications | None, event: m.QualificationEvent, _at: datetime
) -> PersonQualifications:
    """What they hold after an event, in the order of codes."""
    before = known or PersonQualifications(person=event.person)
    others = [one for one in before.held if one.code != event.code]
    if isinstance(event, m.QualificationRecorded):
        others.append(HeldQualification(code=event.code, since=event.since, until=event.until))
    return msgspec.structs.replace(before, held=tuple(sorted(others, key=lambda one: one.code)))
