"""A mail server of somebody else's (aiosmtpd) on loopback, which keeps what it takes and answers as it is told."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "avisos", "una-contraseña"
TAKEN = "250 OK"


class KeptMail:
    """The handler: each mail it took; `answers` to DATA, the last one for ever; `recipient` to RCPT."""

    def __init__(self) -> None:
        self.mails = list[EmailMessage]()
        self.contents = list[bytes]()
        self.senders = list[str]()
        self.recipients = list[str]()
        self.answers = [TAKEN]
        self.recipient = TAKEN
        self.scanning_s = 0.0
        """How long it looks at a mail before it answers."""
        self.encrypted: bool | None = None
        self.port = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """As aiosmtpd calls it."""
        envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """As aiosmtpd calls it."""
        await asyncio.sleep(self.scanning_s)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        assert isinstance(envelope.content, bytes)
        assert envelope.mail_from
        if answer == TAKEN:
            self.encrypted = session.ssl is not None or server.transport.get_extra_info("cipher") is not None
            self.senders.append(envelope.mail_from)
            self.recipients += envelope.rcpt_tos
            self.contents.append(envelope.content)
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return answer


def _known(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    asked = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=data == asked)


@asynccontextmanager
async def mail_server(
    tls: ssl.SSLContext | None = None, *, start_tls: bool = False, sign_in: bool = False
) -> AsyncIterator[KeptMail]:
    """`tls`: from the first byte, or with `start_tls` by STARTTLS, which it then demands."""
    kept, loop = KeptMail(), asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(
            kept,
            loop=loop,
            hostname="mail.example",
            tls_context=tls if start_tls else None,
            require_starttls=start_tls,
            authenticator=_known,
            auth_required=sign_in,
            auth_require_tls=False,
        ),
        "127.0.0.1",
        0,
        ssl=None if start_tls else tls,
    )
    kept.port = server.sockets[0].getsockname()[1]
    try:
        yield kept
    finally:
        server.close()
