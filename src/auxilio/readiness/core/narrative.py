"""How the events of readiness are told."""

from auxilio.kernel.narrative import Narrative
from auxilio.readiness.core.messages import RiskAccepted

NARRATIVE = Narrative("readiness", untold={RiskAccepted: "It is of the installation, not of a case."})
