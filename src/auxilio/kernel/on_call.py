"""Who the table of people on call names, and the ways by which Auxilio itself reaches them."""

from enum import StrEnum


class OnCallFunction(StrEnum):
    """Whom the room may have to tell; worded as `rosters.function.<code>`."""

    DUTY_OFFICER = "duty_officer"
    """Hears of an alarm that nobody in the room answered."""
    TECHNICIAN = "technician"
    """Repairs the installation: named beside what keeps it from real service."""
    NOTICE = "notice"
    """Whom a protocol says to tell, outside; the duty names the notice by its code."""
    STATION = "station"
    """A fire station, or another base, of a centre or an agency: called out when that centre is asked for help."""
    PLAN_PARTY = "plan_party"
    """Whom a civil protection plan lists; the duty names the party by its code. Told when the plan stands in its phase."""


NAMES_A_CODE = frozenset({OnCallFunction.NOTICE, OnCallFunction.PLAN_PARTY})
"""A duty of such a function says of which notice, or of which party."""


class NotificationWay(StrEnum):
    """How Auxilio reaches a person. Each is a channel of the outbox of the same name; worded as `notification.way.<code>`."""

    SMS = "sms"
    VOICE = "voice"
    """A call of ours that speaks the message; a key acknowledges it."""
    EMAIL = "email"
    """The words of a short message, by mail; nobody acknowledges by answering it."""
