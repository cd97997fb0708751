"""Whom the room telephones when an alarm has climbed to the duty officer."""

import msgspec
from litestar import get
from litestar.di import NamedDependency

from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor


class DutyOfficer(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers outside the room, and under which number (`AUXILIO_DUTY_OFFICER_NAME`, `AUXILIO_DUTY_OFFICER_PHONE`)."""

    name: str = ""
    phone: str = ""
    """As it is dialled from the room; empty where no number is set."""


@get("/api/duty-officer", summary="The duty officer", tags=["followup"])
async def duty_officer(actor: NamedDependency[Actor], on_call: NamedDependency[DutyOfficer]) -> DutyOfficer:
    """Name and number. Raises `Refused("not_permitted")` for whoever does not watch the room."""
    require(actor, Permission.ROOM_WATCH)
    return on_call


HANDLERS = (duty_officer,)
"""What the wiring registers."""
