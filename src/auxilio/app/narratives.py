"""The narratives of all capabilities, for stories, reports and case pages."""

from auxilio.app.capabilities import CAPABILITIES
from auxilio.kernel.event import union_members
from auxilio.reporting.narratives import NarrativeTable

NARRATIVES = NarrativeTable(
    (narrative for one in CAPABILITIES for narrative in one.narratives),
    (
        (one.name, event)
        for one in CAPABILITIES
        for aggregate in one.aggregates
        for event in union_members(aggregate.events)
    ),
)
