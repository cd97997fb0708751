"""HTTP client of the simulated city: requests, sign-in, commands. A repeat after a lost answer carries the same id."""

import ssl
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import msgspec

from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from simulator.pace import Pace

TRIES = 8
PAUSE_S = 0.5
TIMEOUT_S = 20.0
COOKIE, CSRF = "auxilio_session", "x-auxilio-csrf"
SHUT_OUT = frozenset({"not_signed_in", "not_permitted", "csrf_missing"})
"""Refusals after which one has to sign in anew."""
AGAIN = frozenset({429, 502, 503, 504})


class Seat:
    """Somebody signed in at a desk, or a citizen with the token of one call."""

    def __init__(
        self, headers: dict[str, str], *, person: str = "", desk: str = "", centre: str = ""
    ) -> None:
        self.headers, self.person, self.desk, self.centre = headers, person, desk, centre

    @property
    def token(self) -> str | None:
        """A citizen's token; their WebSocket can set no header."""
        bearer = self.headers.get("authorization")
        return bearer.partition(" ")[2] if bearer else None


def citizen(token: str) -> Seat:
    """The seat of somebody who called."""
    return Seat({"authorization": f"Bearer {token}"})


class ServerClient:
    """Client of one installation. Close it with `async with`."""

    def __init__(self, url: str, pace: Pace, certificate: Path | None = None) -> None:
        """`certificate`: what to trust besides the usual authorities, where an installation has made its own."""
        self.url, self._pace = url.rstrip("/"), pace
        self.trust = ssl.create_default_context() if self.url.startswith("https") else None
        if self.trust is not None and certificate is not None:
            self.trust.load_verify_locations(certificate)
        self._http = self._client()

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.url, timeout=TIMEOUT_S, verify=self.trust or True)

    async def __aenter__(self) -> "ServerClient":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def ask(self, method: str, path: str, seat: Seat | None = None, **more: Any) -> Any:
        """The answer as plain data. Raises `Refused` with Auxilio's own code, `house_unreachable` after many tries."""
        headers = {**(seat.headers if seat else {}), **more.pop("headers", {})}
        answer = await self._send(self._http, method, path, headers=headers, **more)
        return answer.json() if answer.content else None

    async def _send(self, http: httpx.AsyncClient, method: str, path: str, **more: Any) -> httpx.Response:
        why = ""
        for nth in range(TRIES):
            try:
                answer = await http.request(method, path, **more)
            except httpx.TransportError as weather:
                why = type(weather).__name__
            else:
                if answer.status_code < httpx.codes.BAD_REQUEST:
                    return answer
                if answer.status_code not in AGAIN:
                    raise _refusal(answer)
                why = str(answer.status_code)
            await self._pace.rest(PAUSE_S * 2 ** min(nth, 4))
        raise Refused("house_unreachable", url=self.url, why=why)

    async def order(self, seat: Seat, kind: str, /, **fields: Any) -> dict[str, str]:
        """Send a command; the facts of its answer. Raises `Refused`."""
        command = {"kind": kind, **{name: value for name, value in fields.items() if value is not None}}
        body = msgspec.json.encode({"id": str(new_id()), "command": msgspec.to_builtins(command)})
        try:
            handled = await self.ask("POST", "/api/commands", seat, content=body)
        except Refused as refused:
            # Not understood is no answer but a defect of the city: it spoke of an installation that is no more.
            if refused.code == "malformed":
                raise AssertionError(f"{kind}: {refused.facts}") from refused
            raise
        facts: dict[str, str] = handled["facts"]
        return facts

    async def sign_in(self, login: str, password: str, desk: str) -> Seat:
        """Sit down. Raises `Refused`: `sign_in_refused`, `unknown_desk`."""
        body = {"login": login, "password": password, "desk": desk}
        # A client of its own: the cookie belongs to this seat and must not stay in the jar of all.
        async with self._client() as http:
            answer = await self._send(http, "POST", "/api/session", json=body)
        session = answer.json()
        headers = {"cookie": f"{COOKIE}={answer.cookies[COOKIE]}", CSRF: session["csrf"]}
        return Seat(headers, person=session["person"]["id"], desk=desk, centre=session["centre"] or "")

    async def ring(self, **need: Any) -> tuple[UUID, Seat]:
        """A citizen's call begins; the seat speaks for it alone. Raises `Refused`."""
        call = new_id()
        asked = {name: value for name, value in need.items() if value is not None}
        body = msgspec.json.encode({"id": new_id(), "call": call, **asked})
        heard = await self.ask("POST", "/api/caller", content=body)
        return call, citizen(heard["token"])

    async def attach(self, seat: Seat, photo: bytes, name: str) -> None:
        """A photo from the caller's phone."""
        headers = {"x-auxilio-command": str(new_id()), "content-type": "image/png"}
        path = "/api/caller/attachments"
        await self.ask("POST", path, seat, headers=headers, params={"name": name}, content=photo)

    async def route(self, seat: Seat, origin: Point, target: Point) -> dict[str, Any]:
        """The way to drive."""
        params = {"from": _spoken(origin), "to": _spoken(target)}
        found: dict[str, Any] = await self.ask("GET", "/api/geo/route", seat, params=params)
        return found


def _spoken(point: Point) -> str:
    return f"{point.lat:.7f},{point.lon:.7f}"


def _refusal(answer: httpx.Response) -> Refused:
    try:
        body = answer.json()
        return Refused(body["code"], **body.get("facts", {}))
    except (ValueError, KeyError, TypeError):
        return Refused("house_said", status=answer.status_code)
