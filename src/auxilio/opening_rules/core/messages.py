"""What can be asked of opening rules, and what can have happened to one. Closed: `OpeningRuleCommand`, `OpeningRuleEvent`."""

from typing import ClassVar

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode, ShortText
from auxilio.opening_rules.core.model import OpeningRuleId, OpeningRuleScope, RuleGround, RuleSubject


class SetOpeningRule(Command, frozen=True, kw_only=True, tag="opening_rules.set"):
    """Have the desk offered the short opening first. Without `expires_at` it stands for a week."""

    permission: ClassVar[str] = Permission.OPENING_RULE_WRITE
    object_rule: ClassVar[str] = ObjectRule.OPENING_RULE
    rule: OpeningRuleId
    scope: OpeningRuleScope
    subject: RuleSubject = ""
    ground: RuleGround
    expires_at: Instant | None = None


class EndOpeningRule(Command, frozen=True, kw_only=True, tag="opening_rules.end"):
    """It offers nothing any more."""

    permission: ClassVar[str] = Permission.OPENING_RULE_WRITE
    object_rule: ClassVar[str] = ObjectRule.OPENING_RULE
    rule: OpeningRuleId


type OpeningRuleCommand = SetOpeningRule | EndOpeningRule


class OpeningRuleSet(Event, frozen=True, kw_only=True, tag="opening_rules.rule.set"):
    """A rule stands."""

    rule: OpeningRuleId
    mode: Mode
    scope: OpeningRuleScope
    subject: RuleSubject
    ground: RuleGround
    expires_at: Instant
    by: PersonId
    by_name: ShortText


class OpeningRuleEnded(Event, frozen=True, kw_only=True, tag="opening_rules.rule.ended"):
    """It offers nothing any more."""

    rule: OpeningRuleId
    by: PersonId
    by_name: ShortText


type OpeningRuleEvent = OpeningRuleSet | OpeningRuleEnded
