"""Which boards there are, and what stands on each. Filled from the capabilities' own rows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import msgspec

from auxilio.access.actors import in_room, watches
from auxilio.access.case_entities import CaseEntities
from auxilio.access.case_visibility import CaseVisibility, Clinical, ServicesByAgency, has_case_work
from auxilio.access.cases import takes_part
from auxilio.access.units import stands_on_board
from auxilio.archive.core.boards import case_file_row
from auxilio.archive.service import CASE_FILE
from auxilio.calls.core.boards import call_row, caller_words_row, desk_row, has_vehicle, vehicle_row
from auxilio.calls.core.messages import CallerDraftKept, CallerTextSent, DeskDraftKept, DeskTextSent
from auxilio.calls.core.messages.guidance import GUIDANCE_KINDS
from auxilio.calls.core.model import FINISHED_STATES, Call, CallState, LineSide
from auxilio.calls.core.outgoing_model import outgoing_row
from auxilio.calls.core.policy import call_back_policy
from auxilio.calls.service import CALL, DESK, OUTGOING_CALL
from auxilio.cases.core.boards import case_row
from auxilio.cases.core.model import Case, CaseState
from auxilio.cases.service import CASE
from auxilio.dispatch.core.boards import assignment_row, own_unit, patient_row, task_row, unit_row
from auxilio.dispatch.service import ASSIGNMENT, PATIENT, TASK, UNIT
from auxilio.dispatch.tasks.core.model import Task
from auxilio.dispatch.units.core.assignment_model import Assignment
from auxilio.dispatch.units.core.model import Unit
from auxilio.followup.core.boards import handover_row, message_row, watch_row
from auxilio.followup.core.model import CaseMessage, Watch, WatchKind
from auxilio.followup.service import HANDOVER, MESSAGE, WATCH
from auxilio.identity.core.boards import grant_row, seat_row
from auxilio.identity.core.gate import holds
from auxilio.identity.core.permissions import Permission
from auxilio.identity.core.seats import Seat
from auxilio.identity.log_service import GRANT, SEAT
from auxilio.instructions.core.boards import view as dictation_row
from auxilio.instructions.service import DICTATION
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import CallBackPolicy
from auxilio.mass_casualty.core.boards import scene_row, situation_row
from auxilio.mass_casualty.service import SCENE, SITUATION
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.core.boards import notification_row
from auxilio.planned_events.core.model import is_post
from auxilio.platform.capability import Table
from auxilio.radio.core.boards import entry_row, net_row
from auxilio.radio.core.model import RadioEntry
from auxilio.radio.service import ENTRY, NET
from auxilio.realtime.model import Board, BoardParameters, BoardTable
from auxilio.realtime.reserved_rows import (
    guarded,
    guarded_handovers,
    guarded_situations,
    guarded_units,
    vehicle_of_here,
    words_of_here,
)
from auxilio.triage.core.boards import run_row as run_row
from auxilio.triage.service import RUN

CALLS = BoardTable("calls", CALL, call_row)
DESKS = BoardTable("desks", DESK, desk_row)
CASES = BoardTable("cases", CASE, case_row)
OUTGOING_CALLS = BoardTable("outgoing_calls", OUTGOING_CALL, outgoing_row)
"""Calls that desks make for cases: while they last, and on the board of their case each."""
THIS_CALL = replace(CALLS, shows=lambda call, params, *_: str(call.id) == params.get("call"))
CALLER_WORDS = BoardTable(
    "caller_words",
    CALL,
    caller_words_row,
    shows=lambda call, params, *_: str(call.case) == params.get("case") and call.said_count > 0,
    visible=words_of_here,
)
"""What the callers of a case wrote, also of a call that is over (decision 0304)."""
CASE_VEHICLES = BoardTable(
    "vehicles",
    CALL,
    vehicle_row,
    shows=lambda call, params, *_: str(call.case) == params.get("case") and has_vehicle(call),
    visible=vehicle_of_here,
)
"""What vehicles that called store to drive with, also of a call that is over (decision 0408)."""
MY_CALLS = replace(
    CALLS,
    shows=lambda call, _params, actor, _others: call.state not in FINISHED_STATES and takes_part(call, actor),
)
"""Calls that a centre's desk has, or is asked into."""


class HelpRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller may be told of help, and no more than is true."""

    help: Literal["none", "sending", "on_its_way", "over"]
    quiet: bool = False
    """The incident is reserved: their page makes no sound and opens nothing by itself (decision 0314)."""


def help_row(case: Case) -> HelpRow:
    """Sending until a unit has acknowledged, on its way after."""
    quiet = case.reserved
    if case.state != CaseState.OPEN:
        return HelpRow(help="over", quiet=quiet)
    if case.acknowledged_at:
        return HelpRow(help="on_its_way", quiet=quiet)
    return HelpRow(help="sending" if case.help_sent_at else "none", quiet=quiet)


class MyCallRow(msgspec.Struct, frozen=True, kw_only=True):
    """Their own call as the caller's page shows it."""

    id: CallId
    state: CallState
    answered_at: Instant | None
    ended_at: Instant | None
    located: bool
    lines: int
    quiet: bool = False
    """They cannot speak, or must not be rung: as `HelpRow.quiet`."""
    voice_fails: bool = False
    """They are not heard, or do not hear: what they write is read."""
    easy: bool | None = None
    """Whether steps are shown in easy language; None: neither they nor the desk has chosen."""


def my_call_row(call: Call) -> MyCallRow:
    """The caller's own row: nothing of who works on it."""
    return MyCallRow(
        id=call.id,
        state=call.state,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        located=bool(call.positions),
        lines=call.lines,
        quiet=call_back_policy(call) is not CallBackPolicy.RING,
        voice_fails=any(one.side is LineSide.CALLER for one in call.dead),
        easy=call.easy,
    )


MY_CALL = BoardTable(
    "calls", CALL, my_call_row, shows=lambda call, _params, actor, _others: call.id == actor.id
)
MY_HELP = BoardTable(
    "help", CASE, help_row, shows=lambda case, _params, actor, _others: actor.id in case.calls
)


CONVERSATION = frozenset(
    {
        CallerTextSent.kind(),
        DeskTextSent.kind(),
        CallerDraftKept.kind(),
        DeskDraftKept.kind(),
        *GUIDANCE_KINDS,
    }
)
"""What the caller's page reads: what was written, and what was sent of interview and card."""


def _chat(envelope: Envelope, _actor: Actor, _others: CaseEntities) -> Envelope | None:
    """Without who wrote for the desk, and where they sit: nobody knows who rings."""
    if envelope.kind not in CONVERSATION:
        return None
    return msgspec.structs.replace(envelope, actor_name="", desk=None)


WATCHES = BoardTable("watches", WATCH, watch_row)
NOTIFICATIONS = BoardTable("notifications", NOTIFICATION, notification_row)
MESSAGES = BoardTable("messages", MESSAGE, message_row)
HANDOVERS = BoardTable("handovers", HANDOVER, handover_row)
FILES = BoardTable("files", CASE_FILE, case_file_row)
SCENES = BoardTable("scenes", SCENE, scene_row)
NETS = BoardTable("nets", NET, net_row)
RADIO = BoardTable("radio", ENTRY, entry_row)
"""Lines of the radio log that wait for somebody; the log itself is searched."""
GRANTS = BoardTable(
    "grants",
    GRANT,
    grant_row,
    shows=lambda _grant, _params, actor, _others: holds(actor, Permission.PEOPLE_CONFIRM),
)
"""Roles that wait for a second person: the room confirms or refuses them."""
SITUATIONS = BoardTable("situations", SITUATION, situation_row)
"""Where each plan stands: everybody at work knows it."""


def _asked_for(seat: Seat, _params: BoardParameters, actor: Actor, _others: CaseEntities) -> bool:
    """Desks that somebody asks for: those of the viewer's centre; for the room, all."""
    return bool(seat.requests) and (in_room(actor) or seat.centre == actor.centre)


SEATS = BoardTable("seats", SEAT, seat_row, shows=_asked_for)


def _has_part(state: Any, _params: BoardParameters, actor: Actor, others: CaseEntities) -> bool:
    """Whether the case of this aggregate is work of the viewer's centre, or comes with a call at their desk."""
    case = state.id if isinstance(state, Case) else state.case
    return case is not None and has_case_work(actor, case, others)


def _my_watch(watch: Watch, _params: BoardParameters, actor: Actor, others: CaseEntities) -> bool:
    """A promise in a case of the viewer's centre, or about one of its units that is on no case."""
    if watch.case is not None:
        return has_case_work(actor, watch.case, others)
    # Who may declare a plan is not at a centre: they hear of it in the room.
    return watch.call is None and watch.kind not in {
        WatchKind.PLAN_PROPOSED,
        WatchKind.NOTIFICATION_UNANSWERED,
        WatchKind.OPERATION_OVER,
        WatchKind.LOAN_LOST,
    }


def _of_post(task: Task, _params: BoardParameters, actor: Actor, _others: CaseEntities) -> bool:
    """What a command post has: for the post, for whoever leads the room, and for whoever plans operations."""
    return is_post(task.centre) and (task.centre == actor.centre or holds(actor, Permission.ROOM_WATCH))


def _case_of_post(case: Case, params: BoardParameters, actor: Actor, others: CaseEntities) -> bool:
    """What such a task is about; of a reserved case as little as may be known."""
    held = others.of_case(case.id)
    return any(h.aggregate is TASK and _of_post(h.state, params, actor, others) for h in held)


def _lendable(unit: Unit, _params: BoardParameters, actor: Actor, _others: CaseEntities) -> bool:
    """What can be lent or is: of one's own centre, lent to it, and for whoever plans operations all."""
    return holds(actor, Permission.PREVENTIVE_PLAN) or stands_on_board(unit, actor)


def _own_units(case: CaseId | None, actor: Actor, others: CaseEntities) -> list[Unit]:
    """The viewer's own unit, if it works on this case."""
    held = others.of_case(case) if case is not None else []
    return [each.state for each in held if each.aggregate is UNIT and own_unit(each.state, actor)]


def _to_crew(message: CaseMessage, _params: BoardParameters, actor: Actor, others: CaseEntities) -> bool:
    """What a crew wrote, what was written to its desk, and to its unit while it works on that case."""
    if message.by == actor.id or any(to.desk is not None and to.desk == actor.desk for to in message.to):
        return True
    own = {unit.id for unit in _own_units(message.case, actor, others)}
    return any(to.unit in own for to in message.to)


def crew_board(tasks: BoardTable, units: BoardTable, assignments: BoardTable, patients: BoardTable) -> Board:
    """A crew sees the units of its centre, to choose its vehicle, and the work of its own unit and of no other."""

    def of_unit(work: Assignment, _params: BoardParameters, actor: Actor, others: CaseEntities) -> bool:
        return any(unit.id == work.unit for unit in _own_units(work.case, actor, others))

    def of_task(task: Task, _params: BoardParameters, actor: Actor, others: CaseEntities) -> bool:
        return any(unit.task == task.id for unit in _own_units(task.case, actor, others))

    def near(unit: Unit, _params: BoardParameters, actor: Actor, _others: CaseEntities) -> bool:
        return actor.centre in (None, unit.centre, unit.lent_by) or own_unit(unit, actor)

    return Board(
        "unit",
        Permission.UNIT_WATCH,
        (
            replace(units, shows=near),
            replace(assignments, shows=of_unit),
            replace(tasks, shows=of_task),
            # Whoever is sent to a reserved case is named: by the alert. They must know where, and what awaits them.
            BoardTable(
                "cases",
                CASE,
                case_row,
                shows=lambda case, _p, actor, others: bool(_own_units(case.id, actor, others)),
            ),
            replace(patients, shows=lambda one, _p, actor, others: bool(_own_units(one.case, actor, others))),
            replace(MESSAGES, shows=_to_crew),
            replace(SCENES, shows=lambda one, _p, actor, others: bool(_own_units(one.case, actor, others))),
            replace(NETS, shows=lambda net, _p, actor, others: bool(_own_units(net.case, actor, others))),
        ),
    )


def preventive_board(tasks: BoardTable, units: BoardTable) -> Board:
    """Operations, what can be lent to them, and what their command posts have."""
    return Board(
        "preventive",
        Permission.PREVENTIVE_WATCH,
        (
            guarded(replace(tasks, shows=_of_post)),
            guarded_units(replace(units, shows=_lendable)),
            guarded(replace(CASES, shows=_case_of_post), cases_of=lambda case: (case.id,)),
        ),
    )


def _own_lines(entry: RadioEntry, _params: BoardParameters, actor: Actor, others: CaseEntities) -> bool:
    """What a centre's own radios said, or one that nobody knows and any of them may."""
    return entry.centre in (None, actor.centre) or actor.centre is None


def _guarded_cases(table: BoardTable) -> tuple[BoardTable]:
    return (guarded(table, cases_of=lambda case: (case.id,)),)


OF_CASE = (CALLS, OUTGOING_CALLS, CALLER_WORDS, CASE_VEHICLES, CASES, WATCHES, NOTIFICATIONS, SCENES)
"""Tables of a case that everybody who may open it reads alike."""


def boards_for(
    services: ServicesByAgency, whole: Sequence[Table], clinical: Clinical = lambda _: True
) -> tuple[Board, ...]:
    """Every board. `whole`: tables of capabilities that stand whole on the boards which they name.

    `clinical`: which protocols ask for facts of health; all, where none is given.
    """
    sight = CaseVisibility(services, clinical)
    runs = BoardTable("runs", RUN, run_row, visible=sight.run_cells)
    files = replace(FILES, visible=sight.file_cells)
    dictations = BoardTable("dictations", DICTATION, dictation_row, visible=sight.clinical_cells)
    tasks = BoardTable("tasks", TASK, task_row, visible=sight.work_cells)
    units = BoardTable("units", UNIT, unit_row, visible=sight.work_cells)
    assignments = BoardTable("assignments", ASSIGNMENT, assignment_row, visible=sight.work_cells)
    patients = BoardTable("patients", PATIENT, patient_row, visible=sight.work_cells)
    messages = replace(MESSAGES, shows=lambda one, _params, actor, others: sight.concerns(one, actor, others))
    my_tasks = replace(tasks, shows=lambda task, _params, actor, _o: watches(actor, task.centre, task.agency))
    my_units = replace(units, shows=lambda unit, _params, actor, _others: stands_on_board(unit, actor))
    situations = guarded_situations(SITUATIONS)
    whole_room = (
        *_guarded_cases(CASES),
        *map(guarded, (CALLS, OUTGOING_CALLS, WATCHES, MESSAGES, NOTIFICATIONS, tasks, assignments, NETS)),
        guarded_units(units),
        *(DESKS, guarded_handovers(HANDOVERS), situations),
    )
    in_centre = (
        *_guarded_cases(replace(CASES, shows=_has_part)),
        *map(guarded, (MY_CALLS, my_tasks, messages, replace(WATCHES, shows=_my_watch))),
        guarded_units(my_units),
        *(
            guarded(replace(table, shows=_has_part))
            for table in (assignments, patients, SCENES, NETS, NOTIFICATIONS, OUTGOING_CALLS)
        ),
        guarded(replace(RADIO, shows=_own_lines)),
        situations,
    )
    boards = (
        Board("desk", Permission.CALL_ANSWER, whole_room),
        Board("room", Permission.ROOM_WATCH, (*whole_room, *map(guarded, (RADIO, SCENES)), GRANTS)),
        Board("centre", Permission.CENTRE_WATCH, in_centre, by_desk=True),
        # Of every page: whoever sits at a desk is asked for it wherever they look.
        Board("seats", Permission.SEAT_GIVE, (SEATS,)),
        crew_board(tasks, units, assignments, patients),
        preventive_board(tasks, units),
        # Of a crew's page: the callers' own words and the vehicles of the case that its unit works on.
        Board(
            "crew_case", Permission.UNIT_WATCH, (CALLER_WORDS, CASE_VEHICLES), of="case", admit=sight.admit
        ),
        Board(
            "case",
            Permission.CASE_LOOK,
            (*OF_CASE, runs, dictations, messages, files, tasks, assignments, patients),
            of="case",
            story=sight.reads,
            admit=sight.admit,
        ),
        Board("talk", Permission.CALL_ANSWER, (THIS_CALL,), of="call", story=sight.reads, admit=sight.admit),
        Board("call", Permission.CALL_ENTER, (MY_CALL, MY_HELP), of="call", story=_chat),
    )
    return tuple(_with_whole_tables(board, whole) for board in boards)


def _with_whole_tables(board: Board, whole: Sequence[Table]) -> Board:
    added = (
        guarded(BoardTable(table.name, table.aggregate, table.row))
        for table in whole
        if board.name in table.boards
    )
    return replace(board, tables=(*board.tables, *added))
