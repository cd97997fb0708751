"""What the page of messages and of callers' positions saves and tries, for the composition root: built from settings."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from auxilio.app.administered_settings import faults_of, saver_of
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings, with_saved
from auxilio.app.settings_in_force import OF_PAGES, SettingOrigin, written
from auxilio.calls.core.caller_trust import split_phone
from auxilio.dispatch.push.installation import vapid_key_file
from auxilio.interop.aml_keys import KEY_BYTES_MIN, KEYS_MAX, aml_folder, ensure_aml_key
from auxilio.interop.mail.message import write_mail
from auxilio.interop.mail.service import mail_sender
from auxilio.interop.mail.smtp import MailNotSent, MailRefused, read_smtp_password, smtp_password_file
from auxilio.interop.sms.http_gateway import (
    HttpSmsGateway,
    parse_sms_gateway,
    read_sms_gateway_key,
    sms_gateway_key_file,
)
from auxilio.interop.sms.sending import SmsNotSent, SmsRefused
from auxilio.interop.sms.smpp_client import read_smpp_password, smpp_password_file
from auxilio.kernel.email_address import is_email_address
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Language, Mode
from auxilio.platform.clock import Clock
from auxilio.platform.i18n import catalogues
from auxilio.platform.ids import new_id
from auxilio.setup.core.messaging import MessageTrialReport, SecretName, TrialState, TrialWay
from auxilio.setup.messaging import AmlKeyFiles, MessagingSetup, SecretFile, SendTrial
from auxilio.setup.saved_settings import MESSAGING_NAMES

SENT = MessageTrialReport(state=TrialState.SENT)


def messaging_setup(
    settings: Settings, origins: Mapping[str, SettingOrigin], runtime: Runtime
) -> MessagingSetup:
    """How people are told and where callers are asked for. Nobody real is sent anything from an exercise."""
    data, default = settings.data, Settings()
    trials: dict[TrialWay, SendTrial] = {
        TrialWay.EMAIL: partial(send_trial_mail, settings, runtime.clock),
        TrialWay.SMS: partial(send_trial_sms, settings),
    }
    return MessagingSetup(
        data,
        {name: written(getattr(settings, name)) for name in MESSAGING_NAMES},
        {name: written(getattr(default, name)) for name in MESSAGING_NAMES},
        [name for name in MESSAGING_NAMES if origins[name] not in OF_PAGES],
        secret_files(data),
        AmlKeyFiles(aml_folder(data), partial(ensure_aml_key, data), KEYS_MAX, KEY_BYTES_MIN),
        vapid_key_file(data),
        trials if settings.mode is Mode.REAL else {},
        runtime.pool,
        runtime.clock,
        faults_of(settings, origins),
        saver_of(runtime),
    )


def secret_files(data: Path) -> dict[SecretName, SecretFile]:
    """The secrets of the ways out, each as its way reads it."""
    return {
        SecretName.SMPP_PASSWORD: SecretFile(smpp_password_file(data), read_smpp_password),
        SecretName.SMS_GATEWAY_KEY: SecretFile(sms_gateway_key_file(data), read_sms_gateway_key),
        SecretName.SMTP_PASSWORD: SecretFile(smtp_password_file(data), read_smtp_password),
    }


async def send_trial_mail(
    settings: Settings, clock: Clock, to: str, language: Language, saved: Mapping[str, str]
) -> MessageTrialReport:
    """One mail by the server that is saved. Raises `Refused`: `trial_way_not_set`, `trial_address_wrong`."""
    now = _as_saved(settings, saved)
    if not now.smtp_server:
        raise Refused("trial_way_not_set")
    if not is_email_address(to):
        raise Refused("trial_address_wrong", field="$.to")
    out, text = mail_sender(now, clock), _words(settings, language)
    try:
        written_mail = write_mail(new_id(), out.sender, to, text, text, clock.now())
        await out.server.send(out.sender, to, written_mail)
    except (MailRefused, MailNotSent) as failed:
        return MessageTrialReport(state=TrialState.FAILED, code=failed.code)
    return SENT


async def send_trial_sms(
    settings: Settings, to: str, language: Language, saved: Mapping[str, str]
) -> MessageTrialReport:
    """One short message by the gateway that is saved.

    Raises `Refused`: `trial_way_not_set`, `trial_number_not_international`; `trial_by_message_centre`, whose one line the worker has.
    """
    now = _as_saved(settings, saved)
    if now.smpp_host:
        raise Refused("trial_by_message_centre")
    address = parse_sms_gateway(now.sms_gateway)
    if address is None:
        raise Refused("trial_way_not_set")
    if not to.startswith("+") or split_phone(to)[0] != to:
        raise Refused("trial_number_not_international", field="$.to")
    try:
        gateway = HttpSmsGateway(address, now.data, now.sms_number)
        await gateway.submit(new_id(), to, _words(settings, language))
    except (SmsRefused, SmsNotSent) as failed:
        return MessageTrialReport(state=TrialState.FAILED, code=failed.code)
    return SENT


def _as_saved(settings: Settings, saved: Mapping[str, str]) -> Settings:
    given = {name: value for name, value in saved.items() if value}
    others = [name for name in Settings.__struct_fields__ if name not in MESSAGING_NAMES]
    return with_saved(settings, given, others)


def _words(settings: Settings, language: Language) -> str:
    return catalogues().text("messaging.trial.words", language, centre=settings.centre_name)
