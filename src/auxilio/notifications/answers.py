"""What comes back for a notification: receipts of its messages, and answers of the people that they reached.

Whoever carries a way out gives its receipts to `take_receipt`, and whoever takes texts asks `take_reply` first.
"""

import logging
from collections.abc import Callable
from uuid import UUID

from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.model import OPEN_STATES, AttemptState, Notification
from auxilio.notifications.service import NOTIFICATION
from auxilio.notifications.store import notification_of_message
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where
from auxilio.platform.ids import new_id

STANDING_MAX = 1_000
"""Notifications among which an answer is looked for."""
_log = logging.getLogger(__name__)
type SystemActor = Callable[[Mode], Actor]


class NotificationAnswers:
    """One for each process. `actor_of`: the system, in a mode."""

    def __init__(self, pool: Pool, commands: CommandPort, actor_of: SystemActor) -> None:
        self._pool, self._commands, self._actor_of = pool, commands, actor_of

    async def take_receipt(self, message: UUID, state: AttemptState, code: str = "") -> bool:
        """How far a message came; False: it is of no notification. Told twice it is one fact.

        Raises what the database raises.
        """
        known = await notification_of_message(self._pool, message)
        if known is None:
            return False
        command = m.ReportReceipt(notification=known.id, message=message, state=state, code=code)
        await self._tell(known, command)
        return True

    async def take_reply(self, sender: str, text: str) -> bool:
        """A text from this number (E.164). True: it holds the code of a notification that was sent to this number.

        Raises what the database raises.
        """
        found = False
        for known in await live_where(self._pool, NOTIFICATION, STANDING_MAX):
            reached = {attempt.contact for attempt in known.attempts}
            contact = next((nth for nth in reached if known.contacts[nth].phone == sender), None)
            if contact is None or known.reply not in text:
                continue
            await self._tell(known, m.TakeReply(notification=known.id, contact=contact))
            found = True
        return found

    async def take_key(self, message: UUID) -> None:
        """Whom this message called has pressed the key that acknowledges it. Of no notification: nothing.

        Raises what the database raises.
        """
        known = await notification_of_message(self._pool, message)
        if known is not None:
            (contact,) = (one.contact for one in known.attempts if one.message == message)
            await self._tell(known, m.TakeReply(notification=known.id, contact=contact, by_key=True))

    async def is_wanted(self, message: UUID) -> bool:
        """Whether the notification of this message can still be acknowledged. Raises what the database raises."""
        known = await notification_of_message(self._pool, message)
        return known is not None and known.state in OPEN_STATES

    async def _tell(self, known: Notification, command: Command) -> None:
        try:
            await self._commands.handle(CommandId(new_id()), command, self._actor_of(known.mode))
        except Refused as refused:
            # It was stopped meanwhile: who carries the message has nothing to do about it.
            _log.info("notification_answer_not_taken", extra={"code": refused.code})
