"""What the room is shown of its opening rules. Pure."""

from collections.abc import Iterable

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.opening_rules.core.model import OpeningRule, OpeningRuleId, OpeningRuleScope


class ListedOpeningRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule in the list of the room."""

    id: OpeningRuleId
    scope: OpeningRuleScope
    subject: str
    ground: str
    by_name: str
    set_at: Instant
    expires_at: Instant


class OpeningRuleList(msgspec.Struct, frozen=True, kw_only=True):
    """Those that were not ended, expired ones of the last month too; the newest first."""

    rules: tuple[ListedOpeningRule, ...]


def listed(rules: Iterable[OpeningRule]) -> OpeningRuleList:
    """Rules as the list shows them."""
    return OpeningRuleList(
        rules=tuple(msgspec.convert(rule, ListedOpeningRule, from_attributes=True) for rule in rules)
    )
