"""Stand-ins that pass the same contract suite as the real ones (tests/contracts)."""

from auxilio.kernel.ids import CallId
from auxilio.kernel.position import Position


class KnownPositions:
    """A location source with what a test gives it."""

    def __init__(self, known: dict[str, list[Position]] | None = None) -> None:
        self._known = known or {}

    async def positions_of(self, phone: str, call: CallId) -> list[Position]:
        """What was given for this number."""
        return list(self._known.get(phone, []))
