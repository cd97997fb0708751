"""Takes back a message of a notification that still waits in the outbox: somebody has acknowledged, it was stopped, or its case
was reserved after its words were written (decision 0410).
"""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

import msgspec

from auxilio.cases.service import CASE
from auxilio.kernel.ids import CaseId
from auxilio.kernel.on_call import NotificationWay
from auxilio.notifications.answers import NotificationAnswers
from auxilio.notifications.core.model import OPEN_STATES, AttemptState
from auxilio.platform.database.outbox import Deliver, OutboxMessage
from auxilio.workflows.runner import StateReader

OVER, RESERVED = "over", "case_reserved"
"""Why a message was taken back."""


class _WaitingMessage(msgspec.Struct):
    id: UUID
    number_alone: bool = False


class WithdrawnMessages:
    """Asks before each attempt of the outbox. A message of no notification leaves as ever."""

    def __init__(self, states: StateReader, answers: NotificationAnswers) -> None:
        self._states, self._answers = states, answers

    def checked(self, channels: Mapping[str, Deliver]) -> dict[str, Deliver]:
        """The deliverers, those of the ways of notifications with the question before them."""
        ways = frozenset(way.value for way in NotificationWay)
        return {
            name: partial(self._deliver, deliver) if name in ways else deliver
            for name, deliver in channels.items()
        }

    async def _deliver(self, deliver: Deliver, message: OutboxMessage) -> None:
        try:
            waiting = msgspec.json.decode(message.body, type=_WaitingMessage)
        except msgspec.MsgspecError:
            await deliver(message)  # which says what is wrong with it
            return
        if code := await self.withdrawal_code(waiting.id, waiting.number_alone):
            await self._answers.take_receipt(waiting.id, AttemptState.WITHDRAWN, code)
        else:
            await deliver(message)

    async def withdrawal_code(self, message: UUID, number_alone: bool) -> str:
        """Why this message is taken back; empty where it may leave. `number_alone`: it tells no more than the number of its case.

        Raises what the database raises.
        """
        known = await self._answers.notification_of(message)
        if known is None:
            return ""
        if known.state not in OPEN_STATES:
            return OVER
        if known.case is None or number_alone:
            return ""
        return RESERVED if await self._is_reserved(known.case) else ""

    async def _is_reserved(self, case: CaseId) -> bool:
        """Of one that was merged, the case that lives on counts too."""
        found = await self._states.state(CASE, case)
        if found is None or found.reserved or found.merged_into is None:
            return found is not None and found.reserved
        return await self._is_reserved(found.merged_into)
