"""Stand-ins that pass the same contract suite as the real ones (tests/contracts)."""

from uuid import UUID

from auxilio.calls.ports import LegFact
from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.position import Position
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id


class NoMedia:
    """Calls that carry no sound: the caller's page, and lines that Auxilio does not carry."""

    async def answer(self, call: CallId, desk: DeskId) -> None:
        """Nothing to join."""

    async def hold(self, call: CallId) -> None:
        """Nothing to hold."""

    async def resume(self, call: CallId) -> None:
        """Nothing to resume."""

    async def bridge(self, one: CallId, other: CallId) -> None:
        """Raises `Refused("no_media")`."""
        raise Refused("no_media", call=str(one))

    async def transfer(self, call: CallId, to: str, *, attended: bool) -> None:
        """Raises `Refused("no_media")`."""
        raise Refused("no_media", call=str(call))

    async def conference(self, call: CallId, who: str) -> None:
        """Raises `Refused("no_media")`."""
        raise Refused("no_media", call=str(call))

    async def hang_up(self, call: CallId) -> None:
        """Nothing to end."""

    async def play(self, call: CallId, announcement: str) -> None:
        """Raises `Refused("no_media")`."""
        raise Refused("no_media", call=str(call))

    async def dial(self, number: str, desk: DeskId) -> UUID:
        """Raises `Refused("no_media")`."""
        raise Refused("no_media", number=number)


class FakeCallControl:
    """Media in memory: every leg is a row, every change a fact."""

    def __init__(self) -> None:
        self.legs: dict[CallId, set[str]] = {}
        self.held: set[CallId] = set()
        self.facts: list[LegFact] = []

    def _need(self, call: CallId) -> set[str]:
        if call not in self.legs:
            raise Refused("no_media", call=str(call))
        return self.legs[call]

    def ring(self, call: CallId) -> None:
        """A caller's leg appears."""
        self.legs[call] = {"caller"}
        self.facts.append(LegFact(call=call, fact="ringing"))

    async def answer(self, call: CallId, desk: DeskId) -> None:
        """Join."""
        self._need(call).add(f"desk:{desk}")
        self.facts.append(LegFact(call=call, fact="answered"))

    async def hold(self, call: CallId) -> None:
        """Hold."""
        self._need(call)
        self.held.add(call)

    async def resume(self, call: CallId) -> None:
        """Resume."""
        self._need(call)
        self.held.discard(call)

    async def bridge(self, one: CallId, other: CallId) -> None:
        """Join two calls."""
        both = self._need(one) | self._need(other)
        self.legs[one] = self.legs[other] = both

    async def transfer(self, call: CallId, to: str, *, attended: bool) -> None:
        """Hand on: the target is there before the desk leaves."""
        legs = self._need(call)
        legs.add(to)
        legs -= {leg for leg in legs if leg.startswith("desk:")}

    async def conference(self, call: CallId, who: str) -> None:
        """Add a party."""
        self._need(call).add(who)

    async def hang_up(self, call: CallId) -> None:
        """End."""
        self._need(call)
        del self.legs[call]
        self.held.discard(call)
        self.facts.append(LegFact(call=call, fact="hung_up"))

    async def play(self, call: CallId, announcement: str) -> None:
        """Play."""
        self._need(call)

    async def dial(self, number: str, desk: DeskId) -> UUID:
        """Dial: a leg of its own."""
        id = new_id()
        self.legs[CallId(id)] = {number, f"desk:{desk}"}
        return id


class KnownPositions:
    """A location source with what a test gives it."""

    def __init__(self, known: dict[str, list[Position]] | None = None) -> None:
        self._known = known or {}

    async def positions_of(self, phone: str, call: CallId) -> list[Position]:
        """What was given for this number."""
        return list(self._known.get(phone, []))
