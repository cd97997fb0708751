"""What screens see of an interview: one row a run. Pure: a row is a view of the state and of nothing else."""

import msgspec

from auxilio.kernel.ids import CallId, CaseId, RunId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Priority
from auxilio.triage.core.model import ProtocolRun


class RunRow(msgspec.Struct, frozen=True, kw_only=True):
    """A run as the desk shows it. The console proves the rest itself from `digest` and `answers`."""

    run: RunId
    case: CaseId
    protocol: str
    version: str
    digest: str
    answers: dict[str, str]
    answered_at: dict[str, Instant]
    """When each question was answered here last; what was carried from another interview has no time."""
    priority: Priority | None
    rule: str | None
    type: str | None
    chosen: bool
    """A person chose the type."""
    send: tuple[str, ...]
    say: tuple[str, ...]
    last_at: Instant | None
    """When the last answer was given: the age of what is shown."""
    call: CallId | None
    """The call it is held with, when it is not the case's first interview."""


def run_row(state: ProtocolRun) -> RunRow:
    """The row of a run."""
    return RunRow(
        run=state.id,
        case=state.case,
        protocol=state.protocol,
        version=state.version,
        digest=state.digest,
        answers=state.answers(),
        answered_at={given.question: given.at for given in state.given},
        priority=state.standing.priority,
        rule=state.standing.rule,
        type=state.type,
        chosen=bool(state.chosen),
        send=state.standing.send,
        say=state.standing.say,
        last_at=state.given[-1].at if state.given else None,
        call=state.call,
    )
