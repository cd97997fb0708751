"""Which boards there are, and what stands on each. Filled from the capabilities' own rows."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal

import msgspec

from auxilio.archive.boards import case_file_row
from auxilio.archive.service import CASE_FILE
from auxilio.calls.boards import call_row, desk_row
from auxilio.calls.messages import CallerSaid, DeskWrote
from auxilio.calls.model import Call, CallState
from auxilio.calls.service import CALL, DESK
from auxilio.cases.boards import CaseRow, case_row, reserved_row
from auxilio.cases.model import Case, CaseState
from auxilio.cases.service import CASE
from auxilio.dispatch.boards import assignment_row, patient_row, task_row, unit_row, viewer_of, visible
from auxilio.dispatch.model.task import Task
from auxilio.dispatch.service import ASSIGNMENT, PATIENT, TASK, UNIT
from auxilio.followup.boards import handover_row, message_row, watch_row
from auxilio.followup.service import HANDOVER, MESSAGE, WATCH
from auxilio.identity.gate import holds
from auxilio.identity.permissions import Permission
from auxilio.instructions.boards import view as dictation_row
from auxilio.instructions.service import DICTATION
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId
from auxilio.kernel.instant import Instant
from auxilio.platform.database.nouns import Noun
from auxilio.realtime.model import Board, Others, Params, Shows, Table
from auxilio.triage.boards import view as run_row
from auxilio.triage.service import RUN


def _case_cells(row: Any, state: Any, actor: Actor) -> CaseRow:
    assert isinstance(row, CaseRow)
    mine = row.owner_person == actor.id
    return (
        reserved_row(row)
        if row.reserved and not mine and not holds(actor, Permission.CASE_LOOK_RESERVED)
        else row
    )


CALLS = Table("calls", CALL, call_row)
DESKS = Table("desks", DESK, desk_row)
CASES = Table("cases", CASE, case_row, visible=_case_cells)


class HelpRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller may be told of help, and no more than is true (product.md)."""

    help: Literal["none", "sending", "on_its_way", "over"]


def help_row(case: Case) -> HelpRow:
    """Sending until a unit has acknowledged, on its way after."""
    if case.state != CaseState.OPEN:
        return HelpRow(help="over")
    if case.acknowledged_at:
        return HelpRow(help="on_its_way")
    return HelpRow(help="sending" if case.help_sent_at else "none")


class MyCallRow(msgspec.Struct, frozen=True, kw_only=True):
    """Their own call as the caller's page shows it."""

    id: CallId
    state: CallState
    answered_at: Instant | None
    ended_at: Instant | None
    located: bool
    lines: int


def my_call_row(call: Call) -> MyCallRow:
    """The caller's own row: nothing of who works on it."""
    return MyCallRow(
        id=call.id,
        state=call.state,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        located=bool(call.positions),
        lines=call.lines,
    )


MY_CALL = Table("calls", CALL, my_call_row, shows=lambda call, _params, actor, _others: call.id == actor.id)
MY_HELP = Table("help", CASE, help_row, shows=lambda case, _params, actor, _others: actor.id in case.calls)


def _everything(envelope: Envelope, actor: Actor) -> bool:
    del actor
    # Who looked is for whoever audits the case, not news for those who work on it.
    return not envelope.kind.startswith("identity.")


def _chat(envelope: Envelope, actor: Actor) -> bool:
    del actor
    return envelope.kind in {CallerSaid.kind(), DeskWrote.kind()}


RUNS = Table("runs", RUN, run_row)
DICTATIONS = Table("dictations", DICTATION, dictation_row)
WATCHES = Table("watches", WATCH, watch_row)
MESSAGES = Table("messages", MESSAGE, message_row)
HANDOVERS = Table("handovers", HANDOVER, handover_row)
FILES = Table("files", CASE_FILE, case_file_row)

type ServicesOf = Mapping[str, tuple[str, ...]]
"""The services of each agency, by the response plan."""


def _same_case(noun: Noun[Any], mine: Callable[[Any, Actor], bool]) -> Shows:
    """Whether a case has, among its nouns of this kind, one that is the viewer's."""

    def shows(case: Any, _params: Params, actor: Actor, others: Others) -> bool:
        return any(held.noun is noun and mine(held.state, actor) for held in others.of_case(case.id))

    return shows


def _of_centre(task: Task, actor: Actor) -> bool:
    return actor.centre is None or task.centre == actor.centre


def boards_for(services: ServicesOf) -> tuple[Board, ...]:
    """Every board of the house, with cells seen as the table of data says (dispatch.boards.CELLS)."""

    def cells(row: Any, _state: Any, actor: Actor) -> msgspec.Struct | None:
        seen: msgspec.Struct | None = visible(row, viewer_of(actor, services.get(actor.agency or "", ())))
        return seen

    tasks = Table("tasks", TASK, task_row, visible=cells)
    units = Table("units", UNIT, unit_row, visible=cells)
    assignments = Table("assignments", ASSIGNMENT, assignment_row, visible=cells)
    patients = Table("patients", PATIENT, patient_row, visible=cells)
    my_tasks = replace(tasks, shows=lambda task, _params, actor, _others: _of_centre(task, actor))
    my_units = replace(units, shows=lambda unit, _params, actor, _others: actor.agency in (None, unit.agency))
    my_cases = replace(CASES, shows=_same_case(TASK, _of_centre))
    crew_units = replace(
        units,
        shows=lambda unit, params, actor, _others: (
            unit.agency == actor.agency and params.get("unit") in (None, str(unit.id))
        ),
    )
    return (
        Board(
            "desk",
            Permission.CALL_ANSWER,
            (CALLS, DESKS, CASES, WATCHES, MESSAGES, tasks, units, assignments),
        ),
        Board(
            "room",
            Permission.ROOM_WATCH,
            (CALLS, DESKS, CASES, WATCHES, MESSAGES, HANDOVERS, tasks, units, assignments),
        ),
        Board(
            "centre",
            Permission.CENTRE_WATCH,
            (my_tasks, my_units, assignments, patients, my_cases, WATCHES, MESSAGES),
        ),
        Board("unit", Permission.UNIT_WATCH, (crew_units, assignments, my_tasks, my_cases, MESSAGES)),
        Board(
            "case",
            Permission.CASE_LOOK,
            (CALLS, CASES, RUNS, DICTATIONS, WATCHES, MESSAGES, FILES, tasks, assignments, patients),
            of="case",
            story=_everything,
        ),
        Board("talk", Permission.CALL_ANSWER, (), of="call", story=_everything),
        Board("call", Permission.CALL_ENTER, (MY_CALL, MY_HELP), of="call", story=_chat),
    )
