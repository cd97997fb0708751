"""Finds the notification that a message is of, by the index of migration 0093."""

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
