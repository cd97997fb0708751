"""A location server of the network that is asked by HELD where the telephone of a number is (RFC 5985, device identity of RFC 6155).

A `calls.ports.LocationSource`; the leading worker asks it (`workflows.location_asking`).
"""

from dataclasses import dataclass

from auxilio.calls.core.location_answer import LocationAnswer
from auxilio.calls.core.messages.positions import RAW_MAX
from auxilio.interop.formats.held import HeldPhoneForm, HeldRequest, decode_held, write_location_request
from auxilio.interop.held_answer import (
    HELD_TYPE,
    LOCATION_TYPES,
    PIDF_TYPE,
    RESPONSE_MS,
    held_answer,
    known_of_number,
    not_answered,
    server_of,
)
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Phone
from auxilio.platform.clock import Clock
from auxilio.platform.http.outward import OutwardClient, OutwardLimits, OutwardRequest

AT_ONCE = 16
"""Questions at the same time: with 8 s each, two calls a second find a place behind a server that never answers."""
LIMITS = OutwardLimits(bytes_max=RAW_MAX, whole_s=8.0, at_once=AT_ONCE, host_at_once=AT_ONCE)


@dataclass(frozen=True)
class HeldLocationSource:
    """One for each process that asks."""

    client: OutwardClient
    url: str
    phone_form: HeldPhoneForm
    clock: Clock
    at_once: int = AT_ONCE

    @property
    def server(self) -> str:
        """The host of the address."""
        return server_of(self.url)

    async def locate(self, phone: Phone) -> LocationAnswer:
        """Ask once. What the client refuses, or the server, is the failure of the answer."""
        request = HeldRequest(
            phone=phone,
            phone_form=self.phone_form,
            location_types=LOCATION_TYPES,
            response_time=RESPONSE_MS,
        )
        asked = OutwardRequest(
            url=self.url,
            accept=f"{HELD_TYPE}, {PIDF_TYPE}",
            content=write_location_request(request),
            media_type=HELD_TYPE,
        )
        try:
            answer = await self.client.ask(asked)
        except Refused as refused:
            return not_answered(self.server, refused)
        decoded = decode_held(answer.content)
        known_by = known_of_number(phone, answer.content)
        return held_answer(answer, decoded, self.server, self.clock.now(), known_by)
