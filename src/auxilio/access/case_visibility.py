"""Who sees what of a case: which cases a person may open, and which facts and cells of them.

The cells of tasks, units and patients are `dispatch.core.boards.CELL_VISIBILITY`; here the same table decides for the story, the
interview and the calls, so that nothing hidden in a row is told in the next line (decision 0120; to whom a reserved case is open: 0252).
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from auxilio.access.actors import is_machine, must_match_to_read, sees_reserved
from auxilio.access.case_context import CaseContext
from auxilio.access.case_entities import CaseEntities
from auxilio.access.cases import admit, has_part, is_named, owns
from auxilio.archive.core.boards import CaseFileRow
from auxilio.archive.core.messages import AddendumAdded
from auxilio.calls.core.messages import (
    AdditionalDataReceived,
    CallLeftCase,
    LocationMessageReceived,
    MsdReceived,
)
from auxilio.calls.core.messages.guidance import GUIDANCE_KINDS
from auxilio.calls.service import CALL
from auxilio.cases.service import CASE
from auxilio.dispatch.core.boards import (
    CellTopic,
    DispatchViewer,
    ServiceFamily,
    may_see_cell,
    own_unit,
    redact_row,
    topic_of_words,
    viewer_of,
)
from auxilio.dispatch.service import TASK, UNIT
from auxilio.dispatch.tasks.core.model import Task
from auxilio.dispatch.units.core.model import Unit
from auxilio.followup.core.model import CaseMessage
from auxilio.identity.access_audit import CASE_ACCESS_LOG, has_open_access
from auxilio.identity.core.gate import holds
from auxilio.identity.core.messages import AccessRefused, ReservedCaseOpened
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import SYSTEM_ID, Actor
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CaseId, StreamId, aggregate_name
from auxilio.kernel.refusal import NotFound
from auxilio.premise_notes.core.messages import PremiseNotesShown
from auxilio.triage.core.model import ProtocolRun

type ServicesByAgency = Mapping[str, tuple[str, ...]]
"""The services of each agency: by the response plan, else by the directory."""
type Clinical = Callable[[str], bool]
"""Whether what a protocol asks, by its id, are facts of somebody's health."""
SERVICE_WORDS = frozenset({"words", "read_back"})
"""The keys of a task's facts in which a service speaks."""
RECORDED_LOOKS = {
    MsdReceived.kind(): ("msd", "vin"),
    LocationMessageReceived.kind(): ("message", "raw"),
    AdditionalDataReceived.kind(): ("data", "subscribers"),
}
"""Of a kind of fact, what leads to a person and is read by a recorded look, or on no page: a field, and the part of it."""
ACCESS_ATTEMPT_KINDS = frozenset({AccessRefused.kind(), ReservedCaseOpened.kind()})
"""Facts of a reserved case that its owner reads: who tried to open it, and who did."""


class CaseVisibility:
    """The table, with what it needs to know of agencies and protocols."""

    def __init__(self, services: ServicesByAgency, clinical: Clinical) -> None:
        self._services, self._clinical = services, clinical

    def viewer(self, actor: Actor) -> DispatchViewer:
        """The actor as a reader: what decides how much of a case they see."""
        return viewer_of(actor, self._services.get(actor.agency or "", ()))

    # --- opening a case ---------------------------------------------------------------------------

    def admit(self, actor: Actor, case: CaseId, others: CaseEntities) -> None:
        """Let somebody open a case, as `access.cases` decides.

        Raises `Forbidden`: `case_reserved`, `no_task_here`, `not_your_case`; `Conflict("session_mode_differs")`.
        """
        context = case_context(actor, case, others)
        if context is None:
            raise NotFound("unknown_case", id=str(case))
        must_match_to_read(actor, context.case.mode)
        admit(actor, context)

    def may_know_reserved(self, actor: Actor, case: CaseId, others: CaseEntities) -> bool:
        """Whether a refusal may say that the case is reserved: to a system whose agency has no part in it, it may not."""
        context = case_context(actor, case, others)
        assert context is not None, "asked of a case that was just found"
        return not is_machine(actor) or has_part(actor, context.tasks, context.calls)

    # --- cells ------------------------------------------------------------------------------------

    def work_cells(self, row: Any, state: Any, actor: Actor, _others: CaseEntities) -> msgspec.Struct | None:
        """Rows of tasks, units, assignments and patients."""
        own = isinstance(state, Unit) and own_unit(state, actor)
        seen: msgspec.Struct | None = redact_row(row, self.viewer(actor), own=own)
        return seen

    def run_cells(
        self, row: Any, state: ProtocolRun, actor: Actor, _others: CaseEntities
    ) -> msgspec.Struct | None:
        """An interview is seen whole or not at all."""
        seen: msgspec.Struct | None = row if self._sees_run(state, actor) else None
        return seen

    def clinical_cells(
        self, row: Any, _state: Any, actor: Actor, _others: CaseEntities
    ) -> msgspec.Struct | None:
        """What is dictated to a caller."""
        seen: msgspec.Struct | None = row if may_see_cell(self.viewer(actor), CellTopic.CLINICAL) else None
        return seen

    def file_cells(
        self, row: CaseFileRow, _state: Any, actor: Actor, _others: CaseEntities
    ) -> msgspec.Struct | None:
        """The row of a case file: without what a caller's page told of card and interview after the seal."""
        if may_see_cell(self.viewer(actor), CellTopic.CLINICAL):
            return row
        kept = tuple(one for one in row.addenda if one.person != SYSTEM_ID)
        return msgspec.structs.replace(row, addenda=kept)

    def _sees_run(self, run: ProtocolRun, actor: Actor) -> bool:
        asked = (run.protocol, *(before.partition(" ")[0] for before in run.before))
        return may_see_cell(self.viewer(actor), CellTopic.CLINICAL) or not any(map(self._clinical, asked))

    def concerns(self, message: CaseMessage, actor: Actor, others: CaseEntities) -> bool:
        """Whether a message is from or for this person, their desk, their centre or a unit of their agency.

        The room reads all.
        """
        if self.viewer(actor).service == ServiceFamily.ROOM or message.by == actor.id:
            return True
        units = {
            h.state.id
            for h in others.of_case(message.case)
            if h.aggregate is UNIT and h.state.agency == actor.agency
        }
        parties = [party for party in (message.sender, *message.to) if party is not None]
        mine = {actor.centre, actor.desk, *units} - {None}
        return any({party.centre, party.desk, party.unit} & mine for party in parties)

    # --- the story --------------------------------------------------------------------------------

    def reads(self, fact: Envelope, actor: Actor, others: CaseEntities) -> Envelope | None:
        """A fact as this viewer reads it: whole, without a service's own words, or not at all."""
        if fact.call in others.withheld and fact.kind != CallLeftCase.kind():
            return None  # the line that says that the call is of another case now stays
        if fact.kind.startswith("identity."):
            return fact if self._may_read_audit(fact, actor, others) else None
        if fact.kind == PremiseNotesShown.kind():
            return None  # who looked is for those who audit
        if fact.kind in RECORDED_LOOKS:
            return _without(fact, *RECORDED_LOOKS[fact.kind])
        if aggregate_name(fact.stream) == "report_mail":
            # To whom a file was given is known to those who may give it.
            return fact if holds(actor, Permission.CASE_FILE_EXPORT) else None
        viewer = self.viewer(actor)
        if viewer.service == ServiceFamily.ROOM and not fact.kind.startswith("dispatch.task."):
            return fact
        match aggregate_name(fact.stream):
            case "run":
                run = _state(fact, others)
                return fact if isinstance(run, ProtocolRun) and self._sees_run(run, actor) else None
            case "call" if fact.kind in GUIDANCE_KINDS:
                # What is asked and dictated in writing is as clinical as the interview and the card that it is of.
                return fact if may_see_cell(viewer, CellTopic.CLINICAL) else None
            case "case_file" if fact.kind == AddendumAdded.kind() and fact.actor == SYSTEM_ID:
                return fact if may_see_cell(viewer, CellTopic.CLINICAL) else None
            case "dictation" | "patient":
                return fact if may_see_cell(viewer, CellTopic.CLINICAL) else None
            case "message":
                message = _state(fact, others)
                return (
                    fact
                    if isinstance(message, CaseMessage) and self.concerns(message, actor, others)
                    else None
                )
            case "radio_entry":
                return _radio_fact(fact, actor)
            case "task":
                return self._task_fact(fact, viewer, _state(fact, others))
            case _:
                return fact

    def _may_read_audit(self, fact: Envelope, actor: Actor, others: CaseEntities) -> bool:
        """Who looked is for those who audit; who opened or tried to open a reserved case, for its owner too."""
        if fact.kind not in ACCESS_ATTEMPT_KINDS or fact.case is None:
            return False
        context = case_context(actor, fact.case, others)
        return context is not None and owns(actor, context.case)

    def _task_fact(self, fact: Envelope, viewer: DispatchViewer, task: Task | None) -> Envelope:
        if task is not None and may_see_cell(viewer, topic_of_words(task.service)):
            return fact
        body = msgspec.json.decode(fact.body)
        if not SERVICE_WORDS & body.keys():
            return fact
        kept = {key: value for key, value in body.items() if key not in SERVICE_WORDS}
        return msgspec.structs.replace(fact, body=msgspec.json.encode(kept).decode())


def _without(fact: Envelope, field: str, part: str) -> Envelope:
    body = msgspec.json.decode(fact.body or "{}")
    if not (body.get(field) or {}).pop(part, None):
        return fact
    return msgspec.structs.replace(fact, body=msgspec.json.encode(body).decode())


def _radio_fact(fact: Envelope, actor: Actor) -> Envelope:
    """What an agency said on its own group is its own; what all could hear is read by all."""
    body = msgspec.json.decode(fact.body)
    if "words" not in body or body.get("shared") or body.get("agency") in (None, actor.agency):
        return fact
    kept = {key: value for key, value in body.items() if key != "words"}
    return msgspec.structs.replace(fact, body=msgspec.json.encode(kept).decode())


def _state(fact: Envelope, others: CaseEntities) -> Any:
    """The aggregate that a fact of a case is about; None when it is no longer held in memory."""
    held = others.of_case(fact.case) if fact.case else []
    name = aggregate_name(fact.stream)
    return next(
        (h.state for h in held if h.aggregate.name == name and _is_state_of(h.state, fact.stream)), None
    )


def _is_state_of(state: Any, stream: StreamId) -> bool:
    return stream.partition(":")[2] == str(getattr(state, "id", ""))


def case_context(actor: Actor, case: CaseId, others: CaseEntities) -> CaseContext | None:
    """What decides who may open a case, from the aggregates of it that a board holds; None without the case itself."""
    held = others.of_case(case)
    found = next((h.state for h in held if h.aggregate is CASE), None)
    if found is None:
        return None
    looks = next((h.state for h in held if h.aggregate is CASE_ACCESS_LOG), None)
    return CaseContext(
        case=found,
        tasks=[h.state for h in held if h.aggregate is TASK],
        calls=[h.state for h in held if h.aggregate is CALL],
        units=[h.state for h in held if h.aggregate is UNIT],
        opened=others.at is not None and has_open_access(looks, str(actor.id), others.at),
    )


def is_hidden(actor: Actor, case: CaseId | None, others: CaseEntities) -> bool:
    """Whether a case is reserved and not open to this person: of its rows no more is shown than `reserved_rows` names."""
    if case is None:
        return False
    context = case_context(actor, case, others)
    if context is None:
        return case in others.reserved and not sees_reserved(actor)
    return context.case.reserved and not is_named(actor, context)


def has_case_work(actor: Actor, case: CaseId, others: CaseEntities) -> bool:
    """Whether the actor's centre or agency has or had a task in this case, or their desk takes part in a call of it."""
    held = others.of_case(case)
    tasks = [h.state for h in held if h.aggregate is TASK]
    return has_part(actor, tasks, [h.state for h in held if h.aggregate is CALL])
