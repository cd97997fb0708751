"""Aim: how far an answer by short message came is told once for each state, and no state goes back."""

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.calls.core.machine import decide, evolve
from auxilio.calls.core.messages.text_delivery import ReportTextDelivery, TextDeliveryReported
from auxilio.calls.core.model import Call, CallState
from auxilio.calls.core.text_delivery import DELIVERIES_KEPT, TextDelivery
from auxilio.kernel.ids import CommandId
from tests.actors import system
from tests.calls.factories import AT, CALL, a_call

SENT, DELIVERED, FAILED = TextDelivery.SENT, TextDelivery.DELIVERED, TextDelivery.FAILED
LINES = [CommandId(UUID(int=n)) for n in range(DELIVERIES_KEPT + 20)]
FURTHER = {SENT: {DELIVERED, FAILED}, DELIVERED: set[TextDelivery](), FAILED: set[TextDelivery]()}


def told(call: Call, *reports: tuple[CommandId, TextDelivery]) -> tuple[Call, list[TextDeliveryReported]]:
    """The call after these reports, and the facts that they made."""
    facts: list[TextDeliveryReported] = []
    for line, state in reports:
        for fact in decide(call, ReportTextDelivery(call=CALL, line=line, state=state), system(), AT):
            assert isinstance(fact, TextDeliveryReported)
            facts.append(fact)
            call = evolve(call, fact, AT)
    return call, facts


@given(st.lists(st.tuples(st.sampled_from(LINES[:3]), st.sampled_from(TextDelivery))))
def test_in_whatever_order_reports_come_each_answer_only_goes_on(
    reports: list[tuple[CommandId, TextDelivery]],
) -> None:
    call, facts = told(a_call(CallState.ANSWERED), *reports)
    for line in LINES[:3]:
        states = [fact.state for fact in facts if fact.line == line]
        assert all(after in FURTHER[before] for before, after in pairwise(states))
        assert [one.state for one in call.deliveries if one.line == line] == states[-1:]
        assert bool(states) == any(reported == line for reported, _ in reports)


@pytest.mark.parametrize("state", [CallState.ANSWERED, CallState.QUEUED, CallState.ENDED])
def test_a_receipt_is_a_fact_also_when_the_call_is_over(state: CallState) -> None:
    _, facts = told(a_call(state), (LINES[0], SENT), (LINES[0], DELIVERED))
    assert [fact.state for fact in facts] == [SENT, DELIVERED]


def test_the_code_of_a_failure_stands_in_the_fact() -> None:
    failed = ReportTextDelivery(call=CALL, line=LINES[0], state=FAILED, code="EXPIRED")
    (fact,) = decide(a_call(CallState.ANSWERED), failed, system(), AT)
    assert fact == TextDeliveryReported(call=CALL, line=LINES[0], state=FAILED, code="EXPIRED")


def test_of_many_answers_the_newest_are_kept() -> None:
    call, _ = told(a_call(CallState.ANSWERED), *((line, SENT) for line in LINES))
    assert [one.line for one in call.deliveries] == LINES[-DELIVERIES_KEPT:]
