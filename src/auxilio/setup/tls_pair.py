"""A certificate chain and its key as somebody sends them: read, judged, put in order. Nothing of the key is told."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from auxilio.kernel.refusal import Refused
from auxilio.platform.certificate import names_of
from auxilio.platform.http.site import address_of
from auxilio.setup.core.tls import CertificateView

CERTIFICATES_MAX = 10
"""In a chain (ours): leaf, two or three between, and the root make four."""
RSA_BITS_MIN = 2_048
"""CA/Browser Forum Baseline Requirements, 6.1.5."""

type ServerKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class TlsPair(msgspec.Struct, frozen=True, kw_only=True):
    """A chain, the certificate of the server first, and its key; both in PEM."""

    chain: bytes
    key: bytes
    view: CertificateView


def read_pair(certificate: str, key: str, host: str, at: datetime) -> TlsPair:
    """The chain in order and the key without a passphrase.

    Raises `Refused` with the field: `tls_not_pem`, `tls_key_encrypted`, `tls_key_kind`, `tls_key_weak`, `tls_key_mismatch`,
    `tls_chain_broken`, `tls_not_for_servers`, `tls_expired`, `tls_not_yet`, `tls_name_missing`.
    """
    found, private = _certificates(certificate), _key(key)
    public = _public_bytes(private.public_key())
    leaf = next((one for one in found if _public_bytes(one.public_key()) == public), None)
    if leaf is None:
        raise Refused("tls_key_mismatch", field="$.key")
    _check_leaf(leaf, host, at)
    chain = _ordered(leaf, [one for one in found if one is not leaf])
    for one in chain[1:]:
        _check_dates(one, at)
    return TlsPair(
        chain=b"".join(one.public_bytes(Encoding.PEM) for one in chain),
        key=private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        view=view_of(chain),
    )


def read_chain(raw: bytes) -> CertificateView | None:
    """A chain that is in use, as it is shown; None where it cannot be read."""
    try:
        return view_of(x509.load_pem_x509_certificates(raw))
    except ValueError:
        return None


def view_of(chain: Sequence[x509.Certificate]) -> CertificateView:
    """The first of a chain, as it is shown."""
    leaf = chain[0]
    return CertificateView(
        names=tuple(sorted(_names(leaf))),
        issuer=_named(leaf.issuer),
        ends_at=min(one.not_valid_after_utc for one in chain),
        fingerprint=leaf.fingerprint(SHA256()).hex(":").upper(),
        alone=len(chain) == 1 and leaf.issuer != leaf.subject,
    )


def covers(names: Sequence[str], host: str) -> bool:
    """Whether one of the names is this host; `*.` stands for one label (RFC 9525, 6.3)."""
    address = address_of(host)
    if address is not None:
        return str(address) in names
    wild = f"*.{host.partition('.')[2]}"
    return any(name.lower() in (host.lower(), wild.lower()) for name in names)


def _certificates(text: str) -> list[x509.Certificate]:
    try:
        found = x509.load_pem_x509_certificates(text.encode())
    except ValueError:
        raise Refused("tls_not_pem", field="$.certificate") from None
    if len(found) > CERTIFICATES_MAX:
        raise Refused("tls_chain_broken", name=_named(found[CERTIFICATES_MAX].subject), field="$.certificate")
    return found


def _key(text: str) -> ServerKey:
    try:
        found = load_pem_private_key(text.encode(), None)
    except TypeError:  # it has a passphrase, and nobody would type it at a start
        raise Refused("tls_key_encrypted", field="$.key") from None
    except Exception:  # noqa: BLE001  whatever a key of a stranger makes the library say
        raise Refused("tls_not_pem", field="$.key") from None
    if not isinstance(found, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise Refused("tls_key_kind", field="$.key")
    if isinstance(found, rsa.RSAPrivateKey) and found.key_size < RSA_BITS_MIN:
        raise Refused("tls_key_weak", bits=found.key_size, least=RSA_BITS_MIN, field="$.key")
    return found


def _check_leaf(leaf: x509.Certificate, host: str, at: datetime) -> None:
    _check_dates(leaf, at)
    try:
        usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        usage = None
    if usage is not None and ExtendedKeyUsageOID.SERVER_AUTH not in usage:
        raise Refused("tls_not_for_servers", field="$.certificate")
    names = sorted(_names(leaf))
    if not covers(names, host):
        shown = ", ".join(names)[:300] or _named(leaf.subject)
        raise Refused("tls_name_missing", host=host, names=shown, field="$.certificate")


def _check_dates(one: x509.Certificate, at: datetime) -> None:
    facts = {"name": _named(one.subject), "field": "$.certificate"}
    if one.not_valid_after_utc <= at:
        raise Refused("tls_expired", day=one.not_valid_after_utc.date().isoformat(), **facts)
    if one.not_valid_before_utc > at:
        raise Refused("tls_not_yet", day=one.not_valid_before_utc.date().isoformat(), **facts)


def _ordered(leaf: x509.Certificate, others: list[x509.Certificate]) -> list[x509.Certificate]:
    """From the server's up to its authority. Raises `Refused("tls_chain_broken")` for one that signed none of them."""
    chain, rest = [leaf], [one for one in others if one != leaf]
    while rest:
        above = next((one for one in rest if _signed(one, chain[-1])), None)
        if above is None:
            raise Refused("tls_chain_broken", name=_named(rest[0].subject), field="$.certificate")
        chain.append(above)
        rest = [one for one in rest if one != above]
    return chain


def _signed(above: x509.Certificate, below: x509.Certificate) -> bool:
    try:
        # Who is stated to be no authority signs nothing that a browser believes (RFC 5280, 6.1.4 k).
        if not above.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
    except x509.ExtensionNotFound:
        pass  # roots of version 1 have none
    except ValueError:
        return False
    try:
        below.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _names(one: x509.Certificate) -> set[str]:
    try:
        return names_of(one)
    except (x509.ExtensionNotFound, ValueError):
        return set()  # browsers read no name elsewhere


def _named(name: x509.Name) -> str:
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    text = str(common[0].value) if common else name.rfc4514_string()
    return "".join(one for one in text if one.isprintable())[:100]


def _public_bytes(key: object) -> bytes:
    assert hasattr(key, "public_bytes"), "a public key"
    found: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return found
