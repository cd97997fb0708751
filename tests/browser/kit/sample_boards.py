"""Invented boards, as the server would send them: a desk in the middle of a cardiac arrest, and one that waits."""

import json
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

AT = "2026-03-14T02:12:%02dZ"
CALL, CASE, RUN, CARD = (f"0195a000-0000-7000-8000-00000000000{n}" for n in range(1, 5))
ASKED = "a" * 64
"""The version of the protocol that is asked by."""
OTHER = "0195a000-0000-7000-8000-000000000009"


def session(permissions: list[str], **more: Any) -> dict[str, Any]:
    """Who sits here."""
    return {
        "person": {"id": "p1", "name": "Lucía Ferrer"},
        "kind": "person",
        "desk": "desk-14",
        "agency": "112",
        "centre": None,
        "roles": ["call_taker"],
        "permissions": permissions,
        "mode": "real",
        "language": "es",
        "csrf": "token",
        **more,
    }


def call(**more: Any) -> dict[str, Any]:
    """A call in hand."""
    return {
        "v": 3,
        "id": CALL,
        "number": 118,
        "channel": "chat",
        "state": "answered",
        "mode": "real",
        "urgency": 50,
        "rang_at": AT % 1,
        "queued_at": AT % 1,
        "answered_at": AT % 4,
        "ended_at": None,
        "phone": "+34600000123",
        "caller_name": "Marta Solé",
        "language": "es",
        "cannot_speak": False,
        "line": "112-03",
        "offered_to": None,
        "offered_at": None,
        "desk": "desk-14",
        "operator": "p1",
        "operator_name": "Lucía Ferrer",
        "case": CASE,
        "position": {
            "point": {"lat": 42.508, "lon": 1.523},
            "source": "browser",
            "uncertainty_m": 300,
            "at": AT % 40,
        },
        "fixes": 2,
        "known_fixes": [],
        "addresses": [],
        "location_failures": [],
        "location_request": None,
        "additional_data": [],
        "ecall": None,
        "at_place": True,
        "attachments": [],
        "lines": 2,
        "last_line_at": AT % 30,
        "disposition": None,
        "call_back": None,
        "call_back_tries": 0,
        "messaged_at": None,
        "user_agent": None,
        "recordings": [],
        "parties": [],
        "listeners": [],
        "dead": [],
        "unsteady": False,
        "silent_since": None,
        "keys": [],
        "text": False,
        **more,
    }


def case(**more: Any) -> dict[str, Any]:
    """Its case."""
    return {
        "v": 5,
        "id": CASE,
        "number": 4821,
        "mode": "real",
        "state": "open",
        "opened_at": AT % 8,
        "opened_by": "Lucía Ferrer",
        "owner": "desk-14",
        "owner_person": "p1",
        "calls": [CALL],
        "location": {
            "degree": "agreed",
            "words": "Carrer de la Grau, 12 · Andorra la Vella",
            "point": {"lat": 42.5075, "lon": 1.522},
            "municipality": "Andorra la Vella",
            "detail": "3.º B · portal con clave 2580",
            "warnings": [],
        },
        "located_at": AT % 17,
        "corrected": 0,
        "type": "SAN-01",
        "type_by": "rule:PCR-1",
        "priority": 0,
        "provisional": False,
        "proved": 0,
        "send": ["als", "bls", "aed"],
        "hazards": [],
        "goods": [],
        "wind": None,
        "summary": None,
        "reserved": False,
        "help_sent_at": None,
        "acknowledged_at": None,
        "related": [],
        "merged_into": None,
        "closed_at": None,
        "closing": None,
        "sealed_at": None,
        **more,
    }


def desk_row(stand: str, **more: Any) -> dict[str, Any]:
    """This desk."""
    return {
        "v": 1,
        "id": "desk-14",
        "stand": stand,
        "since": AT % 1,
        "person": "p1",
        "person_name": "Lucía Ferrer",
        "call": None,
        "reason": None,
        "help_asked_at": None,
        **more,
    }


def fact(n: int, kind: str, body: dict[str, Any], by: str = "Lucía Ferrer") -> dict[str, Any]:
    """A line of the story."""
    return {
        "v": 1,
        "id": f"f{n}",
        "kind": kind,
        "at": AT % n,
        "recorded_at": AT % n,
        "by": by,
        "desk": "desk-14",
        "stream": "x",
        "cause": f"c{n}",
        "body": body,
    }


def in_call() -> dict[str, dict[str, Any]]:
    """Boards of a desk in a call: by name of board."""
    run = {
        "v": 2,
        "run": RUN,
        "case": CASE,
        "protocol": "san-pcr",
        "version": "0.1.0",
        "digest": ASKED,
        "call": None,
        "answers": {"consciente": "N", "respira": "qualified"},
        "answered_at": {},
        "priority": 0,
        "rule": "PCR-1",
        "type": "SAN-01",
        "chosen": False,
        "send": ["als", "bls", "aed"],
        "say": ["rcp-adulto", "dea"],
        "last_at": AT % 31,
    }
    near = case(
        id=OTHER,
        number=4809,
        type="SAN-40",
        priority=2,
        calls=[],
        location={
            "degree": "said",
            "words": "Plaça del Poble",
            "point": {"lat": 42.509, "lon": 1.525},
            "warnings": [],
        },
    )
    story = [
        fact(4, "calls.call.answered", {"operator_name": "Lucía Ferrer"}),
        fact(8, "cases.case.opened", {"number": 4821}),
        fact(17, "cases.case.located", {"location": {"words": "Carrer de la Grau, 12"}}),
        fact(23, "triage.run.answered", {"question": "consciente", "answer": "N"}),
        fact(31, "cases.case.floor_proved", {"priority": 0, "rule": "PCR-1"}),
    ]
    talk = [
        fact(10, "calls.call.caller_said", {"words": "Mi padre se ha caído y no contesta"}, "citizen"),
        fact(14, "calls.call.desk_wrote", {"words": "¿Dónde está usted?"}),
    ]
    return {
        "desk": {
            "calls": {CALL: call()},
            "cases": {CASE: case(), OTHER: near},
            "desks": {"desk-14": desk_row("busy", call=CALL)},
            "tasks": {},
        },
        "case": {"runs": {RUN: run}, "dictations": {}, "story": {one["id"]: one for one in story}},
        "talk": {"story": {one["id"]: one for one in talk}},
    }


def waiting() -> dict[str, dict[str, Any]]:
    """Boards of a ready desk for which a call rings."""
    rings = call(
        state="offered",
        offered_to="desk-14",
        desk=None,
        case=None,
        answered_at=None,
        operator=None,
        position=None,
    )
    return {"desk": {"calls": {CALL: rings}, "cases": {}, "desks": {"desk-14": desk_row("offered")}}}


def show(
    page: Page, boards: dict[str, dict[str, Any]], now: str = AT % 45, without: dict[str, str] | None = None
) -> None:
    """Answer the page's WebSocket with these boards. `without`: what the beat says is lost."""

    def talk(socket: WebSocketRoute) -> None:
        def said(text: str | bytes) -> None:
            ask = json.loads(text)
            if "open" in ask:
                snapshot = boards.get(ask["open"], {})
                socket.send(
                    json.dumps({"key": ask["key"], "at": [0, 1, 1], "snapshot": snapshot, "more": {}})
                )

        socket.on_message(said)
        state = {"database": "ok", "roads": "ok"} | (without or {})
        socket.send(json.dumps({"beat": now, "at": [0, 1, 1], **state}))

    page.route_web_socket("**/api/boards", talk)
