"""Aim: the certificate that this machine makes for itself speaks for its addresses, is ours alone, and is renewed in time."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from auxilio.platform.certificate import LIFE, certificate_for, lan_addresses, names_of

AT = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)
ADDRESSES = ["192.168.7.12", "fd00::7"]


def read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_it_speaks_for_every_address_of_the_network_and_for_this_machine(tmp_path: Path) -> None:
    made = certificate_for(tmp_path / "tls", ADDRESSES, AT)
    assert names_of(read(made.certificate)) == {*ADDRESSES, "127.0.0.1", "::1", "localhost"}


def test_its_key_is_read_by_nobody_else_and_its_fingerprint_is_the_one_that_browsers_show(
    tmp_path: Path,
) -> None:
    made = certificate_for(tmp_path / "tls", ADDRESSES, AT)
    assert {path.stat().st_mode & 0o777 for path in (made.key, made.certificate)} == {0o600}
    assert (tmp_path / "tls").stat().st_mode & 0o777 == 0o700
    shown = hashlib.sha256(read(made.certificate).public_bytes(Encoding.DER)).hexdigest().upper()
    assert made.fingerprint.replace(":", "") == shown


def test_a_second_start_finds_it_and_a_new_address_or_its_end_makes_it_anew_with_the_same_key(
    tmp_path: Path,
) -> None:
    first = certificate_for(tmp_path, ADDRESSES, AT)
    key = first.key.read_bytes()
    assert certificate_for(tmp_path, ADDRESSES[:1], AT + timedelta(days=9)) == first
    moved = certificate_for(tmp_path, ["10.0.0.3"], AT)
    assert moved.fingerprint != first.fingerprint
    assert "10.0.0.3" in names_of(read(moved.certificate))
    later = certificate_for(tmp_path, ["10.0.0.3"], AT + LIFE - timedelta(days=20))
    assert later.fingerprint != moved.fingerprint
    assert read(later.certificate).not_valid_after_utc > AT + LIFE
    assert first.key.read_bytes() == key


def test_addresses_of_the_network_leave_out_those_that_only_this_machine_understands() -> None:
    assert not {
        one for one in lan_addresses() if one.startswith(("127.", "169.254.", "fe80:")) or one == "::1"
    }
