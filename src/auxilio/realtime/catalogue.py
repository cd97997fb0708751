"""Which boards there are, and what stands on each. Filled from the capabilities' own rows."""

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
from auxilio.realtime.model import Board, Table
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
    del envelope, actor
    return True


def _chat(envelope: Envelope, actor: Actor) -> bool:
    del actor
    return envelope.kind in {CallerSaid.kind(), DeskWrote.kind()}


RUNS = Table("runs", RUN, run_row)
DICTATIONS = Table("dictations", DICTATION, dictation_row)
WATCHES = Table("watches", WATCH, watch_row)
MESSAGES = Table("messages", MESSAGE, message_row)
HANDOVERS = Table("handovers", HANDOVER, handover_row)
FILES = Table("files", CASE_FILE, case_file_row)

BOARDS: tuple[Board, ...] = (
    Board("desk", Permission.CALL_ANSWER, (CALLS, DESKS, CASES, WATCHES, MESSAGES)),
    Board("room", Permission.ROOM_WATCH, (CALLS, DESKS, CASES, WATCHES, MESSAGES, HANDOVERS)),
    Board(
        "case",
        Permission.CASE_LOOK,
        (CALLS, CASES, RUNS, DICTATIONS, WATCHES, MESSAGES, FILES),
        of="case",
        story=_everything,
    ),
    Board("talk", Permission.CALL_ANSWER, (), of="call", story=_everything),
    Board("call", Permission.CALL_ENTER, (MY_CALL, MY_HELP), of="call", story=_chat),
)
