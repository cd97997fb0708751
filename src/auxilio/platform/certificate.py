"""A certificate that this machine makes for itself, so that telephones of the same network get a secure page.

A browser gives a page the position, the microphone and an offline copy only in a secure context, and no authority
signs for an address of a local network. So the certificate signs itself: whoever opens the page compares its
fingerprint with the one told at start, once. A centre brings its own (`AUXILIO_TLS_CERTIFICATE`, `AUXILIO_TLS_KEY`).
"""

import ipaddress
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import psutil
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from auxilio.platform.files import make_folder, write_durably
from auxilio.platform.ip_address import IpAddress

LIFE = timedelta(days=397)
"""Browsers refuse server certificates that live much longer (CA/Browser Forum, Ballot SC-031: 398 days)."""
RENEW_BEFORE = timedelta(days=30)
BACKDATED = timedelta(days=1)
"""The clock of a telephone may be behind ours."""
NAMES = ("localhost",)
LOOPBACK = ("127.0.0.1", "::1")


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """Where it lies, and what a person compares."""

    certificate: Path
    key: Path
    fingerprint: str
    """SHA-256 of the certificate, as browsers show it: pairs of hexadecimal digits."""


def lan_addresses() -> list[str]:
    """Addresses by which others of the local network reach this machine; first the one that it itself would use."""
    up = {name for name, stats in psutil.net_if_stats().items() if stats.isup}
    found = [
        ipaddress.ip_address(one.address.partition("%")[0])
        for name, addresses in psutil.net_if_addrs().items()
        for one in addresses
        if name in up and one.family in (socket.AF_INET, socket.AF_INET6)
    ]
    usable = [one for one in found if not (one.is_loopback or one.is_link_local or one.is_unspecified)]
    first = _by_default()
    return [
        str(one) for one in sorted(set(usable), key=lambda one: (str(one) != first, one.version, int(one)))
    ]


def _by_default() -> str | None:
    """The address that the default route leaves from. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1 (RFC 5737): nobody
        except OSError:
            return None
        address: str = probe.getsockname()[0]
        return address


def certificate_for(folder: Path, addresses: Sequence[str], at: datetime) -> Certificate:
    """The one in `folder`, made at the first start, and made anew when it ends soon or an address is not on it.

    The key stays, so a certificate made anew tells nothing new about who we are; its fingerprint does change.
    """
    make_folder(folder)
    paths = folder / "certificate.pem", folder / "key.pem"
    names = {*NAMES, *LOOPBACK, *addresses}
    known = _read(paths[0])
    if known is None or not names <= names_of(known) or known.not_valid_after_utc - RENEW_BEFORE < at:
        known = _sign(_key(paths[1]), sorted(names), at)
        write_durably(paths[0], known.public_bytes(Encoding.PEM))
    digest = known.fingerprint(SHA256()).hex(":").upper()
    return Certificate(certificate=paths[0], key=paths[1], fingerprint=digest)


def names_of(certificate: x509.Certificate) -> set[str]:
    """Names and addresses that it speaks for (subjectAltName)."""
    extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses: list[IpAddress] = extension.get_values_for_type(x509.IPAddress)  # type: ignore[assignment]  # no networks
    return {*extension.get_values_for_type(x509.DNSName), *(str(one) for one in addresses)}


def _read(path: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except FileNotFoundError:
        return None


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    if path.exists():
        found = load_pem_private_key(path.read_bytes(), None)
        assert isinstance(found, ec.EllipticCurvePrivateKey), path
        return found
    made = ec.generate_private_key(ec.SECP256R1())
    write_durably(path, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return made


def _sign(key: ec.EllipticCurvePrivateKey, names: Sequence[str], at: datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Auxilio")])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - BACKDATED)
        .not_valid_after(at + LIFE - BACKDATED)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, SHA256())
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
