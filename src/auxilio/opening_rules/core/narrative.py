"""How the events of opening rules are told: none is part of a case's story."""

from auxilio.kernel.narrative import Narrative
from auxilio.opening_rules.core import messages as m

_OF_THE_ROOM = "It is of the room, not of a case."
NARRATIVE = Narrative(
    "opening_rules",
    told=(),
    untold={m.OpeningRuleSet: _OF_THE_ROOM, m.OpeningRuleEnded: _OF_THE_ROOM},
)
