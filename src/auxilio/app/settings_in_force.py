"""The settings in force in this process, each with where its value comes from, as administrators see them.

A process that another one starts gets all settings in its environment; `passed_on` tells it where they came from at first.
"""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import msgspec

from auxilio.app.settings import (
    ORIGINS,
    Settings,
    given_by_environment,
    given_by_file,
    read_settings,
    with_saved,
)
from auxilio.kernel.refusal import Refused
from auxilio.setup.saved_settings import LIVE_NAMES, SAVED_NAMES, saved_settings
from auxilio.setup.settings_record import masked

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "centre": ("centre_name", "organ", "mode", "country", "zone", "area", "content", "region"),
        "pages": (
            "host", "port", "public_url", "other_hosts", "trusted_proxies", "tls_certificate", "tls_key", "workers",
        ),
        "storage": (
            "data", "database_url", "database_owner_url", "heads_folder", "backup_folder", "backup_keys_folder",
            "backup_every_h", "backup_keep", "backup_recipients", "seal_after_s", "track_days",
        ),
        "telephone": (
            "voice_port", "sip_port", "sip_tls_port", "sip_tls_certificate", "sip_tls_key", "sip_tls_ca", "sip_trunk",
            "sip_trusted", "location_hosts", "location_server", "location_server_phone", "shared_numbers", "voice_edge", "voice_engine", "rtpengine",
            "rtpengine_reports",
        ),
        "sms": ("sms_number", "smpp_host", "smpp_port", "smpp_tls", "smpp_ca", "smpp_system_id",
            "sms_gateway"),
        "push": ("push_hosts",),
        "email": ("smtp_server", "smtp_security", "smtp_user", "smtp_ca", "mail_from"),
        "calls": ("offer_s", "hold_max", "divert_to", "divert_by", "callout_lines", "callout_barred"),
        "followup": (
            "duty_officer_name", "duty_officer_phone", "silent_after", "handover_soon_min", "handover_late_min",
        ),
        "radio": ("radio_gateways", "radio_ca"),
        "log": ("log_level", "log_format"),
    }
)  # fmt: skip
"""Each setting in one group, in the order in which they are shown."""


class SettingOrigin(StrEnum):
    """Where a value comes from; each overrides those before it."""

    DEFAULT = "default"
    PAGE = "page"
    """Saved by a page, in the data folder."""
    FILE = "file"
    ENVIRONMENT = "environment"
    START = "start"
    """Chosen by the command that started the process, or by its options."""


OF_PAGES = frozenset({SettingOrigin.DEFAULT, SettingOrigin.PAGE})
"""A page may save what comes from here: nothing goes before it."""


class SettingInForce(msgspec.Struct, frozen=True, kw_only=True):
    """One setting as an administrator sees it. Values are as they are written in the environment; empty: not given."""

    name: str
    group: str
    value: str
    masked: bool
    """A password in the value is not shown."""
    default: str
    origin: SettingOrigin


def origins_of(
    settings: Settings, environ: Mapping[str, str] | None = None, folder: Path | None = None
) -> dict[str, SettingOrigin]:
    """Where each setting came from. `environ` and `folder` as in `read_settings`."""
    env = os.environ if environ is None else environ
    if ORIGINS in env:
        return msgspec.json.decode(env[ORIGINS], type=dict[str, SettingOrigin])
    try:
        read, file = read_settings(env, folder), given_by_file(env, folder)
    except Refused:  # the file has been changed since; what runs does not come from it
        read, file = settings, {}
    try:
        saved = saved_settings(settings.data)
    except Refused:
        saved = {}
    environment = given_by_environment(env)

    def origin(name: str) -> SettingOrigin:
        given = name in environment or name in file
        if not given and name in saved and _reads_as(settings, name, saved[name]):
            return SettingOrigin.PAGE
        if _absolute(getattr(settings, name)) != _absolute(getattr(read, name)):
            return SettingOrigin.START
        if name in environment:
            return SettingOrigin.ENVIRONMENT
        return SettingOrigin.FILE if name in file else SettingOrigin.DEFAULT

    return {name: origin(name) for name in Settings.__struct_fields__}


def _reads_as(settings: Settings, name: str, text: str) -> bool:
    """Whether this text gives the setting the value that it has: `1` and `true` are one."""
    try:
        read = with_saved(settings, {name: text}, [other for other in SAVED_NAMES if other != name])
    except msgspec.ValidationError:
        return False
    return bool(getattr(read, name) == getattr(settings, name))


def with_live(
    settings: Settings, origins: Mapping[str, SettingOrigin]
) -> tuple[Settings, Mapping[str, SettingOrigin]]:
    """Both with what pages have saved since of the settings that are in force at once (`LIVE_NAMES`)."""
    live = [name for name in LIVE_NAMES if origins[name] in OF_PAGES]
    try:
        saved = saved_settings(settings.data)
        now = with_saved(settings, saved, [name for name in SAVED_NAMES if name not in live])
    except (Refused, msgspec.ValidationError):  # a hand spoiled the file: what runs goes on as it began
        return settings, origins
    found = {name: SettingOrigin.PAGE if name in saved else SettingOrigin.DEFAULT for name in live}
    return now, {**origins, **found}


def _absolute(value: object) -> object:
    return value.absolute() if isinstance(value, Path) else value


def passed_on(settings: Settings) -> dict[str, str]:
    """What a process that we start is told, beside `environment_of`."""
    return {ORIGINS: msgspec.json.encode(origins_of(settings)).decode()}


def written(value: object) -> str:
    """A value as the environment gives it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def settings_in_force(settings: Settings, origins: Mapping[str, SettingOrigin]) -> list[SettingInForce]:
    """Every setting, by group."""
    found, default = [], Settings()
    for group, names in GROUPS.items():
        for name in names:
            value = written(getattr(settings, name))
            shown = masked(value)
            found.append(
                SettingInForce(
                    name=name,
                    group=group,
                    value=shown,
                    masked=shown != value,
                    default=written(getattr(default, name)),
                    origin=origins[name],
                )
            )
    return found
