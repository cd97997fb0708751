"""Hands mail to the one server that the settings name: TLS, a bounded time, a bounded size (RFC 5321, 8314, 3207)."""

import asyncio
import contextlib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, Protocol

import aiosmtplib

from auxilio.interop.mail.message import MailFrom

CONNECT_S = 5.0
WHOLE_S = 12.0
"""From the connection until the server has taken the mail, and each answer may take all that is left of it: a server that reads
the mail before it takes it needs time (RFC 5321, 4.5.3.2.6). Less than an attempt of the outbox."""
_GOODBYE_S = 1.0
MAIL_BYTES_MAX = 16 * 1024 * 1024
"""Of a whole mail as it is sent: most servers take 20 MB or more (ours)."""
PASSWORD_BYTES_MAX = 1_024
CODE_MAX = 40
_OUR_FAULT = frozenset({530, 534, 535, 538})
"""Of 5xx, what says nothing of this mail: how we sign in (RFC 4954, 6)."""

type SmtpSecurity = Literal["tls", "starttls", "plain"]


class MailRefused(Exception):
    """The server takes this mail never. `code`: why, `smtp_550`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:CODE_MAX]


class MailNotSent(Exception):
    """The server cannot be reached, or takes no mail now: it is tried again. `code`: why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:CODE_MAX]


class MailServer(Protocol):
    """What takes mail from us."""

    async def send(self, sender: MailFrom, to: str, mail: EmailMessage) -> None:
        """Return when the server has taken it. Raises `MailRefused`, `MailNotSent`."""
        ...


class NoMailServer:
    """Where no server is set: each mail is refused at once, so that who sends it takes another way."""

    async def send(self, sender: MailFrom, to: str, mail: EmailMessage) -> None:
        """See `MailServer`."""
        raise MailRefused("no_mail_server")


def smtp_password_file(data: Path) -> Path:
    """Where the password is: under the data folder, in no backup."""
    return data / "mail" / "smtp.password"


def read_smtp_password(data: Path) -> str:
    """The password, as text without blanks around it. Raises `MailNotSent("password_missing")`."""
    try:
        with smtp_password_file(data).open("rb") as opened:
            found = opened.read(PASSWORD_BYTES_MAX + 1).strip().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        found = ""
    if not 0 < len(found) <= PASSWORD_BYTES_MAX or not found.isprintable():
        raise MailNotSent("password_missing")
    return found


@dataclass(frozen=True)
class SmtpServer:
    """Implements `MailServer`. A connection for each mail: they are few, and none hangs on another."""

    host: str
    port: int
    security: SmtpSecurity
    user: str
    """Empty: the server wants none."""
    authority: Path | None
    """Who signs its certificate; None: whom this machine trusts."""
    data: Path
    """The data folder, with the password."""

    async def send(self, sender: MailFrom, to: str, mail: EmailMessage) -> None:
        """See `MailServer`."""
        content = mail.as_bytes(
            policy=mail.policy.clone(cte_type="7bit")
        )  # we do not ask for 8BITMIME (RFC 6152)
        if len(content) > MAIL_BYTES_MAX:
            raise MailRefused("mail_too_large")
        client = self._client(sender)
        try:
            async with asyncio.timeout(WHOLE_S):
                await client.connect(timeout=CONNECT_S)
                await client.sendmail(sender.address, [to], content)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _answered(refused.recipients[0].code) from None
        except (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPDataError) as refused:
            raise _answered(refused.code) from None
        except aiosmtplib.SMTPResponseException as refused:
            raise MailNotSent(f"smtp_{refused.code}") from None
        except (aiosmtplib.SMTPException, OSError, UnicodeError) as failed:
            raise MailNotSent(_reason(failed)) from None
        else:
            # The mail is taken: whatever the server does now, it is not sent again.
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=_GOODBYE_S)
        finally:
            client.close()

    def _client(self, sender: MailFrom) -> aiosmtplib.SMTP:
        try:
            context = ssl.create_default_context(cafile=self.authority)
        except OSError:
            raise MailNotSent("authority_unreadable") from None
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=read_smtp_password(self.data) if self.user else None,
            local_hostname=sender.domain,
            timeout=WHOLE_S,
            use_tls=self.security == "tls",
            start_tls=self.security == "starttls",
            tls_context=context,
        )


def _answered(status: int) -> Exception:
    code = f"smtp_{status}"
    final = 500 <= status < 600 and status not in _OUR_FAULT
    return MailRefused(code) if final else MailNotSent(code)


def _reason(failed: BaseException) -> str:
    cause: BaseException | None = failed
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "not_trusted"
        cause = cause.__cause__
    if isinstance(failed, TimeoutError):
        return "timeout"
    return (
        "server_unreachable" if isinstance(failed, OSError | UnicodeError) else "not_supported"
    )  # STARTTLS, or a way to sign in
