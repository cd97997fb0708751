"""Whether the settings of short messages can be used. Called where all settings are checked, before anything starts."""

import re
from collections.abc import Iterator

from auxilio.interop.formats.smpp import SYSTEM_ID_MAX
from auxilio.interop.sms.http_gateway import parse_sms_gateway
from auxilio.kernel.refusal import Refused
from auxilio.platform.http.site import is_host

_NUMBER = re.compile(r"\+?[0-9]{3,15}|[A-Za-z0-9 ]{1,11}", re.ASCII)
_SYSTEM_ID = re.compile(rf"[!-~]{{1,{SYSTEM_ID_MAX}}}", re.ASCII)


def wrong_in_sms(*, number: str, smpp_host: str, system_id: str, gateway: str) -> Iterator[str]:
    """The names of the settings that are wrong, or wrong together."""
    if not _NUMBER.fullmatch(number):
        yield "sms_number"
    try:
        parse_sms_gateway(gateway)
    except Refused:
        yield "sms_gateway"
    if not smpp_host:
        return
    if gateway:
        yield "smpp_host, sms_gateway"  # our messages leave by one
    if not is_host(smpp_host):
        yield "smpp_host"
    if not _SYSTEM_ID.fullmatch(system_id):
        yield "smpp_host, smpp_system_id"
