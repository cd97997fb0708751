"""What this installation is to push services: the hosts that a setting names, and its key, made at the first start that needs it."""

import logging
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from auxilio.dispatch.push.core.encryption import point_of
from auxilio.dispatch.push.core.vapid import base64url
from auxilio.kernel.refusal import Refused
from auxilio.platform.files import make_folder, write_new_durably
from auxilio.platform.http.outward import OutwardHost, parse_outward_hosts

SETTING = "push_hosts"
_log = logging.getLogger(__name__)


def vapid_key_file(data: Path) -> Path:
    """Where the private key is: under the data folder, in no backup."""
    return data / "push" / "vapid.pem"


def read_vapid_key(data: Path) -> EllipticCurvePrivateKey:
    """The key; a new one where there is none. Of several processes that start at once, all use the one that was first.

    Raises `Refused`: `key_permissions`, `key_invalid`.
    """
    file = vapid_key_file(data)
    try:
        if not file.exists():
            make_folder(file.parent)
            made = generate_private_key(SECP256R1())
            write_new_durably(file, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        if mode := file.stat().st_mode & 0o077:
            raise Refused("key_permissions", path=str(file), mode=f"{mode | 0o600:04o}")
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as wrong:
        raise Refused("key_invalid", path=str(file)) from wrong
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise Refused("key_invalid", path=str(file))
    return key


@dataclass(frozen=True)
class PushInstallation:
    """`hosts`: of push services; none: no telephone is woken."""

    hosts: tuple[OutwardHost, ...] = ()
    key: EllipticCurvePrivateKey | None = None
    contact: str = ""
    """Whom a push service may write to: the address of the pages."""

    @property
    def public_key(self) -> str | None:
        """What a browser subscribes with (`applicationServerKey`); None: no telephone is woken here."""
        return base64url(point_of(self.key.public_key())) if self.key is not None else None


def parse_push_hosts(text: str) -> tuple[OutwardHost, ...]:
    """The push services of the setting. Raises `Refused` where it cannot be read."""
    return parse_outward_hosts(text, SETTING)


def open_push(data: Path, push_hosts: str, public_url: str) -> PushInstallation:
    """As the settings say. With a key that cannot be used nobody is woken, and the centre works all the same; readiness tells.

    Raises `Refused("settings_malformed")`.
    """
    hosts = parse_push_hosts(push_hosts)
    if not hosts:
        return PushInstallation()
    try:
        key = read_vapid_key(data)
    except Refused as refused:
        _log.error("push_key_unusable", extra={"code": refused.code})
        return PushInstallation()
    return PushInstallation(hosts, key, public_url if public_url.startswith("https://") else "")
