"""Locations that an INVITE refers to (`Geolocation`, RFC 6442): their server is asked once, when the call has rung.

What it answers becomes positions of the call, and is kept as it came. What was not obtained is a fact that the desk sees.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from auxilio.calls.core import messages as m
from auxilio.calls.core.kept_message import kept_message
from auxilio.calls.core.messages.positions import RAW_MAX
from auxilio.calls.core.model import LocationFailure
from auxilio.interop.formats.held import (
    HeldError,
    HeldLocation,
    HeldLocationType,
    HeldRequest,
    decode_held,
    write_location_request,
)
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId
from auxilio.kernel.position import PositionSource
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, may_leave
from auxilio.platform.clock import Clock
from auxilio.platform.http.outward import OutwardAnswer, OutwardLimits, OutwardRequest
from auxilio.voice.control.ports import OutsideServers
from auxilio.voice.core.pidf import positions

REFERENCES_MAX = 4
"""References of one call that are asked for (ours); RFC 6442 expects one."""
LIMITS = OutwardLimits(bytes_max=RAW_MAX, whole_s=8.0, at_once=32, host_at_once=24)
"""Most centres have one location server: it may have most of the places."""
RESPONSE_MS = 6_000
"""So long the server may look for the telephone: less than `LIMITS.whole_s`, so that it can still answer."""
TEXT_MAX = 200
HELD_TYPE, PIDF_TYPE = "application/held+xml", "application/pidf+xml"
DEREFERENCE = write_location_request(
    HeldRequest(location_types=(HeldLocationType.GEODETIC, HeldLocationType.CIVIC), response_time=RESPONSE_MS)
)
"""Without a device: it asks for what the reference stands for (RFC 6753, 3)."""
POST_REFUSED = frozenset({405, 415, 501})
"""Answers of a server that gives the document to a GET alone."""
BY_VALUE = "cid"
"""The scheme of a document that is a part of the INVITE itself."""
ASKED = frozenset({"https", "http"})

type Tell = Callable[[CallId, Command], Awaitable[None]]


class LocationReferences:
    """One for each exchange. `installation`: the mode in which it runs."""

    def __init__(self, servers: OutsideServers, tell: Tell, clock: Clock, installation: Mode) -> None:
        self._servers, self._tell, self._clock, self._installation = servers, tell, clock, installation

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
            await self._report_answer(call, server, await self._ask(uri))
        except Refused as failed:
            reason = failed.facts.get("reason")
            failure = LocationFailure(server=server, code=failed.code, reason=reason)
            await self._tell(call, m.ReportLocationFailure(call=call, failure=failure))

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

    async def _report_answer(self, call: CallId, server: str, answer: OutwardAnswer) -> None:
        """Raises `Refused` where the answer has no position, when what arrived has been reported."""
        received_at = self._clock.now()
        decoded = decode_held(answer.content)
        located = decoded.value if answer.status < 400 and isinstance(decoded.value, HeldLocation) else None
        document = located.presence if located else None
        fixes = positions(document, received_at, PositionSource.HELD) if document else ()
        message = kept_message(answer.content, PositionSource.HELD, received_at, decoded.flags)
        await self._tell(
            call, m.ReportLocationMessage(call=call, message=message, position=next(iter(fixes), None))
        )
        for further in fixes[1:]:
            await self._tell(call, m.ReportPosition(call=call, position=further))
        if not fixes:
            raise _without_position(server, answer.status, decoded.value)


def _without_position(server: str, status: int, said: HeldLocation | HeldError | None) -> Refused:
    """Why an answer has no position that can be used."""
    if isinstance(said, HeldError):
        return Refused("location_server_refused", host=server, reason=said.code or "error")
    if status >= 400:
        return Refused("location_server_refused", host=server, reason=f"HTTP {status}")
    if said is None:
        return Refused("location_answer_unreadable", host=server)
    if said.presence is None and said.uris:
        return Refused("location_answer_is_link", host=server)
    return Refused("location_answer_no_point", host=server)


def server_of(uri: str) -> str:
    """The host of a reference, as people are shown it; its scheme where it names none.

    Never the rest: whoever has the whole reference can ask for the location (RFC 6753, 4.1).
    """
    scheme, _, rest = uri.partition(":")
    authority = rest.removeprefix("//")
    for end in "/?#;":
        authority = authority.partition(end)[0]
    names_host = rest.startswith("//") or "@" in authority
    host = "".join(letter for letter in authority.rpartition("@")[2] if letter.isprintable())
    return ((names_host and host) or scheme)[:TEXT_MAX]


def scheme_of(uri: str) -> str:
    """The scheme of a reference, in small letters."""
    return uri.partition(":")[0].lower()
