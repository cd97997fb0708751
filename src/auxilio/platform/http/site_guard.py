"""The ASGI layer that knows who asks and under which name: proxies are believed here, and foreign names refused."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from auxilio.platform.http.problem import MEDIA_TYPE, body_of
from auxilio.platform.http.site import Site, header_values, host_of

type Scope = MutableMapping[str, Any]
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type App = Callable[[Any, Any, Any], Awaitable[None]]
_SAFE = frozenset({"GET", "HEAD"})


class SiteGuard:
    """Wraps an ASGI application: who asks is taken from a trusted proxy, and a foreign `Host` is refused.

    Refused: `host_not_ours` (421), and `https_only` (403) where a proxy forwards what came to it in the clear; a page
    that is only looked at is sent on to its public address instead.
    """

    def __init__(self, site: Site, app: App) -> None:
        self._site, self._app = site, app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection."""
        if scope["type"] in ("http", "websocket"):
            forwarded = self._forwarded(scope)
            local = scope["server"][0] if scope.get("server") else None
            if not self._site.knows(host_of(scope["headers"]), local):
                await _refuse(scope, send, "host_not_ours")
                return
            if forwarded == "http" and self._site.public_url.startswith("https://"):
                await self._to_https(scope, send)
                return
        await self._app(scope, receive, send)

    def _forwarded(self, scope: Scope) -> str | None:
        """Take client and scheme from a trusted proxy; the scheme that it told, if any."""
        peer = scope["client"][0] if scope.get("client") else None
        if peer is None or not self._site.trusts(peer):
            return None
        client = self._site.client_of(peer, header_values(scope["headers"], b"x-forwarded-for"))
        scope["client"] = (client, 0)
        told = header_values(scope["headers"], b"x-forwarded-proto")
        scheme = told[-1].rpartition(",")[2].strip().lower() if told else None
        if scheme not in ("http", "https"):
            return None
        scope["scheme"] = scheme if scope["type"] == "http" else scheme.replace("http", "ws")
        return scheme

    async def _to_https(self, scope: Scope, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in _SAFE or scope["path"].startswith("/api"):
            await _refuse(scope, send, "https_only")
            return
        where = self._site.public_url.encode() + scope.get("raw_path", b"/")
        query = scope.get("query_string", b"")
        headers = [(b"location", where + (b"?" + query if query else b"")), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 308, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


async def _refuse(scope: Scope, send: Send, code: str) -> None:
    status, body = body_of(code)
    headers = [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        # The body of what was refused is not read, so nothing else can follow on this connection.
        (b"connection", b"close"),
    ]
    kind = "http" if scope["type"] == "http" else "websocket.http"
    if kind == "websocket.http" and "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": f"{kind}.response.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.response.body", "body": body})
