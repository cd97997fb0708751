"""Aim: an opening rule has an owner, a ground and an end, and says of which calls it is."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.opening_rules.core import machine
from auxilio.opening_rules.core import messages as m
from auxilio.opening_rules.core.model import (
    OpeningRule,
    OpeningRuleId,
    OpeningRuleScope,
    OpeningRuleState,
    read_subject,
)

AT = datetime(2026, 12, 2, tzinfo=UTC)
ID = OpeningRuleId(UUID(int=7))
EVA = Actor(id=UUID(int=1), kind="person", name="Eva")
NUMBER, TELEPHONE, WITHOUT_SIM = (
    OpeningRuleScope.NUMBER,
    OpeningRuleScope.TELEPHONE,
    OpeningRuleScope.WITHOUT_SIM,
)


def command(
    *,
    ground: str = " Veinte  llamadas\nmudas ",
    until: datetime | None = None,
    subject: str = "+34 612 345 678",
) -> m.SetOpeningRule:
    return m.SetOpeningRule(rule=ID, scope=NUMBER, subject=subject, ground=ground, expires_at=until)


def stands(until: datetime | None = None) -> OpeningRule:
    [event] = machine.set_rule(None, command(until=until), EVA, AT)
    assert isinstance(event, m.OpeningRuleSet)
    return machine.evolve(None, event, AT)


def refused(sent: m.SetOpeningRule, known: OpeningRule | None = None) -> str:
    with pytest.raises(Refused) as refusal:
        machine.set_rule(known, sent, EVA, AT)
    return refusal.value.code


def test_a_rule_stands_for_a_week_and_names_its_owner_and_ground() -> None:
    rule = stands()
    assert (rule.subject, rule.ground) == ("+34612345678", "Veinte llamadas mudas")
    assert (rule.by, rule.by_name, rule.expires_at) == (EVA.id, "Eva", AT + timedelta(days=7))


def test_a_rule_expires_within_thirty_days() -> None:
    end = AT + timedelta(days=30)
    assert not stands(end).has_expired(end - timedelta(seconds=1))
    assert stands(end).has_expired(end)
    assert refused(command(until=AT + timedelta(days=32))) == "opening_rule_too_long"
    assert refused(command(until=AT)) == "opening_rule_end_not_ahead"


def test_a_rule_without_a_ground_or_a_readable_subject_is_refused() -> None:
    assert refused(command(ground=" \n ")) == "opening_rule_without_ground"
    assert refused(command(subject="612 345 678")) == "opening_rule_subject_unreadable"


def test_a_rule_is_set_once_and_ended_once() -> None:
    rule = stands()
    assert refused(command(), rule) == "opening_rule_exists"
    [event] = machine.end_rule(rule, EVA)
    assert isinstance(event, m.OpeningRuleEnded)
    ended = machine.evolve(rule, event, AT)
    assert (ended.state, ended.ended_by_name) == (OpeningRuleState.ENDED, "Eva")
    assert machine.end_rule(ended, EVA) == ()


@pytest.mark.parametrize(
    ("scope", "said", "subject"),
    [
        (NUMBER, "+34 (612) 345-678", "+34612345678"),
        (NUMBER, "112", None),
        (NUMBER, "+34612345678; drop", None),
        (TELEPHONE, "35-209900-176148-1", "35209900176148"),
        (TELEPHONE, "3520990017614823", "35209900176148"),
        (TELEPHONE, "٣٥٢٠٩٩٠٠١٧٦١٤٨", None),
        (TELEPHONE, "123", None),
        (WITHOUT_SIM, "", ""),
        (WITHOUT_SIM, "+34612345678", None),
    ],
)
def test_the_subject_of_a_rule_is_read_as_calls_have_it(
    scope: OpeningRuleScope, said: str, subject: str | None
) -> None:
    assert read_subject(scope, said) == subject
