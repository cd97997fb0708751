"""Aim: a centre makes and ends the keys of AML by name, and tries its way in by a command."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from auxilio.app.cli.aml import aml
from auxilio.app.cli.doctor import examine
from auxilio.app.settings import Settings
from auxilio.interop.aml_keys import FRESH_S, KEY_BYTES_MAX, AmlKeys, aml_keys, ensure_aml_key
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from tests.free_ports import free_port


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    file = ensure_aml_key(tmp_path, "maker-1")
    made = file.read_bytes()
    assert ensure_aml_key(tmp_path, "maker-1").read_bytes() == made
    assert (file.stat().st_mode & 0o777, aml_keys(tmp_path)) == (0o600, (made.strip(),))


@pytest.mark.parametrize("name", ["", "../x", "A", "a b", "a" * 41, "-a", "ñ"])
def test_what_is_no_name_makes_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="aml_key_name"):
        ensure_aml_key(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"short", b"\n" * 40, b"x" * (KEY_BYTES_MAX + 1)])
def test_what_is_no_key_opens_nothing(tmp_path: Path, content: bytes) -> None:
    ensure_aml_key(tmp_path, "maker").write_bytes(content)
    assert aml_keys(tmp_path) == ()


async def test_a_key_that_is_deleted_is_in_force_no_longer_than_two_seconds(tmp_path: Path) -> None:
    clock = SimulatedClock()
    file, keys = ensure_aml_key(tmp_path, "maker"), AmlKeys(tmp_path, clock)
    assert len(keys.in_force()) == 1
    file.unlink()
    await clock.advance(FRESH_S)
    assert keys.in_force() == ()


def codes(data: Path, mode: Mode) -> set[str]:
    return {finding.code for finding in examine(Settings(data=data, mode=mode)) if finding.part == "aml"}


def test_the_doctor_of_a_real_centre_says_whether_the_way_in_is_open(tmp_path: Path) -> None:
    assert (codes(tmp_path, Mode.REAL), codes(tmp_path, Mode.EXERCISE)) == ({"aml_closed"}, set())
    ensure_aml_key(tmp_path, "maker")
    assert codes(tmp_path, Mode.REAL) == {"aml_open"}


def test_a_message_to_a_centre_that_does_not_run_fails_in_words(tmp_path: Path) -> None:
    file = ensure_aml_key(tmp_path, "maker")
    place = ["--number", "+34600111222", "--lat", "39.47", "--lon", "-0.37"]
    result = CliRunner().invoke(
        aml, ["send", "--key", str(file), *place, "--url", f"http://127.0.0.1:{free_port()}"]
    )
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
