"""Which boards there are, and what stands on each. Filled from the capabilities' own rows."""

from dataclasses import replace
from typing import Any, Literal

import msgspec

from auxilio.archive.boards import case_file_row
from auxilio.archive.service import CASE_FILE
from auxilio.calls.boards import call_row, desk_row
from auxilio.calls.messages import CallerSaid, CallerTyped, DeskTyped, DeskWrote
from auxilio.calls.model import OVER, Call, CallState, Side
from auxilio.calls.service import CALL, DESK
from auxilio.cases.boards import case_row
from auxilio.cases.model import Case, CaseState
from auxilio.cases.service import CASE
from auxilio.closures.boards import closure_row
from auxilio.closures.service import CLOSURE
from auxilio.dispatch.boards import assignment_row, own_unit, patient_row, task_row, unit_row
from auxilio.dispatch.model.assignment import Assignment
from auxilio.dispatch.model.task import Task
from auxilio.dispatch.model.unit import Unit
from auxilio.dispatch.service import ASSIGNMENT, PATIENT, TASK, UNIT
from auxilio.followup.boards import handover_row, message_row, room_row, watch_row
from auxilio.followup.model import Message, Watch, WatchKind
from auxilio.followup.service import HANDOVER, MESSAGE, ROOM, WATCH
from auxilio.hospitals.boards import hospital_row
from auxilio.hospitals.service import HOSPITAL
from auxilio.identity.gate import holds
from auxilio.identity.permissions import Permission
from auxilio.instructions.boards import view as dictation_row
from auxilio.instructions.service import DICTATION
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.instant import Instant
from auxilio.major.boards import scene_row, situation_row
from auxilio.major.model.scene import Scene
from auxilio.major.service import SCENE, SITUATION
from auxilio.preventive.boards import operation_row
from auxilio.preventive.model import is_post
from auxilio.preventive.service import OPERATION
from auxilio.radio.boards import entry_row, link_row, net_row, terminal_row
from auxilio.radio.model import Entry
from auxilio.radio.service import ENTRY, LINK, NET, TERMINAL
from auxilio.realtime.model import Board, Others, Params, Table
from auxilio.realtime.sight import (
    Clinical,
    ServicesOf,
    Sight,
    call_cells,
    case_cells,
    has_part,
    is_in,
    of_centre,
    unit_of_centre,
)
from auxilio.triage.boards import view as run_row
from auxilio.triage.service import RUN

CALLS = Table("calls", CALL, call_row)
DESKS = Table("desks", DESK, desk_row)
CASES = Table("cases", CASE, case_row)
THIS_CALL = replace(CALLS, shows=lambda call, params, *_: str(call.id) == params.get("call"))
MY_CALLS = replace(
    CALLS, shows=lambda call, _params, actor, _others: call.state not in OVER and is_in(call, actor)
)
"""Calls that a centre's desk has, or is asked into."""
ALL_CALLS = replace(CALLS, visible=call_cells)
ALL_CASES = replace(CASES, visible=case_cells)
"""As many people share them: of a reserved case as little as may be known."""


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
    voice_fails: bool = False
    """They are not heard, or do not hear: what they write is read."""


def my_call_row(call: Call) -> MyCallRow:
    """The caller's own row: nothing of who works on it."""
    return MyCallRow(
        id=call.id,
        state=call.state,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        located=bool(call.positions),
        lines=call.lines,
        voice_fails=any(one.side is Side.CALLER for one in call.dead),
    )


MY_CALL = Table("calls", CALL, my_call_row, shows=lambda call, _params, actor, _others: call.id == actor.id)
MY_HELP = Table("help", CASE, help_row, shows=lambda case, _params, actor, _others: actor.id in case.calls)


CONVERSATION = frozenset({CallerSaid.kind(), DeskWrote.kind(), CallerTyped.kind(), DeskTyped.kind()})


def _chat(envelope: Envelope, _actor: Actor, _others: Others) -> Envelope | None:
    return envelope if envelope.kind in CONVERSATION else None


WATCHES = Table("watches", WATCH, watch_row)
MESSAGES = Table("messages", MESSAGE, message_row)
CLOSURES = Table("closures", CLOSURE, closure_row)
HOSPITALS = Table("hospitals", HOSPITAL, hospital_row)
OPERATIONS = Table("operations", OPERATION, operation_row)
HANDOVERS = Table("handovers", HANDOVER, handover_row)
ROOMS = Table("rooms", ROOM, room_row)
FILES = Table("files", CASE_FILE, case_file_row)
SCENES = Table("scenes", SCENE, scene_row)
NETS = Table("nets", NET, net_row)
LINKS = Table("links", LINK, link_row)
TERMINALS = Table("terminals", TERMINAL, terminal_row)
RADIO = Table("radio", ENTRY, entry_row)
"""Lines of the radio log that wait for somebody; the log itself is searched."""
SITUATIONS = Table("situations", SITUATION, situation_row)
"""Where each plan stands: everybody at work knows it."""


def _open_scene(scene: Scene, _params: Params, actor: Actor, others: Others) -> bool:
    """What many people share shows nothing of a reserved case."""
    if holds(actor, Permission.CASE_LOOK_RESERVED):
        return True
    return not any(h.noun is CASE and h.state.reserved for h in others.of_case(scene.case))


def _has_part(state: Any, _params: Params, actor: Actor, others: Others) -> bool:
    """Whether the case of this noun is work of the viewer's centre, or comes with a call at their desk."""
    case = state.id if isinstance(state, Case) else state.case
    return case is not None and has_part(actor, case, others)


def _my_watch(watch: Watch, _params: Params, actor: Actor, others: Others) -> bool:
    """A promise in a case of the viewer's centre, or about one of its units that is on no case."""
    if watch.case is not None:
        return has_part(actor, watch.case, others)
    # Who may declare a plan is not at a centre: they hear of it in the room.
    return watch.call is None and watch.kind not in {
        WatchKind.PLAN_PROPOSED,
        WatchKind.OPERATION_OVER,
        WatchKind.LOAN_LOST,
    }


def _of_post(task: Task, _params: Params, actor: Actor, _others: Others) -> bool:
    """What a command post has: for the post, for whoever leads the room, and for whoever plans operations."""
    return is_post(task.centre) and (task.centre == actor.centre or holds(actor, Permission.ROOM_WATCH))


def _case_of_post(case: Case, params: Params, actor: Actor, others: Others) -> bool:
    """What such a task is about; of a reserved case as little as may be known."""
    held = others.of_case(case.id)
    return any(h.noun is TASK and _of_post(h.state, params, actor, others) for h in held)


def _lendable(unit: Unit, _params: Params, actor: Actor, _others: Others) -> bool:
    """What can be lent or is: of one's own centre, lent to it, and for whoever plans operations all."""
    return holds(actor, Permission.PREVENTIVE_PLAN) or unit_of_centre(unit, actor)


def _own_units(case: CaseId | None, actor: Actor, others: Others) -> list[Unit]:
    """The viewer's own unit, if it works on this case."""
    held = others.of_case(case) if case is not None else []
    return [each.state for each in held if each.noun is UNIT and own_unit(each.state, actor)]


def _to_crew(message: Message, _params: Params, actor: Actor, others: Others) -> bool:
    """What a crew wrote, what was written to its desk, and to its unit while it works on that case."""
    if message.by == actor.id or any(to.desk is not None and to.desk == actor.desk for to in message.to):
        return True
    own = {unit.id for unit in _own_units(message.case, actor, others)}
    return any(to.unit in own for to in message.to)


def crew_board(tasks: Table, units: Table, assignments: Table, patients: Table) -> Board:
    """A crew sees the units of its centre, to choose its vehicle, and the work of its own unit and of no other."""

    def of_unit(work: Assignment, _params: Params, actor: Actor, others: Others) -> bool:
        return any(unit.id == work.unit for unit in _own_units(work.case, actor, others))

    def of_task(task: Task, _params: Params, actor: Actor, others: Others) -> bool:
        return any(unit.task == task.id for unit in _own_units(task.case, actor, others))

    def near(unit: Unit, _params: Params, actor: Actor, _others: Others) -> bool:
        return actor.centre in (None, unit.centre, unit.lent_by) or own_unit(unit, actor)

    return Board(
        "unit",
        Permission.UNIT_WATCH,
        (
            replace(units, shows=near),
            replace(assignments, shows=of_unit),
            replace(tasks, shows=of_task),
            # Whoever is sent to a reserved case is named: by the alert. They must know where, and what awaits them.
            Table(
                "cases",
                CASE,
                case_row,
                shows=lambda case, _p, actor, others: bool(_own_units(case.id, actor, others)),
            ),
            replace(patients, shows=lambda one, _p, actor, others: bool(_own_units(one.case, actor, others))),
            replace(MESSAGES, shows=_to_crew),
            replace(SCENES, shows=lambda one, _p, actor, others: bool(_own_units(one.case, actor, others))),
            replace(NETS, shows=lambda net, _p, actor, others: bool(_own_units(net.case, actor, others))),
            LINKS,
            TERMINALS,
            CLOSURES,
            HOSPITALS,
            OPERATIONS,
        ),
    )


def preventive_board(tasks: Table, units: Table) -> Board:
    """Operations, what can be lent to them, and what their command posts have."""
    return Board(
        "preventive",
        Permission.PREVENTIVE_WATCH,
        (
            OPERATIONS,
            replace(tasks, shows=_of_post),
            replace(units, shows=_lendable),
            replace(ALL_CASES, shows=_case_of_post),
        ),
    )


def _own_lines(entry: Entry, _params: Params, actor: Actor, others: Others) -> bool:
    """What a centre's own radios said, or one that nobody knows and any of them may."""
    return entry.centre in (None, actor.centre) or actor.centre is None


def boards_for(services: ServicesOf, clinical: Clinical = lambda _: True) -> tuple[Board, ...]:
    """Every board of the house. `clinical`: which protocols ask for facts of health; all, where nobody says."""
    sight = Sight(services, clinical)
    runs = Table("runs", RUN, run_row, visible=sight.run_cells)
    dictations = Table("dictations", DICTATION, dictation_row, visible=sight.clinical_cells)
    tasks = Table("tasks", TASK, task_row, visible=sight.work_cells)
    units = Table("units", UNIT, unit_row, visible=sight.work_cells)
    assignments = Table("assignments", ASSIGNMENT, assignment_row, visible=sight.work_cells)
    patients = Table("patients", PATIENT, patient_row, visible=sight.work_cells)
    messages = replace(MESSAGES, shows=lambda one, _params, actor, others: sight.concerns(one, actor, others))
    my_tasks = replace(tasks, shows=lambda task, _params, actor, _others: of_centre(task, actor))
    my_units = replace(units, shows=lambda unit, _params, actor, _others: unit_of_centre(unit, actor))
    my_watches = replace(WATCHES, shows=_my_watch)
    my_cases, my_assignments, my_patients = (
        replace(table, shows=_has_part) for table in (CASES, assignments, patients)
    )
    whole_room = (
        *(ALL_CALLS, DESKS, ALL_CASES, WATCHES, MESSAGES, HANDOVERS, ROOMS, CLOSURES, HOSPITALS, SITUATIONS),
        OPERATIONS,
        *(tasks, units, assignments, NETS, LINKS, TERMINALS),
    )
    return (
        Board("desk", Permission.CALL_ANSWER, whole_room),
        Board("room", Permission.ROOM_WATCH, (*whole_room, RADIO, replace(SCENES, shows=_open_scene))),
        Board(
            "centre",
            Permission.CENTRE_WATCH,
            (
                *(MY_CALLS, my_tasks, my_units, my_assignments, my_patients, my_cases, my_watches),
                *(
                    messages,
                    ROOMS,
                    CLOSURES,
                    HOSPITALS,
                    SITUATIONS,
                    OPERATIONS,
                    replace(SCENES, shows=_has_part),
                ),
                *(replace(NETS, shows=_has_part), replace(RADIO, shows=_own_lines), LINKS, TERMINALS),
            ),
        ),
        crew_board(tasks, units, assignments, patients),
        preventive_board(tasks, units),
        Board(
            "case",
            Permission.CASE_LOOK,
            (CALLS, CASES, runs, dictations, WATCHES, messages, FILES, tasks, assignments, patients, SCENES),
            of="case",
            story=sight.reads,
            admit=sight.admit,
        ),
        Board("talk", Permission.CALL_ANSWER, (THIS_CALL,), of="call", story=sight.reads, admit=sight.admit),
        Board("call", Permission.CALL_ENTER, (MY_CALL, MY_HELP), of="call", story=_chat),
    )
