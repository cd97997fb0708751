"""Each object rule and the function that evaluates it: the tables of all objects, in which `authorisation` looks a command up."""

from collections.abc import Mapping

from auxilio.access import (
    calls,
    cases,
    desks,
    grants,
    installation,
    interviews,
    messages,
    notifications,
    opening_rules,
    partners,
    patients,
    planned_events,
    premise_notes,
    radio,
    releases,
    reviews,
    rosters,
    shifts,
    tasks,
    units,
    watches,
)
from auxilio.access.object_reader import Evaluate
from auxilio.identity.core.object_rules import ObjectRule

OBJECTS = (
    calls,
    cases,
    desks,
    grants,
    installation,
    interviews,
    messages,
    opening_rules,
    notifications,
    partners,
    patients,
    planned_events,
    premise_notes,
    radio,
    releases,
    reviews,
    rosters,
    shifts,
    tasks,
    units,
    watches,
)
"""The modules of the objects. Each keeps the policy of its object and a table `RULES`."""
RULES: Mapping[str, Evaluate] = {rule: ask for one in OBJECTS for rule, ask in one.RULES.items()}
assert RULES.keys() == set(ObjectRule), "every object rule has its evaluation"
assert len(RULES) == sum(len(one.RULES) for one in OBJECTS), "an object rule has one evaluation"
