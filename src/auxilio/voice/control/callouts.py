"""Spoken calls to people on call: who is dialled when, and what became of each call (decision 0411).

One for each process that has the calls. What the outbox asked for waits in the database and is dialled once: beside callers,
over a share of the lines, and while nobody waits for a desk.
"""

import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from auxilio.calls.core.barred_numbers import is_barred
from auxilio.kernel.instant import after_s
from auxilio.kernel.shared_types import Mode, Phone, may_leave
from auxilio.notifications.core.machine import WAIT_S
from auxilio.notifications.core.model import AttemptState
from auxilio.platform.background_tasks import BackgroundTasks, report_fault
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.database.retry import OutageLog, retry_transient
from auxilio.voice.callouts.store import Callout, CalloutRepository
from auxilio.voice.control.call_media_state import CallStates
from auxilio.voice.control.callout_leg import CalloutLeg, CalloutPhrases
from auxilio.voice.control.failover import AdoptLeg
from auxilio.voice.control.ports import TrunkDialler
from auxilio.voice.core.media_plan import MediaStage
from auxilio.voice.media.ports import MediaEngine
from auxilio.voice.media.speech import SpeechFailed

LOOK_S = 1.0
_log = logging.getLogger(__name__)


class CalloutAnswers(Protocol):
    """Who is told what became of a call. `NotificationAnswers` is one."""

    async def is_wanted(self, message: UUID) -> bool:
        """Whether it is the newest message of a notification that can still be acknowledged."""
        ...

    async def take_key(self, message: UUID) -> bool:
        """A key acknowledged it; False: it was over already."""
        ...

    async def take_receipt(self, message: UUID, state: AttemptState, code: str = "") -> bool:
        """How far it came."""
        ...


type WithdrawalCode = Callable[[UUID, bool], Awaitable[str]]
"""Why a message is taken back; else empty. Its notification is over, or its case was reserved after its words were written, and they
are more than the number. Raises what the database raises."""


@dataclass(frozen=True, kw_only=True)
class CalloutDependencies:
    """What spoken calls need from outside. `lines`: how many are made at once; `own_numbers`: of this centre, never called."""

    queue: CalloutRepository
    answers: CalloutAnswers
    phrases: CalloutPhrases
    media: MediaEngine
    trunk: TrunkDialler
    clock: Clock
    mode: Mode
    lines: int
    own_numbers: Collection[Phone]
    withdrawal_code: WithdrawalCode


class SpokenCallouts:
    """Dials what waits, until cancelled."""

    def __init__(self, parts: CalloutDependencies, states: CallStates) -> None:
        self._parts, self._states, self._clock = parts, states, parts.clock
        self._tasks = BackgroundTasks("callout")
        self._phones = set[Phone]()
        """Numbers that are being called: a line each, and none twice at once."""
        self._outage = OutageLog("callouts")

    async def run(self, adopt: AdoptLeg) -> None:
        """End what the process before left behind, then look every second. A defect here ends no call of a caller."""
        try:
            await self._guard(lambda: self._retry(lambda: self._end_lost(adopt)))
            while True:
                await self._guard(self.look)
                await self._clock.sleep(LOOK_S)
        finally:
            self._tasks.cancel()

    async def _guard(self, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except TRANSIENT_ERRORS as away:
            self._outage.lost(away)
        except Exception as defect:  # noqa: BLE001  see `run`
            report_fault("callouts", defect)
        else:
            self._outage.back()

    async def look(self) -> None:
        """Begin each call that may begin now; take back what is over, and fail what waited too long. Raises what the database raises."""
        now = self._clock.now()
        for one in await self._parts.queue.waiting():
            if code := await self._parts.withdrawal_code(one.message, one.number_alone):
                await self._parts.answers.take_receipt(one.message, AttemptState.WITHDRAWN, code)
                await self._parts.queue.end(one.message, now)
            elif not await self._parts.answers.is_wanted(one.message):  # a later message followed
                await self._end(one.message, self._why_not_dialled(one.phone))
            elif is_barred(one.phone, self._parts.own_numbers):  # since it was asked for
                await self._end(one.message, "number_barred")
            elif now >= after_s(one.asked_at, WAIT_S):
                await self._end(one.message, self._why_not_dialled(one.phone))
            elif self._may_dial(one.phone) and await self._parts.queue.begin(one.message, now):
                self._phones.add(one.phone)
                self._tasks.spawn(self._call(one))

    def _may_dial(self, phone: Phone) -> bool:
        free = len(self._phones) < self._parts.lines
        return free and phone not in self._phones and not self._callers_wait()

    def _callers_wait(self) -> bool:
        return any(state.roster.stage is MediaStage.WAITING for state in self._states.calls.values())

    def _why_not_dialled(self, phone: Phone) -> str:
        if self._callers_wait():
            return "callers_waited"
        return "in_a_call" if phone in self._phones else "not_dialled"

    async def _call(self, one: Callout) -> None:
        """Where this process stops meanwhile, the next one ends the call (`_end_lost`)."""
        try:
            code = await self._converse(one)
        except Exception as defect:  # noqa: BLE001  the next way must follow, whatever is broken here
            report_fault("callout", defect)
            code = "call_failed"
        finally:
            self._phones.discard(one.phone)
        await self._retry(lambda: self._end(one.message, code))

    async def _converse(self, one: Callout) -> str:
        """Why nobody acknowledged it; empty where somebody did."""
        parts = self._parts
        if not may_leave(one.mode, parts.mode):
            return "may_not_leave"
        try:
            spoken = await parts.phrases.speak(one.text, one.language)
        except SpeechFailed as failed:
            return failed.code
        leg = CalloutLeg(parts.media, parts.clock, self._states.listeners)
        try:
            failed_as = await leg.dial(lambda sdp: parts.trunk.dial(one.phone, sdp))
            if failed_as:
                return failed_as
            # Beside: who answered hears the text at once, also while the database is away.
            self._tasks.spawn(self._note_answered(one.message, leg.dialog))
            return await leg.converse(
                spoken, lambda: self._retry(lambda: parts.answers.take_key(one.message))
            )
        finally:
            await leg.close()

    async def _note_answered(self, message: UUID, dialog: bytes) -> None:
        await self._retry(lambda: self._parts.queue.keep_dialog(message, dialog))
        await self._retry(lambda: self._parts.answers.take_receipt(message, AttemptState.SENT))

    async def _end(self, message: UUID, code: str) -> None:
        """Say what became of it, then forget whom it was to: told twice it is one fact."""
        state = AttemptState.FAILED if code else AttemptState.DELIVERED
        if code:
            _log.warning("callout_failed", extra={"code": code})
        await self._parts.answers.take_receipt(message, state, code)
        await self._parts.queue.end(message, self._clock.now())

    async def _end_lost(self, adopt: AdoptLeg) -> None:
        """A person who was dialled is not rung again: whether they heard it is not known, and the next way follows."""

        async def hang_up(dialog: bytes) -> None:
            await adopt(dialog).bye()

        for lost in await self._parts.queue.lost():
            if lost.dialog is not None:
                self._tasks.spawn(hang_up(lost.dialog))
            await self._end(lost.message, "voice_restarted")

    async def _retry[T](self, act: Callable[[], Awaitable[T]]) -> T:
        return await retry_transient(act, self._clock.sleep)
