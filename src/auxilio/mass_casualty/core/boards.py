"""What screens see of scenes and situations. Pure: a row is a view of one aggregate's state.

A report is made to be shared by all services of a case (JESIP: it gives them one picture), and a count by colour tells of
nobody in particular: both are seen by everybody who has the case, unlike the clinical cells of a patient (decision 0206).
"""

import msgspec

from auxilio.kernel.ids import CaseId
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty.core.scene import (
    AlertedHospital,
    CasualtyCount,
    MethaneField,
    MethaneStatement,
    PlanOutcomeEntry,
    Scene,
    SceneReport,
)
from auxilio.mass_casualty.core.situation import (
    DeclaredPhase,
    PhaseProposal,
    Situation,
    SituationEnd,
    SituationId,
)


class SceneRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was reported of one case. Its `id` is the case's."""

    id: CaseId
    case: CaseId
    mode: Mode
    letters: dict[MethaneField, MethaneStatement]
    reports: tuple[SceneReport, ...]
    sweeps: tuple[CasualtyCount, ...]
    situations: dict[str, PlanOutcomeEntry]
    hospitals: dict[str, AlertedHospital]


class SituationRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where one plan stands."""

    id: SituationId
    plan: str
    name: str
    mode: Mode
    draft: bool
    version: str
    cases: tuple[CaseId, ...]
    proposal: PhaseProposal | None
    standing: DeclaredPhase | None
    last: SituationEnd | None


def scene_row(scene: Scene) -> SceneRow:
    """The row of a scene."""
    return SceneRow(**{name: getattr(scene, name) for name in SceneRow.__struct_fields__})


def situation_row(situation: Situation) -> SituationRow:
    """The row of a situation."""
    return SituationRow(**{name: getattr(situation, name) for name in SituationRow.__struct_fields__})
