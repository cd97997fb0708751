"""The other people of a story, who act through the API as their own pages do: centres, crews, records officer."""

import json
from collections.abc import Mapping
from typing import Any, Self

import httpx
from websockets.sync.client import connect

from auxilio.app.cli.demo_people import PASSWORD
from auxilio.platform.ids import new_id
from tests.browser.timeouts import BEFORE_THE_SERVER, until

type Tables = Mapping[str, Mapping[str, Mapping[str, Any]]]


class Somebody:
    """A person who has signed in. Everything they do is a command through the API."""

    def __init__(self, installation: str, login: str, desk: str | None = None) -> None:
        self._client = httpx.Client(base_url=installation, timeout=40, limits=BEFORE_THE_SERVER)
        body = {"login": login, "password": PASSWORD, **({"desk": desk} if desk else {})}
        answer = self._client.post("/api/session", json=body)
        assert answer.status_code == 200, answer.text
        self._client.headers["x-auxilio-csrf"] = answer.json()["csrf"]
        self._socket = installation.replace("http", "ws", 1) + "/api/boards"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.delete("/api/session")
        self._client.close()

    def do(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send a command; what it answered. A refusal fails the story."""
        body = {"id": str(new_id()), "command": {"kind": kind, **fields}}
        answer = self._client.post("/api/commands", json=body)
        assert answer.status_code == 200, f"{kind}: {answer.text}"
        handled: dict[str, Any] = answer.json()
        return handled

    def post(self, path: str, **more: Any) -> httpx.Response:
        """Another route; its answer must be good."""
        answer = self._client.post(path, **more)
        assert answer.is_success, f"{path}: {answer.text}"
        return answer

    def put(self, path: str, **more: Any) -> httpx.Response:
        """State something whole; the answer must be good."""
        answer = self._client.put(path, **more)
        assert answer.is_success, f"{path}: {answer.text}"
        return answer

    def get(self, path: str) -> httpx.Response:
        """Ask; the answer must be good."""
        answer = self._client.get(path)
        assert answer.is_success, f"{path}: {answer.text}"
        return answer

    def board(self, name: str, **params: str) -> Tables:
        """A board as it stands now, whole."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._client.cookies.items())
        origin = str(self._client.base_url).rstrip("/")
        headers = {"cookie": cookies}
        with connect(self._socket, additional_headers=headers, origin=origin, max_size=None) as socket:
            socket.send(json.dumps({"open": name, "key": "k", "params": params}))
            for frame in socket:
                told = json.loads(frame)
                assert "refused" not in told, told
                if "snapshot" in told:
                    snapshot: Tables = told["snapshot"]
                    return snapshot
        raise AssertionError(f"the board {name} did not open")

    def rows(self, board: str, table: str, **params: str) -> list[dict[str, Any]]:
        """The rows of one table of a board."""
        return [dict(row) for row in self.board(board, **params)[table].values()]


class RoomSupervisor(Somebody):
    """The supervisor, who sees everything: how a story learns what the pages do not show."""

    def case_of(self, call: str) -> dict[str, Any]:
        """The case that this call tells of."""
        return until(
            lambda: next((row for row in self.rows("room", "cases") if call in row["calls"]), None),
            f"call {call} has a case",
        )

    def tasks(self, case: str) -> dict[str, dict[str, Any]]:
        """The tasks of a case, by centre."""
        return {row["centre"]: row for row in self.rows("case", "tasks", case=case)}

    def unit_on(self, case: str) -> dict[str, Any]:
        """The unit that was alerted for this case."""
        return until(
            lambda: next((row for row in self.rows("room", "units") if row["case"] == case), None),
            f"a unit is alerted for case {case}",
        )

    def waiting_for(self, case: str, kind: str) -> list[dict[str, Any]]:
        """Promises of this kind that are not kept yet."""
        return [w for w in self.rows("room", "watches") if w["case"] == case and w["kind"] == kind]


def crew_of(installation: str, unit: Mapping[str, Any]) -> Somebody:
    """The crew of a unit, in its vehicle."""
    logins = {"san": "ambulancia", "bom": "bomba", "pol": "patrulla"}
    return Somebody(installation, logins[unit["agency"]], unit["callsign"].lower())
