"""What kind of call a request asks for: help, a test, a trunk's. Pure."""

import re
from functools import lru_cache
from urllib.parse import unquote

from auxilio.voice.sip.grammar import Malformed, parse_uri
from auxilio.voice.sip.message import Request

TRUNK_HEADER = "x-auxilio-trunk"
"""The header by which an edge says that a request came from one of its trunks (deploy/voice/kamailio.cfg)."""
_SERVICE = re.compile(r"urn:(?:[a-z0-9-]{1,32}:)?service:([a-z0-9._-]+)", re.IGNORECASE)
"""RFC 5031; NENA has trees of its own (`urn:emergency:service:sos`)."""


def service_urn_of(request: Request) -> str:
    """The emergency or test service asked for (RFC 5031): in the Request-URI, or where a proxy kept it; empty when none."""
    places = [request.uri, *request.all("route"), request.get("to"), request.get("p-asserted-service")]
    return next((urn for text in places if (urn := _service_in(text)[0])), "")


def is_test_service(urn: str) -> bool:
    """Whether it is a test service (RFC 6881, 15): `test.sos`, and the ways in which it is written besides (`sos.test`,
    `test-sos`). No service that a person can need has a label that begins so."""
    return _service_in(urn)[1]


@lru_cache(128)  # asked several times of one message
def _service_in(text: str) -> tuple[str, bool]:
    """The emergency or test service named in a header, and whether it is a test; empty: none."""
    match = _SERVICE.search(unquote(text) if "%" in text else text)
    labels = re.split(r"[._-]", match[1].lower()) if match is not None else []
    tries = any(label.startswith("test") for label in labels)
    return (match[0].lower(), tries) if match is not None and (tries or "sos" in labels) else ("", False)


def is_emergency(request: Request, numbers: frozenset[str]) -> bool:
    """Whether a request calls for help: by service URN, or by a number that does."""
    urn = service_urn_of(request)
    if urn:
        return not is_test_service(urn)
    try:
        uri = parse_uri(request.uri)
    except Malformed:
        return False
    called = uri.user.partition(";")[0] if uri.scheme in ("sip", "sips") else uri.opaque.partition(";")[0]
    return called in numbers


def is_of_trunk(request: Request) -> bool:
    """Whether an edge says that a request came from one of its trunks. It carries strangers too, and takes their
    P-Asserted-Identity and this header away. Only to be asked of what came from the edge."""
    return bool(request.get(TRUNK_HEADER))
