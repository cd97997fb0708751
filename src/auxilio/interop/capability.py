"""Case files in the formats of others, and what others send, for the composition root."""

from collections.abc import Mapping
from typing import Protocol

from auxilio.interop.api import (
    AmlController,
    EcallController,
    ExchangeController,
    LocationController,
    SmsController,
)
from auxilio.interop.mail.service import MailWorker, mail_channels_of
from auxilio.interop.sms.service import TIDY_S, SmsWorker, channels_of, line_of, tidying_of
from auxilio.platform.capability import Capability, Job
from auxilio.platform.database.outbox import Deliver


class MessageWorker(SmsWorker, MailWorker, Protocol):
    """What the leading worker has of messages that leave."""


def _channels(worker: MessageWorker) -> Mapping[str, Deliver]:
    return {**channels_of(worker), **mail_channels_of(worker)}


CAPABILITY: Capability[object, object, MessageWorker] = Capability(
    name="interop",
    routes=(AmlController, EcallController, ExchangeController, LocationController, SmsController),
    jobs=(Job("smpp", line_of), Job("sms_parts", tidying_of, TIDY_S)),
    channels=_channels,
    settings=(
        *("sms_number", "smpp_host", "smpp_port", "smpp_tls", "smpp_ca", "smpp_system_id", "sms_gateway"),
        *("smtp_server", "smtp_security", "smtp_user", "smtp_ca", "mail_from"),
    ),
)
