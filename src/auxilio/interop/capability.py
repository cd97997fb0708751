"""Case files in the formats of others, and what others send, for the composition root."""

from auxilio.interop.api import (
    AmlController,
    EcallController,
    ExchangeController,
    LocationController,
    SmsController,
)
from auxilio.platform.capability import Capability

CAPABILITY: Capability[object, object, object] = Capability(
    name="interop",
    routes=(AmlController, EcallController, ExchangeController, LocationController, SmsController),
)
