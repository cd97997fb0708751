"""What comes back for a notification: receipts of its messages, and answers of the people that they reached.

Whoever carries a way out gives its receipts to `take_receipt`, and whoever takes texts asks `take_reply` first.
"""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.model import OPEN_STATES, AttemptState, Notification, NotificationState
from auxilio.notifications.store import notification_of_message, notifications_of_number
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.shared_limits import RateAllowance, SharedRateLimiter
from auxilio.platform.ids import new_id

TRIES_OF_NUMBER = RateAllowance("notification_answers", 5, 3_600.0)
"""Wrong codes of one number; after them no code of it acknowledges: four digits are not found by trying (ours)."""
WORDS_KEPT = 200
"""Characters of an answer that stand in its event."""
_CODES = re.compile(r"(?<!\d)[1-9]\d{3}(?!\d)")
"""What may be a code: four digits that stand alone, with or without a space before them."""
_log = logging.getLogger(__name__)
type SystemActor = Callable[[Mode], Actor]


class NotificationAnswers:
    """One for each process. `actor_of`: the system, in a mode."""

    def __init__(self, pool: Pool, clock: Clock, commands: CommandPort, actor_of: SystemActor) -> None:
        self._pool, self._clock, self._commands, self._actor_of = pool, clock, commands, actor_of
        self._limits = SharedRateLimiter(pool, clock)

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
        """A text from this number (E.164). True: it holds the code of a notification that was sent to this number within a day,
        also of one that is over: it is an answer, and no call to 112.

        Raises what the database raises.
        """
        codes = frozenset(_CODES.findall(text))
        if not codes:
            return False
        since = self._clock.now() - timedelta(days=1)
        sent = [
            known
            for known in await notifications_of_number(self._pool, sender, since)
            if any(known.contacts[one.contact].phone == sender for one in known.attempts)
        ]
        if not sent:
            return False
        answered = [known for known in sent if known.reply in codes]
        right = frozenset(known.reply for known in answered)
        allowance = (TRIES_OF_NUMBER, sender)
        if codes == right:
            doubtful = await self._limits.is_spent(allowance)
        else:
            doubtful = await self._limits.take(allowance) > 0
        for known in answered:
            contact = next(nth for nth, one in enumerate(known.contacts) if one.phone == sender)
            words = text.strip()[:WORDS_KEPT]
            reply = m.TakeReply(
                notification=known.id,
                contact=contact,
                words=words,
                other_codes=tuple(right - {known.reply})[: m.OTHER_CODES_MAX],
                doubtful=doubtful,
            )
            await self._tell(known, reply)
        return bool(answered)

    async def take_key(self, message: UUID) -> bool:
        """Whom this message called has pressed the key that acknowledges it; False: it was over, or is of no notification.

        Raises what the database raises.
        """
        known = await notification_of_message(self._pool, message)
        if known is None:
            return False
        (contact,) = (one.contact for one in known.attempts if one.message == message)
        await self._tell(known, m.TakeReply(notification=known.id, contact=contact, by_key=True))
        after = await notification_of_message(self._pool, message)
        return (
            after is not None
            and after.state is NotificationState.ACKNOWLEDGED
            and after.acknowledged_by == known.contacts[contact].name
        )

    async def notification_of(self, message: UUID) -> Notification | None:
        """The notification that sent this message; None: it is of none. Raises what the database raises."""
        return await notification_of_message(self._pool, message)

    async def is_wanted(self, message: UUID) -> bool:
        """Whether this is the newest message of a notification that can still be acknowledged. Raises what the database raises."""
        known = await notification_of_message(self._pool, message)
        return known is not None and known.state in OPEN_STATES and known.attempts[-1].message == message

    async def _tell(self, known: Notification, command: Command) -> None:
        try:
            await self._commands.handle(CommandId(new_id()), command, self._actor_of(known.mode))
        except Refused as refused:
            # It was stopped meanwhile: who carries the message has nothing to do about it.
            _log.info("notification_answer_not_taken", extra={"code": refused.code})
