"""What screens see of a dictation: one row a run, a view of the state and of nothing else."""

import msgspec

from auxilio.instructions.core.model import (
    AuthorisationRequest,
    InstructionRun,
    MarkedMoment,
    Metronome,
    StepRefusal,
)
from auxilio.kernel.ids import CaseId, RunId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Language


class DictationRow(msgspec.Struct, frozen=True, kw_only=True):
    """A card as it is being dictated."""

    run: RunId
    case: CaseId
    card: str
    version: str
    digest: str
    draft: bool
    language: Language
    current: str | None
    said: dict[str, Instant]
    """When each step was last said; repeat timers run from here."""
    times: dict[str, int]
    """How often each step was said."""
    marks: tuple[MarkedMoment, ...]
    authorised: tuple[str, ...]
    metronome: Metronome
    opened_at: Instant
    closed_at: Instant | None
    written: tuple[str, ...] = ()
    """Medication steps that were sent in writing."""
    requests: tuple[AuthorisationRequest, ...] = ()
    refusals: tuple[StepRefusal, ...] = ()
    breathes: bool | None = None
    """As in the run, with the two steps."""
    breathing_step: str | None = None
    stood_at: str | None = None


def view(state: InstructionRun) -> DictationRow:
    """The row of a run."""
    steps = [said.step for said in state.said]
    return DictationRow(
        run=state.id,
        case=state.case,
        card=state.card,
        version=state.version,
        digest=state.digest,
        draft=state.draft,
        language=state.language,
        current=state.current,
        said={said.step: said.at for said in state.said},
        times={step: steps.count(step) for step in dict.fromkeys(steps)},
        marks=state.marks,
        authorised=state.authorised,
        metronome=state.metronome,
        opened_at=state.opened_at,
        closed_at=state.closed_at,
        written=state.written,
        requests=state.requests,
        refusals=state.refusals,
        breathes=state.breathes,
        breathing_step=state.breathing_step,
        stood_at=state.stood_at,
    )
