"""What is shown of a reserved case to persons who are not named in it: an allow-list for each kind of row.

A field that is not named here is emptied, so that a new field is hidden until somebody adds it on purpose. Boards that
several people share apply this to every table whose rows belong to a case (`realtime.board_catalogue`, decision 0252).
"""

import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from auxilio.access.case_entities import CaseEntities
from auxilio.access.case_visibility import is_hidden
from auxilio.calls.core.boards import CallerWordsRow, CallRow, VehicleRow
from auxilio.calls.core.caller_lines import said_in
from auxilio.calls.core.model import Call, Participant
from auxilio.calls.core.outgoing_model import OutgoingCallRow
from auxilio.cases.core.boards import CaseRow
from auxilio.dispatch.core.boards import AssignmentRow, PatientRow, TaskRow, UnitRow
from auxilio.followup.core.boards import HandoverRow, MessageRow, WatchRow
from auxilio.followup.core.model import OpenItem
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, StreamId
from auxilio.mass_casualty.core.boards import SceneRow, SituationRow
from auxilio.mass_casualty.core.situation import PhaseProposal
from auxilio.notifications.core.boards import NotificationRow
from auxilio.radio.core.boards import NetRow, RadioEntryRow
from auxilio.realtime.model import BoardTable

_CLOCKS = {"since", "soon_at", "due_at"}

ALLOWED: Mapping[type[msgspec.Struct], frozenset[str]] = {
    CaseRow: frozenset(
        {
            *(
                "id",
                "number",
                "mode",
                "state",
                "opened_at",
                "opened_by",
                "owner",
                "owner_person",
                "corrected",
            ),
            *(
                "priority",
                "provisional",
                "reserved",
                "help_sent_at",
                "acknowledged_at",
                "merged_into",
                "closed_at",
                "sealed_at",
            ),
        }
    ),
    CallRow: frozenset(
        {
            *("id", "number", "channel", "state", "mode", "urgency", "rang_at", "queued_at", "answered_at"),
            *("ended_at", "offered_to", "offered_at", "desk", "operator", "operator_name", "case"),
            *(
                "call_back",
                "call_back_tries",
                "messaged_at",
                "listeners",
                "dead",
                "unsteady",
                "silent_since",
                "text",
            ),
            "disposition",
        }
    ),
    OutgoingCallRow: frozenset(
        {"id", "case", "mode", "state", "desk", "operator_name", "dialled_at", "answered_at", "ended_at"}
    ),
    TaskRow: frozenset(
        {
            *("id", "case", "mode", "state", "centre", "agency", "priority", "offered_at", "by_telephone"),
            *("reflex", *_CLOCKS, "accepted_at", "accepted_by_rule", "assignments", "units", "first_unit_at"),
            *(
                "contact_attempts",
                "aid_of",
                "aid_for",
                "aids",
                "passed_to",
                "nobody_since",
                "unowned",
                "over_at",
            ),
        }
    ),
    UnitRow: frozenset(
        {
            *("id", "callsign", "agency", "centre", "capabilities", "home", "mode", "talk_group", "phone"),
            *(
                "radios",
                "status",
                "status_at",
                "status_by",
                "entered_for",
                "crew",
                "signed_on_at",
                "assignment",
                "task",
                "case",
            ),
            *("assigned_at", "lent_by", "lent", "kept_presses", "emergency"),
        }
    ),
    AssignmentRow: frozenset(
        {
            *("id", "unit", "callsign", "task", "case", "centre", "mode", "priority", "step", "times"),
            *("by_rule", "by_telephone", "reason"),
        }
    ),
    MessageRow: frozenset({"id", "case", "mode", "by", "by_name", "sender", "to", "sent_at", "read"}),
    WatchRow: frozenset(
        {
            *("id", "kind", "state", "mode", "subject", "case", "call", "priority", "to", "level", "set_at"),
            *(
                "amber_at",
                "red_at",
                "fired_at",
                "fired",
                "duty_officer_calls",
                "answered_at",
                "answered_by_name",
                "over_at",
                "over_by",
                "stands",
            ),
        }
    ),
}
"""Rows that stay on a shared board, with the fields that may be read there."""
HIDDEN_ROWS: frozenset[type[msgspec.Struct]] = frozenset(
    {PatientRow, SceneRow, NetRow, RadioEntryRow, NotificationRow}
)
"""Rows of which nothing is shown: patients, reports of the scene, radio nets, lines of the radio log, notifications."""


def _blank(kind: Any) -> Any:
    """What stands for *not shown* in a field of this type."""
    origin = typing.get_origin(kind)
    if origin is typing.Annotated:
        return _blank(typing.get_args(kind)[0])
    if isinstance(kind, typing.TypeAliasType):
        return _blank(kind.__value__)
    if isinstance(kind, typing.NewType):
        return _blank(kind.__supertype__)
    if origin in {types.UnionType, typing.Union} and type(None) in typing.get_args(kind):
        return None
    for known, empty in ((tuple, ()), (dict, {}), (str, ""), (bool, False), (int, 0), (float, 0.0)):
        if origin is known or (isinstance(kind, type) and issubclass(kind, known)):
            return empty
    raise TypeError(f"no blank for {kind}: name the field as shown, or give it a type that can be empty")


def _blanks(row: type[msgspec.Struct], shown: frozenset[str]) -> dict[str, Any]:
    hints = typing.get_type_hints(row, include_extras=True)
    fields = [field.name for field in msgspec.structs.fields(row)]
    assert shown <= set(fields), f"{row.__name__} has no field {shown - set(fields)}"
    return {name: _blank(hints[name]) for name in fields if name not in shown}


_BLANKS = {row: _blanks(row, shown) for row, shown in ALLOWED.items()}


def reserved_row(row: msgspec.Struct) -> msgspec.Struct | None:
    """The row as somebody sees it to whom its reserved case is not open; None where nothing of it is shown."""
    if type(row) in HIDDEN_ROWS:
        return None
    seen = msgspec.structs.replace(row, **_BLANKS[type(row)])
    if isinstance(row, CallRow):
        seen = msgspec.structs.replace(seen, parties=_desks_asked(row.parties))
    if "hidden" in seen.__struct_fields__:
        return msgspec.structs.replace(seen, hidden=True)
    if isinstance(seen, UnitRow) and seen.emergency is not None:
        # A crew in danger is an alarm for everybody; where it is, only for those who are named.
        return msgspec.structs.replace(
            seen, emergency=msgspec.structs.replace(seen.emergency, point=None, group=None)
        )
    return seen


def _desks_asked(parties: tuple[Participant, ...]) -> tuple[Participant, ...]:
    """Desks that are asked into the call: it must ring there. What they are called by, and numbers, are left out."""
    return tuple(
        msgspec.structs.replace(one, name=str(one.desk), person=None, person_name=None)
        for one in parties
        if one.desk is not None
    )


# --- tables ---------------------------------------------------------------------------------------


type CasesOf = Callable[[Any], Iterable[CaseId | None]]


def _cases_of(state: Any) -> Iterable[CaseId | None]:
    """The case of an aggregate, and those that it was in before: what was written of them is in it still."""
    return (getattr(state, "case", None), *getattr(state, "was_in", ()))


def guarded(table: BoardTable, cases_of: CasesOf = _cases_of) -> BoardTable:
    """The table with reserved cases hidden: for boards that several people share. `cases_of` gives those of a state."""

    def visible(row: Any, state: Any, actor: Actor, others: CaseEntities) -> msgspec.Struct | None:
        seen = table.visible(row, state, actor, others)
        if seen is None or not any(is_hidden(actor, case, others) for case in cases_of(state)):
            return seen
        return reserved_row(seen)

    return replace(table, visible=visible)


def words_of_here(
    row: CallerWordsRow, call: Call, actor: Actor, others: CaseEntities
) -> msgspec.Struct | None:
    """What a caller wrote before they left a case that is reserved and not open to this person is of that case, and is left out."""
    left = (said_in(call, case) for case in call.was_in if is_hidden(actor, case, others))
    until = max(left, default=0)
    lines = tuple(line for line in row.lines if line.n > until)
    return msgspec.structs.replace(row, lines=lines, count=row.count - until) if lines else None


def vehicle_of_here(row: VehicleRow, call: Call, actor: Actor, others: CaseEntities) -> msgspec.Struct | None:
    """The vehicle of a call that was in a case which is reserved and not open to this person is of that case, and is left out."""
    return None if any(is_hidden(actor, case, others) for case in call.was_in) else row


def guarded_units(table: BoardTable) -> BoardTable:
    """Units, as `guarded`; and a crew may still hold orders of a case that it has left."""

    def visible(row: Any, state: Any, actor: Actor, others: CaseEntities) -> msgspec.Struct | None:
        seen = table.visible(row, state, actor, others)
        if not isinstance(seen, UnitRow):
            return seen
        orders = tuple(one for one in seen.orders if not is_hidden(actor, one.case, others))
        return msgspec.structs.replace(seen, orders=orders)

    return guarded(replace(table, visible=visible))


def guarded_handovers(table: BoardTable) -> BoardTable:
    """Shift handovers name open work: of a reserved case its words are left out."""

    def visible(row: Any, state: Any, actor: Actor, others: CaseEntities) -> msgspec.Struct | None:
        seen = table.visible(row, state, actor, others)
        if not isinstance(seen, HandoverRow):
            return seen
        items = tuple(_item(item, actor, others) for item in seen.items)
        return msgspec.structs.replace(seen, items=items)

    return replace(table, visible=visible)


def _item(item: OpenItem, actor: Actor, others: CaseEntities) -> OpenItem:
    hidden = is_hidden(actor, others.case_of(StreamId(item.subject)), others)
    return msgspec.structs.replace(item, words=None, waits=None) if hidden else item


def guarded_situations(table: BoardTable) -> BoardTable:
    """Why a plan is proposed tells of cases: of a reserved one the value is left out."""

    def visible(row: Any, state: Any, actor: Actor, others: CaseEntities) -> msgspec.Struct | None:
        seen = table.visible(row, state, actor, others)
        if not isinstance(seen, SituationRow) or seen.proposal is None:
            return seen
        return msgspec.structs.replace(seen, proposal=_proposal(seen.proposal, actor, others))

    return replace(table, visible=visible)


def _proposal(proposal: PhaseProposal, actor: Actor, others: CaseEntities) -> PhaseProposal:
    grounds = tuple(
        msgspec.structs.replace(one, fact="", value="") if is_hidden(actor, one.case, others) else one
        for one in proposal.grounds
    )
    return msgspec.structs.replace(proposal, grounds=grounds)
