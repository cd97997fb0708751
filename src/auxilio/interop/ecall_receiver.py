"""Takes MSDs that an in-band modem has taken from the line, and hands them to the calls of their number.

A test of a vehicle is listed among the test calls, but not one that says as well that the vehicle called by itself. Called by `POST /api/ecall`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec

from auxilio.calls.core.fix_matching import PARKED_S, ArrivedFix, fix_identity
from auxilio.calls.core.messages import RecordTestCall, TestCallId
from auxilio.calls.location_messages import LocationMessages
from auxilio.interop.ecall_fix import arrived_msd
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.msd import BoundingBox, Msd, decode_msd
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import Instant, seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import derived_id

TEST_LINE = "eCall"
TEST_TRANSPORT = "modem"
MEDIA_TYPE = "application/EmergencyCallData.eCall.MSD"


class EcallReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an in-band modem has taken from the line of one call."""

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    """Of the call, as the network states it: E.164, or as it is dialled in this country."""
    msd: Annotated[str, msgspec.Meta(max_length=8_192)]
    """Hexadecimal, or base64 of the bytes."""
    at: Instant | None = None
    """When it was taken from the line; without it, or where it is not within the last half hour: now. The modem is the centre's
    own, and its clock counts as ours: by it the message finds its call, and its half hour of waiting begins."""


class EcallReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it."""

    read: bool
    """False: kept as it came; the flags say why it could not be read."""
    calls: int
    """How many calls were given it. 0: it waits half an hour for a call of its number."""
    flags: tuple[str, ...]
    """What was odd about it (docs/nouns/caller-data.md)."""


@dataclass(frozen=True)
class EcallReceiver:
    """One for each process."""

    messages: LocationMessages
    country: str
    """ISO 3166: where a number without its country's code is dialled."""
    area: BoundingBox
    """Where vehicles of this centre can be."""

    async def receive(self, report: EcallReport) -> EcallReceipt:
        """Give it to its calls, or park it. Raises `Refused("not_a_phone")`, and what the database raises."""
        identity = fix_identity(report.number, None, self.country)
        if identity is None:
            raise Refused("not_a_phone", fewest="3")
        decoded = decode_msd(report.msd.encode("utf-8", "replace"), self.area)
        fix = arrived_msd(identity, report.msd, decoded, self._received_at(report.at))
        if decoded.value is not None and decoded.value.testCall and not decoded.value.automaticActivation:
            await self._list_test(fix, decoded)
        calls = await self.messages.receive(fix)
        return EcallReceipt(read=decoded.value is not None, calls=calls, flags=decoded.flags)

    def _received_at(self, said: datetime | None) -> datetime:
        now = self.messages.clock.now()
        return said if said is not None and 0 <= seconds_between(said, now) < PARKED_S else now

    async def _list_test(self, fix: ArrivedFix, decoded: Decoded[Msd]) -> None:
        """Once, however often it is sent."""
        positions = int(decoded.value is not None and decoded.value.lat is not None)
        command = RecordTestCall(
            test_call=TestCallId(derived_id(fix.message.id, "test_call")),
            line=TEST_LINE,
            phone=fix.identity,
            transport=TEST_TRANSPORT,
            code=200,
            positions=positions,
            bodies=(MEDIA_TYPE,),
        )
        actor = msgspec.structs.replace(self.messages.system, mode=Mode.TEST)
        await self.messages.commands.handle(
            CommandId(derived_id(fix.message.id, "record_test_call")), command, actor
        )
