"""Session timers (RFC 4028), reliable provisional answers (RFC 3262), Replaces (RFC 3891): what is agreed. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from auxilio.voice.sip.dialog import Refresher
from auxilio.voice.sip.grammar import parse_params
from auxilio.voice.sip.message import Header, Request, Response
from auxilio.voice.sip.multipart import Part

TIMER, RELIABLE, REPLACES = "timer", "100rel", "replaces"
SUPPORTED = frozenset({TIMER, RELIABLE, REPLACES, "norefersub", "geolocation-sip"})
ALLOWED = (
    "INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE", "PRACK", "REFER", "NOTIFY", "MESSAGE", "REGISTER",
)  # fmt: skip


INFO_BYTES_MAX = 64 * 1024
"""Of the body of one INFO or MESSAGE; a larger one is refused (413)."""


class IntervalTooSmall(Exception):
    """They want a session timer shorter than ours (answer 422)."""


@dataclass(frozen=True, slots=True)
class SessionTimer:
    """How long the session stands without a refresh, and who refreshes."""

    session_s: int = 0
    refresher: Refresher = ""

    @property
    def act_after_s(self) -> float:
        """When to refresh (half of it), or, when they should have, to take the call for dead (RFC 4028, 10)."""
        if self.refresher == "us":
            return self.session_s / 2
        return self.session_s - min(32, self.session_s / 3)


def _number(text: str) -> int:
    match = re.match(r"\s*([0-9]{1,9})", text)
    return int(match[1]) if match else 0


def _expires(message: Request | Response) -> tuple[int, str]:
    value = message.get("session-expires") or message.get(
        "x"
    )  # its compact form is not in the library's list
    seconds, _, params = value.partition(";")
    return _number(seconds), parse_params(";" + params).get("refresher", "").lower()


def accept_timer(request: Request, *, min_s: int, at_most_s: int) -> tuple[SessionTimer, tuple[Header, ...]]:
    """What we agree to, and the headers of the 200 that say so. Raises `IntervalTooSmall`.

    A peer that knows no timers gets none: a call is never ended because its telephone is old.
    """
    wanted_s, refresher = _expires(request)
    if not wanted_s:
        return SessionTimer(), ()
    knows = TIMER in request.options("supported") | request.options("require")
    if wanted_s < min_s:
        if knows:
            raise IntervalTooSmall
        wanted_s = min_s  # it was a proxy's wish: we may raise it (RFC 4028, 9)
    wanted_s = max(min(wanted_s, at_most_s), min_s, _number(request.get("min-se")))
    by_them = knows and refresher != "uas"
    value = f"{wanted_s};refresher={'uac' if by_them else 'uas'}"
    headers = (("Session-Expires", value), *((("Require", TIMER),) if by_them else ()))
    return SessionTimer(wanted_s, "them" if by_them else "us"), headers


def agreed_timer(response: Response) -> SessionTimer:
    """What the 2xx to our request says."""
    session_s, refresher = _expires(response)
    if not session_s:
        return SessionTimer()
    return SessionTimer(session_s, "them" if refresher == "uas" else "us")


def min_se_of(response: Response) -> int:
    """What a 422 asks for."""
    return _number(response.get("min-se"))


def wants_reliable(request: Request) -> bool:
    """They insist on reliable provisional answers."""
    return RELIABLE in request.options("require")


def can_reliable(request: Request) -> bool:
    """They understand reliable provisional answers."""
    return wants_reliable(request) or RELIABLE in request.options("supported")


def rseq_of(response: Response) -> int:
    """The number of a reliable provisional answer; 0: it is none."""
    if response.code <= 100 or response.code >= 200 or RELIABLE not in response.options("require"):
        return 0
    return _number(response.get("rseq"))


def rack_of(request: Request) -> tuple[int, int]:
    """The RSeq and the CSeq that a PRACK acknowledges; zeros when it cannot be read."""
    parts = request.get("rack").split()
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 11 for part in parts[:2]):
        return 0, 0
    return int(parts[0]), int(parts[1])


@dataclass(frozen=True, slots=True)
class Replaces:
    """The dialog that a call is to take the place of, named as its owner sees it."""

    call_id: str
    to_tag: str
    """The owner's own tag."""
    from_tag: str
    early_only: bool = False


def parse_replaces(value: str) -> Replaces | None:
    """Read a Replaces header; `None` when it cannot be."""
    call_id, _, params = value.partition(";")
    said = parse_params(";" + params)
    if not call_id.strip() or not said.get("to-tag") or not said.get("from-tag"):
        return None
    return Replaces(call_id.strip(), said["to-tag"], said["from-tag"], "early-only" in said)


def unsupported_options(request: Request) -> list[str]:
    """What they require and we do not know (answer 420)."""
    return sorted(request.options("require") - SUPPORTED)


CAPABILITIES: tuple[Header, ...] = (
    ("Allow", ", ".join(ALLOWED)),
    ("Supported", ", ".join(sorted(SUPPORTED))),
    ("Accept", "application/sdp, multipart/mixed, application/pidf+xml"),
    ("Accept-Encoding", "identity"),
    ("Recv-Info", "EmergencyCallData.eCall.MSD"),
)
"""What an OPTIONS is told."""


def key_of(parts: Iterable[Part]) -> tuple[str, int] | None:
    """The keypad tap in an INFO's bodies, the first there is."""
    found = (key_pressed(part.content_type, part.content) for part in parts)
    return next((one for one in found if one is not None), None)


def key_pressed(content_type: str, content: bytes) -> tuple[str, int] | None:
    """A keypad tap in an INFO, and its milliseconds: `application/dtmf-relay` (lines) or `application/dtmf`."""
    text = content[:200].decode("ascii", "replace")
    if content_type == "application/dtmf-relay":
        lines = (line.partition("=") for line in text.splitlines())
        said = {name.strip().lower(): value.strip() for name, _, value in lines}
        key, duration_ms = said.get("signal", ""), _number(said.get("duration", ""))
    elif content_type == "application/dtmf":
        key, duration_ms = text.strip(), 0
    else:
        return None
    key = {"10": "*", "11": "#"}.get(key, key.upper())
    return (key, duration_ms or 160) if re.fullmatch(r"[0-9*#A-D]", key) else None
