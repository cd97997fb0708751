"""Keeps the line to a message centre by SMPP: connects, takes what it delivers, sends, and comes back (decision 0404).

Run by the leading worker, so that one process has the line.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from auxilio.interop.formats.not_writable import NotWritable
from auxilio.interop.formats.smpp import PASSWORD_MAX, TRY_AGAIN, write_submit
from auxilio.interop.formats.sms_parts import write_text
from auxilio.interop.sms.sending import SmsNotSent, SmsRefused
from auxilio.interop.sms.smpp_connection import (
    SmppAddress,
    SmppConnection,
    SmppDisconnected,
    SmppRefused,
    TakeDelivery,
    connect,
)
from auxilio.interop.sms.store import GatewayLinks
from auxilio.platform.backoff import backoff_s
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS

GATEWAY = "smpp"
BOUND = "bound"
"""Readiness knows the word (`readiness.core.policy.SMS_BOUND`)."""
RECONNECT_S, RECONNECT_MAX_S = 1.0, 30.0
_log = logging.getLogger(__name__)


def smpp_password_file(data: Path) -> Path:
    """Where the password is: under the data folder, in no backup."""
    return data / "sms" / "smpp.password"


def read_smpp_password(data: Path) -> str:
    """The password, as text without blanks around it. Raises `SmppDisconnected("password_missing")`."""
    try:
        with smpp_password_file(data).open("rb") as opened:
            found = opened.read(1_024).strip().decode("ascii")
    except (OSError, UnicodeDecodeError):
        found = ""
    if not 0 < len(found) <= PASSWORD_MAX or not found.isprintable():  # a NUL would end the field of the bind
        raise SmppDisconnected("password_missing")
    return found


@dataclass
class SmppClient:
    """Implements `sending.SmsGateway`. `number`: what our messages come from, `+34…`, a short code or a name."""

    address: SmppAddress
    data: Path
    number: str
    links: GatewayLinks
    clock: Clock
    name: str = GATEWAY
    _connection: SmppConnection | None = None

    async def run(self, take: TakeDelivery) -> None:
        """For ever, until cancelled. `take` takes what the message centre delivers."""
        failed = 0
        while True:
            try:
                connection = await connect(self.address, read_smpp_password(self.data), take, self.clock)
                failed, self._connection = 0, connection
                _log.info("smpp_bound")
                await connection.serve(self._report_bound)
            except SmppDisconnected as lost:
                failed += 1
                _log.warning("smpp_lost", extra={"code": lost.code})
                await self._report(lost.code)
            except TRANSIENT_ERRORS as lost:
                failed += 1
                _log.warning("smpp_waits", extra={"error": type(lost).__name__})
            finally:
                self._connection = None
            await self.clock.sleep(backoff_s(failed, RECONNECT_S, RECONNECT_MAX_S))

    async def _report_bound(self) -> None:
        await self._report(BOUND)

    async def _report(self, code: str) -> None:
        with contextlib.suppress(*TRANSIENT_ERRORS):  # who reads it sees that it is old
            await self.links.report(self.name, code, self.clock.now())

    async def submit(self, id: UUID, to: str, text: str) -> Sequence[str]:
        """See `SmsGateway`. All parts go at once, in their order, so that a long message needs no longer than one part. Their
        reference is of the message: a telephone joins the parts of one attempt with those of the next."""
        connection = self._connection
        if connection is None:
            raise SmsNotSent("not_bound")
        try:
            coding, parts = write_text(text, id.int & 0xFF)
            bodies = [write_submit(self.number, to, coding, part) for part in parts]
            # A message centre that gives no name sends no receipt either; ours keeps the message from going twice.
            asked = [connection.submit(body) for body in bodies]
            answers = await asyncio.gather(*asked, return_exceptions=True)
            return [_name_of(answer) or f"{id}.{nth}" for nth, answer in enumerate(answers)]
        except NotWritable:
            raise SmsRefused("too_long") from None
        except SmppRefused as refused:
            code = f"smpp_{refused.status:#x}"
            raise (SmsNotSent(code) if refused.status in TRY_AGAIN else SmsRefused(code)) from None
        except SmppDisconnected as lost:
            raise SmsNotSent(lost.code) from None


def _name_of(answer: str | BaseException) -> str:
    """What the message centre calls a part. Raises what became of one that it did not take."""
    if isinstance(answer, BaseException):
        raise answer
    return answer
