"""Finds notifications: the one that a message or an answer is of (by the indexes of migrations 0093 and 0099), and the living one
of a case and a party."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from auxilio.kernel.ids import CaseId
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.core.model import Notification, NotifiedParty
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where

_OF_MESSAGE = (
    "select state::text as state from stream where noun = 'notification'"
    " and state->'attempts' @> jsonb_build_array(jsonb_build_object('message', $1::text))"
)


async def notification_of_message(pool: Pool, message: UUID) -> Notification | None:
    """The notification that sent this message; None: it is of none. Raises what the database raises."""
    row = await pool.fetchrow(_OF_MESSAGE, str(message))
    return None if row is None else NOTIFICATION.read_state(row["state"])


_SENT_TO = (
    "select state::text as state from stream where noun = 'notification'"
    " and state->'contacts' @> jsonb_build_array(jsonb_build_object('phone', $1::text))"
    " and changed_at > $2 order by changed_at desc limit $3"
)
SENT_TO_MAX = 50
"""Notifications of one number among which its answer is looked for, the newest of them."""


async def notifications_of_number(pool: Pool, number: str, since: datetime) -> list[Notification]:
    """Those that name this number (E.164) and have changed since then, newest first. Raises what the database raises."""
    rows = await pool.fetch(_SENT_TO, number, since, SENT_TO_MAX)
    return [NOTIFICATION.read_state(row["state"]) for row in rows]


class LivingNotifications:
    """The notifications that can still be acknowledged, for one request about a case at a time, also of several processes."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._here = asyncio.Semaphore(2)
        """A request holds one connection while its command takes another: more at once could hold them all."""

    @asynccontextmanager
    async def one_at_a_time(self, case: CaseId) -> AsyncIterator[None]:
        """Until it ends, nobody else asks for a notification of this case. Raises what the database raises."""
        async with self._here, self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "select pg_advisory_xact_lock(hashtextextended('notification.' || $1::text, 0))", str(case)
            )
            yield

    async def of(self, case: CaseId, party: NotifiedParty) -> Notification | None:
        """The one of this case and party; None: there is none. Raises what the database raises."""
        centre = str(party.centre) if party.centre is not None else None
        fields = {
            "case": str(case),
            "function": party.function.value,
            "notice": party.notice,
            "centre": centre,
        }
        found = await live_where(self._pool, NOTIFICATION, 1, **fields)
        return found[0] if found else None
