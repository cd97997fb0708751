"""Who calls, and everything that came with it, told to `calls`: first that it rings, for nothing may keep that waiting."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

from auxilio.calls import messages as m
from auxilio.calls.model import Attachment, Refusal
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs.ports import Blobs
from auxilio.voice.control.arrivals import Arrival, read
from auxilio.voice.sip.agent import IncomingCall

_log = logging.getLogger(__name__)


def arrival_of(incoming: IncomingCall, at: datetime) -> Arrival:
    """What an INVITE tells, read at this moment."""
    return read(
        caller=incoming.caller,
        caller_name=incoming.caller_name,
        called=incoming.called,
        service_urn=incoming.service_urn,
        user_agent=incoming.user_agent,
        headers=incoming.headers,
        parts=incoming.parts,
        at=at,
    )


async def say_who_calls(
    call: CallId,
    arrival: Arrival,
    tell: Callable[[CallId, Command], Awaitable[None]],
    blobs: Blobs,
    refused: Refusal | None = None,
) -> None:
    """Return when the log knows all of it. `refused`: we could not take it, and somebody else does."""
    first, *more = arrival.positions or (None,)
    ring = m.Ring(
        call=call,
        channel=arrival.channel,
        phone=arrival.phone,
        caller_name=arrival.caller_name,
        language=arrival.language,
        line=arrival.line,
        position=first,
        user_agent=arrival.user_agent,
        refused=refused,
    )
    await tell(call, ring)
    for position in more:
        assert position is not None, "only the first may be missing"
        await tell(call, m.ReportPosition(call=call, position=position))
    for body in arrival.bodies:
        try:
            digest = await blobs.put(_one(body.content), case=call)
        except Refused as full:  # a full disk costs what came with a call, never the call
            _log.error("body_not_kept", extra={"call": call, "code": full.code})
            continue
        attachment = Attachment(
            digest=digest, media_type=body.media_type, name=body.name, read_as=body.read_as
        )
        await tell(call, m.Attach(call=call, attachment=attachment))


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
