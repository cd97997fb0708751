"""The doctor sees what is missing, says what to do in the reader's language, and changes nothing."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from auxilio.app.cli import doctor as module
from auxilio.app.cli.doctor import State, doctor, examine
from auxilio.app.edge import DEPLOY
from auxilio.app.settings import Settings
from auxilio.platform.i18n import LANGUAGES, catalogues


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def one(settings: Settings, code: str):
    return next(finding for finding in examine(settings) if finding.code == code)


def test_on_a_fresh_machine_nothing_is_made_and_nothing_is_said_to_be_broken(settings: Settings) -> None:
    findings = examine(settings)
    assert not settings.data.exists()
    assert {
        "python",
        "disk",
        "memory",
        "clock",
        "postgres",
        "console",
        "region",
        "content",
        "keys",
        "chromium",
    } <= {finding.part for finding in findings}
    assert one(settings, "keys_none_yet").state is State.DEGRADED
    assert one(settings, "region_missing").state is State.DEGRADED
    assert one(settings, "postgres_new").state is State.OK


def test_data_of_a_major_that_is_not_here_names_the_package(settings: Settings) -> None:
    cluster = settings.data / "postgres/cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("99\n")
    finding = one(settings, "postgres_major_missing")
    assert finding.state is State.MISSING
    assert finding.facts["package"] == "postgresql-99"


def test_a_key_that_others_can_read_is_not_well(settings: Settings) -> None:
    settings.keys.mkdir(parents=True)
    key = settings.keys / "master-1.key"
    key.touch(mode=0o644)
    key.chmod(0o644)
    assert one(settings, "key_open").state is State.MISSING


def test_an_external_database_that_does_not_answer_is_missing_and_its_password_is_not_told(
    tmp_path: Path,
) -> None:
    settings = Settings(data=tmp_path, database_url="postgresql://me:secret@127.0.0.1:1/x")
    finding = one(settings, "postgres_external_unreachable")
    assert finding.state is State.MISSING
    assert "secret" not in str(finding)


def test_every_code_has_words_in_every_language(settings: Settings) -> None:
    words = catalogues()
    codes = {finding.code for finding in examine(settings)} | set(
        re.findall(r'code="(\w+)"', Path(module.__file__).read_text())
    )
    codes |= {f"state.{state}" for state in State}
    for code in codes:
        for language in LANGUAGES:
            assert words.text(f"doctor.{code}", language) != f"doctor.{code}"


def test_the_command_fails_when_something_is_missing_and_only_then(settings: Settings, monkeypatch) -> None:
    monkeypatch.setattr(module, "read_settings", lambda: settings)
    for state in State:
        finding = module.Finding(part="console", state=state, code="console_missing")
        monkeypatch.setattr(module, "examine", lambda _, finding=finding: [finding])
        assert CliRunner().invoke(doctor).exit_code == int(state is State.MISSING)


def test_as_json_it_is_a_list_of_findings(settings: Settings, monkeypatch) -> None:
    monkeypatch.setattr(module, "read_settings", lambda: settings)
    said = json.loads(CliRunner().invoke(doctor, ["--json"]).stdout)
    assert {"part", "state", "code", "facts"} == said[0].keys()


def test_it_speaks_the_language_of_the_terminal(settings: Settings, monkeypatch) -> None:
    monkeypatch.setattr(module, "read_settings", lambda: settings)
    monkeypatch.setenv("LC_ALL", "ca_ES.UTF-8")
    assert "Encara no hi ha claus" in CliRunner().invoke(doctor).stdout
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "Todavía no hay claves" in CliRunner().invoke(doctor).stdout


RELAYED = {"voice_engine": "rtpengine", "voice_edge": "127.0.0.1:5060"}


def test_a_house_without_an_edge_is_not_asked_about_one(settings: Settings) -> None:
    assert not {f.code for f in examine(settings)} & {"voice_relay", "voice_relay_silent", "voice_edge"}


def test_a_relay_that_does_not_answer_is_missing(tmp_path: Path, unused_udp_port: int) -> None:
    settings = Settings(data=tmp_path, rtpengine=f"127.0.0.1:{unused_udp_port}", **RELAYED)
    assert one(settings, "voice_relay_silent").state is State.MISSING


@pytest.mark.skipif(shutil.which("kamailio") is None, reason="missing: kamailio (apt-get install kamailio)")
def test_the_edge_that_comes_with_the_code_is_valid_and_a_spoilt_one_is_said_to_be(
    tmp_path: Path, unused_udp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path, rtpengine=f"127.0.0.1:{unused_udp_port}", **RELAYED)
    monkeypatch.setattr(module, "EDGE_FOLDERS", (DEPLOY,))
    assert one(settings, "voice_edge").state is State.OK
    spoilt = tmp_path / "spoilt"
    shutil.copytree(DEPLOY, spoilt)
    with (spoilt / "kamailio.cfg").open("a") as file:
        file.write("route[X] { no_such_function(); }\n")
    monkeypatch.setattr(module, "EDGE_FOLDERS", (spoilt,))
    finding = one(settings, "voice_edge_wrong")
    assert finding.state is State.MISSING
    assert "no_such_function" in str(finding.facts["reason"])
