"""Whose page speaks on a connection: by the token that `serve` gave it. Telephones need none."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from auxilio.platform.clock import Clock
from auxilio.voice.control.admission import CITIZEN, DESK
from auxilio.voice.sip.agent import IncomingCall, PeerIdentity
from auxilio.voice.tokens import LineTokens

DOMAIN = "auxilio"
"""What our addresses end in: `sip:desk-07@auxilio`. It is never resolved."""
LINE_HEADER = "x-auxilio-line"
"""The header in which a page behind an edge shows its token."""
FORBIDDEN_CODE = 403


class LineAdmission:
    """Reads the tokens of pages. A call of a telephone never needs one."""

    def __init__(self, tokens: LineTokens, clock: Clock) -> None:
        self._tokens, self._clock = tokens, clock

    async def __call__(self, path_and_query: str, headers: Mapping[str, str]) -> PeerIdentity | None:
        """Who opens this WebSocket; None when its token is not ours, or has expired."""
        del headers
        return self.identity_of(parse_qs(urlsplit(path_and_query).query).get("t", [""])[0])

    def identity_of(self, token: str) -> PeerIdentity | None:
        """Whose token this is; None when it is not ours, or has expired."""
        line = self._tokens.read(token, self._clock.now())
        if line is None:
            return None
        kind = DESK if line.desk else CITIZEN
        return PeerIdentity(name=line.user, kind=kind, aors=frozenset({f"sip:{line.user}@{DOMAIN}"}))


def identify_pages(
    admit: Callable[[IncomingCall], Awaitable[None]], admission: LineAdmission
) -> Callable[[IncomingCall], Awaitable[None]]:
    """Identify pages behind an edge by the token in their INVITE, before they are admitted.

    The edge only carries the token: its signature proves that it is ours, so that a stranger on a trunk is never taken
    for a desk, whatever they write (decision 0193).
    """

    async def identify(call: IncomingCall) -> None:
        tokens = call.headers.get(LINE_HEADER)
        if tokens:
            identity = admission.identity_of(tokens[0])
            if identity is None:
                await call.reject(FORBIDDEN_CODE)
                return
            call.source = replace(call.source, identity=identity)
        await admit(call)

    return identify
