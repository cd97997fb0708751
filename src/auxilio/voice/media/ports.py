"""The port `MediaEngine`: legs, who hears whom, and what is noticed on the line.

A *leg* is one party's media: a telephone, a trunk's call, a desk's browser. Call control names it and describes it by
SDP; the engine answers with SDP and from then on the leg stays where it is. Hold, transfer, consultation, conference,
listening and whispering only change who hears whom: **no re-INVITE is sent to anybody**, and the SDP that was given
stays true for the life of the leg.

Legs live in *groups* (usually a call): an engine may join two legs of one group more cheaply than two strangers.
A desk that stays connected between calls is its own group.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType, Protocol

import msgspec

LegId = NewType("LegId", str)
"""Call control's name of a leg; unique in the engine, letters, digits, `-` and `_`, at most 64."""

RoomId = NewType("RoomId", str)
"""Call control's name of a room in which a matrix says who hears whom."""

Gains = Mapping[LegId, Mapping[LegId, float]]
"""Listener → speaker → gain (1.0 as spoken, 0.0 or missing: not heard). Nobody hears themselves.

    conference  {a: {b: 1, c: 1}, b: {a: 1, c: 1}, c: {a: 1, b: 1}}
    listen      the supervisor has a row {caller: 1, desk: 1} and stands in no other row
    whisper     and stands in the desk's row too
    join        and in the caller's
"""


class LegProfile(StrEnum):
    """How a leg speaks."""

    RTP = "rtp"
    """RTP/AVP: trunks, telephones."""
    WEB = "web"
    """UDP/TLS/RTP/SAVPF with ICE: browsers."""


class LegEventKind(StrEnum):
    """What is noticed on a leg."""

    CONNECTED = "connected"
    """Sound can pass: the first packet came (and for a browser, DTLS is up)."""
    DEAD = "dead"
    """A fault; `way` tells which direction. Never said of a leg that is held or muted, nor of silence. Said once, and
    once more when a leg that was held or alone is expected to speak and is dead still."""
    BACK = "back"
    """The fault of the same `way` is over: packets got through. A hold alone ends none."""
    SILENT = "silent"
    """Packets flow and nothing is said for 20 s. To be shown, never an alarm. Once, until sound comes."""
    SPEAKS = "speaks"
    """Sound again after `silent`."""
    DTMF = "dtmf"
    """A key was pressed: `said` is one of `0-9*#A-D`."""
    TEXT = "text"
    """Real-time text came (T.140): `said` holds it, with U+0008 for a deleted letter and U+2028 for a new line;
    U+FFFD stands where text was lost."""
    LOST = "lost"
    """The leg's media are gone for good (ICE or DTLS failed, its media node died): attach again, or `reanchor`."""


class FaultDirection(StrEnum):
    """Which direction is dead."""

    FROM = "from"
    """We receive nothing from the party for 1.5 s: we cannot hear them."""
    TO = "to"
    """The party receives nothing of what we send: they cannot hear us. Known from its RTCP reports, from `note_receiver_report`,
    or because there is nowhere to send to."""


class LegEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something noticed on a leg."""

    leg: LegId
    kind: LegEventKind
    at: datetime
    way: FaultDirection | None = None
    said: str = ""


class AudioLevels(msgspec.Struct, frozen=True, kw_only=True):
    """Loudness over the last moment in dBFS (0 is the loudest there is, −96 is nothing)."""

    said_db: float
    heard_db: float


class LegStats(msgspec.Struct, frozen=True, kw_only=True):
    """Counts since the leg was attached. A fresh leg has zeros."""

    received: int = 0
    sent: int = 0
    lost: int = 0
    """Packets from the party that never came."""
    late: int = 0
    """Packets that came too late to be heard."""
    jitter_ms: float = 0.0


class Sound(msgspec.Struct, frozen=True):
    """Something to be played: mono, 8,000 samples a second, G.711 A-law. `announcements` finds them."""

    name: str
    alaw: bytes

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.alaw) / 8000


class AudioSink(Protocol):
    """Hears one party, packet by packet: the recorder's end of `attach_sink`. Never blocks, never raises."""

    def receive_rtp(self, ssrc: int, timestamp: int, alaw: bytes, at_s: float) -> None:
        """A packet of the party. `timestamp` is RTP's (1/8000 s, wraps at 2³²) and counts only within one `ssrc`;
        `at_s` is `time.monotonic()` at its arrival. Packets may come in any order, or not at all."""
        ...


class LegMemo(msgspec.Struct, frozen=True):
    """What an engine must remember of a leg to take it up in another process. Opaque; stored by call control."""

    leg: LegId
    engine: str
    state: dict[str, Any]


class MediaEngine(Protocol):
    """What is done to media. Every method raises `Refused`: `unknown_leg` (leg), `leg_exists` (leg),
    `sdp_not_understood` (what), `no_codec_in_common`, `no_media_node` (the relay does not answer), `no_text_on_leg`
    (leg), `media_gone` (leg).

    Methods of one leg are called one after another; different legs may be worked on at once. What was asked is in
    force when the method returns.
    """

    relayed: bool
    """Media live in a relay of their own. They outlive us, and a leg that is `lost` has lost the relay, not its party."""

    async def start(self) -> None:
        """Begin. Before anything else."""
        ...

    async def close(self) -> None:
        """Let go of everything. Legs held by an outside relay live on; those of an embedded engine end."""
        ...

    # legs

    async def attach_in(self, leg: LegId, offer: str, *, group: str | None = None) -> str:
        """A party offers; the answer. The profile is read from the offer. The leg is parked in silence.

        Called again for a leg that exists it renews it (re-INVITE, ICE restart): same place, same partners. An offer
        with `a=sendonly`, `recvonly` or `inactive` holds the leg from the far side: no alarm while it lasts.
        """
        ...

    async def attach_out(self, leg: LegId, profile: LegProfile, *, group: str | None = None) -> str:
        """We call a party: the offer. The leg is parked in silence. `set_answer` follows, also more than once
        (early media in 183, then 200)."""
        ...

    async def set_answer(self, leg: LegId, answer: str) -> None:
        """The party's answer to our offer."""
        ...

    async def detach(self, leg: LegId) -> None:
        """End of the leg; nothing to do if it is gone. Its partner is parked in silence."""
        ...

    async def reanchor(self, leg: LegId) -> str:
        """The leg's media node is lost: an offer to send in a re-INVITE; `set_answer` follows and the leg is parked.
        Once per leg and loss; who hears whom is to be said again."""
        ...

    def memo(self, leg: LegId) -> LegMemo:
        """What to store so that another process can `adopt` the leg. Changes with every method on the leg."""
        ...

    async def adopt(self, memo: LegMemo) -> None:
        """Take up a leg that another process attached, its media running on. `media_gone` where that cannot be."""
        ...

    # who hears whom

    async def bridge(self, one: LegId, other: LegId) -> None:
        """Two legs hear each other and nobody else. Former partners are parked in silence."""
        ...

    async def park(self, leg: LegId, sound: Sound | None = None, *, held: bool = True) -> None:
        """The leg hears `sound` over and over, or silence, and is heard by nobody (but by `attach_sink`).

        `held`: nothing is expected from it, so silence of its line is no alarm. A caller who waits in the queue is
        parked with `held=False`: a line that dies there is noticed.
        """
        ...

    async def mix(self, room: RoomId, gains: Gains) -> None:
        """Exactly these legs are in the room and hear each other as `gains` says; a listener with an empty row is in
        the room too. Legs that were in it and are not named are parked in silence; an empty matrix ends the room."""
        ...

    async def mute(self, leg: LegId, on: bool) -> None:
        """Nobody hears the leg (nor does the sink of `attach_sink`), whomever it is joined with, until it is switched off."""
        ...

    # sounds, keys, text

    async def play(self, leg: LegId, sound: Sound) -> None:
        """The leg hears `sound` once, and whom it is joined with again afterwards. Returns when it has begun."""
        ...

    async def dial(self, leg: LegId, keys: str) -> None:
        """Keys pressed towards the party (RFC 4733): `0-9*#A-D`. Returns when they have been taken."""
        ...

    async def write(self, leg: LegId, text: str) -> None:
        """Real-time text to the party (T.140 over RTP). `no_text_on_leg` where its SDP had none: browsers are written
        to over their own socket."""
        ...

    # listening and noticing

    async def attach_sink(self, leg: LegId, sink: AudioSink | None) -> None:
        """From now on `sink` gets what the party says, wherever the leg goes; None ends it. One sink a leg."""
        ...

    async def note_receiver_report(self, leg: LegId, packets: int) -> None:
        """The far end tells how many packets it has received in all (a browser's own count, once a second). RTCP
        says the same, but seldom enough to miss the three seconds."""
        ...

    def events(self) -> AsyncIterator[LegEvent]:
        """What is noticed, in order, until `close`. One reader; what nobody reads is kept up to a bound, then the
        oldest `silent` and `speaks` go first."""
        ...

    def levels(self, leg: LegId) -> AudioLevels:
        """How loud the leg is just now, for meters."""
        ...

    async def stats(self, leg: LegId) -> LegStats:
        """Counts of the leg."""
        ...
