"""Report who calls and all that came with the INVITE: first that it rings, since nothing may delay that."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import datetime

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.fix_matching import report_of
from auxilio.calls.core.model import Attachment, CallRejection, NumberSource
from auxilio.interop.ecall_fix import arrived_msd
from auxilio.interop.formats.msd import BoundingBox
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs.ports import Blobs
from auxilio.voice.core.caller_info import CallerInfo, RawBody, read_caller_info
from auxilio.voice.core.vehicle_data import SentMsd
from auxilio.voice.sip.agent import IncomingCall

_log = logging.getLogger(__name__)


def caller_info_of(incoming: IncomingCall, at: datetime, area: BoundingBox | None = None) -> CallerInfo:
    """Read caller, positions, the vehicle and bodies from an INVITE. `area`: where this centre's vehicles are."""
    return read_caller_info(
        caller=incoming.caller,
        caller_name=incoming.caller_name,
        called=incoming.called,
        service_urn=incoming.service_urn,
        user_agent=incoming.user_agent,
        asserted=incoming.asserted,
        headers=incoming.headers,
        parts=incoming.parts,
        data_references=incoming.additional_data,
        at=at,
        area=area,
    )


async def report_incoming_call(
    call: CallId,
    arrival: CallerInfo,
    tell: Callable[[CallId, Command], Awaitable[None]],
    blobs: Blobs,
    refused: CallRejection | None = None,
) -> None:
    """Return when the log has all of it. `refused`: the call was not taken here, and another centre takes it."""
    first, *more = arrival.positions or (None,)
    ring = m.ReceiveCall(
        call=call,
        channel=arrival.channel,
        phone=arrival.phone,
        phone_known_by=NumberSource.NETWORK_ASSERTED if arrival.asserted and arrival.phone else None,
        caller_name=arrival.caller_name,
        language=arrival.language,
        line=arrival.line,
        position=first,
        addresses=arrival.addresses,
        user_agent=arrival.user_agent,
        imei=arrival.imei,
        refused=refused,
    )
    await tell(call, ring)
    if arrival.msd is not None:
        await tell(call, report_of_msd(call, arrival.msd, arrival.at))
    for position in more:
        assert position is not None, "only the first may be missing"
        await tell(call, m.ReportPosition(call=call, position=position))
    if arrival.data is not None:
        await tell(call, m.ReportAdditionalData(call=call, data=arrival.data))
    await store_bodies(call, arrival.bodies, tell, blobs)


def report_of_msd(call: CallId, msd: SentMsd, at: datetime) -> m.ReportLocationMessage:
    """The data of a vehicle for its call. Of two equal ones under two Content-IDs each counts: the vehicle sent it again."""
    identity = f"{call} {msd.part.content_id}"
    arrived = report_of(arrived_msd(identity, msd.part.content.hex(), msd.decoded, at), call)
    return msgspec.structs.replace(arrived, by_sip=True)


async def store_bodies(
    call: CallId,
    bodies: Iterable[RawBody],
    tell: Callable[[CallId, Command], Awaitable[None]],
    blobs: Blobs,
) -> None:
    """Keep each body raw in the blob store, then report it as an attachment."""
    for body in bodies:
        try:
            digest = await blobs.put(_single_chunk(body.content), case=call)
        except Refused as full:  # a full disk costs what came with a call, never the call
            _log.error("body_not_kept", extra={"call": call, "code": full.code})
            continue
        attachment = Attachment(
            digest=digest,
            media_type=body.media_type,
            name=body.name,
            read_as=body.read_as,
            flaw=body.flaw,
            size=len(body.content),
        )
        await tell(call, m.AttachFile(call=call, attachment=attachment))


async def _single_chunk(content: bytes) -> AsyncIterator[bytes]:
    yield content
