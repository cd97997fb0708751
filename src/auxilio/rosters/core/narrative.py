"""How the events of rosters are told."""

from auxilio.kernel.narrative import Narrative
from auxilio.rosters.core.messages import OnCallDutyEnded, OnCallDutySet

_OF_NO_CASE = "It is of the roster, not of a case."
NARRATIVE = Narrative("rosters", untold={OnCallDutySet: _OF_NO_CASE, OnCallDutyEnded: _OF_NO_CASE})
