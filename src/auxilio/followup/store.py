"""Which watches the timer must act on. The moments are in the index `watch_due` as text (see `Watch.due`)."""

from datetime import datetime

from auxilio.followup.core.model import Watch
from auxilio.followup.service import WATCH
from auxilio.kernel.instant import iso_us
from auxilio.platform.database.connection import Pool

BATCH = 200
_DUE = "(state->>'due') collate \"C\""
_OF_THE_TIMER = f"from stream where noun = 'watch' and live and {_DUE} is not null"


class WatchStore:
    """Due watches, in the order of their moments."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def due(self, at: datetime, limit: int = BATCH) -> list[Watch]:
        """Those whose moment has come, oldest first."""
        rows = await self._pool.fetch(
            f"select state::text as state {_OF_THE_TIMER} and {_DUE} <= $1 order by {_DUE}, id limit $2",
            iso_us(at),
            limit,
        )
        return [WATCH.read_state(row["state"]) for row in rows]

    async def next_due(self) -> datetime | None:
        """The next moment at which one comes due; None when none is awaited."""
        due = await self._pool.fetchval(f"select min({_DUE}) {_OF_THE_TIMER}")
        return datetime.fromisoformat(due) if due else None
