"""The life of an opening rule: set and ended by the lead of the room.

| command | refuses |
|---|---|
| set | opening_rule_exists, opening_rule_subject_unreadable, opening_rule_without_ground, opening_rule_end_not_ahead, opening_rule_too_long |
| end | ended already: not news |
"""

from datetime import datetime, timedelta

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.opening_rules.core import messages as m
from auxilio.opening_rules.core.model import (
    DEFAULT_TERM,
    LONGEST_TERM,
    OpeningRule,
    OpeningRuleState,
    read_subject,
)


def set_rule(
    known: OpeningRule | None, command: m.SetOpeningRule, actor: Actor, at: datetime
) -> tuple[Event, ...]:
    """The first event. Raises `Refused` (table above)."""
    if known is not None:
        raise Refused("opening_rule_exists")
    subject = read_subject(command.scope, command.subject)
    if subject is None:
        raise Refused("opening_rule_subject_unreadable", scope=command.scope)
    ground = " ".join(command.ground.split())
    if not ground:
        raise Refused("opening_rule_without_ground")
    return (
        m.OpeningRuleSet(
            rule=command.rule,
            mode=actor.mode,
            scope=command.scope,
            subject=subject,
            ground=ground,
            expires_at=_valid_end(command.expires_at, at),
            by=PersonId(actor.id),
            by_name=actor.name,
        ),
    )


def end_rule(rule: OpeningRule, actor: Actor) -> tuple[Event, ...]:
    """The last event; none when it has ended already."""
    if rule.state is OpeningRuleState.ENDED:
        return ()
    return (m.OpeningRuleEnded(rule=rule.id, by=PersonId(actor.id), by_name=actor.name),)


def _valid_end(wanted: datetime | None, at: datetime) -> datetime:
    end = at + DEFAULT_TERM if wanted is None else wanted
    if end <= at:
        raise Refused("opening_rule_end_not_ahead", until=iso_us(end))
    # The page reckons from the clock of its machine, which may be ahead.
    if end - at > LONGEST_TERM + timedelta(days=1):
        raise Refused("opening_rule_too_long", most_days=LONGEST_TERM.days)
    return end


def evolve(rule: OpeningRule | None, event: m.OpeningRuleEvent, at: datetime) -> OpeningRule:
    """The rule after this event."""
    if isinstance(event, m.OpeningRuleSet):
        assert rule is None, "a rule is set once"
        return OpeningRule(
            id=event.rule,
            mode=event.mode,
            scope=event.scope,
            subject=event.subject,
            ground=event.ground,
            by=event.by,
            by_name=event.by_name,
            set_at=at,
            expires_at=event.expires_at,
        )
    assert rule is not None, "a rule begins by being set"
    return msgspec.structs.replace(rule, state=OpeningRuleState.ENDED, ended_by_name=event.by_name)
