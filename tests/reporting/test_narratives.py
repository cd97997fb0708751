"""Aim: every event of every capability is told in the story of its case, or the narrative of the capability gives the reason why not."""

import pytest

from auxilio.app.capabilities import NARRATIVES, aggregates
from auxilio.calls.core import narrative as calls
from auxilio.calls.core.messages import CallAnswered, CallHeld, CallQueued
from auxilio.kernel.event import Event, union_members
from auxilio.kernel.ids import CallId
from auxilio.kernel.narrative import EventNarrative, Narrative, every_field
from auxilio.platform.ids import new_id
from auxilio.reporting.narratives import NarrativeTable

EVENTS: frozenset[type[Event]] = frozenset(
    event for aggregate in aggregates() for event in union_members(aggregate.events)
)


def test_the_table_has_every_event_of_every_capability_and_no_other() -> None:
    assert NARRATIVES.events == EVENTS


def test_an_event_that_no_narrative_names_is_told_by_its_own_fields() -> None:
    table = NarrativeTable([], [("calls", CallHeld)])
    entry = table.of(CallHeld.kind())
    assert entry is not None
    call = CallId(new_id())
    assert (entry.told, entry.capability) == (True, "calls")
    assert entry.narrative.facts(CallHeld(call=call)) == every_field(CallHeld(call=call))
    assert table.quiet == set()


def test_a_narrative_stands_over_the_fields() -> None:
    table = NarrativeTable([calls.NARRATIVE], [("calls", CallQueued), ("calls", CallAnswered)])
    assert CallQueued.kind() in table.quiet
    assert CallAnswered.kind() in table.strong


def test_an_event_that_is_not_told_has_a_reason() -> None:
    untold = [NARRATIVES.of(kind) for kind in sorted(NARRATIVES.quiet)]
    assert [one.narrative.event for one in untold if one is not None and len(one.reason.split()) < 4] == []


def test_no_event_is_told_twice() -> None:
    with pytest.raises(AssertionError, match="two narratives"):
        NarrativeTable(
            [Narrative("calls", (EventNarrative(CallQueued),), {CallQueued: "The ring tells it."})]
        )


def test_a_code_is_declared_only_of_an_event_that_is_told() -> None:
    assert {place.partition(":")[0] for place in NARRATIVES.coded} & NARRATIVES.quiet == set()
    assert NARRATIVES.strong & NARRATIVES.quiet == set()
