"""Case files in the formats of others, for the composition root."""

from auxilio.interop.api import ExchangeController
from auxilio.platform.capability import Capability

CAPABILITY: Capability[object, object, object] = Capability(name="interop", routes=(ExchangeController,))
