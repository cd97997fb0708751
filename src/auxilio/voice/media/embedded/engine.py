"""The port `MediaEngine` in this process."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence

from auxilio.kernel.refusal import Refused
from auxilio.platform.background_tasks import BackgroundTasks, report_fault
from auxilio.platform.clock import Clock
from auxilio.voice.media import rtp, sdp
from auxilio.voice.media.embedded.leg import EmbeddedLeg, SoundPlayer, monotonic_s
from auxilio.voice.media.embedded.mixer import Mixer
from auxilio.voice.media.embedded.rtp_leg import PortPool, RtpLeg
from auxilio.voice.media.embedded.web_leg import WebLeg
from auxilio.voice.media.g711 import FRAME_S
from auxilio.voice.media.leg_events import LegEventQueue
from auxilio.voice.media.ports import (
    AudioLevels,
    AudioSink,
    FaultDirection,
    Gains,
    LegEvent,
    LegEventKind,
    LegId,
    LegMemo,
    LegProfile,
    LegStats,
    RoomId,
    Sound,
)

log = logging.getLogger(__name__)

_LOOK_TICKS = 5
_REPORT_TICKS = 100
_SAY_AGAIN_S = 60.0
_FORGIVEN_TICKS = 10
"""A process that was away longer does not make up for it: nobody wants to hear it hurry."""


class EmbeddedEngine:
    """Sockets, ICE, DTLS and mixing on this loop."""

    relayed = False

    def __init__(
        self, clock: Clock, hosts: Sequence[str] = ("127.0.0.1",), ports: tuple[int, int] = (20_000, 29_999)
    ) -> None:
        """`hosts`: our addresses, the first for telephones, all for browsers. `ports`: for RTP; browsers take any."""
        assert hosts, "an address to be called at"
        self._clock, self._hosts, self._ports = clock, list(hosts), PortPool(*ports)
        self._legs: dict[LegId, RtpLeg | WebLeg] = {}
        self._waiting: set[EmbeddedLeg] = set()
        """Parked, and yet listened to."""
        self._mixer = Mixer()
        self._noticed = LegEventQueue()
        self._tasks = BackgroundTasks("media_engine")
        self._behind_said_s = -_SAY_AGAIN_S
        self.ticks = self.late_ticks = 0

    async def start(self) -> None:
        """Begin to tick."""
        self._tasks.spawn(self._run())

    async def close(self) -> None:
        """End every leg."""
        self._tasks.cancel()
        for leg in list(self._legs):
            await self.detach(leg)
        self._noticed.close()

    # legs

    async def attach_in(self, leg: LegId, offer: str, *, group: str | None = None) -> str:
        """See `MediaEngine`."""
        description = sdp.parse(offer)
        profile = description.profile
        known = self._legs.get(leg)
        if known is not None and known.profile is not profile:
            raise Refused("sdp_not_understood", what="profile")
        made = known or await self._make(leg, profile, group)
        try:
            answer = await made.answer(description)
        except BaseException:
            if known is None:
                await made.close()
            raise
        self._legs[leg] = made
        self._expect(made)
        return answer.render()

    async def attach_out(self, leg: LegId, profile: LegProfile, *, group: str | None = None) -> str:
        """See `MediaEngine`."""
        if leg in self._legs:
            raise Refused("leg_exists", leg=leg)
        made = await self._make(leg, profile, group)
        self._legs[leg] = made
        try:
            return (await made.offer()).render()
        except BaseException:
            await self.detach(leg)
            raise

    async def _make(self, leg: LegId, profile: LegProfile, group: str | None) -> RtpLeg | WebLeg:
        if profile is LegProfile.WEB:
            return WebLeg(leg, group or leg, self._notice, self._hosts)
        made = RtpLeg(leg, group or leg, self._notice, self._hosts[0], self._ports)
        await made.open()
        return made

    async def set_answer(self, leg: LegId, answer: str) -> None:
        """See `MediaEngine`."""
        found = self._find(leg)
        await found.accept(sdp.parse(answer))
        self._expect(found)

    async def detach(self, leg: LegId) -> None:
        """See `MediaEngine`."""
        gone = self._legs.pop(leg, None)
        if gone is None:
            return
        self._waiting.discard(gone)
        self._moved(self._mixer.part(gone))
        await gone.close()

    async def reanchor(self, leg: LegId) -> str:
        """Fresh ports for a browser whose association died; a plain leg keeps its own."""
        found = self._find(leg)
        self._moved([found, *self._mixer.part(found)])
        return (await found.offer()).render()

    def memo(self, leg: LegId) -> LegMemo:
        """That it was ours, and so is gone with us."""
        return LegMemo(self._find(leg).name, "embedded", {})

    async def adopt(self, memo: LegMemo) -> None:
        """Our sockets died with our process."""
        raise Refused("media_gone", leg=memo.leg)

    # who hears whom

    async def bridge(self, one: LegId, other: LegId) -> None:
        """See `MediaEngine`."""
        first, second = self._find(one), self._find(other)
        self._moved(self._mixer.bridge(first, second))
        self._moved([first, second])

    async def park(self, leg: LegId, sound: Sound | None = None, *, held: bool = True) -> None:
        """See `MediaEngine`."""
        found = self._find(leg)
        self._moved([*self._mixer.part(found), found])
        found.loop = SoundPlayer(sound, again=True) if sound is not None else None
        if not held:
            self._waiting.add(found)
            self._expect(found)

    async def mix(self, room: RoomId, gains: Gains) -> None:
        """See `MediaEngine`."""
        names = dict.fromkeys([*gains, *(speaker for row in gains.values() for speaker in row)])
        legs = {name: self._find(name) for name in names}
        self._moved(self._mixer.mix(room, dict(legs), gains))
        self._moved(list(legs.values()))

    async def mute(self, leg: LegId, on: bool) -> None:
        """See `MediaEngine`."""
        found = self._find(leg)
        found.muted = on
        self._expect(found)

    def _moved(self, legs: Sequence[EmbeddedLeg]) -> None:
        for leg in legs:
            leg.loop = None
            self._waiting.discard(leg)
            self._expect(leg)

    def _expect(self, leg: EmbeddedLeg) -> None:
        leg.expect(self._mixer.joined(leg) or leg in self._waiting, monotonic_s())

    # sounds, keys, text

    async def play(self, leg: LegId, sound: Sound) -> None:
        """See `MediaEngine`."""
        self._find(leg).once = SoundPlayer(sound, again=False)

    async def dial(self, leg: LegId, keys: str) -> None:
        """See `MediaEngine`."""
        assert all(rtp.is_key(key) for key in keys), "only keys of a telephone are dialled"
        self._find(leg).dial(keys)

    async def write(self, leg: LegId, text: str) -> None:
        """See `MediaEngine`."""
        if not self._find(leg).write(text):
            raise Refused("no_text_on_leg", leg=leg)

    # listening and noticing

    async def attach_sink(self, leg: LegId, sink: AudioSink | None) -> None:
        """See `MediaEngine`."""
        self._find(leg).sink = sink

    async def note_receiver_report(self, leg: LegId, packets: int) -> None:
        """See `MediaEngine`."""
        self._find(leg).counted(packets, monotonic_s())

    def events(self) -> AsyncIterator[LegEvent]:
        """See `MediaEngine`."""
        return self._noticed.read()

    def levels(self, leg: LegId) -> AudioLevels:
        """See `MediaEngine`."""
        return self._find(leg).levels()

    async def stats(self, leg: LegId) -> LegStats:
        """See `MediaEngine`."""
        return self._find(leg).stats()

    def _find(self, leg: LegId) -> RtpLeg | WebLeg:
        found = self._legs.get(leg)
        if found is None:
            raise Refused("unknown_leg", leg=leg)
        return found

    def _notice(self, leg: EmbeddedLeg, kind: LegEventKind, way: FaultDirection | None, said: str) -> None:
        if self._legs.get(leg.name) is leg:
            self._noticed.put(LegEvent(leg=leg.name, kind=kind, at=self._clock.now(), way=way, said=said))

    # the tick

    async def _run(self) -> None:
        begin, frame = monotonic_s(), 0
        while True:
            frame += 1
            left_s = begin + frame * FRAME_S - monotonic_s()
            if left_s < -_FORGIVEN_TICKS * FRAME_S:
                self._say_behind(left_s)
                begin, frame = monotonic_s(), 0
            self.late_ticks += left_s < -FRAME_S
            await asyncio.sleep(max(0.0, left_s))
            self.ticks += 1
            try:
                self._tick()
            except Exception as defect:  # noqa: BLE001  a tick that fails is one lost frame, not the end of all sound
                report_fault("media_tick", defect)

    def _say_behind(self, left_s: float) -> None:
        """Once a minute at most: a machine that is too busy is not helped by its log."""
        if monotonic_s() - self._behind_said_s > _SAY_AGAIN_S:
            self._behind_said_s = monotonic_s()
            log.warning("media_behind", extra={"delay_ms": int(-left_s * 1000)})

    def _tick(self) -> None:
        legs = list(self._legs.values())
        heard = self._mixer.tick({leg: leg.take() for leg in legs})
        for leg in legs:
            leg.give(heard[leg])
        if self.ticks % _LOOK_TICKS == 0:
            now = monotonic_s()
            for leg in legs:
                leg.look(now)
        if self.ticks % _REPORT_TICKS == 0:
            at_s = self._clock.now().timestamp()
            for leg in legs:
                leg.report(at_s)
