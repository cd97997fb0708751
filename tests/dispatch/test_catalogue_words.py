"""Every code that stage 4 speaks has words in the catalogue, so that no screen shows a bare code."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auxilio.dispatch.patients.core.model import AgeBand, PatientOutcome, PatientState, TriageColour
from auxilio.dispatch.response_plan.core.plan import propose
from auxilio.dispatch.tasks.core.model import RefusalReason, TaskOutcome, TaskState
from auxilio.dispatch.tasks.core.shared_types import ChangeKind
from auxilio.dispatch.units.core.assignment_model import AssignmentStep, ReleaseReason
from auxilio.dispatch.units.core.model import LateStatusReason
from auxilio.kernel.shared_types import Priority
from tests.dispatch.factories import plan

ES = json.loads((Path(__file__).parents[2] / "locale/es.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [
        ("task", TaskState),
        ("refusal", RefusalReason),
        ("outcome", TaskOutcome),
        ("change", ChangeKind),
        ("step", AssignmentStep),
        ("release", ReleaseReason),
        ("press", LateStatusReason),
        ("patient.state", PatientState),
        ("patient.age", AgeBand),
        ("patient.triage", TriageColour),
        ("patient.outcome", PatientOutcome),
        ("capability", plan().capability_service),
        ("service", set(plan().capability_service.values()) | set(plan().stands_in) | set(plan().own)),
    ],
)
def test_every_code_has_words(prefix: str, codes: Iterable[str]) -> None:
    assert [code for code in codes if f"dispatch.{prefix}.{code}" not in ES] == []


def test_every_reason_of_a_proposal_has_words() -> None:
    said = {
        reason.code
        for type in [None, "XX", *plan().types]
        for priority in Priority
        for send in ((), ("als", "rescue"))
        for ask in propose(plan(), type, priority, send, at=datetime(2026, 3, 4, tzinfo=UTC)).centres
        for reason in ask.reasons
    }
    assert said >= {"lead_of_type", "support_of_type", "proved", "stands_in", "unclassified", "type_unknown"}
    assert [code for code in said if f"dispatch.reason.{code}" not in ES] == []
