"""A leg as the rtpengine engine keeps it: its party in the relay, its listener beside it, its text."""

import asyncio

from auxilio.voice.media import sdp
from auxilio.voice.media.embedded.rtp_leg import TextChannel
from auxilio.voice.media.ports import LegId, LegMemo, LegProfile, RoomId
from auxilio.voice.media.rtpengine.listener import RelayListener
from auxilio.voice.media.rtpengine.relay import RelayParty
from auxilio.voice.media.sdp import Codec, Direction, MediaSection, SessionDescription

ENGINE = "rtpengine"
_SAME_REPORT_S = 0.1
"""rtpengine tells each report once for each side of the call."""


class RelayedLeg:
    """One leg."""

    def __init__(self, party: RelayParty, listener: RelayListener) -> None:
        self.party, self.listener = party, listener
        self.text: TextChannel | None = None
        self.partner: LegId | None = None
        self.room: RoomId | None = None
        self.waiting = False
        """Parked, and yet listened to."""
        self.playing = False
        self.heard_by_us = False
        """Its listener is subscribed."""
        self.counts = False
        """The party tells its own count, so that its RTCP is not asked: it counts otherwise, and seldom."""
        self.port = 0
        """The relay's, for the party."""
        self.mid: str | None = None
        """The `mid` of its audio section (RFC 8843)."""
        self.offered_anew = False
        """It was offered a new node and has not answered: nobody is joined with it until then."""
        self._sent_before, self._reported_at = -1, 0.0
        self.changing = asyncio.Lock()

    @property
    def joined(self) -> bool:
        """With somebody, or waiting."""
        return self.partner is not None or self.room is not None or self.waiting

    def note_receiver_count(self, packets: int, partner: "RelayedLeg | None", now: float) -> None:
        """The party counts what it has received. The relay sends what the partner says and nothing of its own: no wonder
        when nothing comes of a mute one."""
        if now - self._reported_at < _SAME_REPORT_S:
            return
        sent = -1 if partner is None or partner.party.muted else partner.listener.received
        if self.room is None and sent == self._sent_before:
            self.listener.nothing_sent()
        self._sent_before, self._reported_at = sent, now
        self.listener.note_receiver_count(packets, now)

    def compose(self, relay: str, offer: SessionDescription | None) -> str:
        """Our description: the relay's sound, our text, and a refusal for everything else that was offered."""
        description = sdp.parse(relay)
        audio = description.audio
        self.port = audio.port
        self._name_sound(audio, offer)
        if offer is None:
            media = [audio, *([self.text.media()] if self.text is not None else [])]
            return SessionDescription(media, description.head).render()
        audio.lines = [line for line in audio.lines if line[2:] not in tuple(Direction)]
        audio.lines.append(f"a={offer.audio.direction.answered}")
        return SessionDescription(
            [self._answer(one, offer, audio) for one in offer.media], description.head
        ).render()

    def _name_sound(self, audio: MediaSection, offer: SessionDescription | None) -> None:
        """Write the `mid` of the audio section, which must be the same in each offer and answer of a leg (RFC 8843, 7.1.3;
        a page refuses any other with 488). The node is told none: it would give one of its own after it began anew."""
        self.mid = offer.audio.first("mid") if offer is not None else self.mid or audio.first("mid")
        audio.lines = [line for line in audio.lines if not line.startswith("a=mid:")]
        if self.mid is not None:
            audio.lines.append(f"a=mid:{self.mid}")

    def _answer(self, one: MediaSection, offer: SessionDescription, audio: MediaSection) -> MediaSection:
        if one is offer.audio:
            return audio
        if one is offer.text and self.text is not None:
            return self.text.media()
        return one.refused()

    def memo(self) -> LegMemo:
        """What another process needs to take it up."""
        party = self.party
        state = {
            "group": party.group,
            "profile": party.profile,
            "codec": [party.codec.payload_type, party.codec.events],
            "description": party.description,
            "partner": self.partner,
            "muted": party.muted,
            "waiting": self.waiting,
            "direction": self.listener.far_direction,
            "port": self.port,
            "mid": self.mid,
        }
        return LegMemo(party.leg, ENGINE, state)


def party_of(memo: LegMemo) -> RelayParty:
    """The party that a memo tells of."""
    state = memo.state
    return RelayParty(
        memo.leg,
        str(state["group"]),
        LegProfile(state["profile"]),
        Codec(*state["codec"]),
        str(state["description"]),
        muted=bool(state["muted"]),
    )
