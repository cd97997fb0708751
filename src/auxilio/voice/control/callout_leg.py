"""The one leg of a spoken call: it rings, the text is spoken twice, and a key is waited for."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from datetime import datetime

from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Language
from auxilio.platform.background_tasks import wait_for_first
from auxilio.platform.clock import Clock
from auxilio.platform.i18n import Catalogues
from auxilio.voice.control.call_media_state import ConnectedLeg
from auxilio.voice.control.leg_media import LegMedia, new_leg_id
from auxilio.voice.control.outbound_dialling import end_reason
from auxilio.voice.control.ports import OutboundCall
from auxilio.voice.core.callout_rules import read_aloud
from auxilio.voice.media.g711 import RATE, SILENCE
from auxilio.voice.media.ports import LegEvent, LegEventKind, LegId, LegProfile, MediaEngine, RoomId, Sound
from auxilio.voice.media.speech import Speech
from auxilio.voice.sip.agent import CallFailed, CallLeg

RING_S = 30.0
"""A telephone that is not answered is given up after this long (ours): six rings."""
CALL_MAX_S = 120.0
"""A call is ended after this long, whatever is heard (ours)."""
KEY_WAIT_S = 10.0
"""After the text was spoken twice (ours)."""
LEAD_S, PAUSE_S = 0.8, 1.5
"""Silence before the text, while the telephone is lifted to the ear, and between its two times."""
CONFIRM, AGAIN = "1", "2"
HEARD_S = 3.0
"""A key in the first seconds of the text acknowledges nothing (ours): nobody has heard by then what it is about, and a source that
is not the telephone's may have sent it. Of a shorter text half of it."""
KEYS_MAX = 64
"""Keys that wait to be read, of who presses all of them."""
RANG_OUT_CODE = 408
_GONE, _LOST = "gone", "lost"
"""No keys: the other side hung up, its sound was lost."""
_ENDS = {_GONE: "hung_up", _LOST: "sound_lost"}
type LegListeners = MutableMapping[LegId, Callable[[LegEvent], None]]
type Dial = Callable[[bytes], Awaitable[OutboundCall]]


@dataclass(frozen=True)
class SpokenText:
    """What one call says."""

    text: Sound
    """Twice, with the keys."""
    confirmed: Sound
    """After the key that acknowledges."""
    over: Sound
    """After a key that came too late: somebody has acknowledged it, or it was stopped."""


@dataclass(frozen=True)
class CalloutPhrases:
    """Makes the sounds of a call. Nothing is kept of them: they tell of people."""

    speech: Speech
    catalogues: Catalogues

    async def speak(self, text: str, language: Language) -> SpokenText:
        """In a language of the catalogues. Raises `SpeechFailed`."""
        keys = self.catalogues.text("callout.keys", language)
        once = await self.speech.say(read_aloud(f"{text} {keys}"), language)
        confirmed = await self.speech.say(self.catalogues.text("callout.confirmed", language), language)
        over = await self.speech.say(self.catalogues.text("callout.over", language), language)
        return SpokenText(
            text=Sound("callout", _silence(LEAD_S) + once + _silence(PAUSE_S) + once),
            confirmed=Sound("confirmed", confirmed),
            over=Sound("over", over),
        )


def _silence(span_s: float) -> bytes:
    return SILENCE[:1] * int(span_s * RATE)


class CalloutLeg:
    """One call. Only a key acknowledges: an answering machine and a voice press none (decision 0411)."""

    def __init__(self, media: MediaEngine, clock: Clock, listeners: LegListeners) -> None:
        self._media, self._clock, self._listeners = media, clock, listeners
        self._id = new_leg_id()
        self._keys = deque[str](maxlen=KEYS_MAX)
        self._pressed = asyncio.Event()
        self._confirms_from: datetime | None = None
        """None: nothing was spoken yet."""
        self._sip: CallLeg | None = None

    @property
    def dialog(self) -> bytes:
        """SIP's own state of an answered call."""
        assert self._sip is not None, "it was answered"
        return self._sip.state()

    async def dial(self, dial: Dial) -> str:
        """Ring until it is answered. The code of what became of it where it is not; empty where it is."""
        self._listeners[self._id] = self._on_event
        try:
            offer = await self._media.attach_out(self._id, LegProfile.RTP, group=self._id)
            sip = await self._answered(await dial(offer.encode()))
            sip.on_bye = self._on_bye
            sip.on_dtmf = self._on_info
            if sip.gone_reason:  # it ended before we listened
                self._press(_GONE)
            LegMedia(self._media, self._clock).subscribe(ConnectedLeg(self._id, sip), self._id)
            await self._media.set_answer(self._id, sip.remote_sdp.decode(errors="replace"))
            # A room of its own: the sound is mixed in our process in either engine, and no file of it is written.
            await self._media.mix(RoomId(self._id), {self._id: {}})
        except CallFailed as failed:
            return end_reason(failed.code).value
        except Refused as refused:
            return refused.code
        return ""

    async def _answered(self, going: OutboundCall) -> CallLeg:
        """Raises `CallFailed`."""
        try:
            await wait_for_first([going.answered(), self._clock.sleep(RING_S)])
        finally:
            self._sip = going.leg  # also where we are cancelled just now: `close` hangs up
            if going.leg is None:
                await going.cancel()
        if going.leg is None:
            raise CallFailed(RANG_OUT_CODE)
        return going.leg

    async def converse(self, spoken: SpokenText, on_confirmed: Callable[[], Awaitable[bool]]) -> str:
        """Speak until a key confirms. The code of what became of it where none does; empty where one does.

        `on_confirmed`: whether the key counted.
        """
        ended = [key for key in self._keys if key in _ENDS]
        self._keys = deque(ended, maxlen=KEYS_MAX)  # what was pressed before the answer is no answer
        end = after_s(self._clock.now(), CALL_MAX_S)
        key: str | None = AGAIN
        while key == AGAIN:
            await self._media.play(self._id, spoken.text)
            if self._confirms_from is None:
                self._confirms_from = after_s(self._clock.now(), min(HEARD_S, spoken.text.seconds / 2))
            patience = after_s(self._clock.now(), spoken.text.seconds + KEY_WAIT_S)
            key = await self._next_key(min(end, patience))
        if key is None:
            return "no_key"
        if key in _ENDS:
            return _ENDS[key]
        counted = await on_confirmed()
        last = spoken.confirmed if counted else spoken.over
        await self._media.play(self._id, last)
        await self._clock.sleep(last.seconds)
        return "" if counted else "over"

    async def _next_key(self, until: datetime) -> str | None:
        while self._clock.now() < until:
            while self._keys:
                if (key := self._keys.popleft()) in {CONFIRM, AGAIN, *_ENDS}:
                    return key
            self._pressed.clear()
            await wait_for_first([self._pressed.wait(), self._clock.sleep_until(until)])
        return None

    async def close(self) -> None:
        """Hang up, where it stands, and let go of its media."""
        self._listeners.pop(self._id, None)
        if self._sip is not None:
            self._sip.on_bye = self._sip.on_dtmf = None
            await self._sip.bye()
        await self._media.detach(self._id)

    def _on_event(self, event: LegEvent) -> None:
        if event.kind is LegEventKind.DTMF:
            self._press(event.said)
        elif event.kind is LegEventKind.LOST:
            self._press(_LOST)

    async def _on_info(self, key: str, _lasted_ms: int) -> None:
        self._press(key)

    async def _on_bye(self, _: CallLeg) -> None:
        self._press(_GONE)

    def _press(self, key: str) -> None:
        if key == CONFIRM and (self._confirms_from is None or self._clock.now() < self._confirms_from):
            return
        self._keys.append(key)
        self._pressed.set()
