"""Takes location documents that a network sends by itself about the telephone of a number, and hands them to its calls.

Called by `POST /api/location`.
"""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from auxilio.calls.core.fix_matching import ArrivedFix, fix_identity
from auxilio.calls.core.kept_message import kept_message
from auxilio.calls.core.messages.positions import FURTHER_MAX, RAW_MAX
from auxilio.calls.location_messages import LocationMessages
from auxilio.interop.formats.held import decode_held
from auxilio.interop.held_answer import held_positions, known_of_number
from auxilio.kernel.position import PositionSource
from auxilio.kernel.refusal import Refused

BARE = "presence_without_held"
"""The reader flags a document without an envelope of HELD; here both are in order."""


class LocationReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a network says of where a telephone is."""

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    """Of the telephone, as the network states it: E.164, or as it is dialled in this country."""
    document: Annotated[str, msgspec.Meta(min_length=1, max_length=RAW_MAX)]
    """A PIDF-LO (RFC 4119, 5491), or a `locationResponse` of HELD (RFC 5985) with one in it."""


class LocationReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it."""

    read: bool
    """False: kept as it came; the flags say why it could not be read."""
    positions: int
    """How many were read from it."""
    calls: int
    """How many calls were given it. 0: it waits half an hour for a call of its number."""
    flags: tuple[str, ...]
    """What was odd about it (docs/nouns/caller-data.md)."""


@dataclass(frozen=True)
class LocationReceiver:
    """One for each process. `country` (ISO 3166): where a number without its country's code is dialled."""

    messages: LocationMessages
    country: str

    async def receive(self, report: LocationReport) -> LocationReceipt:
        """Give it to its calls, or park it. Raises `Refused("not_a_phone")`, and what the database raises."""
        phone = fix_identity(report.number, None, self.country)
        if phone is None:
            raise Refused("not_a_phone", fewest="3")
        content, received_at = report.document.encode("utf-8", "replace"), self.messages.clock.now()
        decoded = decode_held(content)
        flags = tuple(flag for flag in decoded.flags if flag != BARE)
        fixes = held_positions(decoded, received_at)
        known_by = known_of_number(phone, content)
        fix = ArrivedFix(
            identity=phone,
            message=kept_message(content, PositionSource.HELD, received_at, flags, known_by),
            position=next(iter(fixes), None),
            further=fixes[1 : 1 + FURTHER_MAX],
        )
        calls = await self.messages.receive(fix)
        return LocationReceipt(read=decoded.value is not None, positions=len(fixes), calls=calls, flags=flags)
