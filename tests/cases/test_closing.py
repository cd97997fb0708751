"""The end of a case: nothing of what must be known may be missing."""

from typing import Any

import pytest

from auxilio.cases.core import machine
from auxilio.cases.core import messages as m
from auxilio.cases.core.model import Case, CaseEnding, CaseState, ClosingData, Location, LocationCertainty
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.platform.ids import new_id
from tests.actors import person

NOW = SystemClock().now()
CLOSING = ClosingData(disposition=CaseEnding.RESOLVED)
SOMEWHERE = Location(degree=LocationCertainty.SAID, words="detrás del mercado")


def a_case(**known: Any) -> Case:
    return Case(
        id=CaseId(new_id()),
        number=4821,
        mode=Mode.REAL,
        state=CaseState.OPEN,
        opened_at=NOW,
        opened_by="Lucía Ferrer",
        **known,
    )


def close(case: Case) -> tuple[Any, ...]:
    return machine.decide(case, m.CloseCase(case=case.id, closing=CLOSING), person("call_taker"))


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ({}, ["type", "location"]),
        ({"type": "SAN-01"}, ["location"]),
        ({"location": SOMEWHERE}, ["type"]),
    ],
)
def test_where_help_was_sent_a_case_says_what_it_was_and_where(
    known: dict[str, Any], missing: list[str]
) -> None:
    with pytest.raises(Refused, match="closing_incomplete") as refused:
        close(a_case(help_sent_at=NOW, **known))
    assert refused.value.facts["missing"] == missing


def test_a_case_that_nobody_was_sent_to_closes_with_its_ending_alone() -> None:
    [closed] = close(a_case())
    assert closed.closing == CLOSING


def test_what_is_known_closes() -> None:
    case = a_case(help_sent_at=NOW, type="SAN-01", location=SOMEWHERE)
    [closed] = close(case)
    assert machine.evolve(case, closed, NOW).state is CaseState.CLOSED
