"""TLS contexts for SIP: our certificate, and the authority whose carriers are accepted (decision 0230)."""

import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509

from auxilio.kernel.refusal import Refused
from auxilio.platform.background_tasks import report_fault


@dataclass(frozen=True)
class SipTls:
    """For those who connect to us, and for connections of ours."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def sip_tls(certificate: Path, key: Path | None, authority: Path | None) -> SipTls:
    """The contexts of both directions; with an authority, only peers with a certificate of it are accepted.

    Raises `Refused("sip_tls_unusable")` with the file and the reason.
    """
    server, client = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    if authority is not None:
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # of carriers we trust these alone
        server.verify_mode = ssl.CERT_REQUIRED
        for context in (server, client):
            _trust(context, authority)
    for context in (server, client):
        _present(context, certificate, key)
    return SipTls(server, client)


def usable_sip_tls(certificate: Path, key: Path | None, authority: Path | None) -> SipTls | None:
    """As `sip_tls`; None, and a fault that the room is told of, when they cannot be used: calls still come by UDP and TCP."""
    try:
        return sip_tls(certificate, key, authority)
    except Refused as refused:
        report_fault("sip_tls_unusable", refused)
        return None


def _trust(context: ssl.SSLContext, authority: Path) -> None:
    try:
        context.load_verify_locations(authority)
    except (OSError, ValueError) as wrong:  # ssl.SSLError is an OSError
        raise _unusable(authority, wrong) from wrong


def _present(context: ssl.SSLContext, certificate: Path, key: Path | None) -> None:
    try:
        context.load_cert_chain(
            certificate, key, password=lambda: ""
        )  # a key with a password would wait for a keyboard
    except (OSError, ValueError) as wrong:
        raise _unusable(certificate, wrong) from wrong


def _unusable(file: Path, wrong: Exception) -> Refused:
    reason = getattr(wrong, "reason", None) or getattr(wrong, "strerror", None) or type(wrong).__name__
    return Refused("sip_tls_unusable", file=str(file), reason=str(reason))


def expires_at(certificate: Path) -> datetime:
    """Until when a certificate (PEM, the first of its chain) is good. Raises `Refused("sip_tls_unusable")`."""
    try:
        return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as wrong:
        raise _unusable(certificate, wrong) from wrong
