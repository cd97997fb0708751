"""Invented boards as full as a hard night makes them: four agencies, a card under way, a long address, a banner, an alarm."""

import json
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

from tests.browser.kit.sample_boards import (
    ASKED,
    AT,
    CALL,
    CARD,
    CASE,
    OTHER,
    RUN,
    call,
    case,
    desk_row,
    fact,
)

type Rows = dict[str, dict[str, Any]]
LONG = "Carretera de Sant Llorenç de Morunys, km 14,300 · Urbanització els Pins de Dalt, bloc 3, escala B, 4.º 2.ª"
VERY_LONG = f"{LONG} · entrada por la pista forestal de la izquierda después del segundo puente · junto a la caseta de obras"
"""As somebody has typed it, who knew no end."""
FURTHER = "0195a000-0000-7000-8000-0000000009%02d"
LATE = "2026-03-14T02:24:45Z"
"""When everything that was promised is long overdue."""
CENTRES = {
    "san-1": ("san", "HEALTH", "Sanidad 1"),
    "bom-1": ("bom", "FIRE", "Bomberos 1"),
    "pol-1": ("pol", "POLICE", "Policía 1"),
    "pc-1": ("pc", "CIVIL_PROTECTION", "Protección Civil 1"),
}
STATES = (
    ("offered", "offered", "accepted", "active"),
    ("active", "told", "refused", "timed_out"),
)
"""What the four are doing, one row for each measurement."""


def directory() -> dict[str, Any]:
    """Who there is, as `/api/directory` tells it."""
    return {
        "agencies": [
            {"id": agency, "service": service, "phone": "+34999001500", "has_console": agency != "pc"}
            for agency, service, _ in CENTRES.values()
        ],
        "centres": [
            {"id": id, "agency": agency, "name": name, "phone": None}
            for id, (agency, _, name) in CENTRES.items()
        ],
        "desks": [{"id": "desk-14", "name": "Puesto 14"}],
    }


def task(n: int, centre: str, state: str, **more: Any) -> dict[str, Any]:
    """What was asked of a centre."""
    agency, service, _ = CENTRES[centre]
    return {
        "v": 1, "id": f"0195a000-0000-7000-8000-0000000001{n:02}", "case": CASE, "mode": "real", "state": state, "centre": centre,
        "agency": agency, "service": service, "capabilities": ["als", "bls"], "priority": 0, "offered_at": AT % 33,
        "offered_by": "Lucía Ferrer", "reasons": [], "place": {"lat": 42.5075, "lon": 1.522}, "by_telephone": agency == "pc",
        "reflex": False, "fallbacks": [], "since": AT % 33, "soon_at": AT % 40, "due_at": AT % 50, "accepted_at": AT % 38,
        "accepted_by": "Nil Roca", "accepted_by_rule": False, "told": None, "refusal": None, "words": None, "assignments": [],
        "uncovered": [], "by_centre": [], "units": 2 if state == "active" else 0, "first_unit_at": None, "changes": [], "contact_attempts": 0,
        "aid_of": None, "aid_for": None, "aids": [], "passed_to": None,
        "nobody_since": AT % 41 if state in {"refused", "timed_out"} else None, "unowned": state in {"refused", "timed_out"},
        "outcome": None, "over_at": None, "over_by": None, "released_to": None, "hidden": False, **more,
    }  # fmt: skip


def tasks(states: tuple[str, ...]) -> Rows:
    """One for each centre, in these states."""
    rows = [task(n, centre, state) for n, (centre, state) in enumerate(zip(CENTRES, states, strict=True))]
    return {row["id"]: row for row in rows}


def watch(**more: Any) -> dict[str, Any]:
    """A promise that was missed, for this desk to answer."""
    return {
        "v": 1, "id": "0195a000-0000-7000-8000-000000000011", "kind": "no_unit", "state": "red", "mode": "real",
        "subject": f"case:{CASE}", "about": None, "case": CASE, "call": None, "priority": 0, "to": [{"desk": "desk-14"}],
        "level": "desk", "set_at": AT % 1, "amber_at": AT % 20, "red_at": AT % 30, "fired_at": AT % 31, "fired": 1,
        "duty_officer_calls": 0, "answered_at": None, "answered_by_name": None, "words": None, "over_at": None, "over_by": None,
        **more,
    }  # fmt: skip


def room() -> dict[str, Any]:
    """More calls than hands."""
    surge = {"since": AT % 2, "by_name": "Clara Vidal", "words": "Incendio en el valle"}
    return {"v": 1, "id": "real", "mode": "real", "surge": surge, "news": []}


def message(**more: Any) -> dict[str, Any]:
    """A centre asks the desk."""
    return {
        "v": 1, "id": "0195a000-0000-7000-8000-000000000012", "case": CASE, "mode": "real", "by": "p2", "by_name": "Nil Roca",
        "sender": {"centre": "bom-1"}, "to": [{"desk": "desk-14"}], "words": "¿Hay alguien que pueda abrir la barrera de la urbanización?",
        "sent_at": AT % 44, "read": [], "hidden": False, **more,
    }  # fmt: skip


def dictation(card: str, digest: str, step: str) -> dict[str, Any]:
    """A card of which some sentences were said."""
    return {
        "v": 1, "run": CARD, "case": CASE, "card": card, "version": "0.1.0", "digest": digest, "draft": True, "language": "es",
        "current": step, "said": {}, "marks": [{"mark": "arrest_recognised", "at": AT % 32, "by": "p1"}], "authorised": [],
        "metronome": "me", "opened_at": AT % 32, "closed_at": None,
    }  # fmt: skip


def run(**more: Any) -> dict[str, Any]:
    """An interview that has proved an arrest and has a question open."""
    return {
        "v": 2, "run": RUN, "case": CASE, "protocol": "san-pcr", "version": "0.1.0", "digest": ASKED, "call": None,
        "answers": {"consciente": "N", "respira": "qualified"}, "answered_at": {},
        "priority": 0, "rule": "PCR-1", "type": "SAN-01", "chosen": False,
        "send": ["als", "bls", "aed"], "say": ["rcp-adulto", "dea"], "last_at": AT % 31, **more,
    }  # fmt: skip


def location() -> dict[str, Any]:
    """Longer than its cell."""
    return {
        "degree": "agreed", "words": LONG, "point": {"lat": 42.5075, "lon": 1.522}, "municipality": "Sant Llorenç de Morunys",
        "detail": "la barrera se abre con 2580; el portal está detrás del frontón", "warnings": [],
    }  # fmt: skip


def story() -> Rows:
    """More than its region holds."""
    rows = [fact(n, "triage.run.answered", {"question": "consciente", "answer": "N"}) for n in range(10, 40)]
    return {row["id"]: row for row in rows}


def desk(step: str, digest: str, states: tuple[str, ...] = STATES[0]) -> dict[str, Rows]:
    """A desk in the middle of an arrest for which four agencies were asked."""
    spoken = call(channel="voice", text=False, language="fr", caller_name="Marta Solé i Puigdomènech")
    mine = case(location=location(), help_sent_at=AT % 33, owner="desk-14")
    near = case(id=OTHER, number=4809, type="SAN-40", priority=2, calls=[], owner=None)
    return {
        "desk": {
            "calls": {CALL: spoken},
            "cases": {CASE: mine, OTHER: near},
            "desks": {"desk-14": desk_row("busy", call=CALL)},
            "tasks": tasks(states),
            "watches": {"w": watch()},
            "messages": {"m": message()},
            "rooms": {"real": room()},
        },
        "case": {
            "runs": {RUN: run()},
            "dictations": {CARD: dictation("rcp-adulto", digest, step)},
            "tasks": tasks(states),
            "story": story(),
        },
        "talk": {"story": {}, "calls": {CALL: spoken}},
    }


def bare(step: str, digest: str) -> dict[str, Rows]:
    """`desk`, of whose card nobody has marked a time."""
    rows = desk(step, digest, STATES[1])
    rows["case"]["dictations"][CARD]["marks"] = []
    return rows


def crowded(digest: str) -> dict[str, Rows]:
    """A fire told in French by voice, with text beside it: a question of eight answers, a card that is proved, four services of which two are over, an address that was corrected and that three have not read, one of them the crew that drives."""
    rows = desk("", digest)
    talk = call(channel="voice", text=True, language="fr", phone=None)
    corrected = {
        "id": "0195a000-0000-7000-8000-000000000501", "case": CASE, "kind": "location_corrected", "new": LONG, "old": "Carrer Major, 5",
        "at": AT % 39, "acknowledged": None,
    }  # fmt: skip
    over = [
        task(10 + n, centre, "timed_out", passed_to="x", nobody_since=None)
        for n, centre in enumerate(CENTRES)
    ]
    gas = task(20, "pc-1", "timed_out", service="UTILITY_GAS")
    own = {each["id"]: each for each in over} | {
        id: row | ({"changes": [corrected]} if row["centre"] in {"san-1", "pol-1"} else {})
        for id, row in tasks(("active", "offered", "accepted", "refused")).items()
    } | {gas["id"]: gas}  # fmt: skip
    drives = {
        "v": 1, "id": "0195a000-0000-7000-8000-000000000301", "callsign": "M-02", "agency": "san", "centre": "san-1", "capabilities": ["als"],
        "home": {"lat": 42.5, "lon": 1.52}, "mode": "real", "talk_group": None, "phone": None, "radios": [], "status": "en_route",
        "status_at": AT % 36, "status_by": None, "entered_for": None, "crew": [], "signed_on_at": AT % 1, "assignment": "a-1",
        "task": None, "case": CASE, "assigned_at": AT % 35, "orders": [corrected], "emergency": None, "stand_by": None, "lent_by": None,
        "lent": None, "kept_presses": 0,
    }  # fmt: skip
    fire = run(
        protocol="fue-incendio-edificio", answers={"llamante": "trapped", "otros": "-"}, say=["rcp-adulto"]
    )
    rows["desk"] |= {
        "calls": {CALL: talk},
        "tasks": own,
        "units": {drives["id"]: drives},
        "messages": {},
        "rooms": {},
    }
    rows["case"] |= {"runs": {RUN: fire}, "dictations": {}, "tasks": own}
    rows["talk"] = {"story": {}, "calls": {CALL: talk}}
    return rows


def idle_with_many(digest: str) -> dict[str, Rows]:
    """A desk without a call that answers for eight incidents."""
    rows = desk("", digest)
    own = [case(id=FURTHER % n, number=4800 + n, calls=[], owner="desk-14") for n in range(10, 18)]
    rows["desk"] |= {
        "calls": {},
        "cases": {each["id"]: each for each in own},
        "messages": {},
        "rooms": {},
        "tasks": {},
    }
    return rows | {"case": {}, "talk": {}}


def endangered(digest: str) -> dict[str, Rows]:
    """Violence at home of which two changes are not read by a centre with a long name: wait for the police, come without a siren."""
    rows = desk("", digest)
    changes = [
        {
            "id": f"0195a000-0000-7000-8000-00000000051{n}", "case": CASE, "kind": kind, "new": said, "old": None, "at": AT % 39,
            "acknowledged": None,
        }
        for n, (kind, said) in enumerate((("wait_for_police", ""), ("hazard", "acercarse sin sirenas")))
    ]  # fmt: skip
    told = {
        id: row | ({"changes": changes} if row["centre"] == "pc-1" else {})
        for id, row in tasks(("active", "accepted", "accepted", "offered")).items()
    }
    rows["desk"] |= {"tasks": told, "messages": {}, "rooms": {}}
    rows["case"] |= {"tasks": told, "dictations": {}}
    return rows


def written(step: str | None, digest: str) -> dict[str, Rows]:
    """Who cannot speak writes, four others have called, the case is reserved, its address is without end and was not read back. `step`: of the card under way; None: it is proved and not begun."""
    mine = call(language="ca", cannot_speak=True, case=CASE)
    others = [
        call(id=FURTHER % n, number=140 + n, channel="voice", rang_at=AT % (20 + n), caller_name=name, language="es", cannot_speak=n == 2)
        for n, name in enumerate(("Maria Antònia Fernández de Castro", None, None, "Pau Serra"), 1)
    ]  # fmt: skip
    long = location() | {"words": VERY_LONG, "degree": "matched"}
    calls = [CALL, *(each["id"] for each in others)]
    its = case(location=long, calls=calls, help_sent_at=AT % 33, reserved=True, owner="desk-14")
    rows = desk("", digest)
    rows["desk"] |= {"calls": {CALL: mine}, "cases": {CASE: its}, "messages": {}, "rooms": {}}
    rows["case"] |= {
        "calls": {each["id"]: each for each in others},
        "dictations": {CARD: dictation("rcp-adulto", digest, step) | {"marks": []}} if step else {},
    }
    rows["talk"] = {"story": {}, "calls": {CALL: mine}}
    return rows


class LiveBoards:
    """Boards that go on: what changes is sent to the page as the server sends it."""

    def __init__(self, page: Page, boards: dict[str, Rows], now: str = AT % 45) -> None:
        self._boards = boards
        self._now = now
        self._sockets: list[WebSocketRoute] = []
        self._away = False
        self._open: dict[str, tuple[WebSocketRoute, str]] = {}
        self._sent = 1
        page.route_web_socket("**/api/boards", self._talk)

    def _talk(self, socket: WebSocketRoute) -> None:
        if self._away:
            socket.close()
            return
        self._sockets.append(socket)

        def said(text: str | bytes) -> None:
            ask = json.loads(text)
            if "open" in ask:
                self._open[ask["open"]] = (socket, ask["key"])
                snapshot = self._boards.get(ask["open"], {})
                socket.send(
                    json.dumps({"key": ask["key"], "at": [0, 1, 1], "snapshot": snapshot, "more": {}})
                )

        socket.on_message(said)
        socket.send(json.dumps({"beat": self._now, "at": [0, 1, 1], "database": "ok", "roads": "ok"}))

    def cut_off(self) -> None:
        """The server is gone, and stays so."""
        self._away = True
        for socket in self._sockets:
            socket.close()

    def change(self, board: str, table: str, *rows: dict[str, Any]) -> None:
        """These rows of a table are so from now on."""
        self._sent += 1
        socket, key = self._open[board]
        news = {row["id"]: row for row in rows}
        socket.send(json.dumps({"key": key, "at": [0, 1, self._sent], "set": {table: news}}))
