"""Dangerous goods, for the composition root."""

from auxilio.hazmat import api
from auxilio.platform.capability import Capability

CAPABILITY: Capability[object, object, object] = Capability(name="hazmat", routes=api.HANDLERS)
