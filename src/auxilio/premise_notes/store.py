"""Which premise notes stand near a place, and which an owner has."""

from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.connection import Pool
from auxilio.premise_notes.core.model import PremiseNote
from auxilio.premise_notes.service import PREMISE_NOTE

NEAR_DEG = 0.0046
"""A little more than 500 m of latitude, the widest radius of a note."""
CANDIDATES_MAX = 500
LISTED_MAX = 200
_STANDING = "from stream where noun = 'premise_note' and live and mode = $1"
_LATITUDE = "((state->'point'->>'lat')::float8)"


class PremiseNoteStore:
    """Reads alone, by the indexes of migration 0092."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def near(self, mode: Mode, key: str, point: Point | None) -> list[PremiseNote]:
        """Standing notes of one address key, and those in the band of latitude around a point; `views.away` decides.

        Of more than `CANDIDATES_MAX` the nearest in latitude and longitude.
        """
        lat, lon = (point.lat, point.lon) if point else (None, None)
        rows = await self._pool.fetch(
            f"select state::text as state {_STANDING} and (state->>'address_key' = $2"
            f" or ({_LATITUDE} between $3::float8 - $5 and $3::float8 + $5))"
            f" order by abs({_LATITUDE} - coalesce($3, 0))"
            " + abs((state->'point'->>'lon')::float8 - coalesce($4::float8, 0)), id limit $6",
            mode.value,
            key,
            lat,
            lon,
            NEAR_DEG,
            CANDIDATES_MAX,
        )
        return [PREMISE_NOTE.read_state(row["state"]) for row in rows]

    async def of_owner(
        self, mode: Mode, agency: AgencyId | None, centre: CentreId | None, words: str
    ) -> tuple[list[PremiseNote], int]:
        """The first `LISTED_MAX` notes of an owner whose address has these words (`address_words`), by their expiry, and how many there are."""
        rows = await self._pool.fetch(
            f"select state::text as state, count(*) over () as total {_STANDING}"  # noqa: S608  constants
            " and state->>'agency' is not distinct from $2"
            " and ($2::text is not null or state->>'centre' is not distinct from $3)"
            " and strpos(state->>'address_key', $4) > 0"
            " order by (state->>'expires_at') collate \"C\", id limit $5",
            mode.value,
            agency,
            centre,
            words,
            LISTED_MAX,
        )
        notes = [PREMISE_NOTE.read_state(row["state"]) for row in rows]
        return notes, rows[0]["total"] if rows else 0
