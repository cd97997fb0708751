"""How the events of patients are told."""

from auxilio.dispatch.patients.core.messages import (
    PatientReportedLate,
    PatientUpdated,
)
from auxilio.kernel.narrative import EventNarrative, Narrative

NARRATIVE = Narrative(
    "dispatch",
    told=(
        EventNarrative(
            PatientUpdated,
            codes={
                "state": "dispatch.patient.state",
                "outcome": "dispatch.patient.outcome",
                "triage": "dispatch.patient.triage",
            },
        ),
        EventNarrative(
            PatientReportedLate,
            codes={
                "state": "dispatch.patient.state",
                "outcome": "dispatch.patient.outcome",
                "triage": "dispatch.patient.triage",
            },
        ),
    ),
)
