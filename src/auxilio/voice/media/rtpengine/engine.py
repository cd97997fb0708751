"""The port `MediaEngine` over rtpengine."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack
from pathlib import Path

from auxilio.kernel.refusal import Refused
from auxilio.platform.background_tasks import BackgroundTasks, report_fault
from auxilio.platform.clock import Clock
from auxilio.voice.media import rtp, sdp
from auxilio.voice.media.embedded.engine import EmbeddedEngine
from auxilio.voice.media.embedded.leg import EmbeddedLeg, monotonic_s
from auxilio.voice.media.embedded.rtp_leg import PortPool, TextChannel
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
from auxilio.voice.media.rtpengine.leg import ENGINE, RelayedLeg, party_of
from auxilio.voice.media.rtpengine.listener import RelayListener
from auxilio.voice.media.rtpengine.ng import NgClient
from auxilio.voice.media.rtpengine.node import NodeWatch
from auxilio.voice.media.rtpengine.relay import Relay, RelayParty, only_sound
from auxilio.voice.media.rtpengine.relay_calls import RelayCallAllocator
from auxilio.voice.media.rtpengine.rtcp_reports import RtcpReport, RtcpReportSocket
from auxilio.voice.media.rtpengine.sounds import SoundFiles
from auxilio.voice.media.sdp import Address, SessionDescription

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 0.1


class RtpengineEngine:
    """Legs on one rtpengine node."""

    relayed = True

    def __init__(
        self,
        clock: Clock,
        node: Address,
        mixer: EmbeddedEngine,
        folder: Path,
        host: str = "127.0.0.1",
        ports: tuple[int, int] = (16_000, 19_999),
        reports_at: int | None = None,
        *,
        together: bool = False,
    ) -> None:
        """`node`: where it is controlled. `folder`: sounds for it to play, which it must be able to read. `host` and
        `ports`: ours, for ears and text. `reports_at`: the port to which the node's `--homer` points; without it a
        party that receives nothing is noticed only through `note_receiver_report`. `together`: any two legs are joined in the node,
        also of different groups, so that their sound outlives us (decision 0190)."""
        self._clock, self._host, self._ports = clock, host, PortPool(*ports)
        self._ng = NgClient(node)
        self._relay = Relay(self._ng, host, SoundFiles(folder))
        self._mixer = mixer
        self._legs: dict[LegId, RelayedLeg] = {}
        self._generations = RelayCallAllocator(together=together)
        self._noticed = LegEventQueue()
        self._tasks = BackgroundTasks("media_engine")
        self.node = NodeWatch(self._ng, self._lose)
        self._reports_at = reports_at
        self._reports: asyncio.DatagramTransport | None = None

    async def start(self) -> None:
        """Begin; `no_media_node` when the node does not answer."""
        await self._ng.start()
        await self._ng.ask("ping")
        await self._mixer.start()
        if self._reports_at is not None:
            self._reports, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: RtcpReportSocket(self._reported), local_addr=(self._host, self._reports_at)
            )
        self._tasks.spawn(self._look())
        self._tasks.spawn(self.node.run())

    async def close(self) -> None:
        """Let go. What the node carries between its parties goes on; who is in a room hears nothing."""
        self._tasks.cancel()
        if self._reports is not None:
            self._reports.close()
        for leg in self._legs.values():
            await self._drop(leg)
        self._legs.clear()
        await self._mixer.close()
        self._ng.close()
        self._noticed.close()

    # legs

    async def attach_in(self, leg: LegId, offer: str, *, group: str | None = None) -> str:
        """See `MediaEngine`."""
        description = sdp.parse(offer)
        profile, codec = description.profile, sdp.negotiate_codec(description.audio)
        known = self._legs.get(leg)
        if known is not None and known.party.profile is not profile:
            raise Refused("sdp_not_understood", what="profile")
        made = known or await self._make(RelayParty(leg, self._generations.of(group or leg), profile))
        async with self._changing([made]):
            try:
                self._learn(made, description, codec)
                if description.text is not None:
                    made.text = made.text or await self._open_text(made)
                    made.text.set_remote_media(description.text)
                answer = await self._renew(made) if known else await self._relay.answer(made.party)
                await self._listen(made)
            except BaseException:
                if known is None:
                    self._generations.left(made.party.group)
                    await self._drop(made)
                raise
            self._legs[leg] = made
            self._expect(made)
            return made.compose(answer, description)

    async def attach_out(self, leg: LegId, profile: LegProfile, *, group: str | None = None) -> str:
        """See `MediaEngine`."""
        if leg in self._legs:
            raise Refused("leg_exists", leg=leg)
        made = await self._make(RelayParty(leg, self._generations.of(group or leg), profile))
        try:
            offer = await self._offer(made)
        except BaseException:
            self._generations.left(made.party.group)
            await self._drop(made)
            raise
        self._legs[leg] = made
        return offer

    async def _offer(self, leg: RelayedLeg) -> str:
        if leg.party.profile is LegProfile.RTP:
            leg.text = leg.text or await self._open_text(leg)
        return leg.compose(await self._relay.offer(leg.party), None)

    async def set_answer(self, leg: LegId, answer: str) -> None:
        """See `MediaEngine`."""
        found, description = self._find(leg), sdp.parse(answer)
        async with self._changing([found]):
            self._learn(found, description, sdp.negotiate_codec(description.audio))
            found.offered_anew = False
            if found.text is not None and description.text is not None:
                found.text.set_remote_media(description.text)
            if found.partner is None and found.room is None:
                await self._relay.accept(found.party)
            else:
                await self._renew(found)
            await self._listen(found)
            self._expect(found)

    def _learn(self, leg: RelayedLeg, said: SessionDescription, codec: sdp.Codec) -> None:
        _ = said.audio.address  # refused here rather than in the relay
        leg.party.codec, leg.party.description = codec, only_sound(said, codec)
        leg.listener.codec, leg.listener.far_direction = codec, said.audio.direction

    async def _make(self, party: RelayParty) -> RelayedLeg:
        listener = RelayListener(party.leg, party.group, self._notice, self._host, self._ports)
        await listener.open()
        return RelayedLeg(party, listener)

    async def _open_text(self, leg: RelayedLeg) -> TextChannel:
        return await TextChannel.open(
            self._host, self._ports, lambda said: self._notice(leg.listener, LegEventKind.TEXT, None, said)
        )

    async def _listen(self, leg: RelayedLeg) -> None:
        if not leg.heard_by_us:
            await self._relay.listen(leg.party, leg.listener.media())
            leg.heard_by_us = True

    async def _renew(self, leg: RelayedLeg) -> str:
        """The party's description has changed; whom it is joined with has not."""
        partner = self._legs.get(leg.partner) if leg.partner is not None else None
        if partner is not None:
            return await self._relay.join(leg.party, partner.party)
        if leg.room is not None:
            return await self._relay.answered_by_mixer(leg.party, await self._into_mixer(leg))
        return await self._relay.park(leg.party)

    async def detach(self, leg: LegId) -> None:
        """See `MediaEngine`."""
        gone = self._legs.get(leg)
        if gone is None:
            return
        async with self._changing([gone, *self._partners([gone])]):
            if self._legs.pop(leg, None) is None:
                return  # let go twice at once
            # Asked in this very moment: who comes now must not be ended with who has left.
            last = self._generations.left(gone.party.group)
            await self._drop(gone)
            try:
                await self._leave(gone)
                await self._relay.forget(gone.party)
                if last:
                    await self._relay.end(gone.party.group)
            except Refused as wrong:  # a node that is gone holds nothing any more
                log.warning(
                    "media_not_forgotten", extra={"reason_code": str(wrong.facts.get("reason", ""))[:60]}
                )

    @staticmethod
    async def _drop(leg: RelayedLeg) -> None:
        await leg.listener.close()
        if leg.text is not None:
            leg.text.close()

    async def reanchor(self, leg: LegId) -> str:
        """See `MediaEngine`."""
        found = self._find(leg)
        partners = self._partners([found])
        async with self._changing([found, *partners]):
            if found.room is not None:
                await self._mixer.detach(leg)
            for partner in partners:
                partner.partner = None
            found.partner = found.room = None
            found.playing = found.waiting = found.heard_by_us = False
            found.offered_anew = True
            self._expect(found)
            return await self._offer(found)

    def memo(self, leg: LegId) -> LegMemo:
        """See `MediaEngine`."""
        return self._find(leg).memo()

    async def adopt(self, memo: LegMemo) -> None:
        """See `MediaEngine`. A leg in a room has lost the room with its process: `mix` is to be said again."""
        if memo.engine != ENGINE:
            raise Refused("media_gone", leg=memo.leg)
        if memo.leg in self._legs:
            raise Refused("leg_exists", leg=memo.leg)
        party = party_of(memo)
        try:
            await self._ng.ask("query", call_id=party.group, from_tag=party.tag)
        except Refused as wrong:
            raise Refused("media_gone", leg=memo.leg) from wrong
        leg = await self._make(party)
        self._generations.taken_up(party.group)
        leg.partner = memo.state["partner"]
        leg.waiting, leg.port = bool(memo.state["waiting"]), int(memo.state["port"])
        leg.mid = memo.state.get("mid")
        leg.listener.codec, leg.listener.muted = party.codec, party.muted
        leg.listener.far_direction = sdp.Direction(memo.state["direction"])
        leg.playing = leg.partner is None
        self._legs[memo.leg] = leg
        try:
            await self._listen(leg)
        except BaseException:
            del self._legs[memo.leg]
            self._generations.left(party.group)
            await self._drop(leg)
            raise
        self._expect(leg)

    # who hears whom

    async def bridge(self, one: LegId, other: LegId) -> None:
        """See `MediaEngine`."""
        legs = [self._find(one), self._find(other)]
        first, second = legs
        if first.party.group != second.party.group:
            await self.mix(_private(one, other), {one: {other: 1.0}, other: {one: 1.0}})
            return
        async with self._changing([*legs, *self._partners(legs)]):
            if (first.partner, second.partner) == (other, one):
                return  # said again, as after a change of process: their sound is not touched
            there = [leg for leg in legs if not leg.offered_anew]
            for leg in there:
                await self._leave(leg)
            if there != legs:
                return  # what the other said of itself was to the node that is lost: said again once it has answered
            await self._relay.join(first.party, second.party)
            first.partner, second.partner = other, one
            for leg in legs:
                await self._settle(leg)

    async def park(self, leg: LegId, sound: Sound | None = None, *, held: bool = True) -> None:
        """See `MediaEngine`."""
        found = self._find(leg)
        async with self._changing([found, *self._partners([found])]):
            if found.offered_anew:
                return
            await self._leave(found)
            if sound is not None:
                await self._relay.play(found.party, sound, again=True)
                found.playing = True
            found.waiting = not held
            await self._settle(found)

    async def mix(self, room: RoomId, gains: Gains) -> None:
        """See `MediaEngine`."""
        names = dict.fromkeys([*gains, *(speaker for row in gains.values() for speaker in row)])
        inside = [leg for leg in map(self._find, names) if not leg.offered_anew]
        there = {leg.party.leg for leg in inside}
        gains = {
            hears: {said: gain for said, gain in row.items() if said in there}
            for hears, row in gains.items()
            if hears in there
        }
        outside = [leg for leg in self._legs.values() if leg.room == room and leg.party.leg not in there]
        async with self._changing([*inside, *outside, *self._partners(inside)]):
            for leg in outside:
                await self._leave(leg)
                await self._settle(leg)
            for leg in inside:
                if leg.room == room:
                    continue
                await self._leave(leg)
                await self._relay.answered_by_mixer(leg.party, await self._into_mixer(leg))
                leg.room = room
            await self._mixer.mix(room, gains)
            for leg in inside:
                await self._settle(leg)

    async def _into_mixer(self, leg: RelayedLeg) -> str:
        offer = await self._relay.offer_to_mixer(leg.party)
        return await self._mixer.attach_in(leg.party.leg, offer)

    async def mute(self, leg: LegId, on: bool) -> None:
        """See `MediaEngine`."""
        found = self._find(leg)
        async with self._changing([found]):
            found.party.muted = found.listener.muted = on
            await self._relay.mute(found.party)
            self._expect(found)

    async def _leave(self, leg: RelayedLeg) -> None:
        """Out of whatever it is in, opposite nobody, in silence; so is its partner."""
        if leg.playing:
            await self._relay.stop(leg.party)
            leg.playing = False
        if leg.room is not None:
            # Its sender first: a mixer that goes on would be relayed to a party that is elsewhere.
            await self._mixer.detach(leg.party.leg)
            leg.room = None
        partner = self._legs.get(leg.partner) if leg.partner is not None else None
        leg.partner, leg.waiting = None, False
        await self._relay.park(leg.party)
        if partner is not None:
            partner.partner = None
            await self._relay.park(partner.party)
            await self._settle(partner)

    async def _settle(self, leg: RelayedLeg) -> None:
        if leg.party.muted:
            await self._relay.mute(leg.party)
        self._expect(leg)

    def _partners(self, legs: Iterable[RelayedLeg]) -> list[RelayedLeg]:
        found = (self._legs.get(leg.partner) for leg in legs if leg.partner is not None)
        return [leg for leg in found if leg is not None]

    @staticmethod
    def _changing(legs: Iterable[RelayedLeg]) -> "_LegLocks":
        return _LegLocks(legs)

    # sounds, keys, text

    async def play(self, leg: LegId, sound: Sound) -> None:
        """See `MediaEngine`."""
        found = self._find(leg)
        if found.room is not None:
            await self._mixer.play(leg, sound)
            return
        async with self._changing([found]):
            await self._relay.play(found.party, sound, again=False)
            found.playing = True

    async def dial(self, leg: LegId, keys: str) -> None:
        """See `MediaEngine`. The mixer presses them: rtpengine would have to transcode every call to be able to."""
        assert all(rtp.is_key(key) for key in keys), "only keys of a telephone are dialled"
        found = self._find(leg)
        if found.room is None:
            rows: dict[LegId, dict[LegId, float]] = {leg: {}}
            if found.partner is not None:
                rows = {leg: {found.partner: 1.0}, found.partner: {leg: 1.0}}
            await self.mix(_private(*rows), rows)
        await self._mixer.dial(leg, keys)

    async def write(self, leg: LegId, text: str) -> None:
        """See `MediaEngine`."""
        line = self._find(leg).text
        if line is None or not line.write(text):
            raise Refused("no_text_on_leg", leg=leg)

    # listening and noticing

    async def attach_sink(self, leg: LegId, sink: AudioSink | None) -> None:
        """See `MediaEngine`."""
        self._find(leg).listener.sink = sink

    async def note_receiver_report(self, leg: LegId, packets: int) -> None:
        """See `MediaEngine`."""
        found = self._find(leg)
        found.counts = True
        self._note_receiver_count(found, packets)

    def _reported(self, report: RtcpReport) -> None:
        for leg in self._legs.values():
            ours = leg.party.group == report.group and report.port in (leg.port, leg.port + 1)
            if ours and not leg.counts:
                self._note_receiver_count(leg, report.highest)

    def _note_receiver_count(self, leg: RelayedLeg, packets: int) -> None:
        leg.note_receiver_count(
            packets, self._legs.get(leg.partner) if leg.partner is not None else None, monotonic_s()
        )

    def events(self) -> AsyncIterator[LegEvent]:
        """See `MediaEngine`."""
        return self._noticed.read()

    def levels(self, leg: LegId) -> AudioLevels:
        """See `MediaEngine`."""
        found = self._find(leg)
        said = found.listener.levels().said_db
        partner = self._legs.get(found.partner) if found.partner is not None else None
        if partner is not None:
            return AudioLevels(said_db=said, heard_db=partner.listener.levels().said_db)
        heard = self._mixer.levels(leg).heard_db if found.room is not None else -96.0
        return AudioLevels(said_db=said, heard_db=heard)

    async def stats(self, leg: LegId) -> LegStats:
        """See `MediaEngine`."""
        found = self._find(leg)
        told = await self._ng.ask("query", call_id=found.party.group, from_tag=found.party.tag)
        stream = told["tags"][found.party.tag]["medias"][0]["streams"][0]
        mine = found.listener.stats()
        return LegStats(
            received=int(stream["stats"]["packets"]),
            sent=int(stream["stats_out"]["packets"]),
            lost=mine.lost,
            late=mine.late,
            jitter_ms=mine.jitter_ms,
        )

    def _find(self, leg: LegId) -> RelayedLeg:
        found = self._legs.get(leg)
        if found is None:
            raise Refused("unknown_leg", leg=leg)
        return found

    def _expect(self, leg: RelayedLeg) -> None:
        leg.listener.expect(leg.joined, monotonic_s())

    def _notice(self, about: EmbeddedLeg, kind: LegEventKind, way: FaultDirection | None, said: str) -> None:
        known = self._legs.get(about.name)
        if known is not None and known.listener is about:
            self._noticed.put(LegEvent(leg=about.name, kind=kind, at=self._clock.now(), way=way, said=said))

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            now = monotonic_s()
            for leg in list(self._legs.values()):
                try:
                    leg.listener.look(now)
                except Exception as defect:  # noqa: BLE001  one leg's fault hides no other's silence
                    report_fault("media_look", defect)

    def _lose(self) -> None:
        log.error("media_node_lost", extra={"count": len(self._legs)})
        for leg in self._legs.values():
            self._notice(leg.listener, LegEventKind.LOST, None, "")


class _LegLocks(AsyncExitStack):
    """Holds some legs, always in the same order, so that two changes never wait for one another."""

    def __init__(self, legs: Iterable[RelayedLeg]) -> None:
        super().__init__()
        unique = {leg.party.leg: leg for leg in legs}
        self._held = [unique[name] for name in sorted(unique)]

    async def __aenter__(self) -> "_LegLocks":
        await super().__aenter__()
        for leg in self._held:
            await self.enter_async_context(leg.changing)
        return self


def _private(*legs: LegId) -> RoomId:
    return RoomId("private." + ".".join(sorted(legs)))
