"""What a location server answered by HELD, as calls take it. Pure; used by `held_source`, `location_receiver` and the exchange."""

from datetime import datetime

from auxilio.calls.core.kept_message import kept_message
from auxilio.calls.core.location_answer import LocationAnswer
from auxilio.calls.core.model import LocationFailure
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.held import HeldError, HeldLocation, HeldLocationType
from auxilio.interop.pidf_positions import positions
from auxilio.kernel.position import Position, PositionSource
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Phone
from auxilio.platform.http.outward import OutwardAnswer

HELD_TYPE, PIDF_TYPE = "application/held+xml", "application/pidf+xml"
SERVER_MAX = 200
LOCATION_TYPES = (HeldLocationType.GEODETIC, HeldLocationType.CIVIC)
RESPONSE_MS = 6_000
"""So long a server may look for the telephone: less than the whole of a request (8 s), so that it can still answer."""


def held_positions(decoded: Decoded[HeldLocation | HeldError], received_at: datetime) -> tuple[Position, ...]:
    """The positions of the document, those of a device first; empty where it has none, or is none."""
    document = decoded.value.presence if isinstance(decoded.value, HeldLocation) else None
    return positions(document, received_at, PositionSource.HELD) if document else ()


def held_answer(
    answer: OutwardAnswer,
    decoded: Decoded[HeldLocation | HeldError],
    server: str,
    received_at: datetime,
    known_by: bytes | None = None,
) -> LocationAnswer:
    """What `server` (as people are shown it) answered; `decoded`: its content. Where it has no position the failure says why.

    `known_by`: as in `kept_message`.
    """
    message = kept_message(answer.content, PositionSource.HELD, received_at, decoded.flags, known_by)
    fixes = held_positions(decoded, received_at) if answer.status < 400 else ()
    failure = None if fixes else _without_position(server, answer.status, decoded.value)
    return LocationAnswer(message=message, positions=fixes, failure=failure)


def known_of_number(phone: Phone, content: bytes) -> bytes:
    """What is the same when a document about this number comes again, asked for or not: as `known_by` of `kept_message`."""
    return phone.encode() + b"\0" + content


def not_answered(server: str, refused: Refused) -> LocationAnswer:
    """The answer of a server that was not asked, or did not answer: the refusal says why."""
    return LocationAnswer(
        failure=LocationFailure(server=server, code=refused.code, reason=refused.facts.get("reason"))
    )


def _without_position(server: str, status: int, said: HeldLocation | HeldError | None) -> LocationFailure:
    """Why an answer has no position that can be used."""
    code, reason = "location_answer_no_point", None
    if isinstance(said, HeldError):
        code, reason = "location_server_refused", said.code or "error"
    elif status >= 400:
        code, reason = "location_server_refused", f"HTTP {status}"
    elif said is None:
        code = "location_answer_unreadable"
    elif said.presence is None and said.uris:
        code = "location_answer_is_link"
    return LocationFailure(server=server, code=code, reason=reason)


def server_of(uri: str) -> str:
    """The host of a reference, as people are shown it; its scheme where it names none.

    Never the rest: whoever has the whole reference can ask for the location (RFC 6753, 4.1).
    """
    scheme, _, rest = uri.partition(":")
    authority = rest.removeprefix("//")
    for end in "/?#;":
        authority = authority.partition(end)[0]
    names_host = rest.startswith("//") or "@" in authority
    host = "".join(letter for letter in authority.rpartition("@")[2] if letter.isprintable())
    return ((names_host and host) or scheme)[:SERVER_MAX]
