"""Legs on one rtpengine: how a party is answered, joined with another, and parked (decision 0164).

Each party stands opposite a peer in rtpengine's eyes. At first, and whenever it is parked, that is a *dummy* of its own,
a description with nobody behind it; so a leg can be answered before anybody is there for it, and played to. Joining two
is an offer and an answer with the descriptions that both gave long ago: with `port-latching` no port changes, and an
unchanged ICE name keeps a browser's association up.

Moving a party leaves the way from its former peer to it open until that peer has been moved too: hence always both.
Between the first offer of a pair and its answer, rtpengine passes on what the one says as it comes, under a source of
its own: whoever must hear one source only is played silence meanwhile (decision 0200).
"""

from dataclasses import dataclass
from typing import Any

from auxilio.kernel.refusal import Refused
from auxilio.voice.media import g711, sdp
from auxilio.voice.media.ports import LegId, LegProfile, Sound
from auxilio.voice.media.rtpengine.ng import NgClient
from auxilio.voice.media.rtpengine.sounds import SoundFiles
from auxilio.voice.media.sdp import Codec, Direction, MediaSection, SessionDescription

_SILENCE = Sound("silence", g711.SILENCE * 50)
_TOWARDS: dict[LegProfile, dict[str, Any]] = {
    LegProfile.RTP: {
        "transport-protocol": "RTP/AVP",
        "ICE": "remove",
        "rtcp-mux": ["demux"],
        "DTLS": "off",
        "SDES": ["off"],
        "flags": ["port-latching"],
        "replace": ["origin"],
    },
    LegProfile.WEB: {"flags": ["WebRTC", "port-latching"], "replace": ["origin"]},
}


@dataclass
class RelayParty:
    """One party in one rtpengine call (our group)."""

    leg: LegId
    group: str
    profile: LegProfile
    codec: Codec = sdp.DEFAULT_CODEC
    description: str = ""
    """What the party said of its sound."""
    muted: bool = False

    @property
    def tag(self) -> str:
        """Its name there."""
        return self.leg

    @property
    def dummy(self) -> str:
        """The tag of a dummy."""
        return f"{self.leg}.nobody"

    @property
    def ear(self) -> str:
        """The name of who listens."""
        return f"{self.leg}.ear"

    @property
    def mixer(self) -> str:
        """The name of its place in a room."""
        return f"{self.leg}.mixer"


def only_sound(description: SessionDescription, codec: Codec) -> str:
    """The part of a party's description that the relay is to see: sound, in the codec agreed."""
    audio = description.audio
    kept = []
    for line in audio.lines:
        name, _, value = line[2:].partition(":")
        if name in ("rtpmap", "fmtp") and value.split(" ")[0] not in codec.formats:
            continue
        if not name.startswith(("ssrc", "msid", "mid", "extmap", "rtcp-fb")):
            kept.append(line)
    sound = MediaSection("audio", audio.port, audio.protocol, codec.formats, audio.host or "0.0.0.0", kept)  # noqa: S104
    head = [line for line in description.head if not line.startswith("a=group")]
    return SessionDescription([sound], head).render()


def _steady(*profiles: LegProfile) -> dict[str, str]:
    """A browser attaches itself to the newest source and never goes back to one it has heard before: after a hold it
    would hear nothing. rtpengine's audio player makes one stream of everything that is sent to it."""
    return {"audio-player": "always"} if LegProfile.WEB in profiles else {}


class Relay:
    """The operations on one node."""

    def __init__(self, ng: NgClient, host: str, sounds: SoundFiles) -> None:
        """`host`: an address of ours that the node can reach; it stands in descriptions of nobody."""
        self._ng, self._host, self._sounds = ng, host, sounds

    def _nobody(self, codec: Codec) -> str:
        lines = [*codec.lines(), f"a={Direction.BOTH}"]
        media = MediaSection("audio", 9, "RTP/AVP", codec.formats, self._host, lines)
        return sdp.description(self._host, [media], 1).render()

    async def answer(self, party: RelayParty) -> str:
        """Answer a party that has offered."""
        return await self._link(party, party.dummy, self._nobody(party.codec), LegProfile.RTP)

    async def offer(self, party: RelayParty) -> str:
        """An offer to a party that we call."""
        answer = await self._ng.ask(
            "offer",
            call_id=party.group,
            from_tag=party.dummy,
            to_tag=party.tag,
            sdp=self._nobody(party.codec),
            **_TOWARDS[party.profile],
        )
        return str(answer["sdp"])

    async def accept(self, party: RelayParty) -> None:
        """The answer of a party that we called."""
        await self._ng.ask(
            "answer",
            call_id=party.group,
            from_tag=party.dummy,
            to_tag=party.tag,
            sdp=party.description,
            **_TOWARDS[LegProfile.RTP],
        )

    async def park(self, party: RelayParty) -> str:
        """Opposite a dummy. What to tell the party, should it have asked."""
        return await self._link(party, party.dummy, self._nobody(party.codec), LegProfile.RTP)

    async def join(self, one: RelayParty, other: RelayParty) -> str:
        """Opposite one another. Both must have been parked, if they were with somebody else."""
        assert one.group == other.group, "rtpengine joins parties of one call"
        if other.profile is not LegProfile.WEB:
            return await self._link(one, other.tag, other.description, other.profile, other.codec)
        await self.play(other, _SILENCE, again=True)
        try:
            return await self._link(one, other.tag, other.description, other.profile, other.codec)
        finally:
            await self.stop(other)

    async def offer_to_mixer(self, party: RelayParty) -> str:
        """What to offer the mixer so that it becomes the party's peer; `answered_by_mixer` follows."""
        answer = await self._ng.ask(
            "offer",
            call_id=party.group,
            from_tag=party.tag,
            to_tag=party.mixer,
            sdp=party.description,
            **_TOWARDS[LegProfile.RTP],
        )
        return str(answer["sdp"])

    async def answered_by_mixer(self, party: RelayParty, answer: str) -> str:
        """It has answered."""
        told = await self._ng.ask(
            "answer",
            call_id=party.group,
            from_tag=party.tag,
            to_tag=party.mixer,
            sdp=answer,
            **_TOWARDS[party.profile],
            **_steady(party.profile),
        )
        return str(told["sdp"])

    async def _link(
        self, party: RelayParty, tag: str, description: str, profile: LegProfile, codec: Codec | None = None
    ) -> str:
        steady = _steady(party.profile, profile)
        change: dict[str, Any] = {}
        if codec is not None and codec.payload_type != party.codec.payload_type:
            change = {"codec": {"transcode": ["PCMA", "PCMU"]}}
        await self._ng.ask(
            "offer",
            call_id=party.group,
            from_tag=party.tag,
            to_tag=tag,
            sdp=party.description,
            **_TOWARDS[profile],
            **steady,
            **change,
        )
        answer = await self._ng.ask(
            "answer",
            call_id=party.group,
            from_tag=party.tag,
            to_tag=tag,
            sdp=description,
            **_TOWARDS[party.profile],
            **steady,
        )
        return str(answer["sdp"])

    async def mute(self, party: RelayParty) -> None:
        """As the party's `muted` says. To be said again after each move."""
        command = "block media" if party.muted else "unblock media"
        await self._ng.ask(command, call_id=party.group, from_tag=party.tag)

    async def play(self, party: RelayParty, sound: Sound, *, again: bool) -> None:
        """A sound to the party, instead of what it would hear."""
        await self._ng.ask(
            "play media",
            call_id=party.group,
            from_tag=party.tag,
            file=await self._sounds.path(sound),
            repeat_times=100_000 if again else 1,
            flags=["block-egress"],
        )

    async def stop(self, party: RelayParty) -> None:
        """No more of it; nothing to do when it has come to its end."""
        try:
            await self._ng.ask("stop media", call_id=party.group, from_tag=party.tag)
        except Refused as said:
            if said.facts.get("reason") != "Not currently playing media":
                raise

    async def listen(self, party: RelayParty, ear: MediaSection) -> None:
        """Send a copy of what the party says to an ear; a former ear hears no more."""
        tag = party.ear
        await self._ng.ask(
            "subscribe request",
            call_id=party.group,
            from_tags=[party.tag],
            to_tag=tag,
            **_TOWARDS[LegProfile.RTP],
        )
        await self._ng.ask(
            "subscribe answer",
            call_id=party.group,
            to_tag=tag,
            sdp=sdp.description(self._host, [ear], 1).render(),
            flags=["allow-transcoding"],
        )

    async def forget(self, party: RelayParty) -> None:
        """The party, its dummy and its ear are gone. What remains of the group stays."""
        for tag in (party.tag, party.dummy, party.ear):
            await self._ng.ask("delete", call_id=party.group, from_tag=tag, delete_delay=0)

    async def end(self, group: str) -> None:
        """Nobody of the group is left: deleting its last tag is not enough."""
        await self._ng.ask("delete", call_id=group, delete_delay=0)
