"""The states of rows whose changes are events of the log: units, hospitals, duties on call, qualifications of a person."""

from collections.abc import Sequence
from typing import Any

import msgspec

from auxilio.directory_history.core.comparison import RowFields, RowState
from auxilio.dispatch.units.core.messages import UnitRegistered
from auxilio.hospitals.core.messages import HospitalAdded, HospitalChanged, HospitalRetired
from auxilio.kernel.instant import Instant
from auxilio.rosters.core.messages import OnCallDutyEnded, OnCallDutySet
from auxilio.rosters.core.qualification_messages import QualificationRecorded, QualificationWithdrawn

type RowEvent = (
    UnitRegistered
    | HospitalAdded
    | HospitalChanged
    | HospitalRetired
    | OnCallDutySet
    | OnCallDutyEnded
    | QualificationRecorded
    | QualificationWithdrawn
)
"""An event that changes what administrators state of a row; a status of a unit or a capacity of a hospital is none."""
_KEYS = frozenset({"kind", "unit", "hospital", "duty", "person", "facility"})


class RowEventRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the log keeps it: its number in the stream, who, when, and the command that it came from."""

    number: int
    at: Instant
    by_name: str
    cause: str
    event: RowEvent


def states_after(events: Sequence[RowEventRecord]) -> list[RowState]:
    """The row after each event, the oldest first."""
    states, fields = list[RowState](), None
    for one in events:
        fields = fields_after(fields, one.event)
        states.append(
            RowState(number=one.number, at=one.at, by_name=one.by_name, fields=fields, cause=one.cause)
        )
    return states


def fields_after(fields: RowFields | None, event: RowEvent) -> RowFields | None:
    """The fields of the row after this event; None where it is not there any more."""
    known = dict(fields or {})
    match event:
        case HospitalRetired() | OnCallDutyEnded():
            return None
        case QualificationRecorded(code=code):
            return {**known, code: {"since": event.since.isoformat(), "until": _day(event.until)}}
        case QualificationWithdrawn(code=code):
            return {name: value for name, value in known.items() if name != code}
        case HospitalChanged(place=None):
            return {**known, **_stated(event), "place": known.get("place")}
        case _:
            return {**known, **_stated(event)}


def _stated(event: RowEvent) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(event)
    return {name: value for name, value in plain.items() if name not in _KEYS}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
