"""Locations that an INVITE refers to (`Geolocation`, RFC 6442): their server is asked once, when the call has rung.

What it answers becomes positions of the call, and is kept as it came. What was not obtained is a fact that the desk sees.
"""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec

from auxilio.calls.core.location_answer import LocationAnswer, reports_of
from auxilio.calls.core.messages.positions import RAW_MAX
from auxilio.interop.formats.held import HeldRequest, decode_held, write_location_request
from auxilio.interop.held_answer import (
    HELD_TYPE,
    LOCATION_TYPES,
    PIDF_TYPE,
    RESPONSE_MS,
    held_answer,
    not_answered,
    server_of,
)
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, may_leave
from auxilio.platform.clock import Clock
from auxilio.platform.http.outward import OutwardAnswer, OutwardLimits, OutwardRequest
from auxilio.voice.control.ports import OutsideServers

REFERENCES_MAX = 4
"""References of one call that are asked for (ours); RFC 6442 expects one."""
LIMITS = OutwardLimits(bytes_max=RAW_MAX, whole_s=8.0, at_once=32, host_at_once=24)
"""Most centres have one location server: it may have most of the places."""
DEREFERENCE = write_location_request(HeldRequest(location_types=LOCATION_TYPES, response_time=RESPONSE_MS))
"""Without a device: it asks for what the reference stands for (RFC 6753, 3)."""
POST_REFUSED = frozenset({405, 415, 501})
"""Answers of a server that gives the document to a GET alone."""
BY_VALUE = "cid"
"""The scheme of a document that is a part of the INVITE itself."""
ASKED = frozenset({"https", "http"})

HEADER = "Geolocation"
"""Shown in place of a server where the header names none that can be read."""

type Tell = Callable[[CallId, Command], Awaitable[None]]


class SentReferences(msgspec.Struct, frozen=True, kw_only=True):
    """What an INVITE refers to."""

    uris: tuple[str, ...] = ()
    unreadable: bool = False
    """Whether it has further references that cannot be read."""


class LocationReferences:
    """One for each exchange. `installation`: the mode in which it runs."""

    def __init__(self, servers: OutsideServers, tell: Tell, clock: Clock, installation: Mode) -> None:
        self._servers, self._tell, self._clock, self._installation = servers, tell, clock, installation

    async def dereference(self, call: CallId, references: SentReferences, mode: Mode) -> None:
        """Ask for each of these, all at once, and return when the log has what came of it. `mode`: of the call."""
        asked = [uri for uri in dict.fromkeys(references.uris) if scheme_of(uri) != BY_VALUE]
        async with asyncio.TaskGroup() as group:
            if references.unreadable:
                unread = not_answered(HEADER, Refused("location_reference_malformed", host=HEADER))
                group.create_task(self._report(call, unread))
            for nth, uri in enumerate(asked[: REFERENCES_MAX + 1]):
                group.create_task(self._report_one(call, uri, mode, excess=nth >= REFERENCES_MAX))

    async def _report_one(self, call: CallId, uri: str, mode: Mode, *, excess: bool) -> None:
        server = server_of(uri)
        try:
            self._check(uri, server, mode, excess=excess)
            answer = await self._ask(uri)
        except Refused as refused:
            located = not_answered(server, refused)
        else:
            located = held_answer(answer, decode_held(answer.content), server, self._clock.now())
        await self._report(call, located)

    async def _report(self, call: CallId, located: LocationAnswer) -> None:
        for report in reports_of(call, located):
            await self._tell(call, report)

    def _check(self, uri: str, server: str, mode: Mode, *, excess: bool) -> None:
        if excess:
            raise Refused("location_references_excess", host=server)
        if scheme_of(uri) not in ASKED:
            raise Refused("location_reference_unsupported", host=server)
        if not may_leave(mode, self._installation):
            raise Refused("location_not_asked", host=server)

    async def _ask(self, uri: str) -> OutwardAnswer:
        accept = f"{HELD_TYPE}, {PIDF_TYPE}"
        posted = OutwardRequest(url=uri, accept=accept, content=DEREFERENCE, media_type=HELD_TYPE)
        answer = await self._servers.ask(posted)
        if answer.status in POST_REFUSED:
            return await self._servers.ask(OutwardRequest(url=uri, accept=accept))
        return answer


def scheme_of(uri: str) -> str:
    """The scheme of a reference, in small letters."""
    return uri.partition(":")[0].lower()
