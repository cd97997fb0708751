"""What pages of the administration save and read: centre, map, backups, keys, telephone, encryption, messages."""

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import msgspec

from auxilio.app.runtime import Runtime
from auxilio.app.settings import BUILDS_REGIONS, Settings, faults_of_saved, with_saved
from auxilio.app.settings_in_force import OF_PAGES, SettingOrigin, with_live, written
from auxilio.app.storage import case_keys_of
from auxilio.backups.core.model import BackupPlan
from auxilio.backups.service import Backups, KeyCopies
from auxilio.calls.core.caller_trust import split_phone
from auxilio.calls.open_work import count_open_calls
from auxilio.dispatch.push.installation import vapid_key_file
from auxilio.geo.service import RegionService
from auxilio.interop.aml_keys import KEY_BYTES_MIN, KEYS_MAX, aml_folder, ensure_aml_key
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
from auxilio.platform.certificate import lan_addresses
from auxilio.platform.clock import Clock
from auxilio.platform.database.shared_limits import SharedRateLimiter
from auxilio.platform.http.site import EVERY_ADDRESS
from auxilio.platform.i18n import catalogues
from auxilio.platform.ids import new_id
from auxilio.setup.centre_settings import CentreSettings
from auxilio.setup.core.messaging import MessageTrialReport, SecretName, TrialState, TrialWay
from auxilio.setup.core.model import CentreIdentity
from auxilio.setup.core.telephone import Trunk
from auxilio.setup.messaging import AmlKeyFiles, MessagingSetup, SecretFile, SendTrial
from auxilio.setup.page_tls import PageTls, TlsSettings
from auxilio.setup.region_setup import RegionSetup
from auxilio.setup.saved_settings import (
    CENTRE_NAMES,
    LIVE_NAMES,
    MESSAGING_NAMES,
    SAVED_NAMES,
    TLS_NAMES,
    TRUNK_NAMES,
    SettingsCheck,
)
from auxilio.setup.service import SetupService
from auxilio.setup.settings_record import SettingsRecord, SettingsSaver
from auxilio.setup.telephone import Telephone
from auxilio.voice.sip.agent import AgentSettings
from auxilio.voice.sip.tls import sip_tls

SENT = MessageTrialReport(state=TrialState.SENT)


def centre_settings(
    settings: Settings, origins: Mapping[str, SettingOrigin], runtime: Runtime
) -> CentreSettings:
    """What the centre is called and where it is, as a page reads and saves it."""
    in_force = CentreIdentity(**{name: getattr(settings, name) for name in CENTRE_NAMES})
    elsewhere = [name for name in CENTRE_NAMES if origins[name] not in OF_PAGES]
    return CentreSettings(
        settings.data, in_force, elsewhere, runtime.pool, faults_of(settings, origins), saver_of(runtime)
    )


def region_setup(settings: Settings, runtime: Runtime, region: RegionService) -> RegionSetup:
    """How the map of this installation is brought. `region`: the one that this process has opened."""
    in_force = region.info if region.info.built_at else None
    can_build = os.environ.get(BUILDS_REGIONS) == "1"
    return RegionSetup(
        settings.data,
        in_force,
        runtime.clock,
        can_build=can_build,
        open_calls=lambda: count_open_calls(runtime.pool),
    )


def backups_of(settings: Settings, origins: Mapping[str, SettingOrigin], runtime: Runtime) -> Backups:
    """Backups as a page sets them up and looks at them."""

    def in_force() -> BackupPlan:
        now, _ = with_live(settings, origins)
        return BackupPlan(
            backup_folder=written(now.backup_folder),
            backup_keys_folder=written(now.backup_keys_folder),
            backup_every_h=now.backup_every_h,
            backup_keep=now.backup_keep,
            backup_recipients=now.backup_recipients,
        )

    elsewhere = [name for name in LIVE_NAMES if origins[name] not in OF_PAGES]
    faults = faults_of(settings, origins)
    return Backups(settings.data, runtime.clock, in_force, elsewhere, faults, saver_of(runtime))


def keys_of(settings: Settings, runtime: Runtime) -> KeyCopies:
    """The keys of this installation, as a page looks at them."""
    return KeyCopies(settings.data, settings.keys, case_keys_of(settings, runtime.keys), runtime.clock)


def telephone_of(settings: Settings, origins: Mapping[str, SettingOrigin], runtime: Runtime) -> Telephone:
    """The line to the network, as a page reads, saves and tries it."""
    in_force = Trunk(sip_trunk=settings.sip_trunk or "", sip_trusted=settings.sip_trusted)
    elsewhere = [name for name in TRUNK_NAMES if origins[name] not in OF_PAGES]
    hosts = [*lan_addresses(), settings.host] if settings.host in EVERY_ADDRESS else [settings.host]
    speaks = partial(trial_agent_settings, settings) if settings.voice_port else None
    address = f"{hosts[0]}:{settings.sip_port}" if settings.voice_port and settings.sip_port else ""
    faults = faults_of(settings, origins)
    of_here = (address, speaks, runtime.pool, runtime.clock)
    return Telephone(settings.data, in_force, elsewhere, *of_here, faults, saver_of(runtime))


def page_tls_of(settings: Settings, origins: Mapping[str, SettingOrigin], runtime: Runtime) -> PageTls:
    """How pages reach people encrypted, as a page reads and saves it."""
    in_force = TlsSettings(**{name: written(getattr(settings, name)) for name in TLS_NAMES})
    elsewhere = [name for name in TLS_NAMES if origins[name] not in OF_PAGES]
    of_here = (settings.port, lan_addresses, runtime.pool, runtime.clock)
    faults = faults_of(settings, origins)
    return PageTls(settings.data, in_force, elsewhere, *of_here, faults, saver_of(runtime))


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
        partial(as_written, settings),
        faults_of(settings, origins),
        saver_of(runtime),
    )


def as_written(settings: Settings, values: Mapping[str, str]) -> Mapping[str, str]:
    """Settings of messages in their one spelling; what cannot be read stays, and is refused by `faults_of`."""
    try:
        read = _as_saved(settings, values)
    except msgspec.ValidationError:
        return values
    return {name: written(getattr(read, name)) for name in values}


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
    text = _words(settings, language)
    try:
        await mail_sender(now, clock).send(new_id(), to, text, text)
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


def faults_of(settings: Settings, origins: Mapping[str, SettingOrigin]) -> SettingsCheck:
    """What no process would start with, once these are saved."""
    elsewhere = [name for name in SAVED_NAMES if origins[name] not in OF_PAGES]
    return partial(faults_of_saved, settings, elsewhere)


def saver_of(runtime: Runtime) -> SettingsSaver:
    """Keeps what a page saves, and notes who did."""
    return SettingsRecord(runtime.pool, runtime.clock).save


def trial_agent_settings(settings: Settings) -> AgentSettings:
    """How a call on trial speaks SIP: as the exchange does, from ports of its own. Raises `Refused("sip_tls_unusable")`."""
    certificate, key = settings.sip_certificate
    secure = sip_tls(certificate, key, settings.sip_tls_ca) if settings.sip_tls_port and certificate else None
    return AgentSettings(
        udp_port=0,
        tcp_port=0,
        tls_port=0 if secure else None,
        tls=secure.server if secure else None,
        client_tls=secure.client if secure else None,
        outbound_proxy=f"sip:{settings.voice_edge}" if settings.voice_edge else "",
    )


def setup_service(runtime: Runtime) -> SetupService:
    """The first administrators of an empty installation."""
    limits = SharedRateLimiter(runtime.pool, runtime.clock)
    return SetupService(runtime.pool, runtime.clock, runtime.commands, limits)
