"""Who sees what of a case: which cases a person may open, and which facts and cells of them (product.md, Between agencies).

The cells of tasks, units and patients are `dispatch.boards.CELLS`; here the same table decides for the story, the
interview and the calls, so that nothing hidden in a row is told in the next line (docs/decisions/0120).
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from auxilio.calls.boards import CallRow
from auxilio.calls.model import Call
from auxilio.calls.service import CALL
from auxilio.cases.boards import CaseRow, reserved_row
from auxilio.cases.model import Case
from auxilio.cases.service import CASE
from auxilio.dispatch.boards import (
    Facet,
    Service,
    Viewer,
    facet_of_words,
    own_unit,
    sees,
    viewer_of,
    visible,
)
from auxilio.dispatch.model.task import Task
from auxilio.dispatch.model.unit import Unit
from auxilio.dispatch.service import TASK, UNIT
from auxilio.followup.model import Message
from auxilio.identity.gate import holds
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CaseId, StreamId, noun_of
from auxilio.kernel.refusal import Refused
from auxilio.realtime.model import Others
from auxilio.triage.model import ProtocolRun

type ServicesOf = Mapping[str, tuple[str, ...]]
"""The services of each agency, by the response plan."""
type Clinical = Callable[[str], bool]
"""Whether what a protocol asks, by its id, are facts of somebody's health."""
SERVICE_WORDS = frozenset({"words", "read_back"})
"""The keys of a task's facts in which a service speaks."""


class Sight:
    """The table, with what it needs to know of agencies and protocols."""

    def __init__(self, services: ServicesOf, clinical: Clinical) -> None:
        self._services, self._clinical = services, clinical

    def viewer(self, actor: Actor) -> Viewer:
        """Whoever looks, as far as seeing goes."""
        return viewer_of(actor, self._services.get(actor.agency or "", ()))

    # --- opening a case ---------------------------------------------------------------------------

    def admit(self, actor: Actor, case: CaseId, others: Others) -> None:
        """Let somebody open a case. Raises `Refused`: `case_reserved`, `no_task_here`.

        The room opens every case but a reserved one; an agency those it has, or had, a task in.
        """
        held = others.of_case(case)
        reserved = any(h.noun is CASE and h.state.reserved for h in held)
        if reserved and not named(actor, case, others):
            raise Refused("case_reserved")
        if self.viewer(actor).service != Service.ROOM and not has_part(actor, case, others):
            raise Refused("no_task_here")

    # --- cells ------------------------------------------------------------------------------------

    def work_cells(self, row: Any, state: Any, actor: Actor, _others: Others) -> msgspec.Struct | None:
        """Rows of tasks, units, assignments and patients."""
        own = isinstance(state, Unit) and own_unit(state, actor)
        seen: msgspec.Struct | None = visible(row, self.viewer(actor), own=own)
        return seen

    def run_cells(self, row: Any, state: ProtocolRun, actor: Actor, _others: Others) -> msgspec.Struct | None:
        """An interview is seen whole or not at all."""
        seen: msgspec.Struct | None = row if self._sees_run(state, actor) else None
        return seen

    def clinical_cells(self, row: Any, _state: Any, actor: Actor, _others: Others) -> msgspec.Struct | None:
        """What is dictated to a caller."""
        seen: msgspec.Struct | None = row if sees(self.viewer(actor), Facet.CLINICAL) else None
        return seen

    def _sees_run(self, run: ProtocolRun, actor: Actor) -> bool:
        asked = (run.protocol, *(before.partition(" ")[0] for before in run.before))
        return sees(self.viewer(actor), Facet.CLINICAL) or not any(map(self._clinical, asked))

    def concerns(self, message: Message, actor: Actor, others: Others) -> bool:
        """Whether a message is from or for this person, their desk, their centre or a unit of their agency.

        The room reads all.
        """
        if self.viewer(actor).service == Service.ROOM or message.by == actor.id:
            return True
        units = {
            h.state.id
            for h in others.of_case(message.case)
            if h.noun is UNIT and h.state.agency == actor.agency
        }
        parties = [party for party in (message.sender, *message.to) if party is not None]
        mine = {actor.centre, actor.desk, *units} - {None}
        return any({party.centre, party.desk, party.unit} & mine for party in parties)

    # --- the story --------------------------------------------------------------------------------

    def reads(self, fact: Envelope, actor: Actor, others: Others) -> Envelope | None:
        """A fact as this viewer reads it: whole, without a service's own words, or not at all."""
        if fact.kind.startswith("identity."):
            return None  # who looked is for whoever audits the case, not news for those who work on it
        viewer = self.viewer(actor)
        if viewer.service == Service.ROOM and not fact.kind.startswith("dispatch.task."):
            return fact
        match noun_of(fact.stream):
            case "run":
                run = _state(fact, others)
                return fact if isinstance(run, ProtocolRun) and self._sees_run(run, actor) else None
            case "dictation" | "patient":
                return fact if sees(viewer, Facet.CLINICAL) else None
            case "message":
                message = _state(fact, others)
                return (
                    fact if isinstance(message, Message) and self.concerns(message, actor, others) else None
                )
            case "radio_entry":
                return _radio_fact(fact, actor)
            case "task":
                return self._task_fact(fact, viewer, _state(fact, others))
            case _:
                return fact

    def _task_fact(self, fact: Envelope, viewer: Viewer, task: Task | None) -> Envelope:
        if task is not None and sees(viewer, facet_of_words(task.service)):
            return fact
        body = msgspec.json.decode(fact.body)
        if not SERVICE_WORDS & body.keys():
            return fact
        kept = {key: value for key, value in body.items() if key not in SERVICE_WORDS}
        return msgspec.structs.replace(fact, body=msgspec.json.encode(kept).decode())


def _radio_fact(fact: Envelope, actor: Actor) -> Envelope:
    """What an agency said on its own group is its own; what all could hear is read by all."""
    body = msgspec.json.decode(fact.body)
    if "words" not in body or body.get("shared") or body.get("agency") in (None, actor.agency):
        return fact
    kept = {key: value for key, value in body.items() if key != "words"}
    return msgspec.structs.replace(fact, body=msgspec.json.encode(kept).decode())


def _state(fact: Envelope, others: Others) -> Any:
    """The noun that a fact of a case is about; None when nobody holds it any more."""
    held = others.of_case(fact.case) if fact.case else []
    name = noun_of(fact.stream)
    return next((h.state for h in held if h.noun.name == name and _is(h.state, fact.stream)), None)


def _is(state: Any, stream: StreamId) -> bool:
    return stream.partition(":")[2] == str(getattr(state, "id", ""))


def has_part(actor: Actor, case: CaseId, others: Others) -> bool:
    """Whether the actor's centre, or without one its agency, has or had a task in this case; or their desk is in a call of it."""
    return any(
        (h.noun is TASK and of_centre(h.state, actor)) or (h.noun is CALL and is_in(h.state, actor))
        for h in others.of_case(case)
    )


def is_in(call: Call, actor: Actor) -> bool:
    """Whether this desk has a call, was asked into it, or was the last to have it: the case goes with the call."""
    desks = {call.desk, *(party.desk for party in call.parties)}
    return actor.desk is not None and actor.desk in desks


def of_centre(task: Task, actor: Actor) -> bool:
    """Whether a task is this person's work. Who belongs to no centre and no agency works for all."""
    if actor.centre is not None:
        return task.centre == actor.centre
    return actor.agency in (None, task.agency)


def unit_of_centre(unit: Unit, actor: Actor) -> bool:
    """Whether a unit stands on this person's board: of their centre, lent by it, or without one of their agency."""
    if actor.centre is not None:
        return actor.centre in {unit.centre, unit.lent_by}
    return actor.agency in (None, unit.agency)


def named(actor: Actor, case: CaseId, others: Others) -> bool:
    """Whether a reserved case is this person's: its owner, the operator of one of its calls, a centre that must act."""
    if holds(actor, Permission.CASE_LOOK_RESERVED):
        return True
    held = others.of_case(case)
    if any(h.noun is CASE and h.state.owner_person == actor.id for h in held):
        return True
    if any(h.noun is CALL and h.state.operator == actor.id for h in held):
        return True
    return (actor.centre or actor.agency) is not None and has_part(actor, case, others)


def case_cells(row: Any, state: Case, actor: Actor, _others: Others) -> CaseRow:
    """A case on a screen that many people share: reserved ones only for who may see all of them."""
    assert isinstance(row, CaseRow)
    return reserved_row(row) if state.reserved and not holds(actor, Permission.CASE_LOOK_RESERVED) else row


def call_cells(row: Any, state: Call, actor: Actor, others: Others) -> CallRow:
    """A call of a reserved case has no number, name or place on a screen that many people share."""
    assert isinstance(row, CallRow)
    if holds(actor, Permission.CASE_LOOK_RESERVED) or state.case is None:
        return row
    if not any(h.noun is CASE and h.state.reserved for h in others.of_case(state.case)):
        return row
    return msgspec.structs.replace(
        row, phone=None, caller_name=None, line=None, position=None, attachments=()
    )
