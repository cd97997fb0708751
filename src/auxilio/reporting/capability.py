"""Reports and figures, for the composition root."""

from auxilio.platform.capability import Capability
from auxilio.reporting.api import hospital_handovers

CAPABILITY: Capability[object, object, object] = Capability(name="reporting", routes=(hospital_handovers,))
