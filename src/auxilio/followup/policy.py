"""How long a promise may take, and who hears when it is not kept. All are data that each agency sets.

Source of a row, unless it says another: console.md 6 and 7, "ours" (drawn up by us, not measured in a
room). `†` there means a published figure, named here.
"""

from datetime import datetime

import msgspec

from auxilio.followup.model import CLIMB, Level, WatchKind
from auxilio.kernel.instant import after_s
from auxilio.kernel.words import Priority

CLIMB_S = 60.0
"""Red unanswered this long climbs one level (console.md 7)."""
AGAIN_S = 300.0
"""An answered watch whose promise is not kept fires again after this long (decision 0081; ours)."""
ARRIVE_MARGIN_S = 180.0
"""The least that a unit may be late before its watch is red (console.md 6, "min 3 min")."""

type BySeverity = float | tuple[float, float, float, float]
"""One span for all, or for P0, P1, P2, P3; P4 goes with P3. Nothing known counts as P0: doubt counts as danger."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """The clock of one kind of promise, in seconds."""

    amber_s: BySeverity | None
    red_s: BySeverity | None
    first: Level = Level.DESK
    top: Level = Level.GUARD
    climb_s: float = CLIMB_S
    again: bool = True
    """Whether an answered watch still has something to keep. If not, an answer ends it."""
    source: str


class Moments(msgspec.Struct, frozen=True, kw_only=True):
    """The clock of one watch: when it turns amber and red, and how it climbs."""

    amber_at: datetime | None
    red_at: datetime | None
    first: Level
    top: Level
    climb_s: float


_OURS = "console.md 6, ours"
K = WatchKind
TABLE: dict[WatchKind, Row] = {
    # CAT112 2023, NFPA 1225 and EU: answered within 10 s; the room hears at 15 s. Never by telephone: in a surge
    # the duty officer would be called two thousand times for one fact that everybody knows.
    K.ANSWER: Row(amber_s=6, red_s=10, top=Level.ROOM, climb_s=5, source="CAT112, NFPA 1225, EU COCOM"),
    K.LOCATION: Row(amber_s=30, red_s=60, first=Level.ROOM, top=Level.ROOM, source=_OURS),
    K.OFFER: Row(amber_s=(30, 45, 90, 300), red_s=(45, 60, 120, 420), top=Level.ROOM, source=_OURS),
    K.FIRST_UNIT: Row(
        amber_s=(45, 70, 140, 480), red_s=(60, 90, 180, 600), source="catalog.yaml, NFPA 1225 (60 s)"
    ),
    K.TASK_ACCEPT: Row(amber_s=(10, 20, 60, 120), red_s=(20, 40, 120, 300), first=Level.ROOM, source=_OURS),
    K.NO_UNIT: Row(amber_s=(15, 30, 300, 1200), red_s=(30, 60, 600, 2400), source=_OURS),
    K.ALERT_ACKNOWLEDGE: Row(amber_s=(15, 15, 30, 30), red_s=(30, 30, 60, 60), source=_OURS),
    K.DEPART: Row(amber_s=(60, 60, 120, 120), red_s=(90, 90, 180, 180), source=_OURS),
    # Replaced by `arrival` where an expected time is known; these hold where there is none.
    K.ARRIVE: Row(amber_s=(480, 480, 900, 1800), red_s=(600, 600, 1200, 2400), source=_OURS),
    K.CHANGE_ACKNOWLEDGE: Row(amber_s=10, red_s=20, source=_OURS),
    # Somebody else moved the place of a case: whoever has it must know at once, and says so.
    K.PLACE_CORRECTED: Row(
        amber_s=None, red_s=0, top=Level.ROOM, again=False, source="product.md, critical change"
    ),
    K.REASSESS: Row(amber_s=0, red_s=30, top=Level.ROOM, source="protocols.md, every_s of the protocol"),
    K.CALL_BACK: Row(amber_s=60, red_s=180, first=Level.ROOM, top=Level.ROOM, source=_OURS),
    K.SILENT_LEG: Row(amber_s=None, red_s=3, top=Level.ROOM, source="voice issue"),
    K.CREW_SILENT: Row(amber_s=900, red_s=1200, source=_OURS),
    # Its positions stopped; when it counts as silent is dispatch's to say, by status (`dispatch/tracking/policy.py`).
    K.UNIT_SILENT: Row(
        amber_s=None, red_s=0, first=Level.ROOM, top=Level.ROOM, again=False, source="decision 0208, ours"
    ),
    K.HOSPITAL_WARNED: Row(amber_s=60, red_s=120, source=_OURS),
    # Nobody at a hospital reads this house: somebody at the centre telephones, and writes down who there knows.
    K.HOSPITALS_ALERT: Row(amber_s=120, red_s=300, source="decision 0223, ours"),
    # From arrival outside to the end of the clinical handover. Never by telephone: the room helps, the guard cannot.
    K.HOSPITAL_DOOR: Row(
        amber_s=900,
        red_s=1800,
        top=Level.ROOM,
        source="NHS standard contract before 2022: within 15 min, none over 30 (House of Lords Library, 3 November 2022)",
    ),
    K.HANDOVER: Row(amber_s=300, red_s=600, first=Level.ROOM, top=Level.ROOM, source=_OURS),
    K.PLAN_PROPOSED: Row(amber_s=300, red_s=600, first=Level.ROOM, source=_OURS),
    # Most units are home at once; a run that goes on is not yet an alarm, and one that nobody ends is.
    K.OPERATION_OVER: Row(amber_s=60, red_s=900, first=Level.ROOM, source=_OURS),
    # Before it begins there is time to ask for another; nobody is telephoned for it.
    K.LOAN_LOST: Row(
        amber_s=None, red_s=0, first=Level.ROOM, top=Level.ROOM, again=False, source="decision 0222, ours"
    ),
    K.NOBODY_HAS_IT: Row(amber_s=None, red_s=0, first=Level.ROOM, source="product.md, stage 4"),
    K.CREW_EMERGENCY: Row(amber_s=None, red_s=0, first=Level.ROOM, source="console.md 7"),
    K.DESK_HELP: Row(
        amber_s=None, red_s=0, first=Level.ROOM, top=Level.ROOM, again=False, source="console.md 1, key H"
    ),
    K.REACTION_FAILED: Row(amber_s=None, red_s=0, first=Level.ROOM, again=False, source="architecture.md 4"),
    # Never by telephone: what could not be delivered may be the call to the duty officer itself.
    K.DELIVERY_FAILED: Row(
        amber_s=None, red_s=0, first=Level.ROOM, top=Level.ROOM, again=False, source="architecture.md 4"
    ),
    # Crews are not heard: statuses come by voice. An answer says that somebody sees to it.
    K.RADIO_LOST: Row(amber_s=None, red_s=0, first=Level.ROOM, again=False, source="decision 0221, ours"),
    # A radio that no unit carries calls for help: who it is must be found out, and nobody is asked for a status meanwhile.
    K.RADIO_EMERGENCY: Row(amber_s=None, red_s=0, first=Level.ROOM, source="console.md 7, decision 0221"),
}
assert TABLE.keys() == set(WatchKind), "every promise has its clock"

CREW_CHANGE_RED_S = 30.0
"""A crew has this long to acknowledge a change, a desk 20 s (console.md 6)."""


def span_s(spans: BySeverity | None, priority: Priority | None) -> float | None:
    """The span for this priority."""
    if spans is None or isinstance(spans, int | float):
        return spans
    return spans[min(priority if priority is not None else Priority.P0, 3)]


def moments(kind: WatchKind, priority: Priority | None, since: datetime) -> Moments:
    """The clock of a promise made at `since`."""
    row = TABLE[kind]
    amber_s, red_s = span_s(row.amber_s, priority), span_s(row.red_s, priority)
    return Moments(
        amber_at=None if amber_s is None else after_s(since, amber_s),
        red_at=None if red_s is None else after_s(since, red_s),
        first=row.first,
        top=row.top,
        climb_s=row.climb_s,
    )


def arrival(priority: Priority | None, since: datetime, expected_s: float) -> Moments:
    """The clock of a unit that is expected after `expected_s`: ETA + 10 %, ETA + 25 % but at least 3 minutes."""
    usual = moments(WatchKind.ARRIVE, priority, since)
    return msgspec.structs.replace(
        usual,
        amber_at=after_s(since, expected_s * 1.1),
        red_at=after_s(since, max(expected_s * 1.25, expected_s + ARRIVE_MARGIN_S)),
    )


def next_level(level: Level, top: Level) -> Level | None:
    """Who hears next; None at the top."""
    above = CLIMB[CLIMB.index(level) + 1 :]
    return above[0] if above and level != top else None
