"""The faults that the tests plant in a ready installation, and those of the ways by which messages leave."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from auxilio.dispatch.push.installation import read_vapid_key, vapid_key_file
from auxilio.interop.sms.store import GatewayLinks
from auxilio.platform.clock import SystemClock
from auxilio.readiness.core.model import CheckState
from tests.readiness.ready_installation import (
    ReadyInstallation,
)

RED, AMBER = CheckState.MISSING, CheckState.DEGRADED
type Planted = Callable[[ReadyInstallation], Awaitable[ReadyInstallation]]
FAULTS: dict[str, tuple[str, CheckState, str, Planted]] = {}


def plants(part: str, state: CheckState, code: str) -> Callable[[Planted], Planted]:
    """A fault of this part, and what its line says then."""

    def register(plant: Planted) -> Planted:
        FAULTS[plant.__name__] = (part, state, code, plant)
        return plant

    return register


# --- messages to people ---------------------------------------------------------------------------


@plants("sms", AMBER, "sms_never")
async def no_worker_has_tried_the_message_centre(ready: ReadyInstallation) -> ReadyInstallation:
    return ready.with_settings(smpp_host="smsc.example")


@plants("sms", RED, "sms_lost")
async def the_message_centre_refuses_us(ready: ReadyInstallation) -> ReadyInstallation:
    return await _with_sms_link(ready, "bind_refused", timedelta(0))


@plants("sms", RED, "sms_silent")
async def the_worker_says_nothing_of_the_message_centre(ready: ReadyInstallation) -> ReadyInstallation:
    return await _with_sms_link(ready, "bound", timedelta(minutes=4))


@plants("sms", RED, "sms_not_taken")
async def the_sms_gateway_takes_nothing(ready: ReadyInstallation) -> ReadyInstallation:
    await ready.database.by_its_administrator(
        "insert into outbox (cause, channel, body, due_at, attempts, last_error)"
        " values (gen_random_uuid(), 'sms', '{}', now(), 2, 'SmsNotSent')"
    )
    return ready.with_settings(sms_gateway="https://sms.example/messages")


@plants("push", RED, "push_key_wrong")
async def everybody_may_read_the_key_of_push_services(ready: ReadyInstallation) -> ReadyInstallation:
    read_vapid_key(ready.settings.data)
    vapid_key_file(ready.settings.data).chmod(0o644)
    return ready.with_settings(push_hosts="push.example")


@plants("mail", RED, "mail_not_taken")
async def the_mail_server_takes_nothing(ready: ReadyInstallation) -> ReadyInstallation:
    await ready.database.by_its_administrator(
        "insert into outbox (cause, channel, body, due_at, attempts, last_error)"
        " values (gen_random_uuid(), 'email', '{}', now(), 2, 'MailNotSent')"
    )
    return ready.with_settings(smtp_server="mail.example:465")


async def _with_sms_link(ready: ReadyInstallation, code: str, ago: timedelta) -> ReadyInstallation:
    at = SystemClock().now() - ago
    await GatewayLinks(ready.database.pool).report("smpp", code, at)
    return ready.with_settings(smpp_host="smsc.example")
