"""Where people sit. The city stands in for nobody who is there."""

from auxilio.kernel.refusal import Refused
from simulator.pace import Pace
from simulator.server_client import Seat, ServerClient

LOOK_S = 4.0


class Presence:
    """Kept fresh by `watch`. Until it has looked once, everybody is taken to be there."""

    def __init__(self) -> None:
        self._ours: set[str] = set()
        self._rows: list[dict[str, object]] | None = None

    def ours(self, seat: Seat) -> None:
        """This person is one of the city."""
        self._ours.add(seat.person)

    @property
    def _people(self) -> list[dict[str, object]]:
        return [row for row in self._rows or () if row["person"] not in self._ours]

    def at_desk(self, desk: str) -> bool:
        """Whether a person sits at this desk or in this vehicle."""
        return self._rows is None or any(row["desk"] == desk for row in self._people)

    def at_centre(self, centre: str) -> bool:
        """Whether a dispatcher of this centre is there."""
        return self._rows is None or any(
            row["centre"] == centre and "crew" not in _roles(row) for row in self._people
        )

    def takes_calls(self) -> bool:
        """Whether a person sits where calls are answered: at a desk of no centre, with a role that answers."""
        return self._rows is None or any(
            row["centre"] is None and "call_taker" in _roles(row) for row in self._people
        )

    async def watch(self, server: ServerClient, seat: Seat, pace: Pace) -> None:
        """Look every few real seconds, for ever. Raises `Refused` when Auxilio no longer knows us."""
        while True:
            try:
                self._rows = await server.ask("GET", "/api/present", seat)
            except Refused as refused:
                if refused.code != "house_unreachable":
                    raise
            await pace.rest(LOOK_S)


def _roles(row: dict[str, object]) -> tuple[str, ...]:
    roles = row["roles"]
    return tuple(roles) if isinstance(roles, list) else ()
