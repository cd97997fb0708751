"""What `auxilio doctor` says of the ways by which messages leave: their settings, and the secrets under the data folder."""

from collections.abc import Iterator
from pathlib import Path

from auxilio.app.settings import Settings
from auxilio.interop.mail.smtp import MailNotSent, read_smtp_password, smtp_password_file
from auxilio.interop.sms.http_gateway import read_sms_gateway_key, sms_gateway_key_file
from auxilio.interop.sms.sending import SmsNotSent
from auxilio.interop.sms.smpp_client import read_smpp_password, smpp_password_file
from auxilio.interop.sms.smpp_connection import SmppDisconnected
from auxilio.readiness.core.model import CheckState, DoctorFinding, Facts


def mail_findings(settings: Settings) -> Iterator[DoctorFinding]:
    """Whether the worker can sign in at the mail server. Whether it takes mail is told by `--live`."""
    if not settings.smtp_server:
        return
    file = smtp_password_file(settings.data)
    facts: Facts = {"host": settings.smtp_server, "path": str(file)}
    if settings.smtp_user:
        try:
            read_smtp_password(settings.data)
        except MailNotSent:
            yield DoctorFinding(
                part="mail", state=CheckState.MISSING, code="mail_password_missing", facts=facts
            )
            return
        yield from _open_key(file, "mail")
    yield DoctorFinding(part="mail", state=CheckState.OK, code="mail", facts=facts)


def sms_findings(settings: Settings) -> Iterator[DoctorFinding]:
    """Whether the worker can bind at the message centre, or has the key of the gateway. Whether it reaches them is told by `--live`."""
    if settings.sms_gateway:
        yield from _sms_gateway(settings)
    if not settings.smpp_host:
        return
    file = smpp_password_file(settings.data)
    facts: Facts = {"host": settings.smpp_host, "path": str(file)}
    try:
        read_smpp_password(settings.data)
    except SmppDisconnected as missing:
        yield DoctorFinding(part="sms", state=CheckState.MISSING, code=f"sms_{missing.code}", facts=facts)
        return
    yield from _open_key(file, "sms")
    if not settings.smpp_tls:
        yield DoctorFinding(part="sms", state=CheckState.DEGRADED, code="sms_in_the_clear", facts=facts)
    else:
        yield DoctorFinding(part="sms", state=CheckState.OK, code="sms", facts=facts)


def _sms_gateway(settings: Settings) -> Iterator[DoctorFinding]:
    """Whether we have the key that the gateway knows us by. Whether it takes messages is told by `--live`."""
    file = sms_gateway_key_file(settings.data)
    facts: Facts = {"gateway": settings.sms_gateway.partition(";")[0], "path": str(file)}
    try:
        read_sms_gateway_key(settings.data)
    except SmsNotSent:
        yield DoctorFinding(part="sms", state=CheckState.MISSING, code="sms_key_missing", facts=facts)
        return
    yield from _open_key(file, "sms")
    yield DoctorFinding(part="sms", state=CheckState.OK, code="sms_gateway", facts=facts)


def _open_key(file: Path, part: str) -> Iterator[DoctorFinding]:
    if mode := file.stat().st_mode & 0o077:
        facts: Facts = {"path": str(file), "mode": f"{mode | 0o600:04o}"}
        yield DoctorFinding(part=part, state=CheckState.MISSING, code="key_open", facts=facts)
