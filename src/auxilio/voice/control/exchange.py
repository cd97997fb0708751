"""The exchange: legs come and go, and who stands in a call is joined. Implements `calls.ports.CallControl`.

Everything asked of a call is done one after another; calls do not wait for one another. What a leg does by itself is
told to `calls` as a command, and tried again until the database is there: a caller is never lost for want of a disk.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import partial
from uuid import UUID

from auxilio.calls import messages as m
from auxilio.calls.model import Call, PartyEnd, PartyId
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from auxilio.voice.control.anchoring import anchored_anew
from auxilio.voice.control.bound import not_taken
from auxilio.voice.control.joining import Joining
from auxilio.voice.control.keeping import Keeping
from auxilio.voice.control.live_text import TelephoneText
from auxilio.voice.control.noticing import Line, Noticing
from auxilio.voice.control.outside import Outside
from auxilio.voice.control.recording import keep
from auxilio.voice.control.ringing import arrival_of, say_who_calls
from auxilio.voice.control.rooms import Leg, Parts, Room
from auxilio.voice.control.taking_up import Adopt, TakingUp
from auxilio.voice.control.telling import Teller
from auxilio.voice.control.wiring import CALLER, Heard, Seat, Stage, Standing, standing_of
from auxilio.voice.media.ports import Kind, LegId, LegMedia, Profile
from auxilio.voice.sip.agent import CallFailed, CallLeg, IncomingCall

DESK, CITIZEN = "desk", "citizen"
"""What the door of the WebSocket says of a page (`Identity.kind`)."""
DESK_BACK_S = 4.0
"""A page that is opened anew has its line back within this; meanwhile its caller hears a tone (decision 0172)."""
CALLER_BACK_S = 15.0
"""As long is waited for a caller's page that is gone without a word: a reload, a tunnel, an exchange that fell."""
TRIED_OUT_S = 8.0
"""A test call hears us for this long."""
REPLACED = 'SIP;cause=410;text="replaced"'
"""Why a page's leg ends when another of the same desk or call has come: it must not take the line back at once."""
_log = logging.getLogger(__name__)


type Owner = CallId | DeskId | tuple[CallId, Seat]
"""Whose leg it is: a caller's, a desk's, or that of somebody who was rung outside."""


class Exchange:
    """One for each process."""

    def __init__(
        self, parts: Parts, *, desk_back_s: float = DESK_BACK_S, caller_back_s: float = CALLER_BACK_S
    ) -> None:
        self._parts, self._media = parts, parts.media
        self._teller = Teller(parts.door, parts.clock)
        self.text = TelephoneText(parts.media, self._teller, parts.clock)
        self._desk_back_s, self._caller_back_s = desk_back_s, caller_back_s
        self._keeping = Keeping(parts.media, parts.legs, self._teller)
        self._joining = Joining(parts, self._keeping.changed)
        self._outside = Outside(parts, self, self._comes)
        self._rooms, self._desks = self._joining.rooms, self._joining.desks
        self._lines = defaultdict[DeskId, asyncio.Lock](asyncio.Lock)
        self._owners = dict[LegId, Owner]()
        self._tasks = set[asyncio.Task[None]]()
        self._noticing = Noticing(parts, self, self._teller, self._lines_of)

    # --- the port ---------------------------------------------------------------------------------

    async def stand(self, call: Call) -> None:
        """Media as this call stands: who waits, who hears whom, who is rung, who is let go."""
        standing = standing_of(call)
        if standing.stage is Stage.OVER:
            await self._end(call.id)
            return
        before, room = self._rooms[call.id].standing, self.room_of(call)
        if before != standing:
            await self._outside.follow(call.id, room)
            await self._joining.regroup(call.id, before)
            self._mind_the_desks(call.id, room)

    async def _end(self, call: CallId) -> None:
        """Every leg but the desks' ends; theirs stay, in silence. What was heard is made durable."""
        room = self._rooms.get(call)
        if room is None:
            return
        before, room.standing = room.standing, Standing(Stage.OVER)
        await self._outside.follow(call, room)
        await self._joining.regroup(call, before)
        del self._rooms[call]
        room.stop_awaiting()
        self._noticing.forget(call)
        if room.caller is not None:
            await self.let_go(room.caller)
            self.soon(room.caller.sip.bye())
        if room.recorder is not None:
            self.soon(keep(call, room.recorder, self._teller, room.mode))

    # --- legs that come ---------------------------------------------------------------------------

    async def incoming(self, call: IncomingCall) -> None:
        """An INVITE: a desk that sits down, a citizen's page, or somebody's telephone."""
        who = call.source.identity
        if who is not None and who.kind == DESK:
            await self._sits_down(call, DeskId(who.name))
        elif who is not None and who.kind == CITIZEN:
            await self._page_calls(call, CallId(UUID(who.name)))
        elif call.test_call:
            await self._try_out(call)
        else:
            await self._telephone_calls(call)

    async def _try_out(self, incoming: IncomingCall) -> None:
        """A carrier tries its way to us (RFC 6881): answered by the house itself, and no call of anybody's."""
        leg = await self._attach(incoming, incoming.id)
        if leg is None:
            return
        await self._media.park(leg.id, self._parts.sounds.heard(Heard.WAITING, None))
        _log.info("test_call_answered", extra={"source": incoming.source.transport})
        await self._parts.clock.sleep(TRIED_OUT_S)
        await leg.sip.bye()
        await self._media.detach(leg.id)

    async def _telephone_calls(self, incoming: IncomingCall) -> None:
        call, arrival = CallId(new_id()), arrival_of(incoming, self._parts.clock.now())
        bound = self._parts.bound
        if bound.full(room.standing.stage for room in self._rooms.values()):
            await bound.turn_away(incoming)
            await say_who_calls(call, arrival, self.tell, self._parts.blobs, bound.refusal)
            return
        room = self._rooms[call]
        room.language, room.mode, room.channel = arrival.language, self._parts.mode, arrival.channel
        # It rings while it is answered: the log is no reason to let somebody wait, nor the other way round.
        ringing = asyncio.create_task(say_who_calls(call, arrival, self.tell, self._parts.blobs))
        leg = await self._attach(incoming, str(call))
        if leg is None:
            await ringing
            await self.tell(call, not_taken(call, incoming))
            return
        await self._caller_is(call, leg)
        await ringing

    async def _page_calls(self, incoming: IncomingCall, id: CallId) -> None:
        call = await self._parts.calls.call(id)
        if call is None or standing_of(call).stage is Stage.OVER:
            await incoming.reject(404 if call is None else 410)
            return
        leg = await self._attach(incoming, str(id))
        if leg is None:
            return
        self.room_of(call)
        await self._caller_is(id, leg)

    async def _caller_is(self, call: CallId, leg: Leg) -> None:
        """The caller is on the line, for the first time or again."""
        room = self._rooms[call]
        before, room.caller = room.caller, leg
        if room.caller_awaited is not None:
            room.caller_awaited.cancel()
        if before is not None:
            await self.let_go(before)
            self.soon(before.sip.bye(REPLACED))
        await self._caller_has(call, room, leg)
        if leg.sip.gone.is_set():  # while it was being joined
            await self._caller_gone(call, leg, leg.sip)
            return
        await self._settle(call)

    async def _caller_has(self, call: CallId, room: Room, leg: Leg) -> None:
        """This leg is the caller's: heard, taken down, kept. Whom they hear is not touched."""
        room.caller, self._owners[leg.id] = leg, call
        self._hear(leg, partial(self._caller_gone, call, leg), str(call))
        self.text.began(call, room, leg)
        if room.recorder is None:
            room.recorder = await self._parts.recorders.begin(call)
        if room.caller is not leg:  # hung up, or another took its place: nothing of it is left to join
            if call not in self._rooms and room.recorder is not None:
                self.soon(keep(call, room.recorder, self._teller, room.mode))
            return
        if room.recorder is not None:
            await self._media.tap(leg.id, room.recorder.ear("caller"))
        for desk in room.standing.desks:
            await self._joining.tap(room, desk)
        self._keeping.keep(leg, call=call)

    async def _sits_down(self, incoming: IncomingCall, desk: DeskId) -> None:
        leg = await self._attach(incoming, desk)
        if leg is not None:
            await self._desk_is(desk, leg)

    async def _desk_is(self, desk: DeskId, leg: Leg) -> None:
        """The desk is on the line, for the first time or again."""
        before = self._desks.get(desk)
        self._desks[desk], self._owners[leg.id] = leg, desk
        self._hear(leg, partial(self._desk_gone, desk, leg), desk)
        if before is not None:
            await self.let_go(before)
            self.soon(before.sip.bye(REPLACED))
        self._keeping.keep(leg, desk=desk)
        if leg.sip.gone.is_set():  # while it was being joined
            await self._desk_gone(desk, leg, leg.sip)
            return
        for call in self._joining.calls_at(desk):
            await self._joining.tap(self._rooms[call], desk)
            await self._settle(call)
        await self._tell_line(desk)

    async def _attach(self, incoming: IncomingCall, group: str) -> Leg | None:
        """Media for a new leg, and 200. None when they gave up, or when we cannot speak with them."""
        id = LegId(f"leg-{new_id().hex}")
        try:
            if incoming.sdp:
                ours = await self._media.attach_in(id, incoming.sdp.decode(errors="replace"), group=group)
            else:
                ours = await self._media.attach_out(id, Profile.RTP, group=group)
            sip = await incoming.answer(ours.encode())
        except Refused as refused:
            _log.warning("leg_refused", extra={"code": refused.code, "source": incoming.source.transport})
            await incoming.reject(503 if refused.code == "no_media_node" else 488)
            return None
        except CallFailed:
            await self._media.detach(id)
            return None
        sip.on_answer = partial(self._answered_late, id)
        return Leg(id, sip)

    def _hear(self, leg: Leg, gone: Callable[[CallLeg], Coroutine[None, None, None]], group: str) -> None:
        """What its far side says is heard: of media, by INFO, and that it is gone."""
        leg.sip.on_bye = gone
        leg.sip.on_reinvite = partial(self._renew, leg.id, group)
        leg.sip.on_answer = partial(self._answered_late, leg.id)
        self._noticing.listen(leg)

    async def _renew(self, leg: LegId, group: str, offer: bytes) -> bytes:
        try:
            return (await self._media.attach_in(leg, offer.decode(errors="replace"), group=group)).encode()
        except Refused as refused:
            _log.warning("leg_not_renewed", extra={"code": refused.code})
            raise CallFailed(488) from refused

    async def _answered_late(self, leg: LegId, answer: bytes) -> None:
        await self._media.set_answer(leg, answer.decode(errors="replace"))

    # --- legs that go -----------------------------------------------------------------------------

    async def page_gone(self, user: str) -> None:
        """The connection of a page closed: what it carried is dead, whatever its media still say."""
        desk = self._desks.get(DeskId(user))
        if desk is not None:
            await self._desk_gone(DeskId(user), desk, desk.sip)
            return
        for call, room in list(self._rooms.items()):
            if str(call) == user and room.caller is not None:
                await self._caller_gone(call, room.caller, room.caller.sip)

    async def flow_gone(self, flow: str) -> None:
        """The edge lost the connection of a page: `flow` stands in where requests to it go."""
        for owner in list(self._owners.values()):
            leg = self._leg_of(owner)
            if leg is not None and f";alias={flow}~" in leg.sip.dialog.remote_target:
                await self._lost(leg, owner)

    async def _caller_gone(self, call: CallId, leg: Leg, sip: CallLeg) -> None:
        room = self._rooms.get(call)
        if room is None or room.caller is not leg:
            return  # another leg has taken its place
        room.caller = None
        await self.let_go(leg)
        await self._settle(call)
        if sip.gone_reason == "bye":
            await self.tell(call, m.Leave(call=call))
        else:
            self.soon(sip.bye())
            room.caller_awaited = self.soon(self._unless_back(call, room))

    async def _unless_back(self, call: CallId, room: Room) -> None:
        await self._parts.clock.sleep(self._caller_back_s)
        if room.caller is None:
            await self.tell(call, m.Leave(call=call, lost=True))

    async def _desk_gone(self, desk: DeskId, leg: Leg, sip: CallLeg) -> None:
        if self._desks.get(desk) is not leg:
            return
        del self._desks[desk]
        await self.let_go(leg)
        if sip.gone_reason != "bye":
            self.soon(sip.bye())
        for call in self._joining.calls_at(desk):
            await self._settle(call)
        await self._tell_line(desk)

    async def _unless_seated(self, call: CallId, room: Room, desk: DeskId) -> None:
        await self._parts.clock.sleep(self._desk_back_s)
        if desk in self._desks:
            return
        if room.standing.desk == desk:
            await self.tell(call, m.LoseDesk(call=call, desk=desk))
        for guest in room.standing.guests:
            if guest.desk == desk:
                await self.tell(call, m.PartyGone(call=call, party=guest.party, reason=PartyEnd.LOST))
        if any(desk == listener for listener, _ in room.standing.listeners):
            await self.tell(call, m.ListenerGone(call=call, desk=desk))

    async def _comes(self, call: CallId, seat: Seat, leg: Leg) -> None:
        """Somebody who was rung outside is on the line."""
        if seat == CALLER:
            await self._caller_is(call, leg)
            return
        room = self._rooms[call]
        room.outside[seat], self._owners[leg.id] = leg, (call, seat)
        self._hear(leg, partial(self._guest_gone, call, seat, leg), str(call))
        self._keeping.keep(leg, call=call, seat=seat)
        if room.recorder is not None:
            await self._media.tap(leg.id, room.recorder.ear(seat))
        if leg.sip.gone.is_set():  # while it was being joined
            await self._guest_gone(call, seat, leg, leg.sip)

    async def _guest_gone(self, call: CallId, seat: Seat, leg: Leg, sip: CallLeg) -> None:
        room = self._rooms.get(call)
        if room is None or room.outside.get(seat) is not leg:
            return
        del room.outside[seat]
        await self.let_go(leg)
        if sip.gone_reason != "bye":
            self.soon(sip.bye())
        await self._settle(call)
        reason = PartyEnd.LEFT if sip.gone_reason == "bye" else PartyEnd.LOST
        for guest in room.standing.guests:
            if guest.seat == seat:
                await self.tell(call, m.PartyGone(call=call, party=guest.party, reason=reason))

    async def stand_down(self, desk: DeskId) -> None:
        """Nobody sits there any more: the line goes, with whoever left it open."""
        leg = self._desks.get(desk)
        if leg is not None:
            await self._desk_gone(desk, leg, leg.sip)

    async def take_up(self, said_up: frozenset[DeskId]) -> None:
        """Desks that the log believes to have a line, after a start: those that have none are told."""
        for desk in said_up - self._desks.keys():
            await self._tell_line(desk)

    # --- legs of a process before this one --------------------------------------------------------

    async def take_up_legs(self, adopt: Adopt) -> None:
        """Legs that stood when the last process died (`taking_up`). Before the log is followed."""
        await TakingUp(self._parts, self).run(adopt)
        for call, room in list(self._rooms.items()):
            await self._outside.follow(call, room)
            await self._settle(call)  # all who were there are there again: nobody is parted for a moment

    def room_of(self, call: Call) -> Room:
        """The call's room, as the call stands."""
        room = self._rooms[call.id]
        room.be(call)
        return room

    async def joins(self, leg: Leg, call: Call | None, desk: DeskId | None, seat: Seat | None) -> None:
        """A leg whose sound never stopped is one of ours."""
        if call is None:
            assert desk is not None, "a leg is a call's or a desk's"
            await self._desk_is(desk, leg)
        else:
            room = self.room_of(call)
            if seat is None:
                await self._caller_has(call.id, room, leg)
            else:
                await self._comes(call.id, seat, leg)

    def asks(self, call: CallId, sip: CallLeg) -> None:
        """A telephone is asked to speak with us."""
        self.soon(self._reanchor(call, sip))

    def awaits(self, call: CallId) -> None:
        """A caller's page comes back by itself, or has left."""
        room = self._rooms[call]
        room.caller_awaited = self.soon(self._unless_back(call, room))

    def ends(self, sip: CallLeg) -> None:
        """There is nothing left for this leg."""
        self.soon(sip.bye())

    async def _reanchor(self, call: CallId, sip: CallLeg) -> None:
        id = LegId(f"leg-{new_id().hex}")
        try:
            profile = Profile.WEB if b"/SAVPF" in sip.remote_sdp else Profile.RTP
            offer = await self._media.attach_out(id, profile, group=str(call))
            await self._media.set_answer(id, (await sip.reinvite(offer.encode())).decode(errors="replace"))
        except (CallFailed, Refused) as failed:
            _log.warning("leg_not_taken_up", extra={"call": call, "error": type(failed).__name__})
            await self._media.detach(id)
            await self.tell(call, m.Leave(call=call, lost=True))
            return
        await self._caller_is(call, Leg(id, sip))

    async def let_go(self, leg: Leg) -> None:
        """Media of a leg end, and nobody takes it up after us."""
        self._owners.pop(leg.id, None)
        self.text.ended(leg)
        leg.sip.on_bye = None
        await self._media.detach(leg.id)
        self._keeping.forget(leg)

    # --- whose line is gone -----------------------------------------------------------------------

    async def _settle(self, call: CallId) -> None:
        await self._joining.settle(call)
        self._mind_the_desks(call, self._rooms[call])

    def _mind_the_desks(self, call: CallId, room: Room) -> None:
        """Nobody speaks for long into an empty chair: a desk without its line is waited for, once and not for long."""
        away = room.standing.desks - self._desks.keys() if room.by_voice else frozenset[DeskId]()
        for desk in room.desks_awaited.keys() - away:
            room.desks_awaited.pop(desk).cancel()
        for desk in away - room.desks_awaited.keys():
            room.desks_awaited[desk] = self.soon(self._unless_seated(call, room, desk))

    # --- what is noticed --------------------------------------------------------------------------

    async def notice(self, facts: AsyncIterator[LegMedia]) -> None:
        """Read what media tell, for ever."""
        async for fact in facts:
            owner = self._owners.get(fact.leg)
            if fact.kind is not Kind.LOST or owner is None:
                self._noticing.take(fact)
                self.text.take(fact)
                continue
            leg = self._leg_of(owner)
            if leg is None or leg.id != fact.leg:
                continue
            if self._media.relayed:  # one relay loses all its legs at once
                self.soon(self._anchor(leg, owner))
            else:
                await self._lost(leg, owner)

    async def _anchor(self, leg: Leg, owner: Owner) -> None:
        if not await anchored_anew(leg, self._media, self._parts.clock):
            await self._lost(leg, owner)
            return
        call = owner[0] if isinstance(owner, tuple) else owner
        for each in [CallId(call)] if isinstance(call, UUID) else self._joining.calls_at(DeskId(call)):
            if each in self._rooms:
                await self._settle(each)

    async def _lost(self, leg: Leg, owner: Owner) -> None:
        """As if it had hung up without a word."""
        if isinstance(owner, tuple):
            await self._guest_gone(*owner, leg, leg.sip)
        elif isinstance(owner, UUID):
            await self._caller_gone(CallId(owner), leg, leg.sip)
        else:
            await self._desk_gone(DeskId(owner), leg, leg.sip)

    def _leg_of(self, owner: Owner) -> Leg | None:
        if isinstance(owner, str):
            return self._desks.get(DeskId(owner))
        call, seat = owner if isinstance(owner, tuple) else (CallId(owner), CALLER)
        room = self._rooms.get(call, Room())
        return room.caller if seat == CALLER else room.outside.get(seat)

    def _lines_of(self, leg: LegId) -> list[Line]:
        owner = self._owners.get(leg)
        if owner is None:
            return []
        if isinstance(owner, tuple):
            return [Line(owner[0], party=PartyId(UUID(owner[1])))]
        if isinstance(owner, UUID):
            return [Line(owner)]
        return [Line(call, desk=owner) for call in self._joining.calls_at(owner)]

    # --- telling ----------------------------------------------------------------------------------

    async def tell(self, call: CallId, command: Command) -> None:
        """Say what happened, in the order in which it happened to this call."""
        # What came with a call may be written down when it is over: it gets no room any more.
        room = self._rooms.get(call) or Room(mode=self._parts.mode)
        async with room.telling:
            await self._teller.tell(command, room.mode)

    async def _tell_line(self, desk: DeskId) -> None:
        """As it is by the time it can be told: a page that reloads is down and up again while the database is away."""
        async with self._lines[desk]:
            await self._teller.tell(m.ReportLine(desk=desk, up=desk in self._desks), self._parts.mode)

    # --- tasks ------------------------------------------------------------------------------------

    def soon(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Do it beside."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
