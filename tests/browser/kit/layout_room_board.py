"""An invented room as full as a hard night makes it: thirty desks, needs of every rank, work, plans, modes and news."""

from typing import Any

from tests.browser.kit.layout_boards import CENTRES, LONG, Rows, location, task, watch
from tests.browser.kit.layout_centre_board import CASE_OF, UNIT, unit
from tests.browser.kit.sample_boards import AT, CASE, call, case, desk_row

CALL_OF = "0195a000-0000-7000-8000-0000000007%02d"
WATCH = "0195a000-0000-7000-8000-0000000008%02d"
DESKS = 30
PEOPLE = (
    "Noa Vidal", "Pau Serra i Puigdomènech", "Ana Ruiz", "Maria Antònia Fernández de Castro", "Eva Font", "Biel Roca",
    "Iria Coll",
)  # fmt: skip
STANDS = ("ready", "busy", "wrap_up", "busy", "pause", "offered", "busy")
KINDS = (
    "nobody_has_it", "no_location", "no_unit", "desk_help", "silent_leg", "first_unit", "arrive", "crew_silent",
    "hospital_warned", "process_fault", "reaction_failed", "radio_lost", "plan_proposed", "handover", "reassess", "call_back",
)  # fmt: skip


def directory() -> dict[str, Any]:
    """Who there is, with a room full of desks."""
    return {
        "agencies": [
            {"id": agency, "service": service, "name": name, "phone": "+34999001500", "has_console": agency != "pc"}
            for agency, service, name in CENTRES.values()
        ],
        "centres": [
            {"id": id, "agency": agency, "name": name, "phone": None}
            for id, (agency, _, name) in CENTRES.items()
        ],
        "desks": [{"id": f"desk-{n:02}", "name": f"Puesto {n:02}", "centre": None} for n in range(1, DESKS + 1)],
    }  # fmt: skip


def desks() -> Rows:
    """Twenty-four of them taken, one asks for help, one is listened to, one waits to be relieved."""
    rows = {}
    for n in range(1, 25):
        stand = STANDS[n % len(STANDS)]
        rows[f"desk-{n:02}"] = desk_row(
            stand, id=f"desk-{n:02}", since="2026-03-14T00:58:00Z" if n == 4 else AT % n, joined=None,
            person_name=PEOPLE[n % len(PEOPLE)], call=CALL_OF % n if stand == "busy" else None,
            help_asked_at=AT % 30 if n == 3 else None,
        )  # fmt: skip
    return rows


def needs() -> Rows:
    """A promise missed of each kind, of a case of its own."""
    rows = {}
    for n, kind in enumerate(KINDS):
        fired = "fired" if n % 3 else "escalated"
        about = "telephony" if kind == "process_fault" else "tetra-1"
        rows[WATCH % n] = watch(
            id=WATCH % n, kind=kind, state=fired, subject=f"case:{CASE_OF % n}", case=CASE_OF % n, about=about,
            priority=n % 5, to=[{"room": True}], level="room", red_at=AT % (20 + n), amber_at=AT % (10 + n), set_at=AT % n,
        )  # fmt: skip
    return rows


def cases() -> Rows:
    """One for each need."""
    rows = [case(location=location(), owner="desk-02")]
    for n in range(len(KINDS)):
        rows.append(
            case(
                id=CASE_OF % n,
                number=4830 + n,
                calls=[],
                priority=n % 5,
                proved=n % 5,
                location=location(),
                owner="desk-02",
            )
        )
    return {row["id"]: row for row in rows}  # fmt: skip


def calls() -> Rows:
    """In hand, waiting, and lost."""
    rows = [
        call(id=CALL_OF % n, number=200 + n, desk=f"desk-{n:02}", channel="voice", case=CASE)
        for n in range(1, 25)
    ]
    rows[0] |= {"listeners": [{"desk": "room", "name": "Clara Vidal", "way": "listen", "at": AT % 40}]}
    for n in range(30, 37):
        rows.append(
            call(id=CALL_OF % n, number=200 + n, desk=None, state="queued", case=None, answered_at=None)
        )
    for n in range(37, 41):
        rows.append(
            call(
                id=CALL_OF % n,
                number=200 + n,
                desk=None,
                state="abandoned",
                case=None,
                answered_at=None,
                ended_at=AT % 44,
            )
        )
    return {row["id"]: row for row in rows}  # fmt: skip


def plans() -> dict[str, Any]:
    """Plans of the territory, as `/api/major/plans` tells them."""
    return {
        "plans": [
            {"id": "wildfire", "name": {"es": "Plan especial de emergencias por incendios forestales"}, "phases": [], "draft": True},
            {"id": "snow", "name": {"es": "Plan de nevadas"}, "phases": [], "draft": True},
        ],
    }  # fmt: skip


def situations() -> Rows:
    """One plan is declared; another is proposed."""
    standing = {
        "phase": "emergency-1", "phase_name": "Emergencia 1", "before": None, "since": AT % 1, "declared_at": AT % 1,
        "by": "Clara Vidal", "area": "Valle de Sant Llorenç de Morunys", "act": "Resolución 2026/114", "words": None,
    }  # fmt: skip
    proposal = {
        "phase": "alert", "phase_name": "Alerta", "since": AT % 1,
        "grounds": [{"rule": "snow-2", "case": CASE, "at": AT % 1, "case_number": 4821, "fact": "type", "value": "PCV-07"}],
    }  # fmt: skip
    shared = {"v": 1, "mode": "real", "draft": True, "version": "0.1.0", "cases": [], "last": None}
    return {
        "wildfire": {"id": "wildfire", "plan": "wildfire", "name": "Incendios forestales", "standing": standing, "proposal": None, **shared},
        "snow": {"id": "snow", "plan": "snow", "name": "Nevadas", "standing": None, "proposal": proposal, **shared},
    }  # fmt: skip


def rooms() -> Rows:
    """A surge, and news of the shift."""
    news = [
        {"id": f"n{n}", "at": AT % n, "by_name": "Clara Vidal", "words": said}
        for n, said in enumerate(
            ("CS-101 cortada por hielo hasta las 07:00", "H-01 sin vuelo: viento de 70 km/h", LONG)
        )
    ]
    surge = {
        "since": AT % 2,
        "by_name": "Clara Vidal",
        "reason": "Incendio en el valle de Sant Llorenç de Morunys",
    }
    return {"real": {"v": 1, "id": "real", "mode": "real", "surge": surge, "news": news}}


def handovers() -> Rows:
    """A shift that waits to be taken over."""
    row = {
        "v": 1, "id": "h1", "desk": "desk-02", "mode": "real", "state": "offered", "by_name": "Pau Serra i Puigdomènech",
        "offered_at": AT % 20, "to": None, "items": [], "words": None, "accepted_at": None, "accepted_by_name": None,
    }  # fmt: skip
    return {"h1": row}


def room(*, calm: bool = False) -> dict[str, Rows]:
    """The board of a room. `calm`: before the night was hard."""
    states = ("offered", "accepted", "active", "told", "timed_out", "refused")
    tasks = [
        task(
            n,
            centre,
            states[n % len(states)],
            case=CASE_OF % n,
            uncovered=["rescue_tool", "ladder"] if n % 4 == 2 else [],
        )
        for n, centre in enumerate(tuple(CENTRES) * 4)
    ]
    units = [unit(n, "bom-1") for n in range(14)]
    units[9]["emergency"] = {
        "at": AT % 40,
        "by_name": "Jordi Pla",
        "point": None,
        "group": "BOM-EMERGÈNCIA 1",
        "answered_at": None,
        "answered_by": None,
    }
    return {
        "room": {
            "desks": desks(),
            "cases": cases(),
            "calls": calls(),
            "tasks": {row["id"]: row for row in tasks},
            "units": {UNIT % n: row for n, row in enumerate(units)},
            "watches": {} if calm else needs(),
            "rooms": {} if calm else rooms(),
            "handovers": {} if calm else handovers(),
            "situations": {} if calm else situations(),
        }
    }  # fmt: skip
