"""How long a promise may take, and who hears when it is not kept. All are data that each agency sets.

`source` of a row names the published figure or the decision that it comes from; "ours": drawn up by us, not measured in
a control room.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from auxilio.followup.core.model import CLIMB, EscalationLevel, WatchKind
from auxilio.kernel.instant import after_s
from auxilio.kernel.shared_types import Priority

CLIMB_S = 60.0
"""Red unanswered this long climbs one level."""
AGAIN_S = 300.0
"""An answered watch whose promise is not kept fires again after this long (decision 0081; ours)."""
ARRIVE_MARGIN_S = 180.0
"""The least that a unit may be late before its watch is red: three minutes, ours."""

type SpanBySeverity = float | tuple[float, float, float, float]
"""One span for all, or for P0, P1, P2, P3; P4 goes with P3. Nothing known counts as P0: doubt counts as danger."""


class WatchSpans(msgspec.Struct, frozen=True, kw_only=True):
    """The clock of one kind of promise, in seconds."""

    amber_s: SpanBySeverity | None
    red_s: SpanBySeverity | None
    first: EscalationLevel = EscalationLevel.DESK
    top: EscalationLevel = EscalationLevel.GUARD
    climb_s: float = CLIMB_S
    again: bool = True
    """Whether an answered watch still has something to keep. If not, an answer ends it."""
    again_s: float = AGAIN_S
    """After how long an answered watch fires again."""
    source: str


class Moments(msgspec.Struct, frozen=True, kw_only=True):
    """The clock of one watch: when it turns amber and red, and how it climbs."""

    amber_at: datetime | None
    red_at: datetime | None
    first: EscalationLevel
    top: EscalationLevel
    climb_s: float


_OURS = "ours"
K = WatchKind
WATCH_SPANS: dict[WatchKind, WatchSpans] = {
    # CAT112 2023, NFPA 1225 and EU: answered within 10 s; the room hears at 15 s. Never by telephone: in a surge
    # the duty officer would be called two thousand times for one fact that everybody knows.
    K.ANSWER: WatchSpans(
        amber_s=6, red_s=10, top=EscalationLevel.ROOM, climb_s=5, source="CAT112, NFPA 1225, EU COCOM"
    ),
    K.LOCATION: WatchSpans(
        amber_s=30, red_s=60, first=EscalationLevel.ROOM, top=EscalationLevel.ROOM, source=_OURS
    ),
    K.OFFER: WatchSpans(
        amber_s=(30, 45, 90, 300), red_s=(45, 60, 120, 420), top=EscalationLevel.ROOM, source=_OURS
    ),
    K.FIRST_UNIT: WatchSpans(
        amber_s=(45, 70, 140, 480), red_s=(60, 90, 180, 600), source="catalog.yaml, NFPA 1225 (60 s)"
    ),
    K.TASK_ACCEPT: WatchSpans(
        amber_s=(10, 20, 60, 120), red_s=(20, 40, 120, 300), first=EscalationLevel.ROOM, source=_OURS
    ),
    K.NO_UNIT: WatchSpans(amber_s=(15, 30, 300, 1200), red_s=(30, 60, 600, 2400), source=_OURS),
    K.ALERT_ACKNOWLEDGE: WatchSpans(amber_s=(15, 15, 30, 30), red_s=(30, 30, 60, 60), source=_OURS),
    K.DEPART: WatchSpans(amber_s=(60, 60, 120, 120), red_s=(90, 90, 180, 180), source=_OURS),
    # Replaced by `arrival` where an expected time is known; these hold where there is none.
    K.ARRIVE: WatchSpans(amber_s=(480, 480, 900, 1800), red_s=(600, 600, 1200, 2400), source=_OURS),
    K.CHANGE_ACKNOWLEDGE: WatchSpans(amber_s=10, red_s=20, source=_OURS),
    # Somebody else moved the place of a case: whoever has it must know at once, and says so.
    K.PLACE_CORRECTED: WatchSpans(amber_s=None, red_s=0, top=EscalationLevel.ROOM, again=False, source=_OURS),
    K.REASSESS: WatchSpans(amber_s=0, red_s=30, top=EscalationLevel.ROOM, source="every_s of the protocol"),
    K.CALL_BACK: WatchSpans(
        amber_s=60, red_s=180, first=EscalationLevel.ROOM, top=EscalationLevel.ROOM, source=_OURS
    ),
    # The call is over, and nobody has it before them: whoever had the case may be in another.
    K.CALLER_WROTE: WatchSpans(
        amber_s=None,
        red_s=0,
        first=EscalationLevel.ROOM,
        top=EscalationLevel.ROOM,
        again=False,
        source=_OURS,
    ),
    K.SILENT_LEG: WatchSpans(amber_s=None, red_s=3, top=EscalationLevel.ROOM, source="voice issue"),
    K.CREW_SILENT: WatchSpans(amber_s=900, red_s=1200, source=_OURS),
    # Its positions stopped; when it counts as silent is dispatch's to say, by status (`dispatch/tracking/core/policy.py`).
    K.UNIT_SILENT: WatchSpans(
        amber_s=None,
        red_s=0,
        first=EscalationLevel.ROOM,
        top=EscalationLevel.ROOM,
        again=False,
        source="decision 0208, ours",
    ),
    K.HOSPITAL_WARNED: WatchSpans(amber_s=60, red_s=120, source=_OURS),
    # No hospital has access to Auxilio: the centre telephones, and writes down whom it reached there.
    K.HOSPITALS_ALERT: WatchSpans(amber_s=120, red_s=300, source="decision 0223, ours"),
    # A notice that an interview proves, by its code (`NOTICE_RED_S`). Never by telephone to the duty officer: whoever hears
    # of it in the room can give it. Said to be seen to, it is asked for again after a minute.
    K.NOTICE: WatchSpans(
        amber_s=None,
        red_s=120,
        first=EscalationLevel.ROOM,
        top=EscalationLevel.ROOM,
        again_s=60,
        source="decision 0355, ours",
    ),
    # Never by telephone to the duty officer by itself: it may be the duty officer who does not answer.
    K.NOTIFICATION_UNANSWERED: WatchSpans(
        amber_s=None,
        red_s=0,
        first=EscalationLevel.ROOM,
        top=EscalationLevel.ROOM,
        again_s=120,
        source="decision 0410, ours",
    ),
    # A caller waits on the line: the health centres hear it at once, the room after a minute. Never by telephone to the duty
    # officer, who may authorise nothing.
    K.STEP_AUTHORISE: WatchSpans(
        amber_s=None, red_s=0, top=EscalationLevel.ROOM, again_s=60, source="decision 0379, ours"
    ),
    # From arrival outside to the end of the clinical handover. Never by telephone: the room helps, the guard cannot.
    K.HOSPITAL_DOOR: WatchSpans(
        amber_s=900,
        red_s=1800,
        top=EscalationLevel.ROOM,
        source="NHS standard contract before 2022: within 15 min, none over 30 (House of Lords Library, 3 November 2022)",
    ),
    K.HANDOVER: WatchSpans(
        amber_s=300, red_s=600, first=EscalationLevel.ROOM, top=EscalationLevel.ROOM, source=_OURS
    ),
    K.PLAN_PROPOSED: WatchSpans(amber_s=300, red_s=600, first=EscalationLevel.ROOM, source=_OURS),
    # Most units are home at once; a run that goes on is not yet an alarm, and one that nobody ends is.
    K.OPERATION_OVER: WatchSpans(amber_s=60, red_s=900, first=EscalationLevel.ROOM, source=_OURS),
    # Before it begins there is time to ask for another; nobody is telephoned for it.
    K.LOAN_LOST: WatchSpans(
        amber_s=None,
        red_s=0,
        first=EscalationLevel.ROOM,
        top=EscalationLevel.ROOM,
        again=False,
        source="decision 0222, ours",
    ),
    K.NOBODY_HAS_IT: WatchSpans(amber_s=None, red_s=0, first=EscalationLevel.ROOM, source=_OURS),
    K.CREW_EMERGENCY: WatchSpans(amber_s=None, red_s=0, first=EscalationLevel.ROOM, source=_OURS),
    K.DESK_HELP: WatchSpans(
        amber_s=None,
        red_s=0,
        first=EscalationLevel.ROOM,
        top=EscalationLevel.ROOM,
        again=False,
        source="ours, key H",
    ),
    K.REACTION_FAILED: WatchSpans(
        amber_s=None, red_s=0, first=EscalationLevel.ROOM, again=False, source=_OURS
    ),
    # Never by telephone: what could not be delivered may be the call to the duty officer itself.
    K.DELIVERY_FAILED: WatchSpans(
        amber_s=None,
        red_s=0,
        first=EscalationLevel.ROOM,
        top=EscalationLevel.ROOM,
        again=False,
        source="decision 0085, ours",
    ),
    # Never by telephone: whoever looks after the machines reads their log; the room must know that something may be wrong.
    K.PROCESS_FAULT: WatchSpans(
        amber_s=None,
        red_s=0,
        first=EscalationLevel.ROOM,
        top=EscalationLevel.ROOM,
        again=False,
        source="decision 0230, ours",
    ),
    # Crews are not heard: statuses come by voice. An answer says that somebody sees to it.
    K.RADIO_LOST: WatchSpans(
        amber_s=None, red_s=0, first=EscalationLevel.ROOM, again=False, source="decision 0221, ours"
    ),
    # A radio that no unit carries calls for help: who it is must be found out, and nobody is asked for a status meanwhile.
    K.RADIO_EMERGENCY: WatchSpans(amber_s=None, red_s=0, first=EscalationLevel.ROOM, source="decision 0221"),
}
assert WATCH_SPANS.keys() == set(WatchKind), "every promise has its clock"

NOTICE_RED_S: Mapping[str, float] = {
    "rail_stop_traffic": 60,
    "grid_operator_cut": 60,
    "road_signs_warn": 60,
    "locate_phone_urgent": 60,
    "stroke_code": 60,
    "tsunami_warning_check": 60,
    "mass_alert_option": 60,
    "dam_operator": 60,
}
"""Notices that must be given sooner than others, by code, in seconds (decision 0355; ours)."""

CREW_CHANGE_RED_S = 30.0
"""A crew has this long to acknowledge a change, a desk 20 s."""


def span_s(spans: SpanBySeverity | None, priority: Priority | None) -> float | None:
    """The span for this priority."""
    if spans is None or isinstance(spans, int | float):
        return spans
    return spans[min(priority if priority is not None else Priority.P0, 3)]


def moments(kind: WatchKind, priority: Priority | None, since: datetime) -> Moments:
    """The clock of a promise made at `since`."""
    row = WATCH_SPANS[kind]
    amber_s, red_s = span_s(row.amber_s, priority), span_s(row.red_s, priority)
    return Moments(
        amber_at=None if amber_s is None else after_s(since, amber_s),
        red_at=None if red_s is None else after_s(since, red_s),
        first=row.first,
        top=row.top,
        climb_s=row.climb_s,
    )


def notice_moments(code: str, since: datetime) -> Moments:
    """The clock of a notice that was proved at `since`."""
    usual = moments(WatchKind.NOTICE, None, since)
    red_s = NOTICE_RED_S.get(code)
    return usual if red_s is None else msgspec.structs.replace(usual, red_at=after_s(since, red_s))


def arrival(priority: Priority | None, since: datetime, expected_s: float) -> Moments:
    """The clock of a unit that is expected after `expected_s`: ETA + 10 %, ETA + 25 % but at least 3 minutes."""
    usual = moments(WatchKind.ARRIVE, priority, since)
    return msgspec.structs.replace(
        usual,
        amber_at=after_s(since, expected_s * 1.1),
        red_at=after_s(since, max(expected_s * 1.25, expected_s + ARRIVE_MARGIN_S)),
    )


def next_level(level: EscalationLevel, top: EscalationLevel) -> EscalationLevel | None:
    """Who hears next; None at the top."""
    above = CLIMB[CLIMB.index(level) + 1 :]
    return above[0] if above and level != top else None
