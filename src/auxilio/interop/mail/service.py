"""E-mail in the leading worker: the outbox's channel, over the server of the settings."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from auxilio.interop.mail.message import MailFrom
from auxilio.interop.mail.sending import CHANNEL, MailSender, TakeMailReport
from auxilio.interop.mail.settings_check import parse_smtp_server
from auxilio.interop.mail.smtp import NoMailServer, SmtpSecurity, SmtpServer
from auxilio.platform.capability import RunningSystem
from auxilio.platform.clock import Clock
from auxilio.platform.database.outbox import Deliver


class MailSettings(Protocol):
    """Settings of e-mail."""

    @property
    def data(self) -> Path:
        """The data folder, with the password."""
        ...

    @property
    def centre_name(self) -> str:
        """Whom our mail comes from, for people."""
        ...

    @property
    def mail_from(self) -> str:
        """The address that our mail comes from."""
        ...

    @property
    def smtp_server(self) -> str:
        """Host and port of the server; empty: none."""
        ...

    @property
    def smtp_security(self) -> SmtpSecurity:
        """How it speaks TLS."""
        ...

    @property
    def smtp_user(self) -> str:
        """Our name there; empty: it wants none."""
        ...

    @property
    def smtp_ca(self) -> Path | None:
        """Who signs its certificate."""
        ...


def mail_sender(settings: MailSettings, clock: Clock, reports: Sequence[TakeMailReport] = ()) -> MailSender:
    """As the settings say. `reports` takes what becomes of each mail."""
    sender = MailFrom(name=settings.centre_name, address=settings.mail_from)
    if not settings.smtp_server:
        return MailSender(NoMailServer(), sender, clock, reports)
    host, port = parse_smtp_server(settings.smtp_server)
    server = SmtpServer(
        host=host,
        port=port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        authority=settings.smtp_ca,
        data=settings.data,
    )
    return MailSender(server, sender, clock, reports)


class MailWorker(RunningSystem, Protocol):
    """What the leading worker has of e-mail."""

    @property
    def mail(self) -> MailSender:
        """The sender."""
        ...


def mail_channels_of(worker: MailWorker) -> Mapping[str, Deliver]:
    """What the outbox carries out."""
    return {CHANNEL: worker.mail.deliver}
