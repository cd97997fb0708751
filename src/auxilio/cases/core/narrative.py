"""How the events of cases are told."""

from auxilio.cases.core.messages import (
    CaseClosed,
    HazardNoted,
    HazmatReported,
    HelpSentMarked,
    PriorityRaised,
    ProvedPriorityRaised,
    WindReported,
)
from auxilio.kernel.narrative import EventNarrative, Narrative

NARRATIVE = Narrative(
    "cases",
    told=(
        EventNarrative(ProvedPriorityRaised, strong=True),
        EventNarrative(PriorityRaised, strong=True),
        EventNarrative(HazardNoted, codes={"hazard_code": "report.hazard"}),
        EventNarrative(HazmatReported, codes={"goods_spill": "goods.spill", "goods_told_by": "goods.teller"}),
        EventNarrative(WindReported, codes={"blows_from": "goods.wind"}),
        EventNarrative(HelpSentMarked, strong=True),
        EventNarrative(CaseClosed, codes={"closing_disposition": "desk.closing"}, strong=True),
    ),
)
