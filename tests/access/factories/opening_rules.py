"""Opening rules: of the room."""

from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import after_s
from auxilio.kernel.shared_types import Mode
from auxilio.opening_rules.core import messages as m
from auxilio.opening_rules.core.model import OpeningRuleId, OpeningRuleScope
from auxilio.opening_rules.service import OPENING_RULE
from auxilio.platform.ids import new_id
from tests.access.factories.registry import makes
from tests.access.world import World


def _rule(w: World) -> OpeningRuleId:
    """Set by somebody else of the room."""
    rule = OpeningRuleId(new_id())
    was_set = m.OpeningRuleSet(
        rule=rule, mode=Mode.REAL, scope=OpeningRuleScope.WITHOUT_SIM, subject="", ground="mudas cada noche",
        expires_at=after_s(w.at, 86_400), by=PersonId(new_id()), by_name="Eva",
    )  # fmt: skip
    w.tell(OPENING_RULE, rule, was_set)
    return rule


@makes(m.SetOpeningRule)
def set_rule(_w: World) -> m.SetOpeningRule:
    return m.SetOpeningRule(
        rule=OpeningRuleId(new_id()), scope=OpeningRuleScope.WITHOUT_SIM, ground="mudas cada noche"
    )


@makes(m.EndOpeningRule)
def end(w: World) -> m.EndOpeningRule:
    return m.EndOpeningRule(rule=_rule(w))
