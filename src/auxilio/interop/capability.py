"""Case files in the formats of others, and what others send, for the composition root."""

from auxilio.interop.api import (
    AmlController,
    EcallController,
    ExchangeController,
    LocationController,
    SmsController,
)
from auxilio.interop.sms.service import TIDY_S, SmsWorker, channels_of, line_of, tidying_of
from auxilio.platform.capability import Capability, Job

CAPABILITY: Capability[object, object, SmsWorker] = Capability(
    name="interop",
    routes=(AmlController, EcallController, ExchangeController, LocationController, SmsController),
    jobs=(Job("smpp", line_of), Job("sms_parts", tidying_of, TIDY_S)),
    channels=channels_of,
    settings=("sms_number", "smpp_host", "smpp_port", "smpp_tls", "smpp_ca", "smpp_system_id", "sms_gateway"),
)
