"""What was done in an operation: cases, tasks, times, and which units were there. Without anybody's words."""

import csv
import io
from zoneinfo import ZoneInfo

import msgspec

from auxilio.kernel.ids import CaseId, TaskId, UnitId
from auxilio.kernel.instant import Instant, seconds_between
from auxilio.kernel.spreadsheet import text_cell
from auxilio.planned_events.core.model import Operation
from auxilio.platform.i18n import Catalogues

STEPS = ("alerted", "acknowledged", "en_route", "on_scene", "transporting", "at_destination", "released")


class OperationUnitWork(msgspec.Struct, frozen=True, kw_only=True):
    """One unit on one task, and when each step of it was."""

    unit: UnitId
    callsign: str
    times: dict[str, Instant]


class OperationTask(msgspec.Struct, frozen=True, kw_only=True):
    """One task of the command post."""

    task: TaskId
    case: CaseId
    case_number: int
    type: str | None
    """Not of a reserved case."""
    priority: str
    provisional: bool
    """Nothing is proved of its case, and nobody set a priority."""
    service: str
    state: str
    outcome: str | None
    offered_at: Instant
    accepted_at: Instant | None
    over_at: Instant | None
    work: tuple[OperationUnitWork, ...]


class LoanMoment(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of a unit's loan: `lent`, `at_post`, `homeward`, `came_home`."""

    callsign: str
    what: str
    at: Instant


class OperationFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The few that are asked for first. Seconds; None where there is nothing to reckon with."""

    cases: int
    tasks: int
    units_lent: int
    accepted_s: float | None
    """From offered to accepted, the median."""
    on_scene_s: float | None
    """From offered to the first unit on scene, the median."""


class OperationReport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one operation."""

    operation: Operation
    figures: OperationFigures
    tasks: tuple[OperationTask, ...]
    stays: tuple[LoanMoment, ...]


def figures(tasks: tuple[OperationTask, ...], stays: tuple[LoanMoment, ...]) -> OperationFigures:
    """Reckoned from what was done."""
    accepted = [seconds_between(one.offered_at, one.accepted_at) for one in tasks if one.accepted_at]
    arrived = [
        seconds_between(one.offered_at, min(there))
        for one in tasks
        if (there := [work.times["on_scene"] for work in one.work if "on_scene" in work.times])
    ]
    return OperationFigures(
        cases=len({one.case for one in tasks}),
        tasks=len(tasks),
        units_lent=len({one.callsign for one in stays}),
        accepted_s=_median(accepted),
        on_scene_s=_median(arrived),
    )


def _median(spans_s: list[float]) -> float | None:
    ordered = sorted(spans_s)
    if not ordered:
        return None
    return round((ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2, 1)


def report_csv(report: OperationReport, catalogues: Catalogues, language: str) -> str:
    """CSV with a header of codes, semicolons for the spreadsheets of our four languages, and a mark of UTF-8. What a priority
    counts for without a proof is told in words of the reader's language.
    """
    zone, out = ZoneInfo(report.operation.details.zone), io.StringIO()

    def clock(at: Instant | None) -> str:
        return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if at else ""

    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(
        (
            "case",
            "type",
            "priority",
            "service",
            "state",
            "outcome",
            "offered",
            "accepted",
            "over",
            "unit",
            *STEPS,
        )
    )
    for task in report.tasks:
        head = (
            task.case_number,
            task.type or "",
            catalogues.text("report.priority_provisional", language, priority=task.priority)
            if task.provisional
            else task.priority,
            task.service,
            task.state,
            task.outcome or "",
            *map(clock, (task.offered_at, task.accepted_at, task.over_at)),
        )
        rows = [
            (*head, work.callsign, *(clock(work.times.get(step)) for step in STEPS)) for work in task.work
        ]
        for row in rows or [(*head, "", *("" for _ in STEPS))]:
            table.writerow(map(text_cell, row))
    return "\ufeff" + out.getvalue()
