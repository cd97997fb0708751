"""Every factory, by the kind of command that it makes."""

from auxilio.app.capabilities import commands
from tests.access.factories import (
    calls,
    cases,
    followup,
    interviews,
    notifications,
    opening_rules,
    partners,
    patients,
    planned_events,
    premise_notes,
    radio,
    records,
    rosters,
    shared_objects,
    tasks,
    training,
    units,
)
from tests.access.factories.registry import FACTORIES, of_case_and_words

for _kind in commands():
    if _kind not in FACTORIES and (_made := of_case_and_words(_kind)) is not None:
        FACTORIES[_kind] = _made

__all__ = [
    "FACTORIES", "calls", "cases", "followup", "interviews", "notifications", "opening_rules", "partners", "patients", "planned_events", "premise_notes",
    "radio", "records", "rosters", "shared_objects", "tasks", "training", "units",
]  # fmt: skip
