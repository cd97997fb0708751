"""People at work through the API, as a story in a browser needs them around it: they sit down and give commands."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx

from auxilio.app.cli.demo_people import PASSWORD
from tests.browser.timeouts import BEFORE_THE_SERVER

SOON_S = 40.0


class AtWork:
    """Somebody signed in at a desk. `do` gives a command and returns the answer's facts."""

    def __init__(self, installation: str, login: str, desk: str | None = None) -> None:
        self._http = httpx.Client(base_url=installation, timeout=40, limits=BEFORE_THE_SERVER)
        reply = self._http.post(
            "/api/session", json={"login": login, "password": PASSWORD, **({"desk": desk} if desk else {})}
        )
        assert reply.status_code == 200, reply.text
        self.mode: str = reply.json()["mode"]
        self.id: str = reply.json()["person"]["id"]
        self._http.headers["x-auxilio-csrf"] = reply.json()["csrf"]

    def do(self, kind: str, **fields: Any) -> dict[str, Any]:
        """One command, accepted."""
        reply = self._http.post(
            "/api/commands", json={"id": str(uuid4()), "command": {"kind": kind, **fields}}
        )
        assert reply.status_code == 200, f"{kind}: {reply.text}"
        facts: dict[str, Any] = reply.json()["facts"]
        return facts

    def get(self, path: str) -> Any:
        """What the API says at this path."""
        reply = self._http.get(path)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def post(self, path: str, asked: dict[str, Any]) -> Any:
        """What the API answers to this request, accepted."""
        reply = self._http.post(path, json=asked)
        assert reply.is_success, reply.text
        return reply.json()

    def body(self, path: str) -> bytes:
        """The bytes at this path."""
        reply = self._http.get(path)
        assert reply.status_code == 200, reply.text
        return reply.content

    def leave(self) -> None:
        """Sign out."""
        self._http.delete("/api/session")
        self._http.close()


class Citizen:
    """Somebody outside who calls through their own page."""

    def __init__(self, installation: str, **said: Any) -> None:
        self._http = httpx.Client(base_url=installation, timeout=40, limits=BEFORE_THE_SERVER)
        self.call = str(uuid4())
        reply = self._http.post("/api/caller/", json={"id": str(uuid4()), "call": self.call, **said})
        assert reply.status_code == 201, reply.text
        self.number: str = reply.json()["number"]
        self._http.headers["authorization"] = f"Bearer {reply.json()['token']}"

    def do(self, kind: str, **fields: Any) -> None:
        """One command about their call, accepted."""
        command = {"kind": kind, "call": self.call, **fields}
        reply = self._http.post("/api/commands", json={"id": str(uuid4()), "command": command})
        assert reply.status_code == 200, reply.text

    def hang_up(self) -> None:
        """They give up, or are done."""
        self.do("calls.leave")


def until(seen: Callable[[], bool]) -> None:
    """Wait for something that Auxilio does by itself."""
    end = time.monotonic() + SOON_S
    while not seen():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.2)
