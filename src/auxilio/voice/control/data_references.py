"""Additional data that an INVITE refers to (`Call-Info`, RFC 7852, 5.1): its server is asked once, when the call has rung.

What it answers is a fact of the call, and is kept as it came. What was not obtained is one too, with its reason.
"""

import asyncio
from collections.abc import Sequence

from auxilio.calls.core import messages as m
from auxilio.calls.core.additional_data import CallData, CallDataOrigin
from auxilio.interop.held_answer import server_of
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, may_leave
from auxilio.platform.blobs.ports import Blobs
from auxilio.platform.clock import Clock
from auxilio.platform.http.outward import OutwardAnswer, OutwardLimits, OutwardRequest
from auxilio.voice.control.call_intake import store_bodies
from auxilio.voice.control.location_references import (
    ASKED,
    BY_VALUE,
    REFERENCES_MAX,
    Tell,
    scheme_of,
)
from auxilio.voice.control.ports import OutsideServers
from auxilio.voice.core.additional_data import (
    JCARD_TYPE,
    call_data,
    read_answer,
    read_as,
)
from auxilio.voice.core.caller_info import raw_body
from auxilio.voice.sip.multipart import Part

DATA_LIMITS = OutwardLimits(at_once=16, host_at_once=12)
"""Its own places: data never takes one from a location."""
_BLOCKS = ("ProviderInfo", "ServiceInfo", "DeviceInfo", "SubscriberInfo", "Comment")
ACCEPT = ", ".join((*(f"application/EmergencyCallData.{block}+xml" for block in _BLOCKS), JCARD_TYPE))


class DataReferences:
    """One for each exchange. `installation`: the mode in which it runs."""

    def __init__(
        self, servers: OutsideServers, tell: Tell, blobs: Blobs, clock: Clock, installation: Mode
    ) -> None:
        self._servers, self._tell, self._blobs = servers, tell, blobs
        self._clock, self._installation = clock, installation

    async def dereference(self, call: CallId, references: Sequence[str], mode: Mode) -> None:
        """Ask for each of these, all at once, and return when the log has what came of it. `mode`: of the call."""
        asked = [uri for uri in dict.fromkeys(references) if scheme_of(uri) != BY_VALUE]
        async with asyncio.TaskGroup() as group:
            for nth, uri in enumerate(asked[: REFERENCES_MAX + 1]):
                group.create_task(self._report_one(call, uri, mode, excess=nth >= REFERENCES_MAX))

    async def _report_one(self, call: CallId, uri: str, mode: Mode, *, excess: bool) -> None:
        server = server_of(uri)
        try:
            self._check(uri, server, mode, excess=excess)
            answer = await self._servers.ask(OutwardRequest(url=uri, accept=ACCEPT))
            await self._report_answer(call, server, answer)
        except Refused as failed:
            data = CallData(
                origin=CallDataOrigin.SERVER,
                received_at=self._clock.now(),
                server=server,
                failed=failed.code,
                reason=failed.facts.get("reason"),
            )
            await self._tell(call, m.ReportAdditionalData(call=call, data=data))

    def _check(self, uri: str, server: str, mode: Mode, *, excess: bool) -> None:
        if excess:
            raise Refused("data_references_excess", host=server)
        if scheme_of(uri) not in ASKED:
            raise Refused("data_reference_unsupported", host=server)
        if not may_leave(mode, self._installation):
            raise Refused("data_not_asked", host=server)

    async def _report_answer(self, call: CallId, server: str, answer: OutwardAnswer) -> None:
        """Raises `Refused` where nothing could be read, when what arrived is kept."""
        if answer.status >= 400:
            raise Refused("data_server_refused", host=server, reason=f"HTTP {answer.status}")
        decoded = read_answer(answer.content, answer.media_type)
        data = call_data([decoded], origin=CallDataOrigin.SERVER, at=self._clock.now(), server=server)
        if decoded.value is not None:
            await self._tell(call, m.ReportAdditionalData(call=call, data=data))
        understood = read_as(decoded.value) if decoded.value is not None else None
        body = raw_body(Part(answer.media_type, content=answer.content), server, understood)
        await store_bodies(call, [body], self._tell, self._blobs)
        if decoded.value is None:
            raise Refused("data_answer_unreadable", host=server)
