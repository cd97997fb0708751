"""What calls need of the world: control over media, sources of position, a way to tell somebody.

Media are another process (`auxilio voice`); it drives calls through `calls.service` and is driven
through `CallControl`. The caller's page and lines entered by hand use `fakes.NoMedia`, which says so.
"""

from typing import Protocol, runtime_checkable
from uuid import UUID

import msgspec

from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.position import Position
from auxilio.kernel.words import Mode


class CallControl(Protocol):
    """What can be done to the legs of a call. Each raises `Refused("no_media")` where there is none."""

    async def answer(self, call: CallId, desk: DeskId) -> None:
        """Join the caller's leg and the desk's."""
        ...

    async def hold(self, call: CallId) -> None:
        """Announcement to the caller, silence to the desk."""
        ...

    async def resume(self, call: CallId) -> None:
        """Together again."""
        ...

    async def bridge(self, one: CallId, other: CallId) -> None:
        """Join two calls."""
        ...

    async def transfer(self, call: CallId, to: str, *, attended: bool) -> None:
        """Hand the caller on; attended means that they are never left alone."""
        ...

    async def conference(self, call: CallId, who: str) -> None:
        """Add a party."""
        ...

    async def hang_up(self, call: CallId) -> None:
        """End every leg."""
        ...

    async def play(self, call: CallId, announcement: str) -> None:
        """Play an approved recording to the caller."""
        ...

    async def dial(self, number: str, desk: DeskId) -> UUID:
        """Ring a crew, a hospital, an interpreter; the id of the new leg."""
        ...


class LegFact(msgspec.Struct, frozen=True, kw_only=True):
    """What call control reports: `ringing`, `answered`, `leg_lost`, `audio_dead`, `audio_back`, `hung_up`."""

    call: CallId
    fact: str
    leg: str = "caller"


class LocationSource(Protocol):
    """Where positions of a number come from while a call lasts: AML, cell look-up, HELD."""

    async def positions_of(self, phone: str, call: CallId) -> list[Position]:
        """Every fix known now, in no order; empty when there is none."""
        ...


class RawAttachment(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes that arrived with a call, before anybody tried to read them."""

    call: CallId
    media_type: str
    name: str
    content: bytes


class Notifier(Protocol):
    """Tells a person outside the console: message to a caller's phone, a guard by telephone."""

    async def tell(self, whom: str, code: str, facts: dict[str, str]) -> None:
        """Deliver, or raise; the outbox tries again."""
        ...


@runtime_checkable  # the web framework asks whether it was given one
class CallerTokens(Protocol):
    """Lets one person's page speak for one call and no other, without signing in."""

    def issue(self, call: CallId, mode: Mode) -> str:
        """A token for this call."""
        ...
