"""An authority for tests of TLS: a root, one between, and certificates of servers."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from auxilio.setup.tls_pair import ServerKey

AT = datetime(2026, 11, 29, 9, tzinfo=UTC)
CLIENT_ONLY = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def pem(one: x509.Certificate) -> str:
    return one.public_bytes(Encoding.PEM).decode()


def key_pem(key: ServerKey | ed25519.Ed25519PrivateKey, passphrase: bytes = b"") -> str:
    locked: KeySerializationEncryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked).decode()


class Authority:
    """Signs for whoever asks."""

    def __init__(self, at: datetime = AT) -> None:
        self.at, self.root_key, self.middle_key = at, self.new_key(), self.new_key()
        self.root = self.sign("Raíz", self.root_key, named("Raíz"), self.root_key)
        self.middle = self.sign("Intermedia", self.middle_key, named("Raíz"), self.root_key)

    @staticmethod
    def new_key() -> ec.EllipticCurvePrivateKey:
        return ec.generate_private_key(ec.SECP256R1())

    def sign(
        self,
        subject: str,
        key: ServerKey,
        issuer: x509.Name,
        by: ec.EllipticCurvePrivateKey,
        *,
        names: tuple[str, ...] = (),
        days: tuple[int, int] = (-1, 90),
        usage: x509.ExtendedKeyUsage | None = None,
        constraints: x509.BasicConstraints | None = None,
    ) -> x509.Certificate:
        made = (
            x509.CertificateBuilder()
            .subject_name(named(subject))
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.at + timedelta(days=days[0]))
            .not_valid_after(self.at + timedelta(days=days[1]))
        )
        if names:
            made = made.add_extension(
                x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False
            )
        if usage:
            made = made.add_extension(usage, critical=False)
        if constraints:
            made = made.add_extension(constraints, critical=True)
        return made.sign(by, SHA256())

    def server(
        self,
        key: ServerKey,
        *names: str,
        days: tuple[int, int] = (-1, 90),
        usage: x509.ExtendedKeyUsage | None = None,
    ) -> x509.Certificate:
        """Signed by the one between."""
        subject = self.middle.subject
        return self.sign("servidor", key, subject, self.middle_key, names=names, days=days, usage=usage)


def weak_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, 1_024)
