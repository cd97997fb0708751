"""What the database alone knows of readiness: its clock, and when a telephone was heard."""

from datetime import datetime

from auxilio.kernel.instant import iso_us
from auxilio.platform.database.connection import Pool


class ReadinessStore:
    """Reads alone."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def is_migrated(self) -> bool:
        """Whether Auxilio's tables are here."""
        found: bool = await self._pool.fetchval("select to_regclass('migration') is not null")
        return found

    async def clock(self) -> datetime:
        """The moment by the clock of the database's machine."""
        now: datetime = await self._pool.fetchval("select clock_timestamp()")
        return now

    async def sms_link(self) -> tuple[str | None, datetime | None]:
        """What was said last of the line to the message centre, and when."""
        row = await self._pool.fetchrow("select code, at from sms_link where gateway = 'smpp'")
        return (row["code"], row["at"]) if row else (None, None)

    async def not_taken_since(self, way: str, moment: datetime) -> int:
        """How many messages of a way out (`email`, `sms`) wait for another attempt, or were given up since then."""
        found: int = await self._pool.fetchval(
            "select count(*) from outbox where split_part(channel, ':', 1) = $1"
            " and done_at is null and last_error is not null and (gave_up_at is null or gave_up_at >= $2)",
            way,
            moment,
        )
        return found

    async def telephone_heard_since(self, moment: datetime) -> bool:
        """Whether a person answered a call of a carrier since then, or the exchange a carrier's test call; of any mode.

        Sound from a caller's page is no telephone: only a number that a trusted network stated is one.
        """
        heard: bool = await self._pool.fetchval(
            "select exists (select from stream where noun = 'test_call' and changed_at >= $1)"
            " or exists (select from stream where noun = 'call' and (state->>'answered_at') collate \"C\" >= $2"
            " and state->>'phone_known_by' = 'network_asserted')",
            moment,
            iso_us(moment),
        )
        return heard
