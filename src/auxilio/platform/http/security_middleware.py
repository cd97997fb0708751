"""The outermost layer of the web: one pure ASGI wrapper, so that also a 404 carries the headers and leaves a line.

The line has route, method, status and duration: the route's template, never the path, which may hold a search or
a person; no address, no agent. The request id is ours (no header is trusted for it) and goes out as `x-request-id`.
"""

import logging
import re
import secrets
from collections.abc import Mapping
from time import perf_counter
from typing import Any

from litestar.enums import ScopeType
from litestar.types import Message, Receive, Scope, Send

from auxilio.platform.http.site import Site, host_of

_log = logging.getLogger(__name__)
_ID = "auxilio_request_id"
SLOW_MS = 500
"""A request above this is worth a line at INFO; the others speak at DEBUG only."""

_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:;"
    " media-src 'self' blob:;"
    " connect-src 'self'{line}; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
CONTENT_SECURITY_POLICY = _POLICY.format(line="")
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"geolocation=(self), microphone=(self), camera=(self)"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_HOST = re.compile(r"[a-z0-9.-]+|[0-9a-f:.]+")
_NOWHERE = Site()
"""An installation that states nothing: in the clear, under the addresses of its machine."""
_HTTPS = (b"strict-transport-security", b"max-age=31536000")
_NO_STORE = (b"cache-control", b"no-store")
"""What an API answers is of this moment and of this person: no cache keeps it."""


def request_id(scope: Mapping[str, Any]) -> str:
    """The id of this request, as the person reads it out and the log has it; empty outside the ground."""
    return str(scope.get("state", {}).get(_ID, ""))


class SecurityMiddleware:
    """Wraps the whole application: `uvicorn` is given `Ground(app, site=...)`.

    `line_port` is where pages may also open a WebSocket, on the very host they came from: the telephone exchange.
    """

    def __init__(self, app: Any, *, site: Site = _NOWHERE, line_port: int = 0) -> None:
        self._app, self._site, self._line_port = app, site, line_port
        # Browsers hold a host to HTTPS for a year, so only where an administrator stated that it is public there.
        stated = site.public_url.startswith("https://")
        self._headers = (*_HEADERS, _HTTPS) if stated else _HEADERS

    def _policy(self, scope: Scope) -> bytes:
        """The policy for this answer. A host that is no name of a machine is given none of its own."""
        host = host_of(scope["headers"])
        line = ""
        if self._line_port and host is not None and _HOST.fullmatch(host):
            public = host == self._site.public_host
            secure = self._site.public_url.startswith("https://") if public else self._site.tls
            named = f"[{host}]" if ":" in host else host
            line = f" {'wss' if secure else 'ws'}://{named}:{self._line_port}"
        return _POLICY.format(line=line).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; other kinds of scope pass untouched."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        id = secrets.token_hex(8)
        scope.setdefault("state", {})[_ID] = id
        begun, status = perf_counter(), 0
        policy = (b"content-security-policy", self._policy(scope))
        own = (policy, *self._headers, (b"x-request-id", id.encode()))
        if scope["path"].startswith("/api"):
            own = (*own, _NO_STORE)

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = list(message["headers"])
                names = {name.lower() for name, _ in given}
                message["headers"] = [*given, *(header for header in own if header[0] not in names)]
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        finally:
            duration_ms = round((perf_counter() - begun) * 1000, 1)
            level = logging.INFO if duration_ms > SLOW_MS or status >= 500 else logging.DEBUG
            if _log.isEnabledFor(level):
                _log.log(
                    level,
                    "request",
                    extra={
                        "kind": id,
                        "method": scope["method"],
                        "route": str(scope.get("path_template", "")),
                        "status": status,
                        "duration_ms": duration_ms,
                    },
                )
