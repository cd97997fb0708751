"""The outbox's channel `voice` in the leading worker: what may be called is passed to the process that has the trunk."""

from collections.abc import Collection, Mapping
from typing import Annotated, Protocol
from uuid import UUID

import msgspec

from auxilio.calls.core.barred_numbers import is_barred
from auxilio.kernel.on_call import NotificationWay
from auxilio.kernel.shared_types import Language, Phone
from auxilio.notifications.answers import NotificationAnswers
from auxilio.notifications.core.model import AttemptState
from auxilio.platform.capability import RunningSystem
from auxilio.platform.clock import Clock
from auxilio.platform.database.outbox import Deliver, OutboxMessage
from auxilio.voice.callouts.store import Callout, CalloutStore

TEXT_MAX = 600


class OutgoingCallout(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the outbox."""

    id: UUID
    to: Phone
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=TEXT_MAX)]
    language: Language
    number_alone: bool = False


class CalloutChannel:
    """One for each worker process."""

    def __init__(
        self,
        store: CalloutStore,
        answers: NotificationAnswers,
        clock: Clock,
        lines: int,
        own_numbers: Collection[Phone],
    ) -> None:
        """`lines`: how many calls are made at once; 0 where the installation makes none."""
        self._store, self._answers, self._clock = store, answers, clock
        self._lines, self._own = lines, own_numbers

    async def deliver(self, parcel: OutboxMessage) -> None:
        """Ask for the call. Where it is never made its receipt says so at once: `no_callout_lines`, `number_barred`.

        Raises what the database raises.
        """
        message = msgspec.json.decode(parcel.body, type=OutgoingCallout)
        if code := self._refusal(message.to):
            await self._answers.take_receipt(message.id, AttemptState.FAILED, code)
            return
        await self._store.add(
            Callout(
                message=message.id,
                phone=message.to,
                text=message.text,
                language=message.language,
                number_alone=message.number_alone,
                mode=parcel.mode,
                asked_at=self._clock.now(),
            )
        )

    def _refusal(self, number: Phone) -> str:
        if not self._lines:
            return "no_callout_lines"
        return "number_barred" if is_barred(number, self._own) else ""


class CalloutWorker(RunningSystem, Protocol):
    """What the leading worker has of spoken calls."""

    @property
    def callouts(self) -> CalloutChannel:
        """The channel."""
        ...


def channels_of(worker: CalloutWorker) -> Mapping[str, Deliver]:
    """What the outbox carries out."""
    return {NotificationWay.VOICE.value: worker.callouts.deliver}
