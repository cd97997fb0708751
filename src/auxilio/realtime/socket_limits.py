"""How many sockets one token, one person and one network may have open in this process, and what a window may send.

After a tunnel or a reload the older sockets of a caller's page are usually half-open, so the newest replaces the oldest.
A network of citizens is thousands of people behind one address of a mobile carrier, so it has room for many, and a page
that has no socket yet takes the place of another page's second one (decision 0248).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auxilio.kernel.actor import Actor
from auxilio.kernel.instant import after_s, seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.http.rate_limit import RateLimit

PER_CALL = 6
"""The caller's page, the link on another telephone, and what a bad network left of them."""
PER_PERSON = 32
PER_NETWORK, CITIZENS_MAX = 1_000, 5_000
OPENINGS_PER_CALL, OPENINGS_SPAN_S = 20, 20.0
"""Boards that a caller's page opens: each reads its whole call."""


@dataclass(frozen=True)
class FrameAllowance:
    """`count` frames at once, refilled evenly within `span_s`."""

    count: int
    span_s: float


CITIZEN_FRAMES, PERSON_FRAMES = FrameAllowance(60, 3.0), FrameAllowance(400, 4.0)
"""Seven frames a second is what somebody types (console/src/state/live-text.ts)."""
CITIZEN_FRAME_BYTES_MAX, PERSON_FRAME_BYTES_MAX = 8_192, 20_480
"""A person's: a whole line of 4,000 letters of any script. Of a caller's longer line the end is not seen as it is typed."""


class FrameMeter:
    """What one window sends. One that sends too much is read more slowly: its own network holds the rest back."""

    def __init__(self, clock: Clock, actor: Actor) -> None:
        citizen = actor.kind == "citizen"
        pace = CITIZEN_FRAMES if citizen else PERSON_FRAMES
        self.bytes_max = CITIZEN_FRAME_BYTES_MAX if citizen else PERSON_FRAME_BYTES_MAX
        self._clock, self._each_s, self._span_s = clock, pace.span_s / pace.count, pace.span_s
        self._due: datetime | None = None

    async def next(self) -> None:
        """Count one, and return when the next may be read."""
        now = self._clock.now()
        self._due = after_s(max(self._due or now, now), self._each_s)
        early_s = seconds_between(now, self._due) - self._span_s
        if early_s > 0:
            await self._clock.sleep(early_s)


@dataclass(eq=False)
class OpenSocket:
    """One open socket."""

    of: UUID
    network: str
    citizen: bool
    give_up: Callable[[], None]
    """Ends it, for one that came later."""


class SocketLimits:
    """The open sockets of one process."""

    def __init__(self, clock: Clock) -> None:
        self._of = defaultdict[UUID, list[OpenSocket]](list)
        """The oldest first."""
        self._in = defaultdict[str, dict[OpenSocket, None]](dict)
        self._citizens = 0
        self._openings = RateLimit(clock, OPENINGS_PER_CALL, OPENINGS_SPAN_S)

    def enter(self, actor: Actor, network: str, give_up: Callable[[], None]) -> OpenSocket:
        """A socket opens. Raises `Refused("too_many_sockets")`; a citizen's may end an older one instead."""
        citizen = actor.kind == "citizen"
        if citizen:
            self._make_room(actor.id, network)
        elif len(self._of.get(actor.id, ())) >= PER_PERSON:
            raise Refused("too_many_sockets", limit=PER_PERSON)
        seat = OpenSocket(actor.id, network, citizen, give_up)
        self._of[actor.id].append(seat)
        if citizen:
            self._in[network][seat] = None
            self._citizens += 1
        return seat

    def _make_room(self, call: UUID, network: str) -> None:
        own = list(self._of.get(call, ()))
        if len(own) >= PER_CALL:
            self._end(own[0])
        full = len(self._in.get(network, ())) >= PER_NETWORK or self._citizens >= CITIZENS_MAX
        if not full:
            return
        spare = None if own else self._spare(network)
        if spare is None:
            raise Refused("too_many_sockets", limit=PER_NETWORK)
        self._end(spare)

    def _spare(self, network: str) -> OpenSocket | None:
        """The oldest socket of a call that has more than one in this network; None when each has one."""
        return next((seat for seat in self._in.get(network, ()) if len(self._of[seat.of]) > 1), None)

    def _end(self, seat: OpenSocket) -> None:
        self.leave(seat)
        seat.give_up()

    def leave(self, seat: OpenSocket) -> None:
        """A socket is closed. Said twice it changes nothing."""
        seats = self._of.get(seat.of, [])
        if seat not in seats:
            return
        seats.remove(seat)
        if not seats:
            del self._of[seat.of]
        if seat.citizen:
            del self._in[seat.network][seat]
            self._citizens -= 1
            if not self._in[seat.network]:
                del self._in[seat.network]

    def opens_board(self, actor: Actor) -> None:
        """A window opens a board. Raises `Refused("too_many_requests")` for a page that opens one after another."""
        if actor.kind == "citizen":
            self._openings.check(str(actor.id))
