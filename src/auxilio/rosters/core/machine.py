"""The life of a duty: set, set again, ended.

| command | refuses |
|---|---|
| set_on_call | on_call_ended, on_call_scope_double, on_call_days_reversed, on_call_name_missing, on_call_notice_missing,
on_call_station_place_missing, on_call_party_missing, on_call_party_everywhere, on_call_number_not_international,
on_call_email_missing, on_call_email_malformed |
| end_on_call | nothing: what has ended stays so |
"""

import re
from datetime import datetime

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.email_address import is_email_address
from auxilio.kernel.event import Event
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.refusal import Refused
from auxilio.rosters.core import messages as m
from auxilio.rosters.core.model import OnCallContact, OnCallDuty, OnCallHours

_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{3,14}\Z")


def set_duty(known: OnCallDuty | None, command: m.SetOnCallDuty, actor: Actor) -> tuple[m.OnCallDutySet, ...]:
    """The duty whole; the same again is nothing new. Raises `Refused` (table above)."""
    if known is not None and known.ended:
        raise Refused("on_call_ended")
    if command.agency is not None and command.centre is not None:
        raise Refused("on_call_scope_double")
    if command.function is OnCallFunction.PLAN_PARTY:
        if command.notice is None:
            raise Refused("on_call_party_missing")
        if command.agency is not None or command.centre is not None:
            # A plan is of a region: a duty of one centre would never be asked for.
            raise Refused("on_call_party_everywhere")
    elif (command.function is OnCallFunction.NOTICE) is (command.notice is None):
        raise Refused("on_call_notice_missing", function=command.function)
    if command.function is OnCallFunction.STATION and command.agency is None and command.centre is None:
        # A station of everywhere would be called out for the tasks of every centre.
        raise Refused("on_call_station_place_missing")
    stated = m.OnCallDutySet(
        duty=command.duty,
        mode=actor.mode,
        function=command.function,
        notice=command.notice,
        agency=command.agency,
        centre=command.centre,
        hours=_checked(command.hours),
        contacts=tuple(_named(one) for one in command.contacts),
    )
    return () if known is not None and _evolved(stated) == known else (stated,)


def end_duty(known: OnCallDuty) -> tuple[Event, ...]:
    """The second press finds it ended."""
    return () if known.ended else (m.OnCallDutyEnded(duty=known.id),)


def evolve(known: OnCallDuty | None, event: m.OnCallEvent, _at: datetime) -> OnCallDuty:
    """The duty after an event."""
    match event:
        case m.OnCallDutySet():
            return _evolved(event)
        case m.OnCallDutyEnded():
            assert known is not None
            return msgspec.structs.replace(known, ended=True)


def _evolved(event: m.OnCallDutySet) -> OnCallDuty:
    return OnCallDuty(
        id=event.duty,
        mode=event.mode,
        function=event.function,
        notice=event.notice,
        agency=event.agency,
        centre=event.centre,
        hours=event.hours,
        contacts=event.contacts,
    )


def _checked(hours: OnCallHours) -> OnCallHours:
    if hours.last_day is not None and hours.last_day < hours.first_day:
        raise Refused("on_call_days_reversed", first=str(hours.first_day), last=str(hours.last_day))
    return msgspec.structs.replace(
        hours, days=tuple(sorted(set(hours.days))), starts=hours.starts.strip(), ends=hours.ends.strip()
    )


def _named(contact: OnCallContact) -> OnCallContact:
    # What cannot be seen is no name, and hides another in a line of the room.
    name = " ".join("".join(each if each.isprintable() else " " for each in contact.name).split())
    if not name:
        raise Refused("on_call_name_missing")
    phone = contact.phone.strip()
    if contact.ways and not _INTERNATIONAL.match(phone):
        # A gateway dials from anywhere: an extension of the centre, or a number without its country, reaches nobody.
        raise Refused("on_call_number_not_international", phone=phone)
    return OnCallContact(
        name=name,
        phone=phone,
        ways=tuple(dict.fromkeys(contact.ways)),
        email=_email_of(contact),
        language=contact.language,
    )


def _email_of(contact: OnCallContact) -> str | None:
    email = (contact.email or "").strip()
    if not email:
        if NotificationWay.EMAIL in contact.ways:
            raise Refused("on_call_email_missing", name=contact.name)
        return None
    if not is_email_address(email):
        raise Refused("on_call_email_malformed", email=email)
    return email
