"""Session descriptions (RFC 8866), as far as sound and real-time text go.

Parsing is forgiving, for what cannot be read costs a call; writing is plain. Lines are kept as they came, so that a
relay can be handed a part of them.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address

from auxilio.kernel.refusal import Refused
from auxilio.voice.media import rtp
from auxilio.voice.media.ports import LegProfile

Address = tuple[str, int]


class Direction(StrEnum):
    """Who sends, seen by whoever wrote the description."""

    BOTH = "sendrecv"
    SEND = "sendonly"
    RECEIVE = "recvonly"
    NEITHER = "inactive"

    @property
    def answered(self) -> "Direction":
        """What the other side answers."""
        return {Direction.SEND: Direction.RECEIVE, Direction.RECEIVE: Direction.SEND}.get(self, self)


@dataclass
class MediaSection:
    """One `m=` line with what belongs to it."""

    kind: str
    port: int
    protocol: str
    formats: list[str]
    host: str | None = None
    lines: list[str] = field(default_factory=list)

    def first(self, name: str) -> str | None:
        """The value of the first attribute of this name; an empty one for a flag."""
        return next(iter(self.every(name)), None)

    def every(self, name: str) -> list[str]:
        """Values of all attributes of this name."""
        return [
            value
            for line in self.lines
            if line.startswith("a=")
            for key, _, value in [line[2:].partition(":")]
            if key == name
        ]

    @property
    def direction(self) -> Direction:
        """Both, unless it says otherwise."""
        said = [way for way in Direction if self.first(way) is not None]
        return said[0] if said else Direction.BOTH

    def payload_type(self, encoding: str) -> int | None:
        """The payload type of an encoding such as `telephone-event/8000`."""
        for value in self.every("rtpmap"):
            number, _, name = value.partition(" ")
            spoken = number in self.formats and number.isascii() and number.isdigit() and int(number) < 128
            if spoken and name.strip().lower().removesuffix("/1") == encoding:
                return int(number)
        return None

    @property
    def address(self) -> Address | None:
        """Where to send; None for nowhere (an old way of holding a call). A name is refused: looking it up would
        hold up every call."""
        try:
            place = ip_address(self.host or "0.0.0.0")  # noqa: S104
        except ValueError as wrong:
            raise Refused("sdp_not_understood", what="address") from wrong
        return None if place.is_unspecified else (str(place), self.port)

    def render(self) -> list[str]:
        """Its lines."""
        place = [f"c=IN {'IP6' if ':' in self.host else 'IP4'} {self.host}"] if self.host else []
        return [
            f"m={self.kind} {self.port} {self.protocol} {' '.join(self.formats)}",
            *place,
            *self.lines,
        ]

    def refused(self) -> "MediaSection":
        """The answer to what we do not speak."""
        return MediaSection(self.kind, 0, self.protocol, self.formats)


@dataclass
class SessionDescription:
    """A whole description. Attributes of the session stand in every media that lacks them."""

    media: list[MediaSection]
    head: list[str] = field(default_factory=list)

    @property
    def sound(self) -> MediaSection | None:
        """The sound, if there is any: who can neither speak nor hear may have only text."""
        return next((one for one in self.media if one.kind == "audio" and one.port), None)

    @property
    def audio(self) -> MediaSection:
        """The sound, where there must be one."""
        if self.sound is None:
            raise Refused("sdp_not_understood", what="audio")
        return self.sound

    @property
    def text(self) -> MediaSection | None:
        """The real-time text, if it has any that we speak."""
        return next(
            (
                one
                for one in self.media
                if one.kind == "text" and one.port and one.payload_type("t140/1000") is not None
            ),
            None,
        )

    @property
    def profile(self) -> LegProfile:
        """How it speaks."""
        protocol = (self.sound or self.text or self.audio).protocol
        if protocol in ("RTP/AVP", "RTP/AVPF"):
            return LegProfile.RTP
        if protocol in ("UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP"):
            return LegProfile.WEB
        raise Refused("sdp_not_understood", what="protocol")

    def render(self) -> str:
        """As it is sent."""
        lines = [*self.head, *(line for one in self.media for line in one.render())]
        return "".join(f"{line}\r\n" for line in lines)


def offered_media(description: bytes) -> tuple[bool, bool]:
    """Whether a party speaks by sound, and by text. One that says nothing of itself speaks, as telephones do."""
    try:
        read = parse(description.decode(errors="replace"))
    except Refused:
        return True, False
    return read.sound is not None, read.text is not None


_INHERITED = ("ice-ufrag", "ice-pwd", "fingerprint", "setup", "ice-lite", *Direction)
MEDIA_MAX, LINES_MAX = 32, 2_000
"""More than any telephone or browser says, by ten times; what a description costs must not grow with both (decision 0231)."""


def parse(text: str) -> SessionDescription:
    """The description; `sdp_not_understood` (what: `media`, `line`, `size`) when there is nothing in it for us."""
    head: list[str] = []
    media: list[MediaSection] = []
    lines = [line for line in text.replace("\r", "\n").split("\n") if len(line) >= 2 and line[1] == "="]
    if len(lines) > LINES_MAX:
        raise Refused("sdp_not_understood", what="size")
    for line in lines:
        if line[0] == "m":
            media.append(_media(line[2:]))
        elif line[0] == "c" and media:
            media[-1].host = _host(line)
        else:
            (media[-1].lines if media else head).append(line.rstrip())
    if not 0 < len(media) <= MEDIA_MAX:
        raise Refused("sdp_not_understood", what="media")
    everywhere = next((_host(line) for line in head if line[0] == "c"), None)
    inherited = _of_all(head)
    for one in media:
        one.host = one.host or everywhere
        said = _of_all(one.lines)
        one.lines += [line for about, line in inherited.items() if about not in said]
    return SessionDescription(media, [line for line in head if line[0] != "c"])


def _of_all(lines: list[str]) -> dict[str, str]:
    """What these lines say of what a session may say for its media: the first of each; of all directions, one."""
    found = dict[str, str]()
    for line in lines:
        name = line[2:].partition(":")[0]
        if line[0] == "a" and name in _INHERITED:
            found.setdefault("direction" if name in tuple(Direction) else name, line)
    return found


def _media(line: str) -> MediaSection:
    words = line.split()
    port = words[1].partition("/")[0] if len(words) > 2 else ""
    if not (port.isascii() and port.isdigit() and int(port) < 65536):
        raise Refused("sdp_not_understood", what="line")
    return MediaSection(words[0], int(port), words[2], words[3:])


def _host(line: str) -> str | None:
    words = line[2:].split()
    return words[2].partition("/")[0] if len(words) >= 3 else None


@dataclass(frozen=True)
class Codec:
    """What is agreed for the sound: A-law or µ-law, and how keys are told (None: not at all)."""

    payload_type: int
    events: int | None

    def lines(self) -> list[str]:
        """Its attributes."""
        name = "PCMA" if self.payload_type == rtp.PCMA else "PCMU"
        lines = [f"a=rtpmap:{self.payload_type} {name}/8000"]
        if self.events is not None:
            lines += [f"a=rtpmap:{self.events} telephone-event/8000", f"a=fmtp:{self.events} 0-15"]
        return [*lines, "a=ptime:20"]

    @property
    def formats(self) -> list[str]:
        """Its payload types."""
        return [str(self.payload_type), *([str(self.events)] if self.events is not None else [])]


DEFAULT_CODEC = Codec(rtp.PCMA, rtp.EVENTS)
"""What we propose. Every telephone has it, browsers must (RFC 7874), and nobody has to transcode."""


def negotiate_codec(audio: MediaSection) -> Codec:
    """The codec we shall speak with whoever wrote this; `no_codec_in_common`."""
    spoken = next((kind for kind in (rtp.PCMA, rtp.PCMU) if str(kind) in audio.formats), None)
    if spoken is None:
        raise Refused("no_codec_in_common")
    return Codec(spoken, audio.payload_type("telephone-event/8000"))


def description(
    host: str, media: list[MediaSection], version: int, extra: tuple[str, ...] = ()
) -> SessionDescription:
    """A description of ours. The version is raised when anything in it changes."""
    place = f"IN {'IP6' if ':' in host else 'IP4'} {host}"
    return SessionDescription(media, ["v=0", f"o=- 1 {version} {place}", "s=-", "t=0 0", *extra])
