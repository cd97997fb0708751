"""Calls in progress about which a location server can be asked: of each only what a question needs."""

import msgspec

from auxilio.calls.core.location_asking import LocatableCall
from auxilio.calls.core.model import FINISHED_STATES
from auxilio.platform.database.connection import Pool

CALLS_MAX = 1_000
"""Looked at in one round, the oldest first (ours): more than a centre's desks and queue hold."""
_LOCATABLE = """
select jsonb_build_object('id', state->>'id', 'phone', state->>'phone', 'mode', state->>'mode',
  'location_request', state->'location_request')::text as call
from stream where noun = 'call' and live and state->>'phone_known_by' = 'network_asserted'
  and state->>'phone' is not null and state->>'state' <> all($1::text[])
order by state->>'rang_at', state->>'id' limit $2
"""


class LocatableCallStore:
    """One for each process. Raises what the database raises."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def calls(self) -> list[LocatableCall]:
        """Those whose number a network asserts and that are not over, the oldest first, at most 1,000."""
        over = [state.value for state in FINISHED_STATES]
        rows = await self._pool.fetch(_LOCATABLE, over, CALLS_MAX)
        return [msgspec.json.decode(row["call"], type=LocatableCall) for row in rows]
