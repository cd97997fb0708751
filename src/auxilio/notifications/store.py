"""Finds the notification that a message or an answer is of, by the indexes of migrations 0093 and 0099."""

from datetime import datetime
from uuid import UUID

from auxilio.notifications.core.model import Notification
from auxilio.notifications.service import NOTIFICATION
from auxilio.platform.database.connection import Pool

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
