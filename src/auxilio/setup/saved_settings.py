"""Settings that a page has saved: a file in the data folder, below `auxilio.toml` and environment (decision 0278).

They are in force at the next start of the processes; `auxilio up` starts them again when the file changes. `LIVE_NAMES` are read
anew whenever they are needed, and nothing starts again for them.
"""

import fcntl
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from auxilio.kernel.refusal import Conflict, Refused
from auxilio.platform.files import write_durably

SAVED_FILE = "settings.json"
"""In the data folder."""
LOCK_FILE = "settings.lock"
"""Locked while the file is changed: two pages may save at once."""
CENTRE_NAMES = ("centre_name", "organ", "country", "zone")
"""Saved by the page of the centre."""
LIVE_NAMES = ("backup_folder", "backup_keys_folder", "backup_every_h", "backup_keep", "backup_recipients")
"""Saved by the page of backups."""
TRUNK_NAMES = ("sip_trunk", "sip_trusted")
"""Saved by the page of the telephone."""
TLS_FILES = ("tls_certificate", "tls_key")
TLS_NAMES = (*TLS_FILES, "public_url", "trusted_proxies")
"""Saved by the page of TLS."""
SMS_NAMES = (
    "sms_number",
    "smpp_host",
    "smpp_port",
    "smpp_tls",
    "smpp_ca",
    "smpp_system_id",
    "sms_gateway",
)
MAIL_NAMES = ("smtp_server", "smtp_security", "smtp_user", "smtp_ca", "mail_from")
CALLOUT_NAMES = ("callout_lines", "callout_barred")
LOCATION_NAMES = ("location_hosts", "location_server", "location_server_phone")
MESSAGING_NAMES = (*SMS_NAMES, *MAIL_NAMES, *CALLOUT_NAMES, "push_hosts", *LOCATION_NAMES)
"""Saved by the page of messages and of callers' positions."""
SAVED_NAMES = (*CENTRE_NAMES, *TRUNK_NAMES, *TLS_NAMES, *LIVE_NAMES, *MESSAGING_NAMES)
"""The settings that a page can save."""

type SettingsCheck = Callable[[Mapping[str, str]], Iterable[str]]
"""Of all that would be saved: settings with which no process would start, each with those that it contradicts."""


def saved_settings(data: Path) -> dict[str, str]:
    """What was saved under this data folder; nothing where nothing was. Raises `Refused("settings_malformed")`."""
    file = data / SAVED_FILE
    try:
        found = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as wrong:
        raise Refused("settings_malformed", detail=f"{file}: {wrong}") from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise Refused("settings_malformed", detail=str(file))
    saved = {name: found[name] for name in SAVED_NAMES if name in found}
    if unusable := _unusable(saved):
        raise Refused("settings_malformed", detail=f"{file}: {', '.join(unusable)}")
    return saved


def _unusable(saved: Mapping[str, str]) -> list[str]:
    """No process starts with a NUL in its environment or in a zone that this machine does not have."""
    unusable = [name for name, value in saved.items() if any(each < " " for each in value)]
    if "zone" in saved and not is_zone(saved["zone"]):
        unusable.append("zone")
    return unusable


def is_zone(name: str) -> bool:
    """Whether this machine has a time zone of this name."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        return False
    return True


def check_given_elsewhere(
    elsewhere: Collection[str], wanted: Mapping[str, object], now: Mapping[str, object]
) -> None:
    """Whether a page leaves alone what the file, the environment or the start command gives.

    Raises `Conflict("setting_given_elsewhere")`, which names the setting and its field.
    """
    for name in elsewhere:
        if wanted[name] != now[name]:
            raise Conflict("setting_given_elsewhere", name=name, field=f"$.{name}")


def save_settings(
    data: Path,
    values: Mapping[str, str],
    names: Collection[str] = SAVED_NAMES,
    faults: SettingsCheck = lambda _: (),
) -> None:
    """Keep these in place of what was saved of `names`; what was saved of other names stays.

    The file is replaced whole: a reader finds the old one or the new one. Raises `Refused("setting_unusable")` for what the next
    start would refuse: nobody reaches the page any more that could take it back.
    """
    assert values.keys() <= set(names) <= set(SAVED_NAMES), "only these are saved by a page"
    data.mkdir(parents=True, exist_ok=True)
    with (data / LOCK_FILE).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = {name: value for name, value in saved_settings(data).items() if name not in names}
        for wrong in (*_unusable(values), *faults({**kept, **values})):
            first = next((name for name in wrong.split(", ") if name in names), wrong)
            raise Refused("setting_unusable", name=wrong, field=f"$.{first}")
        text = json.dumps({**kept, **values}, ensure_ascii=False, indent=2)
        write_durably(data / SAVED_FILE, f"{text}\n".encode())
