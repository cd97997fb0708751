"""An invented centre as full as a hard night makes it: tasks in every state, fourteen units, a call, words, patients, notices."""

from typing import Any

from tests.browser.kit.layout_boards import (
    CENTRES,
    LONG,
    VERY_LONG,
    Rows,
    location,
    message,
    story,
    task,
    watch,
)
from tests.browser.kit.sample_boards import AT, CALL, CASE, call, case

TASK = "0195a000-0000-7000-8000-0000000001%02d"
CASE_OF = "0195a000-0000-7000-8000-0000000002%02d"
UNIT = "0195a000-0000-7000-8000-0000000003%02d"
ASKED_IN = "0195a000-0000-7000-8000-0000000000aa"
OPERATION = "0195a000-0000-7000-8000-000000000401"
CAPABILITIES = {
    "san-1": ("als", "bls", "aed"),
    "bom-1": ("pump", "ladder", "rescue_tool"),
    "pol-1": ("patrol", "traffic", "public_order"),
}
TYPES = {"san-1": "SAN-01", "bom-1": "INC-01", "pol-1": "POL-01"}
STATUSES = (
    "available", "alerted", "acknowledged", "en_route", "on_scene", "transporting", "at_destination", "out_of_service",
)  # fmt: skip
STATES = ("offered", "timed_out", "accepted", "told", "active", "cancelled")
"""Of a task that stands in the list of a centre."""


def party(desk: str, joined: str | None) -> dict[str, Any]:
    """Who is asked into a call."""
    return {
        "id": "p-1", "name": "Sanidad, puesto 1", "rang_at": AT % 41, "desk": desk, "number": None, "joined_at": joined,
        "person": None, "person_name": None,
    }  # fmt: skip


def change(kind: str, new: str, **more: Any) -> dict[str, Any]:
    """What became different and nobody has acknowledged."""
    return {
        "id": f"0195a000-0000-7000-8000-0000000005{len(kind):02}", "case": CASE, "kind": kind, "new": new, "old": None,
        "at": AT % 39, "acknowledged": None, **more,
    }  # fmt: skip


def unit(n: int, centre: str, **more: Any) -> dict[str, Any]:
    """A unit of the centre, as busy as its number says."""
    status = STATUSES[n % len(STATUSES)]
    return {
        "v": 1, "id": UNIT % n, "callsign": f"{centre[0].upper()}-{n:02}", "agency": CENTRES[centre][0], "centre": centre,
        "capabilities": list(CAPABILITIES[centre][: 1 + n % 3]), "home": {"lat": 42.5 + n / 500, "lon": 1.52 + n / 700},
        "mode": "real", "talk_group": f"OP-{n}", "phone": "+34600000321", "radios": [], "status": status, "status_at": AT % n,
        "status_by": "Nil Roca", "entered_for": None, "crew": [{"name": "Jordi Pla", "role": "driver", "person": None}],
        "signed_on_at": AT % 1, "assignment": None, "task": None, "case": None, "assigned_at": None, "orders": [],
        "emergency": None, "stand_by": None, "lent_by": None, "lent": None, "kept_presses": 0, **more,
    }  # fmt: skip


def units(centre: str) -> Rows:
    """Fourteen: one in danger, one lent, one that has not said that it knows, some at work."""
    rows = [unit(n, centre) for n in range(14)]
    for n in (3, 4, 5):
        rows[n] |= {"task": TASK % 0, "case": CASE, "assignment": f"a{n}", "assigned_at": AT % 30}
    rows[4]["orders"] = [change("hazard", "weapon")]
    rows[8]["lent"] = {
        "operation": OPERATION, "name": "Festa Major de Sant Llorenç de Morunys", "post": "PMA", "waits": True,
        "homeward": False,
    }  # fmt: skip
    rows[9]["emergency"] = {
        "at": AT % 40, "by_name": "Jordi Pla", "point": None, "group": "BOM-EMERGÈNCIA 1", "answered_at": None,
        "answered_by": None,
    }  # fmt: skip
    return {row["id"]: row for row in rows}


def tasks(centre: str, in_hand: str) -> Rows:
    """The task in hand in this state, and one more in each of the others."""
    rows = []
    for n, state in enumerate((in_hand, *(each for each in STATES if each != in_hand))):
        accepted = state in {"accepted", "told", "active"}
        row = task(n, centre, state, capabilities=list(CAPABILITIES[centre]), by_telephone=state == "told")
        row |= {"case": CASE if n == 0 else CASE_OF % n, "accepted_at": AT % 38 if accepted else None}
        if state == "active":
            row |= {"assignments": ["a3", "a4", "a5"], "uncovered": list(CAPABILITIES[centre][1:])}
        if state in {"cancelled", "active"}:
            row["changes"] = [
                change("location_corrected", LONG, old="Carrer de la Grau, 12 · Andorra la Vella")
                if state == "active"
                else change("cancelled", "")
            ]
        rows.append(row)
    return {row["id"]: row for row in rows}


def patient(n: int) -> dict[str, Any]:
    """Somebody hurt, on the way to a hospital."""
    return {
        "v": 1, "id": f"0195a000-0000-7000-8000-0000000006{n:02}", "case": CASE, "mode": "real", "number": n,
        "state": "with_unit", "recorded_at": AT % 35, "age": "adult", "words": "varón, 68 años, no responde",
        "triage": "red", "priority": 1, "unit": UNIT % 5,
        "hospital": {
            "name": "Hospital Nostra Senyora de Meritxell", "id": None, "warned_at": AT % 36, "warned_by": "Nil Roca",
            "words": None, "acknowledged_at": None, "acknowledged_by": None,
        },
        "handed_over_at": None, "handed_over_to": None, "outcome": None, "clinical": True,
    }  # fmt: skip


def operation(**more: Any) -> dict[str, Any]:
    """A planned event around the place, which asks for a unit of the centre."""
    centre = str(more.pop("centre", "san-1"))
    return {
        "v": 1, "id": OPERATION, "mode": "real", "state": "active",
        "details": {
            "name": "Festa Major de Sant Llorenç de Morunys", "kind": "festival", "starts_at": AT % 0,
            "ends_at": "2026-03-14T06:00:00Z", "zone": "Nucli antic",
            "ring": [{"lat": 42.50, "lon": 1.51}, {"lat": 42.52, "lon": 1.51}, {"lat": 42.52, "lon": 1.53}, {"lat": 42.50, "lon": 1.53}],
            "post": {"centre": "pre-1", "name": "PMA", "agency": "pc", "agencies": ["san", "bom"], "desks": 1, "phone": None, "talk_group": "PREV-1"},
            "crowd": 8000, "responsible": "", "phone": None, "notes": "", "plan": [], "places": [],
        },
        "planned_by_name": "Clara Vidal", "planned_at": AT % 0, "changed_at": AT % 0, "changed_by": "Clara Vidal",
        "loans": [
            {"unit": UNIT % 8, "callsign": f"{centre[0].upper()}-08", "lender": centre, "state": "asked", "by_name": "Clara Vidal",
             "at": AT % 20, "answered_by": None, "words": "", "back": None}
        ],
        "began_at": AT % 1, "ending_at": None, "over_by": None, "reason": "", **more,
    }  # fmt: skip


def recommendation(centre: str) -> dict[str, Any]:
    """Four who can go and four who cannot, as the server proposes them."""
    first, second, third = CAPABILITIES[centre]

    def one(n: int, reason: str, travel: int | None) -> dict[str, Any]:
        return {
            "unit": UNIT % n, "callsign": f"{centre[0].upper()}-{n:02}", "capability": first, "travel_s": travel, "by": "roads",
            "reasons": [{"code": reason, "facts": {}}], "flags": [],
        }  # fmt: skip

    return {
        "task": TASK % 0,
        "needs": [
            {
                "capability": first, "count": 1, "proposed": [UNIT % 0],
                "candidates": [one(0, "nearest", 240), one(8, "nearest", 360)],
                "aside": [one(5, "busy", 700), one(7, "out_of_service", None)],
            },
            {"capability": second, "count": 1, "proposed": [], "candidates": [], "aside": []},
        ],
        "missing": [second, third],
        "unsuited": [{"unit": UNIT % 12, "callsign": f"{centre[0].upper()}-12", "capabilities": [third], "reasons": [{"code": "no_crew", "facts": {}}]}],
        "neighbours": ["pc-1"],
    }  # fmt: skip


def cases() -> Rows:
    """One for each task; that in hand is reserved, has a long address and several warnings."""
    first = case(
        location=location() | {"warnings": [{"code": "far_from_caller", "facts": {"distance_m": "14000"}}]},
        help_sent_at=AT % 33, summary="Varón de 68 años que no responde; la hija hace compresiones guiadas",
        hazards=[{"code": "weapon", "words": "un cuchillo de cocina en el recibidor"}],
    )  # fmt: skip
    rows = [first]
    for n in range(1, len(STATES)):
        rows.append(
            case(
                id=CASE_OF % n,
                number=4830 + n,
                calls=[],
                priority=n % 5,
                proved=n % 5,
                location=location() | ({"words": VERY_LONG * 3} if n == 1 else {}),
            )
        )
    return {row["id"]: row for row in rows}


def words() -> Rows:
    """What callers of the case in hand wrote."""
    lines = [
        {"n": n, "at": AT % (20 + n), "words": said}
        for n, said in enumerate(
            (
                "Mi padre se ha caído en el baño y hace ruidos como ronquidos",
                "W" * 3000,
                "Ya no respira, mis hijos están dentro",
            )
        )
    ]
    return {
        CALL: {"id": CALL, "channel": "chat", "rang_at": AT % 1, "language": "fr", "lines": lines, "count": 3}
    }


def centre(which: str, in_hand: str = "active", *, calm: bool = False) -> dict[str, Rows]:
    """The boards of a centre. `calm`: without the notices that come and go."""
    asked = call(
        id=ASKED_IN,
        channel="voice",
        number=131,
        desk="desk-14",
        case=CASE,
        caller_name=None,
        phone="+34600000199",
        state="held",
        parties=[party(f"{which}-desk-1", None if in_hand == "offered" else AT % 42)],
    )
    mine = call(caller_name="Marta Solé i Puigdomènech", language="fr")
    rows: dict[str, Rows] = {
        "tasks": tasks(which, in_hand),
        "cases": cases(),
        "units": units(which),
        "patients": {} if calm else {str(n): patient(n) for n in (1, 2, 3)},
        "operations": {} if calm else {OPERATION: operation(centre=which)},
        "watches": {} if calm else {"w": watch(to=[{"centre": which}])},
        "messages": {} if calm else {"m": message(to=[{"centre": which}], sender={"desk": "desk-14"})},
        "rooms": {},
        "calls": {} if calm else {ASKED_IN: asked},
    }
    return {
        "centre": rows,
        "case": {"story": story(), "calls": {CALL: mine}, "caller_words": {} if calm else words()},
    }
