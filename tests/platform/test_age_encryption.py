"""What a busy machine says of a passphrase that is right."""

from pathlib import Path

import pyrage
import pytest

from auxilio.kernel.refusal import Refused
from auxilio.platform.age_encryption import MEASURED_TIMES, decrypt_with_passphrase

TOO_SLOW = "Excessive work parameter for passphrase.\nDecryption would take around 32 seconds."


def busy(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """A machine that age measures so often as too slow."""
    left = iter(range(times))

    def decrypt(_file: bytes, passphrase: str) -> bytes:
        if next(left, None) is not None:
            raise pyrage.DecryptError(TOO_SLOW)
        if passphrase != "right":
            raise pyrage.DecryptError("Decryption failed")
        return b"keys"

    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)


def test_a_machine_that_is_busy_for_a_moment_opens_the_file_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "copy").write_bytes(b"age")
    busy(monkeypatch, MEASURED_TIMES - 1)
    assert decrypt_with_passphrase(tmp_path / "copy", "right") == b"keys"


def test_a_machine_that_is_too_slow_does_not_say_that_the_passphrase_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "copy").write_bytes(b"age")
    busy(monkeypatch, MEASURED_TIMES)
    with pytest.raises(Refused, match="passphrase_too_slow"):
        decrypt_with_passphrase(tmp_path / "copy", "right")
    busy(monkeypatch, 1)
    with pytest.raises(Refused, match="passphrase_wrong"):
        decrypt_with_passphrase(tmp_path / "copy", "wrong")
