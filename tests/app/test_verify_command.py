"""Aim: the command answers in the reader's language, names what was changed, and succeeds only when all holds."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auxilio.app.cli.verify import verify
from auxilio.archive.bundle import write_bundle
from auxilio.platform.i18n import LANGUAGES
from tests.archive.factories import KEYS, case_file


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    write_bundle(case_file(), tmp_path / "file.zip", KEYS)
    (tmp_path / "centre.pem").write_bytes(KEYS.public_keys().pem)
    return tmp_path / "file.zip"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(verify, [str(a) for a in arguments])


def test_an_intact_file_with_its_key_succeeds(bundle: Path) -> None:
    done = run(bundle, "--key", bundle.with_name("centre.pem"), "--language", "es")
    assert done.exit_code == 0
    assert done.output.startswith("ÍNTEGRO.")
    assert "4821/2026" in done.output


def test_without_a_key_it_succeeds_and_says_what_it_cannot_know(bundle: Path) -> None:
    done = run(bundle, "--language", "en")
    assert done.exit_code == 0
    assert "SIGNER UNKNOWN" in done.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_recording_fails_and_is_named(bundle: Path, language: str) -> None:
    data = bytearray(bundle.read_bytes())
    data[data.index(b"not really")] ^= 1
    bundle.write_bytes(bytes(data))
    done = run(bundle, "--language", language)
    assert done.exit_code == 1
    assert "documents/0001-voice.opus" in done.output.splitlines()[3]


def test_json_is_for_machines_and_says_the_same(bundle: Path) -> None:
    done = run(bundle, "--json")
    assert done.exit_code == 0
    assert json.loads(done.output)["verdict"] == "intact_signer_unknown"
    bundle.write_bytes(bundle.read_bytes() + b"\0")
    done = run(bundle, "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)["findings"] == [
        {"code": "container_changed", "name": "", "facts": {"place": "behind"}}
    ]


def test_a_missing_file_or_key_is_told_apart_from_a_changed_one(bundle: Path) -> None:
    assert run(bundle.with_name("none.zip")).exit_code == 2
    done = run(bundle, "--key", bundle, "--json")
    assert done.exit_code == 2
    assert json.loads(done.output)["refused"] == "key_invalid"
